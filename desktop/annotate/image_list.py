"""The list of photographs: a model over rows, a delegate that paints them, and the view."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import (
    QAbstractListModel,
    QCoreApplication,
    QModelIndex,
    QObject,
    QRect,
    QRectF,
    QSize,
    Qt,
)
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPainterPath
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from core.project.labels import ImageState
from desktop.annotate.order import Order
from desktop.annotate.painting import ClassStyle, chip_font, chip_width, paint_class_chip, style_of
from desktop.annotate.photo_area import Index, PhotoArea
from desktop.theme import icon, theme
from desktop.translating import core_text

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Iterable, Sequence

    from desktop.annotate.listing import Row
    from desktop.thumbnails import Thumbnails

ROW_HEIGHT = 64
PICTURE_SIDE = 48
ROW_ROLE = int(Qt.ItemDataRole.UserRole) + 1
ID_ROLE = int(Qt.ItemDataRole.UserRole) + 2
_TEXTS = (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole)
_ANSWERED = frozenset((ROW_ROLE, *map(int, _TEXTS)))

PAGE = 64
"""Rows read at once: more than a screen shows, so few enough that a page comes within two milliseconds."""

MOST_ROWS = 20_000
"""Rows held; all are dropped beyond that, and those in sight read again."""

STATE_ICONS = {
    ImageState.VERIFIED: ("verify", "good"),
    ImageState.REJECTED: ("reject", "danger"),
    ImageState.NOISE: ("warning", "warning"),
}
FLAG_ICON = ("flag", "accent")


class ImageListModel(QAbstractListModel):
    """Photographs in the list's order, perhaps only some of them.

    Of all photographs only ids are held; rows are read a page at a time when somebody looks at them. Editing never
    makes the row being worked on vanish: only a new filter looks at all photographs again.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.shows_folders = True
        """Whether tooltips name the folders of photographs; a blind reader isn't told, for they may say the class."""
        self._all = self._shown = Order()
        self._rows: dict[int, Row] = {}
        self._read: Callable[[Sequence[int]], Iterable[Row]] = lambda ids: ()

    @property
    def total(self) -> int:
        return len(self._all.ids)

    @property
    def everything(self) -> Order:
        """All photographs, shown or not."""
        return self._all

    @property
    def shown_ids(self) -> list[int]:
        return list(self._shown.ids)

    def set_source(
        self, everything: Order, read: Callable[[Sequence[int]], Iterable[Row]], *, shown: Order | None = None
    ) -> None:
        """List these photographs and show some of them, or all; `read` gives rows once they are needed."""
        self._read = read
        self._all = everything
        self._rows = {}
        self.show(shown or everything)

    def show(self, shown: Order) -> None:
        """Show these of the photographs."""
        self.beginResetModel()
        self._shown = shown
        self.endResetModel()

    def has(self, image_id: int) -> bool:
        """Whether the project has this photograph, shown or not."""
        return image_id in self._all.places

    def row(self, image_id: int) -> Row | None:
        """The row of a photograph, shown or not; None where the project has no such photograph."""
        if image_id not in self._rows and self.has(image_id):
            self._read_page(image_id)
        return self._rows.get(image_id)

    def _read_page(self, image_id: int) -> None:
        place = self._shown.places.get(image_id)
        start = 0 if place is None else place - place % PAGE
        page = (image_id,) if place is None else self._shown.ids[start : start + PAGE]
        if len(self._rows) > MOST_ROWS:
            self._rows = {}
        for row in self._read([key for key in page if key not in self._rows]):
            self._rows[row.record.id] = row

    def replace_row(self, row: Row) -> None:
        """Take note that a photograph's record or class is another now."""
        if self.has(row.record.id):
            self._rows[row.record.id] = row
            self.repaint_image(row.record.id)

    def repaint_image(self, image_id: int) -> None:
        """Paint the row of a photograph again, where it is shown."""
        index = self.index_of(image_id)
        if index.isValid():
            self.dataChanged.emit(index, index)

    def index_of(self, image_id: int) -> QModelIndex:
        """Where a photograph is shown; invalid where it isn't."""
        place = self._shown.places.get(image_id)
        return QModelIndex() if place is None else self.index(place)

    def image_at(self, place: int) -> int | None:
        """Id of the photograph shown at this place."""
        ids = self._shown.ids
        return ids[place] if 0 <= place < len(ids) else None

    def near(self, image_id: int, *, steps: Sequence[int]) -> list[int]:
        """The photographs so many places away, in this order, 0 being itself; those past the ends left out."""
        found = [image_id if step == 0 else self.beside(image_id, step) for step in steps]
        return list(dict.fromkeys(other for other in found if other is not None))

    def beside(self, image_id: int | None, step: int) -> int | None:
        """Id of the photograph so many places on; from one that isn't shown, the first; None beyond the ends."""
        place = self._shown.places.get(image_id) if image_id is not None else None
        return self.image_at(0) if place is None else self.image_at(place + step)

    def next_among(self, image_id: int | None, found: Container[int]) -> int | None:
        """Id of the next shown photograph that is in `found`, from here to the end and round; None for none."""
        here = self._shown.places.get(image_id, -1) if image_id is not None else -1
        ids = self._shown.ids
        for place in chain(range(here + 1, len(ids)), range(here + 1)):
            other = ids[place]
            if other in found and other != image_id:
                return other
        return None

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._shown.ids)

    def data(self, index: Index, role: int = int(Qt.ItemDataRole.DisplayRole)) -> Any:  # noqa: ANN401
        if not index.isValid():
            return None
        if role == ID_ROLE:
            return self._shown.ids[index.row()]
        if role not in _ANSWERED:
            return None
        row = self.row(self._shown.ids[index.row()])
        if role == ROW_ROLE or row is None:
            return row
        if role == Qt.ItemDataRole.DisplayRole:
            return row.name
        if role == Qt.ItemDataRole.ToolTipRole:
            place = str(row.record.path) if self.shows_folders else row.record.relative_path
            return "\n".join((place, *([row.record.reason] if row.record.reason else [])))
        return ", ".join((row.name, *spoken_facts(row)))


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
        row: Row | None = index.data(ROW_ROLE)
        if row is None:
            return
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
        paint_picture(painter, place, row, self._thumbnails)

    def _paint_facts(self, painter: QPainter, line: QRect, row: Row, font: QFont) -> None:
        tones = theme().tones
        small = QFont(font)
        small.setPixelSize(11)
        left, right = float(line.left()), float(line.right())
        sign = STATE_ICONS.get(row.record.state)
        for name, tone in (*([FLAG_ICON] if row.record.flagged else []), *([sign] if sign is not None else [])):
            icon(name, tone=tone).paint(painter, QRect(int(right) - 16, line.top() + 1, 16, 16))
            right -= 20
        if row.class_id is not None:
            style = style_of(self._styles, row.class_id)
            chip = chip_font(font, pixels=10)
            width = chip_width(QFontMetrics(chip), style.code)
            paint_class_chip(painter, QRectF(left, line.top() + 1, width, 16), style, chip)
            left += width + 8
        painter.setFont(small)
        painter.setPen(QColor(tones.muted))
        boxes = row.record.box_count
        facts = [boxes_text(boxes)]
        if row.record.split is not None:
            facts.append(core_text(row.record.split.value))
        if row.record.state is ImageState.NEW:
            facts.append(state_text(row.record.state))
        text = QFontMetrics(small).elidedText(" · ".join(facts), Qt.TextElideMode.ElideRight, int(right - left))
        painter.drawText(QRectF(left, line.top(), right - left, line.height()), Qt.AlignmentFlag.AlignVCenter, text)


