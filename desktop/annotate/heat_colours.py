"""Colours of a heat map. Pure values and one picture."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtGui import QColor, QImage

if TYPE_CHECKING:
    from numpy.typing import NDArray

# Viridis at sixteenths: even in lightness, so that it reads without colour vision too. Its blues and greens are not
# found on skin, where inferno's oranges could be taken for the redness that a clinician looks for.
ANCHORS = (
    "#440154", "#48186a", "#472d7b", "#424086", "#3b528b", "#33638d", "#2c728e", "#26828e", "#21918c",
    "#1fa088", "#28ae80", "#3fbc73", "#5ec962", "#84d44b", "#addc30", "#d8e219", "#fde725",
)  # fmt: skip
LEVELS = 256


def colour_table() -> NDArray[np.float64]:
    """Colours of `LEVELS` levels of heat, the coldest first: `(256, 3)` RGB from 0 to 255."""
    colours = [QColor(name) for name in ANCHORS]
    anchors = np.array([(colour.red(), colour.green(), colour.blue()) for colour in colours], np.float64)
    places = np.linspace(0, len(anchors) - 1, LEVELS)
    return np.stack([np.interp(places, np.arange(len(anchors)), anchors[:, channel]) for channel in range(3)], axis=1)


def cover() -> NDArray[np.float64]:
    """How much of the skin each of `LEVELS` levels of heat covers, 0 to 1: less than its heat, so that lukewarm skin
    keeps its colour.
    """
    return np.linspace(0.0, 1.0, LEVELS) ** 1.5


def heat_picture(heat: NDArray[np.float32]) -> QImage:
    """A heat map `(h, w)`, 0 to 1, as a picture to lay over the photograph: opaque where hottest, clear where cold."""
    levels = np.rint(np.clip(heat, 0.0, 1.0) * (LEVELS - 1)).astype(np.intp)
    # Premultiplied, as Qt blends it without a detour; little-endian ARGB32 lies in memory as blue, green, red, alpha.
    table = np.empty((LEVELS, 4), np.uint8)
    table[:, :3] = np.rint(colour_table() * cover()[:, None])[:, ::-1]
    table[:, 3] = np.rint(cover() * 255)
    pixels = np.ascontiguousarray(table[levels])
    height, width = levels.shape
    picture = QImage(pixels.data, width, height, 4 * width, QImage.Format.Format_ARGB32_Premultiplied)
    return picture.copy()
