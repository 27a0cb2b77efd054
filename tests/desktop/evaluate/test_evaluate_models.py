"""Which models the table ticks by itself."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from click.testing import CliRunner

from core.cli.main import cli
from core.jobs.job import RunResult, RunState
from core.model_colours import assign_colours, model_colours
from core.project.labels import Split
from core.project.records import Prediction
from core.reporting.content import gather
from desktop.evaluate.models import chosen_runs, known_models, model_row
from desktop.evaluate.reading import ENSEMBLE, read


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
    assert chosen_runs(models, reading) == {"resnet18-1", "mobilenet_v3_small-1", "retinanet_r18-1"}
    folds = models["resnet18-oof-1"]
    row = model_row(folds.name, folds, reading, "#000000", checked=False, weights={})
    assert row.cells[0].endswith("out of fold")
    predicted.clear_predictions("resnet18-1")
    assert "resnet18-oof-1" in chosen_runs(models, read(predicted, Split.TEST))


@pytest.fixture
def several(predicted, make_run):
    """Runs that came after resnet18-1: one was broken off, the last has only seen photographs for training."""
    made = {}
    for number, (state, split) in enumerate(
        [(RunState.COMPLETED, Split.TEST), (RunState.FAILED, Split.TEST), (RunState.COMPLETED, Split.TRAIN)], start=2
    ):
        run, card = make_run("resnet18")
        made[run.name] = state
        run.write_result(RunResult(state=state, best_epoch=1, best_metric=0.5, epochs=1, seconds=1.0))
        predicted.add_model(run.name, card.to_json(), run.path)
        answers = [
            Prediction(run.name, image.id, (0.2, 0.3, 0.5), None, (1, 2, 3)) for image in predicted.images(split=split)
        ]
        predicted.store_predictions(answers)
        assert run.name == f"resnet18-{number}"
    return predicted


def test_window_command_line_and_report_mean_the_same_run_of_several(several):
    # Neither the most accurate (the first), nor the very latest.
    expected = {"resnet18-2", "mobilenet_v3_small-1", "retinanet_r18-1"}
    reading = read(several, Split.TEST)
    assert reading.model("resnet18-1").correct > reading.model("resnet18-2").correct
    assert chosen_runs(known_models(several), reading) == expected
    said = json.loads(CliRunner().invoke(cli, ["evaluate", str(several.folder), "--json"]).output)
    assert set(said["models"]) == expected
    (named,) = json.loads(
        CliRunner().invoke(cli, ["evaluate", str(several.folder), "--json", "--models", "resnet18"]).output
    )["models"]
    assert named == "resnet18-2"
    content = gather(several, Split.TEST, now=datetime(2026, 1, 1, tzinfo=UTC))
    assert {entry.name for entry in content.evaluation.models} == expected
    whole = reading.with_ensemble(sorted(expected))
    assert content.evaluation.ensemble.correct == whole.model(ENSEMBLE).correct


def test_on_training_photographs_the_run_is_meant_that_has_seen_them(several):
    assert "resnet18-4" in chosen_runs(known_models(several), read(several, Split.TRAIN))
    said = json.loads(CliRunner().invoke(cli, ["evaluate", str(several.folder), "--json", "--split", "train"]).output)
    assert "resnet18-4" in said["models"]


def test_models_have_the_colours_of_a_report(predicted, runs):
    _, card = runs[0]
    predicted.add_model("another_tools-1", replace(card, name="another_tools-1").to_json(), predicted.runs_folder / "x")
    predicted.store_predictions(
        [Prediction("another_tools-1", predicted.image_ids()[0], (0.8, 0.1, 0.1), None, (1, 2, 3))]
    )
    assert list(known_models(predicted))[-1] == "another_tools-1"
    assert assign_colours(known_models(predicted)) == model_colours(predicted)
