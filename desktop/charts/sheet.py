"""A table of numbers whose cells can stand for photographs; sorted by a click on a heading, saved as CSV."""

from __future__ import annotations

import csv
import io
import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, QSortFilterProxyModel, Qt, Signal
from PySide6.QtGui import QBrush, QColor, QFont, QFontMetrics, QKeyEvent, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView

from desktop.theme import theme

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

SORT_ROLE = Qt.ItemDataRole.UserRole
ROW_HEIGHT = 26
WIDEST = 420
PADDING = 26
LEAST_TEXT, LEGIBLE_TEXT = 120, 170
"""Pixels that a column of words keeps where all columns then fit, and where it must be scrolled all the same."""
MEASURED = 300
"""Rows whose texts set the widths; the others of a long table are alike."""

Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True)
class Heading:
    """A column: its title, its tooltip, and whether it holds numbers."""

    title: str
    tip: str = ""
    number: bool = True


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell.

    Attributes:
        text: What is shown.
        value: What it sorts and is saved by; the text where None.
        payload: What a click hands on; None for a cell without photographs.
        tip: Tooltip.
        doubtful: Shown muted, as a number of too few photographs.
        strong: Shown bold.
    """

    text: str
    value: float | int | str | None = None
    payload: object = None
    tip: str = ""
    doubtful: bool = False
    strong: bool = False


@dataclass(frozen=True, slots=True)
class SheetData:
    """A whole table."""

    title: str
    headings: tuple[Heading, ...]
    rows: tuple[tuple[Cell, ...], ...]
    note: str = ""


def sheet_csv(data: SheetData) -> str:
    """The table as CSV: headings, then the values of each row; numbers in full, nothing for what there is none of."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow([heading.title for heading in data.headings])
    for row in data.rows:
        writer.writerow([cell.text if cell.value is None else _plain(cell.value) for cell in row])
    return text.getvalue()


def _plain(value: float | int | str) -> float | int | str:
    return "" if isinstance(value, float) and math.isnan(value) else value


