"""The cleaning round in the real window: begun, trained again through the real queue file, predicted, compared."""

from __future__ import annotations

import sys
import threading
from pathlib import Path

import pytest
from PySide6.QtCore import QRect, Qt, QTimer
from PySide6.QtWidgets import QApplication, QDialogButtonBox, QMessageBox

from core.inference.card import ModelCard, write_card
from core.inference.catalogue import architecture
from core.jobs.job import RunResult, RunState
from core.jobs.queue import read_queue
from core.jobs.queue_runner import Pace, QueueRunner
from core.jobs.recipe import Recipe
from core.jobs.run_folder import RunFolder
from core.project.labels import Edit, ImageState, Split, with_diagnosis, with_state
from core.project.project import Project
from core.project.records import Prediction
from core.project.snapshot import freeze
from core.review.cleaning import current_round, read_rounds
from desktop.review.cleaning_bar import StepButton
from desktop.review.cleaning_controller import CleaningController
from desktop.review.cleaning_dialogs import BeginDialog
from desktop.review.cleaning_results import ResultsDialog
from desktop.review.cleaning_text import COMPARE, PREDICT, REVIEW, TRAIN, Step

ROOT = Path(__file__).resolve().parents[3]
# The fakes know no --detached; this starts one with an event channel that has no parent.
LAUNCH = f"""
import functools, sys
sys.path[:0] = [{str(ROOT)!r}, {str(ROOT / "tests" / "fakes")!r}]
import fake_worker
fake_worker.EventChannel = functools.partial(fake_worker.EventChannel, detached=True)
sys.exit(fake_worker.main(*sys.argv[1:]))
"""
NEVUS, ROSACEA = 1, 2
TEST = range(11, 21)


@pytest.fixture
def clinic(clinic):
    """Ids 1 to 10 train, 11 to 20 test; a finished run that takes photographs 11 to 14 for the other class."""
    with Project.open(clinic, who="ana") as project:
        project.set_splits(dict.fromkeys(range(1, 11), Split.TRAIN), what="by hand")
        run = RunFolder.create(
            project.runs_folder, "resnet18", Recipe.for_architecture("resnet18"), freeze(project), device="cpu"
        )
        finish(run, project)
        answer(project, run, wrong=range(11, 15))
    return clinic


def finish(run, project):
    entry = architecture("resnet18")
    write_card(
        ModelCard(run.name, "resnet18", entry.task, project.classes, (64, 64), entry.mean, entry.std), run.card_path
    )
    run.best_path.write_bytes(b"model")
    run.write_result(RunResult(state=RunState.COMPLETED, best_epoch=1, best_metric=0.6))


def answer(project, run, *, wrong=()):
    project.add_model(run.name, run.card.to_json(), run.path)
    rows = []
    for key in TEST:
        class_id = 1 + (key - 1 + (key in wrong)) % 2
        rows.append(Prediction(run.name, key, (0.9, 0.1) if class_id == NEVUS else (0.1, 0.9), None, (1, 2)))
    project.store_predictions(rows)


@pytest.fixture
def served(monkeypatch):
    """Works through the real queue file in a thread, with a worker that only pretends."""
    begun = []

    def serve(runs_folder):
        if any(thread.is_alive() for _, thread in begun):
            return
        stop = threading.Event()
        runner = QueueRunner(
            runs_folder, lanes=("cpu",), pace=Pace(look=0.02),
            command=lambda run: [sys.executable, "-c", LAUNCH, "succeed", str(run.path)],
        )  # fmt: skip
        thread = threading.Thread(target=runner.work, args=(stop,), daemon=True)
        begun.append((stop, thread))
        thread.start()

    monkeypatch.setattr("desktop.train.queueing.ensure_runner", serve)
    monkeypatch.setattr("desktop.review.cleaning_controller.LOOK", 100)
    monkeypatch.setattr("desktop.review.cleaning_controller.REFRESH", 50)
    yield begun
    for stop, thread in begun:
        stop.set()
        thread.join(timeout=20)


@pytest.fixture
def bar(served, workspace, qtbot):
    qtbot.waitUntil(workspace.cleaning_bar.isVisible, timeout=15_000)
    return workspace.cleaning_bar


def said(bar):
    return [button.said for button in bar.steps]


def current(bar):
    return [number for number, button in enumerate(bar.steps) if button.isChecked()]


def click(qtbot, widget):
    qtbot.mouseClick(widget, Qt.MouseButton.LeftButton)


