"""How well a detector's boxes find the lesions people drew, in one value for a report."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from core.metrics.average_precision import AveragePrecision, average_precision
from core.metrics.box_table import UNMATCHED, match_greedily, overlapping, ranks
from core.metrics.detection import BoxScores

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from core.metrics.box_table import BoxTable

MATCH_IOU = 0.5
"""Least overlap at which a lesion counts as found."""
MATCH_SCORE = 0.3
"""Boxes with a lower score aren't matched: a detector gives up to 100, most of which nobody would be shown."""


@dataclass(frozen=True, slots=True, eq=False)
class BoxEvaluation:
    """A detector's boxes against human ones, over photographs with at least one human box.

    Photographs without a human box don't count: most have a diagnosis only, and their lesions were never drawn.

    Attributes:
        photographs: How many photographs count.
        matches: Lesions found and missed, and boxes on none, at `MATCH_IOU` and `MATCH_SCORE`, whatever their class.
        precision: Average precision by class, for which the class counts and no score is too low.
        mean_best_iou: See `best_ious`.
    """

    photographs: int
    matches: BoxScores
    precision: AveragePrecision
    mean_best_iou: float


def evaluate_boxes(truth: BoxTable, predicted: BoxTable, *, classes: int) -> BoxEvaluation:
    """All of it for the photographs with human boxes among those of both tables.

    >>> from core.metrics.box_table import box_table
    >>> human = box_table([0], [[0, 0, 10, 10]], [0], photographs=2)
    >>> boxes = box_table([0, 1], [[0, 0, 10, 10]] * 2, [0, 0], [0.9, 0.8], photographs=2)
    >>> result = evaluate_boxes(human, boxes, classes=2)
    >>> result.matches, round(result.precision.map_50, 3), result.mean_best_iou
    (BoxScores(found=1, missed=0, extra=0), 1.0, 1.0)
    """
    looked_at = np.flatnonzero(truth.counts)
    human, found = truth.of_photos(looked_at), predicted.of_photos(looked_at)
    ious = best_ious(human, found)
    return BoxEvaluation(
        photographs=len(looked_at),
        matches=box_matches(human, found),
        precision=average_precision(human, found, classes=classes),
        mean_best_iou=float(ious.mean()) if len(ious) else math.nan,
    )


def box_matches(
    truth: BoxTable, predicted: BoxTable, *, iou: float = MATCH_IOU, least_score: float = MATCH_SCORE
) -> BoxScores:
    """Lesions found and missed, and boxes on none, whatever their class."""
    sure = predicted.where(predicted.scores >= least_score)
    matched = match_greedily(overlapping(sure, truth), ranks(sure), iou=iou, humans=len(truth))
    found = int((matched != UNMATCHED).sum())
    return BoxScores(found, len(truth) - found, len(sure) - found)


def found_lesions(
    truth: BoxTable, predicted: BoxTable, *, iou: float = MATCH_IOU, least_score: float = MATCH_SCORE
) -> NDArray[np.bool_]:
    """`(T,)` whether each human box is matched, as `box_matches` counts them.

    >>> from core.metrics.box_table import box_table
    >>> human = box_table([0, 0], [[0, 0, 10, 10], [50, 50, 60, 60]], [0, 0], photographs=1)
    >>> found_lesions(human, box_table([0], [[0, 0, 10, 8]], [0], [0.9], photographs=1)).tolist()
    [True, False]
    """
    sure = predicted.where(predicted.scores >= least_score)
    matched = match_greedily(overlapping(sure, truth), ranks(sure), iou=iou, humans=len(truth))
    found = np.zeros(len(truth), dtype=bool)
    found[matched[matched != UNMATCHED]] = True
    return found


def best_ious(truth: BoxTable, predicted: BoxTable) -> NDArray[np.float64]:
    """`(N,)` how well each photograph's surest box lies on a human box, 0 to 1.

    The surest box is the one that names the photograph's class, whatever that class is; its IoU is that with the human
    box it overlaps most. A photograph in which nothing was detected counts 0, so that silence gains nothing.

    >>> from core.metrics.box_table import box_table
    >>> human = box_table([0, 1], [[0, 0, 10, 10]] * 2, [0, 0], photographs=2)
    >>> best_ious(human, box_table([0], [[0, 0, 10, 5]], [1], [0.9], photographs=2)).tolist()
    [0.5, 0.0]
    """
    best = predicted.where(ranks(predicted) == 0)
    pairs = overlapping(best, truth)
    found = np.zeros(truth.photographs)
    np.maximum.at(found, best.photos[pairs.predicted], pairs.iou)
    return found
