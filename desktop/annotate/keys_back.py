"""Gives the keys back where the mouse pressed an input that needs none.

After a click on *Verified*, Space must not press it again, nor the arrows change the class that was just chosen: the
annotator's keys mean what they mean on the canvas. Tab still reaches every input, and its keys are then the input's.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QAbstractItemView, QWidget


class KeysBack(QObject):
    """Watches inputs; a press on one of them gives `owner` the focus before the input sees it."""

    def __init__(self, owner: QWidget, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._owner = owner

    def watch(self, *inputs: QWidget) -> None:
        """Let these inputs never keep the keys after a press of the mouse."""
        for given in inputs:
            if given.focusPolicy() & Qt.FocusPolicy.ClickFocus:
                given.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            pressed = given.viewport() if isinstance(given, QAbstractItemView) else given
            pressed.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.MouseButtonPress:
            self._owner.setFocus(Qt.FocusReason.MouseFocusReason)
        return super().eventFilter(watched, event)
