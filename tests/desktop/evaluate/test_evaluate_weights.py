"""Weights of the classifiers, chosen in the table, remembered with the project, and taken back by one press."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDoubleSpinBox, QWidget

import desktop.evaluate
from core.evaluation import evaluate
from core.project.labels import Split
from core.project.project import Project
from desktop.evaluate.model_table import WEIGHT
from desktop.evaluate.reading import ENSEMBLE, read
from desktop.session import Session


@pytest.fixture
def open_workspace(session, make_service, qtbot):
    hosts = []

    def make(of=session):
        of.prediction_service = make_service()
        host = QWidget()
        qtbot.addWidget(host)
        view = desktop.evaluate.build(of, host)
        view.resize(1216, 660)
        host.resize(1216, 660)
        host.show()
        hosts.append(host)
        qtbot.waitUntil(lambda: len(view.models.rows()) == 4, timeout=10_000)
        return view

    yield make
    for host in hosts:
        host.close()


def row(view, key):
    return next(entry for entry in view.models.rows() if entry.key == key)


def series(view, key):
    return next(one for one in view.bars.plot._series if one.key == key)


def test_a_weight_changes_the_ensembles_row_and_bars_at_once(predicted, open_workspace, qtbot):
    view = open_workspace()
    assert row(view, "resnet18-1").weight == row(view, "mobilenet_v3_small-1").weight == 1.0
    assert row(view, "retinanet_r18-1").weight is row(view, ENSEMBLE).weight is None
    assert not view.equal_button.isVisible()
    before = series(view, ENSEMBLE)

    table = view.models
    index = table.model().index([entry.key for entry in table.rows()].index("mobilenet_v3_small-1"), WEIGHT)
    table.setCurrentIndex(index)
    table.edit(index)
    field = table.findChild(QDoubleSpinBox)
    field.setValue(5)
    with qtbot.waitSignal(view.weight_chosen):
        qtbot.keyClick(field, Qt.Key.Key_Return)

    said = read(predicted, Split.TEST)
    one, other = said.model("resnet18-1"), said.model("mobilenet_v3_small-1")
    right = (one.probabilities + 5 * other.probabilities).argmax(axis=1) == one.truth
    assert row(view, ENSEMBLE).cells[3] == f"{100 * right.mean():.1f} %"
    expected = [int(right[one.truth == column].sum()) for column in range(3)]
    assert [bar.correct for bar in series(view, ENSEMBLE).bars] == expected
    assert series(view, ENSEMBLE) != before
    assert row(view, "mobilenet_v3_small-1").cells[1] == "5"
    assert "5 x mobilenet_v3_small-1" in row(view, ENSEMBLE).note

    qtbot.mouseClick(view.equal_button, Qt.MouseButton.LeftButton)
    assert series(view, ENSEMBLE) == before
    assert not view.equal_button.isVisible()


def test_weights_are_remembered_with_the_project(predicted, session, open_workspace, qtbot):
    open_workspace().weight_chosen.emit("resnet18-1", 2.5)
    assert row(open_workspace(), "resnet18-1").weight == 2.5
    with Project.open(predicted.folder, read_only=True) as reader:
        again = Session(reader)
        view = open_workspace(again)
        assert row(view, "resnet18-1").weight == 2.5
        view.weight_chosen.emit("resnet18-1", 3.0)  # shown, though it can't be kept
        assert row(view, "resnet18-1").weight == 3.0
    np.testing.assert_allclose(
        evaluate(predicted, Split.TEST, weights={"resnet18-1": 2.5}).ensemble.weights, (1.0, 2.5)
    )
    predicted.set_setting("ensemble_weights", {"resnet18-1": -1, "mobilenet_v3_small-1": "much"})
    assert row(open_workspace(), "resnet18-1").weight == 1.0


def test_the_last_weight_cannot_be_taken_away(predicted, open_workspace, session, qtbot):
    view = open_workspace()
    view.weight_chosen.emit("resnet18-1", 0.0)
    assert ENSEMBLE not in {entry.key for entry in view.models.rows()}
    with qtbot.waitSignal(session.message) as told:
        view.weight_chosen.emit("mobilenet_v3_small-1", 0.0)
    assert told.args[1] == "warning"
    assert row(view, "mobilenet_v3_small-1").weight == 1.0
    qtbot.mouseClick(view.equal_button, Qt.MouseButton.LeftButton)
    assert ENSEMBLE in {entry.key for entry in view.models.rows()}


def test_a_run_that_is_being_trained_says_so(predicted, runs, open_workspace):
    from core.jobs.job import RunResult, RunState

    run, _ = runs[0]
    run.write_result(RunResult(state=RunState.FAILED, best_epoch=1, best_metric=0.5, epochs=1, seconds=1.0))
    view = open_workspace()
    assert row(view, "resnet18-1").cells[0].endswith(", unfinished")
    assert "," not in row(view, "mobilenet_v3_small-1").cells[0]
