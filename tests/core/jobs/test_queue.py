"""Several runs overnight: one at a time, in the order a person wants, whatever happens to each of them."""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from core.errors import JobError
from core.jobs.job import RunResult, RunState
from core.jobs.lanes import choose_lanes, lane_environment, machine_lanes
from core.jobs.launcher import abort
from core.jobs.process_record import ProcessRecord
from core.jobs.queue import QUEUE_NAME, QueueEntry, dequeue, editing, enqueue, move, read_queue, set_paused
from core.jobs.queue_runner import MOST_STARTS, Pace, QueueRunner, ensure_runner, is_served
from core.jobs.run_folder import RunFolder, write_json

FAKE_WORKER = Path(__file__).resolve().parents[2] / "fakes" / "fake_worker.py"
QUICK = Pace(look=0.02, hello=30.0, silent=30.0)


@pytest.fixture
def runs(tmp_path):
    folder = tmp_path / "runs"
    yield folder
    for path in folder.glob("*/job.json"):
        abort(RunFolder(path.parent))


@pytest.fixture
def runner(runs):
    """Makes a runner whose runs behave as told: `runner({"resnet18-1": "die"})`; others succeed."""

    def make(modes=None, *, lanes=("cpu",), pace=QUICK, **more):
        modes = modes or {}

        def command(run):
            return [sys.executable, str(FAKE_WORKER), modes.get(run.name, "succeed"), str(run.path), "--detached"]

        return QueueRunner(runs, lanes=lanes, command=command, pace=pace, **more)

    return make


def waiting(runs):
    return [entry.run for entry in read_queue(runs).entries]


def test_the_queue_is_a_file_that_anybody_reads_and_its_order_can_be_changed(new_run, runs):
    assert read_queue(runs).entries == ()
    names = [new_run().name for _ in range(3)]
    folds = [new_run("resnet50").name for _ in range(2)]
    enqueue(runs, names)
    enqueue(runs, folds, group="resnet50-oof-1")
    enqueue(runs, names[:1])  # there already
    assert waiting(runs) == [*names, *folds]
    assert move(runs, "resnet50-oof-1", -1).groups == (*names[:2], "resnet50-oof-1", names[2])
    move(runs, names[0], 99)
    assert waiting(runs) == [names[1], *folds, names[2], names[0]]
    move(runs, names[1], -1)
    assert waiting(runs)[0] == names[1]
    assert dequeue(runs, "resnet50-oof-1") == tuple(folds)
    assert waiting(runs) == [names[1], names[2], names[0]]
    assert RunFolder(runs / folds[0]).state is RunState.QUEUED  # its folder stays
    with pytest.raises(JobError, match="isn't in the queue"):
        move(runs, "resnet50-oof-1", 1)


def test_what_cannot_wait_is_refused_and_what_was_stopped_goes_on(new_run, runs):
    done, stopped = new_run(), new_run()
    done.write_result(RunResult(state=RunState.COMPLETED))
    stopped.last_path.write_bytes(b"x")
    stopped.write_result(RunResult(state=RunState.STOPPED))
    with pytest.raises(JobError, match="completed"):
        enqueue(runs, [done.name])
    with pytest.raises(JobError, match="no run"):
        enqueue(runs, ["resnet18-99"])
    assert waiting(runs) == []
    enqueue(runs, [stopped.name])
    assert stopped.state is RunState.QUEUED


def test_a_damaged_queue_is_a_named_error(runs):
    runs.mkdir()
    (runs / QUEUE_NAME).write_text('{"entries": 3}')
    with pytest.raises(JobError, match="can't be read"):
        read_queue(runs)


def test_edits_of_many_at_once_are_all_kept(new_run, runs):
    names = [new_run().name for _ in range(12)]
    threads = [threading.Thread(target=enqueue, args=(runs, [name])) for name in names]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(waiting(runs)) == sorted(names)


