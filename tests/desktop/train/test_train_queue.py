"""The queue, several runs at once, and the keeping of runs, in the real workspace with pretended trainings."""

from __future__ import annotations

import threading
from dataclasses import replace
from unittest.mock import Mock

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from core.inference.card import ModelCard, write_card
from core.inference.catalogue import architecture
from core.jobs.folds import HELD_OUT_NAME, create_folds, is_out_of_fold, store_out_of_fold
from core.jobs.job import RunResult, RunState
from core.jobs.protocol import EpochEnd, Hello, Preview, PreviewPhoto, Step, encode
from core.jobs.queue import editing, enqueue, read_queue, set_paused
from core.jobs.recipe import Recipe
from core.jobs.run_folder import RunFolder, write_json
from core.project.labels import Split
from core.project.records import Prediction
from core.project.snapshot import freeze
from core.review.cleaning import begin_round
from desktop.train.controller import TrainController
from desktop.train.keeping import RunKeeping
from desktop.train.notifying import Notifier
from desktop.train.pages import page_of
from desktop.train.questions import closing_box, delete_box
from desktop.train.run_list import ROW_ROLE
from desktop.train.view import TrainView
from desktop.train.watching import RunWatch


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


@pytest.fixture
def notifier():
    return Mock(spec=Notifier)


@pytest.fixture
def control(view, session, command, serve, notifier):
    """Makes the workspace's controller; without a mode nobody serves the queue."""
    made = []

    def make(mode=None):
        begin = serve(command(mode)) if mode else lambda folder: None
        watch = RunWatch(session, view, serve=begin, notifier=notifier, parent=session)
        controller = TrainController(view, session, watch=watch, command=command(mode or "succeed"))
        made.append(controller)
        return controller

    yield make
    for controller in made:
        controller.watch.rest()
        controller._painting.stop()


def new(clinic, name="resnet18", **more):
    return RunFolder.create(
        clinic.runs_folder, name, Recipe.for_architecture(name, **more), freeze(clinic), initial_weights="none"
    )


def finished(clinic, name="resnet18", score=0.5, **more):
    run = new(clinic, name, **more)
    entry = architecture(name)
    write_card(ModelCard(run.name, name, entry.task, clinic.classes, (224, 224), entry.mean, entry.std), run.card_path)
    run.best_path.write_bytes(b"model")
    ends = [EpochEnd(n, 3, 1 / n, 1 / n, {"weighted_accuracy": score * n / 3}, 0.01, 2.0, True) for n in (1, 2, 3)]
    steps = [Step(n, 3, 1, 1, 1 / n, 0.01, 5.0) for n in (1, 2, 3)]
    run.events_path.write_text(
        "".join(encode(event) + "\n" for pair in zip(steps, ends, strict=True) for event in pair)
    )
    run.write_result(RunResult(state=RunState.COMPLETED, best_epoch=3, best_metric=score))
    return run


def folds_that_are_done(clinic):
    """A set of two folds whose runs have ended and were asked about what they left out."""
    folds = create_folds(clinic.runs_folder, "resnet18", Recipe.for_architecture("resnet18"), freeze(clinic), folds=2)
    for name in folds.runs:
        run = RunFolder(clinic.runs_folder / name)
        entry = architecture("resnet18")
        card = ModelCard(name, "resnet18", entry.task, clinic.classes, (224, 224), entry.mean, entry.std)
        write_card(card, run.card_path)
        run.best_path.write_bytes(b"x")
        run.write_result(RunResult(state=RunState.COMPLETED))
        rows = [
            {"image_id": image.id, "sha256": image.sha256, "class_ids": list(clinic.classes.ids),
             "probabilities": [1.0, 0.0, 0.0], "boxes": None}
            for image in run.snapshot.split(Split.TEST)
        ]  # fmt: skip
        data = {"model": name, "card_created_at": card.created_at.isoformat(), "rows": rows}
        write_json(data, run.path / HELD_OUT_NAME)
    return folds


def names(view):
    model = view.runs.model()
    return [model.index(row).data() for row in range(model.rowCount())]


def click(view, qtbot, name, modifier=Qt.KeyboardModifier.NoModifier):
    index = view.runs.model().index(names(view).index(name))
    view.runs.scrollTo(index)
    qtbot.mouseClick(view.runs.viewport(), Qt.MouseButton.LeftButton, modifier, view.runs.visualRect(index).center())


