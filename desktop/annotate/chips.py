"""The labels at the boxes: what they say, where there is room for them, and how they look."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen

from desktop.annotate.painting import CHIP_HEIGHT, chip_font, chip_width, halo, ink_on

if TYPE_CHECKING:
    from collections.abc import Sequence

    from core.project.labels import LesionBox

GAP = 2.0
LOCK_WIDTH = 12.0
CROWD = 60
"""Labels beyond so many lie where they would anyway: a person can't read them, and the canvas stays quick."""


@dataclass(frozen=True, slots=True)
class Chip:
    """A label at a box.

    Attributes:
        rect: The box, on the canvas.
        colour: Of its class.
        label: Code of the class, perhaps with a score.
        marks: Letters of what else is said of it, shown small.
        locked: Whether a lock is drawn.
        hollow: Whether it is of a box no person has drawn or accepted.
    """

    rect: QRectF
    colour: str
    label: str
    marks: str = ""
    locked: bool = False
    hollow: bool = False


def marks_of(entry: LesionBox) -> str:
    """Letters for difficult, truncated, occluded, and for a note."""
    said = (("D", entry.difficult), ("T", entry.truncated), ("O", entry.occluded), ("N", bool(entry.note)))
    return "".join(letter for letter, holds in said if holds)


def placed_chips(chips: Sequence[Chip], font: QFont, area: QRectF) -> list[QRectF]:
    """Where labels lie, in the same order: beside their box and not on one another, those given first first."""
    large, small = QFontMetricsF(chip_font(font)), QFontMetricsF(chip_font(font, pixels=9))
    places: list[QRectF] = []
    for chip in chips:
        width = chip_width(large, chip.label)
        width += (small.horizontalAdvance(chip.marks) + 4 if chip.marks else 0) + (LOCK_WIDTH if chip.locked else 0)
        beside = _beside(chip.rect, width)
        candidates = [_kept_in(place, area) for place in beside if _holds(area, place)] or [_kept_in(beside[0], area)]
        if len(places) < CROWD:
            free = (one for one in candidates if not any(one.intersects(other) for other in places))
            places.append(next(free, None) or _slid(candidates[0], places, area))
        else:
            places.append(candidates[0])
    return places


def paint_chips(painter: QPainter, chips: Sequence[Chip], area: QRectF) -> None:
    """Draw labels where there is room for them."""
    font = chip_font(painter.font())
    small = chip_font(painter.font(), pixels=9)
    places = placed_chips(chips, painter.font(), area)
    # The first are the most important, so they come last and lie on top where there is no room at all.
    for chip, place in reversed(list(zip(chips, places, strict=True))):
        _paint_chip(painter, chip, place, font, small)


def _beside(rect: QRectF, width: float) -> list[QRectF]:
    left, right = rect.left() - 1, rect.right() + 1 - width
    above, below = rect.top() - CHIP_HEIGHT - GAP, rect.bottom() + GAP
    return [
        QRectF(left, above, width, CHIP_HEIGHT),
        QRectF(left, below, width, CHIP_HEIGHT),
        QRectF(right, above, width, CHIP_HEIGHT),
        QRectF(right, below, width, CHIP_HEIGHT),
        _inside(rect, width),
    ]


def _inside(rect: QRectF, width: float) -> QRectF:
    return QRectF(rect.left() + 3, rect.top() + 3, width, CHIP_HEIGHT)


def _holds(area: QRectF, place: QRectF) -> bool:
    return area.top() <= place.top() and place.bottom() <= area.bottom()


def _kept_in(place: QRectF, area: QRectF) -> QRectF:
    left = min(max(place.left(), area.left() + 2), max(area.right() - place.width() - 2, area.left() + 2))
    top = min(max(place.top(), area.top() + 2), max(area.bottom() - place.height() - 2, area.top() + 2))
    return QRectF(left, top, place.width(), place.height())


def _slid(place: QRectF, taken: Sequence[QRectF], area: QRectF) -> QRectF:
    """The place moved down or up until it is free, for boxes that coincide more often than there are sides."""
    for step in range(1, 9):
        for direction in (1, -1):
            moved = place.translated(0, direction * step * (CHIP_HEIGHT + GAP))
            if _holds(area, moved) and not any(moved.intersects(other) for other in taken):
                return moved
    return place


def _paint_chip(painter: QPainter, chip: Chip, place: QRectF, font: QFont, small: QFont) -> None:
    if chip.hollow:
        painter.setBrush(QColor(16, 20, 24, 215))
        painter.setPen(QPen(QColor(chip.colour), 1.4))
        ink = QColor("#ffffff")
    else:
        painter.setBrush(QColor(chip.colour))
        painter.setPen(QPen(halo(chip.colour), 1.0))
        ink = QColor(ink_on(chip.colour))
    painter.drawRoundedRect(place, 4, 4)
    text = QRectF(place)
    if chip.locked:
        _paint_lock(painter, QPointF(place.right() - LOCK_WIDTH, place.center().y()), ink)
        text.setRight(text.right() - LOCK_WIDTH + 4)
    painter.setPen(ink)
    if chip.marks:
        painter.setFont(small)
        width = painter.fontMetrics().horizontalAdvance(chip.marks) + 4
        marks = QRectF(text.right() - width - 4, text.top() + 1, width, text.height())
        painter.drawText(marks, Qt.AlignmentFlag.AlignCenter, chip.marks)
        text.setRight(marks.left() + 4)
    painter.setFont(font)
    painter.drawText(text, Qt.AlignmentFlag.AlignCenter, chip.label)


def _paint_lock(painter: QPainter, left_middle: QPointF, ink: QColor) -> None:
    x, y = left_middle.x(), left_middle.y()
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(ink, 1.2))
    painter.drawArc(QRectF(x + 1.4, y - 5, 4.2, 6), 0, 180 * 16)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(ink)
    painter.drawRoundedRect(QRectF(x, y - 1.5, 7, 5.5), 1, 1)
