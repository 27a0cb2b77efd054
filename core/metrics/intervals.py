"""How far a share can be trusted: 95 % intervals over images, and over patients where one brings several images.

Images of one patient resemble each other, so ten of them tell less than ten patients do. The intervals that take
`groups`, `(N,)` integers that say whose image each is, count that; without groups every image stands for itself.
"""

from __future__ import annotations

import math
from statistics import NormalDist
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from numpy.typing import ArrayLike, NDArray

    Statistic = Callable[[NDArray[np.float64]], NDArray[np.float64]]
    """From weights `(R, N)`, how often each of R resamples drew each image, to `(R,)` values; NaN where undefined."""

RESAMPLES = 1000
_CHUNK = 4_000_000
"""Weights held at once: 32 MB."""


def wilson_interval(correct: int, n: int, *, confidence: float = 0.95) -> tuple[float, float]:
    """Wilson's score interval of a share, each end 0 to 1; `(0, 1)` for no images: nothing is known.

    It stays honest for the few images of a rare class, where the usual normal interval gives a width of 0.

    Source:
        Wilson, "Probable inference", JASA 22 (1927), 209-212.

    Raises:
        ValueError: Not 0 <= correct <= n, or confidence isn't between 0 and 1.

    >>> low, high = wilson_interval(8, 10)
    >>> round(low, 3), round(high, 3)
    (0.49, 0.943)
    """
    if not 0 <= correct <= n:
        raise ValueError(f"{correct} right of {n} images is impossible")
    return _wilson(correct / n if n else 0.0, float(n), confidence)


def grouped_wilson_interval(hits: ArrayLike, groups: ArrayLike, *, confidence: float = 0.95) -> tuple[float, float]:
    """Wilson's interval with as many images as the patients are worth, each end 0 to 1; `(0, 1)` for no images.

    The number of images is divided by the design effect: the variance of the share between patients over what
    independent images would have; never below 1, so that the interval is at least as wide as over images. Where all
    images are right, or all wrong, nothing tells how alike a patient's images are, and the number of patients counts.

    Args:
        hits: `(N,)` whether each image is right.
        groups: `(N,)` whose image each is.
        confidence: Above 0 and below 1.

    Source:
        Rao and Scott, "A simple method for the analysis of clustered binary data", Biometrics 48 (1992), 577-585.

    Raises:
        ValueError: Lengths differ, or confidence isn't between 0 and 1.

    >>> [round(end, 3) for end in grouped_wilson_interval([1, 1, 1, 0], [0, 1, 2, 3])]
    [0.301, 0.954]
    >>> [round(end, 3) for end in grouped_wilson_interval([1] * 9 + [0] * 3, [0, 0, 0, 1, 1, 1, 2, 2, 2, 3, 3, 3])]
    [0.269, 0.961]
    """
    right = np.asarray(hits, dtype=np.float64)
    members, count = _groups(groups, len(right))
    n = len(right)
    if not n:
        return _wilson(0.0, 0.0, confidence)
    share = float(right.mean())
    if share in (0.0, 1.0) or count == 1:
        return _wilson(share, float(count), confidence)
    alone = share * (1 - share) / (n - 1)
    rest = np.bincount(members, weights=right - share, minlength=count)
    between = count / (count - 1) * float(rest @ rest) / n**2
    return _wilson(share, n / max(between / alone, 1.0), confidence)


