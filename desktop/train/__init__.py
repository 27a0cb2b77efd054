"""The Train workspace: put a training together, watch it, stop it, and see what came of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from desktop.session import Session


def build(session: Session, parent: QWidget | None = None) -> QWidget:
    """The workspace for this session."""
    from desktop.train.controller import TrainController
    from desktop.train.view import TrainView

    view = TrainView(parent)
    TrainController(view, session, parent=view)
    return view
