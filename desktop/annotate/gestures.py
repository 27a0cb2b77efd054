"""What the mouse is in the middle of doing on the canvas. Values; positions are upright pixels unless named else."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from desktop.annotate import interaction

if TYPE_CHECKING:
    from core.geometry import Box
    from desktop.annotate.interaction import Part


@dataclass(frozen=True, slots=True)
class Drawing:
    """A box is pulled open from its first corner; `clicked` where the second corner comes with a second click."""

    start: tuple[float, float]
    clicked: bool = False


@dataclass(frozen=True, slots=True)
class Moving:
    """Boxes are carried along; `was_selected` says that a click without a move goes on to the next nested box."""

    start: tuple[float, float]
    boxes: tuple[tuple[str, Box], ...]
    grabbed: str
    was_selected: bool


@dataclass(frozen=True, slots=True)
class Resizing:
    """A handle is dragged. `offset` is from the pointer to the edge, so that grabbing doesn't make the edge jump."""

    uid: str
    part: Part
    box: Box
    offset: tuple[float, float]


@dataclass(frozen=True, slots=True)
class Scaling:
    """A handle of the box around several selected ones is dragged; `offset` as of `Resizing`."""

    part: Part
    boxes: tuple[tuple[str, Box], ...]
    offset: tuple[float, float]


@dataclass(frozen=True, slots=True)
class Marquee:
    """A selection is pulled open; `added_to` is what was selected before and stays so."""

    start: tuple[float, float]
    added_to: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Panning:
    """The photograph is pushed; the last position is in canvas coordinates."""

    last: tuple[float, float]


Gesture = Drawing | Moving | Resizing | Scaling | Marquee | Panning


def held_boxes(gesture: Gesture | None) -> frozenset[str]:
    """Uids of the boxes that a gesture carries or resizes."""
    if isinstance(gesture, Resizing):
        return frozenset({gesture.uid})
    if isinstance(gesture, Moving):
        return frozenset({gesture.grabbed, *(uid for uid, _ in gesture.boxes)})
    if isinstance(gesture, Scaling):
        return frozenset(uid for uid, _ in gesture.boxes)
    return frozenset()


def reshaped(gesture: Gesture, x: float, y: float, *, width: int, height: int) -> dict[str, Box]:
    """Where a gesture would leave the boxes, by uid, if it ended at this upright pixel of a photograph of this size."""
    if isinstance(gesture, Resizing):
        x, y = x + gesture.offset[0], y + gesture.offset[1]
        return {gesture.uid: interaction.resized_box(gesture.box, gesture.part, x, y, width=width, height=height)}
    if isinstance(gesture, Scaling):
        x, y = x + gesture.offset[0], y + gesture.offset[1]
        boxes = [box for _, box in gesture.boxes]
        places = interaction.resized_together(boxes, gesture.part, x, y, width=width, height=height)
        return {uid: place for (uid, _), place in zip(gesture.boxes, places, strict=True)}
    if isinstance(gesture, Moving):
        dx, dy = x - gesture.start[0], y - gesture.start[1]
        places = interaction.moved_together([box for _, box in gesture.boxes], dx, dy, width=width, height=height)
        return {uid: place for (uid, _), place in zip(gesture.boxes, places, strict=True)}
    return {}
