"""A small window over the canvas that Escape closes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget


class Popup(QFrame):
    """A frame that floats over the window; a click elsewhere or Escape closes it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setObjectName("palette")

    def event(self, event: QEvent) -> bool:
        # Qt asks the shortcuts of the widgets a pop-up belongs to before the pop-up: Escape would cancel behind it, and
        # Return accept a prediction.
        returned = isinstance(event, QKeyEvent) and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        asked = returned and event.type() == QEvent.Type.ShortcutOverride
        if asked or is_escape(event, QEvent.Type.ShortcutOverride):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if is_escape(event, QEvent.Type.KeyPress):
            self.hide()
        else:
            super().keyPressEvent(event)


def is_escape(event: QEvent, kind: QEvent.Type) -> bool:
    """Whether an event is plain Escape, as a key or as the question whether it may be a shortcut."""
    return (
        isinstance(event, QKeyEvent)
        and event.type() == kind
        and event.key() == Qt.Key.Key_Escape
        and event.modifiers() == Qt.KeyboardModifier.NoModifier
    )