def bootstrap_intervals(
    statistics: Mapping[str, Statistic],
    *,
    n: int,
    groups: ArrayLike | None = None,
    resamples: int = RESAMPLES,
    confidence: float = 0.95,
    seed: int = 0,
) -> dict[str, tuple[float, float]]:
    """Percentile bootstrap: the statistics of many samples drawn with replacement, images or whole patients.

    All statistics see the same resamples. A resample in which one is undefined, such as a class without images, is
    left out of its interval.

    Args:
        statistics: By name; see `share`, `class_mean` and `core.metrics.ranking.resampled_auroc`.
        n: N, the number of images.
        groups: `(N,)` whose image each is; then patients are drawn, each with all their images.
        resamples: How many samples; 1000 settle an end to about a tenth of the interval's width.
        confidence: Above 0 and below 1.
        seed: The same seed draws the same samples.

    Returns:
        Lower and upper end by name; NaN where the statistic was never defined.

    Source:
        Efron and Tibshirani, "An Introduction to the Bootstrap" (1993), chapter 13; whole patients as in Field and
        Welsh, "Bootstrapping clustered data", JRSS B 69 (2007), 369-390.

    Raises:
        ValueError: `groups` is not `(N,)`, or `resamples` or `confidence` is out of range.

    >>> ends = bootstrap_intervals({"accuracy": share([1] * 80 + [0] * 20)}, n=100)["accuracy"]
    >>> [round(end, 2) for end in ends]
    [0.72, 0.88]
    """
    if resamples < 1:
        raise ValueError(f"a bootstrap needs at least one resample, not {resamples}")
    _check(confidence)
    if not n:
        return dict.fromkeys(statistics, (math.nan, math.nan))
    members, count = (np.arange(n), n) if groups is None else _groups(groups, n)
    random = np.random.default_rng(seed)
    found: dict[str, list[NDArray[np.float64]]] = {name: [] for name in statistics}
    rows = max(1, _CHUNK // max(n, count))
    for start in range(0, resamples, rows):
        size = min(rows, resamples - start)
        drawn = random.integers(0, count, (size, count)) + count * np.arange(size)[:, None]
        times = np.bincount(drawn.ravel(), minlength=size * count).reshape(size, count).astype(np.float64)
        weights = times if groups is None else times[:, members]
        for name, statistic in statistics.items():
            found[name].append(statistic(weights))
    tail = (1 - confidence) / 2
    return {name: _quantiles(np.concatenate(values), tail) for name, values in found.items()}


def share(hits: ArrayLike) -> Statistic:
    """The share of images that are right, for `bootstrap_intervals`; of images drawn twice, twice.

    >>> share([1, 0])(np.array([[1.0, 1.0], [2.0, 0.0]])).tolist()
    [0.5, 1.0]
    """
    right = np.asarray(hits, dtype=np.float64)

    def statistic(weights: NDArray[np.float64]) -> NDArray[np.float64]:
        return _ratio(weights @ right, weights.sum(axis=1))

    return statistic


def class_mean(truth: ArrayLike, predicted: ArrayLike, *, classes: int) -> Statistic:
    """Balanced accuracy for `bootstrap_intervals`: the mean share over the classes that were drawn.

    >>> class_mean([0, 0, 1], [0, 1, 1], classes=2)(np.array([[1.0, 1.0, 1.0], [1.0, 1.0, 0.0]])).tolist()
    [0.75, 0.5]
    """
    true = np.asarray(truth, dtype=np.int64)
    member = np.eye(classes)[true]
    right = member * (true == np.asarray(predicted, dtype=np.int64))[:, None]

    def statistic(weights: NDArray[np.float64]) -> NDArray[np.float64]:
        had = weights @ member
        shares = np.divide(weights @ right, had, out=np.zeros_like(had), where=had > 0)
        return _ratio(shares.sum(axis=1), (had > 0).sum(axis=1).astype(np.float64))

    return statistic


def _wilson(share: float, n: float, confidence: float) -> tuple[float, float]:
    _check(confidence)
    if n == 0:
        return (0.0, 1.0)
    z = NormalDist().inv_cdf((1 + confidence) / 2)
    centre = share + z * z / (2 * n)
    reach = z * math.sqrt(share * (1 - share) / n + z * z / (4 * n * n))
    scale = 1 + z * z / n
    return (max(0.0, (centre - reach) / scale), min(1.0, (centre + reach) / scale))


def _groups(groups: ArrayLike, n: int) -> tuple[NDArray[np.int64], int]:
    given = np.asarray(groups)
    if given.shape != (n,):
        raise ValueError(f"{n} images need as many groups, not {given.shape}")
    names, members = np.unique(given, return_inverse=True)
    return members.astype(np.int64), len(names)


def _check(confidence: float) -> None:
    if not 0 < confidence < 1:
        raise ValueError(f"confidence lies between 0 and 1, not at {confidence}")


def _quantiles(values: NDArray[np.float64], tail: float) -> tuple[float, float]:
    known = values[~np.isnan(values)]
    if not known.size:
        return (math.nan, math.nan)
    low, high = np.quantile(known, [tail, 1 - tail])
    return (float(low), float(high))


def _ratio(part: NDArray[np.float64], whole: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.divide(part, whole, out=np.full_like(whole, np.nan), where=whole > 0)
