"""The list of photographs: a model over rows, a delegate that paints them, and the view."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPainterPath
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from core.project.labels import ImageState
from desktop.annotate.listing import ListFilter, Row, matching
from desktop.annotate.painting import ClassStyle, chip_font, chip_width, paint_class_chip, style_of
from desktop.theme import icon, theme

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QKeyEvent, QResizeEvent

    from desktop.thumbnails import Thumbnails

ROW_HEIGHT = 64
PICTURE_SIDE = 48
ROW_ROLE = int(Qt.ItemDataRole.UserRole) + 1

_STATE_ICONS = {
    ImageState.VERIFIED: ("verify", "good"),
    ImageState.REJECTED: ("reject", "danger"),
    ImageState.NOISE: ("warning", "warning"),
}

Index = QModelIndex | QPersistentModelIndex


class ImageListModel(QAbstractListModel):
    """Rows of photographs, narrowed by a filter. Editing never makes the row being worked on vanish: only a new
    filter looks at all rows again."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: list[Row] = []
        self._positions: dict[int, int] = {}
        self._shown: list[int] = []
        self._shown_at: dict[int, int] = {}
        self._filter = ListFilter()

    @property
    def total(self) -> int:
        return len(self._rows)

    @property
    def shown_ids(self) -> list[int]:
        return [self._rows[position].record.id for position in self._shown]

    def set_rows(self, rows: Sequence[Row]) -> None:
        """Show these rows."""
        self._rows = list(rows)
        self._positions = {row.record.id: position for position, row in enumerate(self._rows)}
        self.set_filter(self._filter)

    def set_filter(self, wanted: ListFilter) -> None:
        """Show the rows that fulfil this filter."""
        self.beginResetModel()
        self._filter = wanted
        self._shown = matching(self._rows, wanted)
        self._shown_at = {position: place for place, position in enumerate(self._shown)}
        self.endResetModel()

    def row(self, image_id: int) -> Row | None:
        """The row of a photograph, shown or not."""
        position = self._positions.get(image_id)
        return None if position is None else self._rows[position]

    def replace_row(self, row: Row) -> None:
        """Take note that a photograph's record or class is another now."""
        position = self._positions.get(row.record.id)
        if position is None:
            return
        self._rows[position] = row
        self.repaint_image(row.record.id)

    def repaint_image(self, image_id: int) -> None:
        """Paint the row of a photograph again, where it is shown."""
        index = self.index_of(image_id)
        if index.isValid():
            self.dataChanged.emit(index, index)

    def index_of(self, image_id: int) -> QModelIndex:
        """Where a photograph is shown; invalid where it isn't."""
        place = self._shown_at.get(self._positions.get(image_id, -1))
        return QModelIndex() if place is None else self.index(place)

    def image_at(self, place: int) -> int | None:
        """Id of the photograph shown at this place."""
        return self._rows[self._shown[place]].record.id if 0 <= place < len(self._shown) else None

    def near(self, image_id: int, *, steps: Sequence[int]) -> list[int]:
        """The photographs so many places away, in this order, 0 being itself; those past the ends left out."""
        found = [image_id if step == 0 else self.beside(image_id, step) for step in steps]
        return list(dict.fromkeys(other for other in found if other is not None))

    def beside(self, image_id: int | None, step: int) -> int | None:
        """Id of the photograph so many places on; from one that isn't shown, the first; None beyond the ends."""
        place = self._shown_at.get(self._positions.get(image_id, -1)) if image_id is not None else None
        return self.image_at(0) if place is None else self.image_at(place + step)

    def next_in_state(self, image_id: int | None, state: ImageState) -> int | None:
        """Id of the next shown photograph in this state, from here to the end and round; None where there is none."""
        here = self._shown_at.get(self._positions.get(image_id, -1), -1) if image_id is not None else -1
        for step in range(1, len(self._shown) + 1):
            record = self._rows[self._shown[(here + step) % len(self._shown)]].record
            if record.state is state and record.id != image_id:
                return record.id
        return None

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._shown)

    def data(self, index: Index, role: int = int(Qt.ItemDataRole.DisplayRole)) -> Any:  # noqa: ANN401
        if not index.isValid():
            return None
        row = self._rows[self._shown[index.row()]]
        if role == ROW_ROLE:
            return row
        if role == Qt.ItemDataRole.DisplayRole:
            return row.name
        if role == Qt.ItemDataRole.ToolTipRole:
            return str(row.record.path)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{row.name}, {row.record.box_count} boxes, {row.record.state.value}"
        return None


