"""What only a GPU can show: half precision, memory that really runs out, and the estimate against what was needed."""

from __future__ import annotations

import json

import pytest
import torch

from core.inference.checkpoint import load_checkpoint
from core.jobs import memory_estimate
from core.jobs.job import RunState
from core.jobs.memory_estimate import bytes_needed
from core.jobs.protocol import EpochEnd, Hello, Step
from core.jobs.run_folder import write_json
from tests.fakes.listening import train

pytestmark = pytest.mark.skipif(not torch.cuda.is_available(), reason="there is no GPU here that torch can use")


def on_gpu(run):
    """The run, to be trained on the first GPU."""
    job = json.loads((run.path / "job.json").read_text())
    write_json({**job, "device": "cuda:0"}, run.path / "job.json")
    return run


@pytest.fixture(autouse=True)
def fresh_memory():
    torch.cuda.empty_cache()
    torch.cuda.reset_peak_memory_stats()
    yield
    torch.cuda.set_per_process_memory_fraction(1.0)
    torch.cuda.empty_cache()


@pytest.mark.parametrize("architecture", ["resnet18", "retinanet_r18", "faster_rcnn_r18"])
def test_half_precision_learns_as_full_precision_does(make_run, make_snapshot, architecture):
    snapshot, ends = make_snapshot(11), []
    for precision in ("32-true", "bf16-mixed"):
        run = on_gpu(make_run(architecture, snapshot, precision=precision, image_size=128, lr=0.001))
        channel = train(run)
        assert run.state is RunState.COMPLETED, channel.events[-1]
        assert "CPU" not in channel.of_kind(Hello)[0].device
        ends += channel.of_kind(EpochEnd)
        model = load_checkpoint(run.last_path)["model"]
        assert {tensor.dtype for tensor in model.values()} <= {torch.float32, torch.int64}
        assert {tensor.device.type for tensor in model.values()} == {"cpu"}
        assert all(step.gpu_bytes for step in channel.of_kind(Step))
    assert ends[1].train_loss == pytest.approx(ends[0].train_loss, rel=0.05)


def test_memory_that_really_runs_out_halves_the_parts_and_the_run_completes(make_run, make_snapshot):
    total = torch.cuda.get_device_properties(0).total_memory
    base = torch.cuda.memory_reserved()
    # Room for the weights and for some of 64 photographs at 224 px, which ask for about 2 GiB.
    torch.cuda.set_per_process_memory_fraction((base + 900 * 2**20) / total, 0)
    run = on_gpu(
        make_run("resnet18", make_snapshot(70, val=4), batch_size=64, image_size=224, precision="32-true", lr=0.001)
    )
    channel = train(run)
    assert run.state is RunState.COMPLETED, channel.events[-1]
    assert "Memory ran out at 64 photographs" in channel.warnings
    assert load_checkpoint(run.last_path)["progress"]["micro_batch"] < 64


def test_memory_for_nothing_is_a_typed_failure(make_run):
    total = torch.cuda.get_device_properties(0).total_memory
    torch.cuda.set_per_process_memory_fraction((torch.cuda.memory_reserved() + 60 * 2**20) / total, 0)
    run = on_gpu(make_run("resnet18", precision="32-true"))
    assert train(run).events[-1].code == "out_of_memory"


@pytest.mark.parametrize("precision", ["32-true", "bf16-mixed"])
@pytest.mark.parametrize(("architecture", "photographs"), [("resnet18", 32), ("densenet121", 16), ("retinanet_r18", 4)])
def test_the_estimate_is_near_what_was_needed(make_run, make_snapshot, architecture, photographs, precision):
    run = on_gpu(
        make_run(
            architecture, make_snapshot(photographs * 2 + 4, val=4), batch_size=photographs, image_size=224, lr=0.001,
            precision=precision,
        )
    )  # fmt: skip
    train(run)
    assert run.state is RunState.COMPLETED, run.log_tail()
    needed = torch.cuda.max_memory_allocated()
    said = bytes_needed(architecture, run.job.recipe, photographs=photographs, kind="cuda")
    said -= memory_estimate._ALLOWANCE["cuda"]  # for the driver, which torch doesn't count
    print(f"{architecture} {precision}: {needed / 2**30:.2f} GiB needed, {said / 2**30:.2f} estimated")  # noqa: T201
    assert 0.5 * said < needed < 1.5 * said
