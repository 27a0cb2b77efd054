"""A view of photographs in rows of equal cells. Places are arithmetic, so 100,000 photographs cost what 100 do.

`QListView` asks the model twice for each row whenever rows change: a tenth of a second for so many. It stays the base
class for what it brings besides: selection, keys, accessibility.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, QRect, QSize, Qt
from PySide6.QtGui import QPainter, QRegion
from PySide6.QtWidgets import QAbstractItemView, QFrame, QListView, QWidget

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtCore import QEvent, QItemSelectionModel
    from PySide6.QtGui import QKeyEvent, QMouseEvent, QPaintEvent, QResizeEvent

Index = QModelIndex | QPersistentModelIndex
Hint = QAbstractItemView.ScrollHint
Move = QAbstractItemView.CursorAction


class PhotoArea(QListView):
    """Rows of cells. Letters and digits are the annotator's keys, not a search for a name, so they are passed on.

    What is to be said by a subclass: how many `columns`, how large a cell is, and how one is painted.
    """

    margin = 0
    """Logical pixels around all cells."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._hovered = self._marked = -1
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        # Always there, so that its coming and going doesn't change how much fits.
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.setMouseTracking(True)

    # What a subclass says

    @property
    def columns(self) -> int:
        """Cells side by side."""
        return 1

    def cell_size(self) -> QSize:
        """Of every cell, in logical pixels."""
        raise NotImplementedError

    def paint_cell(self, painter: QPainter, place: QRect, index: QModelIndex, *, chosen: bool, hovered: bool) -> None:
        """Paint one photograph."""
        raise NotImplementedError

    # Places

    def count(self) -> int:
        """Photographs there are."""
        model = self.model()
        return 0 if model is None else model.rowCount()

    def place_of(self, row: int) -> QRect:
        """Where a photograph is, in the viewport; perhaps above or below it."""
        size = self.cell_size()
        down, across = divmod(row, self.columns)
        left = self.margin + across * size.width()
        top = self.margin + down * size.height() - self.verticalOffset()
        return QRect(left, top, size.width(), size.height())

    def visualRect(self, index: Index) -> QRect:
        return self.place_of(index.row()) if index.isValid() else QRect()

    def indexAt(self, point: QPoint) -> QModelIndex:
        size = self.cell_size()
        x, y = point.x() - self.margin, point.y() - self.margin + self.verticalOffset()
        if x < 0 or y < 0 or x >= self.columns * size.width():
            return QModelIndex()
        row = (y // size.height()) * self.columns + x // size.width()
        return self.model().index(row, 0) if row < self.count() else QModelIndex()

    def scrollTo(self, index: Index, hint: Hint = Hint.EnsureVisible) -> None:
        if not index.isValid():
            return
        place, bar, height = self.place_of(index.row()), self.verticalScrollBar(), self.viewport().height()
        if hint == Hint.PositionAtCenter:
            bar.setValue(bar.value() + place.center().y() - height // 2)
        elif place.top() < 0 or hint == Hint.PositionAtTop:
            bar.setValue(bar.value() + place.top() - self.margin)
        elif place.bottom() > height or hint == Hint.PositionAtBottom:
            bar.setValue(bar.value() + place.bottom() - height + self.margin)

    def horizontalOffset(self) -> int:
        return 0

    def verticalOffset(self) -> int:
        return self.verticalScrollBar().value()

    def doItemsLayout(self) -> None:
        # Not QListView's, which walks all rows.
        QAbstractItemView.doItemsLayout(self)

    def updateGeometries(self) -> None:
        size, height, bar = self.cell_size(), self.viewport().height(), self.verticalScrollBar()
        rows = -(-self.count() // self.columns)
        bar.setPageStep(height)
        bar.setSingleStep(size.height() // 2)
        bar.setRange(0, max(0, rows * size.height() + 2 * self.margin - height))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.updateGeometries()
        # The photograph shown was perhaps chosen before there was a size, and rows may hold more or fewer now.
        self.scrollTo(self.currentIndex())

    # Moving and choosing

    def moveCursor(self, action: Move, modifiers: Qt.KeyboardModifier) -> QModelIndex:
        count, here = self.count(), self.currentIndex().row()
        if not count:
            return QModelIndex()
        page = max(1, self.viewport().height() // self.cell_size().height()) * self.columns
        steps = {
            Move.MoveLeft: -1, Move.MovePrevious: -1, Move.MoveRight: 1, Move.MoveNext: 1,
            Move.MoveUp: -self.columns, Move.MoveDown: self.columns,
            Move.MovePageUp: -page, Move.MovePageDown: page, Move.MoveHome: -count, Move.MoveEnd: count,
        }  # fmt: skip
        row = here + steps[action]
        if action in (Move.MoveUp, Move.MoveDown) and not 0 <= row < count:
            row = here
        return self.model().index(max(0, min(row, count - 1)), 0)

    def setSelection(self, rect: QRect, command: QItemSelectionModel.SelectionFlag) -> None:
        index = self.indexAt(rect.topLeft())
        if index.isValid():
            self.selectionModel().select(index, command)

    def visualRegionForSelection(self, selection: object) -> QRegion:
        return QRegion(self.viewport().rect())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.text().isprintable() and event.text():
            event.ignore()
        else:
            super().keyPressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._hover(self.indexAt(event.position().toPoint()).row())
        super().mouseMoveEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        self._hover(-1)
        super().leaveEvent(event)

    def _hover(self, row: int) -> None:
        before, self._hovered = self._hovered, row
        if row != before:
            for changed in {before, row} - {-1}:
                self.viewport().update(self.place_of(changed))

    # Painting

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        height, above, count = self.cell_size().height(), self.verticalOffset() - self.margin, self.count()
        current = self.currentIndex().row()
        rows: set[int] = set()
        for part in event.region():  # type: ignore[attr-defined]
            first = max(0, (above + part.top()) // height) * self.columns
            rows.update(range(first, min(count, ((above + part.bottom()) // height + 1) * self.columns)))
        for row in sorted(rows):
            place = self.place_of(row)
            if event.region().intersects(place):
                index = self.model().index(row, 0)
                self.paint_cell(painter, place, index, chosen=row == current, hovered=row == self._hovered)
        painter.end()

    def dataChanged(self, first: Index, last: Index, roles: Sequence[int] = ()) -> None:
        """Paint these cells again; `QListView` would lay out and paint all that are shown."""
        if last.row() - first.row() > self.columns:
            self.viewport().update()
            return
        for row in range(first.row(), last.row() + 1):
            self.viewport().update(self.place_of(row))

    def show_current(self, index: QModelIndex) -> None:
        """Bring the photograph shown into sight and mark it; of all cells only this one and the last are painted."""
        before, self._marked = self._marked, index.row()
        if index.isValid():
            self.scrollTo(index)
        for row in {before, self._marked} - {-1}:
            self.viewport().update(self.place_of(row))
