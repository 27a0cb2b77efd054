"""Mean average precision of a detector's boxes, as COCO defines it."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from core.metrics.detection import ImageBoxes

MAX_BOXES = 100
"""Predicted boxes of one photograph that count, the surest first."""


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


def average_precision(images: Sequence[ImageBoxes], *, classes: int) -> AveragePrecision:
    """COCO's box average precision over photographs, through faster-coco-eval.

    Predicted boxes on photographs without a human box count as false: leave photographs out that nobody looked at.

    Args:
        images: The photographs.
        classes: C, the number of classes.

    Source:
        Lin et al., "Microsoft COCO", ECCV 2014, arXiv 1405.0312, and its evaluation code: 101 recall points, boxes of
        all sizes, at most `MAX_BOXES` a photograph.

    >>> from core.metrics.detection import ImageBoxes
    >>> box, one = np.array([[0.0, 0.0, 10.0, 10.0]]), np.array([0])
    >>> result = average_precision([ImageBoxes(box, one, box / [1, 1, 1, 1.25], np.array([0.9]), one)], classes=2)
    >>> round(result.map_50, 3), round(result.map_50_95, 3), result.at_50.tolist()
    (1.0, 0.7, [1.0, nan])
    """
    unknown = np.full(classes, math.nan)
    if not any(len(image.truth) for image in images):
        return AveragePrecision(unknown, unknown)
    # Here, since it brings cv2 and C++ along, which most commands do without.
    from faster_coco_eval import COCO, COCOeval_faster  # type: ignore[import-untyped,unused-ignore]

    human, found = _coco(images, classes)
    truth = COCO(human, print_function=_quiet)
    # An empty list has no columns, by which loadRes tells boxes from masks.
    given = truth.loadRes(found) if found else COCO({**human, "annotations": []}, print_function=_quiet)
    judge = COCOeval_faster(truth, given, iouType="bbox", print_function=_quiet)
    judge.params.maxDets = [MAX_BOXES]
    judge.params.areaRng, judge.params.areaRngLbl = [[0, math.inf]], ["all"]
    judge.evaluate()
    judge.accumulate()
    # Precision by IoU, recall, class, size and number of boxes; -1 where a class has no human box.
    table = np.asarray(judge.eval["precision"], dtype=np.float64)[:, :, :, 0, -1]
    table = np.where(table < 0, math.nan, table)
    return AveragePrecision(table[0].mean(axis=0), table.mean(axis=(0, 1)))


def _coco(images: Sequence[ImageBoxes], classes: int) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """Human boxes as COCO's data set, and predicted ones as its results; ids start at 1, as 0 means none there."""
    human: list[dict[str, Any]] = []
    found: list[dict[str, Any]] = []
    for number, image in enumerate(images, start=1):
        for (x1, y1, x2, y2), column in zip(image.truth.tolist(), image.truth_classes.tolist(), strict=True):
            human.append(
                {
                    "id": len(human) + 1,
                    "image_id": number,
                    "category_id": column + 1,
                    "bbox": [x1, y1, x2 - x1, y2 - y1],
                    "area": (x2 - x1) * (y2 - y1),
                    "iscrowd": 0,
                }
            )
        rows = zip(image.predicted.tolist(), image.predicted_classes.tolist(), image.scores.tolist(), strict=True)
        for (x1, y1, x2, y2), column, score in rows:
            found.append(
                {
                    "image_id": number,
                    "category_id": column + 1,
                    "bbox": [x1, y1, x2 - x1, y2 - y1],
                    "score": score,
                }
            )
    data = {
        "images": [{"id": number} for number in range(1, len(images) + 1)],
        "categories": [{"id": column + 1, "name": str(column)} for column in range(classes)],
        "annotations": human,
    }
    return data, found


def _quiet(*_: object) -> None:
    """Takes what COCO's code would print."""


def _mean(values: NDArray[np.float64]) -> float:
    known = values[~np.isnan(values)]
    return float(known.mean()) if known.size else math.nan
