"""What a detector says about a whole photograph, and how well its boxes find the lesions."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from core.box_arrays import iou_matrix
from core.metrics.classification import NO_DETECTION

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import ArrayLike, NDArray

    from core.metrics.matching import Matching


def detector_image_class(class_ids: Sequence[int], scores: Sequence[float]) -> int | None:
    """The class of the box with the highest score (He et al., equation 3); None where there is no box.

    Of equal scores the first wins, which is the order the detector gave.

    Raises:
        ValueError: Not one score a box.

    >>> detector_image_class([3, 7, 3], [0.2, 0.9, 0.5])
    7
    >>> detector_image_class([], []) is None
    True
    """
    if len(class_ids) != len(scores):
        raise ValueError(f"{len(class_ids)} boxes and {len(scores)} scores")
    if not len(class_ids):
        return None
    return int(class_ids[int(np.argmax(np.asarray(scores, dtype=np.float64)))])


@dataclass(frozen=True, slots=True)
class BoxScores:
    """How many lesions the boxes found, over many images.

    Attributes:
        found: Human boxes matched by a predicted one.
        missed: Human boxes matched by none.
        extra: Predicted boxes on no human box.
    """

    found: int
    missed: int
    extra: int

    @property
    def precision(self) -> float:
        """Share of predicted boxes that are on a lesion, 0 to 1; NaN where nothing was predicted."""
        return self.found / (self.found + self.extra) if self.found + self.extra else math.nan

    @property
    def recall(self) -> float:
        """Share of lesions that were found, 0 to 1; NaN where there are none."""
        return self.found / (self.found + self.missed) if self.found + self.missed else math.nan

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall, 0 to 1; NaN where there is no box on either side."""
        whole = 2 * self.found + self.missed + self.extra
        return 2 * self.found / whole if whole else math.nan


def box_scores(matchings: Iterable[Matching]) -> BoxScores:
    """Counts over the matchings of many images.

    >>> from core.metrics.matching import match_boxes
    >>> scores = box_scores([match_boxes([[0, 0, 9, 9]], [0.9], [[0, 0, 9, 9], [20, 20, 30, 30]])])
    >>> scores.precision, scores.recall
    (1.0, 0.5)
    """
    found = missed = extra = 0
    for matching in matchings:
        found += len(matching.pairs)
        missed += len(matching.missed)
        extra += len(matching.extra)
    return BoxScores(found, missed, extra)


@dataclass(frozen=True, slots=True, eq=False)
class ImageBoxes:
    """Human and predicted boxes of one photograph, in upright pixels x1, y1, x2, y2; classes are columns.

    Attributes:
        truth: `(T, 4)` human boxes.
        truth_classes: `(T,)`.
        predicted: `(P, 4)` predicted boxes.
        scores: `(P,)` their scores, 0 to 1.
        predicted_classes: `(P,)`.
    """

    truth: NDArray[np.float64]
    truth_classes: NDArray[np.int64]
    predicted: NDArray[np.float64]
    scores: NDArray[np.float64]
    predicted_classes: NDArray[np.int64]


def mean_best_iou(images: Iterable[ImageBoxes]) -> float:
    """Mean over photographs with human boxes of how well the surest box lies on one of them, 0 to 1; NaN for none.

    The surest box is the one that names the photograph's class, whatever that class is; its IoU is that with the human
    box it overlaps most. A photograph in which nothing was detected counts 0, so that silence gains nothing.

    >>> none, box = np.zeros((0, 4)), np.array([[0.0, 0.0, 10.0, 10.0]])
    >>> good = ImageBoxes(box, np.array([0]), box / [1, 1, 1, 2], np.array([0.9]), np.array([1]))
    >>> silent = ImageBoxes(box, np.array([0]), none, np.zeros(0), np.zeros(0, dtype=int))
    >>> mean_best_iou([good, silent])
    0.25
    """
    found = []
    for image in images:
        if len(image.truth):
            best = image.predicted[[int(image.scores.argmax())]] if len(image.scores) else np.zeros((0, 4))
            found.append(float(iou_matrix(best, image.truth).max(initial=0.0)))
    return math.fsum(found) / len(found) if found else math.nan


def no_detection_rate(predicted: ArrayLike) -> float:
    """Share of photographs in which a detector found no box, 0 to 1; NaN for no photographs.

    Args:
        predicted: `(N,)` columns or `NO_DETECTION`.

    >>> no_detection_rate([3, NO_DETECTION, 0, 0])
    0.25
    """
    guess = np.asarray(predicted, dtype=np.int64)
    return float((guess == NO_DETECTION).mean()) if guess.size else math.nan
