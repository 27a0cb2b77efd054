"""What a threshold on one class's probability finds and what it costs: ROC and precision-recall curves."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray


@dataclass(frozen=True, slots=True, eq=False)
class ThresholdCurve:
    """One point a different probability, falling.

    Attributes:
        thresholds: `(T,)` images of at least this probability are called the class.
        called: `(T,)` how many are.
        right: `(T,)` how many of those have the class.
        positives: Images that have the class.
        negatives: Images that don't.
    """

    thresholds: NDArray[np.float64]
    called: NDArray[np.int64]
    right: NDArray[np.int64]
    positives: int
    negatives: int

    @property
    def recall(self) -> NDArray[np.float64]:
        """`(T,)` share of the class's images that are found (sensitivity); NaN where it has none."""
        return self.right / self.positives if self.positives else np.full(len(self.right), math.nan)

    @property
    def fall_out(self) -> NDArray[np.float64]:
        """`(T,)` share of other images that are called the class (1 - specificity); NaN where there are none."""
        wrong = self.called - self.right
        return wrong / self.negatives if self.negatives else np.full(len(wrong), math.nan)

    @property
    def precision(self) -> NDArray[np.float64]:
        """`(T,)` share of called images that have the class."""
        return self.right / self.called

    @property
    def average_precision(self) -> float:
        """Sum of precision times the recall gained at each threshold, 0 to 1; NaN where no image has the class."""
        if not self.positives:
            return math.nan
        return float((self.precision * np.diff(self.recall, prepend=0.0)).sum())


def threshold_curve(positive: ArrayLike, scores: ArrayLike) -> ThresholdCurve:
    """The curve of one class against the rest.

    Args:
        positive: `(N,)` whether each image has the class.
        scores: `(N,)` its probability.

    Raises:
        ValueError: Lengths differ.

    >>> curve = threshold_curve([1, 0, 1, 0], [0.9, 0.4, 0.4, 0.1])
    >>> curve.thresholds.tolist(), curve.called.tolist(), curve.right.tolist()
    ([0.9, 0.4, 0.1], [1, 3, 4], [1, 2, 2])
    """
    right, values = np.asarray(positive, dtype=bool), np.asarray(scores, dtype=np.float64)
    if right.ndim != 1 or right.shape != values.shape:
        raise ValueError(f"each image needs one score, not {right.shape} and {values.shape}")
    order = np.argsort(-values, kind="stable")
    falling = values[order]
    last = np.flatnonzero(np.r_[falling[1:] != falling[:-1], True]) if len(falling) else np.zeros(0, dtype=np.int64)
    n = int(right.sum())
    return ThresholdCurve(falling[last], last + 1, np.cumsum(right[order])[last], n, len(right) - n)
