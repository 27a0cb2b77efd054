"""The real worker process trains tiny models, stops, survives its parent and goes on after a kill."""

from __future__ import annotations

import signal
import subprocess
import threading
import time

import psutil
import pytest
import torch

from core.images import decode
from core.inference.catalogue import Task
from core.inference.checkpoint import load_checkpoint
from core.inference.predictor import Predictor
from core.jobs.exporting import export_model, import_model
from core.jobs.job import RunState
from core.jobs.launcher import run_job, worker_command
from core.jobs.protocol import EpochEnd, Finished, Hello, Phase, Step, Warned
from core.jobs.run_folder import write_json
from tests.fakes.listening import train as train_here

pytestmark = pytest.mark.slow


def train(run, **more):
    events = []
    state = run_job(run, events.append, **more)
    assert state is run.state
    return state, events


def of_kind(events, kind):
    return [event for event in events if isinstance(event, kind)]


@pytest.mark.parametrize(
    ("architecture", "task", "metric"),
    [
        ("resnet18", Task.CLASSIFICATION, "weighted_accuracy"),
        ("retinanet_r18", Task.DETECTION, "image_accuracy"),
        ("faster_rcnn_r18", Task.DETECTION, "image_accuracy"),
    ],
    ids=["resnet18", "retinanet_r18", "faster_rcnn_r18"],
)
def test_an_epoch_gives_a_model_the_predictor_loads_and_every_kind_of_event(
    make_run, make_snapshot, architecture, task, metric
):
    snapshot = make_snapshot()
    run = make_run(architecture, snapshot, workers=2)
    children = {process.pid for process in psutil.Process().children(recursive=True)}
    state, events = train(run)
    assert state is RunState.COMPLETED, run.log_tail()
    assert isinstance(events[0], Hello)
    assert events[0].versions["torch"]
    assert "CPU" in events[0].device
    phases = [event.name for event in of_kind(events, Phase)]
    assert list(dict.fromkeys(phases)) == ["reading", "building", "training", "validating", "saving"]
    assert any("from scratch" in event.message for event in of_kind(events, Warned))
    (epoch,) = of_kind(events, EpochEnd)
    assert epoch.best
    assert epoch.val_loss is not None
    assert next(iter(epoch.metrics)) == metric
    step = of_kind(events, Step)[-1]
    assert step.step == step.steps == 2  # 9 photographs, 4 at a time; the one left over is left out
    assert isinstance(events[-1], Finished)
    assert run.card.task is task
    assert run.card.initial_weights == "none"
    assert run.card.image_size == (64, 64)
    assert run.card.metrics == epoch.metrics == run.result.metrics
    assert load_checkpoint(run.best_path)["epoch"] == 1
    (answer,) = Predictor.load(run.path, device=torch.device("cpu")).predict([decode(snapshot.images[0].path)])
    assert (answer.boxes is None) == (task is Task.CLASSIFICATION)
    assert {process.pid for process in psutil.Process().children(recursive=True)} <= children
    assert not [path.name for path in run.path.iterdir() if path.name.startswith(".")]


@pytest.mark.parametrize(("architecture", "kind"), [("resnet18", "zip"), ("faster_rcnn_r18", "folder")])
def test_a_model_that_was_exported_and_imported_elsewhere_says_the_same(
    make_run, make_snapshot, tmp_path, architecture, kind
):
    snapshot = make_snapshot()
    run = make_run(architecture, snapshot, epochs=2)
    train_here(run)
    out = export_model(run, tmp_path / ("model.zip" if kind == "zip" else "model"))
    imported = import_model(tmp_path / "elsewhere" / "runs", out)
    photos = [decode(image.path) for image in snapshot.images[:4]]
    mine, theirs = (
        Predictor.load(folder.path, device=torch.device("cpu")).predict(photos) for folder in (run, imported)
    )
    for one, other in zip(mine, theirs, strict=True):
        assert one.boxes == other.boxes
        assert one.probabilities is None or one.probabilities.tolist() == other.probabilities.tolist()
    assert any(answer.boxes or answer.probabilities is not None for answer in mine)
    assert imported.card.metrics == run.result.metrics
    assert imported.state is RunState.COMPLETED


def test_stop_finishes_the_step_validates_and_keeps_the_best(make_run):
    run = make_run(epochs=500)
    stop = threading.Event()
    events = []

    def watch(event):
        events.append(event)
        if isinstance(event, Step):
            stop.set()

    assert run_job(run, watch, stop) is RunState.STOPPED
    assert isinstance(events[-1], Finished)
    assert of_kind(events, EpochEnd)
    assert run.has_model
    assert run.last_path.exists()
    assert run.can_resume


def start(run, **more):
    return subprocess.Popen(worker_command(run, **more), stdin=subprocess.PIPE, stdout=subprocess.PIPE)


def wait_for_epoch(run, process, count=1):
    deadline = time.monotonic() + 120
    while sum(isinstance(event, EpochEnd) for event in run.events()) < count:
        assert process.poll() is None, run.log_tail()
        assert time.monotonic() < deadline
        time.sleep(0.05)


def test_when_the_parent_dies_the_run_saves_and_ends_and_meanwhile_nobody_else_may_have_it(make_run):
    run = make_run(epochs=500)
    with start(run) as process:
        wait_for_epoch(run, process)
        second = subprocess.run(worker_command(run), stdin=subprocess.DEVNULL, capture_output=True, check=False)
        assert second.returncode == 2
        assert b"already running" in second.stderr
        assert run.process.pid == process.pid
        process.stdout.close()
        process.stdin.close()
        assert process.wait(timeout=30) == 0
    assert run.state is RunState.STOPPED
    assert run.can_resume


def test_a_detached_run_goes_on_without_its_parent_and_sigterm_stops_it_decently(make_run):
    run = make_run(epochs=500)
    with start(run, detached=True) as process:
        wait_for_epoch(run, process)
        process.stdout.close()
        process.stdin.close()
        done = sum(isinstance(event, EpochEnd) for event in run.events())
        wait_for_epoch(run, process, done + 2)
        assert run.state is RunState.RUNNING
        process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=30) == 0
    assert run.state is RunState.STOPPED


def test_a_killed_run_resumes_from_its_last_epoch(make_run):
    run = make_run(epochs=500)
    with start(run) as process:
        wait_for_epoch(run, process, 2)
        process.kill()
    assert run.state is RunState.LOST
    assert run.can_resume
    done = load_checkpoint(run.last_path)["progress"]["epoch"]
    job = run.job.to_json()
    write_json({**job, "recipe": {**job["recipe"], "epochs": done + 1}}, run.path / "job.json")
    state, events = train(run)
    assert state is RunState.COMPLETED
    assert [event.epoch for event in of_kind(events, EpochEnd)] == [done + 1]
