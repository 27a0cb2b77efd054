"""The confusion grid: rows are the truth, columns what the model said; a cell opens exactly the photos it counts."""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QCoreApplication,
    QEvent,
    QModelIndex,
    QPersistentModelIndex,
    QPointF,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QFont, QFontMetrics, QHelpEvent, QMouseEvent, QPainter, QPen
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QLabel, QStyle, QStyledItemDelegate, QTableView

from desktop.charts.theme import ChartTheme, blend, readable_on

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QKeyEvent, QResizeEvent
    from PySide6.QtWidgets import QStyleOptionViewItem, QWidget

LEAST_CELL = 32
MOST_CELL = 92
LEAST_ROW = 19
LEAST_HEADER, MOST_HEADER = 56, 172
"""Pixels that the slanted names take in height."""
LEAST_ROW_HEADER, MOST_ROW_HEADER = 132, 280
TILT = -46.0
RISE = math.sin(math.radians(-TILT))
RUN = math.cos(math.radians(-TILT))

BELOW_NAMES = 6

Index = QModelIndex | QPersistentModelIndex


class Scale(StrEnum):
    """What the numbers of a confusion matrix are taken of."""

    COUNT = "count"
    ROW = "row"
    COLUMN = "column"


@dataclass(frozen=True, slots=True)
class ConfusionData:
    """Counts `rows[truth][predicted]`.

    Attributes:
        row_ids: Class ids of the rows.
        row_names: Their names.
        column_ids: Class ids of the columns; None stands for *no detection*.
        column_names: Their names.
        rows: Photographs, one tuple a row.
        scale: What a cell says and is coloured by.
    """

    row_ids: tuple[int, ...]
    row_names: tuple[str, ...]
    column_ids: tuple[int | None, ...]
    column_names: tuple[str, ...]
    rows: tuple[tuple[int, ...], ...]
    scale: Scale = Scale.COUNT

    def share(self, row: int, column: int) -> float:
        """The part of a row's photographs that are in a cell, or of a column's where that is the scale, 0 to 1."""
        across = self.scale is Scale.COLUMN
        total = sum(line[column] for line in self.rows) if across else sum(self.rows[row])
        return self.rows[row][column] / total if total else 0.0

    def text(self, row: int, column: int) -> str:
        """What a cell says: its count, or its share in percent; nothing for no photograph."""
        count = self.rows[row][column]
        if not count:
            return ""
        return str(count) if self.scale is Scale.COUNT else f"{100 * self.share(row, column):.0f} %"

    def right(self, row: int, column: int) -> bool:
        """Whether a cell counts photographs that were got right."""
        return self.row_ids[row] == self.column_ids[column]


EMPTY = ConfusionData((), (), (), (), ())