def test_what_waits_is_listed_in_its_order_and_the_buttons_change_it(control, view, clinic, qtbot):
    old = finished(clinic)
    waiting = [new(clinic).name for _ in range(3)]
    enqueue(clinic.runs_folder, waiting)
    control()
    assert names(view) == [*waiting, old.name]
    click(view, qtbot, waiting[2])
    assert view._name.text() == waiting[2]
    assert "number 3" in view._state.text()
    assert not view.queue.later.isEnabled()
    qtbot.mouseClick(view.queue.earlier, Qt.MouseButton.LeftButton)
    assert read_queue(clinic.runs_folder).groups == (waiting[0], waiting[2], waiting[1])
    assert names(view)[:3] == [waiting[0], waiting[2], waiting[1]]
    assert view._name.text() == waiting[2]
    qtbot.mouseClick(view.queue.take_out, Qt.MouseButton.LeftButton)
    assert read_queue(clinic.runs_folder).groups == (waiting[0], waiting[1])
    assert RunFolder(clinic.runs_folder / waiting[2]).state is RunState.QUEUED
    qtbot.mouseClick(view.queue.pause, Qt.MouseButton.LeftButton)
    assert read_queue(clinic.runs_folder).paused
    assert view.queue.pause.text() == "Go on"


def test_what_is_being_trained_has_no_place_to_move_from_or_to(control, view, clinic, qtbot):
    trained, first, last = (new(clinic).name for _ in range(3))
    enqueue(clinic.runs_folder, [trained, first, last])
    with editing(clinic.runs_folder) as edit:
        edit.queue = replace(
            edit.queue, entries=(replace(edit.queue.entries[0], lanes=("cpu",)), *edit.queue.entries[1:])
        )
    control()
    movable = {}
    for name in (trained, first, last):
        click(view, qtbot, name)
        movable[name] = (view.queue.earlier.isEnabled(), view.queue.later.isEnabled())
    assert movable == {trained: (False, False), first: (False, True), last: (True, False)}


def test_an_empty_queue_takes_no_room(control, view, clinic):
    finished(clinic)
    control()
    assert not view.queue.isVisible()


def test_runs_that_waited_at_the_last_closing_go_on_when_the_project_is_opened(control, view, clinic, qtbot, notifier):
    """A restart of the machine: nobody serves the queue, the window sees to it."""
    waiting = [new(clinic).name for _ in range(2)]
    enqueue(clinic.runs_folder, waiting)
    control("succeed")
    qtbot.waitUntil(lambda: not read_queue(clinic.runs_folder).entries, timeout=30_000)
    qtbot.waitUntil(lambda: notifier.notify.call_count == 2, timeout=10_000)
    assert {RunFolder(clinic.runs_folder / name).state for name in waiting} == {RunState.COMPLETED}
    assert "has finished training" in notifier.notify.call_args.args[1]


def test_a_paused_queue_is_left_alone(control, clinic, qtbot):
    run = new(clinic)
    enqueue(clinic.runs_folder, [run.name])
    set_paused(clinic.runs_folder, True)
    control("succeed")
    qtbot.wait(300)
    assert run.state is RunState.QUEUED


def test_several_chosen_runs_are_drawn_together_and_the_first_two_compared(control, view, clinic, qtbot):
    first, second, third = (finished(clinic, lr=lr, score=score) for lr, score in ((0.01, 0.5), (0.1, 0.6), (0.2, 0.7)))
    control()
    click(view, qtbot, first.name)
    assert [run.title for run in view.curves._runs] == [first.name]
    assert not view._tabs.isTabVisible(2)
    click(view, qtbot, second.name, Qt.KeyboardModifier.ControlModifier)
    click(view, qtbot, third.name, Qt.KeyboardModifier.ControlModifier)
    assert view._name.text() == third.name
    qtbot.waitUntil(lambda: len(view.curves._runs) == 3 and all(run.score for run in view.curves._runs), timeout=5000)
    assert len({run.colour for run in view.curves._runs}) == 3
    qtbot.waitUntil(lambda: view._tabs.isTabVisible(2), timeout=5000)
    shown = view._comparison.text()
    assert "Learning rate" in shown
    assert "0.1" in shown
    click(view, qtbot, second.name)
    assert [run.title for run in view.curves._runs] == [second.name]
    qtbot.waitUntil(lambda: not view._tabs.isTabVisible(2), timeout=5000)


def test_a_chosen_set_survives_a_run_that_appears(control, view, clinic, qtbot):
    first, second = finished(clinic), finished(clinic)
    controller = control()
    click(view, qtbot, first.name)
    click(view, qtbot, second.name, Qt.KeyboardModifier.ControlModifier)
    finished(clinic)
    controller.watch.look()
    assert len(names(view)) == 3
    assert sorted(view.runs.chosen()) == sorted([first.name, second.name])
    assert view.runs.selected() == second.name