class SheetModel(QAbstractTableModel):
    """Cells for a table view."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.sheet = SheetData("", (), ())

    def set_sheet(self, sheet: SheetData) -> None:
        """Show these."""
        self.beginResetModel()
        self.sheet = sheet
        self.endResetModel()

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self.sheet.rows)

    def columnCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self.sheet.headings)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: ANN401
        cell = self.sheet.rows[index.row()][index.column()]
        if role == Qt.ItemDataRole.DisplayRole:
            return cell.text
        if role == SORT_ROLE:
            value = cell.text if cell.value is None else cell.value
            return -math.inf if isinstance(value, float) and math.isnan(value) else value
        if role == Qt.ItemDataRole.ToolTipRole:
            # Of words that may be cut, the whole.
            return cell.tip or (None if self.sheet.headings[index.column()].number else cell.text) or None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            number = self.sheet.headings[index.column()].number
            side = Qt.AlignmentFlag.AlignRight if number else Qt.AlignmentFlag.AlignLeft
            return side | Qt.AlignmentFlag.AlignVCenter
        if role == Qt.ItemDataRole.FontRole and cell.strong:
            font = QFont()
            font.setBold(True)
            return font
        if role == Qt.ItemDataRole.ForegroundRole and (cell.doubtful or cell.payload is not None):
            tones = theme().tones
            return QBrush(QColor(tones.muted if cell.doubtful else tones.accent))
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: ANN401
        if orientation == Qt.Orientation.Vertical or section >= len(self.sheet.headings):
            return None
        heading = self.sheet.headings[section]
        if role == Qt.ItemDataRole.DisplayRole:
            return heading.title
        if role == Qt.ItemDataRole.ToolTipRole:
            return heading.tip or None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignRight if heading.number else Qt.AlignmentFlag.AlignLeft
            return side | Qt.AlignmentFlag.AlignVCenter
        return None


class Sheet(QTableView):
    """The view. Cells in the accent colour open photographs."""

    cell_chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = SheetModel(self)
        self._order = QSortFilterProxyModel(self)
        self._order.setSourceModel(self._model)
        self._order.setSortRole(SORT_ROLE)
        self.setModel(self._order)
        self.setShowGrid(False)
        self.setAlternatingRowColors(True)
        self.setFrameShape(QTableView.Shape.NoFrame)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setStyleSheet("QTableView::item { padding: 0 8px; }")
        self.setMouseTracking(True)
        self.verticalHeader().hide()
        self.verticalHeader().setMinimumSectionSize(ROW_HEIGHT)
        self.verticalHeader().setDefaultSectionSize(ROW_HEIGHT)
        self.horizontalHeader().setHighlightSections(False)
        self.horizontalHeader().setSortIndicatorClearable(True)
        self.horizontalHeader().setMaximumSectionSize(WIDEST)
        self.setSortingEnabled(True)
        self._wanted: list[int] = []
        self._sharing = self._set_by_hand = False
        self.horizontalHeader().sectionResized.connect(self._note_resize)
        self.clicked.connect(self._choose)

    def set_sheet(self, sheet: SheetData) -> None:
        """Show this in its own order."""
        self._model.set_sheet(sheet)
        self.setAccessibleName(sheet.title)
        self.horizontalHeader().setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        header = self.horizontalHeader()
        font = QFont(header.font())
        font.setBold(True)  # as the style sheet has it
        metrics = QFontMetrics(font)
        self._wanted, self._set_by_hand = [], False
        for column, heading in enumerate(sheet.headings):
            texts = [row[column].text for row in sheet.rows[:MEASURED]]
            wide = max(map(metrics.horizontalAdvance, texts), default=0)
            self._wanted.append(min(WIDEST, max(wide, metrics.horizontalAdvance(heading.title)) + PADDING))
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        self._share_width()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._share_width()

    def _share_width(self) -> None:
        """All columns as wide as they want; where there is less room, words are cut before numbers are out of sight."""
        if self._set_by_hand or not self._wanted:
            return
        widths, headings = list(self._wanted), self._model.sheet.headings
        words = [place for place, heading in enumerate(headings) if not heading.number and heading.title]
        over = sum(widths) - self.viewport().width()
        room = {place: max(0, widths[place] - LEAST_TEXT) for place in words}
        if 0 < over > sum(room.values()):
            room = {place: max(0, widths[place] - LEGIBLE_TEXT) for place in words}
        if over > 0 and any(room.values()):
            share = min(1.0, over / sum(room.values()))
            for place, spare in room.items():
                widths[place] -= math.ceil(share * spare)
        self._sharing = True
        for column, width in enumerate(widths):
            self.setColumnWidth(column, width)
        self._sharing = False

    def _note_resize(self) -> None:
        # Whoever has set a column's width keeps it until another table is shown.
        self._set_by_hand = self._set_by_hand or not self._sharing

    def wanted_width(self) -> int:
        """The width at which no column is cut."""
        return sum(self._wanted) + self.verticalScrollBar().sizeHint().width() + 16

    def wanted_height(self) -> int:
        """The height at which no row is cut."""
        rows = self._model.rowCount() * ROW_HEIGHT
        return rows + self.horizontalHeader().sizeHint().height() + self.horizontalScrollBar().sizeHint().height()

    @property
    def sheet(self) -> SheetData:
        return self._model.sheet

    def index_of(self, row: int, column: int) -> QModelIndex:
        """Where a cell of the data stands in the view's present order."""
        return self._order.mapFromSource(self._model.index(row, column))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens the cell the arrow keys have reached."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentIndex().isValid():
            self._choose(self.currentIndex())
        else:
            super().keyPressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        index = self.indexAt(event.position().toPoint())
        shape = Qt.CursorShape.PointingHandCursor if self._payload(index) is not None else Qt.CursorShape.ArrowCursor
        self.viewport().setCursor(shape)
        super().mouseMoveEvent(event)

    def _choose(self, index: QModelIndex) -> None:
        payload = self._payload(index)
        if payload is not None:
            self.cell_chosen.emit(payload)

    def _payload(self, index: QModelIndex) -> object:
        if not index.isValid():
            return None
        source = self._order.mapToSource(index)
        return self._model.sheet.rows[source.row()][source.column()].payload
