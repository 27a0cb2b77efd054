"""How upright pixels lie on the canvas: zoom and place. Pure values; on the canvas, logical and not device pixels."""

from __future__ import annotations

from dataclasses import dataclass, replace

MIN_ZOOM = 0.05
MAX_ZOOM = 32.0
KEEP_VISIBLE = 48.0
"""So many logical pixels of the photograph stay on the canvas, wherever it is pushed."""


@dataclass(frozen=True, slots=True)
class Viewport:
    """The photograph's size, the canvas's size, and how the first lies on the second.

    Attributes:
        photo_width, photo_height: Upright pixels.
        width, height: Size of the canvas in logical pixels.
        zoom: Logical pixels an upright pixel takes.
        left, top: Where the photograph's corner is on the canvas, in logical pixels.
        fitted: Whether the photograph fills the canvas and shall go on doing so when the canvas is resized.
    """

    photo_width: int = 1
    photo_height: int = 1
    width: float = 1.0
    height: float = 1.0
    zoom: float = 1.0
    left: float = 0.0
    top: float = 0.0
    fitted: bool = True

    def to_photo(self, x: float, y: float) -> tuple[float, float]:
        """Upright pixels at a place of the canvas."""
        return (x - self.left) / self.zoom, (y - self.top) / self.zoom

    def to_canvas(self, x: float, y: float) -> tuple[float, float]:
        """Place on the canvas of an upright pixel."""
        return x * self.zoom + self.left, y * self.zoom + self.top

    def seen(self) -> tuple[float, float, float, float]:
        """The part of the photograph on the canvas, as x1, y1, x2 and y2 in upright pixels."""
        x1, y1 = self.to_photo(0, 0)
        x2, y2 = self.to_photo(self.width, self.height)
        return max(x1, 0.0), max(y1, 0.0), min(x2, float(self.photo_width)), min(y2, float(self.photo_height))

    def fit(self, margin: float = 16.0) -> Viewport:
        """The whole photograph in the middle of the canvas; small ones are enlarged, at most fourfold."""
        room_x, room_y = max(self.width - 2 * margin, 1.0), max(self.height - 2 * margin, 1.0)
        zoom = min(room_x / self.photo_width, room_y / self.photo_height, 4.0)
        zoom = _bounded(zoom)
        left, top = (self.width - self.photo_width * zoom) / 2, (self.height - self.photo_height * zoom) / 2
        return replace(self, zoom=zoom, left=left, top=top, fitted=True)

    def fit_area(self, x1: float, y1: float, x2: float, y2: float) -> Viewport:
        """A part of the photograph in the middle of the canvas, with room around it."""
        zoom = _bounded(min(self.width / max(x2 - x1, 1.0), self.height / max(y2 - y1, 1.0)) * 0.6)
        left, top = self.width / 2 - (x1 + x2) / 2 * zoom, self.height / 2 - (y1 + y2) / 2 * zoom
        return self._with(zoom, left, top)

    def zoomed(self, factor: float, x: float, y: float) -> Viewport:
        """Larger or smaller by a factor, with the pixel at this place of the canvas held still."""
        zoom = _bounded(self.zoom * factor)
        px, py = self.to_photo(x, y)
        return self._with(zoom, x - px * zoom, y - py * zoom)

    def zoomed_to(self, zoom: float) -> Viewport:
        """At this zoom, with the middle of the canvas held still."""
        return self.zoomed(zoom / self.zoom, self.width / 2, self.height / 2)

    def panned(self, dx: float, dy: float) -> Viewport:
        """Pushed by so many logical pixels; a part of the photograph stays on the canvas."""
        return self._with(self.zoom, self.left + dx, self.top + dy)

    def resized(self, width: float, height: float) -> Viewport:
        """On a canvas of another size: fitted again, or with its middle kept in the middle."""
        width, height = max(width, 1.0), max(height, 1.0)
        left, top = self.left + (width - self.width) / 2, self.top + (height - self.height) / 2
        moved = replace(self, width=width, height=height, left=left, top=top)
        return moved.fit() if self.fitted else moved.panned(0, 0)

    def showing(self, photo_width: int, photo_height: int) -> Viewport:
        """Another photograph on the same canvas, fitted."""
        return Viewport(max(photo_width, 1), max(photo_height, 1), self.width, self.height).fit()

    def _with(self, zoom: float, left: float, top: float) -> Viewport:
        reach_x, reach_y = min(KEEP_VISIBLE, self.width / 2), min(KEEP_VISIBLE, self.height / 2)
        left = min(max(left, reach_x - self.photo_width * zoom), self.width - reach_x)
        top = min(max(top, reach_y - self.photo_height * zoom), self.height - reach_y)
        return replace(self, zoom=zoom, left=left, top=top, fitted=False)


def _bounded(zoom: float) -> float:
    return min(max(zoom, MIN_ZOOM), MAX_ZOOM)
