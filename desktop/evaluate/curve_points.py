"""Points of curves: as many as a screen can show, and as many as a mouse can tell apart."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from desktop.charts.marks import Axis

if TYPE_CHECKING:
    from numpy.typing import NDArray

POINTS = 24
"""Thresholds that can be clicked on a curve."""
MOST_LINE = 400
SHARES = tuple((value / 5, f"{value / 5:g}") for value in range(6))


def share_axis(title: str) -> Axis:
    """From 0 to 1, with room for a point at either end."""
    return Axis(title, -0.03, 1.03, SHARES)


def spread(recall: NDArray[np.float64]) -> list[int]:
    """Places on a curve evenly along its recall, the last among them."""
    if not len(recall) or math.isnan(recall[0]):
        return []
    wanted = np.searchsorted(recall, np.linspace(0, 1, POINTS), side="left")
    return sorted({min(int(place), len(recall) - 1) for place in wanted})


def thinned(x: NDArray[np.float64], y: NDArray[np.float64]) -> tuple[tuple[float, float], ...]:
    """As many points as a screen can show, both ends among them."""
    if not len(x) or np.isnan(x).any() or np.isnan(y).any():
        return ()
    places = np.unique(np.linspace(0, len(x) - 1, MOST_LINE).round().astype(np.int64))
    return tuple(zip(x[places].tolist(), y[places].tolist(), strict=True))
