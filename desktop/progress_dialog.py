"""How far each class has come: photographs, labelled, verified; opened from the counts in the status bar."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QDialogButtonBox,
    QHeaderView,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from desktop.annotate.class_palette import class_icon
from desktop.annotate.painting import class_styles
from desktop.theme import SPACE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from core.classes import ClassTable
    from core.project.records import ClassProgress

MOST_ROWS = 16
"""Beyond, the table is scrolled."""
ROW_HEIGHT = 28


class ProgressDialog(QDialog):
    """A row for each class, one for photographs without a class where there are, and their sums.

    Args:
        progress: In the order they are shown.
        classes: All classes.
        parent: The window it belongs to.
    """

    def __init__(self, progress: Sequence[ClassProgress], classes: ClassTable, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Progress by class"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.table = QTableWidget(len(progress) + 1, 4)
        self.table.setAccessibleName(self.windowTitle())
        self.table.setHorizontalHeaderLabels(
            [self.tr("Class"), self.tr("Photographs"), self.tr("Labelled"), self.tr("Verified")]
        )
        styles = class_styles(classes)
        for row, entry in enumerate(progress):
            style = None if entry.class_id is None else styles[entry.class_id]
            name = QTableWidgetItem(self.tr("No class yet") if style is None else style.name)
            if style is not None:
                name.setIcon(class_icon(style, self))
            self._fill(row, name, entry.photographs, entry.labelled, entry.verified)
        self._fill(
            len(progress), QTableWidgetItem(self.tr("All")), sum(entry.photographs for entry in progress),
            sum(entry.labelled for entry in progress), sum(entry.verified for entry in progress), strong=True,
        )  # fmt: skip
        self._arrange()
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(2 * SPACE, 2 * SPACE, 2 * SPACE, 2 * SPACE)
        layout.setSpacing(2 * SPACE)
        layout.addWidget(self.table)
        layout.addWidget(buttons)
        self.resize(520, self.sizeHint().height())

    def texts(self) -> list[list[str]]:
        """What the table says, row by row."""
        found = [[self.table.item(row, column) for column in range(4)] for row in range(self.table.rowCount())]
        return [["" if item is None else item.text() for item in row] for row in found]

    def _fill(self, row: int, name: QTableWidgetItem, *numbers: int, strong: bool = False) -> None:
        photographs = numbers[0]
        items = [name]
        for number in numbers:
            items.append(QTableWidgetItem(f"{number:,}"))
            items[-1].setTextAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            items[-1].setToolTip("" if not photographs else f"{number / photographs:.0%}")
        for column, item in enumerate(items):
            font = item.font()
            font.setBold(strong)
            item.setFont(font)
            self.table.setItem(row, column, item)

    def _arrange(self) -> None:
        table = self.table
        table.setIconSize(QSize(36, 18))
        table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        table.setTabKeyNavigation(False)
        table.setShowGrid(False)
        table.setProperty("framed", True)
        table.verticalHeader().hide()
        table.verticalHeader().setDefaultSectionSize(ROW_HEIGHT)
        header = table.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        for column in range(1, 4):
            item = table.horizontalHeaderItem(column)
            if item is not None:
                item.setTextAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        item = table.horizontalHeaderItem(0)
        if item is not None:
            item.setTextAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        rows = min(table.rowCount(), MOST_ROWS)
        table.setMinimumHeight(rows * ROW_HEIGHT + header.sizeHint().height() + 2 * table.frameWidth() + 4)
        table.selectRow(0)
