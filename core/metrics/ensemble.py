"""EnsembleNet: CNNs that vote with their probabilities. Arithmetic on stored rows, so no network runs."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from numpy.typing import ArrayLike, NDArray


MOST_MEMBERS = 8
"""Classifiers of which all ensembles are made: of 8 there are 255, of 12 already 4,095."""


def ensemble_probabilities(
    members: Sequence[ArrayLike], *, weights: Sequence[float] | None = None
) -> NDArray[np.float64]:
    """EnsembleNet(x) = sum over k of softmax_k(x) (He et al., section IV-A), divided by K so that rows add up to 1.

    Args:
        members: K arrays `(N, C)` of probabilities, the same images in the same order.
        weights: K weights, not negative and not all 0; all 1 where not given, as in the paper.

    Returns:
        `(N, C)` probabilities.

    Raises:
        ValueError: No members, shapes that differ, or weights that fit neither.

    >>> ensemble_probabilities([[[0.9, 0.1]], [[0.2, 0.8]]]).round(3).tolist()
    [[0.55, 0.45]]
    >>> ensemble_probabilities([[[0.9, 0.1]], [[0.2, 0.8]]], weights=[3, 1]).round(3).tolist()
    [[0.725, 0.275]]
    """
    arrays = [np.asarray(member, dtype=np.float64) for member in members]
    if not arrays:
        raise ValueError("an ensemble needs at least one member")
    if any(array.ndim != 2 or array.shape != arrays[0].shape for array in arrays):
        raise ValueError(f"members must all be (N, C) of one shape, not {[array.shape for array in arrays]}")
    factors = np.ones(len(arrays)) if weights is None else np.asarray(weights, dtype=np.float64)
    if factors.shape != (len(arrays),) or (factors < 0).any() or not factors.sum() > 0:
        raise ValueError("weights must be one number a member, none negative and not all 0")
    summed = factors[0] * arrays[0]
    for factor, array in zip(factors[1:], arrays[1:], strict=True):
        summed += factor * array
    total = summed.sum(axis=1, keepdims=True)
    if not (total > 0).all():
        raise ValueError("a row of probabilities adds up to 0")
    normalised: NDArray[np.float64] = summed / total
    return normalised


def subsets(names: Sequence[str]) -> list[tuple[str, ...]]:
    """All 2^K - 1 choices of at least one name, small ones first.

    >>> subsets(["a", "b"])
    [('a',), ('b',), ('a', 'b')]
    """
    return [chosen for size in range(1, len(names) + 1) for chosen in combinations(names, size)]


def subset_probabilities(members: Mapping[str, ArrayLike]) -> Iterator[tuple[tuple[str, ...], NDArray[np.float64]]]:
    """Each of the 2^K - 1 subsets with its ensemble's `(N, C)` probabilities, small subsets first.

    >>> rows = {"resnet50-1": [[0.9, 0.1]], "densenet121-1": [[0.2, 0.8]]}
    >>> [(len(chosen), values.round(2).tolist()) for chosen, values in subset_probabilities(rows)]
    [(1, [[0.9, 0.1]]), (1, [[0.2, 0.8]]), (2, [[0.55, 0.45]])]
    """
    for chosen in subsets(list(members)):
        yield chosen, ensemble_probabilities([members[name] for name in chosen])
