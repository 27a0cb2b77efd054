"""What Review shows beside the reason: people's boxes, every model's answers, photographs like it, and the heat."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt

from core.geometry import Box
from core.inference.card import ModelCard, write_card
from core.inference.catalogue import architecture
from core.jobs.job import RunResult, RunState
from core.jobs.recipe import Recipe
from core.jobs.run_folder import RunFolder
from core.project.labels import Split
from core.project.records import PredictedBox, Prediction
from core.project.snapshot import freeze, write_snapshot
from core.review.embeddings import Embeddings
from core.review.suspects import Reason
from desktop.annotate.predicted import ENSEMBLE
from desktop.jobs.inference import InferenceProcess
from desktop.predictions import PredictionService

FAKE = [sys.executable, str(Path(__file__).resolve().parents[2] / "fakes" / "fake_inference_worker.py"), "answer"]
DRAWN, MOVED, OTHER = Box(60, 40, 160, 120), Box(110, 60, 210, 140), Box(20, 150, 90, 230)


def read_again(workspace, qtbot):
    with qtbot.waitSignal(workspace.controller.reader.taken, timeout=20_000):
        workspace.controller.reader.read()


def open_photo(workspace, image_id):
    rows = workspace.view.model.rows
    workspace.controller.open_row(next(number for number, row in enumerate(rows) if row.record.id == image_id))
    assert workspace.controller.shown.record.id == image_id


def add_model(project, name, task="classification"):
    card = {"architecture": name, "task": task, "classes": project.classes.to_json()}
    project.add_model(name, card, project.runs_folder / name)


@pytest.fixture
def many(window, workspace, qtbot):
    """A second classifier and a second detector have answered of photograph 2."""
    project = window.session.project
    add_model(project, "cnn2")
    add_model(project, "det2", "detection")
    other = (PredictedBox(OTHER, 1, 0.8), PredictedBox(Box(25, 155, 95, 235), 2, 0.7), PredictedBox(DRAWN, 1, 0.2))
    project.store_predictions(
        [Prediction("cnn2", 2, (0.3, 0.7), None, (1, 2)), Prediction("det2", 2, None, other, (1, 2))]
    )
    read_again(workspace, qtbot)
    return workspace


def test_people_s_box_and_the_boxes_of_every_model_are_on_the_photograph(window, many):
    place = next(n for n, row in enumerate(many.view.model.rows) if row.suspect.first.reason is Reason.OVERLAP)
    many.controller.open_row(place)
    suspect = many.view.model.rows[place].suspect
    canvas = many.view.canvas
    assert [box.box for box in canvas._boxes] == [DRAWN]
    # Of two boxes of one model on one lesion the surer, and none of a score that says nothing.
    assert {(shape.model, shape.box) for shape in canvas._predictions} == {("det", MOVED), ("det2", OTHER)}
    (chosen,) = [shape for shape in canvas._predictions if shape.uid == canvas._chosen_prediction]
    assert (chosen.model, chosen.box) == ("det", suspect.place) == ("det", MOVED)
    assert canvas._selected == {suspect.target}


def test_there_is_a_row_of_bars_for_each_classifier_and_for_all_together(many):
    open_photo(many, 2)
    bars = many.view.inspector.predictions.bars
    assert [(entry.model, entry.members) for entry in bars._opinions] == [(ENSEMBLE, 2), ("cnn", 1), ("cnn2", 1)]
    assert bars._opinions[2].ranking == ((2, 0.7), (1, 0.3))
    assert dict(bars._opinions[0].ranking) == pytest.approx({1: 0.2, 2: 0.8})
    open_photo(many, 1)  # of which only one has answered
    assert [entry.model for entry in bars._opinions] == ["cnn"]


def test_what_a_model_says_of_a_photograph_it_was_trained_on_is_marked(window, many, qtbot):
    project = window.session.project
    run = project.runs_folder / "cnn2"
    run.mkdir(parents=True)
    project.set_splits({2: Split.TRAIN}, what="Split")
    write_snapshot(freeze(project), run / "snapshot.json")
    project.set_splits({2: Split.TEST}, what="Split")  # cnn's run left no snapshot: the side of now counts
    read_again(many, qtbot)
    many.controller.show([1, 2], "both")
    open_photo(many, 2)
    bars = many.view.inspector.predictions.bars
    assert {entry.model: entry.trained for entry in bars._opinions} == {ENSEMBLE: True, "cnn": False, "cnn2": True}
    assert "cnn2 (trained on this photo): " in bars.accessibleDescription()
    higher = bars.sizeHint().height()
    open_photo(many, 1)
    assert not any(entry.trained for entry in bars._opinions)
    assert "trained on" not in bars.accessibleDescription()
    project.set_splits({1: Split.TRAIN}, what="Split")
    read_again(many, qtbot)
    open_photo(many, 1)
    assert [entry.trained for entry in bars._opinions] == [True]
    assert higher > bars.sizeHint().height()


def test_a_click_on_a_photograph_like_it_opens_that_one(window, workspace, qtbot):
    open_photo(workspace, 2)
    tiles = workspace.view.inspector.neighbours
    wanted = [row.record.id for row in tiles._rows][1]
    qtbot.mouseClick(tiles, Qt.MouseButton.LeftButton, pos=tiles._area(1).center().toPoint())
    assert window.workspace == "annotate"
    qtbot.waitUntil(lambda: window.session.image_id == wanted, timeout=10_000)


def test_the_title_says_by_what_photographs_are_near(workspace):
    open_photo(workspace, 2)
    side, shown, reading = workspace.view.inspector, workspace.controller.shown, workspace.controller._reading
    assert side._alike._heading.text() == "Nearest by what the models say"
    assert [row.class_id for row in side.neighbours._rows] == [2] * 6
    ids = np.arange(1, 25)
    vectors = np.stack([np.cos(ids / 100), np.sin(ids / 100)], axis=1).astype(np.float32)
    seen = replace(reading, review=replace(reading.review, embeddings=Embeddings("run", ids, vectors)))
    shown.show_neighbours(seen)
    assert side._alike._heading.text() == "Nearest by features"
    assert {row.record.id for row in side.neighbours._rows[:2]} == {1, 3}
    shown.show_neighbours(reading)
    assert side._alike._heading.text() == "Nearest by what the models say"


def test_where_a_classifier_looked_is_laid_over_the_photograph(window, workspace, qtbot):
    session, project = window.session, window.session.project
    entry = architecture("resnet18")
    run = RunFolder.create(project.runs_folder, entry.name, Recipe.for_architecture(entry.name), freeze(project))
    card = ModelCard(run.name, entry.name, entry.task, project.classes, (64, 64), entry.mean, entry.std)
    write_card(card, run.card_path)
    run.best_path.touch()
    run.write_result(RunResult(state=RunState.COMPLETED, best_epoch=1, best_metric=0.5, epochs=1))
    project.add_model(run.name, card.to_json(), run.path)
    project.store_predictions([Prediction(run.name, 2, (0.2, 0.8), None, (1, 2))])
    session.prediction_service.close()
    session.prediction_service = PredictionService(session, process=InferenceProcess(session, command=FAKE))
    read_again(workspace, qtbot)
    open_photo(workspace, 2)
    panel = workspace.view.inspector.predictions
    panel.bars._buttons[run.name].click()
    qtbot.waitUntil(lambda: workspace.view.canvas._backdrop.heat is not None, timeout=30_000)
    assert panel.heat.isVisibleTo(workspace)
    assert workspace.controller.shown.heat.wanted
    (share,) = project.heat_shares()  # the upper left quarter, of which the box has a part
    assert (share.model, share.image_id) == (run.name, 2)
    open_photo(workspace, 3)
    assert workspace.view.canvas._backdrop.heat is None
    assert not workspace.controller.shown.heat.wanted
