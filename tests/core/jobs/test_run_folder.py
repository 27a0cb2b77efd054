"""The folder of a run tells its state, whatever happened to the process."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import psutil
import pytest

from core.classes import ClassTable
from core.errors import JobError, RecipeError, UnknownModel
from core.inference.card import ModelCard, write_card
from core.inference.catalogue import Task
from core.jobs.job import Job, RunResult, RunState
from core.jobs.process_record import ProcessRecord
from core.jobs.protocol import Failed, Heartbeat, Hello, Warned, encode
from core.jobs.run_folder import RunFolder, write_json
from core.jobs.runs import find_run, list_runs


def give_model(run):
    run.best_path.write_bytes(b"model")
    card = ModelCard(run.name, run.job.architecture, Task.CLASSIFICATION, ClassTable.from_names(["a"]), (96, 96),
                     (0.5,) * 3, (0.5,) * 3)  # fmt: skip
    write_card(card, run.card_path)


@pytest.fixture
def other_process():
    """A process that only waits."""
    process = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE)
    yield process
    process.kill()
    process.communicate()


def test_names_count_up_and_a_deleted_number_in_the_middle_is_not_used_again(new_run):
    names = [new_run("densenet121").name, new_run("densenet121").name, new_run("resnet50").name]
    assert names == ["densenet121-1", "densenet121-2", "resnet50-1"]
    first = new_run("densenet121")
    assert first.name == "densenet121-3"
    for entry in (first.path.parent / "densenet121-2").iterdir():
        entry.unlink()
    (first.path.parent / "densenet121-2").rmdir()
    assert new_run("densenet121").name == "densenet121-4"


def test_architectures_whose_names_begin_alike_count_apart(new_run):
    assert [new_run("retinanet_r18").name, new_run("retinanet").name] == ["retinanet_r18-1", "retinanet-1"]


def test_the_job_and_snapshot_are_read_back(new_run, snapshot):
    run = new_run("retinanet_r18", device="cpu", initial_weights="none")
    assert run.job.task is Task.DETECTION
    assert (run.job.device, run.job.initial_weights) == ("cpu", "none")
    assert run.job.recipe.image_size == 256
    assert run.snapshot.digest == snapshot.digest == run.job.snapshot_digest
    assert Job.from_json(run.job.to_json()) == run.job


def test_a_write_that_fails_leaves_the_old_file_and_no_other(run, monkeypatch):
    path = run.path / "result.json"
    write_json({"a": 1}, path)
    before = sorted(run.path.iterdir())

    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        write_json({"a": 2}, path)
    assert json.loads(path.read_text()) == {"a": 1}
    assert sorted(run.path.iterdir()) == before


def test_states_in_the_life_of_a_run(run, other_process):
    assert run.state is RunState.QUEUED
    run.record_process(other_process.pid)
    assert run.state is RunState.STARTING
    run.record_process(other_process.pid, said_hello=True)
    assert run.state is RunState.RUNNING
    run.record_process(other_process.pid)  # the launcher comes late
    assert run.state is RunState.RUNNING
    run.request_stop()
    assert run.state is RunState.STOPPING
    run.write_result(RunResult(state=RunState.STOPPED, best_epoch=2, best_metric=0.5, metrics={"x": 0.5}))
    assert run.state is RunState.STOPPED
    assert run.result is not None
    assert (run.result.best_epoch, run.result.metrics) == (2, {"x": 0.5})


def test_a_process_that_vanished_is_lost_and_an_aborted_one_killed(run, other_process):
    run.record_process(other_process.pid, said_hello=True)
    other_process.kill()  # not waited for: a zombie is dead too
    psutil.Process(other_process.pid).wait(timeout=5) if os.name == "nt" else wait_for_zombie(other_process.pid)
    assert run.state is RunState.LOST
    run.request_abort()
    assert run.state is RunState.KILLED


def wait_for_zombie(pid):
    process = psutil.Process(pid)
    while process.status() != psutil.STATUS_ZOMBIE:
        pass


def test_a_reused_process_number_is_not_mistaken(run):
    record = ProcessRecord.of(os.getpid(), said_hello=True)
    write_json({**record.to_json(), "create_time": record.create_time - 1000}, run.path / "process.json")
    assert run.state is RunState.LOST
    write_json(record.to_json(), run.path / "process.json")
    assert run.state is RunState.RUNNING


def test_a_run_on_another_machine_lives_while_its_events_are_fresh(run):
    record = ProcessRecord.of(os.getpid(), said_hello=True)
    write_json({**record.to_json(), "host": "elsewhere", "pid": 2**30}, run.path / "process.json")
    run.events_path.touch()
    assert run.state is RunState.RUNNING
    os.utime(run.events_path, (1, 1))
    assert run.state is RunState.LOST


@pytest.mark.parametrize(
    ("code", "failure", "state", "said"),
    [
        (-9, None, RunState.KILLED, "killed"),
        (3, None, RunState.FAILED, "crashed"),
        (None, None, RunState.LOST, "lost"),
        (-9, Failed("silent", "…"), RunState.LOST, "silent"),
        (-9, Failed("no_hello", "…"), RunState.FAILED, "no_hello"),
    ],
)
def test_the_launcher_says_how_it_ended_when_the_worker_could_not(run, code, failure, state, said):
    assert run.close_after_exit(code, failure=failure) is state
    assert run.state is state
    assert run.result.failure.code == said


def test_an_aborted_run_is_killed_and_a_result_of_the_worker_stands(run, new_run):
    run.request_abort()
    assert run.close_after_exit(-9) is RunState.KILLED
    assert run.result.failure.code == "aborted"
    assert run.result.failure.hint == "It had saved no checkpoint yet: start a new training."
    other = new_run()
    other.write_result(RunResult(state=RunState.COMPLETED))
    assert other.close_after_exit(-9) is RunState.COMPLETED


def test_starting_again_clears_the_result_and_keeps_everything_else(run):
    run.write_result(RunResult(state=RunState.STOPPED))
    run.request_stop()
    run.last_path.write_bytes(b"x")
    run.events_path.write_text(encode(Warned("kept")) + "\n")
    assert run.can_resume
    run.prepare_start()
    assert run.state is RunState.QUEUED
    assert not run.stop_requested
    assert run.last_path.exists()
    assert list(run.events()) == [Warned("kept")]


def test_a_running_run_is_not_started_twice(run):
    run.record_process(os.getpid(), said_hello=True)
    with pytest.raises(JobError, match="already running"):
        run.prepare_start()


def test_a_completed_run_is_not_resumed(run):
    run.last_path.write_bytes(b"x")
    run.write_result(RunResult(state=RunState.COMPLETED))
    assert not run.can_resume


def test_events_pass_over_junk_and_a_cut_line(run):
    assert list(run.events()) == []
    run.events_path.write_bytes(
        encode(Hello(1)).encode() + b"\nprinted\n\xff\n" + encode(Heartbeat()).encode() + b'\n{"event": "warn'
    )
    assert list(run.events()) == [Hello(1), Heartbeat()]


def test_the_log_tail_is_its_end(run):
    assert run.log_tail() == ""
    run.log_path.write_text("a" * 100 + "é" * 50, encoding="utf-8")
    assert run.log_tail(characters=50) == "é" * 50


def test_broken_folders_are_reported_and_the_rest_is_listed_newest_first(new_run, tmp_path):
    first, second = new_run(), new_run("resnet50")
    (tmp_path / "runs" / "half-1").mkdir()
    (tmp_path / "runs" / "a file").write_text("x")
    damaged = new_run()
    (damaged.path / "job.json").write_text("{")
    strange = new_run()
    write_json({**strange.job.to_json(), "recipe": {"unheard_of": 1}}, strange.path / "job.json")
    newer = new_run()
    write_json({**newer.job.to_json(), "job_version": 99}, newer.path / "job.json")
    result = new_run()
    (result.path / "result.json").write_text("[]")
    runs = list_runs(tmp_path / "runs")
    assert list(runs) == [second, first]
    reasons = {entry.path.name: entry.reason for entry in runs.broken}
    assert set(reasons) == {"half-1", damaged.name, strange.name, newer.name, result.name}
    assert "newer DermDesk" in reasons[newer.name]
    assert "unheard_of" in reasons[strange.name]
    with pytest.raises(RecipeError):
        _ = strange.job


def test_no_runs_folder_means_no_runs(tmp_path):
    assert len(list_runs(tmp_path / "none")) == 0


def test_find_run_gives_the_named_one_or_the_latest_finished_of_an_architecture(new_run, tmp_path):
    runs = tmp_path / "runs"
    with pytest.raises(UnknownModel, match="Train one first"):
        find_run(runs, "resnet18")
    old, new, failed, empty = new_run(), new_run(), new_run(), new_run()
    for run, state in ((old, RunState.COMPLETED), (new, RunState.STOPPED), (failed, RunState.FAILED)):
        give_model(run)
        run.write_result(RunResult(state=state))
    assert find_run(runs, "resnet18") == new
    assert find_run(runs, old.name) == old
    assert find_run(runs, failed.name) == failed  # asked for by name, its best model will do
    with pytest.raises(UnknownModel, match="no model yet"):
        find_run(runs, empty.name)
    with pytest.raises(UnknownModel, match=f"There are: {failed.name}, {new.name}, {old.name}"):
        find_run(runs, "retinanet")
    assert isinstance(find_run(runs, old.name), RunFolder)
