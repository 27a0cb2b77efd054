"""Boxes of many photographs in one table, and their greedy matching, all photographs at once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

UNMATCHED = -1


@dataclass(frozen=True, slots=True, eq=False)
class BoxTable:
    """B boxes of N photographs, in upright pixels x1, y1, x2, y2; classes are columns.

    Attributes:
        photos: `(B,)` position of each box's photograph, 0 to N - 1, rising.
        boxes: `(B, 4)`.
        classes: `(B,)`.
        scores: `(B,)` 0 to 1; 1 for human boxes.
        photographs: N; photographs without a box count too.
    """

    photos: NDArray[np.int64]
    boxes: NDArray[np.float64]
    classes: NDArray[np.int64]
    scores: NDArray[np.float64]
    photographs: int

    def __len__(self) -> int:
        return len(self.photos)

    @property
    def counts(self) -> NDArray[np.int64]:
        """`(N,)` boxes of each photograph."""
        found: NDArray[np.int64] = np.bincount(self.photos, minlength=self.photographs)
        return found

    def where(self, chosen: NDArray[np.bool_]) -> BoxTable:
        """Only some of the boxes, `(B,)`; of as many photographs."""
        return BoxTable(
            self.photos[chosen], self.boxes[chosen], self.classes[chosen], self.scores[chosen], self.photographs
        )

    def of_photos(self, chosen: NDArray[np.int64]) -> BoxTable:
        """The boxes of some photographs, `(M,)` rising positions, which become 0 to M - 1."""
        places = np.full(self.photographs, UNMATCHED)
        places[chosen] = np.arange(len(chosen))
        kept = places[self.photos] != UNMATCHED
        return BoxTable(places[self.photos[kept]], self.boxes[kept], self.classes[kept], self.scores[kept], len(chosen))


def box_table(
    photos: ArrayLike, boxes: ArrayLike, classes: ArrayLike, scores: ArrayLike | None = None, *, photographs: int
) -> BoxTable:
    """A table from anything array-like; scores are 1 where none are given."""
    places = np.asarray(photos, dtype=np.int64)
    return BoxTable(
        places,
        np.asarray(boxes, dtype=np.float64).reshape(-1, 4),
        np.asarray(classes, dtype=np.int64),
        np.ones(len(places)) if scores is None else np.asarray(scores, dtype=np.float64),
        photographs,
    )


@dataclass(frozen=True, slots=True, eq=False)
class Pairs:
    """Predicted and human boxes of the same photograph that overlap at all.

    Attributes:
        predicted: `(K,)` rows of the predicted table, rising.
        truth: `(K,)` rows of the human table, rising within one predicted box.
        iou: `(K,)` above 0 and at most 1.
    """

    predicted: NDArray[np.int64]
    truth: NDArray[np.int64]
    iou: NDArray[np.float64]

    def where(self, chosen: NDArray[np.bool_]) -> Pairs:
        """Only some of the pairs, `(K,)`."""
        return Pairs(self.predicted[chosen], self.truth[chosen], self.iou[chosen])


def overlapping(predicted: BoxTable, truth: BoxTable) -> Pairs:
    """All pairs that overlap.

    >>> mine = box_table([0, 1], [[0, 0, 10, 10], [0, 0, 5, 5]], [0, 0], photographs=2)
    >>> theirs = box_table([0, 0], [[0, 0, 10, 5], [50, 50, 60, 60]], [0, 0], photographs=2)
    >>> pairs = overlapping(mine, theirs)
    >>> pairs.predicted.tolist(), pairs.truth.tolist(), pairs.iou.tolist()
    ([0], [0], [0.5])
    """
    counts = truth.counts
    starts = np.cumsum(counts) - counts
    each = counts[predicted.photos]
    left = np.repeat(np.arange(len(predicted)), each)
    # Position within each predicted box's run of human boxes.
    within = np.arange(len(left)) - np.repeat(np.cumsum(each) - each, each)
    right = starts[predicted.photos[left]] + within
    a, b = predicted.boxes[left], truth.boxes[right]
    low, high = np.maximum(a[:, :2], b[:, :2]), np.minimum(a[:, 2:], b[:, 2:])
    overlap = np.prod(np.clip(high - low, 0.0, None), axis=1)
    union = np.prod(a[:, 2:] - a[:, :2], axis=1) + np.prod(b[:, 2:] - b[:, :2], axis=1) - overlap
    some = overlap > 0
    return Pairs(left[some], right[some], overlap[some] / union[some])


def ranks(table: BoxTable, *, by_class: bool = False) -> NDArray[np.int64]:
    """`(B,)` 0 for the surest box of its photograph (or of its photograph and class), 1 for the next; ties in order.

    >>> ranks(box_table([0, 0, 1], [[0, 0, 1, 1]] * 3, [0, 0, 0], [0.2, 0.9, 0.5], photographs=2)).tolist()
    [1, 0, 0]
    >>> boxes = box_table([0, 0, 0], [[0, 0, 1, 1]] * 3, [1, 0, 1], [0.9, 0.7, 0.5], photographs=1)
    >>> ranks(boxes, by_class=True).tolist()
    [0, 0, 1]
    """
    groups = table.photos
    # Detectors give the surest box of a photograph first, so there is mostly nothing to sort by score.
    ordered = bool(((groups[1:] > groups[:-1]) | (table.scores[1:] <= table.scores[:-1])).all())
    if by_class:
        groups = groups * (int(table.classes.max(initial=0)) + 1) + table.classes
    if not ordered:
        order = np.lexsort((-table.scores, groups))
    else:
        order = np.argsort(groups, kind="stable") if by_class else np.arange(len(table))
    found = np.empty(len(table), dtype=np.int64)
    sorted_groups = groups[order]
    first = np.flatnonzero(np.r_[True, sorted_groups[1:] != sorted_groups[:-1]]) if len(table) else np.zeros(0, int)
    sizes = np.diff(np.r_[first, len(table)])
    found[order] = np.arange(len(table)) - np.repeat(first, sizes)
    return found


def match_greedily(
    pairs: Pairs, ranked: NDArray[np.int64], *, iou: float, humans: int, last_of_equals: bool = False
) -> NDArray[np.int64]:
    """The surest box of each photograph takes the free human box it overlaps most, then the next, as VOC and COCO do.

    All photographs take their turns at once: first every surest box, then every second.

    Args:
        pairs: Of the boxes that may be matched.
        ranked: `(B,)` the turn of each predicted box, see `ranks`.
        iou: Least overlap of a pair.
        humans: Rows of the human table.
        last_of_equals: Of equally good human boxes take the last, as COCO's code does, not the first.

    Returns:
        `(B,)` rows of the human table, or `UNMATCHED`.
    """
    matched = np.full(len(ranked), UNMATCHED)
    free = np.ones(humans, dtype=bool)
    good = pairs.where(pairs.iou >= iou)
    turns = ranked[good.predicted]
    for turn in np.unique(turns):
        mine = turns == turn
        mine &= free[good.truth]
        predicted, truth, overlap = good.predicted[mine], good.truth[mine], good.iou[mine]
        tie = truth if last_of_equals else -truth
        order = np.lexsort((tie, overlap, predicted))
        predicted, truth = predicted[order], truth[order]
        best = np.r_[predicted[1:] != predicted[:-1], True] if len(predicted) else np.zeros(0, dtype=bool)
        matched[predicted[best]] = truth[best]
        free[truth[best]] = False
    return matched
