"""The field that hears a new key: whatever is pressed while it has the focus, menu keys and Tab included."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QLabel, QWidget

from desktop.keys.bindings import MODIFIER_KEYS, is_key

if TYPE_CHECKING:
    from PySide6.QtGui import QFocusEvent

TELLING = (
    Qt.KeyboardModifier.ShiftModifier
    | Qt.KeyboardModifier.ControlModifier
    | Qt.KeyboardModifier.AltModifier
    | Qt.KeyboardModifier.MetaModifier
)
"""The keypad's own modifier says where a key is, not which."""


class KeyCatcher(QLabel):
    """Listens from `listen` until a key is pressed, Esc is, or the focus goes elsewhere.

    Signals:
        caught: The key, as `QKeySequence` writes it.
        gave_up: Nothing was chosen.
    """

    caught = Signal(str)
    gave_up = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._listening = False
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setWordWrap(True)

    @property
    def listening(self) -> bool:
        return self._listening

    def listen(self, text: str) -> None:
        """Ask for a key with this sentence."""
        self._listening = True
        self.setText(text)
        self.setAccessibleName(text)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setFocus()

    def stop(self) -> None:
        """Hear no more."""
        self._listening = False
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def event(self, event: QEvent) -> bool:
        if self._listening and isinstance(event, QKeyEvent):
            if event.type() == QEvent.Type.ShortcutOverride:
                event.accept()
                return True
            if event.type() == QEvent.Type.KeyPress:
                self._hear(event)
                return True
        return super().event(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if self._listening:
            self.stop()
            self.gave_up.emit()

    def _hear(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if key in MODIFIER_KEYS:
            return
        self.stop()
        modifiers = event.modifiers() & TELLING
        if key == Qt.Key.Key_Backtab:
            key = Qt.Key.Key_Tab
        text = QKeySequence(modifiers.value | key.value).toString()
        if (key == Qt.Key.Key_Escape and not modifiers) or not is_key(text):
            self.gave_up.emit()
        else:
            self.caught.emit(text)
