"""What a mouse or key gesture means for lesion boxes. Pure functions in upright pixels; no Qt.

Every box that leaves this module fulfils `0 <= x1 < x2 <= width` and `0 <= y1 < y2 <= height`, is at least `MIN_SIDE`
on each side, or as long as the photograph where that is shorter, and lies on a grid of 1/1024 px. On that grid sums and
differences of coordinates are exact in floating point, so a box pushed against the right edge ends at `width` and not
an ulp beyond it.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, Protocol

from core.geometry import MIN_SIDE, Box

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

GRID = 1024.0


class Part(Enum):
    """The part of a box under the pointer; its value says which edges it moves, as (horizontal, vertical)."""

    TOP_LEFT = (-1, -1)
    TOP = (0, -1)
    TOP_RIGHT = (1, -1)
    RIGHT = (1, 0)
    BOTTOM_RIGHT = (1, 1)
    BOTTOM = (0, 1)
    BOTTOM_LEFT = (-1, 1)
    LEFT = (-1, 0)
    BODY = (0, 0)

    @property
    def is_handle(self) -> bool:
        return self is not Part.BODY


HANDLES = tuple(part for part in Part if part.is_handle)

GROUP = ""
"""Stands for a uid where the handles are those of the box around several selected ones."""


@dataclass(frozen=True, slots=True)
class HitTarget:
    """What lies under the pointer: the box with this uid, or `GROUP`, and which part of it."""

    uid: str
    part: Part


class HasBox(Protocol):
    """Anything that has a name and a place: a human lesion box, or a predicted one on the canvas."""

    @property
    def uid(self) -> str: ...
    @property
    def box(self) -> Box: ...


def handle_point(box: Box, part: Part) -> tuple[float, float]:
    """Centre of a handle."""
    horizontal, vertical = part.value
    return (
        (box.x1 + box.x2) / 2 + horizontal * box.width / 2,
        (box.y1 + box.y2) / 2 + vertical * box.height / 2,
    )


def handle_at(box: Box, x: float, y: float, grab: float) -> Part | None:
    """The corner or edge of a box at this point; corners go before edges.

    Args:
        box: The box.
        x: The point, in upright pixels.
        y: The same, downwards.
        grab: Reach of a handle in upright pixels (screen reach divided by zoom). It goes inwards by no more than a
            quarter of the side, so that a tiny box can still be moved.
    """

    def side(value: float, low: float, high: float) -> int | None:
        inwards = min(grab, (high - low) / 4)
        if low - grab <= value <= low + inwards:
            return -1
        if high - inwards <= value <= high + grab:
            return 1
        return 0 if low < value < high else None

    horizontal, vertical = side(x, box.x1, box.x2), side(y, box.y1, box.y2)
    if horizontal is None or vertical is None or (horizontal, vertical) == (0, 0):
        return None
    return Part((horizontal, vertical))


def boxes_at(boxes: Iterable[HasBox], x: float, y: float, *, slack: float = 0.0) -> list[str]:
    """Uids of the boxes that hold this point, the smallest first, so that a nested box wins the click."""
    holding = [
        item
        for item in boxes
        if item.box.x1 - slack <= x <= item.box.x2 + slack and item.box.y1 - slack <= y <= item.box.y2 + slack
    ]
    return [item.uid for item in sorted(holding, key=lambda item: (item.box.area, item.uid))]


def hit_test(
    boxes: Sequence[HasBox], x: float, y: float, *, grab: float, selected: Collection[str] = ()
) -> HitTarget | None:
    """What a press at this point takes hold of.

    | under the pointer                                    | answer                                 |
    |------------------------------------------------------|----------------------------------------|
    | a handle or edge of the one selected box             | that handle                            |
    | a handle or edge of the box around several selected  | that handle of `GROUP`                 |
    | a selected box, among others                         | the body of the smallest selected one  |
    | boxes of which none is selected                      | the body of the smallest               |
    | nothing                                              | None                                   |
    """
    chosen = [item for item in boxes if item.uid in selected]
    if chosen:
        around = surrounding([item.box for item in chosen])
        part = handle_at(around, x, y, grab)
        if part is not None:
            return HitTarget(chosen[0].uid if len(chosen) == 1 else GROUP, part)
    under = boxes_at(boxes, x, y)
    for uid in under:
        if uid in selected:
            return HitTarget(uid, Part.BODY)
    return HitTarget(under[0], Part.BODY) if under else None


def next_under(boxes: Iterable[HasBox], x: float, y: float, *, current: str | None) -> str | None:
    """The box a repeated click at one place goes to: from the smallest to the largest, then round again."""
    under = boxes_at(boxes, x, y)
    if not under:
        return None
    if current not in under:
        return under[0]
    return under[(under.index(current) + 1) % len(under)]


def boxes_within(boxes: Iterable[HasBox], area: Box) -> list[str]:
    """Uids of the boxes a marquee touches."""
    return [
        item.uid
        for item in boxes
        if item.box.x1 < area.x2 and area.x1 < item.box.x2 and item.box.y1 < area.y2 and area.y1 < item.box.y2
    ]


def drawn_box(ax: float, ay: float, bx: float, by: float, *, width: int, height: int) -> Box | None:
    """The box drawn between two points, cut at the photograph's edges; None where it is shorter than may be."""
    x1, x2 = sorted((_within(ax, width), _within(bx, width)))
    y1, y2 = sorted((_within(ay, height), _within(by, height)))
    if x2 - x1 < _shortest(width) or y2 - y1 < _shortest(height):
        return None
    return Box(x1, y1, x2, y2)


