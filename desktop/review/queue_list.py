"""The queue on the left: a model over its rows, and how one is painted."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QTextLayout, QTextOption

from desktop.annotate.image_list import paint_picture
from desktop.annotate.listing import Row
from desktop.annotate.photo_area import PhotoArea
from desktop.theme import icon, theme
from desktop.translating import core_text, language

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtWidgets import QWidget

    from desktop.annotate.photo_area import Index
    from desktop.review.reading import QueueRow
    from desktop.thumbnails import Thumbnails

ROW_HEIGHT = 76
PICTURE_SIDE = 52
LINES = 2
ROW_ROLE = int(Qt.ItemDataRole.UserRole) + 1


def said(text: str) -> str:
    """What `core` says, in the window's language."""
    return _said_in(language(), text)


@lru_cache(maxsize=4096)
def _said_in(_language: str, text: str) -> str:
    # Kept, since rows are painted again and again.
    return core_text(text)


class QueueModel(QAbstractListModel):
    """The rows, in the queue's order."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: list[QueueRow] = []

    @property
    def rows(self) -> list[QueueRow]:
        return self._rows

    def set_rows(self, rows: Sequence[QueueRow]) -> None:
        """Show these rows."""
        self.beginResetModel()
        self._rows = list(rows)
        self.endResetModel()

    def replace_row(self, place: int, row: QueueRow) -> None:
        """Show a row otherwise, such as judged."""
        self._rows[place] = row
        index = self.index(place, 0)
        self.dataChanged.emit(index, index)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: ANN401
        if not 0 <= index.row() < len(self._rows):
            return None
        row = self._rows[index.row()]
        if role == ROW_ROLE:
            return row
        if role == Qt.ItemDataRole.DisplayRole:
            return row.name
        if role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole):
            judged = self.tr("judged") if row.judged else ""
            return "\n".join(
                part for part in (row.record.relative_path, said(row.title), said(row.text), judged) if part
            )
        return None


class QueueList(PhotoArea):
    """The queue: thumbnail, what is wrong, the reason, and how strong it is."""

    def __init__(self, thumbnails: Thumbnails, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._thumbnails = thumbnails
        self.setAccessibleName(self.tr("Queue"))

    def cell_size(self) -> QSize:
        return QSize(self.viewport().width(), ROW_HEIGHT)

    def paint_cell(self, painter: QPainter, place: QRect, index: QModelIndex, *, chosen: bool, hovered: bool) -> None:
        row: QueueRow | None = index.data(ROW_ROLE)
        if row is None:
            return
        tones = theme().tones
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        plate = QRectF(place).adjusted(4, 2, -2, -2)
        painter.setPen(Qt.PenStyle.NoPen)
        if chosen or hovered:
            painter.setBrush(QColor(tones.accent_soft if chosen else tones.hover))
            painter.drawRoundedRect(plate, 6, 6)
        if chosen:
            painter.setBrush(QColor(tones.accent))
            painter.drawRoundedRect(QRectF(plate.left(), plate.top() + 10, 3, plate.height() - 20), 1.5, 1.5)
        top = place.top() + (ROW_HEIGHT - PICTURE_SIDE) / 2
        picture = QRectF(place.left() + 12, top, PICTURE_SIDE, PICTURE_SIDE)
        painter.setOpacity(0.55 if row.judged else 1.0)
        paint_picture(painter, picture, Row(row.record, row.class_id), self._thumbnails)
        left, right = int(picture.right()) + 10, place.right() - 8
        self._paint_title(painter, QRect(left, place.top() + 9, right - left, 18), row)
        self._paint_reason(painter, QRect(left, place.top() + 30, right - left, 34), row)
        painter.restore()

    def _paint_title(self, painter: QPainter, line: QRect, row: QueueRow) -> None:
        tones = theme().tones
        right = line.right()
        if row.judged:
            icon("verify", tone="good").paint(painter, QRect(right - 15, line.top() + 1, 16, 16))
            right -= 22
        elif row.score is not None:
            groove = QRectF(right - 34, line.center().y() - 2, 34, 5)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(tones.line))
            painter.drawRoundedRect(groove, 2.5, 2.5)
            groove.setWidth(max(5.0, groove.width() * row.score))
            painter.setBrush(QColor(tones.danger if row.score >= 0.8 else tones.warning))
            painter.drawRoundedRect(groove, 2.5, 2.5)
            right -= 42
        font = QFont(self.font())
        font.setWeight(QFont.Weight.DemiBold)
        painter.setFont(font)
        painter.setPen(QColor(tones.text))
        title = QFontMetrics(font).elidedText(said(row.title), Qt.TextElideMode.ElideRight, right - line.left())
        painter.drawText(QRect(line.left(), line.top(), right - line.left(), line.height()), 0x80, title)

    def _paint_reason(self, painter: QPainter, area: QRect, row: QueueRow) -> None:
        font = QFont(self.font())
        font.setPixelSize(11)
        painter.setPen(QColor(theme().tones.muted))
        painter.setFont(font)
        metrics = QFontMetrics(font)
        text_shown = row.short or said(row.text)
        layout = QTextLayout(text_shown, font)
        layout.setTextOption(QTextOption(Qt.AlignmentFlag.AlignLeft))
        layout.beginLayout()
        top = area.top() + metrics.ascent()
        for number in range(LINES):
            line = layout.createLine()
            if not line.isValid():
                break
            line.setLineWidth(area.width())
            start = line.textStart()
            text = text_shown[start : start + line.textLength()]
            if number == LINES - 1:
                text = metrics.elidedText(text_shown[start:], Qt.TextElideMode.ElideRight, area.width())
            painter.drawText(area.left(), top, text.strip())
            top += metrics.lineSpacing() + 1
        layout.endLayout()