class ConfusionModel(QAbstractTableModel):
    """The counts for a table view."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.table = EMPTY

    def set_table(self, table: ConfusionData) -> None:
        """Show these counts."""
        self.beginResetModel()
        self.table = table
        self.endResetModel()

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self.table.row_ids)

    def columnCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self.table.column_ids)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: ANN401
        row, column = index.row(), index.column()
        count = self.table.rows[row][column]
        if role == Qt.ItemDataRole.DisplayRole:
            return self.table.text(row, column)
        if role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole):
            share = 100 * self.table.share(row, column)
            said = self.table.column_names[column]
            if self.table.column_ids[column] is None:
                text = self.tr("{0}: {1} of {2} without a detection ({3} %)")
            elif self.table.right(row, column):
                text = self.tr("{0}: {1} of {2} right ({3} %)")
            else:
                text = self.tr("{0}: {1} of {2} taken for {4} ({3} %)")
            name, total = self.table.row_names[row], sum(self.table.rows[row])
            return text.format(name, count, total, f"{share:.1f}", said)
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: ANN401
        across = orientation == Qt.Orientation.Horizontal
        names = self.table.column_names if across else self.table.row_names
        if role == Qt.ItemDataRole.DisplayRole and section < len(names):
            return names[section]
        if role == Qt.ItemDataRole.ToolTipRole and section < len(names):
            text = self.tr("Predicted: {0}") if across else self.tr("Truth: {0}")
            return text.format(names[section])
        return None


class ConfusionGrid(QTableView):
    """The grid; cells are as large as there is room, and scroll when there are many classes."""

    cell_chosen = Signal(int, object)
    """The person asked for a cell's photos: class id of the truth, class id predicted or None for no detection."""
    row_chosen = Signal(int)
    """For all photos of a class."""
    column_chosen = Signal(object)
    """For all photos that were taken for a class; None for those without a detection."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = ConfusionModel(self)
        self.setModel(self._model)
        self.setItemDelegate(CellDelegate(self))
        self._above = TiltedHeader(self)
        self.setHorizontalHeader(self._above)
        self.setVerticalHeader(RowHeader(self))
        for header in (self.horizontalHeader(), self.verticalHeader()):
            header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
            header.setMinimumSectionSize(LEAST_ROW)
            header.setHighlightSections(False)
            header.setSectionsClickable(True)
            header.viewport().setCursor(Qt.CursorShape.PointingHandCursor)
        self.verticalHeader().sectionClicked.connect(self._choose_row)
        self.horizontalHeader().sectionClicked.connect(self._choose_column)
        self.setShowGrid(False)
        self.setCornerButtonEnabled(False)
        self.setFrameShape(QTableView.Shape.NoFrame)
        self._corner = QLabel(self.tr("truth \N{DOWNWARDS ARROW}    predicted \N{RIGHTWARDS ARROW}"), self)
        self._corner.setObjectName("muted")
        self._corner.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignBottom)
        self._corner.hide()
        self.setStyleSheet("QTableCornerButton::section { background: palette(base); border: none; }")
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setMouseTracking(True)
        self.viewport().setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAccessibleName(self.tr("Confusion matrix: rows are the truth, columns the prediction"))
        self.clicked.connect(self._choose)

    def set_table(self, table: ConfusionData) -> None:
        """Show these counts."""
        self._model.set_table(table)
        self._corner.setVisible(bool(table.row_ids))
        self._fit()

    def table(self) -> ConfusionData:
        return self._model.table

    def whole(self) -> ConfusionGrid:
        """This grid where all cells are in sight, else one with room for all of them, as large as they are here."""
        across, down = self.horizontalHeader(), self.verticalHeader()
        if across.length() <= self.viewport().width() and down.length() <= self.viewport().height():
            return self
        grid = ConfusionGrid()
        grid.set_table(self.table())
        grid.resize(3 * MOST_ROW_HEADER, 3 * MOST_HEADER)  # in which names take what they need
        above = grid.horizontalHeader().height()
        grid.resize(
            math.ceil(grid.verticalHeader().width() + across.length() + above * RUN / RISE),
            math.ceil(above + down.length() + 2),
        )
        return grid

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens the cell the arrow keys have reached."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentIndex().isValid():
            self._choose(self.currentIndex())
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _choose(self, index: QModelIndex) -> None:
        table = self._model.table
        if table.rows[index.row()][index.column()]:
            self.cell_chosen.emit(table.row_ids[index.row()], table.column_ids[index.column()])

    def _choose_row(self, row: int) -> None:
        if any(self._model.table.rows[row]):
            self.row_chosen.emit(self._model.table.row_ids[row])

    def _choose_column(self, column: int) -> None:
        if any(row[column] for row in self._model.table.rows):
            self.column_chosen.emit(self._model.table.column_ids[column])

    def _fit(self) -> None:
        rows, columns = self._model.rowCount(), self._model.columnCount()
        if not rows or not columns:
            return
        metrics = self.fontMetrics()
        # Names take the room they need, and no more than leaves the cells the larger part.
        longest = max(map(metrics.horizontalAdvance, self._model.table.row_names))
        side = min(max(longest + 20, LEAST_ROW_HEADER), MOST_ROW_HEADER, max(LEAST_ROW_HEADER, self.width() // 3))
        self.verticalHeader().setFixedWidth(side)
        longest = max(map(metrics.horizontalAdvance, self._model.table.column_names))
        above = round((longest + metrics.height()) * RISE) + 12
        above = min(max(above, LEAST_HEADER), MOST_HEADER, max(LEAST_HEADER, self.height() // 3))
        self._above.setFixedHeight(above)
        self._corner.setGeometry(0, 0, side - 8, above - 4)
        # The last name leans out of its column to the right.
        wide = (self.width() - side - above * RUN / RISE) / columns
        high = (self.height() - above - 2) / rows
        self.horizontalHeader().setDefaultSectionSize(int(min(MOST_CELL, max(LEAST_CELL, wide))))
        self.verticalHeader().setDefaultSectionSize(int(min(MOST_CELL * 0.66, max(LEAST_ROW, high))))


class CellDelegate(QStyledItemDelegate):
    """A cell: blue by its share of the row where right, red where wrong, with the count in a colour that reads."""

    RIGHT = QColor("#0072b2")
    WRONG = QColor("#d55e00")

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        model = index.model()
        if not isinstance(model, ConfusionModel):
            return
        table, row, column = model.table, index.row(), index.column()
        theme = ChartTheme.of(option.palette)
        share = table.share(row, column)
        colour = self.RIGHT if table.right(row, column) else self.WRONG
        # The square root keeps small shares visible: one photo in fifty is what people look for.
        fill = blend(theme.background, colour, share**0.5 if share else 0.0)
        area = QRectF(option.rect).adjusted(1, 1, -1, -1)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(fill if share else blend(theme.text, theme.background, 0.955))
        painter.drawRoundedRect(area, 3, 3)
        font = QFont(option.font)
        font.setBold(table.right(row, column))
        painter.setFont(font)
        painter.setPen(readable_on(fill))
        painter.drawText(area, Qt.AlignmentFlag.AlignCenter, str(index.data() or ""))
        state = option.state
        if state & (QStyle.StateFlag.State_HasFocus | QStyle.StateFlag.State_MouseOver) and share:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(theme.text, 2))
            painter.drawRoundedRect(area.adjusted(1, 1, -1, -1), 3, 3)
        painter.restore()


class TiltedHeader(QHeaderView):
    """Column names slanted, so that long class names fit over narrow cells."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.setFixedHeight(LEAST_HEADER)

    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), self.height())

    def upright(self, position: QPointF) -> QPointF:
        """Where the name that is drawn at a point of the header begins: over its own column."""
        return QPointF(position.x() - (self.height() - BELOW_NAMES - position.y()) * RUN / RISE, position.y())

    def viewportEvent(self, event: QEvent) -> bool:
        """Tooltips and clicks are about the name under the pointer, though it leans over other columns."""
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            place = self.upright(QPointF(event.pos())).toPoint()
            return super().viewportEvent(QHelpEvent(event.type(), place, event.globalPos()))
        return super().viewportEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(self._moved(event))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(self._moved(event))

    def _moved(self, event: QMouseEvent) -> QMouseEvent:
        place = self.upright(event.position())
        return QMouseEvent(
            event.type(), place, event.globalPosition(), event.button(), event.buttons(), event.modifiers()
        )

    def paintEvent(self, event: object) -> None:
        """Draw all names over the whole header: one section's painting would cut its neighbour's."""
        painter = QPainter(self.viewport())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        theme = ChartTheme.of(self.palette())
        painter.fillRect(self.viewport().rect(), theme.background)
        metrics = QFontMetrics(self.font())
        painter.setPen(theme.text)
        for section in range(self.count()):
            left = self.sectionViewportPosition(section)
            size = self.sectionSize(section)
            if left + size < 0 or left > self.width():
                continue
            name = str(self.model().headerData(section, Qt.Orientation.Horizontal) or "")
            painter.save()
            painter.translate(left + size / 2 + metrics.height() * 0.2, self.height() - BELOW_NAMES)
            painter.rotate(TILT)
            room = round((self.height() - BELOW_NAMES) / RISE - metrics.height() * 0.7)
            painter.drawText(0, 0, metrics.elidedText(name, Qt.TextElideMode.ElideRight, room))
            painter.restore()
        painter.end()


