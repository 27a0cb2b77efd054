"""Which models the table ticks by itself."""

from __future__ import annotations

from dataclasses import replace

from core.model_colours import assign_colours, model_colours
from core.project.labels import Split
from core.project.records import Prediction
from desktop.evaluate.models import known_models, model_row, run_of_each
from desktop.evaluate.reading import read


def test_answers_out_of_fold_are_marked_and_not_ticked_beside_a_model_of_their_kind(predicted, runs):
    _, card = runs[0]
    made = replace(card, name="resnet18-oof-1").to_json() | {"out_of_fold": True}
    predicted.add_model("resnet18-oof-1", made, predicted.runs_folder / "resnet18-oof-1")
    images = predicted.images(split=Split.TEST)
    predicted.store_predictions(
        [Prediction("resnet18-oof-1", image.id, (0.8, 0.1, 0.1), None, (1, 2, 3)) for image in images]
    )
    models, reading = known_models(predicted), read(predicted, Split.TEST)
    assert models["resnet18-oof-1"].out_of_fold
    assert run_of_each(models, reading) == {"resnet18-1", "mobilenet_v3_small-1", "retinanet_r18-1"}
    folds = models["resnet18-oof-1"]
    row = model_row(folds.name, folds, reading, "#000000", checked=False, weights={})
    assert row.cells[0].endswith("out of fold")
    predicted.clear_predictions("resnet18-1")
    assert "resnet18-oof-1" in run_of_each(models, read(predicted, Split.TEST))


def test_models_have_the_colours_of_a_report(predicted, runs):
    _, card = runs[0]
    predicted.add_model("another_tools-1", replace(card, name="another_tools-1").to_json(), predicted.runs_folder / "x")
    predicted.store_predictions(
        [Prediction("another_tools-1", predicted.image_ids()[0], (0.8, 0.1, 0.1), None, (1, 2, 3))]
    )
    assert list(known_models(predicted))[-1] == "another_tools-1"
    assert assign_colours(known_models(predicted)) == model_colours(predicted)
