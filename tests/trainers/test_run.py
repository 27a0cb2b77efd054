"""A run in this process: what it leaves out, what it fails of, what it starts from, and how it ends."""

from __future__ import annotations

import json
from contextlib import contextmanager

import pytest
import torch

from core.inference.card import NO_WEIGHTS
from core.inference.weights import import_weights
from core.jobs.job import RunState
from core.jobs.protocol import EpochEnd, Failed, Finished, Phase, Step
from core.jobs.run_folder import write_json
from core.project.labels import ImageState
from tests.fakes.listening import Channel, train
from trainers import worker
from trainers.loop import Loop
from trainers.story import LoggedChannel


def change_recipe(run, **fields):
    job = run.job.to_json()
    write_json({**job, "recipe": {**job["recipe"], **fields}}, run.path / "job.json")


def test_deleted_changed_and_damaged_photographs_are_left_out_and_counted(make_run, make_snapshot):
    snapshot = make_snapshot(16)
    paths = [image.path for image in snapshot.images]
    run = make_run(snapshot=snapshot)
    paths[5].unlink()
    paths[6].write_bytes(paths[7].read_bytes())
    paths[8].write_bytes(b"")
    channel = train(run)
    assert run.state is RunState.COMPLETED
    assert "1 photograph left out, missing, such as 005.png" in channel.warnings
    assert "2 photographs left out, changed since the snapshot, such as 006.png" in channel.warnings


def test_a_photograph_that_was_damaged_all_along_is_unreadable(make_run, make_snapshot, monkeypatch):
    snapshot = make_snapshot()
    snapshot.images[5].path.write_bytes(b"not a photograph")
    monkeypatch.setattr("trainers.photos.content_hash", lambda path: next(
        image.sha256 for image in snapshot.images if image.path == path
    ))  # fmt: skip
    channel = train(make_run(snapshot=snapshot))
    assert "1 photograph left out, unreadable, such as 005.png" in channel.warnings


@pytest.mark.parametrize("gone", [slice(3, None), slice(0, 3)], ids=["training", "validation"])
def test_no_photograph_left_is_a_bad_image(make_run, make_snapshot, gone):
    snapshot = make_snapshot()
    run = make_run(snapshot=snapshot)
    for image in snapshot.images[gone]:
        image.path.unlink()
    failure = train(run).events[-1]
    assert isinstance(failure, Failed)
    assert failure == run.result.failure
    assert failure.code == "bad_image"
    assert failure.hint


def test_reading_is_told_from_the_first_photograph_to_the_last(make_run, make_snapshot):
    told = train(make_run(snapshot=make_snapshot(14))).of_kind(Phase)
    counted = [phase for phase in told if phase.name == "reading" and phase.total]
    assert (counted[-1].done, counted[-1].total) == (14, 14)
    assert all(phase.total == 14 for phase in counted)
    done = [phase.done for phase in counted]
    assert done == sorted(done)
    assert counted[-1].message == "Reading photographs: 14 of 14"


@pytest.mark.slow
# At 64 px the detector's last feature map comes from one of 1 x 1, for whose convolution oneDNN's half-precision
# gradient holds memory nobody wrote (torch 2.13 on a CPU without AMX).
@pytest.mark.parametrize(("architecture", "size"), [("resnet18", 64), ("retinanet_r18", 128)])
def test_mixed_precision_learns_as_full_precision_does(make_run, make_snapshot, architecture, size):
    snapshot = make_snapshot(11)
    ends = []
    for precision in ("32-true", "bf16-mixed"):
        run = make_run(architecture, snapshot, precision=precision, image_size=size, lr=0.001, seed=1)
        channel = train(run)
        assert run.state is RunState.COMPLETED, channel.events[-1]
        (end,) = channel.of_kind(EpochEnd)
        ends.append(end)
        for name in ("last.pt", "best.pt"):
            model = torch.load(run.path / name, weights_only=True)["model"]
            assert {tensor.dtype for tensor in model.values()} <= {torch.float32, torch.int64}
    assert ends[1].train_loss == pytest.approx(ends[0].train_loss, rel=0.02)
    assert ends[1].val_loss == pytest.approx(ends[0].val_loss, rel=0.05)
    assert ends[1].train_loss != ends[0].train_loss  # or it never was mixed


