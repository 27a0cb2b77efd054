"""Boxes in upright image pixels: the frame a person sees after EXIF orientation has been applied once."""

from __future__ import annotations

import math
from dataclasses import dataclass

from core.errors import GeometryError

MIN_SIDE = 3.0
"""Shortest side of a lesion box, in pixels. Anything shorter is a slip of the mouse."""


@dataclass(frozen=True, slots=True)
class Box:
    """An axis-aligned box in upright pixels, floats, with `x1 < x2` and `y1 < y2`.

    Pixel `(0, 0)` covers the square from 0 to 1, so the whole of a `W` x `H` photograph is `Box(0, 0, W, H)`.

    Raises:
        GeometryError: A coordinate isn't finite, or the box has no area.
    """

    x1: float
    y1: float
    x2: float
    y2: float

    def __post_init__(self) -> None:
        if not all(math.isfinite(value) for value in (self.x1, self.y1, self.x2, self.y2)):
            raise GeometryError(f"A box needs finite coordinates, not {self.as_tuple()}.")
        if self.x1 >= self.x2 or self.y1 >= self.y2:
            raise GeometryError(f"A box needs x1 < x2 and y1 < y2, not {self.as_tuple()}.")

    @classmethod
    def spanning(cls, ax: float, ay: float, bx: float, by: float) -> Box:
        """Box between two opposite corners given in any order."""
        return cls(min(ax, bx), min(ay, by), max(ax, bx), max(ay, by))

    @property
    def width(self) -> float:
        return self.x2 - self.x1

    @property
    def height(self) -> float:
        return self.y2 - self.y1

    @property
    def area(self) -> float:
        return self.width * self.height

    def as_tuple(self) -> tuple[float, float, float, float]:
        """Coordinates as `(x1, y1, x2, y2)`."""
        return (self.x1, self.y1, self.x2, self.y2)

    def contains(self, x: float, y: float) -> bool:
        """Whether the point lies in the box, its edges included."""
        return self.x1 <= x <= self.x2 and self.y1 <= y <= self.y2

    def clipped(self, width: float, height: float) -> Box | None:
        """The part inside a `width` x `height` photograph, or None where less than `MIN_SIDE` is left."""
        x1, x2 = max(0.0, self.x1), min(float(width), self.x2)
        y1, y2 = max(0.0, self.y1), min(float(height), self.y2)
        if x2 - x1 < MIN_SIDE or y2 - y1 < MIN_SIDE:
            return None
        return Box(x1, y1, x2, y2)

    def moved_within(self, dx: float, dy: float, width: float, height: float) -> Box:
        """The box shifted by `(dx, dy)`, stopped at the photograph's edges; its size never changes."""
        dx = min(max(dx, -self.x1), width - self.x2)
        dy = min(max(dy, -self.y1), height - self.y2)
        return Box(self.x1 + dx, self.y1 + dy, self.x2 + dx, self.y2 + dy)

    def scaled(self, sx: float, sy: float) -> Box:
        """The same box in a frame `sx` times as wide and `sy` times as high."""
        return Box(self.x1 * sx, self.y1 * sy, self.x2 * sx, self.y2 * sy)

    def iou(self, other: Box) -> float:
        """Intersection over union with another box, 0 to 1."""
        width = min(self.x2, other.x2) - max(self.x1, other.x1)
        height = min(self.y2, other.y2) - max(self.y1, other.y1)
        if width <= 0 or height <= 0:
            return 0.0
        overlap = width * height
        return overlap / (self.area + other.area - overlap)
