"""Models at work in the real window, through a pretended worker: heat maps, and predicting as a person goes."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from core.project.records import Prediction
from desktop.jobs.inference import InferenceProcess


@pytest.fixture
def asking(window, qtbot, add_run, pretended):
    """The window with a trained run, and a worker that answers at once."""
    session = window.session
    run, card = add_run(session.project)
    service = session.prediction_service
    process = InferenceProcess(service, command=pretended())
    process.answered.connect(service._take)
    process.ended.connect(service._ended)
    service._process = process
    session.project.add_model(run.name, card.to_json(), run.path)
    session.runs_changed.emit()
    window.activateWindow()
    canvas = window.annotate.view.canvas
    qtbot.waitUntil(lambda: canvas._backdrop.photo is not None, timeout=5000)
    canvas.setFocus()
    return window


def store(window, *places):
    ids = window.session.project.image_ids()
    rows = [Prediction("resnet18-1", ids[place], (0.2, 0.7, 0.1), None, (1, 2, 3)) for place in places]
    window.session.project.store_predictions(rows)
    window.session.predictions_changed.emit()


def press(window, qtbot, key):
    qtbot.keyClick(QApplication.focusWidget() or window.annotate.view.canvas, key)


def test_g_shows_where_the_classifier_looked_and_leaving_drops_it(asking, qtbot):
    canvas, panel = asking.annotate.view.canvas, asking.annotate.view.inspector.predictions
    press(asking, qtbot, Qt.Key.Key_G)  # nothing is predicted yet: a line says so, and no map is asked for
    assert not panel.heat.isVisible()
    store(asking, 0, 1)
    press(asking, qtbot, Qt.Key.Key_G)
    assert "Asking" in panel.heat._text.text()
    qtbot.waitUntil(lambda: canvas._backdrop.heat is not None, timeout=20_000)
    assert panel.bars._buttons["resnet18-1"].isChecked()
    assert asking.actions_table["heat"].isChecked()
    assert panel.heat.isVisible()
    qtbot.keyPress(canvas, Qt.Key.Key_H)
    assert canvas.boxes_hidden
    assert canvas._backdrop.heat is not None
    qtbot.keyRelease(canvas, Qt.Key.Key_H)
    press(asking, qtbot, Qt.Key.Key_D)
    assert canvas._backdrop.heat is None
    assert not panel.heat.isVisible()
    assert not asking.actions_table["heat"].isChecked()


def test_a_box_drawn_over_the_heat_changes_the_share_at_once(asking, qtbot):
    store(asking, 2)
    session, panel = asking.session, asking.annotate.view.inspector.predictions.heat
    session.select_image(session.project.image_ids()[2])
    asking.actions_table["heat"].trigger()
    qtbot.waitUntil(lambda: "lesion box" in panel._text.text(), timeout=20_000)
    before = panel._text.text()
    # The pretended heat is the same everywhere, so the share is the box's part of 320 by 240 pixels.
    assert before.startswith("6 %")
    asking.annotate.controller.boxes.select([box.uid for box in session.project.labels(session.image_id).boxes])
    asking.annotate.controller.boxes.duplicate()
    assert panel._text.text().endswith("lesion boxes")
    assert panel._text.text() != before


def test_predicting_as_one_goes_fills_in_the_neighbours_and_no_human_row(asking, qtbot):
    project = asking.session.project
    before = project.labels_of()
    panel = asking.annotate.view.inspector.predictions
    assert not panel._as_i_go.isChecked()
    panel._as_i_go.click()
    ids = project.image_ids()
    qtbot.waitUntil(lambda: {row.image_id for row in project.predictions()} == set(ids[:3]), timeout=20_000)
    press(asking, qtbot, Qt.Key.Key_D)
    qtbot.waitUntil(lambda: {row.image_id for row in project.predictions()} == set(ids), timeout=20_000)
    assert project.labels_of() == before
