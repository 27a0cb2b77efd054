"""Heat maps: where in a photograph a model sees its evidence, and how much of it in lesion boxes. Imports no torch."""

from __future__ import annotations

import base64
import binascii
from typing import TYPE_CHECKING

import cv2
import numpy as np

from core.errors import ImageError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    from core.geometry import Box

HEAT_SIDE = 256
"""Longer side of a heat map in pixels: a network's last feature map has 7 to 13, so more would only be smoother."""


def heat_size(width: int, height: int) -> tuple[int, int]:
    """Width and height of the heat map of a photograph of this upright size.

    >>> heat_size(4000, 3000), heat_size(100, 50)
    ((256, 192), (100, 50))
    """
    scale = min(1.0, HEAT_SIDE / max(width, height))
    return max(1, round(width * scale)), max(1, round(height * scale))


def energy_inside(heat: NDArray[np.float32], boxes: Iterable[Box], width: int, height: int) -> float | None:
    """Share of the heat inside the boxes: the energy-based pointing game (Wang et al. 2020, arXiv 1910.01279).

    A pixel that a box covers in part counts in part; what several boxes cover counts once.

    Args:
        heat: `(h, w)`, not negative, over the whole photograph.
        boxes: In upright pixels of the photograph.
        width: Of the photograph in upright pixels.
        height: Of the photograph in upright pixels.

    Returns:
        0 to 1; None where there is no box or no heat.

    >>> from core.geometry import Box
    >>> energy_inside(np.ones((3, 4), np.float32), [Box(0, 0, 100, 150)], 400, 300)
    0.125
    """
    total = float(heat.sum(dtype=np.float64))
    covered = np.zeros(heat.shape, np.float64)
    rows, columns = heat.shape
    some = False
    for box in boxes:
        down = _coverage(box.y1 * rows / height, box.y2 * rows / height, rows)
        across = _coverage(box.x1 * columns / width, box.x2 * columns / width, columns)
        np.maximum(covered, np.outer(down, across), out=covered)
        some = True
    if not some or total <= 0:
        return None
    return float((heat * covered).sum() / total)


def overlay(photo: NDArray[np.uint8], heat: NDArray[np.float32], *, opacity: float = 0.6) -> NDArray[np.uint8]:
    """The photograph with the heat laid over it; where there is none, the skin stays as it is.

    Args:
        photo: `(H, W, 3)` RGB, upright.
        heat: `(h, w)`, 0 to 1, over the whole photograph.
        opacity: Of the hottest places, 0 to 1.

    Returns:
        `(H, W, 3)` RGB.
    """
    height, width = photo.shape[:2]
    large = cv2.resize(heat, (width, height), interpolation=cv2.INTER_LINEAR).clip(0.0, 1.0)
    levels = np.rint(large * 255).astype(np.uint8)
    # Inferno's lightness grows with the heat, so that it reads without colour vision too.
    colours = cv2.cvtColor(cv2.applyColorMap(levels, cv2.COLORMAP_INFERNO), cv2.COLOR_BGR2RGB)
    share = (opacity * large)[:, :, None]
    return np.asarray(np.rint(photo * (1 - share) + colours * share), np.uint8)


def heat_to_text(heat: NDArray[np.float32]) -> str:
    """A heat map as base64 of an 8-bit grey PNG, for one line of JSON."""
    done, data = cv2.imencode(".png", np.rint(heat * 255).astype(np.uint8))
    assert done
    return base64.b64encode(data.tobytes()).decode("ascii")


def heat_from_text(text: str) -> NDArray[np.float32]:
    """The heat map that `heat_to_text` wrote, `(h, w)` in steps of 1/255.

    Raises:
        ImageError: It is none.
    """
    try:
        data = base64.b64decode(text, validate=True)
        grey = cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_GRAYSCALE) if data else None
    except (ValueError, binascii.Error, cv2.error) as error:
        raise ImageError("This is no heat map.") from error
    if grey is None:
        raise ImageError("This is no heat map.")
    return np.asarray(grey, np.float32) / np.float32(255)


def _coverage(start: float, end: float, cells: int) -> NDArray[np.float64]:
    """How much of each of `cells` unit cells lies between `start` and `end`."""
    edges = np.arange(cells + 1, dtype=np.float64)
    return np.asarray(np.clip(np.minimum(edges[1:], end) - np.maximum(edges[:-1], start), 0.0, 1.0))
