"""Several processes learn what one does, say what one says, and fail as one."""

from __future__ import annotations

import contextlib
import os
import shutil
import socket
import subprocess
import sys
import threading
from pathlib import Path

import psutil
import pytest
import torch

from core.jobs.job import RunState
from core.jobs.launcher import run_job
from core.jobs.protocol import EpochEnd, Failed, Hello, Step, Warned
from core.jobs.run_folder import RunFolder, write_json
from tests.fakes.plain_classifier import Plain
from trainers import classification, worker
from trainers.faults import failure_of
from trainers.optimizer import is_finite
from trainers.ranks import Ranks, _buckets

TORCHRUN_SECONDS = 400
"""Less than pytest's own limit, which would show nothing of what the processes said."""

PLAIN = Path(__file__).resolve().parents[1] / "fakes" / "plain_classifier.py"


def train(run):
    """The events and the exit state of a run of the plain classifier."""
    events = []
    state = run_job(run, events.append, command=[sys.executable, str(PLAIN), str(run.path)])
    assert not [child for child in psutil.Process().children(recursive=True) if str(run.path) in child.cmdline()]
    return state, events


def weights(run):
    model = torch.load(run.best_path, weights_only=True)["model"]
    return torch.cat([model[name].flatten() for name in sorted(model)])


def of_kind(events, kind):
    return [event for event in events if isinstance(event, kind)]


@pytest.fixture
def make_plain(make_run, make_snapshot):
    """A run of 14 photographs in batches of 4, so that shares are uneven, with class weights and a gradient limit."""
    snapshot = make_snapshot(18, val=4)

    def make(devices, **fields):
        more = {"batch_size": 5, "image_size": 32, "class_weights": "balanced", "clip_gradient": 1.0, "epochs": 2}
        return make_run("resnet18", snapshot, devices=devices, lr=0.1, **{**more, **fields})

    return make


@pytest.fixture
def train_here(monkeypatch):
    """Trains a run of the plain classifier in this process, alone; returns its events."""

    def train(run):
        monkeypatch.setattr(classification, "build_classifier", lambda name, classes: Plain(classes))
        channel = _Events()
        assert worker.work(run, channel) == 0
        return channel.events

    return train


class _Events:
    should_end = False

    def __init__(self):
        self.events = []
        self.stop_requested = self.parent_gone = threading.Event()

    def emit(self, event):
        self.events.append(event)


def same(one_run, one, two_run, two):
    """Whether both learned the same and told the same of their epochs."""
    assert torch.allclose(weights(one_run), weights(two_run), atol=1e-6)
    ends, pair_ends = of_kind(one, EpochEnd), of_kind(two, EpochEnd)
    assert [end.metrics for end in ends] == [end.metrics for end in pair_ends]
    for field in ("train_loss", "val_loss"):
        losses = [[getattr(end, field) for end in found] for found in (ends, pair_ends)]
        assert losses[0] == pytest.approx(losses[1], abs=1e-5)