def test_the_list_and_the_recipe_say_what_is_not_the_papers(control, view, clinic):
    finished(clinic, lr=0.1)
    finished(clinic)
    control()
    said = [view.runs.model().index(row).data(Qt.ItemDataRole.AccessibleTextRole) for row in range(2)]
    assert sorted(text.rpartition("%")[2] for text in said) == [", Learning rate 0.1", ", the paper's recipe"]


def test_a_run_is_deleted_after_saying_what_uses_it(control, view, clinic, session, qtbot):
    run, kept = finished(clinic), finished(clinic)
    clinic.add_model(run.name, run.card.to_json(), run.path)
    image = clinic.images()[0]
    clinic.store_predictions([Prediction(run.name, image.id, (0.2, 0.3, 0.5), None, clinic.classes.ids)])
    controller = control()
    asked = Mock(return_value=None)
    controller.keeping._ask_delete = asked
    begin_round(clinic, [run.name], name="Audit")
    click(view, qtbot, run.name)
    view.delete_action.trigger()
    assert asked.call_args.args[1] == run.name
    assert asked.call_args.args[2].predictions == 1
    assert run.path.exists()
    box, _yes, too = delete_box(None, run.name, asked.call_args.args[2])
    qtbot.addWidget(box)
    assert "1 photograph" in box.informativeText()
    assert "Cleaning rounds compare it by its predictions: Audit. Audit is under way" in box.informativeText()
    assert not too.isChecked()
    asked.return_value = True
    view.delete_action.trigger()
    assert not run.path.exists()
    assert clinic.predicted_models() == []
    assert names(view) == [kept.name]
    assert view._name.text() == kept.name


def test_a_model_travels_and_an_altered_one_is_refused(control, view, clinic, session, qtbot, tmp_path):
    run = finished(clinic)
    controller = control()
    target = tmp_path / "model.zip"
    controller.keeping._ask_target = lambda parent, name: target
    controller.keeping._ask_source = lambda parent: target
    with qtbot.waitSignal(session.message, timeout=10_000) as told:
        view.export_action.trigger()
    assert told.args == [f"The model of {run.name} is written to model.zip.", "info"]
    with qtbot.waitSignal(session.message, timeout=10_000) as told:
        view.import_file_action.trigger()
    assert told.args == ["resnet18-2 is imported and can predict.", "info"]
    assert "resnet18-2" in names(view)
    target.write_bytes(target.read_bytes()[:-300])
    with qtbot.waitSignal(session.message, timeout=10_000) as told:
        view.import_file_action.trigger()
    assert told.args[1] == "error"


def test_a_model_that_was_exported_as_a_folder_is_imported_from_it(control, view, clinic, session, qtbot, tmp_path):
    run = finished(clinic)
    controller = control()
    target = tmp_path / "model"
    controller.keeping._ask_target = lambda parent, name: target
    controller.keeping._ask_folder = lambda parent: target
    controller.keeping._ask_source = pytest.fail
    with qtbot.waitSignal(session.message, timeout=10_000):
        view.export_action.trigger()
    assert target.is_dir()
    with qtbot.waitSignal(session.message, timeout=10_000) as told:
        view.import_folder_action.trigger()
    assert told.args == ["resnet18-2 is imported and can predict.", "info"]
    assert RunFolder(clinic.runs_folder / "resnet18-2").best_path.read_bytes() == run.best_path.read_bytes()


def test_list_page_and_comparison_tell_the_same_time_of_a_run_that_was_gone_on_with(control, view, clinic, qtbot):
    other, run = finished(clinic, lr=0.1), finished(clinic)
    with run.events_path.open("a") as stream:
        for event in (Hello(1), EpochEnd(3, 5, 1.0, 1.0, {"weighted_accuracy": 0.4}, 0.01, 20.0, False),
                      EpochEnd(4, 5, 1.0, 1.0, {"weighted_accuracy": 0.6}, 0.01, 25.0, True)):  # fmt: skip
            stream.write(encode(event) + "\n")
    # The third epoch was begun again: 2 + 2 + 20 + 25 seconds over both starts.
    run.write_result(RunResult(state=RunState.COMPLETED, best_epoch=4, best_metric=0.6, epochs=4, seconds=46.0))
    controller = control()
    expected = "49 s"

    def row():
        return view.runs.model().index(names(view).index(run.name)).data(ROW_ROLE)

    qtbot.waitUntil(lambda: row().duration == expected, timeout=5_000)
    click(view, qtbot, other.name)
    click(view, qtbot, run.name, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: view._tabs.isTabVisible(2), timeout=5000)
    assert page_of(controller.watch.followed[run.name]).row.duration == expected
    assert expected in view._comparison.text()
    assert row().duration == expected


