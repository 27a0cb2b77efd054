"""What the canvas paints, layer by layer: the photograph, the boxes, what the hand is doing. No state of its own."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPixmap

from desktop.annotate.gestures import Drawing, Marquee, Panning
from desktop.annotate.interaction import drawn_box
from desktop.annotate.painting import canvas_rect, paint_chip, paint_handles, paint_outline, paint_rubber, style_of
from desktop.theme import theme

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from PySide6.QtGui import QImage

    from core.geometry import Box
    from core.project.labels import LesionBox
    from desktop.annotate.gestures import Gesture
    from desktop.annotate.painting import ClassStyle
    from desktop.annotate.photos import Photo
    from desktop.annotate.viewport import Viewport

SQUARE_FROM = 8
"""Enlarged pixels stay square from so many device pixels on, so that an edge can be placed on one."""


@dataclass(frozen=True, slots=True)
class PredictedShape:
    """A predicted box on the canvas; `uid` is made from its row's id."""

    uid: str
    box: Box
    class_id: int
    score: float
    model: str


def painted_backdrop(
    photo: Photo | None, view: Viewport, *, ratio: float, heat: QImage | None = None, opacity: float = 1.0
) -> QPixmap:
    """The photograph on its ground, as large as the canvas: painted once a view, not at each move of the mouse.

    Args:
        photo: None for the ground alone.
        view: How the photograph lies on the canvas.
        ratio: Device pixels a logical pixel.
        heat: A picture over the whole photograph.
        opacity: Of that picture, 0 to 1.
    """
    backdrop = QPixmap(max(1, round(view.width * ratio)), max(1, round(view.height * ratio)))
    backdrop.setDevicePixelRatio(ratio)
    backdrop.fill(QColor(theme().tones.canvas))
    if photo is not None:
        painter = QPainter(backdrop)
        level = photo.level_for(view.photo_width * view.zoom * ratio)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, view.zoom * ratio < SQUARE_FROM)
        _paint_over_photo(painter, view, level)
        if heat is not None:
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.setOpacity(opacity)
            _paint_over_photo(painter, view, heat)
        painter.end()
    return backdrop


def _paint_over_photo(painter: QPainter, view: Viewport, picture: QImage) -> None:
    """Draw the part in sight of a picture that covers the whole photograph, whatever its own size."""
    target = QRectF(view.left, view.top, view.photo_width * view.zoom, view.photo_height * view.zoom)
    visible = target.intersected(QRectF(0, 0, view.width, view.height))
    if not visible.isEmpty():
        sx, sy = picture.width() / target.width(), picture.height() / target.height()
        source = QRectF(
            (visible.left() - target.left()) * sx, (visible.top() - target.top()) * sy,
            visible.width() * sx, visible.height() * sy,
        )  # fmt: skip
        painter.drawImage(visible, picture, source)


def paint_notice(painter: QPainter, area: QRectF, text: str) -> None:
    """Write in place of the photograph why it can't be shown."""
    painter.setPen(QColor(theme().tones.muted))
    painter.drawText(
        area.adjusted(32, 32, -32, -32),
        int(Qt.AlignmentFlag.AlignCenter) | int(Qt.TextFlag.TextWordWrap),
        text,
    )


def paint_predicted_boxes(
    painter: QPainter,
    view: Viewport,
    shapes: Sequence[PredictedShape],
    *,
    styles: dict[int, ClassStyle],
    chosen: str,
) -> None:
    """Draw predicted boxes, given best first, so that the best lie on top."""
    lowest_first = [
        (shape, canvas_rect(view, shape.box), style_of(styles, shape.class_id)) for shape in reversed(shapes)
    ]
    for shape, rect, style in lowest_first:
        paint_outline(painter, rect, style.colour, predicted=True, selected=shape.uid == chosen)
    # Chips after all outlines, so that no line crosses a label.
    for shape, rect, style in lowest_first:
        paint_chip(painter, rect, style.colour, f"{style.code} {shape.score:.0%}", hollow=True)


def paint_lesion_boxes(
    painter: QPainter,
    view: Viewport,
    boxes: Sequence[LesionBox],
    *,
    styles: dict[int, ClassStyle],
    moved: Mapping[str, Box],
    selected: Collection[str],
    hovered: str,
    editable: bool,
) -> None:
    """Draw human boxes; those in `moved` are being dragged and lie elsewhere than stored."""
    large_first = [
        (entry, moved.get(entry.uid, entry.box), style_of(styles, entry.class_id))
        for entry in sorted(boxes, key=lambda entry: (entry.uid in selected, -entry.box.area))
    ]
    for entry, box, style in large_first:
        paint_outline(
            painter, canvas_rect(view, box), style.colour,
            selected=entry.uid in selected, hovered=entry.uid == hovered,
        )  # fmt: skip
    for entry, box, style in large_first:
        label = f"{style.code} ·" if entry.locked else style.code
        paint_chip(painter, canvas_rect(view, box), style.colour, label)
    for entry, box, _style in large_first:
        if entry.uid in selected and editable and not entry.locked and len(selected) == 1:
            paint_handles(painter, view, box)


def paint_gesture(
    painter: QPainter,
    view: Viewport,
    gesture: Gesture | None,
    pointer: QPointF,
    *,
    armed: bool,
    dragged: bool,
    colour: str,
) -> None:
    """Draw what the hand is doing: the drawing tool's cross, the box being drawn, the rectangle that selects.

    Args:
        painter: On the canvas.
        view: How the photograph lies on the canvas.
        gesture: What the mouse is in the middle of.
        pointer: Where the mouse is on the canvas.
        armed: Whether the drawing tool is in hand.
        dragged: Whether the mouse has moved since it was pressed.
        colour: Of the box that is drawn next.
    """
    if armed and not isinstance(gesture, Panning):
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
