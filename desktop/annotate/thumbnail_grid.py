"""The photographs as a grid of thumbnails, instead of the list. Places are arithmetic, so 100,000 cost what 100 do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPen, QRegion
from PySide6.QtWidgets import QAbstractItemView, QWidget

from desktop.annotate.image_list import FLAG_ICON, ROW_ROLE, STATE_ICONS, paint_picture
from desktop.annotate.painting import ClassStyle, chip_font, chip_width, paint_class_chip, style_of
from desktop.theme import icon, theme

if TYPE_CHECKING:
    from PySide6.QtCore import QItemSelectionModel
    from PySide6.QtGui import QKeyEvent, QMouseEvent, QPaintEvent, QResizeEvent

    from desktop.annotate.listing import Row
    from desktop.thumbnails import Thumbnails

Index = QModelIndex | QPersistentModelIndex

SMALLEST_CELL = 104
"""Logical pixels a thumbnail takes at least; what a row has left over is shared out."""

MARGIN = 8


class ThumbnailGrid(QAbstractItemView):
    """The grid. It shows the list's model and shares its selection; letters are the annotator's keys and passed on."""

    def __init__(self, thumbnails: Thumbnails, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._thumbnails = thumbnails
        self._styles: dict[int, ClassStyle] = {}
        self._hovered = -1
        self.setAccessibleName(self.tr("Photographs as thumbnails"))
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        # Always there, so that its coming and going doesn't change how many thumbnails fit.
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.viewport().setMouseTracking(True)

    def set_styles(self, styles: dict[int, ClassStyle]) -> None:
        """Colours and codes of the classes."""
        self._styles = styles
        self.viewport().update()

    # Places

    @property
    def columns(self) -> int:
        """Thumbnails side by side."""
        return max(1, (self.viewport().width() - MARGIN) // SMALLEST_CELL)

    @property
    def _cell(self) -> int:
        return max(1, (self.viewport().width() - MARGIN) // self.columns)

    def _count(self) -> int:
        model = self.model()
        return 0 if model is None else model.rowCount()

    def _place(self, row: int) -> QRect:
        cell = self._cell
        down, across = divmod(row, self.columns)
        top = MARGIN // 2 + down * cell - self.verticalOffset()
        return QRect(MARGIN // 2 + across * cell, top, cell, cell)

    def visualRect(self, index: Index) -> QRect:
        return self._place(index.row()) if index.isValid() else QRect()

    def indexAt(self, point: QPoint) -> QModelIndex:
        x, y = point.x() - MARGIN // 2, point.y() - MARGIN // 2 + self.verticalOffset()
        cell = self._cell
        if x < 0 or y < 0 or x >= self.columns * cell:
            return QModelIndex()
        row = (y // cell) * self.columns + x // cell
        return self.model().index(row, 0) if row < self._count() else QModelIndex()

    def scrollTo(
        self, index: Index, hint: QAbstractItemView.ScrollHint = QAbstractItemView.ScrollHint.EnsureVisible
    ) -> None:
        if not index.isValid():
            return
        place, bar = self._place(index.row()), self.verticalScrollBar()
        if hint == QAbstractItemView.ScrollHint.PositionAtCenter:
            bar.setValue(bar.value() + place.center().y() - self.viewport().height() // 2)
        elif place.top() < 0:
            bar.setValue(bar.value() + place.top() - MARGIN // 2)
        elif place.bottom() > self.viewport().height():
            bar.setValue(bar.value() + place.bottom() - self.viewport().height() + MARGIN // 2)

    def horizontalOffset(self) -> int:
        return 0

    def verticalOffset(self) -> int:
        return self.verticalScrollBar().value()

    def isIndexHidden(self, index: Index) -> bool:
        return False

    def updateGeometries(self) -> None:
        rows = -(-self._count() // self.columns)
        height = self.viewport().height()
        bar = self.verticalScrollBar()
        bar.setPageStep(height)
        bar.setSingleStep(self._cell // 2)
        bar.setRange(0, max(0, rows * self._cell + MARGIN - height))
        super().updateGeometries()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.updateGeometries()
        # The photograph shown stays in sight when rows get longer or shorter.
        self.scrollTo(self.currentIndex())

    # Moving and choosing

    def moveCursor(
        self, action: QAbstractItemView.CursorAction, modifiers: Qt.KeyboardModifier
    ) -> QModelIndex:  # fmt: skip
        count, here = self._count(), self.currentIndex().row()
        if not count:
            return QModelIndex()
        page = max(1, self.viewport().height() // self._cell) * self.columns
        moves = QAbstractItemView.CursorAction
        steps = {
            moves.MoveLeft: -1, moves.MovePrevious: -1, moves.MoveRight: 1, moves.MoveNext: 1,
            moves.MoveUp: -self.columns, moves.MoveDown: self.columns,
            moves.MovePageUp: -page, moves.MovePageDown: page,
        }  # fmt: skip
        if action == moves.MoveHome:
            row = 0
        elif action == moves.MoveEnd:
            row = count - 1
        else:
            row = here + steps[action]
            if action in (moves.MoveUp, moves.MoveDown) and not 0 <= row < count:
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
        hovered = self.indexAt(event.position().toPoint()).row()
        if hovered != self._hovered:
            self._hovered = hovered
            self.viewport().update()
        super().mouseMoveEvent(event)

    # Painting

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        cell, above = self._cell, self.verticalOffset() - MARGIN // 2
        first = max(0, (above + event.rect().top()) // cell) * self.columns
        last = min(self._count(), ((above + event.rect().bottom()) // cell + 1) * self.columns)
        current = self.currentIndex().row()
        for number in range(first, last):
            row: Row | None = self.model().index(number, 0).data(ROW_ROLE)
            if row is not None:
                self._paint_cell(painter, self._place(number), row, chosen=number == current, at=number)
        if self.hasFocus() and current >= 0:
            painter.setPen(QPen(QColor(theme().tones.accent_strong), 1, Qt.PenStyle.DotLine))
            painter.drawRect(self._place(current).adjusted(1, 1, -2, -2))
        painter.end()

    def _paint_cell(self, painter: QPainter, cell: QRect, row: Row, *, chosen: bool, at: int) -> None:
        tones = theme().tones
        picture = QRectF(cell).adjusted(4, 4, -4, -4)
        paint_picture(painter, picture, row, self._thumbnails)
        if row.class_id is not None:
            style = style_of(self._styles, row.class_id)
            font = chip_font(self.font(), pixels=10)
            width = chip_width(QFontMetrics(font), style.code)
            paint_class_chip(painter, QRectF(picture.left() + 4, picture.bottom() - 20, width, 16), style, font)
        right = picture.right() - 4
        sign = STATE_ICONS.get(row.record.state)
        for name, tone in (*([sign] if sign is not None else []), *([FLAG_ICON] if row.record.flagged else [])):
            # On a plate of the theme's, since skin may have any colour.
            plate = QRectF(right - 20, picture.top() + 4, 20, 20)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(tones.base))
            painter.drawRoundedRect(plate, 4, 4)
            icon(name, tone=tone).paint(painter, plate.toRect().adjusted(2, 2, -2, -2))
            right -= 24
        if chosen or at == self._hovered:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(tones.accent if chosen else tones.edge), 3 if chosen else 2))
            painter.drawRoundedRect(picture.adjusted(-1, -1, 1, 1), 7, 7)
