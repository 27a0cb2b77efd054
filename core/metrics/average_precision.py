"""Mean average precision of a detector's boxes, as COCO defines it, and the curve it is the area of."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from core.metrics.box_table import UNMATCHED, match_greedily, overlapping, ranks

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from core.metrics.box_table import BoxTable, Pairs

MAX_BOXES = 100
"""Predicted boxes of one photograph and class that count, the surest first."""
IOUS = tuple(round(0.5 + 0.05 * step, 2) for step in range(10))
RECALLS = np.linspace(0, 1, 101)


@dataclass(frozen=True, slots=True, eq=False)
class AveragePrecision:
    """Average precision by class, 0 to 1; NaN for a class without a human box, which counts nowhere.

    Attributes:
        at_50: `(C,)` with an IoU of at least 0.50 taken as found.
        at_50_95: `(C,)` mean over the IoUs 0.50, 0.55, ... 0.95.
    """

    at_50: NDArray[np.float64]
    at_50_95: NDArray[np.float64]

    @property
    def map_50(self) -> float:
        """Mean over classes, 0 to 1; NaN where there is no human box at all."""
        return _mean(self.at_50)

    @property
    def map_50_95(self) -> float:
        """Mean over classes, 0 to 1; NaN where there is no human box at all."""
        return _mean(self.at_50_95)


@dataclass(frozen=True, slots=True, eq=False)
class DetectionCurve:
    """Precision and recall of a class's boxes as the score they need falls.

    Attributes:
        scores: `(P,)` the least score, falling; one point a different score.
        precision: `(P,)` share of boxes of at least this score that are on a lesion of their class.
        recall: `(P,)` share of lesions found by them.
        average: Area under the curve as COCO takes it; NaN without a lesion.
    """

    scores: NDArray[np.float64]
    precision: NDArray[np.float64]
    recall: NDArray[np.float64]
    average: float


@dataclass(frozen=True, slots=True, eq=False)
class PreparedBoxes:
    """Boxes ready to be matched within their class; see `prepare_boxes`.

    Attributes:
        truth: Human boxes.
        found: Those of a detector's that count.
        pairs: Overlapping ones of one class.
        turns: `(B,)` of each in `found`, see `core.metrics.box_table.ranks`.
    """

    truth: BoxTable
    found: BoxTable
    pairs: Pairs
    turns: NDArray[np.int64]


def average_precision(truth: BoxTable, predicted: BoxTable, *, classes: int) -> AveragePrecision:
    """COCO's box average precision over photographs.

    Predicted boxes on photographs without a human box count as false: leave photographs out that nobody looked at.

    Args:
        truth: Human boxes.
        predicted: A detector's.
        classes: C, the number of classes.

    Source:
        Lin et al., "Microsoft COCO", ECCV 2014, arXiv 1405.0312, and its evaluation code: 101 recall points, boxes of
        all sizes, at most `MAX_BOXES` a photograph. Equal to pycocotools (tested).

    >>> from core.metrics.box_table import box_table
    >>> human = box_table([0], [[0, 0, 10, 10]], [0], photographs=1)
    >>> result = average_precision(human, box_table([0], [[0, 0, 10, 8]], [0], [0.9], photographs=1), classes=2)
    >>> round(result.map_50, 3), round(result.map_50_95, 3), result.at_50.tolist()
    (1.0, 0.7, [1.0, nan])
    """
    lesions = np.bincount(truth.classes, minlength=classes)
    prepared = prepare_boxes(truth, predicted)
    found = prepared.found
    table = np.full((len(IOUS), classes), math.nan)
    order = np.argsort(-found.scores, kind="stable")
    columns = [order[found.classes[order] == column] for column in range(classes)]
    for row, iou in enumerate(IOUS):
        hits = lesion_hits(prepared, iou)
        for column in np.flatnonzero(lesions):
            table[row, column] = _area(hits[columns[column]], int(lesions[column]))
    return AveragePrecision(table[0], table.mean(axis=0))


def detection_curve(
    boxes: PreparedBoxes, *, column: int | None, iou: float, hits: NDArray[np.bool_] | None = None
) -> DetectionCurve:
    """Precision against recall of one class's boxes; of all classes, each box matched within its own, for None.

    Args:
        boxes: See `prepare_boxes`.
        column: Of the class.
        iou: Least overlap of a found lesion.
        hits: `lesion_hits` of this IoU, where they are known.

    >>> from core.metrics.box_table import box_table
    >>> human = box_table([0], [[0, 0, 10, 10]], [0], photographs=1)
    >>> boxes = box_table([0, 0], [[0, 0, 10, 9], [50, 50, 60, 60]], [0, 0], [0.9, 0.4], photographs=1)
    >>> curve = detection_curve(prepare_boxes(human, boxes), column=0, iou=0.5)
    >>> curve.scores.tolist(), curve.precision.tolist(), curve.recall.tolist(), round(curve.average, 6)
    ([0.9, 0.4], [1.0, 0.5], [1.0, 1.0], 1.0)
    """
    truth, found = boxes.truth, boxes.found
    lesions = len(truth) if column is None else int((truth.classes == column).sum())
    hits = lesion_hits(boxes, iou) if hits is None else hits
    order = np.argsort(-found.scores, kind="stable")
    if column is not None:
        order = order[found.classes[order] == column]
    right, scores = np.cumsum(hits[order]), found.scores[order]
    last = np.r_[scores[1:] != scores[:-1], True] if len(scores) else np.zeros(0, dtype=bool)
    given = np.arange(1, len(order) + 1)
    return DetectionCurve(
        scores=scores[last],
        precision=(right / given)[last],
        recall=right[last] / lesions if lesions else np.full(int(last.sum()), math.nan),
        average=_area(hits[order], lesions) if lesions else math.nan,
    )


def prepare_boxes(truth: BoxTable, predicted: BoxTable) -> PreparedBoxes:
    """Work that no IoU and no class changes, done once for several curves."""
    turns = ranks(predicted, by_class=True)
    found = predicted.where(turns < MAX_BOXES)
    pairs = overlapping(found, truth)
    alike = pairs.where(found.classes[pairs.predicted] == truth.classes[pairs.truth])
    return PreparedBoxes(truth, found, alike, turns[turns < MAX_BOXES])


def lesion_hits(boxes: PreparedBoxes, iou: float) -> NDArray[np.bool_]:
    """`(B,)` whether each of a detector's boxes that count is on a lesion of its class that no surer box took."""
    # COCO's code lets a pair a hair below the threshold pass, and prefers the last of equally good boxes.
    least = min(iou, 1 - 1e-10)
    matched = match_greedily(boxes.pairs, boxes.turns, iou=least, humans=len(boxes.truth), last_of_equals=True)
    right: NDArray[np.bool_] = matched != UNMATCHED
    return right


def _area(hits: NDArray[np.bool_], lesions: int) -> float:
    """Mean over 101 recalls of the best precision at that recall or a higher one; hits by falling score."""
    if not len(hits):
        return 0.0
    right = np.cumsum(hits)
    precision = right / np.arange(1, len(hits) + 1)
    best = np.maximum.accumulate(precision[::-1])[::-1]
    places = np.searchsorted(right / lesions, RECALLS, side="left")
    reached = places < len(hits)
    return float(best[places[reached]].sum() / len(RECALLS))


def _mean(values: NDArray[np.float64]) -> float:
    known = values[~np.isnan(values)]
    return float(known.mean()) if known.size else math.nan
