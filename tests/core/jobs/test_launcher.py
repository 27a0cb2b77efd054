"""The launcher follows fake workers that succeed, fail, die, hang, chatter and flood."""

from __future__ import annotations

import subprocess
import sys
import threading
import time

import psutil
import pytest

from core.errors import JobError
from core.jobs.job import RunState
from core.jobs.launcher import abort, run_job, start_detached, worker_command
from core.jobs.protocol import EpochEnd, Failed, Finished, Heartbeat, Hello, Step, Warned, encode_command
from core.jobs.protocol import Stop as StopCommand
from core.jobs.run_folder import RunFolder


def follow(run, command, **more):
    events = []
    state = run_job(run, events.append, command=command, **more)
    return state, events


def in_background(run, command, **more):
    """A thread that runs the job; its `.state` is set at the end."""
    thread = threading.Thread(
        target=lambda: setattr(thread, "state", run_job(run, lambda _: None, command=command, **more))
    )
    thread.start()
    return thread


def wait_until(condition, seconds=10.0):
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "it never came to that"
        time.sleep(0.02)


def test_success_passes_every_event_on_and_keeps_them(run, fake):
    state, events = follow(run, fake("succeed"))
    assert state is run.state is RunState.COMPLETED
    assert isinstance(events[0], Hello)
    assert [event.epoch for event in events if isinstance(event, EpochEnd)] == [1, 2, 3]
    assert isinstance(events[-1], Finished)
    assert list(run.events()) == events
    assert not any(isinstance(event, Heartbeat) for event in events)


def test_out_of_memory_is_a_typed_failure_with_a_hint(run, fake):
    state, events = follow(run, fake("out_of_memory"))
    assert state is RunState.FAILED
    assert events[-1] == run.result.failure
    assert events[-1].code == "out_of_memory"
    assert events[-1].hint


def test_a_process_killed_from_outside_is_killed(run, fake):
    state, events = follow(run, fake("die"))
    assert state is run.state is RunState.KILLED
    assert isinstance(events[-1], EpochEnd)
    assert "signal 9" in run.result.failure.message


def test_a_crash_leaves_its_traceback_in_the_log(run, fake):
    state, _ = follow(run, fake("crash"))
    assert state is RunState.FAILED
    assert run.result.failure.code == "crashed"
    assert "ZeroDivisionError: pretended" in run.log_tail()


def test_a_worker_that_cannot_start_leaves_its_error_in_the_log(run):
    state, events = follow(run, [sys.executable, "-c", "import no_such_module"])
    assert state is RunState.FAILED
    assert events == []
    assert "no_such_module" in run.log_tail()


def test_a_program_that_is_not_there_is_refused(run):
    with pytest.raises(JobError, match="can't be started"):
        run_job(run, lambda _: None, command=["/nonexistent/python"])


def test_silence_after_hello_is_lost_and_the_process_is_gone(run, fake):
    state, events = follow(run, fake("silent"), silent_after=0.5)
    assert state is run.state is RunState.LOST
    assert run.result.failure.code == "silent"
    assert not psutil.pid_exists(events[0].pid)


def test_no_hello_in_time_is_a_failure(run, fake):
    state, events = follow(run, fake("mute"), hello_within=0.5)
    assert state is RunState.FAILED
    assert run.result.failure.code == "no_hello"
    assert events == []


def test_junk_prints_and_huge_lines_lose_no_event(run, fake):
    state, events = follow(run, fake("chatter"))
    assert state is RunState.COMPLETED
    assert sum(isinstance(event, EpochEnd) for event in events) == 3
    assert [len(event.message) for event in events if isinstance(event, Warned)] == [3_000_000]
    assert "printed by a library" in run.log_tail()


def test_ten_thousand_events_arrive_in_order(run, fake):
    state, events = follow(run, fake("flood"))
    assert state is RunState.COMPLETED
    steps = [event.step for event in events if isinstance(event, Step) and event.steps == 10_000]
    assert steps == list(range(1, 10_001))


