"""Average precision against pycocotools, and what it must leave alone."""

from __future__ import annotations

import contextlib
import io
import math
import subprocess
import sys
import tempfile

import numpy as np
import pytest
from pycocotools.coco import COCO
from pycocotools.cocoeval import COCOeval

from core.geometry import Box
from core.metrics.average_precision import average_precision
from core.metrics.box_scores import evaluate_boxes, image_boxes
from core.metrics.detection import ImageBoxes
from core.project.labels import new_box
from core.project.records import PredictedBox

CLASSES = 4


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


def reference(images: list[ImageBoxes]) -> tuple[float, float]:
    """mAP 50:95 and mAP 50 as pycocotools gives them."""

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
        truth = COCO()
        truth.dataset = {
            "images": [{"id": number} for number in range(1, len(images) + 1)],
            "categories": [{"id": column + 1} for column in range(CLASSES)],
            "annotations": human,
            "info": {},
        }
        truth.createIndex()
        judge = COCOeval(truth, truth.loadRes(found), "bbox")
        judge.evaluate()
        judge.accumulate()
        judge.summarize()
    return float(judge.stats[0]), float(judge.stats[1])


@pytest.mark.parametrize(("seed", "per_image"), [(0, 6), (1, 2), (2, 130)])
def test_it_is_pycocotools(seed, per_image):
    images = photographs(seed=seed, per_image=per_image)
    result = average_precision(images, classes=CLASSES)
    all_ious, at_50 = reference(images)
    assert result.map_50_95 == pytest.approx(all_ious, abs=1e-9)
    assert result.map_50 == pytest.approx(at_50, abs=1e-9)
    assert 0.05 < all_ious < at_50 < 1
    assert np.isnan(result.at_50).tolist() == [False, False, False, True]


def test_silence_is_zero_and_no_lesion_is_nan():
    none = np.zeros((0, 4))
    nothing = (none, np.zeros(0), np.zeros(0, dtype=int))
    silent = average_precision([ImageBoxes(np.array([[0.0, 0, 9, 9]]), np.array([1]), *nothing)], classes=2)
    assert (silent.map_50, silent.map_50_95) == (0.0, 0.0)
    empty = average_precision([ImageBoxes(none, np.zeros(0, dtype=int), *nothing)], classes=2)
    assert math.isnan(empty.map_50)
    assert math.isnan(average_precision([], classes=2).map_50_95)


def test_it_prints_nothing_and_leaves_no_file(capfd, tmp_path, monkeypatch):
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr(tempfile, "tempdir", None)
    average_precision(photographs(5), classes=CLASSES)
    assert capfd.readouterr() == ("", "")
    assert list(tmp_path.iterdir()) == []


def test_the_evaluator_is_imported_when_it_is_needed():
    code = "import sys, core.evaluation; sys.exit(any(m in sys.modules for m in ('faster_coco_eval', 'cv2', 'torch')))"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_a_detectors_boxes_in_one_value():
    human = (new_box(Box(0, 0, 100, 100), 7),)
    drawn = [human, (), human]
    found = [
        (PredictedBox(Box(0, 0, 100, 90), 3, 0.9), PredictedBox(Box(300, 300, 400, 400), 7, 0.8)),
        (PredictedBox(Box(0, 0, 10, 10), 3, 0.9),),
        (PredictedBox(Box(0, 0, 100, 100), 7, 0.2),),
    ]
    result = evaluate_boxes(image_boxes(drawn, found, (3, 7)), classes=2)
    assert result.photographs == 2
    # The surest box counts for its place whatever its class, and one too unsure to be shown is no find.
    assert result.mean_best_iou == pytest.approx((0.9 + 1.0) / 2)
    assert (result.matches.found, result.matches.missed, result.matches.extra) == (1, 1, 1)
    assert math.isnan(result.precision.at_50[0])
    assert 0 < result.precision.map_50 < 1
