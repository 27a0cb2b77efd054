"""The Evaluate workspace: how good the models are, class by class, and the photographs behind every number."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from desktop.session import Session


def build(session: Session, parent: QWidget | None = None) -> QWidget:
    """The workspace for this session; it shares the session's prediction service, or brings one."""
    from desktop.evaluate.controller import EvaluateController
    from desktop.evaluate.view import EvaluateView
    from desktop.predictions import PredictionService

    view = EvaluateView(parent)
    service = session.prediction_service
    if not isinstance(service, PredictionService):
        service = PredictionService(session)
        session.prediction_service = service
    EvaluateController(view, session, service, parent=view)
    return view
