"""Training processes as the window holds them, with workers that succeed, flood, fall silent and die."""

from __future__ import annotations

import json
import signal
import socket
import sys
import time
from pathlib import Path

import psutil
import pytest
from PySide6.QtCore import QTimer

from core.classes import ClassTable
from core.errors import JobError
from core.jobs.job import RunState
from core.jobs.launcher import start_detached
from core.jobs.process_record import ProcessRecord
from core.jobs.protocol import Hello, encode
from core.jobs.recipe import Recipe
from core.jobs.run_folder import RunFolder
from core.project.project import Project
from core.project.records import NewImage
from core.project.snapshot import freeze
from desktop.jobs.tail import CHUNK
from desktop.jobs.training import Pulse, Timing, TrainingProcess
from desktop.train.pages import page_of

BOUND = 2.0
"""Seconds within which a stop is answered for and an abort has ended everything."""
ROOT = Path(__file__).resolve().parents[2]

# The fakes know no --detached; this starts one with an event channel that has no parent.
LAUNCH = f"""
import functools, sys
sys.path[:0] = [{str(ROOT)!r}, {str(ROOT / "tests" / "fakes")!r}]
import fake_worker
fake_worker.EventChannel = functools.partial(fake_worker.EventChannel, detached=True)
sys.exit(fake_worker.main(*sys.argv[1:]))
"""


def fake(mode, run):
    return [sys.executable, "-c", LAUNCH, mode, str(run.path)]


@pytest.fixture
def run(tmp_path):
    project = Project.create(tmp_path / "project", ClassTable.from_names(["Nevus", "Rosacea"]))
    (tmp_path / "photos").mkdir()
    photo = NewImage(tmp_path / "photos" / "a.jpg", "a.jpg", "0" * 64, 10, 10, 1, 100, diagnosis=1)
    project.add_images(tmp_path / "photos", [photo])
    folder = RunFolder.create(project.runs_folder, "resnet18", Recipe.for_architecture("resnet18"), freeze(project))
    project.close()
    yield folder
    record = folder.process
    if record is not None and record.is_alive():
        for process in [*psutil.Process(record.pid).children(recursive=True), psutil.Process(record.pid)]:
            process.kill()


@pytest.fixture
def process(run, qtbot):
    process = TrainingProcess(run)
    yield process
    process.let_go()


def wait_for_step(process, qtbot):
    qtbot.waitUntil(lambda: process.progress.step is not None, timeout=20_000)


def test_a_run_that_succeeds_tells_all_its_epochs(process, run, qtbot):
    with qtbot.waitSignal(process.ended, timeout=20_000):
        process.start(fake("succeed", run))
    assert process.state is RunState.COMPLETED
    assert [end.epoch for end in process.progress.epoch_ends] == [1, 2, 3]
    assert process.progress.finished.best_metric == 0.75
    assert process.progress.fraction == 1.0
    assert process.failure is None


def test_a_run_found_after_a_restart_reads_the_same(process, run, qtbot):
    with qtbot.waitSignal(process.ended, timeout=20_000):
        process.start(fake("succeed", run))
    again = TrainingProcess(RunFolder(run.path))
    with qtbot.waitSignal(again.ended, timeout=5_000):
        again.follow()
    assert again.progress == process.progress
    assert again.state is RunState.COMPLETED


def test_junk_and_huge_lines_between_events_do_no_harm(process, run, qtbot):
    with qtbot.waitSignal(process.ended, timeout=20_000):
        process.start(fake("chatter", run))
    assert [end.epoch for end in process.progress.epoch_ends] == [1, 2, 3]
    assert len(process.progress.warnings[0]) == 3_000_000


def test_ten_thousand_events_paint_no_more_often_than_the_repaint_timer_allows(run, qtbot):
    """Its timer never fires within the test, so all that is left to paint is the end."""
    process, paints = TrainingProcess(run, timing=Timing(repaint=3600.0)), []
    process.updated.connect(lambda: paints.append(process.progress.step))
    with qtbot.waitSignal(process.ended, timeout=60_000):
        process.start(fake("flood", run))
    assert len(run.events_path.read_bytes().splitlines()) > 10_000
    assert [end.epoch for end in process.progress.epoch_ends] == [1, 2, 3]
    assert len(paints) == 1


