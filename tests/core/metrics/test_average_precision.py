"""Average precision against pycocotools and faster-coco-eval, and what it must leave alone."""

from __future__ import annotations

import contextlib
import io
import math
import subprocess
import sys
import tempfile
from dataclasses import dataclass, replace

import numpy as np
import pytest
from faster_coco_eval import COCO as FasterCOCO
from faster_coco_eval import COCOeval_faster
from pycocotools.coco import COCO
from pycocotools.cocoeval import COCOeval

from core.metrics.average_precision import average_precision, detection_curve, prepare_boxes
from core.metrics.box_scores import box_matches, evaluate_boxes
from core.metrics.box_table import BoxTable, box_table
from core.metrics.matching import match_boxes

CLASSES = 4


@dataclass(frozen=True)
class ImageBoxes:
    """Human and predicted boxes of one photograph."""

    truth: np.ndarray
    truth_classes: np.ndarray
    predicted: np.ndarray
    scores: np.ndarray
    predicted_classes: np.ndarray


def tables(images: list[ImageBoxes]) -> tuple[BoxTable, BoxTable]:
    """Human and predicted boxes of all photographs."""
    n = len(images)

    def stacked(parts, shape):
        return np.concatenate([np.zeros(shape), *parts])

    human = np.repeat(np.arange(n), [len(image.truth) for image in images])
    found = np.repeat(np.arange(n), [len(image.predicted) for image in images])
    return (
        box_table(
            human,
            stacked([image.truth for image in images], (0, 4)),
            stacked([image.truth_classes for image in images], 0),
            photographs=n,
        ),
        box_table(
            found,
            stacked([image.predicted for image in images], (0, 4)),
            stacked([image.predicted_classes for image in images], 0),
            stacked([image.scores for image in images], 0),
            photographs=n,
        ),
    )


def photographs(n: int = 40, *, seed: int = 0, per_image: int = 6) -> list[ImageBoxes]:
    """One to three lesions each of the first three classes; predicted boxes near them and astray; some silent."""
    rng = np.random.default_rng(seed)
    made = []
    for number in range(n):
        corners = rng.uniform(0, 2000, (rng.integers(1, 4), 2))
        truth = np.hstack([corners, corners + rng.uniform(20, 900, corners.shape)])
        truth_classes = rng.integers(0, 3, len(truth))
        take = rng.integers(0, len(truth), 0 if number % 9 == 0 else per_image)
        predicted = truth[take] + rng.normal(0, 30, (len(take), 4))
        predicted[:, 2:] = np.maximum(predicted[:, 2:], predicted[:, :2] + 5)
        wrong = rng.integers(0, CLASSES, len(take))
        classes = np.where(rng.random(len(take)) < 0.7, truth_classes[take], wrong)
        made.append(ImageBoxes(truth, truth_classes, predicted, rng.random(len(take)), classes))
    return made


def reference(images: list[ImageBoxes], data_set, evaluator) -> tuple[float, float]:
    """mAP 50:95 and mAP 50 as one of COCO's evaluators gives them."""

    def box(x1, y1, x2, y2):
        return [x1, y1, x2 - x1, y2 - y1]

    human, found = [], []
    for number, image in enumerate(images, start=1):
        for coordinates, column in zip(image.truth.tolist(), image.truth_classes.tolist(), strict=True):
            area = (coordinates[2] - coordinates[0]) * (coordinates[3] - coordinates[1])
            common = {"image_id": number, "category_id": column + 1, "bbox": box(*coordinates)}
            human.append({"id": len(human) + 1, "iscrowd": 0, "area": area, **common})
        rows = zip(image.predicted.tolist(), image.predicted_classes.tolist(), image.scores.tolist(), strict=True)
        found += [
            {"image_id": number, "category_id": column + 1, "bbox": box(*coordinates), "score": score}
            for coordinates, column, score in rows
        ]
    with contextlib.redirect_stdout(io.StringIO()):
        truth = data_set()
        truth.dataset = {
            "images": [{"id": number} for number in range(1, len(images) + 1)],
            "categories": [{"id": column + 1} for column in range(CLASSES)],
            "annotations": human,
            "info": {},
        }
        truth.createIndex()
        judge = evaluator(truth, truth.loadRes(found), "bbox")
        judge.evaluate()
        judge.accumulate()
        judge.summarize()
    return float(judge.stats[0]), float(judge.stats[1])


