"""Weights that a person chose for EnsembleNet, held against the formula."""

from __future__ import annotations

import json
import math
from datetime import UTC, datetime

import numpy as np
import pytest
from click.testing import CliRunner

from core.classes import ClassTable
from core.cli import cli
from core.errors import EnsembleError, UnknownModel
from core.evaluation import evaluate, fit_temperatures
from core.inference.card import ModelCard
from core.inference.catalogue import architecture
from core.project.labels import Split
from core.project.project import Project
from core.project.records import NewImage, Prediction

CLASSES = ClassTable.from_names(["Naevus", "Eczema", "Psoriasis"])
PHOTOS = 40
RUNS = ("densenet121-1", "resnet50-1", "resnet50-2", "retinanet_r18-1")


@pytest.fixture
def stored(tmp_path):
    """A project's folder, and the `(N, C)` probabilities its classifiers stored."""
    rng = np.random.default_rng(3)
    photos = tmp_path / "photos"
    photos.mkdir()
    truth = rng.integers(0, 3, PHOTOS)
    said = {name: rng.dirichlet(np.full(3, 0.7), PHOTOS) for name in RUNS[:3]}
    with Project.create(tmp_path / "clinic", CLASSES) as project:
        project.add_images(
            photos,
            [
                NewImage(
                    photos / f"{number:02}.jpg", f"{number:02}.jpg", f"{number:064x}", 40, 30, 1, 9,
                    diagnosis=CLASSES.ids[truth[number]], split=Split.VAL if number >= 30 else Split.TEST,
                )
                for number in range(PHOTOS)
            ],
        )  # fmt: skip
        for day, name in enumerate(RUNS, start=1):
            entry = architecture(name.rpartition("-")[0])
            card = ModelCard(
                name=name, architecture=entry.name, task=entry.task, classes=CLASSES, image_size=entry.image_size,
                mean=entry.mean, std=entry.std, created_at=datetime(2026, 1, day, tzinfo=UTC),
            )  # fmt: skip
            project.add_model(name, card.to_json(), project.runs_folder / name)
        ids = project.image_ids()
        rows = [
            Prediction(name, image_id, tuple(row), None, CLASSES.ids)
            for name, table in said.items()
            for image_id, row in zip(ids, table.tolist(), strict=True)
        ]
        project.store_predictions([*rows, *(Prediction(RUNS[3], image_id, None, (), CLASSES.ids) for image_id in ids)])
    return tmp_path / "clinic", said


def test_the_ensemble_is_the_weighted_sum(stored):
    folder, said = stored
    with Project.open(folder, read_only=True) as project:
        evaluation = evaluate(project, Split.TEST, weights={"densenet121": 2, "resnet50": 0.5})
        plain = evaluate(project, Split.TEST)
    # An architecture means the run judged here, its latest.
    expected = (2 * said["densenet121-1"] + 0.5 * said["resnet50-2"])[:30] / 2.5
    np.testing.assert_allclose(evaluation.ensemble.probabilities, expected)
    np.testing.assert_array_equal(evaluation.ensemble.predicted, expected.argmax(axis=1))
    assert evaluation.ensemble.to_json()["weights"] == {"densenet121-1": 2.0, "resnet50-2": 0.5}
    assert plain.ensemble.weights == (1.0, 1.0)
    assert (plain.ensemble.predicted != evaluation.ensemble.predicted).any()
    (both,) = [entry for entry in evaluation.subsets() if len(entry.members) == 2]
    np.testing.assert_allclose(both.probabilities, expected)


def test_a_weight_of_zero_leaves_a_classifier_out_also_of_the_temperature(stored):
    folder, said = stored
    with Project.open(folder, read_only=True) as project:
        evaluation = evaluate(project, Split.TEST, weights={"resnet50-2": 0})
        fitted = fit_temperatures(project, evaluation)
    assert evaluation.ensemble.members == ("densenet121-1",)
    np.testing.assert_allclose(evaluation.ensemble.probabilities, said["densenet121-1"][:30])
    assert fitted["ensemble"].value == pytest.approx(fitted["densenet121-1"].value)
    assert "resnet50-2" in fitted


@pytest.mark.parametrize(
    ("weights", "error", "says"),
    [
        ({"pnasnet5large": 1}, UnknownModel, "pnasnet5large.* not judged here"),
        ({"resnet50-1": 1}, UnknownModel, "resnet50-1"),
        ({"densenet121": -1}, EnsembleError, "-1"),
        ({"densenet121": math.inf}, EnsembleError, "inf"),
        ({"densenet121": 0, "resnet50": 0}, EnsembleError, "All weights are 0"),
        ({"densenet121": 1, "densenet121-1": 2}, EnsembleError, "one run with two weights"),
        ({"retinanet_r18": 1}, EnsembleError, "detector"),
    ],
)
def test_weights_that_mean_nothing_are_refused(stored, weights, error, says):
    with Project.open(stored[0], read_only=True) as project, pytest.raises(error, match=says):
        evaluate(project, Split.TEST, weights=weights)


def test_the_command_takes_weights_and_says_them(stored):
    folder, said = stored
    runner = CliRunner()
    shown = runner.invoke(cli, ["evaluate", str(folder), "--weights", "densenet121=3, resnet50-2=1", "--json"])
    report = json.loads(shown.stdout)
    assert report["ensemble"]["weights"] == {"densenet121-1": 3.0, "resnet50-2": 1.0}
    right = (3 * said["densenet121-1"] + said["resnet50-2"])[:30].argmax(axis=1)
    assert sum(map(sum, report["ensemble"]["confusion"])) == 30
    assert [sum(column) for column in zip(*report["ensemble"]["confusion"], strict=True)] == np.bincount(
        right, minlength=3
    ).tolist()
    table = runner.invoke(cli, ["evaluate", str(folder), "--weights", "densenet121=3"]).stdout
    assert "EnsembleNet is 3 x densenet121-1 + 1 x resnet50-2" in table
    assert "EnsembleNet is" not in runner.invoke(cli, ["evaluate", str(folder)]).stdout
    alone = runner.invoke(cli, ["evaluate", str(folder), "--models", "densenet121", "--weights", "densenet121=2"])
    assert "EnsembleNet is" not in alone.stdout
    assert "densenet121-1 is the only classifier that counts" in alone.stderr
    for wrong in ("densenet121", "densenet121=two", "=1", "densenet121=1,densenet121=2", "densenet121=-1"):
        failed = runner.invoke(cli, ["evaluate", str(folder), "--weights", wrong])
        assert failed.exit_code == 1
        assert "Traceback" not in failed.output
