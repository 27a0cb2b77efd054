"""Many boxes at once, as arrays. Apart from `core.geometry`, so that a single box costs no numpy at start."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from core.geometry import Box


def box_array(boxes: Sequence[Box]) -> NDArray[np.float64]:
    """Boxes as an `(N, 4)` array of x1, y1, x2, y2; `(0, 4)` when there are none."""
    return np.array([box.as_tuple() for box in boxes], dtype=np.float64).reshape(-1, 4)


def iou_matrix(a: NDArray[np.float64], b: NDArray[np.float64]) -> NDArray[np.float64]:
    """IoU of every box of `a` `(N, 4)` with every box of `b` `(M, 4)`, as `(N, M)`."""
    low = np.maximum(a[:, None, :2], b[None, :, :2])
    high = np.minimum(a[:, None, 2:], b[None, :, 2:])
    overlap = np.prod(np.clip(high - low, 0.0, None), axis=2)
    area_a = np.prod(a[:, 2:] - a[:, :2], axis=1)
    area_b = np.prod(b[:, 2:] - b[:, :2], axis=1)
    union = area_a[:, None] + area_b[None, :] - overlap
    iou: NDArray[np.float64] = np.divide(overlap, union, out=np.zeros_like(overlap), where=union > 0)
    return iou
