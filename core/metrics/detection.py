"""What a detector says about a whole photograph, and how well its boxes find the lesions."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from core.metrics.classification import NO_DETECTION

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import ArrayLike

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


def no_detection_rate(predicted: ArrayLike) -> float:
    """Share of photographs in which a detector found no box, 0 to 1; NaN for no photographs.

    Args:
        predicted: `(N,)` columns or `NO_DETECTION`.

    >>> no_detection_rate([3, NO_DETECTION, 0, 0])
    0.25
    """
    guess = np.asarray(predicted, dtype=np.int64)
    return float((guess == NO_DETECTION).mean()) if guess.size else math.nan