def test_the_window_gets_its_turn_between_the_parts_of_a_flood(run, qtbot):
    """A file of a million bytes, a part of it a turn: what else the window has to do comes in between."""
    start_detached(run, command=fake("flood", run))
    qtbot.waitUntil(lambda: run.state.is_over, timeout=60_000)
    process, seen = TrainingProcess(run, timing=Timing(budget=0.0001)), set()
    clock = QTimer()
    clock.setInterval(0)
    clock.timeout.connect(lambda: seen.add(process.progress.step and process.progress.step.step))
    clock.start()
    with qtbot.waitSignal(process.ended, timeout=60_000):
        process.follow()
    clock.stop()
    assert process.progress.epoch_ends[-1].epoch == 3
    assert len(seen - {None}) >= run.events_path.stat().st_size // CHUNK


def test_stop_reaches_a_detached_worker(process, run, qtbot):
    process.start(fake("slow", run))
    wait_for_step(process, qtbot)
    with qtbot.waitSignal(process.ended, timeout=5_000):
        process.stop()
        assert process.state is RunState.STOPPING
    assert process.state is RunState.STOPPED


def test_a_run_goes_on_when_nobody_follows_it_and_can_then_be_stopped_by_another(process, run, qtbot):
    process.start(fake("slow", run))
    wait_for_step(process, qtbot)
    process.let_go()
    seen = process.progress.step.step
    other = TrainingProcess(RunFolder(run.path))
    other.follow()
    qtbot.waitUntil(lambda: other.progress.step is not None and other.progress.step.step > seen + 3, timeout=10_000)
    assert other.state is RunState.RUNNING
    with qtbot.waitSignal(other.ended, timeout=5_000):
        other.stop()
    assert other.state is RunState.STOPPED


def test_abort_kills_a_silent_worker_and_its_children(process, run, qtbot):
    process.start(fake("children", run))
    child_file = run.path / "child.pid"
    qtbot.waitUntil(lambda: child_file.exists() and child_file.read_text() != "", timeout=20_000)
    child = int(child_file.read_text())
    parent = run.process.pid
    with qtbot.waitSignal(process.ended, timeout=60_000):
        process.abort()
    assert process.state is RunState.KILLED
    assert process.failure.code == "aborted"
    for pid in (parent, child):
        assert not psutil.pid_exists(pid) or psutil.Process(pid).status() == psutil.STATUS_ZOMBIE


def stuck(mode, run, qtbot):
    """A process that hangs, with all it has started."""
    process = TrainingProcess(RunFolder(run.path))
    process.start(fake(mode, run))
    qtbot.waitUntil(lambda: run.state is RunState.RUNNING, timeout=20_000)
    if mode == "children":
        child_file = run.path / "child.pid"
        qtbot.waitUntil(lambda: child_file.exists() and child_file.read_text() != "", timeout=20_000)
    parent = psutil.Process(run.process.pid)
    return process, [parent, *parent.children(recursive=True)]


def is_gone(process):
    try:
        return not process.is_running() or process.status() == psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return True


@pytest.mark.parametrize("mode", ["children", "silent"])
def test_abort_ends_a_process_that_hangs_and_all_it_started_within_two_seconds(run, qtbot, mode):
    """The promise itself, so it is measured; the best of three, since other programs keep the machine busy."""
    took = []
    for _ in range(3):
        process, tree = stuck(mode, run, qtbot)
        assert len(tree) == (2 if mode == "children" else 1)
        begun = time.monotonic()
        with qtbot.waitSignal(process.ended, timeout=60_000):
            process.abort()
        assert all(is_gone(one) for one in tree)
        took.append(time.monotonic() - begun)
        assert process.state is RunState.KILLED
        if took[-1] < BOUND:
            break
    assert min(took) < BOUND


