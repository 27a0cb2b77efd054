"""Whether a probability means what it says: of photographs given 80 %, 80 % should be right. And how to mend it."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

BINS = 15
"""As in Guo et al."""
LEAST = 1e-12
"""Probabilities are taken as at least this, so that their logarithm is finite."""
COLDEST, HOTTEST = 0.05, 20.0
"""Range of temperatures: where all validation images are right no finite one is best, and the coldest is taken."""


@dataclass(frozen=True, slots=True)
class Reliability:
    """Images by the probability of the class the model chose, in B bins of equal width.

    Attributes:
        edges: `(B + 1,)` from 0 to 1; a bin holds its upper edge, not its lower one.
        counts: `(B,)` images.
        confidence: `(B,)` mean probability of the chosen class; NaN for an empty bin.
        accuracy: `(B,)` share of them that are right; NaN for an empty bin.
    """

    edges: NDArray[np.float64]
    counts: NDArray[np.int64]
    confidence: NDArray[np.float64]
    accuracy: NDArray[np.float64]

    @property
    def expected_error(self) -> float:
        """Expected calibration error: mean gap between confidence and accuracy over images, 0 to 1; NaN for none."""
        n = int(self.counts.sum())
        return float(np.nansum(self.counts * np.abs(self.accuracy - self.confidence)) / n) if n else math.nan


def reliability(truth: ArrayLike, probabilities: ArrayLike, *, bins: int = BINS) -> Reliability:
    """Reliability of the chosen class's probability.

    Args:
        truth: `(N,)` columns.
        probabilities: `(N, C)`, rows that add up to 1.
        bins: B, 1 or more.

    Source:
        Guo et al., "On calibration of modern neural networks", ICML 2017, arXiv 1706.04599, equations 2 and 3.

    Raises:
        ValueError: The shapes don't fit, or there is no bin.

    >>> bars = reliability([0, 0, 1, 1], [[0.9, 0.1], [0.9, 0.1], [0.9, 0.1], [0.2, 0.8]], bins=2)
    >>> bars.counts.tolist(), bars.accuracy.tolist(), round(bars.expected_error, 3)
    ([0, 4], [nan, 0.75], 0.125)
    """
    true, values = _checked(truth, probabilities)
    if bins < 1:
        raise ValueError(f"reliability needs at least one bin, not {bins}")
    edges = np.linspace(0, 1, bins + 1)
    chosen = values.argmax(axis=1) if len(values) else np.zeros(0, dtype=np.int64)
    sure = values[np.arange(len(values)), chosen]
    place = confidence_bins(values, bins=bins)
    counts = np.bincount(place, minlength=bins)
    whole = counts.astype(np.float64)
    empty = np.full(bins, np.nan)
    confidence = np.divide(np.bincount(place, sure, bins), whole, out=empty.copy(), where=whole > 0)
    accuracy = np.divide(np.bincount(place, chosen == true, bins), whole, out=empty, where=whole > 0)
    return Reliability(edges, counts.astype(np.int64), confidence, accuracy)


def confidence_bins(probabilities: ArrayLike, *, bins: int = BINS) -> NDArray[np.int64]:
    """`(N,)` the bin of `reliability` that each image is in, 0 to B - 1.

    >>> confidence_bins([[0.9, 0.1], [0.5, 0.5]], bins=2).tolist()
    [1, 0]
    """
    values = np.asarray(probabilities, dtype=np.float64)
    if not len(values):
        return np.zeros(0, dtype=np.int64)
    places: NDArray[np.int64] = np.searchsorted(np.linspace(0, 1, bins + 1)[1:-1], values.max(axis=1), side="left")
    return places


def expected_calibration_error(truth: ArrayLike, probabilities: ArrayLike, *, bins: int = BINS) -> float:
    """`Reliability.expected_error`, 0 to 1; NaN for no images.

    >>> expected_calibration_error([0, 1], [[1.0, 0.0], [0.0, 1.0]])
    0.0
    """
    return reliability(truth, probabilities, bins=bins).expected_error


def negative_log_likelihood(truth: ArrayLike, probabilities: ArrayLike) -> float:
    """Mean of -log of the true class's probability, in nats, 0 is perfect; NaN for no images.

    >>> round(negative_log_likelihood([0, 1], [[0.5, 0.5], [0.5, 0.5]]), 4)
    0.6931
    """
    true, values = _checked(truth, probabilities)
    if not len(true):
        return math.nan
    return float(-np.log(np.clip(values[np.arange(len(true)), true], LEAST, 1)).mean())


def fit_temperature(truth: ArrayLike, probabilities: ArrayLike) -> float:
    """The temperature T for which `scale_temperature` makes the probabilities most likely; above 1 for a boaster.

    From probabilities alone: their logarithms are the logits up to a constant a row, which softmax doesn't see. The
    loss is convex in 1 / T, so Newton's steps, halved in where they leave the bracket, find its only minimum.

    Args:
        truth: `(N,)` columns of validation images, not of those the model is judged on.
        probabilities: `(N, C)`.

    Returns:
        `COLDEST` to `HOTTEST`; 1 where there is no image.

    Source:
        Guo et al., arXiv 1706.04599, section 4.2.

    Raises:
        ValueError: The shapes don't fit.

    >>> fit_temperature([0, 0, 0, 1], [[0.99, 0.01]] * 4) > 4
    True
    >>> round(fit_temperature([0, 0, 0, 1], [[0.75, 0.25]] * 4), 6)
    1.0
    """
    true, values = _checked(truth, probabilities)
    if not len(true):
        return 1.0
    logits = np.log(np.clip(values, LEAST, None))
    mine = logits[np.arange(len(true)), true]

    def slope(factor: float) -> tuple[float, float]:
        """First and second derivative of the loss by 1 / T."""
        spread = np.exp(factor * (logits - logits.max(axis=1, keepdims=True)))
        spread /= spread.sum(axis=1, keepdims=True)
        mean = (spread * logits).sum(axis=1)
        return float((mean - mine).mean()), float(((spread * logits**2).sum(axis=1) - mean**2).mean())

    low, high = 1 / HOTTEST, 1 / COLDEST
    if slope(low)[0] >= 0:
        # Flat where all classes are equally probable: then no temperature changes anything.
        return 1.0 if slope(low)[1] <= 1e-15 else HOTTEST
    if slope(high)[0] <= 0:
        return COLDEST
    factor = 1.0
    for _ in range(100):
        first, second = slope(factor)
        low, high = (low, factor) if first > 0 else (factor, high)
        step = factor - first / second if second > 0 else math.inf
        following = step if low < step < high else (low + high) / 2
        if abs(following - factor) <= 1e-10 * factor:
            break
        factor = following
    return 1 / factor


def scale_temperature(probabilities: ArrayLike, temperature: float) -> NDArray[np.float64]:
    """Probabilities `(N, C)` softened (T above 1) or sharpened (below 1); the chosen class stays the same.

    Raises:
        ValueError: The temperature isn't above 0.

    >>> scale_temperature([[0.9, 0.1]], 2.0).round(3).tolist()
    [[0.75, 0.25]]
    """
    if not temperature > 0:
        raise ValueError(f"a temperature is above 0, not {temperature}")
    logits = np.log(np.clip(np.asarray(probabilities, dtype=np.float64), LEAST, None)) / temperature
    spread = np.exp(logits - logits.max(axis=1, keepdims=True))
    scaled: NDArray[np.float64] = spread / spread.sum(axis=1, keepdims=True)
    return scaled


def _checked(truth: ArrayLike, probabilities: ArrayLike) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    true, values = np.asarray(truth, dtype=np.int64), np.asarray(probabilities, dtype=np.float64)
    if values.ndim != 2 or true.shape != values.shape[:1]:
        raise ValueError(f"calibration needs truth (N,) and probabilities (N, C), not {true.shape} and {values.shape}")
    return true, values
