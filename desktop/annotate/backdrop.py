"""What lies under the boxes: the photograph as it is shown, adjusted, perhaps with a heat map over it."""

from __future__ import annotations

from collections import OrderedDict
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QRectF, Qt, QThreadPool, Signal
from PySide6.QtGui import QColor, QImage, QPainter, QPixmap

from desktop.annotate.adjusting import Adjustment, apply_tones, with_local_contrast
from desktop.task import start_in
from desktop.theme import theme

if TYPE_CHECKING:
    from desktop.annotate.photos import Photo
    from desktop.annotate.viewport import Viewport

SQUARE_FROM = 8
"""Enlarged pixels stay square from so many device pixels on, so that an edge can be placed on one."""

AT_ONCE = 700_000
"""Pixels up to which local contrast is worked out while a person waits: some ten milliseconds."""

MOST_LOCAL = 24_000_000
"""Pixels of the largest level that gets local contrast; closer views of larger photographs are enlarged from it."""

KEPT_BYTES = 100 * 1024**2
"""Of levels with local contrast, all of one photograph."""


class Backdrop(QObject):
    """Paints the photograph. Its own pixels, which `colour_at` reads, are never changed.

    Signals:
        changed: Another picture is ready to be painted.
    """

    changed = Signal()
    _done = Signal(object, object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.photo: Photo | None = None
        self.adjustment = Adjustment()
        self.heat: QImage | None = None
        self.heat_opacity = 1.0
        self._painted: QPixmap | None = None
        self._local: OrderedDict[tuple[int, int], QImage] = OrderedDict()
        self._wanted: tuple[int, int] | None = None
        self._pool = QThreadPool(self)
        self._pool.setMaxThreadCount(1)
        self._done.connect(self._take, Qt.ConnectionType.QueuedConnection)

    def set_photo(self, photo: Photo | None) -> None:
        """Show these pixels; None for the ground alone."""
        if photo is not self.photo:
            self.photo = photo
            self._local.clear()
            self._wanted = None
        self.forget()

    def set_adjustment(self, adjustment: Adjustment) -> None:
        """Show the photograph, and those after it, adjusted like this."""
        self.adjustment = adjustment
        self.forget()

    def forget(self) -> None:
        """Paint anew at the next call."""
        self._painted = None

    def stop(self) -> None:
        """End the thread."""
        self._wanted = None
        self._pool.clear()
        self._pool.waitForDone()

    def painted(self, view: Viewport, *, ratio: float) -> QPixmap:
        """The backdrop of this view, as large as the canvas; painted once until something changes."""
        if self._painted is None:
            self._painted = self.paint(view, ratio=ratio, heat=True)
        return self._painted

    def paint(self, view: Viewport, *, ratio: float, heat: bool = False) -> QPixmap:
        """Paint the photograph as it lies in a view.

        Args:
            view: How the photograph lies on the canvas.
            ratio: Device pixels a logical pixel.
            heat: Whether to lay the heat map over it.
        """
        width, height = max(1, round(view.width * ratio)), max(1, round(view.height * ratio))
        picture = QImage(width, height, QImage.Format.Format_RGB32)
        picture.setDevicePixelRatio(ratio)
        picture.fill(QColor(theme().tones.canvas))
        if self.photo is not None:
            level = self._level(self.photo.level_for(view.photo_width * view.zoom * ratio))
            painter = QPainter(picture)
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, view.zoom * ratio < SQUARE_FROM)
            visible = _paint_over_photo(painter, view, level)
            painter.end()
            device = QRectF(visible.topLeft() * ratio, visible.size() * ratio).toAlignedRect()
            apply_tones(picture, device.intersected(picture.rect()), self.adjustment)
            if heat and self.heat is not None:
                painter = QPainter(picture)
                painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
                painter.setOpacity(self.heat_opacity)
                _paint_over_photo(painter, view, self.heat)
                painter.end()
        return QPixmap.fromImage(picture)

    def colour_at(self, x: float, y: float, *, photo_width: int, photo_height: int) -> tuple[int, int, int] | None:
        """Red, green and blue of the photograph's own pixel at a place; None where it isn't known.

        Of a photograph that is shown reduced, the mean of the few pixels there.
        """
        if self.photo is None or not (0 <= x < photo_width and 0 <= y < photo_height):
            return None
        level = self.photo.levels[0]
        column = min(int(x * level.width() / photo_width), level.width() - 1)
        row = min(int(y * level.height() / photo_height), level.height() - 1)
        colour = level.pixelColor(column, row)
        return colour.red(), colour.green(), colour.blue()

    # Local contrast

    def _level(self, level: QImage) -> QImage:
        """The level with local contrast; until that is worked out, what comes nearest to it."""
        strength = self.adjustment.local
        if strength <= 0 or self.photo is None:
            return level
        if level.width() * level.height() > MOST_LOCAL:
            level = next((one for one in self.photo.levels if one.width() * one.height() <= MOST_LOCAL), level)
        key = (level.cacheKey(), strength)
        if key in self._local:
            return self._local[key]
        if level.width() * level.height() <= AT_ONCE:
            self._keep(key, with_local_contrast(level, strength))
            return self._local[key]
        self._wanted = key
        start_in(self._pool, lambda: self._work(key, level))
        nearest = [picture for (level_key, _), picture in self._local.items() if level_key == key[0]]
        return nearest[-1] if nearest else level

    def _work(self, key: tuple[int, int], level: QImage) -> None:
        # A slider that is pulled asks for many strengths; only the last is worth the work.
        if key == self._wanted:
            self._done.emit(key, with_local_contrast(level, key[1]))

    def _take(self, key: tuple[int, int], picture: QImage) -> None:
        if self.photo is not None and key[0] in {level.cacheKey() for level in self.photo.levels}:
            self._keep(key, picture)
            self.forget()
            self.changed.emit()

    def _keep(self, key: tuple[int, int], picture: QImage) -> None:
        self._local[key] = picture
        while sum(kept.sizeInBytes() for kept in self._local.values()) > KEPT_BYTES and len(self._local) > 1:
            self._local.popitem(last=False)


def _paint_over_photo(painter: QPainter, view: Viewport, picture: QImage) -> QRectF:
    """Draw the part in sight of a picture that covers the whole photograph, whatever its own size; where that is."""
    target = QRectF(view.left, view.top, view.photo_width * view.zoom, view.photo_height * view.zoom)
    visible = target.intersected(QRectF(0, 0, view.width, view.height))
    if not visible.isEmpty():
        sx, sy = picture.width() / target.width(), picture.height() / target.height()
        source = QRectF(
            (visible.left() - target.left()) * sx, (visible.top() - target.top()) * sy,
            visible.width() * sx, visible.height() * sy,
        )  # fmt: skip
        painter.drawImage(visible, picture, source)
    return visible
