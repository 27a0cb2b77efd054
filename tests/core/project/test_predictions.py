from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from core.errors import ProjectError, UnknownModel
from core.geometry import Box
from core.project.labels import Edit, ImageLabels, Split, new_box, with_boxes
from core.project.records import PredictedBox, PredictedModel, Prediction

HUMAN = ("images", "boxes", "history", "classes", "roots")
IDS = (1, 2, 3)


@pytest.fixture
def modelled(filled, classes):
    """A project with a classifier `cnn-1` and a detector `det-1` that have predicted nothing yet."""
    rows = classes.to_json()
    for name, architecture, task in (("cnn-1", "densenet121", "classification"), ("det-1", "retinanet", "detection")):
        card = {"architecture": architecture, "task": task, "classes": rows, "mean": [0.5]}
        filled.add_model(name, card, filled.runs_folder / name)
    return filled


def vector(image_id, *values, model="cnn-1"):
    return Prediction(model, image_id, values, None, IDS)


def found(image_id, *boxes, model="det-1"):
    return Prediction(model, image_id, None, boxes, IDS)


HIT = PredictedBox(Box(0.1, 0.2, 30.3, 40.4), 2, 0.987654321)
MISS = PredictedBox(Box(5, 5, 9, 9), 3, 0.06)


def without_ids(predictions):
    return [
        replace(p, boxes=None if p.boxes is None else tuple(replace(box, id=None) for box in p.boxes))
        for p in predictions
    ]


def test_predictions_come_back_as_they_went_in(modelled):
    stored = [vector(1, 0.1, 0.2, 0.7), vector(2, 1 / 3, 1 / 3, 1 / 3), found(1, HIT, MISS), found(2)]
    modelled.store_predictions(stored[::-1])

    assert without_ids(modelled.predictions()) == stored
    assert without_ids(modelled.predictions(1)) == [stored[0], stored[2]]
    assert without_ids(modelled.predictions(models=["det-1"])) == stored[2:]
    modelled.set_splits({1: Split.TEST, 2: Split.TEST, 3: Split.TRAIN}, what="by hand")
    assert without_ids(modelled.predictions(split=Split.TEST)) == stored
    assert modelled.predictions(split=Split.TRAIN) == []
    assert modelled.predicted_models() == [
        PredictedModel("cnn-1", "densenet121", "classification", IDS, 2),
        PredictedModel("det-1", "retinanet", "detection", IDS, 2),
    ]


def test_finding_nothing_is_not_the_same_as_not_looking(modelled):
    modelled.store_predictions([found(1)])

    (prediction,) = modelled.predictions()
    assert prediction.boxes == ()
    assert prediction.probabilities is None
    assert modelled.predictions(2) == []
    assert [model.name for model in modelled.predicted_models()] == ["det-1"]


def test_predicting_again_replaces(modelled):
    modelled.store_predictions([found(1, HIT), found(2, HIT), vector(1, 1, 0, 0)])
    first = modelled.predictions(1, models=["det-1"])[0].boxes[0].id

    modelled.store_predictions([found(1, MISS), vector(1, 0, 1, 0)])
    assert without_ids(modelled.predictions()) == [vector(1, 0, 1, 0), found(1, MISS), found(2, HIT)]
    assert modelled.predictions(1, models=["det-1"])[0].boxes[0].id > first


def test_the_last_of_several_for_one_photograph_counts(modelled):
    modelled.store_predictions([found(1, HIT), found(1, MISS)])

    assert without_ids(modelled.predictions()) == [found(1, MISS)]


def test_human_rows_stay_byte_for_byte(modelled, dump):
    modelled.apply(Edit(1, ImageLabels(), with_boxes(ImageLabels(), (new_box(Box(1, 1, 9, 9), 1),)), "Draw box"))
    before = dump(modelled, *HUMAN)

    modelled.store_predictions([found(1, HIT), found(2, HIT, MISS), vector(1, 0, 0, 1)])
    assert dump(modelled, *HUMAN) == before
    modelled.store_predictions([found(1, MISS)])
    assert dump(modelled, *HUMAN) == before
    assert modelled.clear_predictions("det-1") == 2
    assert modelled.clear_predictions("cnn-1") == 1
    assert modelled.clear_predictions("cnn-1") == 0
    assert dump(modelled, *HUMAN) == before
    assert dump(modelled, "predictions", "predicted_boxes") == {"predictions": [], "predicted_boxes": []}


