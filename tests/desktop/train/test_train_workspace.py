"""The Train workspace as people use it, and what it must not import."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMessageBox, QWidget

import desktop.train
from desktop.train.dialog import TrainDialog
from desktop.train.questions import Closing, closing_box
from desktop.train.rows import Notice, RunPage, RunRow
from desktop.train.view import TrainView
from desktop.train.wording import breakable

ROOT = Path(__file__).resolve().parents[3]
ROWS = [
    RunRow("resnet50-2", "ResNet50", "running", "61.0 %", "3 of 40 epochs", "12 min", 0.08),
    RunRow("resnet50-1", "ResNet50", "failed", "", "", "45 s"),
]


@pytest.fixture
def view(qtbot):
    host = QWidget()
    qtbot.addWidget(host)
    host.resize(1216, 660)
    view = TrainView(host)
    view.resize(1216, 660)
    host.show()
    qtbot.waitExposed(host)
    yield view
    host.close()


def test_a_click_on_a_run_asks_for_it(view, qtbot):
    view.set_runs(ROWS)
    with qtbot.waitSignal(view.run_selected) as selected:
        area = view.runs.visualRect(view.runs.model().index(1))
        qtbot.mouseClick(view.runs.viewport(), Qt.MouseButton.LeftButton, pos=area.center())
    assert selected.args == ["resnet50-1"]
    view.set_runs([RunRow("resnet50-3", "ResNet50", "queued"), *ROWS])
    assert view.runs.selected() == "resnet50-1"


def test_buttons_show_what_can_be_done(view, qtbot):
    view.set_page(RunPage(ROWS[0], can_stop=True, can_abort=True))
    assert view.stop_button.isVisible()
    assert view.abort_button.isVisible()
    assert not view.start_button.isVisible()
    for button, signal in (
        (view.stop_button, view.stop_requested),
        (view.abort_button, view.abort_requested),
        (view.folder_button, view.folder_requested),
        (view.new_button, view.training_requested),
    ):
        with qtbot.waitSignal(signal):
            qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    view.set_page(RunPage(ROWS[1], notices=(Notice("error", "No memory.", "Smaller batch."),), start="Resume"))
    assert not view.stop_button.isVisible()
    assert view.start_button.text() == "Resume"
    assert view.notices.texts() == ["No memory."]


@pytest.mark.parametrize("button", ["stop_button", "start_button"])
def test_no_button_that_ends_a_run_takes_the_focus_by_itself(view, qtbot, button):
    if button == "start_button":
        view.set_page(RunPage(ROWS[1], start="Resume"))
    else:
        view.set_page(RunPage(ROWS[0], can_stop=True, can_abort=True))
    view.activateWindow()
    getattr(view, button).setFocus()
    qtbot.waitUntil(getattr(view, button).hasFocus)
    view.set_page(RunPage(ROWS[0], can_stop=button == "start_button", can_abort=True))
    assert view.runs.hasFocus()


def test_the_empty_page_has_one_button_to_train(view):
    view.set_empty("No model has been trained yet", "Train one.", "New training…")
    assert not view.new_button.isVisible()
    assert view._empty.button.isVisible()
    view.set_page(RunPage(ROWS[0]))
    assert view.new_button.isVisible()


def test_states_are_told_in_words_not_only_in_colour(view):
    view.set_runs(ROWS)
    said = [view.runs.model().index(row).data(Qt.ItemDataRole.AccessibleTextRole) for row in range(2)]
    assert "Training" in said[0]
    assert "Failed" in said[1]


def test_the_log_stays_where_it_was_scrolled_to(view):
    view.set_page(RunPage(ROWS[0], log=tuple(f"line {number}" for number in range(300))))
    view._log.verticalScrollBar().setValue(10)
    view.set_page(RunPage(ROWS[0], log=tuple(f"line {number}" for number in range(310))))
    assert view._log.verticalScrollBar().value() == 10


def test_a_long_name_is_shortened_in_its_middle_and_takes_no_room_from_the_list(view, qtbot):
    view.set_page(RunPage(replace(ROWS[0], name="short-1")))
    narrowest = view.minimumSizeHint().width()
    name = "mobilenet_v3_small-oof-12-fold-10"
    view.set_page(RunPage(replace(ROWS[0], name=name), activity="Ended early, after a very long sentence. " * 5))
    assert view.minimumSizeHint().width() == narrowest
    view.resize(max(960, narrowest), 600)
    view._name.resize(200, view._name.height())
    assert view._name.text().endswith("fold-10")
    assert "…" in view._name.text()
    assert view._name.toolTip() == name


def test_a_long_file_name_among_the_details_is_broken_and_cuts_nothing_off(view):
    names = (("Starts from", breakable("densenet121_keras_imagenet_of_2024.pth")),)
    view.set_page(RunPage(ROWS[0], details=(("Run", names), ("Recipe", (("Learning rate", "0.003 (paper: 0.01)"),)))))
    assert view._details.minimumSizeHint().width() <= view._details.parentWidget().width()


def test_new_training_opens_the_dialog(session, qtbot):
    host = QWidget()
    qtbot.addWidget(host)
    view = desktop.train.build(session, host)
    view.training_requested.emit()
    dialog = view.findChild(TrainDialog)
    assert dialog.isVisible()
    qtbot.waitUntil(dialog.start_button.isEnabled, timeout=10_000)
    dialog.reject()
    host.close()


def test_the_question_at_closing_has_three_answers(qtbot):
    box, meanings = closing_box(None, ["resnet50-2"])
    qtbot.addWidget(box)
    assert "resnet50-2 is still training" in box.text()
    assert sorted(meanings.values()) == sorted(Closing)
    assert meanings[box.escapeButton()] is Closing.CANCEL
    assert box.button(QMessageBox.StandardButton.Cancel) is box.escapeButton()


def test_both_workspaces_are_built_without_torch(clinic):
    clinic.close()
    code = f"""
import sys
from pathlib import Path
from PySide6.QtWidgets import QApplication
from core.project.project import Project
from desktop.session import Session
import desktop.train, desktop.evaluate
app = QApplication([])
with Project.open(Path({str(clinic.folder)!r})) as project:
    session = Session(project)
    views = [desktop.train.build(session, None), desktop.evaluate.build(session, None)]
    views[0].training_requested.emit()
    for _ in range(50):
        app.processEvents()
loaded = [name for name in ("torch", "torchvision", "mmdet", "mmcv", "lightning", "trainers") if name in sys.modules]
sys.stdout.write(repr(loaded))
sys.stdout.flush()
import os
os._exit(0)
"""
    result = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, timeout=120, check=False
    )
    assert result.stdout == "[]", result.stderr