def test_a_stop_that_a_worker_does_not_hear_is_told_within_two_seconds_and_abort_still_works(run, qtbot):
    took = []
    for _ in range(3):
        process, tree = stuck("silent", run, qtbot)
        begun = time.monotonic()
        process.stop()
        assert process.state is RunState.STOPPING
        qtbot.waitUntil(lambda process=process: process.pulse is Pulse.DEAF, timeout=60_000)
        took.append(time.monotonic() - begun)
        page = page_of(process)
        assert page.can_abort
        assert "doesn't answer" in page.notices[0].text
        with qtbot.waitSignal(process.ended, timeout=60_000):
            process.abort()
        assert all(is_gone(one) for one in tree)
        assert process.state is RunState.KILLED
        if took[-1] < BOUND:
            break
    assert min(took) < BOUND


def test_a_worker_in_a_long_step_answers_that_it_was_asked_to_stop(process, run, qtbot):
    """It says that it heard of the stop when it does, not with its next heartbeat, which is an hour away here."""
    program, option, script, *rest = fake("busy", run)
    process.start([program, option, f"import core.jobs.worker_side as side\nside.BEAT_EVERY = 3600\n{script}", *rest])
    wait_for_step(process, qtbot)
    qtbot.wait(1500)  # the first heartbeat comes half a second after the start
    process.stop()
    qtbot.wait(2500)
    assert process.state is RunState.STOPPING
    assert process.pulse is Pulse.WELL
    assert page_of(process).notices == ()


def test_a_silent_worker_is_noticed_and_left_alone(run, qtbot):
    process = TrainingProcess(run, timing=Timing(silence=0.6))
    process.start(fake("silent", run))
    qtbot.waitUntil(lambda: process.pulse is Pulse.SILENT, timeout=20_000)
    assert process.state.is_active
    process.let_go()


def test_a_worker_that_never_speaks_misses_its_deadline(run, qtbot):
    process = TrainingProcess(run, timing=Timing(hello=0.6))
    process.start(fake("mute", run))
    qtbot.waitUntil(lambda: process.pulse is Pulse.NO_HELLO, timeout=20_000)
    assert process.state is RunState.STARTING
    process.let_go()


def test_a_worker_killed_by_the_system_keeps_its_epochs_and_says_so(process, run, qtbot):
    with qtbot.waitSignal(process.ended, timeout=20_000):
        process.start(fake("die", run))
    assert process.state is RunState.KILLED
    assert "signal 9" in process.failure.message
    assert [end.epoch for end in process.progress.epoch_ends] == [1]
    assert process.failure.hint
    assert run.result is not None


def test_a_worker_that_died_unseen_is_lost_and_that_is_noted(process, run, qtbot):
    # As another window left it that is gone too: the record names a process that no longer is.
    record = ProcessRecord(pid=2**22 - 1, create_time=0.0, host=socket.gethostname(), said_hello=True, detached=True)
    (run.path / "process.json").write_text(json.dumps(record.to_json()), encoding="ascii")
    run.events_path.write_text(encode(Hello(record.pid)) + '\n{"event": "step", "epo', encoding="ascii")
    with qtbot.waitSignal(process.ended, timeout=5_000):
        process.follow()
    assert process.state is RunState.LOST
    assert run.result.state is RunState.LOST
    assert process.failure.hint


def test_a_typed_failure_comes_with_its_hint(process, run, qtbot):
    with qtbot.waitSignal(process.ended, timeout=20_000):
        process.start(fake("out_of_memory", run))
    assert process.state is RunState.FAILED
    assert process.failure.code == "out_of_memory"
    assert "smaller batch" in process.failure.hint


def test_what_is_printed_before_the_log_opens_is_in_the_log(process, run, qtbot):
    with qtbot.waitSignal(process.ended, timeout=20_000):
        process.start([sys.executable, "-c", "import no_such_library"])
    assert "no_such_library" in run.log_tail()
    assert process.state.is_over


def test_a_program_that_cannot_be_started_is_a_clear_error(process, run):
    with pytest.raises(JobError, match="can't be started"):
        process.start([str(run.path / "no-such-program")])


def test_a_live_run_is_not_started_twice(process, run, qtbot):
    process.start(fake("slow", run))
    wait_for_step(process, qtbot)
    with pytest.raises(JobError, match="already running"):
        TrainingProcess(RunFolder(run.path)).start(fake("slow", run))
    with qtbot.waitSignal(process.ended, timeout=5_000):
        psutil.Process(run.process.pid).send_signal(signal.SIGKILL)