class ImageDelegate(QStyledItemDelegate):
    """Paints a row: thumbnail, name, class chip, number of boxes, split and state."""

    def __init__(self, thumbnails: Thumbnails, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._thumbnails = thumbnails
        self._styles: dict[int, ClassStyle] = {}

    def set_styles(self, styles: dict[int, ClassStyle]) -> None:
        """Colours and codes of the classes."""
        self._styles = styles

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(160, ROW_HEIGHT)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row: Row = index.data(ROW_ROLE)
        area: QRect = option.rect
        state: QStyle.StateFlag = option.state
        font: QFont = option.font
        tones = theme().tones
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        plate = QRectF(area).adjusted(4, 2, -4, -2)
        if state & QStyle.StateFlag.State_Selected:
            _fill_rounded(painter, plate, tones.accent_soft)
            _fill_rounded(painter, QRectF(plate.left(), plate.top() + 8, 3, plate.height() - 16), tones.accent)
        elif state & QStyle.StateFlag.State_MouseOver:
            _fill_rounded(painter, plate, tones.hover)
        picture = QRectF(area.left() + 12, area.top() + (ROW_HEIGHT - PICTURE_SIDE) / 2, PICTURE_SIDE, PICTURE_SIDE)
        self._paint_picture(painter, picture, row)

        left, right = int(picture.right()) + 12, area.right() - 12
        name_font = QFont(font)
        name_font.setWeight(QFont.Weight.Medium)
        painter.setFont(name_font)
        painter.setPen(QColor(tones.text))
        name = QFontMetrics(name_font).elidedText(row.name, Qt.TextElideMode.ElideMiddle, right - left)
        painter.drawText(QRect(left, area.top() + 11, right - left, 20), Qt.AlignmentFlag.AlignVCenter, name)
        self._paint_facts(painter, QRect(left, area.top() + 34, right - left, 18), row, font)
        painter.restore()

    def _paint_picture(self, painter: QPainter, place: QRectF, row: Row) -> None:
        tones = theme().tones
        clip = QPainterPath()
        clip.addRoundedRect(place, 6, 6)
        painter.save()
        painter.setClipPath(clip)
        painter.fillRect(place, QColor(tones.hover))
        pixmap = self._thumbnails.get(row.record)
        if pixmap is not None:
            # The middle square: lesions are photographed in the middle.
            side = min(pixmap.width(), pixmap.height())
            source = QRectF((pixmap.width() - side) / 2, (pixmap.height() - side) / 2, side, side)
            painter.drawPixmap(place, pixmap, source)
        else:
            unreadable = self._thumbnails.is_unreadable(row.record)
            sign = icon("warning" if unreadable else "photo", tone="warning" if unreadable else "faint")
            sign.paint(painter, place.toRect().adjusted(13, 13, -13, -13))
        painter.restore()

    def _paint_facts(self, painter: QPainter, line: QRect, row: Row, font: QFont) -> None:
        tones = theme().tones
        small = QFont(font)
        small.setPixelSize(11)
        left, right = float(line.left()), float(line.right())
        sign = _STATE_ICONS.get(row.record.state)
        if sign is not None:
            icon(sign[0], tone=sign[1]).paint(painter, QRect(int(right) - 16, line.top() + 1, 16, 16))
            right -= 22
        if row.class_id is not None:
            style = style_of(self._styles, row.class_id)
            chip = chip_font(font, pixels=10)
            width = chip_width(QFontMetrics(chip), style.code)
            paint_class_chip(painter, QRectF(left, line.top() + 1, width, 16), style, chip)
            left += width + 8
        painter.setFont(small)
        painter.setPen(QColor(tones.muted))
        boxes = row.record.box_count
        facts = ["no box" if boxes == 0 else "1 box" if boxes == 1 else f"{boxes} boxes"]
        if row.record.split is not None:
            facts.append(row.record.split.value)
        if row.record.state is ImageState.NEW:
            facts.append("new")
        text = QFontMetrics(small).elidedText(" · ".join(facts), Qt.TextElideMode.ElideRight, int(right - left))
        painter.drawText(QRectF(left, line.top(), right - left, line.height()), Qt.AlignmentFlag.AlignVCenter, text)


def _fill_rounded(painter: QPainter, place: QRectF, colour: str) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(colour))
    painter.drawRoundedRect(place, 6, 6)


class ImageListView(QListView):
    """The list. Letters and digits are the annotator's keys, not a search for a name, so they are passed on."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(self.tr("Photographs"))
        self.setUniformItemSizes(True)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMouseTracking(True)
        self.setSelectionMode(QListView.SelectionMode.SingleSelection)
        self.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.verticalScrollBar().setSingleStep(ROW_HEIGHT // 2)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        # The photograph shown was perhaps chosen before the list had its size.
        if self.currentIndex().isValid():
            self.scrollTo(self.currentIndex())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.text().isprintable() and event.text():
            event.ignore()
        else:
            super().keyPressEvent(event)