def test_the_window_goes_on_while_what_folds_said_is_stored(control, clinic, session, qtbot, monkeypatch):
    folds = folds_that_are_done(clinic)
    may_store, begun = threading.Event(), threading.Event()

    def store(*args, **more):
        begun.set()
        assert may_store.wait(20)
        return store_out_of_fold(*args, **more)

    monkeypatch.setattr("desktop.train.folds.store_out_of_fold", store)
    controller = control()
    qtbot.waitUntil(begun.is_set, timeout=10_000)
    controller.watch.look()  # nor is it begun twice
    assert folds.name not in {model.name for model in clinic.predicted_models()}
    with qtbot.waitSignals([session.message, session.predictions_changed], timeout=10_000):
        may_store.set()
    assert len(clinic.predictions(models=[folds.name])) == 40


def test_what_folds_said_is_stored_by_the_window_that_holds_the_project(control, clinic, session, qtbot):
    controller = control()
    folds = folds_that_are_done(clinic)
    with qtbot.waitSignals([session.message, session.predictions_changed], timeout=5000):
        controller.watch.look()
    assert len(clinic.predictions(models=[folds.name])) == 40
    assert is_out_of_fold(clinic.model_card(folds.name))


def test_closing_says_that_waiting_runs_follow(qtbot):
    box, _ = closing_box(None, ["resnet18-1"], 3)
    qtbot.addWidget(box)
    assert "3 runs that wait then follow" in box.informativeText()


def test_no_desktop_notification_is_no_error(view, monkeypatch):
    monkeypatch.setattr("desktop.train.notifying.QSystemTrayIcon.isSystemTrayAvailable", lambda: False)
    monkeypatch.setattr(view.window(), "isActiveWindow", lambda: False)
    assert not Notifier(view).notify("Training has ended", "resnet18-1 has finished training.")


def test_ten_thousand_events_are_painted_a_few_times(control, view, clinic, qtbot, monkeypatch):
    painted = Mock(side_effect=view.curves.set_runs)
    monkeypatch.setattr(view.curves, "set_runs", painted)
    run = new(clinic)
    enqueue(clinic.runs_folder, [run.name])
    controller = control("flood")
    qtbot.waitUntil(lambda: run.name in controller.watch.followed, timeout=30_000)
    process = controller.watch.followed[run.name]
    qtbot.waitUntil(lambda: process.progress.finished is not None, timeout=30_000)
    assert len(process.progress.epoch_ends) == 3
    # Every event is read; what is painted follows the clock, not the events.
    assert painted.call_count < 200


def test_what_an_epoch_says_of_photographs_is_shown_with_what_they_are(control, view, clinic, qtbot):
    run, other = finished(clinic), finished(clinic)
    right, wrong, gone = clinic.images()[0], clinic.images()[1], 9999
    truth = clinic.labels(right.id).image_class
    preview = Preview(
        3,
        (
            PreviewPhoto(right.id, (truth,), (0.9,), ((0.0, 0.0, 200.0, 150.0),), truth),
            PreviewPhoto(wrong.id, (), (), (), clinic.labels(wrong.id).image_class),
            PreviewPhoto(gone, (1,), (0.5,)),
        ),
    )
    with run.events_path.open("a") as stream:
        stream.write(encode(preview) + "\n")
    control()
    click(view, qtbot, run.name)
    qtbot.waitUntil(lambda: view._tabs.isTabVisible(3), timeout=5000)
    first, second = view.previews._cards
    assert (first.right, second.right, second.said) == (True, False, "")
    assert "90.0 %" in first.said
    assert first.boxes[0][0] == (0.0, 0.0, 0.5, 0.5)
    view._tabs.setCurrentIndex(3)
    assert not view.previews.grab().isNull()
    click(view, qtbot, other.name)
    assert not view._tabs.isTabVisible(3)


def test_keeping_asks_nothing_of_a_read_only_project(view, session, clinic):
    keeping = RunKeeping(view, Mock(read_only=True), ask_delete=pytest.fail, ask_source=pytest.fail)
    keeping.delete(finished(clinic), leaving=pytest.fail)
    keeping.bring_in()
