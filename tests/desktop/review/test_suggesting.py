"""Photographs without boxes in the real window: suggestions answered one by one and together, and in which order."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication, QMessageBox

from core.geometry import Box
from core.project.labels import Edit
from core.project.records import PredictedBox, Prediction
from core.project.verdicts import Verdict, VerdictKind
from core.review.ordering import Order
from desktop.review.shown_photo import suggestion_uid
from desktop.review.view import BOXLESS, SUSPECTS

LEFT, RIGHT = Box(20, 20, 90, 90), Box(200, 120, 290, 210)


def rows(workspace):
    return workspace.view.model.rows


def press(window, qtbot, key):
    canvas = window._built["review"].view.canvas
    canvas.setFocus()
    qtbot.waitUntil(window.isActiveWindow)
    qtbot.keyClick(canvas, key)


@pytest.fixture
def two(window, workspace):
    """Photograph 21 is shown, on which two boxes are suggested."""
    found = (PredictedBox(LEFT, 1, 0.9), PredictedBox(RIGHT, 2, 0.7))
    window.session.project.store_predictions([Prediction("det", 21, None, found, (1, 2))])
    workspace.controller.set_mode(BOXLESS)
    place = next(number for number, row in enumerate(rows(workspace)) if row.record.id == 21)
    workspace.controller.open_row(place)
    assert workspace.controller.suggesting.count == 2
    return workspace


def choose(workspace, box):
    (wanted,) = (one for one in workspace.controller.suggesting._suggestions if one.predicted.box == box)
    workspace.view.canvas.prediction_asked.emit(suggestion_uid(wanted))


def suggested(workspace):
    return [shape.box for shape in workspace.view.canvas._predictions]


def judged(workspace):
    return {row.record.id: row.judged for row in rows(workspace)}


def boxless_said(workspace):
    return workspace.view._modes[BOXLESS].text()


def human_rows(folder):
    with closing(sqlite3.connect(folder / "dermdesk.sqlite")) as connection:
        return {row[0]: row for row in connection.execute("SELECT * FROM boxes")}


def test_suggestions_are_accepted_one_by_one_and_all_at_once(window, workspace, qtbot, clinic):
    before = human_rows(clinic)
    workspace.controller.set_mode(BOXLESS)
    assert len(rows(workspace)) == 4
    first = rows(workspace)[0].record.id
    press(window, qtbot, Qt.Key.Key_P)
    assert window.session.project.labels(first).boxes[0].parent is not None
    assert workspace.controller.shown.record.id != first
    second = workspace.controller.shown.record.id
    press(window, qtbot, Qt.Key.Key_R)
    assert window.session.project.labels(second).boxes == ()
    assert [row.judged for row in rows(workspace)] == [True, True, False, False]
    seen = []

    def answer():
        question = QApplication.activeModalWidget()
        assert isinstance(question, QMessageBox)
        seen.append((question.text(), question.informativeText()))
        next(button for button in question.buttons() if question.buttonRole(button) is accept).click()

    accept = QMessageBox.ButtonRole.AcceptRole
    QTimer.singleShot(100, answer)
    window.actions_table["review_accept_all"].trigger()
    assert "2 boxes on 2 photos" in seen[0][0]
    assert "Nevus" in seen[0][1]
    after = human_rows(clinic)
    assert {key: after[key] for key in before} == before
    assert len(after) == len(before) + 3
    window.session.undo()
    assert len(human_rows(clinic)) == len(before) + 1


def test_a_higher_threshold_suggests_nothing(workspace):
    workspace.controller.set_mode(BOXLESS)
    assert workspace.controller.suggesting.count == 1
    workspace.view.set_threshold(0.95)
    assert workspace.controller.suggesting.count == 0
    assert "Nothing is suggested" in workspace.view._text.text()
    workspace.controller.set_mode(SUSPECTS)
    assert workspace.controller.shown.record is not None


@pytest.mark.parametrize(("first", "second"), [(Qt.Key.Key_P, Qt.Key.Key_R), (Qt.Key.Key_R, Qt.Key.Key_P)])
def test_a_photograph_stays_until_each_of_its_suggestions_is_answered(window, two, qtbot, first, second):
    choose(two, LEFT)
    press(window, qtbot, first)
    assert two.controller.shown.record.id == 21
    assert suggested(two) == [RIGHT]
    assert not judged(two)[21]
    assert boxless_said(two) == "No boxes  4"
    two.controller.reader.read()  # nor does it leave the queue when that is worked out anew
    with qtbot.waitSignal(two.controller.reader.taken, timeout=15_000):
        pass
    assert two.controller.shown.record.id == 21
    assert suggested(two) == [RIGHT]
    press(window, qtbot, second)
    kept = LEFT if first == Qt.Key.Key_P else RIGHT
    assert [box.box for box in window.session.project.labels(21).boxes] == [kept]
    assert judged(two)[21]
    assert boxless_said(two) == "No boxes  3"
    window.session.undo()
    assert not judged(two)[21]
    assert boxless_said(two) == "No boxes  4"


def test_with_a_higher_score_nothing_is_left_to_answer(window, two, qtbot):
    choose(two, LEFT)
    press(window, qtbot, Qt.Key.Key_P)
    two.view.set_threshold(0.8)
    assert judged(two)[21]
    two.view.set_threshold(0.6)
    assert not judged(two)[21]


def test_a_verdict_on_a_suspect_answers_no_suggestion(window, two):
    session = window.session
    labels = session.project.labels(21)
    verdict = Verdict("", VerdictKind.LABEL_RIGHT, "evidence")
    session.apply(Edit(21, labels, replace(labels, verdicts=(verdict,)), "Review: label right"))
    assert not judged(two)[21]
    assert suggested(two) == [LEFT, RIGHT]


def test_a_suggestion_is_accepted_to_be_adjusted(window, two, qtbot):
    choose(two, RIGHT)
    press(window, qtbot, Qt.Key.Key_J)
    (box,) = window.session.project.labels(21).boxes
    assert box.box == RIGHT
    assert two.controller.shown.record.id == 21
    canvas = two.view.canvas
    assert canvas._selected == {box.uid}
    canvas.boxes_reshaped.emit({box.uid: Box(210, 120, 290, 200)}, "Move box")
    (moved,) = window.session.project.labels(21).boxes
    assert (moved.uid, moved.box, moved.parent) == (box.uid, Box(210, 120, 290, 200), box.parent)
    assert canvas._selected == {box.uid}
    # Without a choice the surest that is left.
    press(window, qtbot, Qt.Key.Key_J)
    assert [entry.box for entry in window.session.project.labels(21).boxes] == [moved.box, LEFT]
    assert two.controller.shown.record.id == 21
    assert judged(two)[21]
    assert not window.actions_table["review_adjust"].isEnabled()
    press(window, qtbot, Qt.Key.Key_D)
    assert canvas._selected == frozenset()


def test_the_order_that_is_chosen_is_that_of_the_list(window, workspace, qtbot):
    project = window.session.project
    said = {21: 0.95, 22: 0.55, 23: 0.9, 24: 0.7}
    project.store_predictions([Prediction("cnn", key, (value, 1 - value), None, (1, 2)) for key, value in said.items()])
    workspace.controller.reader.read()
    with qtbot.waitSignal(workspace.controller.reader.taken, timeout=15_000):
        pass
    workspace.controller.set_mode(BOXLESS)
    listed = {}
    for order in Order:
        combo = workspace.view.order
        combo.setCurrentIndex(combo.findData(order.value))
        combo.activated.emit(combo.currentIndex())
        listed[order] = [row.record.id for row in rows(workspace)]
    assert listed[Order.UNCERTAINTY] == [22, 24, 23, 21]
    assert listed[Order.DISAGREEMENT][:2] == [22, 24]  # where the detector says Rosacea and is as sure everywhere
    assert listed[Order.DIVERSITY][:2] == [21, 22]
