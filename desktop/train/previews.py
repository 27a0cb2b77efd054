"""What the last epoch's model says of a handful of validation photographs: the same ones each time, with boxes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPalette, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop.theme import theme
from desktop.thumbnails import Thumbnails
from desktop.wording import percent_text

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from PySide6.QtGui import QPaintEvent

    from core.classes import ClassTable
    from core.jobs.protocol import Preview, PreviewPhoto
    from core.project.records import ImageRecord

SIDE = 320
"""Of the small pictures, in device pixels."""
CELL_HEIGHT = 168
SHOWN_BOXES = 3


@dataclass(frozen=True, slots=True)
class PreviewCard:
    """One photograph with what is said of it.

    Attributes:
        record: The photograph.
        said: The surest class after its probability; empty where no box was found.
        right: Whether that is its class; None where it has none.
        truth: Its class by name; empty where it has none.
        boxes: Of a detector: x1, y1, x2, y2 as shares of the sides, and a colour.
    """

    record: ImageRecord
    said: str
    right: bool | None
    truth: str
    boxes: tuple[tuple[tuple[float, float, float, float], str], ...] = ()


def cards_of(preview: Preview, records: Mapping[int, ImageRecord], classes: ClassTable) -> tuple[PreviewCard, ...]:
    """The cards of a preview; photographs and classes that are no longer there are passed over."""
    return tuple(
        _card(photo, records[photo.image_id], classes) for photo in preview.photos if photo.image_id in records
    )


def _card(photo: PreviewPhoto, record: ImageRecord, classes: ClassTable) -> PreviewCard:
    known = {entry.id: entry for entry in classes}

    def name(class_id: int) -> str:
        return known[class_id].name if class_id in known else _tr("a class that was removed")

    said = f"{percent_text(photo.scores[0])} {name(photo.classes[0])}" if photo.classes else ""
    truth = "" if photo.true_class is None else name(photo.true_class)
    right = None if photo.true_class is None else bool(photo.classes) and photo.classes[0] == photo.true_class
    boxes = [
        (
            (box[0] / record.width, box[1] / record.height, box[2] / record.width, box[3] / record.height),
            known[class_id].colour if class_id in known else "#888888",
        )
        for box, class_id in list(zip(photo.boxes, photo.classes, strict=False))[:SHOWN_BOXES]
        if len(box) == 4
    ]
    return PreviewCard(record, said, right, truth, tuple(boxes))


class PreviewGrid(QWidget):
    """Two photographs a row, each with what is said of it and what it is."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title = ""
        self._cards: tuple[PreviewCard, ...] = ()
        self._thumbnails: Thumbnails | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.MinimumExpanding)
        self.setAccessibleName(self.tr("Predictions of the last epoch"))

    def set_cards(self, title: str, cards: Sequence[PreviewCard]) -> None:
        """Show these instead of those before."""
        self._title, self._cards = title, tuple(cards)
        if self._cards and self._thumbnails is None:
            self._thumbnails = Thumbnails(self, side=SIDE)
            self._thumbnails.ready.connect(self.update)
        self.setAccessibleDescription("; ".join(f"{card.said} ({card.truth})" for card in self._cards))
        self.setMinimumHeight(34 + CELL_HEIGHT * ((len(self._cards) + 1) // 2))
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(280, self.minimumHeight())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        painter.setPen(self.palette().color(QPalette.ColorRole.PlaceholderText))
        painter.drawText(QRect(10, 8, self.width() - 20, 20), Qt.AlignmentFlag.AlignVCenter, self._title)
        width = (self.width() - 30) // 2
        for place, card in enumerate(self._cards):
            left, top = 10 + (place % 2) * (width + 10), 34 + (place // 2) * CELL_HEIGHT
            self._draw(painter, card, QRect(left, top, width, CELL_HEIGHT - 8))
        painter.end()

    def _draw(self, painter: QPainter, card: PreviewCard, area: QRect) -> None:
        metrics = QFontMetrics(self.font())
        line = metrics.height()
        frame = QRectF(area.left(), area.top(), area.width(), area.height() - 2 * line - 6)
        picture = self._thumbnails.get(card.record) if self._thumbnails is not None else None
        shown = _fitted(card.record.width, card.record.height, frame)
        if picture is None:
            painter.fillRect(shown, self.palette().color(QPalette.ColorRole.AlternateBase))
        else:
            painter.drawPixmap(shown, picture, QRectF(picture.rect()))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for (x1, y1, x2, y2), colour in card.boxes:
            painter.setPen(QPen(QColor(colour), 2))
            painter.drawRect(
                QRectF(
                    shown.left() + x1 * shown.width(),
                    shown.top() + y1 * shown.height(),
                    (x2 - x1) * shown.width(),
                    (y2 - y1) * shown.height(),
                )
            )
        tones = theme().tones
        sign = {True: "✓ ", False: "✗ ", None: ""}[card.right]
        painter.setPen(QColor(tones.text))
        text = sign + (card.said or self.tr("no detection"))
        first = QRect(area.left(), round(frame.bottom()) + 4, area.width(), line)
        painter.drawText(first, Qt.AlignmentFlag.AlignLeft, _elided(metrics, text, area.width()))
        if card.truth and not card.right:
            painter.setPen(self.palette().color(QPalette.ColorRole.PlaceholderText))
            truth = self.tr("is {0}").format(card.truth)
            painter.drawText(
                first.translated(0, line), Qt.AlignmentFlag.AlignLeft, _elided(metrics, truth, area.width())
            )


def _fitted(width: int, height: int, frame: QRectF) -> QRectF:
    """The largest rectangle of these proportions in a frame, at its left."""
    scale = min(frame.width() / width, frame.height() / height)
    return QRectF(frame.left(), frame.top(), width * scale, height * scale)


def _elided(metrics: QFontMetrics, text: str, width: int) -> str:
    return metrics.elidedText(text, Qt.TextElideMode.ElideRight, width)


def _tr(text: str) -> str:
    return QCoreApplication.translate("Train", text)
