"""Trainings are watched from the project's opening on, also while the Train workspace was never shown."""

from __future__ import annotations

import threading
from unittest.mock import Mock

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QMessageBox, QSystemTrayIcon, QWidget

from core.jobs.job import RunState
from core.jobs.queue import enqueue, read_queue
from core.jobs.recipe import Recipe
from core.jobs.run_folder import RunFolder
from core.project.project import Project
from core.project.snapshot import freeze
from desktop.app import open_window
from desktop.settings import write_settings
from desktop.train.notifying import Notifier
from desktop.train.watching import RunWatch


def new(project):
    return RunFolder.create(
        project.runs_folder, "resnet18", Recipe.for_architecture("resnet18"), freeze(project), initial_weights="none"
    )


@pytest.fixture
def notifier():
    return Mock(spec=Notifier)


@pytest.fixture
def watch(session, qtbot, notifier, serve, command):
    """Makes the watch; it looks when it is told to, and by its own clock."""
    window = QWidget()
    qtbot.addWidget(window)
    made = []

    def make(mode, *, finish=None):
        made.append(RunWatch(session, window, serve=serve(command(mode), finish), notifier=notifier, parent=session))
        made[-1].look()
        return made[-1]

    yield make
    for watch in made:
        watch.rest()


@pytest.fixture
def tray(monkeypatch):
    """What the desktop is asked to show, on one that has a place for it."""
    shown = []
    monkeypatch.setattr(QSystemTrayIcon, "isSystemTrayAvailable", lambda: True)
    monkeypatch.setattr(QSystemTrayIcon, "supportsMessages", lambda: True)
    monkeypatch.setattr(QSystemTrayIcon, "showMessage", lambda _icon, title, text, *_: shown.append((title, text)))
    return shown


def test_an_end_is_told_once_while_the_runner_is_still_busy_with_the_run(watch, clinic, session, notifier, qtbot):
    """A fold's entry stays in the queue until its photographs are predicted, which takes minutes."""
    run, predicted = new(clinic), threading.Event()
    enqueue(clinic.runs_folder, [run.name])
    told = []
    session.message.connect(lambda text, _severity: told.append(text))
    watched = watch("succeed", finish=lambda _run: predicted.wait(30))
    qtbot.waitUntil(lambda: notifier.notify.called, timeout=30_000)
    for _ in range(5):
        watched.look()
        qtbot.wait(150)
    assert read_queue(clinic.runs_folder).entries
    predicted.set()
    qtbot.waitUntil(lambda: not read_queue(clinic.runs_folder).entries, timeout=10_000)
    watched.look()
    qtbot.wait(150)
    assert told == [f"{run.name} has finished training."]
    assert notifier.notify.call_count == 1


def test_what_had_ended_before_the_project_was_opened_is_not_told(watch, clinic, notifier, qtbot):
    run = new(clinic)
    enqueue(clinic.runs_folder, [run.name])
    runner, opened = watch("succeed", finish=lambda _run: opened.wait(30)), threading.Event()
    qtbot.waitUntil(lambda: run.state.is_over, timeout=30_000)
    runner.rest()
    notifier.reset_mock()
    later = watch("succeed")
    for _ in range(3):
        later.look()
        qtbot.wait(150)
    opened.set()
    assert not notifier.notify.called


def test_a_run_that_is_gone_on_with_is_told_again(watch, clinic, notifier, qtbot):
    run = new(clinic)
    enqueue(clinic.runs_folder, [run.name])
    watched = watch("out_of_memory")
    qtbot.waitUntil(lambda: notifier.notify.call_count == 1, timeout=30_000)
    run.last_path.write_bytes(b"a checkpoint")
    qtbot.waitUntil(lambda: not read_queue(clinic.runs_folder).entries, timeout=10_000)
    enqueue(clinic.runs_folder, [run.name])
    watched.look()
    qtbot.waitUntil(lambda: notifier.notify.call_count == 2, timeout=30_000)


@pytest.fixture
def queued(make_project):
    """The folder of a project with a run in its queue, and that run."""
    folder = make_project()
    with Project.open(folder) as project:
        run = new(project)
    enqueue(run.path.parent, [run.name])
    write_settings(workspace="annotate")
    return folder, run


@pytest.fixture
def open_in_window(qtbot, monkeypatch, serve, command):
    """Opens a project in the real window, whose queue is served by a pretended worker."""
    opened = []

    def make(folder, mode, *, read_only=False):
        monkeypatch.setattr("desktop.train.queueing.ensure_runner", serve(command(mode)))
        opened.append(open_window(folder, read_only=read_only))
        qtbot.addWidget(opened[-1])
        qtbot.waitExposed(opened[-1])
        return opened[-1]

    yield make
    monkeypatch.setattr("desktop.train.watching.RunWatch.may_close", lambda self: True)
    for window in opened:
        window.close()


def answer(text, asked):
    """Press this button of the next question, once it is there."""

    def look():
        box = QApplication.activeModalWidget()
        if not isinstance(box, QMessageBox):
            QTimer.singleShot(20, look)
            return
        asked.append(box.text())
        next(button for button in box.buttons() if button.text().replace("&", "") == text).click()

    QTimer.singleShot(20, look)


def test_a_queue_goes_on_and_is_asked_about_at_closing_without_train(queued, open_in_window, qtbot):
    folder, run = queued
    window = open_in_window(folder, "slow")
    qtbot.waitUntil(lambda: run.state is RunState.RUNNING, timeout=30_000)
    assert "train" not in window._built
    asked = []
    answer("Cancel", asked)
    assert not window.close()
    assert window.session.has_project
    assert run.state is RunState.RUNNING
    answer("Stop and keep the best", asked)
    assert window.close()
    assert asked == [f"{run.name} is still training."] * 2
    qtbot.waitUntil(lambda: run.state is RunState.STOPPED, timeout=10_000)


@pytest.mark.qt_log_ignore("systemTrayWindowChanged")  # the offscreen platform has no tray
def test_an_end_is_shown_by_the_desktop_without_train_unless_the_window_is_in_front(
    queued, open_in_window, tray, qtbot
):
    folder, run = queued
    window = open_in_window(folder, "succeed")
    other = QWidget()
    qtbot.addWidget(other)
    other.show()
    other.activateWindow()
    qtbot.waitUntil(lambda: other.isActiveWindow() and not window.isActiveWindow(), timeout=5_000)
    qtbot.waitUntil(lambda: bool(tray), timeout=30_000)
    assert tray == [("Training has ended", f"{run.name} has finished training.")]
    assert "train" not in window._built
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow, timeout=5_000)
    second = new(window.session.project)
    enqueue(second.path.parent, [second.name])
    with qtbot.waitSignal(window.session.message, timeout=30_000) as told:
        window.session.runs_changed.emit()
    assert told.args[0] == f"{second.name} has finished training."
    assert len(tray) == 1


def test_a_project_open_for_reading_leaves_the_queue_alone(queued, open_in_window, qtbot):
    folder, run = queued
    window = open_in_window(folder, "succeed", read_only=True)
    qtbot.waitUntil(lambda: window.session.findChild(RunWatch) is not None, timeout=10_000)
    qtbot.wait(300)
    assert run.state is RunState.QUEUED
    assert window.close()
