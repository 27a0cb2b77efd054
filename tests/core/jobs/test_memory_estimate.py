"""What a training needs grows with all that makes it larger, is near the truth, and is told in three colours."""

from __future__ import annotations

import itertools
import subprocess
import sys
from pathlib import Path

import pytest

from core.inference.catalogue import architectures
from core.jobs import memory_estimate
from core.jobs.memory_estimate import DeviceMemory, Level, bytes_needed, device_memory, estimate_memory, parse_gpus
from core.jobs.memory_table import NETWORKS
from core.jobs.recipe import Recipe

GB = 2**30


def gpu(gigabytes):
    return DeviceMemory("cuda", int(gigabytes * GB), int(gigabytes * GB))


def test_every_architecture_of_the_catalogue_was_measured():
    assert set(NETWORKS) == {entry.name for entry in architectures()}
    assert estimate_memory("torchvision.vgg11", Recipe(), gpu(8)) is None


@pytest.mark.parametrize("name", sorted(NETWORKS))
def test_more_photographs_larger_ones_and_more_digits_need_more(name):
    recipe = Recipe.for_architecture(name)

    def needed(photographs, **fields):
        return bytes_needed(name, recipe.replace(**fields), photographs=photographs, kind="cuda")

    for fewer, more in itertools.pairwise((1, 2, 8, 64)):
        assert needed(fewer) < needed(more)
    for smaller, larger in itertools.pairwise((64, 224, 400)):
        assert needed(4, image_size=smaller) < needed(4, image_size=larger)
    assert needed(16, precision="bf16-mixed") < needed(16, precision="32-true")
    assert needed(4, momentum=0.0) < needed(4)


def test_heavier_networks_need_more_than_light_ones():
    needed = {name: bytes_needed(name, Recipe(), photographs=16, kind="cuda") for name in NETWORKS}
    assert needed["mobilenet_v3_small"] < needed["resnet18"] < needed["resnet50"] < needed["pnasnet5large"]
    assert needed["retinanet_r18"] < needed["retinanet"]


def test_resnet50_needs_what_is_known_of_it():
    """About 6 GB of activations for 64 photographs at 224 px in 32 bits."""
    assert 5.5 * GB < bytes_needed("resnet50", Recipe(), photographs=64, kind="cuda") < 9 * GB


def test_a_gpu_works_in_parts_what_it_cannot_hold_and_a_processor_must_not():
    recipe = Recipe.for_architecture("pnasnet5large")  # 64 photographs need about 28 GB
    levels = [estimate_memory("pnasnet5large", recipe, gpu(size)) for size in (80, 33, 12, 1.5)]
    assert [estimate.level for estimate in levels] == [Level.GREEN, Level.YELLOW, Level.YELLOW, Level.RED]
    assert [estimate.fits for estimate in levels] == [64, 64, 16, 0]
    assert "16 photographs at a time" in levels[2].sentence
    assert "lighter model" in levels[3].sentence
    machine = estimate_memory("pnasnet5large", recipe, DeviceMemory("cpu", 12 * GB, 16 * GB))
    assert (machine.level, machine.fits) == (Level.RED, 16)
    assert "batch size of 16 or less" in machine.sentence


def test_several_gpus_share_a_batch():
    memory = gpu(80)
    one, four = (
        estimate_memory("resnet50", Recipe(batch_size=62, devices=devices), memory) for devices in (1, 4)
    )  # fmt: skip
    assert (one.share, four.share) == (62, 16)
    assert four.needed < one.needed


def test_gpus_are_read_from_nvidia_smi_and_others_are_passed_over(monkeypatch):
    assert parse_gpus("7000, 8192\n1, 2\n") == [
        DeviceMemory("cuda", 7000 * 2**20, 8192 * 2**20), DeviceMemory("cuda", 2**20, 2 * 2**20),
    ]  # fmt: skip
    assert parse_gpus("[N/A], [N/A]\nNo devices were found\n") == []
    monkeypatch.setattr(memory_estimate, "_ask_gpus", lambda: parse_gpus("7000, 8192\n1, 2\n"))
    assert device_memory("auto").free == 7000 * 2**20
    assert device_memory("cuda:1").free == 2**20
    assert device_memory("cpu").kind == "cpu"
    assert device_memory("cuda:9").kind == "cpu"


def test_without_nvidia_smi_it_is_the_machine(monkeypatch):
    monkeypatch.setenv("PATH", "")
    assert device_memory("auto").kind == "cpu"
    monkeypatch.setenv("CUDA_VISIBLE_DEVICES", "")
    assert memory_estimate._ask_gpus() == []


_STEP = """
import re
from pathlib import Path
import torch
from core.jobs.recipe import Recipe
from tests.benchmarks.activations import build
import tests.benchmarks.activations as measured
from core.inference.catalogue import architecture
name, size, measured.PHOTOGRAPHS = "resnet18", 128, 32
torch.set_num_threads(1)
def peak():
    # Not getrusage's, which begins with the size of the process that started this one.
    return 1024 * int(re.search(r"VmHWM:\\s+(\\d+)", Path("/proc/self/status").read_text())[1])
before = peak()
network = build(architecture(name))
optimizer = torch.optim.SGD(network.parameters(), lr=0.01, momentum=0.9)
for _ in range(2):
    network(*measured.inputs(architecture(name), size)).backward()
    optimizer.step()
print(peak() - before)
"""


@pytest.mark.slow
@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="the peak of a process is read from Linux's /proc")
def test_it_is_near_what_a_real_step_takes():
    said = subprocess.run([sys.executable, "-c", _STEP], capture_output=True, text=True, check=True).stdout
    recipe = Recipe(image_size=128)
    estimated = bytes_needed("resnet18", recipe, photographs=32, kind="cpu") - memory_estimate._ALLOWANCE["cpu"]
    assert 1 / 1.8 < int(said) / estimated < 1.8