def test_runs_go_one_after_the_other_and_a_failed_one_stops_none(new_run, runs, runner):
    names = [new_run().name for _ in range(4)]
    enqueue(runs, names)
    move(runs, names[3], -99)
    said = []
    runner({names[0]: "out_of_memory", names[1]: "die", names[2]: "crash"}, tell=said.append).work()
    assert [RunFolder(runs / name).state for name in names] == [
        RunState.FAILED,
        RunState.KILLED,
        RunState.FAILED,
        RunState.COMPLETED,
    ]
    assert waiting(runs) == []
    started = [line.split()[0] for line in said if "started" in line]
    assert started == [names[3], *names[:3]]
    # One at a time: each start is followed by its own end.
    assert [line.split()[0] for line in said] == [name for name in started for _ in range(2)]


def test_a_run_that_goes_silent_is_ended_and_the_next_begins(new_run, runs, runner):
    names = [new_run().name, new_run().name]
    enqueue(runs, names)
    runner({names[0]: "silent"}, pace=Pace(look=0.02, hello=30.0, silent=0.5)).work()
    silent = RunFolder(runs / names[0])
    assert (silent.state, silent.result.failure.code) == (RunState.LOST, "silent")
    assert RunFolder(runs / names[1]).state is RunState.COMPLETED


def test_each_gpu_trains_one_run_and_a_large_one_waits_for_all(new_run, runs, runner):
    def replaced(run, **more):
        write_json({**run.job.to_json(), **more}, run.path / "job.json")
        return run.name

    first, second, third = (new_run().name for _ in range(3))
    both = replaced(new_run(), recipe=RunFolder(runs / first).job.recipe.replace(devices=2).to_json())
    cpu = replaced(new_run(), device="cpu")
    enqueue(runs, [first, second, both, third, cpu])
    lanes = ("cuda:0", "cuda:1", "cpu")
    modes = dict.fromkeys([first, second, both, third, cpu], "slow")
    stop = threading.Event()
    thread = threading.Thread(target=runner(modes, lanes=lanes).work, args=(stop,))
    thread.start()

    def training():
        return {e.run: e.lanes for e in read_queue(runs).entries if e.lanes}

    wait_for(lambda: training() == {first: ("cuda:0",), second: ("cuda:1",), cpu: ("cpu",)})
    wait_for(lambda: all(RunFolder(runs / name).state is RunState.RUNNING for name in (first, second, cpu)))
    RunFolder(runs / first).request_stop()
    wait_for(lambda: first not in training())
    assert third not in training()  # it would fit, but stands behind the one for two GPUs
    RunFolder(runs / second).request_stop()
    wait_for(lambda: training().get(both) == ("cuda:0", "cuda:1"))
    wait_for(lambda: RunFolder(runs / both).state is RunState.RUNNING)
    stop.set()
    thread.join()
    assert waiting(runs) == [third]  # never started: it waits for the next time
    assert RunFolder(runs / both).state is RunState.STOPPED


def test_what_a_person_started_besides_keeps_its_lane(new_run, runs, runner):
    other, queued = new_run(), new_run()
    process = subprocess.Popen([sys.executable, str(FAKE_WORKER), "slow", str(other.path), "--detached"])
    wait_for(lambda: other.state is RunState.RUNNING)
    enqueue(runs, [queued.name])
    thread = threading.Thread(target=runner().work)
    thread.start()
    time.sleep(0.3)
    assert queued.state is RunState.QUEUED
    other.request_stop()
    thread.join()
    process.wait()
    assert queued.state is RunState.COMPLETED


def test_a_paused_queue_starts_nothing_and_only_one_runner_works(new_run, runs, runner):
    run = new_run()
    enqueue(runs, [run.name])
    set_paused(runs, True)
    runner().work()
    assert (waiting(runs), run.state) == ([run.name], RunState.QUEUED)
    assert not ensure_runner(runs)
    set_paused(runs, False)
    stop = threading.Event()
    thread = threading.Thread(target=runner({run.name: "slow"}).work, args=(stop,))
    thread.start()
    wait_for(lambda: run.state is RunState.RUNNING)
    assert is_served(runs)
    assert not ensure_runner(runs)
    with pytest.raises(JobError, match="Another process"):
        runner().work()
    stop.set()
    thread.join()
    assert not is_served(runs)


