"""Puts the review workspace together."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.annotate.photos import PhotoLoader
from desktop.review.cleaning_bar import CleaningBar
from desktop.review.cleaning_controller import CleaningController
from desktop.review.controller import ReviewController
from desktop.review.view import ReviewView
from desktop.thumbnails import Thumbnails

if TYPE_CHECKING:
    from desktop.actions import Actions
    from desktop.session import Session


class ReviewWorkspace(QWidget):
    """The workspace with everything it needs; `stop` ends its threads."""

    def __init__(self, session: Session, actions: Actions, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.thumbnails = Thumbnails(self)
        self.loader = PhotoLoader(self)
        self.view = ReviewView(actions, self.thumbnails)
        self.controller = ReviewController(
            session, self.view, loader=self.loader, thumbnails=self.thumbnails, parent=self
        )
        self.controller.connect_actions(actions)
        self.cleaning_bar = CleaningBar(self)
        self.cleaning = CleaningController(session, self.cleaning_bar, self.controller.show, self)
        actions.connect_all({"cleaning_round": self.cleaning.go_on})
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.cleaning_bar)
        layout.addWidget(self.view)

    def take_focus(self) -> None:
        """Let the keys work, and show what has changed meanwhile."""
        self.controller.catch_up()
        self.cleaning.catch_up()
        self.view.canvas.setFocus()

    def stop(self) -> None:
        """End the threads."""
        self.controller.reader.stop()
        self.cleaning.stop()
        self.loader.stop()
        self.view.canvas.stop()
        self.thumbnails.stop()
