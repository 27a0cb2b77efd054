"""Puts the annotate workspace together."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.annotate.controller import AnnotateController
from desktop.annotate.history_controller import HistoryController
from desktop.annotate.photos import PhotoLoader
from desktop.annotate.view import AnnotateView

if TYPE_CHECKING:
    from desktop.actions import Actions
    from desktop.annotate.parts import Parts
    from desktop.session import Session


class AnnotateWorkspace(QWidget):
    """The workspace with everything it needs; `stop` ends its threads."""

    def __init__(self, session: Session, actions: Actions, parts: Parts, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.thumbnails = parts.thumbnails
        self.thumbnails.setParent(self)
        self.loader = PhotoLoader(self)
        self.view = AnnotateView(actions, parts, self)
        self.controller = AnnotateController(
            session, self.view, loader=self.loader, thumbnails=self.thumbnails, parent=self
        )
        self.controller.connect_actions(actions)
        session.photos_moved.connect(self.thumbnails.try_again)
        session.photos_moved.connect(self.controller.open_anew)
        inspector = self.view.inspector
        self.history = HistoryController(
            session, inspector.history, is_open=lambda: inspector.history_open, parent=self
        )  # fmt: skip
        inspector.history_asked.connect(self.history.refresh)
        actions.connect_all({"history": inspector.open_history})
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.view)

    def stop(self) -> None:
        """Note where work stopped and end the threads."""
        self.controller.remember_place()
        self.loader.stop()
        self.view.canvas.stop()
        self.thumbnails.stop()
