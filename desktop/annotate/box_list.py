"""The human boxes of the photograph as a list in which they are selected."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QItemSelectionModel, QSize, Qt, Signal
from PySide6.QtWidgets import QAbstractItemView, QListWidget, QListWidgetItem, QWidget

from desktop.annotate.class_palette import class_icon
from desktop.annotate.editing import ATTRIBUTES
from desktop.annotate.painting import ClassStyle, style_of
from desktop.translating import core_text

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from PySide6.QtGui import QKeyEvent

    from core.project.labels import LesionBox

ROW = 42
MOST_ROWS = 5
"""Rows seen at once; further ones are scrolled to."""


@dataclass(frozen=True, slots=True)
class _Row:
    uid: str
    style: ClassStyle
    text: str
    note: str


def _row(entry: LesionBox, style: ClassStyle) -> _Row:
    size = f"{entry.box.width:.0f} × {entry.box.height:.0f} px"
    marks = [core_text(name.capitalize()).lower() for name in ATTRIBUTES if getattr(entry, name)]
    said = " · ".join((size, *marks, *([entry.note] if entry.note else [])))
    return _Row(entry.uid, style, f"{style.name}\n{said}", entry.note)


class BoxList(QListWidget):
    """The list. Letters, digits and Space are the annotator's keys, not a search for a name, so they are passed on.

    Signals:
        selection_asked: Select exactly these uids (a tuple).
    """

    selection_asked = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._filling = False
        self._rows: list[_Row] = []
        self.setAccessibleName(self.tr("Boxes"))
        self.setProperty("framed", True)
        self.setIconSize(QSize(36, 18))
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.itemSelectionChanged.connect(self._selection_changed)

    def show_boxes(self, boxes: Sequence[LesionBox], styles: dict[int, ClassStyle]) -> None:
        """Show these boxes; which are selected is said by `show_selection`."""
        rows = [_row(entry, style_of(styles, entry.class_id)) for entry in boxes]
        self._filling = True
        while self.count() > len(rows):
            self.takeItem(self.count() - 1)
        for place, row in enumerate(rows):
            if place == self.count():
                item = QListWidgetItem()
                item.setSizeHint(QSize(0, ROW))
                self.addItem(item)
            elif row == self._rows[place]:
                continue  # an edit changes one row of many
            self._fill(self.item(place), row)
        self._rows = rows
        self.setFixedHeight(min(MOST_ROWS, max(1, len(boxes))) * ROW + 4)
        self._filling = False

    def _fill(self, item: QListWidgetItem, row: _Row) -> None:
        item.setIcon(class_icon(row.style, self))
        item.setText(row.text)
        item.setData(Qt.ItemDataRole.UserRole, row.uid)
        item.setToolTip(row.note)

    def show_selection(self, selected: Collection[str]) -> None:
        """Show these boxes as selected."""
        self._filling = True
        for place, row in enumerate(self._rows):
            item, chosen = self.item(place), row.uid in selected
            if item.isSelected() != chosen:
                item.setSelected(chosen)
            if chosen:
                self.setCurrentItem(item, QItemSelectionModel.SelectionFlag.NoUpdate)
        self._filling = False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.text().isprintable() and event.text():
            event.ignore()
        else:
            super().keyPressEvent(event)

    def _selection_changed(self) -> None:
        if not self._filling:
            self.selection_asked.emit(tuple(item.data(Qt.ItemDataRole.UserRole) for item in self.selectedItems()))
