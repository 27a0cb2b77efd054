"""Second readings in the window: begin, read blind, go back, compare, settle and verify."""

from __future__ import annotations

import math

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from shiboken6 import isValid

from core.geometry import Box
from core.project.labels import Edit, ImageState, new_box, with_boxes, with_diagnosis
from core.project.project import Project
from core.review.readings import begin_reading, compare_reading, readings
from desktop.annotate.canvas_painting import PredictedShape, predicted_chips
from desktop.annotate.painting import class_styles
from desktop.annotate.viewport import Viewport
from desktop.command_palette import commands_of
from desktop.readings.controller import ReadingsController
from desktop.readings.dialog import ReadingsDialog
from desktop.readings.settling_controller import SettlingController
from desktop.readings.settling_view import SettlingView
from desktop.shell import Shell

HERE, FAR = Box(40, 40, 120, 100), Box(200, 120, 300, 200)


def say(project, image_id, class_id, box):
    before = project.labels(image_id)
    after = with_diagnosis(with_boxes(before, (new_box(box, class_id),)), class_id)
    project.apply(Edit(image_id, before, after, "Label"))


@pytest.fixture
def labelled(window):
    """The window, with all four photographs labelled by ana; cho is at work."""
    project = window.session.project
    project.who = "ana"
    for image_id in project.image_ids():
        say(project, image_id, 1, HERE)
    window.session.set_annotator("cho")
    window.session.images_changed.emit()
    return window


@pytest.fixture
def read(labelled):
    """As before, and ben has read all four: he calls the first otherwise and sees the second elsewhere."""
    project = labelled.session.project
    reading = begin_reading(project, 9, seed=0, reader="ben")
    mine = {record.sha256: record.id for record in project.images()}
    ids = project.image_ids()
    with Project.open(reading.folder, who="ben") as other:
        for record in other.images():
            place = ids.index(mine[record.sha256])
            say(other, record.id, 2 if place == 0 else 1, FAR if place == 1 else HERE)
    return labelled


@pytest.fixture
def dialog(read, qtbot):
    view = ReadingsDialog(read)
    controller = ReadingsController(read.session, view)
    view.show()
    qtbot.waitUntil(lambda: view.table.rowCount() == 1, timeout=20_000)
    yield view, controller
    view.close()


@pytest.fixture
def settling(read, qtbot):
    project = read.session.project
    view = SettlingView(read.actions_table, read)
    controller = SettlingController(read.session, compare_reading(project, readings(project.folder).readings[0]), view)
    view.show()
    view.activateWindow()
    view.canvas.setFocus()
    qtbot.waitUntil(lambda: view.canvas.colour_at(10, 10) is not None, timeout=20_000)
    yield view, controller
    if isValid(view):
        view.close()


def test_a_reading_is_begun_from_the_window(labelled, qtbot):
    view = ReadingsDialog(labelled)
    ReadingsController(labelled.session, view)
    view.show()
    qtbot.waitUntil(lambda: not view._busy_now, timeout=20_000)
    assert not view.begin.isEnabled()
    view.reader.setText("ben")
    view.size_box.setValue(3)
    view.begin.click()
    qtbot.waitUntil(lambda: view.table.rowCount() == 1 and not view._busy_now, timeout=20_000)
    assert view.table.item(0, 2).text() == "0 of 3"
    assert "ben is to read" in view.said
    view.reader.setText("Ana")
    QTest.keyClick(view.reader, Qt.Key.Key_Return)
    assert view.isVisible()
    qtbot.waitUntil(lambda: "nothing for Ana to read" in view.said, timeout=20_000)
    view.close()


def test_agreement_is_shown_with_kappa_by_class_and_what_can_be_done(dialog):
    view, controller = dialog
    texts = [view.table.item(0, column).text() for column in range(view.table.columnCount())]
    assert texts == ["ben-1", "ben", "4 of 4", "0.75", "1.00", "0.00", "2"]
    assert view.kappas.rowCount() == 3
    assert view.settle_button.isEnabled()
    assert view.verify_button.isEnabled()
    view.settle_button.click()
    assert [entry.image_id for entry in controller.to_settle.conflicts] == [1, 2]


def test_what_both_agree_on_is_verified_in_one_step_that_undo_takes_back(read, dialog, qtbot):
    view, _ = dialog
    view.verify_button.click()
    project = read.session.project
    assert project.counts().by_state["verified"] == 2
    qtbot.waitUntil(lambda: not view._busy_now and not view.verify_button.isEnabled(), timeout=20_000)
    read.session.undo()
    assert project.counts().by_state.get("verified", 0) == 0


def test_a_blind_reader_is_told_so_works_under_their_name_and_comes_back(read):
    shell = read.findChild(Shell)
    first = read.session.project.folder
    assert shell.open_project(first / "readings" / "ben-1")
    assert read.windowTitle() == "Blind second reading of clinic - DermDesk"
    assert read.session.annotator == "ben"
    assert read.session.project.who == "ben"
    assert shell.readings.back.isVisible()
    model = read.annotate.controller.model
    tip = model.data(model.index(0, 0), Qt.ItemDataRole.ToolTipRole)
    assert str(first.parent) not in tip
    read.actions_table["second_reading"].trigger()  # no dialog: one doesn't read a reading
    shell.readings.back.click()
    assert read.session.project.folder == first
    assert read.session.annotator == "cho"
    assert read.windowTitle() == "clinic - DermDesk"
    assert not shell.readings.back.isVisible()
    assert str(first.parent) in model.data(model.index(0, 0), Qt.ItemDataRole.ToolTipRole)


