"""In which order to label photographs: those first that the models can learn most from. Pure, on stored rows."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

import numpy as np

from core.project.arrays import STATES
from core.project.labels import ImageState
from core.review.class_findings import top_box

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    from core.review.opinions import Opinions

MOST_SPREAD = 1000
"""So many photographs are put in order by diversity; each costs a look at all others."""


class Order(StrEnum):
    """What makes a photograph worth labelling next."""

    UNCERTAINTY = "uncertainty"
    DISAGREEMENT = "disagreement"
    DIVERSITY = "diversity"
    RARITY = "rarity"


def without_boxes(opinions: Opinions) -> NDArray[np.int64]:
    """Positions of the photographs without boxes, a class or none, that nobody has put aside."""
    open_states = [STATES.index(ImageState.NEW), STATES.index(ImageState.LABELLED)]
    found: NDArray[np.int64] = np.flatnonzero(
        (opinions.human.counts == 0) & np.isin(opinions.labels.states, open_states)
    )
    return found


def in_order(opinions: Opinions, chosen: NDArray[np.int64], order: Order) -> NDArray[np.int64]:
    """These positions, the most worthwhile first; those no model was asked about come last, in their order."""
    ensemble = opinions.ensemble(trained=True)[chosen]
    if order is Order.DIVERSITY:
        return chosen[spread(ensemble)]
    if order is Order.UNCERTAINTY:
        worth = uncertainty(ensemble)
    elif order is Order.RARITY:
        worth = rarity(ensemble, opinions.given[opinions.counted])
    else:
        worth = _disagreement(opinions, chosen)
    return chosen[np.argsort(-np.nan_to_num(worth, nan=-1.0), kind="stable")]


def uncertainty(probabilities: ArrayLike) -> NDArray[np.float64]:
    """`(N,)` entropy over its largest value, 0 to 1; NaN for rows of NaN.

    >>> uncertainty([[0.5, 0.5], [1.0, 0.0]]).tolist()
    [1.0, 0.0]
    """
    values = np.asarray(probabilities, dtype=np.float64)
    logs = np.log(np.where(values > 0, values, 1.0))
    found: NDArray[np.float64] = -(values * logs).sum(axis=1) / np.log(max(2, values.shape[1])) + 0.0
    return found


def disagreement(members: ArrayLike) -> NDArray[np.float64]:
    """`(N,)` how far K models `(K, N, C)` differ: the entropy of their mean less the mean of their entropies.

    A model whose row is NaN said nothing of that photograph and doesn't count; one that is alone differs by 0 from
    itself, and where there is none it is NaN.

    Source: Houlsby et al., "Bayesian active learning" (BALD), arXiv 1112.5745, with models for samples.

    >>> disagreement([[[1.0, 0.0]], [[0.0, 1.0]]]).tolist()
    [1.0]
    >>> nan = float("nan")
    >>> disagreement([[[1.0, 0.0], [nan, nan]], [[0.0, 1.0], [nan, nan]], [[nan, nan], [nan, nan]]]).tolist()
    [1.0, nan]
    """
    values = np.asarray(members, dtype=np.float64)
    known: NDArray[np.bool_] = np.asarray(~np.isnan(values).any(axis=2))
    number = known.sum(axis=0)
    each = np.where(known, np.stack([uncertainty(rows) for rows in values]), 0.0).sum(axis=0)
    mean = np.where(known[:, :, None], values, 0.0).sum(axis=0) / np.maximum(number, 1)[:, None]
    found: NDArray[np.float64] = np.where(number > 0, uncertainty(mean) - each / np.maximum(number, 1), np.nan)
    return found


def rarity(probabilities: ArrayLike, labelled: ArrayLike) -> NDArray[np.float64]:
    """`(N,)` expected rarity of the class, given the `(M,)` columns labelled so far; NaN for rows of NaN.

    >>> rarity([[1.0, 0.0], [0.0, 1.0]], [0, 0, 0]).round(3).tolist()
    [0.2, 0.8]
    """
    values = np.asarray(probabilities, dtype=np.float64)
    counts = np.bincount(np.asarray(labelled, dtype=np.int64), minlength=values.shape[1]) + 1.0
    found: NDArray[np.float64] = values @ (1.0 - counts / counts.sum())
    return found


def spread(probabilities: ArrayLike) -> NDArray[np.int64]:
    """`(N,)` rows such that each is as far as can be from those before it; rows of NaN last.

    Greedy k-centre (Sener and Savarese, arXiv 1708.00489) on Hellinger's distance of the probabilities; beyond
    `MOST_SPREAD` rows follow as they are.

    >>> spread([[1.0, 0.0], [0.9, 0.1], [0.0, 1.0]]).tolist()
    [0, 2, 1]
    """
    values = np.sqrt(np.asarray(probabilities, dtype=np.float64))
    known = np.flatnonzero(~np.isnan(values).any(axis=1)) if values.size else np.zeros(0, dtype=np.int64)
    taken: list[int] = []
    distance = np.full(len(known), np.inf)
    for _ in range(min(len(known), MOST_SPREAD)):
        place = int(distance.argmax())
        taken.append(place)
        distance = np.minimum(distance, ((values[known] - values[known[place]]) ** 2).sum(axis=1))
        distance[taken] = -1.0
    rest = np.setdiff1d(np.arange(len(values)), known[taken])
    found: NDArray[np.int64] = np.concatenate([known[taken], rest]).astype(np.int64)
    return found


def _disagreement(opinions: Opinions, chosen: NDArray[np.int64]) -> NDArray[np.float64]:
    """Disagreement of the classifiers that answered; a detector that names another class adds as much as it is sure.

    NaN where no model was asked; a detector alone has nothing to disagree with.
    """
    members = [values[chosen] for values in opinions.probabilities.values()]
    worth = disagreement(members) if members else np.full(len(chosen), np.nan)
    ensemble = opinions.ensemble(trained=True)[chosen]
    for detector in opinions.found:
        said, score = top_box(opinions, detector)
        known = ~np.isnan(ensemble).any(axis=1) & (said[chosen] >= 0)
        best = np.where(known, np.nan_to_num(ensemble).argmax(axis=1), -1) if ensemble.shape[1] else said[chosen]
        worth = np.where(np.isnan(worth) & opinions.asked[detector][chosen], 0.0, worth)
        worth = worth + np.where(known & (best != said[chosen]), score[chosen], 0.0)
    return worth
