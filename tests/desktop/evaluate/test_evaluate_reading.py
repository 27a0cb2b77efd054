"""What was read once gives the same numbers as an evaluation from the command line."""

from __future__ import annotations

from core.evaluation import evaluate
from core.project.labels import Split
from desktop.evaluate.reading import ENSEMBLE, read


def test_numbers_are_those_of_the_evaluation(predicted):
    reading = read(predicted, Split.TEST)
    evaluation = evaluate(predicted, Split.TEST, boxes=False)
    assert {name: judged.to_json() for name, judged in reading.models.items()} == evaluation.to_json()["models"]
    whole = reading.with_ensemble(sorted(reading.models))
    assert whole.model(ENSEMBLE).to_json() == evaluation.to_json()["ensemble"]
    assert reading.class_sizes == (9, 7, 4)
    assert reading.left_out["no_class"] == 1


def test_an_ensemble_needs_two_classifiers_and_leaves_detectors_out(predicted):
    reading = read(predicted, Split.TEST)
    assert ENSEMBLE not in reading.with_ensemble(["resnet18-1", "retinanet_r18-1"]).models
    both = reading.with_ensemble(["resnet18-1", "mobilenet_v3_small-1", "retinanet_r18-1"])
    assert both.model(ENSEMBLE).members == ("resnet18-1", "mobilenet_v3_small-1")
    assert ENSEMBLE not in both.with_ensemble(["resnet18-1"]).models


def test_missing_photos_are_those_without_a_row(predicted):
    reading = read(predicted, Split.TEST)
    assert reading.missing("resnet18-1") == ()
    assert len(reading.missing("retinanet_r18-1")) == 2
    assert reading.missing("never-1") == reading.image_ids


def test_another_split_has_no_rows(predicted):
    reading = read(predicted, Split.TRAIN)
    assert not reading.has_rows("resnet18-1")
    assert len(reading) == 10
