"""How far two opinions of the same images agree: a model with the truth, or one model with another."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from core.metrics.classification import confusion

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import ArrayLike

EXACT_BELOW = 25
"""Fewer images than this on which only one model is right: the chi-squared distribution is no good there."""


def cohen_kappa(truth: ArrayLike, predicted: ArrayLike, *, classes: int) -> float:
    """Agreement beyond chance: 1 for perfect, 0 for what the class frequencies alone would give; NaN if undefined.

    An image without a detection agrees with nothing. Kappa is undefined where there is no image, or where both sides
    say one and the same class throughout.

    Args:
        truth: `(N,)` columns.
        predicted: `(N,)` columns or `NO_DETECTION`.
        classes: C, the number of classes.

    Source:
        Cohen, "A coefficient of agreement for nominal scales", Educ. Psychol. Meas. 20 (1960), 37-46.

    >>> cohen_kappa([0, 0, 1, 1], [0, 0, 1, 0], classes=2)
    0.5
    """
    table = confusion(truth, predicted, classes=classes, no_detection=True).astype(np.float64)
    n = table.sum()
    if not n:
        return math.nan
    observed = np.trace(table[:, :classes]) / n
    expected = float(table.sum(axis=1) @ table.sum(axis=0)[:classes]) / n**2
    return math.nan if expected == 1 else float((observed - expected) / (1 - expected))


@dataclass(frozen=True, slots=True)
class McNemar:
    """McNemar's test between two models on the same images.

    Attributes:
        only_first: Images only the first model has right.
        only_second: Images only the second has right.
        p_value: How often so large a difference comes about where both are equally good, 0 to 1.
        exact: Whether it is from the binomial distribution, or else from chi-squared with continuity correction.
    """

    only_first: int
    only_second: int
    p_value: float
    exact: bool


def mcnemar(first: ArrayLike, second: ArrayLike, *, exact: bool | None = None) -> McNemar:
    """Whether two models differ in how many of the same images they have right; two-sided.

    Only images on which exactly one is right tell something. The test takes images as independent: with several
    images a patient the p-value is too small.

    Args:
        first: `(N,)` whether the first model is right.
        second: `(N,)` whether the second is.
        exact: The binomial test; by default below `EXACT_BELOW` telling images.

    Source:
        McNemar, Psychometrika 12 (1947), 153-157; the correction is Edwards', Psychometrika 13 (1948), 185-187.

    Raises:
        ValueError: The lengths differ.

    >>> result = mcnemar([1, 1, 1, 1, 1, 1, 0], [0, 0, 0, 0, 0, 0, 1])
    >>> result.only_first, result.only_second, result.p_value
    (6, 1, 0.125)
    """
    a, b = np.asarray(first, dtype=bool), np.asarray(second, dtype=bool)
    if a.ndim != 1 or a.shape != b.shape:
        raise ValueError(f"both models must be judged on the same images, not {a.shape} and {b.shape}")
    more, less = int((a & ~b).sum()), int((b & ~a).sum())
    told = more + less
    if exact is None:
        exact = told < EXACT_BELOW
    if not told:
        p_value = 1.0
    elif exact:
        p_value = min(1.0, 2 * sum(math.comb(told, k) for k in range(min(more, less) + 1)) / 2**told)
    else:
        statistic = max(abs(more - less) - 1, 0) ** 2 / told
        p_value = math.erfc(math.sqrt(statistic / 2))
    return McNemar(more, less, p_value, exact)


def holm(p_values: Sequence[float]) -> list[float]:
    """p-values of several tests, raised so that the chance of any false alarm among them keeps its level.

    Source:
        Holm, "A simple sequentially rejective multiple test procedure", Scand. J. Statist. 6 (1979), 65-70.

    >>> holm([0.01, 0.04, 0.03])
    [0.03, 0.06, 0.06]
    """
    raised = [0.0] * len(p_values)
    least = 0.0
    for rank, index in enumerate(sorted(range(len(p_values)), key=lambda place: p_values[place])):
        least = max(least, min(1.0, (len(p_values) - rank) * p_values[index]))
        raised[index] = least
    return raised
