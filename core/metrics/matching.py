"""Which predicted box belongs to which human box."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from core.box_arrays import iou_matrix

if TYPE_CHECKING:
    from numpy.typing import ArrayLike


@dataclass(frozen=True, slots=True)
class Pair:
    """A predicted box and the human box it was matched to.

    Attributes:
        predicted: Index into the predicted boxes.
        truth: Index into the human boxes.
        iou: Intersection over union of the two, 0 to 1.
    """

    predicted: int
    truth: int
    iou: float


@dataclass(frozen=True, slots=True)
class Matching:
    """The outcome for one image.

    Attributes:
        pairs: Matched boxes, in order of falling score.
        missed: Indices of human boxes nothing was matched to.
        extra: Indices of predicted boxes matched to nothing, in order of falling score.
    """

    pairs: tuple[Pair, ...]
    missed: tuple[int, ...]
    extra: tuple[int, ...]


def match_boxes(
    predicted: ArrayLike,
    scores: ArrayLike,
    truth: ArrayLike,
    *,
    iou: float = 0.5,
    predicted_classes: ArrayLike | None = None,
    truth_classes: ArrayLike | None = None,
) -> Matching:
    """Greedy matching by score, as Pascal VOC and COCO do it: the surest box takes the free human box it overlaps most.

    Args:
        predicted: `(P, 4)` boxes x1, y1, x2, y2 in upright pixels.
        scores: `(P,)`.
        truth: `(T, 4)` human boxes in the same pixels.
        iou: Least overlap of a pair, above 0 and at most 1.
        predicted_classes: `(P,)`; with `truth_classes`, only boxes of one class can be matched.
        truth_classes: `(T,)`.

    Raises:
        ValueError: Lengths that don't fit, `iou` out of range, or classes given for one side only.

    >>> match_boxes([[0, 0, 9, 9]], [0.9], [[0, 0, 9, 9]], predicted_classes=[1], truth_classes=[2]).pairs
    ()
    >>> match_boxes([[0, 0, 10, 10], [0, 0, 9, 10]], [0.6, 0.9], [[0, 0, 10, 10], [50, 50, 60, 60]])
    Matching(pairs=(Pair(predicted=1, truth=0, iou=0.9),), missed=(1,), extra=(0,))
    """
    boxes = np.asarray(predicted, dtype=np.float64).reshape(-1, 4)
    targets = np.asarray(truth, dtype=np.float64).reshape(-1, 4)
    sureness = np.asarray(scores, dtype=np.float64)
    if sureness.shape != (len(boxes),):
        raise ValueError(f"{len(boxes)} boxes need as many scores, not {sureness.shape}")
    if not 0 < iou <= 1:
        raise ValueError(f"the IoU of a pair lies above 0 and at most at 1, not at {iou}")
    if (predicted_classes is None) != (truth_classes is None):
        raise ValueError("give the classes of both sides or of neither")
    overlap = iou_matrix(boxes, targets)
    if predicted_classes is not None and truth_classes is not None:
        mine, theirs = np.asarray(predicted_classes), np.asarray(truth_classes)
        if mine.shape != (len(boxes),) or theirs.shape != (len(targets),):
            raise ValueError("each box needs one class")
        overlap = np.where(mine[:, None] == theirs[None, :], overlap, 0.0)

    free = np.ones(len(targets), dtype=bool)
    pairs: list[Pair] = []
    extra: list[int] = []
    for index in np.argsort(-sureness, kind="stable"):
        row = np.where(free, overlap[index], 0.0)
        best = int(row.argmax()) if len(row) else -1
        if best >= 0 and row[best] >= iou:
            free[best] = False
            pairs.append(Pair(int(index), best, float(row[best])))
        else:
            extra.append(int(index))
    return Matching(tuple(pairs), tuple(int(index) for index in np.flatnonzero(free)), tuple(extra))
