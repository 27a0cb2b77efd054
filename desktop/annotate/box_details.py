"""What the selected boxes are: their class, attributes and note."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QGridLayout, QVBoxLayout, QWidget

from desktop.annotate.class_combo import ClassCombo
from desktop.annotate.editing import ATTRIBUTES
from desktop.annotate.note_field import NoteField
from desktop.theme import SPACE
from desktop.translating import core_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from core.project.labels import LesionBox


class BoxDetails(QWidget):
    """Shown while boxes are selected; says what all of them shall be.

    Signals:
        class_asked: Give the selected boxes this class id.
        attribute_asked: Name of a box attribute, and whether it shall be set.
        note_asked: Write this note on the selected boxes.
    """

    class_asked = Signal(int)
    attribute_asked = Signal(str, bool)
    note_asked = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.class_combo = ClassCombo(self.tr("Class of the selected boxes"))
        self.attributes = {name: QCheckBox(core_text(name.capitalize())) for name in ATTRIBUTES}
        self.note = NoteField()
        grid = QGridLayout()
        grid.setSpacing(SPACE // 2)
        for place, (name, check) in enumerate(self.attributes.items()):
            grid.addWidget(check, place // 2, place % 2)
            check.clicked.connect(lambda on, name=name: self.attribute_asked.emit(name, on))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(SPACE)
        layout.addWidget(self.class_combo)
        layout.addLayout(grid)
        layout.addWidget(self.note)
        self.class_combo.activated.connect(lambda _index: self._ask_class())
        self.note.written.connect(self.note_asked)

    def show_boxes(self, boxes: Sequence[LesionBox], *, editable: bool) -> None:
        """Show what these boxes have in common; nothing where there are none."""
        shared = {entry.class_id for entry in boxes}
        self.class_combo.setCurrentIndex(self.class_combo.findData(shared.pop()) if len(shared) == 1 else -1)
        for name, check in self.attributes.items():
            check.setChecked(bool(boxes) and all(getattr(entry, name) for entry in boxes))
        self.note.show_note(boxes)
        for part in (self.class_combo, self.note, *self.attributes.values()):
            part.setEnabled(editable)
        self.setVisible(bool(boxes))

    def _ask_class(self) -> None:
        class_id = self.class_combo.currentData()
        if class_id is not None:
            self.class_asked.emit(int(class_id))
