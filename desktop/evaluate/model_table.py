"""The table of models: which ones are drawn, in which colour, and how good each is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import (
    QAbstractItemModel,
    QAbstractTableModel,
    QEvent,
    QModelIndex,
    QPersistentModelIndex,
    QPointF,
    QRect,
    QRectF,
    Qt,
    Signal,
)
from PySide6.QtGui import QBrush, QColor, QKeyEvent, QMouseEvent, QPainter, QPen, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QDoubleSpinBox, QHeaderView, QStyle, QStyledItemDelegate, QTableView

from desktop.theme import theme
from desktop.translating import marked

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtWidgets import QStyleOptionViewItem, QWidget

HEADINGS = (
    marked("ModelTableModel", "Model"),
    marked("ModelTableModel", "Architecture"),
    marked("ModelTableModel", "Weight"),
    marked("ModelTableModel", "Photos"),
    marked("ModelTableModel", "Weighted accuracy"),
    marked("ModelTableModel", "95 % interval"),
    marked("ModelTableModel", "Balanced"),
    marked("ModelTableModel", "Top 3"),
    marked("ModelTableModel", "No detection"),
    marked("ModelTableModel", "Missing"),
)
HELP = (
    marked("ModelTableModel", "Ticked models are drawn. EnsembleNet adds up the ticked classifiers' probabilities."),
    "",
    marked("ModelTableModel", "How much it counts in EnsembleNet; double-click to change it, 0 leaves it out"),
    marked("ModelTableModel", "Photos with a class and a prediction"),
    marked("ModelTableModel", "Sum over classes of the class's share of the photos times its accuracy"),
    marked("ModelTableModel", "Wilson interval, over patients where they are known: true 19 times of 20"),
    marked("ModelTableModel", "Mean of the classes' accuracies: rare classes count as much as common ones"),
    marked("ModelTableModel", "Photos whose class is among the model's three most probable"),
    marked("ModelTableModel", "Photos on which a detector found nothing; they count as wrong"),
    marked("ModelTableModel", "Photos with a class that the model has not predicted yet"),
)
WEIGHT = 2
"""Column of the weights."""
ARCHITECTURE, NO_DETECTION, MISSING = 1, 8, 9
LEAST_ARCHITECTURE = 112
"""Pixels: its heading is legible."""
MOST_NAME = 240
LONG_TITLE = 10
"""Letters of a heading that is broken in a small window."""
BESIDE_NAME = 66
"""Pixels of the tick box, the colour and the room around them."""
ROW_HEIGHT = 26
MOST_WEIGHT = 100.0
COLOUR_ROLE = Qt.ItemDataRole.UserRole

Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True)
class ModelRow:
    """One line of the table; texts are ready to be shown.

    Attributes:
        key: Run name, or `EnsembleNet`.
        title: What people read.
        note: Tooltip of the title.
        colour: `#rrggbb`.
        checked: Whether it is drawn.
        cells: Texts from the second column on.
        missing: Photos not yet predicted.
        silent: Photos on which a detector found nothing.
        weight: How much it counts in EnsembleNet; None where it has no part in it.
        detects: Whether it is a detector, which may find nothing.
    """

    key: str
    title: str
    note: str
    colour: str
    checked: bool
    cells: tuple[str, ...]
    missing: int = 0
    weight: float | None = None
    detects: bool = False
    silent: int = 0

    def photos(self, column: int) -> int:
        """How many photos a click on the number in a column opens; 0 where it opens none."""
        return {NO_DETECTION: self.silent, MISSING: self.missing}.get(column, 0)


class ModelTableModel(QAbstractTableModel):
    """Rows for a table view."""

    toggled = Signal(str, bool)
    weighted = Signal(str, float)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows: list[ModelRow] = []
        self._narrow = False

    def set_narrow(self, narrow: bool) -> None:
        """Whether headings are broken into two lines, where one is too wide."""
        if narrow != self._narrow:
            self._narrow = narrow
            self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(HEADINGS) - 1)

    def set_rows(self, rows: Sequence[ModelRow]) -> None:
        """Show these."""
        if [row.key for row in rows] == [row.key for row in self._rows]:
            self._rows = list(rows)
            if rows:
                self.dataChanged.emit(self.index(0, 0), self.index(len(rows) - 1, len(HEADINGS) - 1))
        else:
            self.beginResetModel()
            self._rows = list(rows)
            self.endResetModel()

    def rows(self) -> list[ModelRow]:
        return self._rows

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(HEADINGS)

    def flags(self, index: Index) -> Qt.ItemFlag:
        flags = super().flags(index)
        if index.column() == WEIGHT and self._rows[index.row()].weight is not None:
            return flags | Qt.ItemFlag.ItemIsEditable
        return flags | Qt.ItemFlag.ItemIsUserCheckable if index.column() == 0 else flags

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: ANN401
        row, column = self._rows[index.row()], index.column()
        if role == Qt.ItemDataRole.DisplayRole:
            return row.title if column == 0 else row.cells[column - 1]
        if role == Qt.ItemDataRole.ToolTipRole:
            return row.note if column < 2 else self.tr(HELP[column])
        if role == Qt.ItemDataRole.EditRole and column == WEIGHT:
            return row.weight
        if role == Qt.ItemDataRole.TextAlignmentRole and column > 1:
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        if role == Qt.ItemDataRole.CheckStateRole and column == 0:
            return Qt.CheckState.Checked if row.checked else Qt.CheckState.Unchecked
        if role == COLOUR_ROLE and column == 0:
            return row.colour
        if role == Qt.ItemDataRole.ForegroundRole and row.photos(column):
            return QBrush(QColor(theme().tones.accent))
        return None

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:  # noqa: ANN401
        if role == Qt.ItemDataRole.EditRole and index.column() == WEIGHT:
            if float(value) != self._rows[index.row()].weight:
                self.weighted.emit(self._rows[index.row()].key, float(value))
            return True
        if role != Qt.ItemDataRole.CheckStateRole or index.column():
            return False
        self.toggled.emit(self._rows[index.row()].key, Qt.CheckState(value) == Qt.CheckState.Checked)
        return True

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: ANN401
        if orientation == Qt.Orientation.Vertical:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            title: str = self.tr(HEADINGS[section])
            return "\n".join(title.rsplit(" ", 1)) if self._narrow and len(title) > LONG_TITLE else title
        if role == Qt.ItemDataRole.ToolTipRole:
            return self.tr(HELP[section])
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignRight if section > 1 else Qt.AlignmentFlag.AlignLeft
            return side | Qt.AlignmentFlag.AlignVCenter
        return None


class ModelTable(QTableView):
    """The view; as high as its rows, so that nothing scrolls until there are many."""

    toggled = Signal(str, bool)
    weighted = Signal(str, float)
    chosen = Signal(str)
    """A line was clicked or reached by key: show this model's confusion matrix."""
    silent_chosen = Signal(str)
    """For the photos on which this detector found nothing."""
    missing_chosen = Signal(str)
    """For the photos this model has not predicted yet."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = ModelTableModel(self)
        self._most_rows = 9
        self.setModel(self._model)
        self.setItemDelegateForColumn(0, TickDelegate(self))
        self.setItemDelegateForColumn(WEIGHT, WeightDelegate(self))
        self.setStyleSheet("QTableView::item { padding: 0 8px; }")
        self.setShowGrid(False)
        self.setAlternatingRowColors(True)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setFrameShape(QTableView.Shape.NoFrame)
        self.setMouseTracking(True)
        self.verticalHeader().hide()
        self.verticalHeader().setMinimumSectionSize(ROW_HEIGHT)
        self.verticalHeader().setDefaultSectionSize(ROW_HEIGHT)
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        for column in (0, ARCHITECTURE):
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.Fixed)
        self.setAccessibleName(self.tr("Models"))
        self._model.toggled.connect(self.toggled)
        self._model.weighted.connect(self.weighted)
        self.selectionModel().currentRowChanged.connect(self._tell)
        self.clicked.connect(self._open)

    def set_rows(self, rows: Sequence[ModelRow]) -> None:
        """Show these models."""
        self._model.set_rows(rows)
        # Only detectors can find nothing.
        self.setColumnHidden(NO_DETECTION, not any(row.detects for row in rows))
        self._share_width()
        self._fit()

    def set_room(self, height: int) -> None:
        """Take at most this height; what doesn't fit scrolls."""
        self._most_rows = max(4, (height - self.horizontalHeader().sizeHint().height()) // ROW_HEIGHT)
        self._fit()

    def _fit(self) -> None:
        shown = max(1, min(self._model.rowCount(), self._most_rows))
        height = self.horizontalHeader().sizeHint().height() + shown * ROW_HEIGHT + 2
        if self.horizontalHeader().length() > self.width() - 2:
            height += self.horizontalScrollBar().sizeHint().height()
        if height != self.maximumHeight():
            self.setFixedHeight(height)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._share_width()
        self._fit()

    def _share_width(self) -> None:
        """Names get what they need, numbers too, and architectures the rest."""
        header = self.horizontalHeader()
        metrics = self.fontMetrics()
        bar = self.verticalScrollBar().sizeHint().width() if self._model.rowCount() > self._most_rows else 0
        room = self.width() - bar - 2
        longest = max((metrics.horizontalAdvance(row.title) for row in self.rows()), default=0)
        header.resizeSection(0, min(MOST_NAME, longest + BESIDE_NAME))
        # In a small window headings are broken, and where that is too little the architecture is left to the tooltip.
        for narrow, hidden in ((False, False), (True, False), (True, True)):
            self._model.set_narrow(narrow)
            self.setColumnHidden(ARCHITECTURE, hidden)
            for column in range(WEIGHT, header.count()):
                self.resizeColumnToContents(column)
            others = sum(header.sectionSize(column) for column in range(header.count()) if column != ARCHITECTURE)
            if others + (0 if hidden else LEAST_ARCHITECTURE) <= room:
                break
        if not hidden:
            header.resizeSection(ARCHITECTURE, max(LEAST_ARCHITECTURE, room - others))

    def rows(self) -> list[ModelRow]:
        return self._model.rows()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens the photos that the number reached by the arrow keys counts."""
        current = self.currentIndex()
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if enter and current.isValid() and self.rows()[current.row()].photos(current.column()):
            self._open(current)
        else:
            super().keyPressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        index = self.indexAt(event.position().toPoint())
        counts = index.isValid() and self.rows()[index.row()].photos(index.column())
        self.viewport().setCursor(Qt.CursorShape.PointingHandCursor if counts else Qt.CursorShape.ArrowCursor)
        super().mouseMoveEvent(event)

    def _open(self, index: QModelIndex) -> None:
        row = self.rows()[index.row()]
        if row.photos(index.column()):
            (self.silent_chosen if index.column() == NO_DETECTION else self.missing_chosen).emit(row.key)

    def _tell(self, current: QModelIndex) -> None:
        if current.isValid():
            self.chosen.emit(self._model.rows()[current.row()].key)


class WeightDelegate(QStyledItemDelegate):
    """Edits a weight in a field with steps; typing a number over the cell works as well."""

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        field = QDoubleSpinBox(parent)
        field.setRange(0.0, MOST_WEIGHT)
        field.setDecimals(2)
        field.setSingleStep(0.5)
        field.setFrame(False)
        return field


class TickDelegate(QStyledItemDelegate):
    """A tick box, the model's colour and its name, in tones that show in light and dark."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row = index.data(Qt.ItemDataRole.CheckStateRole)
        tones = theme().tones
        super().initStyleOption(option, index)
        style = option.widget.style()
        style.drawPrimitive(QStyle.PrimitiveElement.PE_PanelItemViewItem, option, painter, option.widget)
        box = QRectF(self.tick_area(option.rect))
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        checked = Qt.CheckState(row) == Qt.CheckState.Checked
        painter.setPen(QColor(tones.accent if checked else tones.edge))
        painter.setBrush(QColor(tones.accent if checked else tones.field))
        painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), 3, 3)
        if checked:
            painter.setPen(QPen(QColor(tones.on_accent), 1.8))
            left, top = box.left(), box.top()
            painter.drawPolyline(
                [QPointF(left + 3.5, top + 7.5), QPointF(left + 6, top + 10), QPointF(left + 10.5, top + 4.5)]
            )
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(index.data(COLOUR_ROLE)))
        painter.drawRoundedRect(QRectF(box.right() + 10, box.center().y() - 6, 12, 12), 2.5, 2.5)
        painter.setPen(QColor(tones.text))
        words = option.rect.adjusted(round(box.right() + 30 - option.rect.left()), 0, -6, 0)
        text = option.fontMetrics.elidedText(str(index.data()), Qt.TextElideMode.ElideRight, words.width())
        painter.drawText(words, Qt.AlignmentFlag.AlignVCenter, text)
        painter.restore()

    def editorEvent(self, event: QEvent, model: QAbstractItemModel, option: QStyleOptionViewItem, index: Index) -> bool:
        """Toggle on a click on box or colour, and on the space bar."""
        clicked = (
            isinstance(event, QMouseEvent)
            and event.type() == QEvent.Type.MouseButtonRelease
            and event.position().x() < self.tick_area(option.rect).right() + 26
        )
        pressed = isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Space
        if not (clicked or pressed):
            return False
        state = Qt.CheckState(index.data(Qt.ItemDataRole.CheckStateRole))
        turned = Qt.CheckState.Unchecked if state == Qt.CheckState.Checked else Qt.CheckState.Checked
        return model.setData(index, turned, Qt.ItemDataRole.CheckStateRole)

    @staticmethod
    def tick_area(rect: QRect) -> QRect:
        """Where the tick box is drawn in a cell."""
        return QRect(rect.left() + 8, rect.center().y() - 6, 14, 14)