def box_about(x: float, y: float, side: float, *, width: int, height: int) -> Box:
    """A square box about a point, pushed into the photograph, and as large as goes into it."""
    square = Box(0.0, 0.0, max(side, MIN_SIDE), max(side, MIN_SIDE))
    return moved_box(square, x - side / 2, y - side / 2, width=width, height=height)


def resized_box(box: Box, part: Part, x: float, y: float, *, width: int, height: int) -> Box:
    """The box after one of its handles was dragged to a point; the opposite edge stays, and is never crossed."""
    box = settled(box, width=width, height=height)
    horizontal, vertical = part.value
    x1, x2 = _drag_side(box.x1, box.x2, horizontal, _within(x, width), width)
    y1, y2 = _drag_side(box.y1, box.y2, vertical, _within(y, height), height)
    return Box(x1, y1, x2, y2)


def surrounding(boxes: Sequence[Box]) -> Box:
    """The smallest box around all of these, of which there is at least one."""
    return Box(
        min(box.x1 for box in boxes), min(box.y1 for box in boxes),
        max(box.x2 for box in boxes), max(box.y2 for box in boxes),
    )  # fmt: skip


def resized_together(
    boxes: Sequence[Box], part: Part, x: float, y: float, *, width: int, height: int
) -> list[Box]:  # fmt: skip
    """Several boxes after a handle of the box around them was dragged: each keeps its share of it.

    A box that would get shorter than may be is that long, and pushed inwards where it would lie outside.
    """
    if not boxes:
        return []
    boxes = [settled(box, width=width, height=height) for box in boxes]
    before = surrounding(boxes)
    after = resized_box(before, part, x, y, width=width, height=height)
    if after == before:
        return boxes
    sx, sy = after.width / before.width, after.height / before.height
    scaled = []
    for box in boxes:
        x1, x2 = _scaled_side(box.x1, box.x2, before.x1, after.x1, sx, width)
        y1, y2 = _scaled_side(box.y1, box.y2, before.y1, after.y1, sy, height)
        scaled.append(Box(x1, y1, x2, y2))
    return scaled


def placed_box(box: Box, *, width: int, height: int) -> Box:
    """Where a box of another photograph goes on this one: cut at the edges, or pushed in where it lies outside."""
    inside = box.clipped(width, height)
    if inside is not None:
        return settled(inside, width=width, height=height)
    sides = Box(0.0, 0.0, min(max(box.width, MIN_SIDE), width), min(max(box.height, MIN_SIDE), height))
    return moved_box(sides, box.x1, box.y1, width=width, height=height)


def moved_box(box: Box, dx: float, dy: float, *, width: int, height: int) -> Box:
    """The box shifted, stopped at the photograph's edges; its size stays."""
    box = settled(box, width=width, height=height)
    x1 = min(max(box.x1 + _on_grid(dx, width), 0.0), width - box.width)
    y1 = min(max(box.y1 + _on_grid(dy, height), 0.0), height - box.height)
    return Box(x1, y1, x1 + box.width, y1 + box.height)


def moved_together(boxes: Sequence[Box], dx: float, dy: float, *, width: int, height: int) -> list[Box]:
    """Several boxes shifted as one: the first that meets an edge stops them all, so they keep their distances."""
    if not boxes:
        return []
    boxes = [settled(box, width=width, height=height) for box in boxes]
    dx = min(max(_on_grid(dx, width), -min(b.x1 for b in boxes)), width - max(b.x2 for b in boxes))
    dy = min(max(_on_grid(dy, height), -min(b.y1 for b in boxes)), height - max(b.y2 for b in boxes))
    return [moved_box(box, dx, dy, width=width, height=height) for box in boxes]


def settled(box: Box, *, width: int, height: int) -> Box:
    """The nearest box that fulfils this module's promise, for boxes that came from a model or a file."""
    x1, x2 = _settled_side(box.x1, box.x2, width)
    y1, y2 = _settled_side(box.y1, box.y2, height)
    return Box(x1, y1, x2, y2)


def _shortest(limit: int) -> float:
    """Shortest side of a box on a photograph that is so long."""
    return min(MIN_SIDE, float(limit))


def _within(value: float, limit: int) -> float:
    return min(max(_on_grid(value, limit), 0.0), float(limit))


def _on_grid(value: float, limit: int) -> float:
    # A pointer position is never NaN, but a broken tablet driver's is held to a finite place all the same.
    if math.isnan(value):
        return 0.0
    return round(min(max(value, -2.0 * limit), 2.0 * limit) * GRID) / GRID


def _drag_side(low: float, high: float, direction: int, target: float, limit: int) -> tuple[float, float]:
    if direction < 0:
        return min(target, high - _shortest(limit)), high
    if direction > 0:
        return low, max(target, low + _shortest(limit))
    return low, high


def _scaled_side(low: float, high: float, start: float, origin: float, scale: float, limit: int) -> tuple[float, float]:
    if scale == 1.0 and start == origin:
        return low, high
    return _settled_side(origin + (low - start) * scale, origin + (high - start) * scale, limit)


def _settled_side(low: float, high: float, limit: int) -> tuple[float, float]:
    low, high = _within(low, limit), _within(high, limit)
    shortest = _shortest(limit)
    if high - low < shortest:
        low = min(low, limit - shortest)
        high = low + shortest
    return low, high