def ended(command, *, env):
    """The exit code of a command and what it said; after `TORCHRUN_SECONDS` the test fails, with that."""
    process = subprocess.Popen(command, env=env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    try:
        said, _ = process.communicate(timeout=TORCHRUN_SECONDS)
    except subprocess.TimeoutExpired:
        # Its ranks hold the pipe, too.
        for one in [*psutil.Process(process.pid).children(recursive=True), process]:
            one.kill()
        said, _ = process.communicate()
        pytest.fail(f"It hasn't ended after {TORCHRUN_SECONDS} seconds. It said:\n{said[-4000:]}")
    return process.returncode, said


@pytest.mark.slow
def test_two_processes_learn_what_one_learns(make_plain, train_here):
    """14 photographs, 5 at a time: shares of 3 and 2, and of 2 and 2 in the last batch."""
    one, two = make_plain(1), make_plain(2)
    alone = train_here(one)
    state, paired = train(two)
    assert state is RunState.COMPLETED, two.log_tail()
    same(one, alone, two, paired)
    (hello,) = of_kind(paired, Hello)
    assert "2 processes" in hello.device
    assert [(step.epoch, step.step) for step in of_kind(paired, Step) if step.step == step.steps] == [(1, 3), (2, 3)]


@pytest.mark.slow
def test_under_torchrun_memory_that_runs_out_in_one_process_changes_its_parts_alone(make_plain, train_here):
    one, two = make_plain(1), make_plain(1)  # torchrun, not the recipe, says how many
    alone = train_here(one)
    command = [sys.executable, "-m", "torch.distributed.run", "--nproc-per-node=2", "--standalone"]
    code, said = ended([*command, str(PLAIN), str(two.path)], env={**os.environ, "FAULT": "1:memory"})
    assert code == 0, said[-4000:]
    assert two.state is RunState.COMPLETED
    told = list(two.events())
    same(one, alone, two, told)
    assert any("Memory ran out" in event.message for event in of_kind(told, Warned))
    assert len(of_kind(told, Hello)) == 1


@pytest.mark.slow
def test_what_ends_one_process_ends_the_run_with_its_reason(make_plain, monkeypatch):
    monkeypatch.setenv("FAULT", "1:crash")
    run = make_plain(2)
    state, _ = train(run)
    assert state is RunState.FAILED
    assert run.result.failure.code == "crashed"
    assert "ZeroDivisionError: pretended" in run.result.failure.message
    assert [event.code for event in run.events() if isinstance(event, Failed)] == ["crashed"]


@pytest.mark.slow
def test_running_statistics_of_two_processes_are_those_of_one(make_run, make_snapshot, train_here, monkeypatch):
    """The mean of the means of equal shares is that of the batch; the mean of their variances isn't its variance."""
    monkeypatch.setenv("NORM", "1")
    snapshot = make_snapshot(16, val=4)
    one, two = (
        make_run("resnet18", snapshot, devices=devices, batch_size=4, image_size=32, epochs=2) for devices in (1, 2)
    )
    train_here(one)
    state, _ = train(two)
    assert state is RunState.COMPLETED, two.log_tail()
    single, paired = (torch.load(run.last_path, weights_only=True)["model"] for run in (one, two))
    assert torch.allclose(single["norm.running_mean"], paired["norm.running_mean"], atol=1e-5)
    assert torch.allclose(single["norm.running_var"], paired["norm.running_var"], rtol=0.3)
    assert single["norm.num_batches_tracked"] == paired["norm.num_batches_tracked"] == 6


@pytest.mark.slow
def test_a_detector_in_two_processes_learns_though_not_to_the_digit_what_one_learns(
    make_run, make_snapshot, train_here
):
    """Its losses are means over the boxes of a share, and it normalises by share, so the gradients aren't the same."""
    snapshot = make_snapshot(11, val=3)
    one, two = (
        make_run("retinanet_r18", snapshot, devices=devices, batch_size=4, image_size=96, lr=0.001)
        for devices in (1, 2)
    )
    (alone,) = of_kind(train_here(one), EpochEnd)
    events = []
    assert run_job(two, events.append) is RunState.COMPLETED, two.log_tail()
    (paired,) = of_kind(events, EpochEnd)
    assert paired.train_loss == pytest.approx(alone.train_loss, rel=0.2)
    model = torch.load(two.best_path, weights_only=True)["model"]
    assert is_finite(model)
    assert model.keys() == torch.load(one.best_path, weights_only=True)["model"].keys()


def go_on(run, **recipe):
    """Lets a completed run have a recipe of more."""
    job = run.job.to_json()
    write_json({**job, "recipe": {**job["recipe"], **recipe}}, run.path / "job.json")
    run.prepare_start()


@pytest.mark.slow
def test_two_processes_go_on_as_two_and_one_goes_on_for_both(make_plain, train_here, tmp_path):
    whole, two = make_plain(1, epochs=3), make_plain(2, epochs=1)
    train_here(whole)
    state, _ = train(two)
    assert state is RunState.COMPLETED, two.log_tail()
    one = RunFolder(tmp_path / "alone" / two.name)
    shutil.copytree(two.path, one.path)
    go_on(two, epochs=3)
    state, told = train(two)
    assert state is RunState.COMPLETED, two.log_tail()
    assert [end.epoch for end in of_kind(told, EpochEnd)] == [2, 3]
    assert not [event for event in of_kind(told, Warned) if "processes before" in event.message]
    assert torch.allclose(weights(whole), weights(two), atol=1e-6)
    go_on(one, epochs=3, devices=1)
    told = train_here(one)
    assert [event.message for event in of_kind(told, Warned) if "processes before" in event.message] == [
        "The run had 2 processes before and has 1 now: it learns as well, but random choices differ from those of an "
        "uninterrupted run."
    ]
    assert torch.allclose(weights(whole), weights(one), atol=1e-6)  # this network makes no random choices


@pytest.mark.slow
def test_two_processes_that_srun_starts_learn_what_one_learns(make_plain, train_here):
    one, two = make_plain(1), make_plain(1)  # srun, not the recipe, says how many
    alone = train_here(one)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    job = {
        "SLURM_JOB_ID": "77", "SLURM_JOB_NAME": "dermdesk-plain", "SLURM_STEP_ID": "0", "SLURM_NTASKS": "2",
        "SLURM_NTASKS_PER_NODE": "2", "SLURM_NNODES": "1", "SLURM_NODEID": "0", "SLURM_NODELIST": "localhost",
        "SLURM_JOB_NODELIST": "localhost", "MASTER_ADDR": "127.0.0.1", "MASTER_PORT": str(port),
    }  # fmt: skip
    outside = {name: value for name, value in os.environ.items() if not name.startswith("SLURM_")}
    with contextlib.ExitStack() as stack:
        ranks = [
            stack.enter_context(
                subprocess.Popen(
                    [sys.executable, str(PLAIN), str(two.path), "--detached"],
                    env={**outside, **job, "SLURM_PROCID": str(rank), "SLURM_LOCALID": str(rank)},
                    stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True,
                )
            )
            for rank in range(2)
        ]  # fmt: skip
        try:
            said = [process.communicate(timeout=TORCHRUN_SECONDS)[1] for process in ranks]
        finally:
            for process in ranks:
                process.kill()
    assert [process.returncode for process in ranks] == [0, 0], [*said, two.log_tail()]
    assert two.state is RunState.COMPLETED
    told = list(two.events())
    same(one, alone, two, told)
    assert len(of_kind(told, Hello)) == 1
    assert "2 processes" in of_kind(told, Hello)[0].device


def test_a_process_that_vanished_is_named_as_such():
    error = RuntimeError("[gloo/transport/tcp/pair.cc:534] Connection closed by peer [127.0.0.1]:3456")
    assert failure_of(error).code == "process_lost"


def test_shares_of_a_batch_are_whole_and_nobody_gets_one_photograph_alone():
    for world in range(1, 9):
        for size in range(1, 40):
            shares = []
            for rank in range(world):
                ranks = Ranks()
                ranks.rank, ranks.world = rank, world
                shares.append(list(ranks.share(range(size))))
            assert sorted(number for share in shares for number in share) == list(range(size))
            assert size == 1 or all(len(share) != 1 for share in shares)
            filled = [len(share) for share in shares if share]
            assert max(filled) - min(filled) <= 1


def test_buckets_hold_one_type_and_all_tensors():
    tensors = [torch.zeros(4), torch.zeros(2), torch.zeros(3, dtype=torch.float64), torch.zeros(1)]
    assert [len(bucket) for bucket in _buckets(tensors)] == [2, 1, 1]
