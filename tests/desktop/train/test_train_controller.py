"""The Train controller with a pretended view and real (pretended) training processes."""

from __future__ import annotations

from unittest.mock import Mock

import pytest

from core.jobs.job import RunState
from core.jobs.recipe import Recipe
from core.jobs.runs import list_runs
from core.project.snapshot import freeze
from desktop.train.controller import TrainController
from desktop.train.dialog_controller import Plan
from desktop.train.notifying import Notifier
from desktop.train.questions import Closing
from desktop.train.remembered import LastTraining, last_training
from desktop.train.view import TrainView
from desktop.train.watching import RunWatch


@pytest.fixture
def view():
    return Mock(spec=TrainView)


@pytest.fixture
def asks():
    return Mock(ask_abort=Mock(return_value=True), ask_closing=Mock(return_value=Closing.KEEP), open_folder=Mock())


@pytest.fixture
def start(view, session, asks, command, serve):
    controllers = []

    def make(mode="succeed"):
        watch = RunWatch(
            session, view, serve=serve(command(mode)), notifier=Mock(spec=Notifier), ask_closing=asks.ask_closing
        )
        controller = TrainController(
            view, session, watch=watch, command=command(mode), ask_abort=asks.ask_abort,
            open_folder=asks.open_folder, parent=session,
        )  # fmt: skip
        controllers.append(controller)
        return controller

    yield make
    for controller in controllers:
        controller.watch.rest()


@pytest.fixture
def plan(clinic):
    return Plan("resnet18", Recipe.for_architecture("resnet18"), "none", "cpu", freeze(clinic))


def page(view):
    return view.set_page.call_args.args[0]


def rows(view):
    return view.set_runs.call_args.args[0]


def test_a_plan_becomes_a_run_that_is_shown_to_its_end(start, view, session, plan, qtbot):
    controller = start()
    told = []
    session.message.connect(lambda text, severity: told.append((text, severity)))
    with qtbot.waitSignal(session.message, timeout=20_000):
        controller.create(plan)
    assert told == [("resnet18-1 has finished training.", "info")]
    assert [(row.name, row.state, row.score) for row in rows(view)] == [("resnet18-1", "completed", "75.0 %")]
    assert page(view).row.name == "resnet18-1"
    assert not page(view).can_stop
    (curves,), shown = view.set_curves.call_args
    assert [epoch for epoch, _ in curves[0].val_loss] == [1, 2, 3]
    assert curves[0].best == (3.0, 75.0)
    assert shown["epochs"] == 3


def test_the_run_folder_holds_the_plan(start, clinic, plan, qtbot, session):
    controller = start()
    with qtbot.waitSignal(session.message, timeout=20_000):
        controller.create(plan)
    (run,) = list_runs(clinic.runs_folder)
    assert run.job.recipe == plan.recipe
    assert run.job.initial_weights == "none"
    assert run.snapshot.digest == plan.snapshot.digest


def test_a_failure_is_shown_with_its_hint(start, view, session, plan, qtbot):
    controller = start("out_of_memory")
    with qtbot.waitSignal(session.message, timeout=20_000) as told:
        controller.create(plan)
    assert told.args == ["resnet18-1 has failed: The GPU has no memory left.", "error"]
    (notice,) = page(view).notices
    assert notice.severity == "error"
    assert notice.hint == "Choose a smaller batch or image size."


def wait_until_running(controller, view, qtbot):
    qtbot.waitUntil(
        lambda: view.set_page.called and page(view).can_stop and "step" in page(view).activity, timeout=20_000
    )


def test_stop_and_abort_and_the_folder_button(start, view, session, plan, asks, clinic, qtbot):
    controller = start("slow")
    controller.create(plan)
    wait_until_running(controller, view, qtbot)
    assert page(view).can_abort
    assert page(view).row.fraction is not None
    controller.open_folder()
    asks.open_folder.assert_called_once_with(clinic.runs_folder / "resnet18-1")
    with qtbot.waitSignal(session.message, timeout=10_000) as told:
        controller.stop()
    assert told.args[0] == "resnet18-1 has stopped and kept its best checkpoint."


def test_a_folder_that_nothing_shows_is_named_and_copied(start, session, plan, asks, clinic, qtbot, qapp):
    controller = start()
    with qtbot.waitSignal(session.message, timeout=20_000):
        controller.create(plan)
    asks.open_folder.return_value = False
    with qtbot.waitSignal(session.message) as told:
        controller.open_folder()
    path = str(clinic.runs_folder / "resnet18-1")
    assert path in told.args[0]
    assert qapp.clipboard().text() == path


def test_what_was_started_is_remembered(start, session, plan, clinic, qtbot):
    controller = start()
    with qtbot.waitSignal(session.message, timeout=20_000):
        controller.create(plan)
    assert last_training(clinic, "resnet18") == LastTraining(plan.recipe, "cpu")


def test_abort_asks_first(start, view, session, plan, asks, qtbot):
    asks.ask_abort.return_value = False
    controller = start("slow")
    controller.create(plan)
    wait_until_running(controller, view, qtbot)
    controller.abort()
    qtbot.wait(300)
    assert controller.watch.followed["resnet18-1"].state is RunState.RUNNING
    asks.ask_abort.return_value = True
    with qtbot.waitSignal(session.message, timeout=5_000) as told:
        controller.abort()
    assert told.args[0] == "resnet18-1 was aborted."


