"""Brightness, contrast, gamma and local contrast of the photograph on the screen. Files and models never see them."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtGui import QImage

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from PySide6.QtCore import QRect

GAMMA_REACH = 3.0
"""At the slider's ends, gamma is this and one over this."""

TILES = (8, 8)
MOST_CLIP = 4.0
"""Clip limit of local contrast at 100 %: above, the grain of the sensor shows more than the lesion."""


@dataclass(frozen=True, slots=True)
class Adjustment:
    """How the photograph is shown; each from -100 to 100, `local` from 0 to 100; 0 shows it as it is.

    Attributes:
        brightness: Added to all tones; 100 adds half of the range.
        contrast: Tones are pulled away from middle grey, at 100 fourfold, or towards it.
        gamma: Dark tones are lifted, at 100 with a gamma of `GAMMA_REACH`, or pressed.
        local: Contrast is spread out place by place: contrast-limited adaptive histogram equalisation of the
            lightness (Zuiderveld 1994), so that the colour of the skin stays.
    """

    brightness: int = 0
    contrast: int = 0
    gamma: int = 0
    local: int = 0

    @property
    def is_neutral(self) -> bool:
        return self == Adjustment()

    @property
    def changes_tones(self) -> bool:
        return bool(self.brightness or self.contrast or self.gamma)


@lru_cache(maxsize=8)
def tone_curve(adjustment: Adjustment) -> NDArray[np.uint8]:
    """The tone 0 to 255 that each of 256 tones is shown as; never falling. Local contrast isn't in it."""
    tones = np.arange(256, dtype=np.float64) / 255.0
    tones = (tones - 0.5) * 4.0 ** (adjustment.contrast / 100.0) + 0.5 + adjustment.brightness / 200.0
    tones = np.clip(tones, 0.0, 1.0) ** (GAMMA_REACH ** (-adjustment.gamma / 100.0))
    return np.asarray(np.rint(tones * 255.0), dtype=np.uint8)


def apply_tones(picture: QImage, area: QRect, adjustment: Adjustment) -> None:
    """Change the tones of a part of an RGB32 picture in place; a millisecond or two for a canvas."""
    if not adjustment.changes_tones or area.isEmpty():
        return
    import cv2  # the window does not wait for it

    curve = tone_curve(adjustment)
    table = np.stack([curve, curve, curve, np.arange(256, dtype=np.uint8)], axis=-1)[None]
    if sys.byteorder == "big":
        table = np.ascontiguousarray(table[..., ::-1])
    pixels = _pixels(picture)[area.top() : area.bottom() + 1, area.left() : area.right() + 1]
    pixels[...] = cv2.LUT(np.ascontiguousarray(pixels), table)


def with_local_contrast(picture: QImage, strength: int) -> QImage:
    """A copy of a picture with local contrast of 0 to 100 %, as RGB32."""
    import cv2  # the window does not wait for it

    copy = picture.convertToFormat(QImage.Format.Format_RGB32).copy()
    if strength <= 0:
        return copy
    pixels = _pixels(copy)
    lab = cv2.cvtColor(pixels, cv2.COLOR_BGR2LAB)
    clip = 1.0 + (MOST_CLIP - 1.0) * strength / 100.0
    lab[..., 0] = cv2.createCLAHE(clipLimit=clip, tileGridSize=TILES).apply(np.ascontiguousarray(lab[..., 0]))
    pixels[..., :3] = cv2.cvtColor(lab, cv2.COLOR_LAB2BGR)
    return copy


def _pixels(picture: QImage) -> NDArray[np.uint8]:
    """A picture's own memory as `(H, W, 4)`."""
    rows = np.frombuffer(picture.bits(), np.uint8).reshape(picture.height(), picture.bytesPerLine())
    return rows[:, : 4 * picture.width()].reshape(picture.height(), picture.width(), 4)