def answer_question(role=QMessageBox.ButtonRole.AcceptRole):
    """Click the button of this role in the question that comes up next; what it says is appended."""
    seen = []

    def act():
        box = QApplication.activeModalWidget()
        if not isinstance(box, QMessageBox):
            QTimer.singleShot(50, act)
            return
        seen.append(f"{box.text()} {box.informativeText()}")
        next(button for button in box.buttons() if box.buttonRole(button) is role).click()

    QTimer.singleShot(50, act)
    return seen


def begin(window, bar, qtbot):
    click(qtbot, bar.begin_button)
    qtbot.waitUntil(lambda: bool(window.findChildren(BeginDialog)), timeout=15_000)
    (dialog,) = window.findChildren(BeginDialog)
    assert dialog.chosen == ("resnet18-1",)
    click(qtbot, dialog.buttons.button(QDialogButtonBox.StandardButton.Ok))
    qtbot.waitUntil(lambda: not bar.invites, timeout=15_000)


def correct(window):
    session = window.session
    before = session.project.labels(1)
    assert session.apply(Edit(1, before, with_diagnosis(before, ROSACEA), "Diagnose"))
    before = session.project.labels(2)
    assert session.apply(Edit(2, before, with_state(before, ImageState.NOISE), "Noise"))


def train_again(window, bar, qtbot):
    qtbot.waitUntil(bar.steps[TRAIN].isEnabled, timeout=15_000)
    question = answer_question()
    click(qtbot, bar.steps[TRAIN])
    qtbot.waitUntil(lambda: bool(current_round(window.session.project).retrained), timeout=15_000)
    return question


def test_without_a_round_the_bar_says_what_one_is_and_begins_it(bar, window, qtbot):
    assert bar.invites
    assert bar.begin_button.isEnabled()
    begin(window, bar, qtbot)
    entry = current_round(window.session.project)
    assert (entry.name, entry.baseline, entry.who) == ("Round 1", ("resnet18-1",), window.session.annotator)
    assert current(bar) == [REVIEW]
    assert said(bar)[REVIEW] == "Nothing changed yet"
    assert [button.isEnabled() for button in bar.steps] == [False, False, False, False]