def test_photographs_without_boxes_are_not_used_by_a_detector_and_counted(make_run, make_snapshot):
    snapshot = make_snapshot(boxes=False)
    failure = train(make_run("retinanet_r18", snapshot)).events[-1]
    assert failure.code == "snapshot"
    assert "lesion boxes" in failure.message


def test_named_weights_that_are_not_there_are_missing(make_run):
    failure = train(make_run(initial_weights="/nowhere/resnet18.pth")).events[-1]
    assert failure.code == "missing_weights"
    assert "resnet18.pth" in failure.message


def test_a_damaged_snapshot_is_a_typed_failure(make_run):
    run = make_run()
    data = json.loads(run.snapshot_path.read_text())
    data["content"]["images"][0]["image_class"] = 3
    run.snapshot_path.write_text(json.dumps(data))
    assert train(run).events[-1].code == "snapshot"


def test_a_gpu_that_is_not_there_is_named(make_run):
    run = make_run()
    write_json({**run.job.to_json(), "device": "cuda:77"}, run.path / "job.json")
    failure = train(run).events[-1]
    assert isinstance(failure, Failed)
    assert "cuda:77" in failure.message


@pytest.fixture
def scarce_disk():
    """Files can't grow beyond half a megabyte, while this is entered."""
    resource = pytest.importorskip("resource")

    @contextmanager
    def limit():
        soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
        resource.setrlimit(resource.RLIMIT_FSIZE, (2**19, hard))
        try:
            yield
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))

    return limit


def test_a_full_disk_is_named_and_the_last_good_checkpoints_stay(make_run, scarce_disk):
    run = make_run(lr=1e-4)
    train(run)
    change_recipe(run, epochs=3)
    run.prepare_start()
    with scarce_disk():
        failure = train(run).events[-1]
    assert failure.code == "disk_full"
    assert failure.hint == "Make room, then resume the run."
    assert run.result.failure == failure
    assert torch.load(run.last_path, weights_only=True)["progress"]["epoch"] == 1
    assert run.has_model
    assert not [path.name for path in run.path.iterdir() if path.name.startswith(".")]
    run.prepare_start()
    train(run)
    assert run.state is RunState.COMPLETED


def test_anything_else_is_a_crash_with_a_traceback_in_the_log(make_run, monkeypatch, capfd):
    def break_down(*_, **__):
        raise ZeroDivisionError("pretended")

    monkeypatch.setattr(Loop, "run", break_down)
    failure = train(make_run()).events[-1]
    assert failure.code == "crashed"
    assert "ZeroDivisionError: pretended" in failure.message
    assert "in break_down" in capfd.readouterr().err


def test_from_scratch_is_said_loudly_and_in_the_card(make_run):
    run = make_run(initial_weights="auto")
    channel = train(run)
    assert "Training from scratch" in channel.warnings
    assert "dermdesk weights import" in channel.warnings
    assert run.card.initial_weights == NO_WEIGHTS


def test_imported_weights_are_found_and_named_in_the_card(make_run, tmp_path):
    first = make_run(epochs=1)
    train(first)
    state = torch.load(first.best_path, weights_only=True)["model"]
    file = tmp_path / "mine.pth"
    torch.save(state, file)
    import_weights(file, "resnet18")
    run = make_run(initial_weights="auto", freeze_backbone_epochs=1)
    channel = train(run)
    assert "from scratch" not in channel.warnings
    assert run.card.initial_weights == "mine.pth"
    trained = torch.load(run.best_path, weights_only=True)["model"]
    same = {name for name in state if torch.equal(state[name], trained[name])}
    assert set(state) - same == {"fc.weight", "fc.bias"}  # one epoch with a frozen backbone, statistics included


