"""What the canvas paints, layer by layer: the photograph, the boxes, what the hand is doing. No state of its own."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen, QPixmap

from desktop.annotate.chips import Chip, marks_of
from desktop.annotate.gestures import Drawing, Marquee, Panning
from desktop.annotate.interaction import drawn_box
from desktop.annotate.painting import canvas_rect, paint_frame, paint_outline, paint_rubber, style_of
from desktop.theme import theme

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from core.geometry import Box
    from core.project.labels import LesionBox
    from desktop.annotate.gestures import Gesture
    from desktop.annotate.painting import ClassStyle
    from desktop.annotate.viewport import Viewport


@dataclass(frozen=True, slots=True)
class PredictedShape:
    """A predicted box on the canvas; `uid` is made from its row's id.

    One without a score (NaN) is a second reader's, and is labelled with their name, which `model` has.
    """

    uid: str
    box: Box
    class_id: int
    score: float
    model: str


def paint_notice(painter: QPainter, area: QRectF, text: str) -> None:
    """Write in place of the photograph why it can't be shown, on a plate over the boxes."""
    flags = int(Qt.AlignmentFlag.AlignCenter) | int(Qt.TextFlag.TextWordWrap)
    place = area.adjusted(48, 48, -48, -48)
    plate = painter.boundingRect(place, flags, text).adjusted(-20, -16, 20, 16)
    ground = QColor(theme().tones.canvas)
    ground.setAlpha(235)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(ground)
    painter.drawRoundedRect(plate, 8, 8)
    painter.setPen(QColor(theme().tones.text))
    painter.drawText(place, flags, text)


def paint_predicted_boxes(
    painter: QPainter,
    view: Viewport,
    shapes: Sequence[PredictedShape],
    *,
    styles: dict[int, ClassStyle],
    chosen: str,
) -> None:
    """Draw the outlines of predicted boxes, given best first, so that the best lie on top."""
    for shape in reversed(shapes):
        colour = style_of(styles, shape.class_id).colour
        paint_outline(painter, canvas_rect(view, shape.box), colour, predicted=True, selected=shape.uid == chosen)


def paint_lesion_boxes(
    painter: QPainter,
    view: Viewport,
    boxes: Sequence[LesionBox],
    *,
    styles: dict[int, ClassStyle],
    moved: Mapping[str, Box],
    selected: Collection[str],
    hovered: str,
) -> None:
    """Draw human boxes, large ones first; those in `moved` are being dragged and lie elsewhere than stored."""
    for entry in sorted(boxes, key=lambda entry: (entry.uid in selected, -entry.box.area)):
        paint_outline(
            painter, canvas_rect(view, moved.get(entry.uid, entry.box)), style_of(styles, entry.class_id).colour,
            selected=entry.uid in selected, hovered=entry.uid == hovered,
        )  # fmt: skip


def paint_ghosts(painter: QPainter, view: Viewport, boxes: Sequence[LesionBox], styles: dict[int, ClassStyle]) -> None:
    """Draw boxes that a person may take or leave."""
    for entry in boxes:
        paint_outline(painter, canvas_rect(view, entry.box), style_of(styles, entry.class_id).colour, ghost=True)


def lesion_chips(
    view: Viewport,
    boxes: Sequence[LesionBox],
    styles: dict[int, ClassStyle],
    *,
    moved: Mapping[str, Box],
    ghosts: bool = False,
) -> list[Chip]:
    """Labels of human boxes, or of boxes like them that are only previewed."""
    return [
        Chip(
            canvas_rect(view, moved.get(entry.uid, entry.box)), style_of(styles, entry.class_id).colour,
            ("+ " if ghosts else "") + style_of(styles, entry.class_id).code, marks_of(entry), entry.locked, ghosts,
        )
        for entry in boxes
    ]  # fmt: skip


def predicted_chips(view: Viewport, shapes: Sequence[PredictedShape], styles: dict[int, ClassStyle]) -> list[Chip]:
    """Labels of predicted boxes: code and score, or whose they are."""
    return [
        Chip(
            canvas_rect(view, shape.box), style_of(styles, shape.class_id).colour,
            f"{style_of(styles, shape.class_id).code} "
            + (shape.model if math.isnan(shape.score) else f"{shape.score:.0%}"), hollow=True,
        )
        for shape in shapes
    ]  # fmt: skip


def paint_group(painter: QPainter, view: Viewport, around: Box) -> None:
    """Draw the box around several selected ones; its handles come after the labels."""
    rect = canvas_rect(view, around)
    paint_frame(painter, rect, QColor(0, 0, 0, 110), 3.0)
    paint_frame(painter, rect, QColor(255, 255, 255, 220), 1.0, dashes=(4.0, 4.0))


def paint_loupe(painter: QPainter, lens: QRectF, skin: QPixmap) -> None:
    """Draw the round magnifying glass with what lies in it, and a fine cross in its middle."""
    path = QPainterPath()
    path.addEllipse(lens)
    painter.save()
    painter.setClipPath(path)
    painter.drawPixmap(lens.topLeft(), skin)
    painter.restore()
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for width, tone in ((5.0, QColor(0, 0, 0, 120)), (2.0, QColor(255, 255, 255, 235))):
        painter.setPen(QPen(tone, width))
        painter.drawEllipse(lens)
    middle = lens.center()
    for width, tone in ((3.0, QColor(0, 0, 0, 90)), (1.0, QColor(255, 255, 255, 220))):
        painter.setPen(QPen(tone, width))
        for dx, dy in ((1, 0), (-1, 0), (0, 1), (0, -1)):
            painter.drawLine(middle + QPointF(4 * dx, 4 * dy), middle + QPointF(14 * dx, 14 * dy))


def paint_gesture(
    painter: QPainter,
    view: Viewport,
    gesture: Gesture | None,
    pointer: QPointF,
    *,
    crossed: bool,
    dragged: bool,
    colour: str,
) -> None:
    """Draw what the hand is doing: the cross at the pointer, the box being drawn, the rectangle that selects.

    Args:
        painter: On the canvas.
        view: How the photograph lies on the canvas.
        gesture: What the mouse is in the middle of.
        pointer: Where the mouse is on the canvas.
        crossed: Whether lines through the pointer go over the whole canvas.
        dragged: Whether the mouse has moved since it was pressed.
        colour: Of the box that is drawn next.
    """
    if crossed and not isinstance(gesture, Panning):
        _paint_cross(painter, pointer, view)
    if not isinstance(gesture, Drawing | Marquee) or not (dragged or getattr(gesture, "clicked", False)):
        return
    x, y = view.to_photo(pointer.x(), pointer.y())
    box = drawn_box(*gesture.start, x, y, width=view.photo_width, height=view.photo_height)
    if box is None:
        return
    rect = canvas_rect(view, box)
    if isinstance(gesture, Drawing):
        paint_rubber(painter, rect, colour, measure=f"{box.width:.0f} × {box.height:.0f}")
    else:
        painter.setPen(QPen(QColor("#ffffff"), 1.2, Qt.PenStyle.DashLine))
        painter.setBrush(QColor(120, 160, 200, 50))
        painter.drawRect(rect)


def _paint_cross(painter: QPainter, place: QPointF, view: Viewport) -> None:
    for width, tone in ((3.0, QColor(0, 0, 0, 90)), (1.0, QColor(255, 255, 255, 210))):
        painter.setPen(QPen(tone, width))
        painter.drawLine(QPointF(place.x(), 0), QPointF(place.x(), view.height))
        painter.drawLine(QPointF(0, place.y()), QPointF(view.width, place.y()))
