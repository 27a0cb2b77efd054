"""How well photographs were given their class.

Everywhere: `truth` is `(N,)` integers 0 to C - 1, `predicted` is `(N,)` integers 0 to C - 1 or `NO_DETECTION`, and
probabilities are `(N, C)`. A ratio whose denominator is 0 is NaN, never a made-up 0 or 1.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

NO_DETECTION = -1
"""In `predicted`: a detector found no box. It is wrong for every class (ARCHITECTURE D12)."""


@dataclass(frozen=True, slots=True)
class ClassCount:
    """One class's images.

    Attributes:
        n: Images whose truth is this class.
        correct: Those of them predicted as this class.
    """

    n: int
    correct: int

    @property
    def accuracy(self) -> float:
        """Share of the class's images that are right, 0 to 1; NaN where the class has none."""
        return self.correct / self.n if self.n else math.nan


@dataclass(frozen=True, slots=True)
class ClassScores:
    """Precision, recall and F1, each `(C,)` from 0 to 1, NaN where undefined.

    Precision is undefined for a class nobody predicted, recall for a class without images, F1 where both are so.
    """

    precision: NDArray[np.float64]
    recall: NDArray[np.float64]
    f1: NDArray[np.float64]


def per_class(truth: ArrayLike, predicted: ArrayLike, *, classes: int) -> tuple[ClassCount, ...]:
    """Images and right ones of each class, in column order.

    Args:
        truth: `(N,)` columns.
        predicted: `(N,)` columns or `NO_DETECTION`.
        classes: C, the number of classes.

    Raises:
        ValueError: The arrays differ in length, or hold a column outside 0 to C - 1.

    >>> per_class([0, 0, 1], [0, 1, NO_DETECTION], classes=2)
    (ClassCount(n=2, correct=1), ClassCount(n=1, correct=0))
    """
    true, guess = _labels(truth, predicted, classes)
    n = np.bincount(true, minlength=classes)
    correct = np.bincount(true[true == guess], minlength=classes)
    return tuple(ClassCount(int(a), int(b)) for a, b in zip(n, correct, strict=True))


def weighted_accuracy(truth: ArrayLike, predicted: ArrayLike, *, classes: int) -> float:
    """Sum over classes of (n_c / N) * accuracy_c, 0 to 1; NaN for no images.

    This is what He et al.'s tables call weighted accuracy (ARCHITECTURE D12): classes weigh by their images, so it
    equals the share of all images that are right. Their equation 2 with weights that don't add up to 1 does not give
    their own table.

    Args:
        truth: `(N,)` columns.
        predicted: `(N,)` columns or `NO_DETECTION`.
        classes: C, the number of classes.

    >>> weighted_accuracy([0, 0, 0, 1], [0, 0, 1, 1], classes=2)
    0.75
    """
    counts = per_class(truth, predicted, classes=classes)
    total = sum(count.n for count in counts)
    if not total:
        return math.nan
    return math.fsum(count.n * count.accuracy for count in counts if count.n) / total


def balanced_accuracy(truth: ArrayLike, predicted: ArrayLike, *, classes: int) -> float:
    """Mean of the accuracies of the classes that have images, 0 to 1; NaN for no images.

    >>> round(balanced_accuracy([0, 0, 0, 1], [0, 0, 1, 1], classes=2), 4)
    0.8333
    """
    accuracies = [count.accuracy for count in per_class(truth, predicted, classes=classes) if count.n]
    return math.fsum(accuracies) / len(accuracies) if accuracies else math.nan


def truth_ranks(truth: ArrayLike, probabilities: ArrayLike) -> NDArray[np.int64]:
    """How many classes come before the true one, `(N,)` from 0 to C - 1; every top-k accuracy follows from it.

    Equal probabilities are ranked by column, as `argmax` does.

    Args:
        truth: `(N,)` columns.
        probabilities: `(N, C)`; any scores that rank the classes will do.

    Raises:
        ValueError: The shapes don't fit.

    >>> truth_ranks([0, 2], [[0.3, 0.5, 0.2], [0.6, 0.3, 0.1]]).tolist()
    [1, 2]
    """
    scores = np.asarray(probabilities, dtype=np.float64)
    true = np.asarray(truth, dtype=np.int64)
    if scores.size == 0 and true.size == 0:
        return np.zeros(0, dtype=np.int64)
    if scores.ndim != 2 or true.shape != scores.shape[:1]:
        raise ValueError(f"top-k needs truth (N,) and probabilities (N, C), not {true.shape} and {scores.shape}")
    _labels(true, true, scores.shape[1])
    mine = scores[np.arange(len(true)), true]
    ranks = np.zeros(len(true), dtype=np.int64)
    # A column at a time takes half as long as a table of booleans; few tables have equal probabilities.
    ties = np.count_nonzero(scores == mine[:, None]) > len(true)
    for column, values in enumerate(scores.T):
        ranks += values > mine
        if ties:
            ranks += (values == mine) & (column < true)
    return ranks