def test_an_accepted_box_outlives_its_prediction_and_its_parent_never_means_another(modelled, dump):
    modelled.store_predictions([found(1, MISS, HIT)])
    chosen = modelled.predictions(1)[0].boxes[1]
    accepted = new_box(chosen.box, chosen.class_id, parent=chosen.id)
    modelled.apply(Edit(1, ImageLabels(), with_boxes(ImageLabels(), (accepted,)), "Accept box"))
    before = dump(modelled, *HUMAN)

    modelled.clear_predictions("det-1")
    assert dump(modelled, *HUMAN) == before
    assert modelled.labels(1).boxes == (accepted,)

    modelled.store_predictions([found(2, HIT, MISS, HIT)])
    assert all(box.id > chosen.id for box in modelled.predictions(2)[0].boxes)


@pytest.mark.parametrize(
    ("prediction", "says"),
    [
        (vector(1, 0.5, 0.5), "one finite probability"),
        (vector(1, 0.5, 0.5, float("nan")), "one finite probability"),
        (Prediction("cnn-1", 1, (0.5, 0.5), None, (1, 2)), "other classes"),
        (Prediction("det-1", 1, None, None, IDS), "neither"),
        (found(1, PredictedBox(Box(0, 0, 5, 5), 9, 0.5)), "class or score"),
        (found(1, PredictedBox(Box(0, 0, 5, 5), 1, float("inf"))), "class or score"),
        (vector(77, 1, 0, 0), "77"),
    ],
)
def test_a_prediction_that_does_not_fit_is_refused_with_all_others(modelled, prediction, says):
    with pytest.raises(ProjectError, match=says):
        modelled.store_predictions([found(2, HIT), prediction])
    assert modelled.predictions() == []


def test_unknown_models_are_named_with_those_there_are(modelled):
    with pytest.raises(UnknownModel, match="cnn-1, det-1"):
        modelled.store_predictions([vector(1, 1, 0, 0, model="gpt")])
    with pytest.raises(UnknownModel, match="cnn-1, det-1"):
        modelled.clear_predictions("gpt")
    with pytest.raises(UnknownModel, match="gpt"):
        modelled.predictions(models=["gpt"])
    with pytest.raises(UnknownModel, match="gpt"):
        modelled.model_card("gpt")


def test_a_model_keeps_its_card_and_folder(modelled, classes, tmp_path):
    assert modelled.model_card("cnn-1")["mean"] == [0.5]
    assert modelled.model_folder("cnn-1") == modelled.runs_folder / "cnn-1"
    outside = tmp_path / "elsewhere"
    modelled.add_model("cnn-1", {"architecture": "x", "task": "t", "classes": classes.to_json()}, outside)
    assert modelled.model_folder("cnn-1") == outside
    with pytest.raises(ProjectError, match="cnn-2"):
        modelled.add_model("cnn-2", {"architecture": "x"}, Path("x"))


def test_a_card_with_other_classes_cannot_take_over_stored_predictions(modelled, classes):
    modelled.store_predictions([vector(1, 1, 0, 0)])
    card = {"architecture": "densenet121", "task": "classification", "classes": classes.to_json()[:2]}

    with pytest.raises(ProjectError, match="other classes"):
        modelled.add_model("cnn-1", card, modelled.runs_folder)
    modelled.clear_predictions("cnn-1")
    modelled.add_model("cnn-1", card, modelled.runs_folder)


def test_many_predictions_are_stored_in_slices(project, photos, photo, classes):
    project.add_images(photos, [photo(f"{n:04}.jpg") for n in range(450)])
    card = {"architecture": "r", "task": "detection", "classes": classes.to_json()}
    project.add_model("det-1", card, project.runs_folder / "det-1")
    stored = [found(n, *(HIT for _ in range(n % 3))) for n in range(1, 451)]

    project.store_predictions(stored)
    project.store_predictions(stored)
    assert without_ids(project.predictions()) == stored


def test_a_photograph_whose_content_changed_keeps_no_answers_to_the_old_one(modelled, photos, photo):
    first = modelled.images()[0]
    others = [vector(image_id, 1, 0, 0) for image_id in modelled.image_ids() if image_id != first.id]
    modelled.store_predictions([vector(first.id, 0.1, 0.2, 0.7), found(first.id, HIT), *others])

    resaved = photo(first.relative_path, content="other bytes", width=first.width, height=first.height)
    modelled.add_images(photos, [resaved])

    assert modelled.image(first.id).sha256 == resaved.sha256
    assert without_ids(modelled.predictions()) == others