class RowHeader(QHeaderView):
    """Row names as plain text at the right, without the look of buttons."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Vertical, parent)

    def paintEvent(self, event: object) -> None:
        painter = QPainter(self.viewport())
        theme = ChartTheme.of(self.palette())
        painter.fillRect(self.viewport().rect(), theme.background)
        painter.setPen(theme.text)
        metrics = QFontMetrics(self.font())
        width = self.width() - 8
        for section in range(self.count()):
            top = self.sectionViewportPosition(section)
            name = str(self.model().headerData(section, Qt.Orientation.Vertical) or "")
            text = metrics.elidedText(name, Qt.TextElideMode.ElideRight, width - 4)
            align = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
            painter.drawText(QRect(0, top, width, self.sectionSize(section)), align, text)
        painter.end()


def confusion_data(
    *,
    class_ids: Sequence[int],
    names: Sequence[str],
    rows: Sequence[Sequence[int]],
    no_detection: bool,
    scale: Scale = Scale.COUNT,
) -> ConfusionData:
    """Counts of a square matrix, with a last column *No detection* where `no_detection` says there is one."""
    columns: tuple[int | None, ...] = (*class_ids, None) if no_detection else tuple(class_ids)
    nothing = QCoreApplication.translate("ConfusionModel", "No detection")
    return ConfusionData(
        row_ids=tuple(class_ids),
        row_names=tuple(names),
        column_ids=columns,
        column_names=(*names, nothing) if no_detection else tuple(names),
        rows=tuple(tuple(int(count) for count in row) for row in rows),
        scale=scale,
    )
