"""A line for a free note on the selected boxes, saved when the person is through with it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

if TYPE_CHECKING:
    from collections.abc import Sequence

    from core.project.labels import LesionBox

_ENDS = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Escape)


class NoteField(QLineEdit):
    """The line. Return and leaving it say the note, Escape brings back the one that is stored.

    Signals:
        written: The note that the selected boxes shall have.
        done: Return or Escape was pressed: the person wants to go on with other keys.
    """

    written = Signal(str)
    done = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._uids: tuple[str, ...] = ()
        self._stored = ""
        self._differ = False
        self._what = self.tr("Note on the selected boxes")
        self.setAccessibleName(self._what)
        self.editingFinished.connect(self.finish)

    def show_note(self, boxes: Sequence[LesionBox]) -> None:
        """Show what is noted on these boxes; what is being typed for the same ones stays."""
        uids = tuple(entry.uid for entry in boxes)
        notes = {entry.note for entry in boxes}
        self._differ = len(notes) > 1
        self._stored = notes.pop() if len(notes) == 1 else ""
        self.setPlaceholderText(self.tr("Different notes") if self._differ else self.tr("Note"))
        # A long one is seen whole without walking through it.
        self.setToolTip(self._stored or (self.tr("A new note replaces these") if self._differ else self._what))
        if uids != self._uids or not self.isModified():
            self._uids = uids
            self.setText(self._stored)
            self.setCursorPosition(0)

    def finish(self) -> None:
        """Say what was typed, once. Nothing typed leaves notes alone, also those that differ."""
        if not self.isModified():
            return
        self.setModified(False)
        note = " ".join(self.text().split())
        if note != self._stored and (note or not self._differ):
            self.written.emit(note)
        else:
            self.setText(self._stored)

    def event(self, event: QEvent) -> bool:
        # Else Return would accept a prediction, and Escape select nothing.
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.ShortcutOverride and event.key() in _ENDS:
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() not in _ENDS:
            super().keyPressEvent(event)
            return
        if event.key() == Qt.Key.Key_Escape:
            self.setText(self._stored)
        self.finish()
        self.done.emit()