@pytest.mark.parametrize(("data_set", "evaluator"), [(COCO, COCOeval), (FasterCOCO, COCOeval_faster)])
@pytest.mark.parametrize(("seed", "per_image"), [(0, 6), (1, 2), (2, 130)])
def test_it_is_that_of_pycocotools_and_of_faster_coco_eval(seed, per_image, data_set, evaluator):
    images = photographs(seed=seed, per_image=per_image)
    result = average_precision(*tables(images), classes=CLASSES)
    all_ious, at_50 = reference(images, data_set, evaluator)
    assert result.map_50_95 == pytest.approx(all_ious, abs=1e-9)
    assert result.map_50 == pytest.approx(at_50, abs=1e-9)
    assert 0.05 < all_ious < at_50 < 1
    assert np.isnan(result.at_50).tolist() == [False, False, False, True]


def test_silence_is_zero_and_no_lesion_is_nan():
    none = np.zeros((0, 4))
    nothing = (none, np.zeros(0), np.zeros(0, dtype=int))
    silent = average_precision(*tables([ImageBoxes(np.array([[0.0, 0, 9, 9]]), np.array([1]), *nothing)]), classes=2)
    assert (silent.map_50, silent.map_50_95) == (0.0, 0.0)
    empty = average_precision(*tables([ImageBoxes(none, np.zeros(0, dtype=int), *nothing)]), classes=2)
    assert math.isnan(empty.map_50)
    assert math.isnan(average_precision(*tables([]), classes=2).map_50_95)


def test_it_prints_nothing_and_leaves_no_file(capfd, tmp_path, monkeypatch):
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr(tempfile, "tempdir", None)
    average_precision(*tables(photographs(5)), classes=CLASSES)
    assert capfd.readouterr() == ("", "")
    assert list(tmp_path.iterdir()) == []


def test_no_evaluator_of_others_is_imported():
    code = "import sys, core.evaluation; sys.exit(any(m in sys.modules for m in ('faster_coco_eval', 'cv2', 'torch')))"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_a_detectors_boxes_in_one_value():
    human = np.array([[0.0, 0, 100, 100]])
    seven, three = np.array([1]), np.array([0])
    images = [
        ImageBoxes(human, seven, np.array([[0.0, 0, 100, 90], [300, 300, 400, 400]]), np.array([0.9, 0.8]),
                   np.array([0, 1])),
        ImageBoxes(human[:0], seven[:0], np.array([[0.0, 0, 10, 10]]), np.array([0.9]), three),
        ImageBoxes(human, seven, human, np.array([0.2]), seven),
    ]  # fmt: skip
    result = evaluate_boxes(*tables(images), classes=2)
    assert result.photographs == 2
    # The surest box counts for its place whatever its class, and one too unsure to be shown is no find.
    assert result.mean_best_iou == pytest.approx((0.9 + 1.0) / 2)
    assert (result.matches.found, result.matches.missed, result.matches.extra) == (1, 1, 1)
    assert math.isnan(result.precision.at_50[0])
    assert 0 < result.precision.map_50 < 1


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("iou", [0.3, 0.5, 0.8])
def test_all_photographs_at_once_are_matched_as_one_by_one(seed, iou):
    images = photographs(seed=seed, per_image=9)
    # Equal scores and equal boxes, which is where an order could go wrong.
    images = [replace(image, scores=np.round(image.scores, 1)) for image in images]
    images.append(
        ImageBoxes(np.array([[0.0, 0, 9, 9]] * 2), np.zeros(2), np.array([[0.0, 0, 9, 9]] * 3), np.ones(3), np.zeros(3))
    )
    one_by_one = [
        match_boxes(image.predicted[sure], image.scores[sure], image.truth, iou=iou)
        for image in images
        for sure in [image.scores >= 0.3]
    ]
    counts = box_matches(*tables(images), iou=iou, least_score=0.3)
    assert counts.found == sum(len(matching.pairs) for matching in one_by_one) > 0
    assert counts.missed == sum(len(matching.missed) for matching in one_by_one)
    assert counts.extra == sum(len(matching.extra) for matching in one_by_one)


def test_the_curve_ends_where_all_boxes_count():
    images = photographs()
    human, found = tables(images)
    curve = detection_curve(prepare_boxes(human, found), column=1, iou=0.5)
    assert curve.average == pytest.approx(average_precision(human, found, classes=CLASSES).at_50[1])
    mine = found.classes == 1
    assert curve.scores[-1] == found.scores[mine].min()
    assert curve.recall[-1] * (human.classes == 1).sum() == pytest.approx(curve.precision[-1] * mine.sum())
    assert (np.diff(curve.scores) < 0).all()
    assert (np.diff(curve.recall) >= 0).all()
    assert math.isnan(detection_curve(prepare_boxes(human, found), column=3, iou=0.5).average)
    assert len(detection_curve(prepare_boxes(human, found), column=None, iou=0.5).scores) == len(
        np.unique(found.scores)
    )
