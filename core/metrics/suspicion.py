"""Which labels are probably wrong, from probabilities of models that never saw the photographs: confident learning.

Source: Northcutt, Jiang, Chuang, "Confident Learning: Estimating Uncertainty in Dataset Labels", J. Artif. Intell. Res.
70 (2021), 1373-1411, arXiv 1911.00068; sections 3.1 (the confident joint) and 3.2 (finding and ranking label errors).
Written from the paper.

Everywhere `given` is `(N,)` columns 0 to C - 1 that people gave, and `probabilities` is `(N, C)`, out of sample.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray


@dataclass(frozen=True, slots=True, eq=False)
class LabelSuspicion:
    """How suspect each label is.

    Attributes:
        scores: `(N,)` 0 to 1, higher is more suspect: 1 less the self-confidence, which ranked planted errors
            better than the normalised margin (tests/benchmarks/label_errors.py).
        flagged: `(N,)` whether it lies off the diagonal of the confident joint.
        suggested: `(N,)` the column it more probably is: of flagged ones that of the joint, else the most probable one.
        thresholds: `(C,)` how sure a model is, on average, of the photographs with each label; NaN without any.
        joint: `(C, C)` counts, rows the given label, columns the confident one.
    """

    scores: NDArray[np.float64]
    flagged: NDArray[np.bool_]
    suggested: NDArray[np.int64]
    thresholds: NDArray[np.float64]
    joint: NDArray[np.int64]


def self_confidence(given: ArrayLike, probabilities: ArrayLike) -> NDArray[np.float64]:
    """`(N,)` the probability of the given label; low is suspect.

    >>> self_confidence([0, 1], [[0.9, 0.1], [0.8, 0.2]]).tolist()
    [0.9, 0.2]
    """
    labels, values = _checked(given, probabilities)
    found: NDArray[np.float64] = np.take_along_axis(values, labels[:, None], axis=1)[:, 0]
    return found


def normalised_margin(given: ArrayLike, probabilities: ArrayLike) -> NDArray[np.float64]:
    """`(N,)` the probability of the given label less that of the best other one, -1 to 1; low is suspect.

    >>> normalised_margin([0, 1], [[0.75, 0.25], [0.75, 0.25]]).tolist()
    [0.5, -0.5]
    """
    labels, values = _checked(given, probabilities)
    margins: NDArray[np.float64] = self_confidence(labels, values) - _others(labels, values).max(axis=1, initial=0.0)
    return margins


def plain_confidence(given: ArrayLike, probabilities: ArrayLike) -> NDArray[np.float64]:
    """`(N,)` how sure the model is of its first choice, negative where that is the given label; high is suspect.

    What one would rank by without confident learning, to compare with.

    >>> plain_confidence([0, 1], [[0.9, 0.1], [0.8, 0.2]]).tolist()
    [-0.9, 0.8]
    """
    labels, values = _checked(given, probabilities)
    best = values.max(axis=1, initial=0.0)
    wrong = values.argmax(axis=1) != labels if values.shape[1] else np.zeros(len(labels), dtype=bool)
    found: NDArray[np.float64] = np.where(wrong, best, -best)
    return found


def class_thresholds(given: ArrayLike, probabilities: ArrayLike) -> NDArray[np.float64]:
    """`(C,)` mean probability of a class over the photographs labelled so (the paper's t_j); NaN without any."""
    labels, values = _checked(given, probabilities)
    counts = np.bincount(labels, minlength=values.shape[1]).astype(np.float64)
    sums = np.bincount(labels, weights=self_confidence(labels, values), minlength=values.shape[1])
    found: NDArray[np.float64] = np.divide(sums, counts, out=np.full(len(counts), np.nan), where=counts > 0)
    return found


def label_suspicion(given: ArrayLike, probabilities: ArrayLike) -> LabelSuspicion:
    """How suspect each label is.

    A photograph is counted as confidently of class j where its probability of j reaches the class's threshold; of
    several such classes the most probable counts. Labels that are confidently of another class are flagged.

    Args:
        given: `(N,)` columns people gave.
        probabilities: `(N, C)` of models that never saw the photographs; those of the training make every label look
            right.

    Raises:
        ValueError: The shapes don't fit.

    >>> rows = [[0.9, 0.1], [0.8, 0.2], [0.1, 0.9], [0.2, 0.8], [0.1, 0.9]]
    >>> found = label_suspicion([0, 0, 1, 1, 0], rows)
    >>> found.flagged.tolist(), found.joint.tolist(), found.suggested.tolist()
    ([False, False, False, False, True], [[2, 1], [0, 1]], [0, 0, 1, 1, 1])
    """
    labels, values = _checked(given, probabilities)
    columns = values.shape[1]
    thresholds = class_thresholds(labels, values)
    # A class nobody's label names has no threshold, and nothing can be confidently of it.
    above = values >= np.where(np.isnan(thresholds), np.inf, thresholds)
    confident = np.where(above, values, -1.0)
    chosen = confident.argmax(axis=1) if columns else np.zeros(len(labels), dtype=np.int64)
    sure = above.any(axis=1)
    joint = np.bincount(labels[sure] * columns + chosen[sure], minlength=columns**2).reshape(columns, columns)
    flagged = sure & (chosen != labels)
    best = values.argmax(axis=1) if columns else chosen
    return LabelSuspicion(
        scores=1.0 - self_confidence(labels, values),
        flagged=flagged,
        suggested=np.where(flagged, chosen, best).astype(np.int64),
        thresholds=thresholds,
        joint=joint.astype(np.int64),
    )


def _others(labels: NDArray[np.int64], values: NDArray[np.float64]) -> NDArray[np.float64]:
    others = values.copy()
    np.put_along_axis(others, labels[:, None], -np.inf, axis=1)
    return others


def _checked(given: ArrayLike, probabilities: ArrayLike) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    labels, values = np.asarray(given, dtype=np.int64), np.asarray(probabilities, dtype=np.float64)
    if values.ndim != 2 or labels.shape != values.shape[:1]:
        raise ValueError(f"suspicion needs labels (N,) and probabilities (N, C), not {labels.shape} and {values.shape}")
    if labels.size and (labels.min() < 0 or labels.max() >= values.shape[1]):
        raise ValueError(f"a label lies outside 0 to {values.shape[1] - 1}")
    return labels, values
