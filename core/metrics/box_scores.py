"""How well a detector's boxes find the lesions people drew, in one value for a report."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from core.box_arrays import box_array
from core.metrics.average_precision import AveragePrecision, average_precision
from core.metrics.detection import BoxScores, ImageBoxes, box_scores, mean_best_iou
from core.metrics.matching import match_boxes

if TYPE_CHECKING:
    from collections.abc import Sequence

    from core.project.labels import LesionBox
    from core.project.records import PredictedBox

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
        mean_best_iou: See `core.metrics.detection.mean_best_iou`.
    """

    photographs: int
    matches: BoxScores
    precision: AveragePrecision
    mean_best_iou: float


def image_boxes(
    drawn: Sequence[Sequence[LesionBox]], found: Sequence[Sequence[PredictedBox]], class_ids: Sequence[int]
) -> list[ImageBoxes]:
    """Boxes of the photographs that have human ones, as arrays.

    Args:
        drawn: Human boxes by photograph.
        found: Predicted boxes by photograph, in the same order.
        class_ids: The class id of each column.
    """
    columns = {class_id: column for column, class_id in enumerate(class_ids)}
    return [
        ImageBoxes(
            box_array([entry.box for entry in human]),
            np.array([columns[entry.class_id] for entry in human], dtype=np.int64),
            box_array([entry.box for entry in predicted]),
            np.array([entry.score for entry in predicted], dtype=np.float64),
            np.array([columns[entry.class_id] for entry in predicted], dtype=np.int64),
        )
        for human, predicted in zip(drawn, found, strict=True)
        if human
    ]


def evaluate_boxes(images: Sequence[ImageBoxes], *, classes: int) -> BoxEvaluation:
    """All of it for photographs with human boxes.

    >>> box, one = np.array([[0.0, 0.0, 10.0, 10.0]]), np.array([0])
    >>> result = evaluate_boxes([ImageBoxes(box, one, box, np.array([0.9]), one)], classes=2)
    >>> result.matches, round(result.precision.map_50, 3), result.mean_best_iou
    (BoxScores(found=1, missed=0, extra=0), 1.0, 1.0)
    """
    matchings = []
    for image in images:
        sure = image.scores >= MATCH_SCORE
        matchings.append(match_boxes(image.predicted[sure], image.scores[sure], image.truth, iou=MATCH_IOU))
    return BoxEvaluation(
        photographs=len(images),
        matches=box_scores(matchings),
        precision=average_precision(images, classes=classes),
        mean_best_iou=mean_best_iou(images) if images else math.nan,
    )