def test_a_slow_reader_does_not_slow_the_worker(run, fake):
    """The worker writes its result long before a reader that takes 2 ms an event has seen all of them."""
    ended = []

    def dawdle(event):
        if not ended:
            time.sleep(0.002)
            if run.result is not None:
                ended.append(event)

    run_job(run, dawdle, command=fake("flood"))
    assert isinstance(ended[0], Step)


def test_stop_ends_the_run_decently(run, fake):
    stop = threading.Event()
    thread = in_background(run, fake("slow"), stop=stop)
    wait_until(lambda: run.state is RunState.RUNNING)
    stop.set()
    thread.join(timeout=60)
    assert thread.state is run.state is RunState.STOPPED


def test_a_stop_through_the_folder_reaches_a_run_whose_pipe_nobody_holds(run, fake):
    thread = in_background(run, fake("slow"))
    wait_until(lambda: run.state is RunState.RUNNING)
    RunFolder(run.path).request_stop()
    thread.join(timeout=60)
    assert thread.state is RunState.STOPPED


def test_abort_kills_a_silent_worker_and_its_children(run, fake):
    thread = in_background(run, fake("children"))
    child_file = run.path / "child.pid"
    wait_until(lambda: child_file.exists() and child_file.read_text())
    child = psutil.Process(int(child_file.read_text()))
    before = {path.name for path in run.path.iterdir()}
    abort(RunFolder(run.path))
    thread.join(timeout=60)
    assert thread.state is run.state is RunState.KILLED
    assert not child.is_running() or child.status() == psutil.STATUS_ZOMBIE
    assert before <= {path.name for path in run.path.iterdir()}


def test_an_error_in_the_listener_ends_the_process(run, fake):
    pids = []

    def fail(event):
        pids.append(event.pid)
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run_job(run, fail, command=fake("slow"))
    assert not psutil.pid_exists(pids[0])
    assert run.state is RunState.KILLED


def test_when_the_parent_dies_the_worker_saves_and_ends(run, fake):
    process = subprocess.Popen(fake("slow"), stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    assert process.stdout.readline()
    process.stdout.close()
    process.stdin.close()
    process.wait(timeout=10)
    assert run.state is RunState.STOPPED


def test_the_worker_hears_stop_on_its_standard_input(run, fake):
    process = subprocess.Popen(fake("slow"), stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    assert process.stdout.readline()
    with process:
        process.stdin.write(b"junk\n" + encode_command(StopCommand()).encode() + b"\n")
        process.stdin.flush()
        process.stdout.read()
    assert run.state is RunState.STOPPED


def test_a_detached_run_goes_on_without_pipes_and_can_be_aborted(run, fake):
    pid = start_detached(run, command=fake("silent"))
    wait_until(lambda: run.state is RunState.RUNNING)
    assert run.process.pid == pid
    abort(run)
    wait_until(lambda: run.result is not None)
    assert run.state is RunState.KILLED


def test_a_running_run_is_not_started_again(run, fake):
    thread = in_background(run, fake("slow"))
    wait_until(lambda: run.state is RunState.RUNNING)
    with pytest.raises(JobError, match="already running"):
        run_job(run, lambda _: None, command=fake("succeed"))
    run.request_stop()
    thread.join(timeout=60)


def test_a_stopped_run_can_be_started_again_and_keeps_its_events(run, fake):
    follow(run, fake("out_of_memory"))
    state, _ = follow(run, fake("succeed"))
    assert state is RunState.COMPLETED
    events = list(run.events())
    assert sum(isinstance(event, Hello) for event in events) == 2
    assert any(isinstance(event, Failed) for event in events)


def test_the_real_command_is_this_python_with_the_worker(run):
    assert worker_command(run)[0] == sys.executable
    assert worker_command(run)[-2:] == ["trainers.worker", str(run.path)]
    assert worker_command(run, detached=True)[-1] == "--detached"
