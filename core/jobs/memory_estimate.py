"""Whether a training will fit into the memory, told before it starts. Imports no torch.

Weights, gradients and the optimiser's momentum are counted; what a network keeps of each photograph comes from a table
that was measured. What isn't counted, the working memory of libraries, is a fixed allowance and a tenth on top.
"""

from __future__ import annotations

import os
import subprocess
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

import psutil

from core.jobs.job import AUTO
from core.jobs.memory_table import NETWORKS

if TYPE_CHECKING:
    from core.jobs.recipe import Recipe

_ASK_WITHIN = 10.0
_WORKING = 1.1
"""Gradients of activations exist a few layers at a time, beside what is kept."""
_ALLOWANCE = {"cpu": 700 * 2**20, "cuda": 900 * 2**20}
"""Bytes of the process itself: torch and its libraries; on a GPU the CUDA context and convolution workspaces."""
_COMFORTABLE = 0.8
_WHOLE, _HALF = 4, 2


class Level(StrEnum):
    """How a training fits into the memory."""

    GREEN = "green"
    YELLOW = "yellow"
    """It will be tight, or be worked through in parts."""
    RED = "red"
    """It won't fit."""


@dataclass(frozen=True, slots=True)
class DeviceMemory:
    """The memory of a device.

    Attributes:
        kind: `cpu` or `cuda`.
        free: Bytes that programs can still have.
        total: Bytes in all.
    """

    kind: str
    free: int
    total: int


@dataclass(frozen=True, slots=True)
class MemoryEstimate:
    """What a training needs, and whether the device has it.

    Attributes:
        level: Green, yellow or red.
        needed: Bytes, with the whole batch at a time.
        free: Bytes the device has for it.
        share: Photographs of a batch that one device works on.
        fits: Of these, how many fit at a time; the share itself where all do, 0 where not even one does.
        sentence: The same for a person.
    """

    level: Level
    needed: int
    free: int
    share: int
    fits: int
    sentence: str


def estimate_memory(architecture: str, recipe: Recipe, memory: DeviceMemory) -> MemoryEstimate | None:
    """Whether a recipe fits; None for a network that wasn't measured.

    On a GPU a batch that doesn't fit is halved until it does, which training does by itself. On a CPU the system ends
    a process that takes more memory than there is, so what doesn't fit is red.

    Args:
        architecture: Name in the catalogue.
        recipe: How to train it.
        memory: Of the device, as `device_memory` finds it.
    """
    share = -(-recipe.batch_size // max(1, recipe.devices))
    needed = bytes_needed(architecture, recipe, photographs=share, kind=memory.kind)
    if needed is None:
        return None
    fits = share
    while fits and (bytes_needed(architecture, recipe, photographs=fits, kind=memory.kind) or 0) > memory.free:
        fits //= 2
    if fits == share:
        level = Level.GREEN if needed <= _COMFORTABLE * memory.free else Level.YELLOW
    else:
        level = Level.YELLOW if fits and memory.kind == "cuda" else Level.RED
    sentence = _sentence(level, needed, memory, share=share, fits=fits)
    return MemoryEstimate(level, needed, memory.free, share, fits, sentence)


def bytes_needed(architecture: str, recipe: Recipe, *, photographs: int, kind: str) -> int | None:
    """Bytes a training takes with so many photographs at a time; None for a network that wasn't measured.

    Args:
        architecture: Name in the catalogue.
        recipe: How to train it.
        photographs: Worked through at a time.
        kind: `cpu` or `cuda`.
    """
    network = NETWORKS.get(architecture)
    if network is None:
        return None
    # auto on a GPU means bfloat16 where it has that; older ones compute in 32 bits, so the larger is counted.
    mixed = recipe.precision in ("bf16-mixed", "16-mixed")
    copies = 3 if recipe.momentum > 0 else 2
    fixed = network.parameters * (copies * _WHOLE + (_HALF if mixed else 0)) + network.buffers
    a_pixel = network.a_pixel_mixed if mixed else network.a_pixel
    kept = photographs * (a_pixel * recipe.image_size**2 + network.a_photograph)
    return round(fixed + _WORKING * kept) + _ALLOWANCE[kind]


def device_memory(device: str = AUTO) -> DeviceMemory:
    """The memory of the device a job means: of a GPU as nvidia-smi tells it, else of this machine.

    Args:
        device: `auto` (a GPU where there is one), `cpu`, `cuda` or `cuda:1`.
    """
    gpus = [] if device == "cpu" else _ask_gpus()
    _, _, number = device.partition(":")
    index = int(number) if number.isdecimal() else 0
    if index < len(gpus):
        return gpus[index]
    machine = psutil.virtual_memory()
    return DeviceMemory("cpu", machine.available, machine.total)


def _ask_gpus() -> list[DeviceMemory]:
    """The GPUs that torch will see, in its order."""
    command = ["nvidia-smi", "--query-gpu=memory.free,memory.total", "--format=csv,noheader,nounits"]
    visible = os.environ.get("CUDA_VISIBLE_DEVICES")
    if visible == "":
        return []
    if visible:
        command.append(f"--id={visible}")
    try:
        said = subprocess.run(command, capture_output=True, text=True, timeout=_ASK_WITHIN, check=True).stdout
    except (OSError, subprocess.SubprocessError):
        return []
    return parse_gpus(said)


def parse_gpus(said: str) -> list[DeviceMemory]:
    """The GPUs of nvidia-smi's answer, a line each of free and total mebibytes; lines of another kind are passed over.

    >>> parse_gpus("7000, 8192\\n[N/A], [N/A]\\n")[0].total
    8589934592
    """
    found = []
    for line in said.splitlines():
        numbers = [part.strip() for part in line.split(",")]
        if len(numbers) == 2 and all(number.isdecimal() for number in numbers):
            found.append(DeviceMemory("cuda", int(numbers[0]) * 2**20, int(numbers[1]) * 2**20))
    return found


def _sentence(level: Level, needed: int, memory: DeviceMemory, *, share: int, fits: int) -> str:
    where = "the GPU" if memory.kind == "cuda" else "this machine"
    start = f"Training needs about {_gigabytes(needed)} of memory, and {where} has {_gigabytes(memory.free)} free"
    if level is Level.GREEN:
        return f"{start}: it fits."
    if fits == share:
        return f"{start}: it is tight. Close other programs."
    if level is Level.YELLOW:
        return f"{start}: batches will be worked through {fits} photographs at a time, which is slower."
    if fits:
        return f"{start}: the system may end it. Choose a batch size of {fits} or less, or a smaller image size."
    return f"{start}: it won't fit. Choose a smaller image size, or a lighter model."


def _gigabytes(size: int) -> str:
    return f"{size / 2**30:.1f} GB"