def test_a_second_plan_waits_and_starts_by_itself(start, view, session, plan, qtbot):
    controller = start("slow")
    controller.create(plan)
    wait_until_running(controller, view, qtbot)
    with qtbot.waitSignal(session.message, timeout=10_000) as told:
        controller.create(plan)
    assert told.args[0] == "resnet18-2 waits until the run at hand has ended."
    assert {row.name: row.state for row in rows(view)} == {"resnet18-1": "running", "resnet18-2": "queued"}
    controller.choose("resnet18-1")
    controller.stop()
    qtbot.waitUntil(lambda: {r.name: r.state for r in rows(view)}.get("resnet18-2") == "running", timeout=20_000)


def test_what_is_to_start_now_beside_a_live_run_is_the_next_in_the_queue(start, view, session, plan, clinic, qtbot):
    controller = start("slow")
    controller.create(plan)
    wait_until_running(controller, view, qtbot)
    for number in (2, 3):
        controller.create(plan)
        qtbot.waitUntil(lambda number=number: len(controller.queueing.waiting()) == number - 1, timeout=10_000)
    controller.choose("resnet18-3")
    with qtbot.waitSignal(session.message) as told:
        controller.start_chosen()
    assert told.args == ["resnet18-3 is the next one: it starts when its device is free.", "info"]
    assert controller.queueing.waiting() == ["resnet18-3", "resnet18-2"]
    qtbot.wait(300)
    states = {run.name: run.state.value for run in list_runs(clinic.runs_folder)}
    assert states == {"resnet18-1": "running", "resnet18-2": "queued", "resnet18-3": "queued"}
    controller.choose("resnet18-1")
    controller.stop()
    qtbot.waitUntil(lambda: {r.name: r.state for r in rows(view)}.get("resnet18-3") == "running", timeout=20_000)
    controller.choose("resnet18-1")
    (clinic.runs_folder / "resnet18-1" / "last.pt").write_bytes(b"a checkpoint")
    with qtbot.waitSignal(session.message) as told:
        controller.start_chosen()
    assert "resnet18-1 is the next one" in told.args[0]
    assert controller.queueing.waiting() == ["resnet18-1", "resnet18-2"]


def test_a_chosen_run_starts_at_once_where_nothing_is_being_trained(start, view, plan, clinic, qtbot):
    controller = start("slow")
    controller.queueing.set_paused(True)
    controller.create(plan)
    qtbot.waitUntil(lambda: controller.queueing.waiting() == ["resnet18-1"], timeout=10_000)
    controller.start_chosen()
    wait_until_running(controller, view, qtbot)


def test_a_run_found_after_a_restart_is_followed_and_can_be_stopped(start, view, session, plan, qtbot):
    first = start("slow")
    first.create(plan)
    wait_until_running(first, view, qtbot)
    first.watch.rest()
    first.deleteLater()
    view.reset_mock()
    second = start("slow")
    wait_until_running(second, view, qtbot)
    with qtbot.waitSignal(session.message, timeout=10_000) as told:
        second.stop()
    assert "has stopped" in told.args[0]


@pytest.mark.parametrize(
    ("answer", "closes", "state"),
    [
        (Closing.KEEP, True, RunState.RUNNING),
        (Closing.STOP, True, RunState.STOPPED),
        (Closing.CANCEL, False, RunState.RUNNING),
    ],
)
def test_closing_the_window_asks_about_a_living_run(start, view, plan, asks, clinic, qtbot, answer, closes, state):
    asks.ask_closing.return_value = answer
    controller = start("slow")
    assert controller.watch.may_close()
    asks.ask_closing.assert_not_called()
    controller.create(plan)
    wait_until_running(controller, view, qtbot)
    assert controller.watch.may_close() is closes
    asks.ask_closing.assert_called_once_with(view, ["resnet18-1"], 0)
    run = next(iter(list_runs(clinic.runs_folder)))
    if state is RunState.STOPPED:
        qtbot.waitUntil(lambda: run.state is state, timeout=5_000)
    else:
        qtbot.wait(800)
        assert run.state is state


def test_no_runs_says_what_to_do(start, view):
    start()
    title, _text, action = view.set_empty.call_args.args
    assert title == "No model has been trained yet"
    assert action == "New training…"


def test_a_read_only_project_cannot_train(clinic, view, qtbot, asks):
    from desktop.session import Session

    reader = type(clinic).open(clinic.folder, read_only=True)
    session = Session(reader)
    controller = TrainController(view, session, parent=session)
    view.set_can_train.assert_called_with(False, "The project is open read-only: another window has it")
    controller.plan_training()
    assert controller._dialog is None
    controller.watch.rest()
    reader.close()


def test_a_broken_run_folder_does_not_hide_the_others(start, view, session, plan, clinic, qtbot):
    (clinic.runs_folder / "resnet50-9").mkdir(parents=True)
    controller = start()
    with qtbot.waitSignal(session.message, timeout=20_000):
        controller.create(plan)
    assert [row.name for row in rows(view)] == ["resnet18-1"]
