"""Photographs that look alike to a network, or of which the models say nearly the same."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    from core.review.queue import Review


@dataclass(frozen=True, slots=True)
class Near:
    """Photographs near to one.

    Attributes:
        ids: The nearest first.
        by_features: Whether they are near by what a network sees in them; else by what the models say of them.
    """

    ids: tuple[int, ...] = ()
    by_features: bool = False


def neighbours(review: Review, image_id: int, *, count: int) -> Near:
    """The photographs nearest to one: by what a network sees in it where that was worked out, else by the models."""
    if review.embeddings is not None and (found := review.embeddings.nearest(image_id, count=count)):
        return Near(tuple(found), by_features=True)
    ids = review.opinions.image_ids
    places = np.flatnonzero(ids == image_id)
    if not len(places) or not len(review.opinions.classes):
        return Near()
    rows = nearest(review.opinions.ensemble(trained=True), int(places[0]), count=count)
    return Near(tuple(ids[rows].tolist()))


def nearest(probabilities: ArrayLike, row: int, *, count: int) -> NDArray[np.int64]:
    """Rows with the probabilities nearest to those of one row, the nearest first; itself and rows of NaN left out.

    Distance is Hellinger's, which, unlike Euclid's, tells 1 % from 0.1 %.

    >>> nearest([[0.9, 0.1], [0.1, 0.9], [0.8, 0.2], [float("nan")] * 2], 0, count=2).tolist()
    [2, 1]
    """
    values = np.asarray(probabilities, dtype=np.float64)
    if np.isnan(values[row]).any():
        return np.zeros(0, dtype=np.int64)
    known = np.flatnonzero(~np.isnan(values).any(axis=1))
    known = known[known != row]
    distance = ((np.sqrt(values[known]) - np.sqrt(values[row])) ** 2).sum(axis=1)
    found: NDArray[np.int64] = known[np.argsort(distance, kind="stable")[:count]]
    return found