def test_what_shows_labels_and_answers_is_closed_to_a_blind_reader(read, qtbot):
    shell, table = read.findChild(Shell), read.actions_table
    first = read.session.project.folder
    closed = ["go_train", "go_evaluate", "go_review", "new_training", "report", "queue_earlier"]
    before = {name: table[name].toolTip() for name in closed}
    assert all(table[name].isEnabled() for name in closed)
    for before_it in ("evaluate", "review"):  # wherever one was, and however the reading is opened
        read.show_workspace(before_it)
        assert read.workspace == before_it
        assert shell.open_project(first / "readings" / "ben-1")
        assert read.workspace == "annotate"
        assert "all but Annotate is closed" in read.status.message.text()
        assert not any(table[name].isEnabled() for name in closed)
        assert "Closed while you read blind" in table["go_review"].toolTip()
        qtbot.keyClick(read, Qt.Key.Key_4, Qt.KeyboardModifier.ControlModifier)
        assert read.workspace == "annotate"
        read.session.workspace_requested.emit("train")
        read.plan_training()
        assert read.workspace == "annotate"
        assert "Closed while you read blind" in read.status.message.text()
        shell.readings.back.click()
        assert all(table[name].isEnabled() for name in closed)
        assert {name: table[name].toolTip() for name in closed} == before


def test_a_blind_reading_comes_in_an_order_that_tells_nothing(read):
    shell, project = read.findChild(Shell), read.session.project
    assert read.annotate.controller.model.shown_ids == project.image_ids()
    assert shell.open_project(project.folder / "readings" / "ben-1")
    records = {record.id: record for record in read.session.project.images()}
    shown = read.annotate.controller.model.shown_ids
    assert shown == sorted(records, key=lambda key: records[key].sha256) != list(records)


def while_listed(window, press):
    """Press something in the dialog that the menu opens, once the readings are listed; gives the timer."""
    timer = QTimer(window)
    timer.setInterval(20)

    def look():
        view = window.findChild(ReadingsDialog)
        if view is not None and view.table.rowCount():
            timer.stop()
            press(view)

    timer.timeout.connect(look)
    timer.start()
    return timer


def test_the_menu_leads_to_settling_and_to_the_reading_itself(read, qtbot):
    while_listed(read, lambda view: view.settle_button.click())
    read.actions_table["second_reading"].trigger()
    settling = read.findChild(SettlingView)
    assert settling.isVisible()
    assert settling.place == "1 of 2 · 2 to settle"
    read.show_workspace("review")
    while_listed(read, lambda view: view.open_button.click())
    read.actions_table["second_reading"].trigger()
    assert read.windowTitle().startswith("Blind second reading")
    assert read.workspace == "annotate"
    assert not settling.isVisible()


def test_keys_of_the_settling_window_are_no_commands_elsewhere(read):
    assert read.actions_table["settle_first"].isEnabled()
    assert not [command.id for command in commands_of(read.actions_table) if command.id.startswith("settle_")]


def test_a_box_without_score_is_labelled_with_its_reader(read):
    styles = class_styles(read.session.project.classes)
    shapes = [PredictedShape(str(score), HERE, 2, score, "ben") for score in (math.nan, 0.5)]
    assert [chip.label for chip in predicted_chips(Viewport(), shapes, styles)] == ["BCC ben", "BCC 50%"]


def test_both_readings_lie_on_the_photo_in_two_lines(settling):
    view, _ = settling
    assert [entry.class_id for entry in view.canvas._boxes] == [1]
    assert [(shape.class_id, shape.model) for shape in view.canvas._predictions] == [(2, "ben")]
    assert view.first.text.splitlines()[:2] == ["ana", "Actinic Keratosis"]
    assert view.second.text.splitlines()[:2] == ["ben", "Basal Cell Carcinoma"]
    assert view.place == "1 of 2 · 2 to settle"


def test_conflicts_are_settled_by_keys_and_taken_back_by_undo(read, settling, qtbot):
    view, controller = settling
    project, session = read.session.project, read.session
    QTest.keyClick(view.canvas, Qt.Key.Key_2)
    assert project.labels(1).image_class == 2
    assert project.labels(1).state is ImageState.VERIFIED
    assert project.history(1, limit=1)[0].who == "cho"
    assert controller.image_id == 2
    QTest.keyClick(view.canvas, Qt.Key.Key_1)
    assert controller.left == 0
    assert "All conflicts are settled" in view.state
    session.undo()
    assert controller.left == 1
    assert controller.image_id == 2
    session.undo()
    assert controller.image_id == 1
    assert controller.left == 2
    QTest.keyClick(view.canvas, Qt.Key.Key_D)
    assert controller.image_id == 2
    QTest.keyClick(view.canvas, Qt.Key.Key_D)
    assert controller.image_id == 1
    QTest.keyClick(view.canvas, Qt.Key.Key_A)
    assert controller.image_id == 2


def test_a_reader_who_settles_is_told_that_a_third_person_should(read, settling):
    view, controller = settling
    assert view.state == ""
    read.session.set_annotator("Ben")
    controller.go(1)
    assert "a third person should settle" in view.state
    QTest.keyClick(view.canvas, Qt.Key.Key_2)
    assert read.session.project.labels(2).state is ImageState.LABELLED


def test_neither_right_opens_the_photograph_in_annotate(read, settling):
    view, _ = settling
    QTest.keyClick(view.canvas, Qt.Key.Key_D)
    QTest.keyClick(view.canvas, Qt.Key.Key_3)
    assert read.workspace == "annotate"
    assert read.session.image_id == 2
    assert read.session.project.labels(2).flagged


def test_the_settling_window_goes_with_its_project(read, settling):
    view, _ = settling
    assert view.isVisible()
    read.findChild(Shell).close_project()
    assert not view.isVisible()