def test_a_round_goes_through_its_four_steps(bar, window, workspace, qtbot):
    begin(window, bar, qtbot)
    correct(window)
    qtbot.waitUntil(lambda: said(bar)[REVIEW] == "1 fixed · 1 noise", timeout=15_000)
    click(qtbot, bar.steps[REVIEW])
    assert {row.record.id for row in workspace.view.model.rows} == {1, 2}
    (question,) = train_again(window, bar, qtbot)
    assert "resnet18-1" in question
    assert "2 photos to learn from changed" in question
    project = window.session.project
    new = RunFolder(project.runs_folder / "resnet18-2")
    assert new.job.recipe == RunFolder(project.runs_folder / "resnet18-1").job.recipe
    qtbot.waitUntil(lambda: current(bar) == [PREDICT], timeout=30_000)
    assert new.state is RunState.COMPLETED
    assert read_queue(project.runs_folder).entries == ()
    assert said(bar)[TRAIN] == "1 run trained"
    assert said(bar)[PREDICT] == "10 answers missing"
    assert [button.is_done for button in bar.steps] == [True, True, False, False]
    finish(new, project)
    answer(project, new, wrong=[20])
    window.session.predictions_changed.emit()
    qtbot.waitUntil(lambda: current(bar) == [COMPARE], timeout=15_000)
    assert said(bar)[COMPARE].startswith("+30.0 points (")
    assert (bar.mended.text(), bar.broken.text()) == ("4 mended", "1 broken")
    click(qtbot, bar.mended)
    assert {row.record.id for row in workspace.view.model.rows} == {11, 12, 13, 14}
    assert "mended in Round 1" in workspace.view._banner_text.text()
    click(qtbot, bar.steps[COMPARE])
    qtbot.waitUntil(lambda: bool(window.findChildren(ResultsDialog)), timeout=15_000)
    (dialog,) = window.findChildren(ResultsDialog)
    assert dialog.headline.text().startswith("ResNet18 (light): +30.0 points")
    (sheet,) = dialog.sheets
    bars = sheet.horizontalScrollBar(), sheet.verticalScrollBar()
    assert [part.maximum() for part in bars] == [0, 0], "the table is cut"
    assert bar.mended.toolTip().endswith("ResNet18 (light)")
    assert [cell.text for cell in sheet.sheet.rows[0][1:4]] == ["60.0", "90.0", "+30.0"]
    place = sheet.visualRect(sheet.index_of(0, 7)).center()
    qtbot.mouseClick(sheet.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert {row.record.id for row in workspace.view.model.rows} == {20}
    assert not dialog.isVisible()


def test_edited_test_labels_are_shown_beside_those_of_the_beginning(bar, window, qtbot):
    begin(window, bar, qtbot)
    correct(window)
    train_again(window, bar, qtbot)
    project = window.session.project
    qtbot.waitUntil(lambda: current(bar) == [PREDICT], timeout=30_000)
    new = RunFolder(project.runs_folder / "resnet18-2")
    finish(new, project)
    answer(project, new)
    before = project.labels(11)
    window.session.apply(Edit(11, before, with_state(before, ImageState.NOISE), "Noise"))
    window.session.predictions_changed.emit()
    qtbot.waitUntil(lambda: current(bar) == [COMPARE], timeout=15_000)
    assert said(bar)[REVIEW] == "1 fixed · 1 noise · 1 in test"
    click(qtbot, bar.steps[COMPARE])
    (dialog,) = window.findChildren(ResultsDialog)
    today, start = dialog.sheets
    assert today.sheet.rows[0][6].text == "3"
    assert start.sheet.rows[0][6].text == "4"
    dialog.close()


def test_a_round_is_ended_and_its_results_stay_at_hand(bar, window, qtbot):
    begin(window, bar, qtbot)
    correct(window)
    train_again(window, bar, qtbot)
    project = window.session.project
    qtbot.waitUntil(lambda: current(bar) == [PREDICT], timeout=30_000)
    new = RunFolder(project.runs_folder / "resnet18-2")
    finish(new, project)
    answer(project, new)
    question = answer_question()
    bar.end_requested.emit()
    assert "not been compared" in question[0]
    qtbot.waitUntil(lambda: bar.invites, timeout=15_000)
    assert read_rounds(project)[0].ended_at is not None
    assert [action.text() for action in bar._menu.actions() if not action.isSeparator()] == ["Round 1"]
    bar.earlier_requested.emit(1)
    qtbot.waitUntil(lambda: bool(window.findChildren(ResultsDialog)), timeout=15_000)
    (dialog,) = window.findChildren(ResultsDialog)
    assert "+40.0 points" in dialog.headline.text()
    dialog.close()


def test_labels_changed_after_the_second_training_take_its_tick_away(bar, window, qtbot):
    begin(window, bar, qtbot)
    correct(window)
    train_again(window, bar, qtbot)
    project = window.session.project
    qtbot.waitUntil(lambda: current(bar) == [PREDICT], timeout=30_000)
    before = project.labels(3)
    window.session.apply(Edit(3, before, with_state(before, ImageState.NOISE), "Noise"))
    qtbot.waitUntil(lambda: said(bar)[TRAIN] == "Trained; 1 photo changed since", timeout=15_000)
    assert [button.is_done for button in bar.steps] == [True, False, False, False]


@pytest.mark.parametrize("is_current", [False, True])
def test_a_long_text_stays_inside_its_step(is_current, qtbot):
    pictures = []
    for text in ("so far", "0 of 12 trained, mobilenet_v3_small-2 and others at work"):
        button = StepButton(2, "Train again")
        qtbot.addWidget(button)
        button.resize(140, button.sizeHint().height())
        button.set_step(Step(text, text, True, is_current))
        pictures.append(button.grab().toImage())
        assert button.said == text
    short, long = pictures
    edge = QRect(short.width() - 8, 0, 8, short.height())
    assert short != long
    assert short.copy(edge) == long.copy(edge)


def test_what_can_not_be_done_is_told(bar, window, qtbot):
    begin(window, bar, qtbot)
    correct(window)
    qtbot.waitUntil(bar.steps[TRAIN].isEnabled, timeout=15_000)
    run = RunFolder(window.session.project.runs_folder / "resnet18-1")
    run.path.rename(run.path.with_name("elsewhere"))
    answer_question()
    click(qtbot, bar.steps[TRAIN])
    qtbot.waitUntil(lambda: "isn't there any more" in window.status.message.text(), timeout=15_000)
    assert not current_round(window.session.project).retrained


def test_a_read_only_project_begins_no_round(bar, window, qtbot, clinic):
    window.session.set_project(None)
    window.session.set_project(Project.open(clinic, read_only=True))
    window.show_workspace("review")
    qtbot.waitUntil(lambda: bar.isVisible() and not bar.begin_button.isEnabled(), timeout=15_000)


def test_a_project_without_photographs_has_no_bar(bar, window, workspace, qtbot, tmp_path):
    window.session.set_project(Project.create(tmp_path / "new", window.session.project.classes))
    window.show_workspace("review")
    cleaning = workspace.cleaning
    assert isinstance(cleaning, CleaningController)
    qtbot.waitUntil(lambda: cleaning.reading is not None, timeout=15_000)
    assert not bar.isVisible()
