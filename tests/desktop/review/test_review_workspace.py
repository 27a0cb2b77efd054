"""The Review workspace in the real window: the queue, verdicts by one key, undo, suggestions, and what it says."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from core.classes import ClassTable
from core.errors import DermDeskError
from core.geometry import Box
from core.project.arrays import StoredArrays
from core.project.heat_rows import boxes_digest
from core.project.labels import ImageState
from core.project.project import Project
from core.project.records import HeatShare, Prediction
from core.project.verdicts import VerdictKind
from core.review.suspects import Reason
from desktop.review.narrowing import hint
from desktop.review.reading import read
from desktop.review.view import SUSPECTS


def rows(workspace):
    return workspace.view.model.rows


def press(window, qtbot, key):
    canvas = window._built["review"].view.canvas
    canvas.setFocus()
    qtbot.waitUntil(window.isActiveWindow)
    qtbot.keyClick(canvas, key)


def suspects_said(workspace):
    return workspace.view._modes[SUSPECTS].text()


def open_reason(workspace, reason):
    place = next(number for number, row in enumerate(rows(workspace)) if row.suspect.first.reason is reason)
    workspace.controller.open_row(place)
    return rows(workspace)[place].suspect


def test_the_queue_has_each_suspect_with_its_reason(workspace):
    assert {(row.record.id, row.suspect.first.reason) for row in rows(workspace)} == {
        (1, Reason.LABEL),
        (2, Reason.OVERLAP),
        (3, Reason.EXTRA),
    }
    assert rows(workspace)[0].short == "Nevus → Rosacea"
    assert "not trained on it" in workspace.view._text.text()
    assert workspace.view._progress_text.text() == "0 of 3 judged"


@pytest.mark.parametrize(
    ("key", "kind", "state", "flagged", "diagnosis"),
    [
        (Qt.Key.Key_1, VerdictKind.MODEL_RIGHT, ImageState.LABELLED, False, 2),
        (Qt.Key.Key_2, VerdictKind.LABEL_RIGHT, ImageState.VERIFIED, False, 1),
        (Qt.Key.Key_3, VerdictKind.BOTH_WRONG, ImageState.LABELLED, True, 1),
        (Qt.Key.Key_4, VerdictKind.UNSURE, ImageState.LABELLED, True, 1),
        (Qt.Key.Key_U, VerdictKind.UNSURE, ImageState.LABELLED, True, 1),
        (Qt.Key.Key_5, VerdictKind.NOISE, ImageState.NOISE, False, 1),
        (Qt.Key.Key_N, VerdictKind.NOISE, ImageState.NOISE, False, 1),
    ],
)
def test_one_key_judges_goes_on_and_can_be_undone(window, workspace, qtbot, key, kind, state, flagged, diagnosis):
    project = window.session.project
    before = project.labels(1)
    open_reason(workspace, Reason.LABEL)
    press(window, qtbot, key)
    after = project.labels(1)
    assert (after.verdicts[0].kind, after.state, after.flagged, after.diagnosis) == (kind, state, flagged, diagnosis)
    assert project.history(1)[0].what.startswith("Review: ")
    assert [row.judged for row in rows(workspace) if row.record.id == 1] == [True]
    assert suspects_said(workspace) == "Suspects  2"
    assert window.workspace == ("annotate" if kind is VerdictKind.BOTH_WRONG else "review")
    assert workspace.controller.shown.record.id != 1
    window.session.undo()
    assert project.labels(1) == before
    window.show_workspace("review")  # which catches up once it is looked at
    assert not any(row.judged for row in rows(workspace))
    assert suspects_said(workspace) == "Suspects  3"
    window.session.redo()
    assert project.labels(1) == after


def test_undo_goes_to_the_row_whose_verdict_it_takes_back_and_redo_too(window, workspace, qtbot):
    open_reason(workspace, Reason.LABEL)
    press(window, qtbot, Qt.Key.Key_2)
    judged, shown = 1, workspace.controller.shown
    assert shown.record.id != judged
    workspace.controller.go(1)
    window.actions_table["undo"].trigger()
    assert shown.record.id == judged
    assert workspace.view.queue.currentIndex().row() == [row.record.id for row in rows(workspace)].index(judged)
    assert not rows(workspace)[workspace.view.queue.currentIndex().row()].judged
    assert window.session.image_id == judged
    workspace.controller.go(1)
    window.actions_table["redo"].trigger()
    assert shown.record.id == judged
    assert window.status.message.text().startswith("Made again: ")
    # Not in the queue: the row stays, and the status bar says what was undone.
    window.show_workspace("annotate")
    window.session.select_image(24)
    window.annotate.controller.boxes.draw(Box(60, 40, 160, 120))
    window.show_workspace("review")
    here = shown.record.id
    window.actions_table["undo"].trigger()
    assert shown.record.id == here
    assert window.status.message.text() == "Undone: Draw box, 23.png. Ctrl+1 shows it in Annotate."


def test_what_was_judged_stays_away_until_the_prediction_changes(window, workspace, qtbot):
    open_reason(workspace, Reason.LABEL)
    press(window, qtbot, Qt.Key.Key_2)
    workspace.controller.reader.read()
    qtbot.waitUntil(lambda: workspace.view.model.rowCount() == 2, timeout=15_000)
    window.session.project.store_predictions([Prediction("cnn", 1, (0.2, 0.8), None, (1, 2))])
    window.session.predictions_changed.emit()
    qtbot.waitUntil(lambda: workspace.view.model.rowCount() == 3, timeout=15_000)


def test_the_model_s_place_is_taken_and_the_other_keys_know_what_is_possible(window, workspace, qtbot):
    open_reason(workspace, Reason.OVERLAP)
    uid = window.session.project.labels(2).boxes[0].uid
    press(window, qtbot, Qt.Key.Key_1)
    (moved,) = window.session.project.labels(2).boxes
    assert (moved.uid, moved.box) == (uid, Box(110, 60, 210, 140))
    open_reason(workspace, Reason.EXTRA)
    press(window, qtbot, Qt.Key.Key_M)
    assert len(window.session.project.labels(3).boxes) == 2


def test_filters_and_other_workspaces_narrow_the_queue(window, workspace, qtbot):
    view = workspace.view
    view.reason.setCurrentIndex(view.reason.findData(Reason.EXTRA.value))
    view.filter_asked.emit()
    assert [row.record.id for row in rows(workspace)] == [3]
    workspace.controller.show([1, 2], "taken for Rosacea")
    assert {row.record.id for row in rows(workspace)} == {1, 2}
    assert "taken for Rosacea" in view._banner_text.text()
    workspace.controller.show([1, 19, 20], "all right")
    assert [row.record.id for row in rows(workspace)] == [1, 19, 20]
    workspace.controller.open_row(2)
    assert not window.actions_table["review_label_right"].isEnabled()
    view.class_.setCurrentIndex(view.class_.findData(2))
    view.split.setCurrentIndex(1)
    view.filter_asked.emit()
    assert rows(workspace) == []
    assert view._nothing.text() == "No suspect fits these filters."
    view.narrowing_dropped.emit()
    view.class_.setCurrentIndex(0)
    view.split.setCurrentIndex(0)
    view.filter_asked.emit()
    assert len(rows(workspace)) == 3


def test_the_queue_says_which_unfinished_runs_are_not_asked(clinic):
    assert "not asked" not in hint(read(clinic, StoredArrays()))
    run = clinic / "runs" / "det"
    run.mkdir(parents=True, exist_ok=True)
    (run / "job.json").write_text("{}")
    assert "Unfinished runs are not asked: det." in hint(read(clinic, StoredArrays()))


def test_what_was_judged_stays_marked_under_another_filter(window, workspace):
    open_reason(workspace, Reason.LABEL)
    window.actions_table["review_unsure"].trigger()
    view = workspace.view
    view.reason.setCurrentIndex(view.reason.findData(Reason.LABEL.value))
    view.filter_asked.emit()
    assert [(row.record.id, row.judged) for row in rows(workspace)] == [(1, True)]


def test_a_hidden_queue_is_worked_out_only_when_it_is_looked_at(window, workspace, qtbot):
    window.show_workspace("annotate")
    window.session.project.store_predictions([Prediction("cnn", 5, (0.05, 0.95), None, (1, 2))])
    window.session.predictions_changed.emit()
    qtbot.waitUntil(lambda: workspace.controller.reader.is_stale, timeout=5000)
    assert len(rows(workspace)) == 3
    window.show_workspace("review")
    qtbot.waitUntil(lambda: 5 in {row.record.id for row in rows(workspace)}, timeout=15_000)


def test_a_read_only_project_is_looked_at_only(window, workspace, clinic, qtbot):
    window.session.set_project(None)
    window.session.set_project(Project.open(clinic, read_only=True))
    window.show_workspace("review")
    qtbot.waitUntil(lambda: workspace.view.model.rowCount() == 3, timeout=15_000)
    for name in ("review_model_right", "review_label_right", "review_noise"):
        assert not window.actions_table[name].isEnabled()
    assert window.actions_table["review_next"].isEnabled()


def test_review_keys_work_in_review_alone(window, workspace):
    assert window.actions_table["review_label_right"].isEnabled()
    window.show_workspace("annotate")
    assert not window.actions_table["review_label_right"].isEnabled()
    assert window.actions_table["draw"].isEnabled()


def test_looking_at_photographs_finds_duplicates(window, workspace, qtbot):
    window.actions_table["review_looks"].trigger()
    # All are grey but for one pixel: copies of one another.
    qtbot.waitUntil(
        lambda: any(row.suspect.first.reason is Reason.DUPLICATE for row in rows(workspace)), timeout=20_000
    )


def test_without_predictions_it_says_what_to_do(qtbot, make_project):
    from desktop.app import open_window

    opened = open_window(make_project())
    qtbot.addWidget(opened)
    opened.show_workspace("review")
    view = opened._built["review"].view
    qtbot.waitUntil(lambda: view._message.texts()[0] == "Nothing to compare labels with yet", timeout=15_000)
    view.action_requested.emit()
    assert opened.workspace == "evaluate"
    opened.close()


def test_arrow_keys_and_clicks_go_through_the_queue(window, workspace, qtbot):
    queue = workspace.view.queue
    queue.setFocus()
    qtbot.keyClick(queue, Qt.Key.Key_Down)
    assert workspace.controller.shown.record.id == rows(workspace)[1].record.id
    place = queue.visualRect(workspace.view.model.index(2, 0)).center()
    qtbot.mouseClick(queue.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert workspace.controller.shown.record.id == rows(workspace)[2].record.id
    press(window, qtbot, Qt.Key.Key_A)
    assert workspace.controller.shown.record.id == rows(workspace)[1].record.id


def test_a_box_is_moved_and_drawn_in_the_queue_too(window, workspace):
    suspect = open_reason(workspace, Reason.OVERLAP)
    canvas = workspace.view.canvas
    canvas.boxes_reshaped.emit({suspect.target: Box(70, 50, 170, 130)}, "Move box")
    canvas.box_drawn.emit(Box(10, 10, 40, 40))
    labels = window.session.project.labels(suspect.image_id)
    assert [entry.box for entry in labels.boxes] == [Box(70, 50, 170, 130), Box(10, 10, 40, 40)]
    assert workspace.controller.shown.labels == labels


def test_a_model_that_looked_beside_the_lesion_is_a_reason_also_in_the_next_window(window, workspace, qtbot, clinic):
    project = window.session.project
    boxes = boxes_digest(entry.box.as_tuple() for entry in project.labels(7).boxes)
    project.store_heat([HeatShare("cnn", 7, 1, 0.05, boxes)])
    window.actions_table["review_again"].trigger()
    qtbot.waitUntil(lambda: 7 in {row.record.id for row in rows(workspace)}, timeout=15_000)
    assert open_reason(workspace, Reason.HEAT).image_id == 7
    # It has no run folder to be asked again, which is told and harms nothing.
    workspace.controller.shown.heat.show("cnn", True)
    assert not workspace.controller.shown.heat.wanted
    window.session.set_project(Project.open(clinic, read_only=True))
    qtbot.waitUntil(lambda: 7 in {row.record.id for row in rows(workspace)}, timeout=15_000)


def test_a_new_project_opens_in_annotate_and_its_queue_says_to_import(workspace, window, qtbot, tmp_path):
    window.show_message("A photo of the project before is damaged.", "error")
    window.session.set_project(Project.create(tmp_path / "new", ClassTable.from_names([])))
    assert window.workspace == "annotate"
    assert window.status.message.text() == ""
    window.show_workspace("review")
    said = workspace.view._message.texts
    qtbot.waitUntil(lambda: said()[0] == "The project has no photos yet", timeout=15_000)
    assert not workspace.view._busy.isVisible()
    assert window.status.message.text() == ""


def test_a_queue_that_cannot_be_worked_out_says_so_in_its_place(window, qtbot, monkeypatch):
    def fail(*_args):
        raise DermDeskError("The queue is broken.")

    monkeypatch.setattr("desktop.review.queue_reader.read", fail)
    window.show_workspace("review")
    message = window._built["review"].view._message
    qtbot.waitUntil(lambda: "broken" in message.texts()[1], timeout=15_000)