def top_k(truth: ArrayLike, probabilities: ArrayLike, *, k: int) -> float:
    """Share of images whose class is among the `k` most probable, 0 to 1; NaN for no images.

    As in the paper, it is weighted: each class counts by its images. `top_k(…, k=1)` is the accuracy of the argmax.

    Args:
        truth: `(N,)` columns.
        probabilities: `(N, C)`; any scores that rank the classes will do.
        k: 1 or more; from C on it is always right.

    Raises:
        ValueError: `k` is below 1, or the shapes don't fit.

    >>> top_k([0, 2], [[0.2, 0.5, 0.3], [0.6, 0.3, 0.1]], k=2)
    0.0
    >>> top_k([0, 2], [[0.3, 0.5, 0.2], [0.6, 0.3, 0.1]], k=2)
    0.5
    """
    if k < 1:
        raise ValueError(f"top_k needs k >= 1, not {k}")
    ranks = truth_ranks(truth, probabilities)
    return float(np.mean(ranks < k)) if ranks.size else math.nan


def confusion(truth: ArrayLike, predicted: ArrayLike, *, classes: int, no_detection: bool = False) -> NDArray[np.int64]:
    """Counts of images, rows truth, columns predicted.

    Args:
        truth: `(N,)` columns.
        predicted: `(N,)` columns or `NO_DETECTION`.
        classes: C, the number of classes.
        no_detection: Adds a last column for images without a box: always for detectors, never for CNNs.

    Returns:
        `(C, C)`, or `(C, C + 1)` with the column *no detection*.

    Raises:
        ValueError: An image has no detection and there is no column for it, so it would be lost.

    >>> confusion([0, 0, 1], [0, 1, NO_DETECTION], classes=2, no_detection=True)
    array([[1, 1, 0],
           [0, 0, 1]])
    """
    true, guess = _labels(truth, predicted, classes)
    if not no_detection and (guess == NO_DETECTION).any():
        raise ValueError("an image has no detection: ask for the column with no_detection=True")
    columns = classes + no_detection
    guess = np.where(guess == NO_DETECTION, classes, guess)
    return np.bincount(true * columns + guess, minlength=classes * columns).reshape(classes, columns)


def class_scores(truth: ArrayLike, predicted: ArrayLike, *, classes: int) -> ClassScores:
    """Precision, recall and F1 of each class. An image without a detection lowers recall and no class's precision.

    >>> class_scores([0, 0, 1, 1], [0, 1, 1, 1], classes=2).precision.round(3).tolist()
    [1.0, 0.667]
    """
    table = confusion(truth, predicted, classes=classes, no_detection=True).astype(np.float64)
    hits = np.diagonal(table)
    said, had = table[:, :classes].sum(axis=0), table.sum(axis=1)
    return ClassScores(_ratio(hits, said), _ratio(hits, had), _ratio(2 * hits, said + had))


def _labels(truth: ArrayLike, predicted: ArrayLike, classes: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    true, guess = np.asarray(truth, dtype=np.int64), np.asarray(predicted, dtype=np.int64)
    if true.ndim != 1 or true.shape != guess.shape:
        raise ValueError(f"truth and predicted must be two arrays (N,), not {true.shape} and {guess.shape}")
    if true.size and (true.min() < 0 or true.max() >= classes):
        raise ValueError(f"truth holds a class outside 0 to {classes - 1}")
    if guess.size and (guess.min() < NO_DETECTION or guess.max() >= classes):
        raise ValueError(f"predicted holds a class outside 0 to {classes - 1}")
    return true, guess


def _ratio(part: NDArray[np.float64], whole: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.divide(part, whole, out=np.full_like(whole, np.nan), where=whole > 0)
