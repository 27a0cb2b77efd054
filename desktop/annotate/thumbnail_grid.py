"""The photographs as a grid of thumbnails, instead of the list."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPen

from desktop.annotate.image_list import FLAG_ICON, ROW_ROLE, STATE_ICONS, paint_picture
from desktop.annotate.painting import ClassStyle, chip_font, chip_width, paint_class_chip, style_of
from desktop.annotate.photo_area import PhotoArea
from desktop.theme import icon, theme

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from desktop.annotate.listing import Row
    from desktop.thumbnails import Thumbnails

SMALLEST_CELL = 92
"""Logical pixels a thumbnail takes at least; what a row has left over is shared out."""


class ThumbnailGrid(PhotoArea):
    """The grid. It shows the list's model and shares its selection."""

    margin = 4

    def __init__(self, thumbnails: Thumbnails, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._thumbnails = thumbnails
        self._styles: dict[int, ClassStyle] = {}
        self.setAccessibleName(self.tr("Photographs as thumbnails"))

    def set_styles(self, styles: dict[int, ClassStyle]) -> None:
        """Colours and codes of the classes."""
        self._styles = styles
        self.viewport().update()

    @property
    def columns(self) -> int:
        return max(1, (self.viewport().width() - 2 * self.margin) // SMALLEST_CELL)

    def cell_size(self) -> QSize:
        side = max(1, (self.viewport().width() - 2 * self.margin) // self.columns)
        return QSize(side, side)

    def paint_cell(self, painter: QPainter, place: QRect, index: QModelIndex, *, chosen: bool, hovered: bool) -> None:
        row: Row | None = index.data(ROW_ROLE)
        if row is None:
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        tones = theme().tones
        picture = QRectF(place).adjusted(4, 4, -4, -4)
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
        if chosen or hovered:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(tones.accent if chosen else tones.edge), 3 if chosen else 2))
            painter.drawRoundedRect(picture.adjusted(-1, -1, 1, 1), 7, 7)
        if chosen and self.hasFocus():
            painter.setPen(QPen(QColor(tones.base), 1, Qt.PenStyle.DotLine))
            painter.drawRoundedRect(picture.adjusted(2, 2, -2, -2), 5, 5)