def test_a_run_goes_on_when_its_runner_is_killed_and_the_next_runner_takes_it_up(new_run, runs, runner):
    first, second = new_run(), new_run()
    enqueue(runs, [first.name, second.name])
    code = f"""
import sys
from pathlib import Path
from core.jobs.queue_runner import Pace, QueueRunner
fake = {str(FAKE_WORKER)!r}
QueueRunner(Path({str(runs)!r}), lanes=("cpu",), pace=Pace(look=0.02),
            command=lambda run: [sys.executable, fake, "slow", str(run.path), "--detached"]).work()
"""
    process = subprocess.Popen([sys.executable, "-c", code])
    wait_for(lambda: first.state is RunState.RUNNING)
    process.kill()
    process.wait()
    assert first.state is RunState.RUNNING
    assert read_queue(runs).entries[0].lanes == ("cpu",)
    said = []
    thread = threading.Thread(target=runner(tell=said.append).work)
    thread.start()
    time.sleep(0.2)
    assert second.state is RunState.QUEUED  # the lane is taken still
    first.request_stop()
    thread.join()
    assert (first.state, second.state) == (RunState.STOPPED, RunState.COMPLETED)
    assert not any(line.startswith(f"{first.name} started") for line in said)


def test_a_run_that_a_power_cut_took_goes_on_but_not_for_ever(new_run, runs, runner):
    cut, hopeless = new_run(), new_run()
    enqueue(runs, [cut.name, hopeless.name])
    record = ProcessRecord.of(1, said_hello=True)
    for run in (cut, hopeless):  # a process of before the restart
        write_json({**record.to_json(), "create_time": record.create_time - 1000}, run.path / "process.json")
    with editing(runs) as edit:
        edit.queue = edit.queue.__class__(
            (
                QueueEntry(cut.name, cut.name, ("cpu",), 1),
                QueueEntry(hopeless.name, hopeless.name, ("cpu",), MOST_STARTS),
            )
        )
    assert cut.state is RunState.LOST
    runner().work()
    assert cut.state is RunState.COMPLETED
    assert (hopeless.state, hopeless.result.failure.code) == (RunState.LOST, "lost")


def test_the_runner_that_is_left_alone_outlives_who_asked_and_writes_a_log(new_run, runs):
    run = new_run()
    enqueue(runs, [run.name])
    (run.path / "job.json").write_text("{")
    code = "import sys, pathlib, core.jobs.queue_runner as r; print(r.ensure_runner(pathlib.Path(sys.argv[1])))"
    said = subprocess.run([sys.executable, "-c", code, runs], capture_output=True, text=True, check=True).stdout
    assert said.strip() == "True"
    wait_for(lambda: not waiting(runs) and not is_served(runs))
    assert f"{run.name} can't be read and is left out" in (runs / "queue.log").read_text()


def test_lanes_are_the_gpus_that_are_meant_and_the_cpu(new_run):
    assert machine_lanes({"CUDA_VISIBLE_DEVICES": "2,5"}) == ("cuda:0", "cuda:1", "cpu")
    assert machine_lanes({"CUDA_VISIBLE_DEVICES": ""}) == ("cpu",)
    job = new_run().job
    lanes = ("cuda:0", "cuda:1", "cpu")
    assert choose_lanes(job, lanes, {"cuda:1", "cpu"}) == ("cuda:1",)
    assert choose_lanes(job, lanes, {"cpu"}) == ()
    assert choose_lanes(job, ("cpu",), {"cpu"}) == ("cpu",)
    assert lane_environment(job, ("cuda:1",), lanes, {"CUDA_VISIBLE_DEVICES": "2,5"}) == {"CUDA_VISIBLE_DEVICES": "5"}
    assert lane_environment(job, ("cuda:1",), lanes, {}) == {"CUDA_VISIBLE_DEVICES": "1"}
    assert lane_environment(job, ("cuda:0",), ("cuda:0", "cpu"), {}) == {}


def wait_for(condition):
    deadline = time.monotonic() + 60
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.02)