def paint_picture(painter: QPainter, place: QRectF, row: Row, thumbnails: Thumbnails) -> None:
    """Paint a photograph's thumbnail into a square, or the sign of one that is still to come or can't be read."""
    tones = theme().tones
    clip = QPainterPath()
    clip.addRoundedRect(place, 6, 6)
    painter.save()
    painter.setClipPath(clip)
    painter.fillRect(place, QColor(tones.hover))
    pixmap = thumbnails.get(row.record)
    if pixmap is not None:
        # The middle square: lesions are photographed in the middle.
        side = min(pixmap.width(), pixmap.height())
        source = QRectF((pixmap.width() - side) / 2, (pixmap.height() - side) / 2, side, side)
        painter.drawPixmap(place, pixmap, source)
    else:
        unreadable = thumbnails.is_unreadable(row.record)
        sign = icon("warning" if unreadable else "photo", tone="warning" if unreadable else "faint")
        middle = place.center().toPoint()
        sign.paint(painter, QRect(middle.x() - 11, middle.y() - 11, 22, 22))
    painter.restore()


def boxes_text(boxes: int) -> str:
    """How many boxes, in words."""
    if boxes == 0:
        return QCoreApplication.translate("ImageList", "no box")
    if boxes == 1:
        return QCoreApplication.translate("ImageList", "1 box")
    return QCoreApplication.translate("ImageList", "{0} boxes").format(boxes)


def state_text(state: ImageState) -> str:
    """A state, in words."""
    return {
        ImageState.NEW: QCoreApplication.translate("ImageList", "new"),
        ImageState.LABELLED: QCoreApplication.translate("ImageList", "labelled"),
        ImageState.VERIFIED: QCoreApplication.translate("ImageList", "verified"),
        ImageState.REJECTED: QCoreApplication.translate("ImageList", "rejected"),
        ImageState.NOISE: QCoreApplication.translate("ImageList", "noise"),
    }[state]


def spoken_facts(row: Row) -> list[str]:
    """What the marks of a row say, for those who can't see them."""
    record = row.record
    said = [boxes_text(record.box_count), state_text(record.state)]
    said += [record.reason] if record.reason else []
    said += [QCoreApplication.translate("ImageList", "flagged")] if record.flagged else []
    return said


def _fill_rounded(painter: QPainter, place: QRectF, colour: str) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(colour))
    painter.drawRoundedRect(place, 6, 6)


class ImageListView(PhotoArea):
    """The list."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(self.tr("Photographs"))

    def cell_size(self) -> QSize:
        return QSize(self.viewport().width(), ROW_HEIGHT)

    def paint_cell(self, painter: QPainter, place: QRect, index: QModelIndex, *, chosen: bool, hovered: bool) -> None:
        option = QStyleOptionViewItem()
        self.initViewItemOption(option)
        option.rect = place
        if chosen:
            option.state |= QStyle.StateFlag.State_Selected
        if hovered:
            option.state |= QStyle.StateFlag.State_MouseOver
        self.itemDelegate().paint(painter, option, index)
