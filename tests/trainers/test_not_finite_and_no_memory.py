"""What isn't a number is never saved, and memory that runs out ends a run only where nothing else helps."""

from __future__ import annotations

from dataclasses import replace

import pytest
import torch

from core.inference.checkpoint import load_checkpoint
from core.jobs.job import RunState
from core.jobs.protocol import EpochEnd, Failed, Phase, Preview
from tests.fakes.listening import train
from trainers.classification import ClassificationTask, ClassifierNetwork
from trainers.optimizer import is_finite

pytestmark = pytest.mark.usefixtures("plain_classifier")

STEPS = 2
"""Of an epoch: nine photographs, four at a time."""


def test_a_loss_that_is_not_finite_ends_the_run_and_the_last_good_checkpoint_stays(make_run, monkeypatch):
    run = make_run(epochs=3)
    forward, calls = ClassifierNetwork.forward, []

    def diverge(self, images, classes):
        calls.append(1)
        return forward(self, images, classes) * (float("nan") if len(calls) == 3 else 1.0)

    monkeypatch.setattr(ClassifierNetwork, "forward", diverge)
    failure = train(run).events[-1]
    assert failure.code == "non_finite_loss"
    assert "learning rate" in failure.hint
    assert torch.load(run.last_path, weights_only=True)["progress"]["epoch"] == 1
    assert run.has_model


def spoil_weights_after(step, monkeypatch):
    """The step of this number, 1 for the first of the run, makes every weight not a number."""
    real, calls = torch.optim.SGD.step, []

    def spoil(self, *arguments, **more):
        calls.append(1)
        result = real(self, *arguments, **more)
        if len(calls) == step:
            for group in self.param_groups:
                for parameter in group["params"]:
                    parameter.data.fill_(float("nan"))
        return result

    monkeypatch.setattr(torch.optim.SGD, "step", spoil)


@pytest.mark.parametrize("validated", [True, False], ids=["validated", "not validated"])
@pytest.mark.parametrize("epoch", [1, 2, 3])
def test_weights_that_the_last_step_of_an_epoch_spoils_are_never_saved(
    make_run, make_snapshot, monkeypatch, epoch, validated
):
    snapshot = make_snapshot(12) if validated else make_snapshot(9, val=0)
    if not validated:  # a single patient, who can't be on both sides
        snapshot = replace(snapshot, images=tuple(replace(image, patient="p") for image in snapshot.images))
    run = make_run(snapshot=snapshot, epochs=3)
    spoil_weights_after(STEPS * epoch, monkeypatch)
    channel = train(run)
    failure = channel.events[-1]
    assert isinstance(failure, Failed)
    assert failure.code == "non_finite_loss"
    assert "learning rate" in failure.hint
    ends = channel.of_kind(EpochEnd)
    assert len(ends) == epoch - 1
    assert all((end.val_loss is not None) == validated for end in ends)
    assert run.has_model == run.last_path.is_file() == (epoch > 1)
    if epoch > 1:
        assert load_checkpoint(run.last_path)["progress"]["epoch"] == epoch - 1
        assert all(is_finite(load_checkpoint(path)["model"]) for path in (run.last_path, run.best_path))


def test_weights_spoiled_in_the_step_in_which_a_stop_is_asked_for_are_never_saved(make_run, monkeypatch):
    run = make_run(epochs=3)
    spoil_weights_after(STEPS + 1, monkeypatch)
    begun = []

    def stop(event):
        if isinstance(event, Phase) and event.name == "training":
            begun.append(event)
        return "stop_requested" if len(begun) == 2 else None

    failure = train(run, stop).events[-1]
    assert failure.code == "non_finite_loss"
    content = load_checkpoint(run.last_path)
    assert (content["progress"]["epoch"], content["progress"]["step"]) == (1, 0)
    assert is_finite(content["model"])


def test_a_validation_loss_that_is_not_finite_ends_the_run_before_the_model_is_kept(make_run, monkeypatch):
    from trainers.classification import ClassScorer
    from trainers.task import Scores

    run, real = make_run(epochs=2), ClassScorer.scores
    told = []

    def scores(self):
        found = real(self)
        told.append(found)
        return found if len(told) == 1 else Scores(None, found.metrics, (1.0, 0.0))

    monkeypatch.setattr(ClassScorer, "scores", scores)
    failure = train(run).events[-1]
    assert failure.code == "non_finite_loss"
    assert "validation loss" in failure.message
    assert load_checkpoint(run.last_path)["progress"]["epoch"] == load_checkpoint(run.best_path)["epoch"] == 1


@pytest.mark.parametrize(
    "error",
    [MemoryError(), RuntimeError("[enforce fail at alloc_cpu.cpp] DefaultCPUAllocator: can't allocate memory")],
)
def test_no_memory_for_a_preview_costs_the_preview_alone(make_run, monkeypatch, error):
    def run_out(*_):
        raise error

    monkeypatch.setattr(ClassificationTask, "answers", run_out)
    run = make_run()
    channel = train(run)
    assert run.state is RunState.COMPLETED
    assert not channel.of_kind(Preview)


def test_any_other_error_in_a_preview_is_not_hidden(make_run, monkeypatch):
    def fail(*_):
        raise RuntimeError("shapes differ")

    monkeypatch.setattr(ClassificationTask, "answers", fail)
    assert "shapes differ" in train(make_run()).events[-1].message


def run_out_in_step(monkeypatch, *, after_changing):
    """The first step of the optimiser runs out of memory, before or after it has changed a weight."""
    real, calls = torch.optim.SGD.step, []

    def run_out(self, *arguments, **more):
        calls.append(self.param_groups[0]["foreach"])
        if len(calls) == 1:
            if after_changing:
                with torch.no_grad():
                    self.param_groups[0]["params"][0].mul_(1.5)
            raise torch.OutOfMemoryError("CUDA out of memory. Tried to allocate 1 GiB.")
        return real(self, *arguments, **more)

    monkeypatch.setattr(torch.optim.SGD, "step", run_out)
    return calls


def test_memory_that_runs_out_while_weights_are_changed_leads_to_the_same_weights(make_run, make_snapshot, monkeypatch):
    snapshot = make_snapshot()
    plain, scarce = make_run(snapshot=snapshot), make_run(snapshot=snapshot)
    train(plain)
    calls = run_out_in_step(monkeypatch, after_changing=False)
    train(scarce)
    assert scarce.state is RunState.COMPLETED
    assert calls == [None, *[False] * STEPS]  # one tensor at a time, from then on
    models = [load_checkpoint(run.last_path)["model"] for run in (plain, scarce)]
    assert all(torch.equal(models[0][name], models[1][name]) for name in models[0])


def test_a_step_that_was_half_done_is_not_done_again(make_run, monkeypatch):
    run_out_in_step(monkeypatch, after_changing=True)
    assert train(make_run()).events[-1].code == "out_of_memory"