def test_a_backbone_from_scratch_is_not_frozen(make_run):
    run = make_run(freeze_backbone_epochs=1)
    assert "isn't frozen" in train(run).warnings


def test_without_a_validation_split_patients_are_held_out_and_it_is_said(make_run, make_snapshot):
    snapshot = make_snapshot(24, val=0, patients=True)
    channel = train(make_run(snapshot=snapshot, holdout=0.25))
    assert "6 of 24 training photographs are held out, by patient" in channel.warnings
    assert channel.of_kind(EpochEnd)[0].val_loss is not None


def test_noise_is_left_out_unless_asked_for(make_run, make_snapshot):
    from dataclasses import replace

    snapshot = make_snapshot(15)
    images = tuple(replace(image, state=ImageState.NOISE) if image.id > 9 else image for image in snapshot.images)
    snapshot = replace(snapshot, images=images)
    steps = [train(make_run(snapshot=snapshot, include_noise=noise)).of_kind(Step)[-1].steps for noise in (False, True)]
    assert steps == [2, 3]  # 6 and 12 photographs


def test_patience_ends_a_run_early_and_the_best_epoch_is_kept(make_run):
    run = make_run(epochs=50, patience=2, lr=1e-7)
    channel = train(run)
    assert run.state is RunState.COMPLETED
    ends = channel.of_kind(EpochEnd)
    best = max(event.epoch for event in ends if event.best)
    assert len(ends) == best + 2
    assert run.result.best_epoch == best
    assert channel.events[-1] == Finished("completed", best, run.result.best_metric, run.result.metrics)


def test_a_stop_in_the_middle_of_an_epoch_validates_and_keeps_the_best(make_run):
    run = make_run(epochs=5, batch_size=2)
    channel = train(
        run, lambda event: "stop_requested" if isinstance(event, Phase) and event.name == "training" else None
    )
    assert run.state is RunState.STOPPED
    assert len(channel.of_kind(EpochEnd)) == 1
    assert run.result.best_epoch == 1
    assert run.has_model
    assert torch.load(run.last_path, weights_only=True)["progress"]["step"] == 1


def test_a_stop_while_photographs_are_read_ends_at_once(make_run):
    run = make_run()
    channel = train(run, lambda event: "stop_requested" if isinstance(event, Phase) else None)
    assert run.state is RunState.STOPPED
    assert not channel.of_kind(Step)
    assert run.result.best_epoch == 0


def test_leaving_saves_without_validating(make_run):
    run = make_run(epochs=5, batch_size=2)
    channel = train(run, lambda event: "parent_gone" if isinstance(event, Phase) and event.name == "training" else None)
    assert run.state is RunState.STOPPED
    assert not channel.of_kind(EpochEnd)
    assert run.can_resume


def test_the_log_tells_the_story_of_the_run(make_run, make_snapshot, caplog):
    snapshot = make_snapshot()
    snapshot.images[5].path.unlink()
    run = make_run(snapshot=snapshot, epochs=2)
    channel = Channel()
    with caplog.at_level("INFO", logger="trainers"):
        assert worker.work(run, LoggedChannel(channel)) == 0
    for part in (
        "Run resnet18-1: resnet18", "batch_size 4 (paper 64)", "Training on CPU", "torch ", "Starting weights: none",
        "Warning: 1 photograph left out, missing", "Photographs: 8 to learn from (naevus 3, melanoma 3, keratosis 2)",
        "3 to validate on", "Epoch 1 of 2: train loss", "Epoch 2 of 2: train loss", "the best so far",
        "Training is complete, with 2 of 2 epochs done", "Ended: completed; the best model is that of epoch",
    ):  # fmt: skip
        assert part in caplog.text, part
    assert caplog.text.count("Reading photographs") == 0


def test_the_log_says_why_a_run_failed(make_run, caplog):
    with caplog.at_level("INFO", logger="trainers"):
        worker.work(make_run(initial_weights="/nowhere/a.pth"), LoggedChannel(Channel()))
    assert "Failed (missing_weights): The weights file" in caplog.text
