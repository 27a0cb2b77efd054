"""How well probabilities put the right images first, whatever the threshold: the area under the ROC curve."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    from core.metrics.intervals import Statistic


def auroc(positive: ArrayLike, scores: ArrayLike) -> float:
    """Chance that a positive image has a higher score than a negative one, ties counted half; 0 to 1.

    NaN where there are only positive or only negative images.

    Args:
        positive: `(N,)` whether each image has the class.
        scores: `(N,)` its probability, or any score.

    Source:
        Hanley and McNeil, Radiology 143 (1982), 29-36: the area is the Mann-Whitney statistic.

    Raises:
        ValueError: Lengths differ.

    >>> auroc([1, 1, 0, 0], [0.9, 0.4, 0.4, 0.1])
    0.875
    """
    right, values = np.asarray(positive, dtype=bool), np.asarray(scores, dtype=np.float64)
    if right.ndim != 1 or right.shape != values.shape:
        raise ValueError(f"each image needs one score, not {right.shape} and {values.shape}")
    n = int(right.sum())
    others = len(right) - n
    if not n or not others:
        return math.nan
    _, tied, sizes = np.unique(values, return_inverse=True, return_counts=True)
    # Ranks from 1; tied images share the mean of theirs.
    ranks = (np.cumsum(sizes) - (sizes - 1) / 2)[tied]
    return float((ranks[right].sum() - n * (n + 1) / 2) / (n * others))


def class_auroc(truth: ArrayLike, probabilities: ArrayLike) -> NDArray[np.float64]:
    """Each class against all others, `(C,)`; NaN for a class that no image, or every image, has.

    Args:
        truth: `(N,)` columns.
        probabilities: `(N, C)`.

    >>> class_auroc([0, 1, 1], [[0.8, 0.2, 0.0], [0.3, 0.7, 0.0], [0.9, 0.1, 0.0]]).tolist()
    [0.5, 0.5, nan]
    """
    true, values = _checked(truth, probabilities)
    return np.array([auroc(true == column, values[:, column]) for column in range(values.shape[1])], dtype=np.float64)


def macro_auroc(truth: ArrayLike, probabilities: ArrayLike) -> float:
    """Mean of `class_auroc` over the classes for which it is defined; NaN for none.

    >>> macro_auroc([0, 1, 1], [[0.8, 0.2], [0.3, 0.7], [0.9, 0.1]])
    0.5
    """
    areas = class_auroc(truth, probabilities)
    known = areas[~np.isnan(areas)]
    return float(known.mean()) if known.size else math.nan


def resampled_auroc(truth: ArrayLike, probabilities: ArrayLike) -> Statistic:
    """`macro_auroc` for `core.metrics.intervals.bootstrap_intervals`: images count as often as they were drawn.

    >>> truth, values = [0, 1, 1], [[0.8, 0.2], [0.3, 0.7], [0.9, 0.1]]
    >>> resampled_auroc(truth, values)(np.array([[1.0, 1.0, 1.0], [1.0, 2.0, 0.0]])).tolist()
    [0.5, 1.0]
    """
    true, values = _checked(truth, probabilities)
    sorted_once = [_sorted(true == column, values[:, column]) for column in range(values.shape[1])]

    def statistic(weights: NDArray[np.float64]) -> NDArray[np.float64]:
        total = weights.sum(axis=1)
        areas, known = np.zeros(len(weights)), np.zeros(len(weights))
        for positive, negative, below, tied in sorted_once:
            mine = weights[:, positive]
            n = mine.sum(axis=1)
            # Negatives drawn with a score below each positive's, and with the same or a lower one.
            lower = np.zeros((len(weights), len(negative) + 1))
            np.cumsum(weights[:, negative], axis=1, out=lower[:, 1:])
            beaten = np.einsum("rp,rp->r", mine, lower[:, below] + lower[:, tied]) / 2
            pairs = n * (total - n)
            defined = pairs > 0
            areas += np.divide(beaten, pairs, out=np.zeros_like(beaten), where=defined)
            known += defined
        return np.divide(areas, known, out=np.full_like(areas, np.nan), where=known > 0)

    return statistic


def _sorted(
    positive: NDArray[np.bool_], scores: NDArray[np.float64]
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
    """Positive images; negative ones by rising score; and how many of these are below, and not above, each positive."""
    mine = np.flatnonzero(positive)
    rest = np.flatnonzero(~positive)
    rest = rest[np.argsort(scores[rest], kind="stable")]
    below = np.searchsorted(scores[rest], scores[mine], side="left")
    tied = np.searchsorted(scores[rest], scores[mine], side="right")
    return mine, rest, below.astype(np.int64), tied.astype(np.int64)


def _checked(truth: ArrayLike, probabilities: ArrayLike) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    true, values = np.asarray(truth, dtype=np.int64), np.asarray(probabilities, dtype=np.float64)
    if values.ndim != 2 or true.shape != values.shape[:1]:
        raise ValueError(f"AUROC needs truth (N,) and probabilities (N, C), not {true.shape} and {values.shape}")
    return true, values
