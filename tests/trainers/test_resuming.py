"""A run that is interrupted and goes on comes to what it would have come to; from damaged files it doesn't go on."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
import torch

from core.errors import CheckpointError
from core.inference.checkpoint import load_checkpoint
from core.jobs.job import RunState
from core.jobs.launcher import run_job
from core.jobs.protocol import Failed, Phase, Step
from core.project.snapshot import write_snapshot
from tests.fakes.listening import train
from trainers import classification
from trainers.task import Scores

PLAIN = Path(__file__).resolve().parents[1] / "fakes" / "plain_classifier.py"


def of_training(run):
    content = torch.load(run.last_path, weights_only=True)
    content["progress"].pop("seconds")
    return content


def assert_same(one, two, where=""):
    assert type(one) is type(two), where
    if isinstance(one, dict):
        assert one.keys() == two.keys(), where
        for name in one:
            assert_same(one[name], two[name], f"{where}.{name}")
    elif isinstance(one, list):
        assert len(one) == len(two), where
        for index, (a, b) in enumerate(zip(one, two, strict=True)):
            assert_same(a, b, f"{where}[{index}]")
    elif isinstance(one, torch.Tensor):
        assert torch.equal(one, two), where
    else:
        assert one == two, where


def assert_same_outcome(one, two):
    """The best models, their cards and the results are the same, but for names and times."""
    assert_same(load_checkpoint(one.best_path), load_checkpoint(two.best_path))
    cards = [{**run.card.to_json(), "name": "", "created_at": ""} for run in (one, two)]
    for card in cards:
        del card["recipe"]["workers"]
    assert cards[0] == cards[1]
    results = [{**run.result.to_json(), "seconds": 0.0} for run in (one, two)]
    for result in results:
        result.pop("ended_at", None)
    assert results[0] == results[1]
    assert one.card.metrics == one.result.metrics == load_checkpoint(one.best_path)["metrics"]


def interruption(kind):
    """When to interrupt: returns a wish for some event, the second time such an event comes."""
    seen = []

    def when(event):
        if kind == "leave in validation":
            hit = isinstance(event, Phase) and event.name == "validating"
            wish = "parent_gone"
        else:
            hit = isinstance(event, Phase) and event.name == "training"
            wish = "stop_requested" if kind == "stop" else "parent_gone"
        if hit:
            seen.append(event)
        return wish if hit and len(seen) == 2 else None

    return when


@pytest.mark.slow
@pytest.mark.parametrize(
    ("architecture", "kinds"),
    [("resnet18", ["stop", "leave", "leave in validation"]), ("faster_rcnn_r18", ["leave in validation"])],
    ids=["classifier", "detector"],
)
def test_an_interrupted_and_resumed_run_equals_an_uninterrupted_one(make_run, make_snapshot, architecture, kinds):
    snapshot = make_snapshot()
    fields = {"epochs": 3, "batch_size": 2, "lr_step": 2, "momentum": 0.9, "lr": 0.001}
    whole = make_run(architecture, snapshot, **fields)
    train(whole)
    for kind in kinds:
        parted = make_run(architecture, snapshot, **fields, workers=0)
        train(parted, interruption(kind))
        assert parted.state is RunState.STOPPED, kind
        position = torch.load(parted.last_path, weights_only=True)["progress"]
        assert (position["epoch"], position["step"] > 0) == (1, True), kind
        parted.prepare_start()
        train(parted)
        assert parted.state is RunState.COMPLETED, kind
        assert_same(of_training(parted), of_training(whole))
        assert_same_outcome(parted, whole)


def test_the_same_seed_gives_the_same_weights_and_another_does_not(make_run, make_snapshot):
    snapshot = make_snapshot()
    fields = {"epochs": 1, "batch_size": 4}
    runs = [make_run("resnet18", snapshot, **fields, seed=seed) for seed in (3, 3, 4)]
    for run in runs:
        train(run)
    assert_same(of_training(runs[0]), of_training(runs[1]))
    assert runs[0].job.recipe.seed == 3
    with pytest.raises(AssertionError):
        assert_same(of_training(runs[0]), of_training(runs[2]))


def test_a_checkpoint_of_other_data_is_refused(make_run):
    run = make_run()
    train(run)
    content = torch.load(run.last_path, weights_only=True)
    torch.save({**content, "snapshot_digest": "other"}, run.last_path)
    run.prepare_start()
    assert train(run).events[-1].code == "checkpoint"


@pytest.fixture
def scripted(monkeypatch):
    """Lets validations give these weighted accuracies: `scripted(0.7, 0.72)`."""

    def script(*accuracies):
        left = iter(accuracies)

        def scores(self):
            accuracy = next(left)
            return Scores(1.0, {"weighted_accuracy": accuracy}, (accuracy, -1.0))

        monkeypatch.setattr(classification.ClassScorer, "scores", scores)

    return script


@pytest.mark.usefixtures("plain_classifier")
@pytest.mark.parametrize("again", [0.6, 0.71, 0.8], ids=["worse", "between", "better"])
def test_the_better_model_of_a_stopped_epoch_gives_way_when_the_run_goes_on(make_run, make_snapshot, scripted, again):
    snapshot = make_snapshot()
    whole, parted = (make_run("resnet18", snapshot, epochs=3, batch_size=2) for _ in range(2))
    scripted(0.70, again, 0.60)
    train(whole)
    scripted(0.70, 0.72, again, 0.60)
    train(parted, interruption("stop"))
    assert parted.state is RunState.STOPPED
    assert parted.result.best_metric == parted.card.metrics["weighted_accuracy"] == 0.72
    assert load_checkpoint(parted.best_path)["epoch"] == parted.result.best_epoch == 2
    parted.prepare_start()
    train(parted)
    assert parted.result.best_metric == max(0.70, again)
    assert_same(of_training(parted), of_training(whole))
    assert_same_outcome(parted, whole)
    assert not list(parted.path.glob("*.before.*"))


@pytest.mark.slow
@pytest.mark.usefixtures("plain_classifier")
def test_a_run_that_was_killed_and_goes_on_equals_an_uninterrupted_one(make_run, make_snapshot, monkeypatch):
    """By SIGKILL, in the first step of its second epoch."""
    snapshot = make_snapshot()
    whole, killed = (make_run("resnet18", snapshot, epochs=4, lr_step=2) for _ in range(2))
    train(whole)
    command = [sys.executable, str(PLAIN), str(killed.path)]
    monkeypatch.setenv("FAULT", "0:die")
    assert run_job(killed, lambda _: None, command=command) is RunState.KILLED
    assert load_checkpoint(killed.last_path)["progress"]["epoch"] == 1
    monkeypatch.delenv("FAULT")
    assert run_job(killed, lambda _: None, command=command) is RunState.COMPLETED
    assert_same(of_training(killed), of_training(whole))
    assert_same_outcome(killed, whole)


@pytest.mark.usefixtures("plain_classifier")
def test_a_stop_while_a_resumed_run_reads_photographs_leaves_its_result_and_its_model_in_agreement(make_run, scripted):
    run = make_run(epochs=3, batch_size=2)
    scripted(0.70, 0.72)
    train(run, interruption("stop"))
    run.prepare_start()
    channel = train(run, lambda event: "stop_requested" if isinstance(event, Phase) else None)
    assert not channel.of_kind(Step)
    assert (run.result.best_epoch, run.result.best_metric, run.result.epochs) == (1, 0.70, 1)
    assert load_checkpoint(run.best_path)["epoch"] == 1
    assert run.card.metrics == run.result.metrics


@pytest.mark.usefixtures("plain_classifier")
@pytest.mark.parametrize("name", ["last.pt", "best.pt"])
def test_a_flipped_bit_in_the_weights_is_found(make_run, name):
    run = make_run()
    train(run)
    path = run.path / name
    data = bytearray(path.read_bytes())
    weight = load_checkpoint(path)["model"]["body.weight"]
    place = data.find(weight.numpy().tobytes())
    assert place > 0
    data[place + 3] ^= 0x40  # an exponent: torch loads it as another number
    path.write_bytes(data)
    assert not torch.equal(torch.load(path, weights_only=True)["model"]["body.weight"], weight)
    with pytest.raises(CheckpointError, match="damaged after it was written"):
        load_checkpoint(path)
    if name == "last.pt":
        run.prepare_start()
        failure = train(run).events[-1]
        assert isinstance(failure, Failed)
        assert failure.code == "checkpoint"


def test_another_valid_snapshot_beside_the_run_is_refused(make_run, make_snapshot):
    run = make_run(snapshot=make_snapshot(12))
    write_snapshot(make_snapshot(15), run.snapshot_path)
    failure = train(run).events[-1]
    assert failure.code == "snapshot"
    assert "isn't the one it was made for" in failure.message
    assert not run.has_model
