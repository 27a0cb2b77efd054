"""Which device a run trains on, and in which precision."""

from __future__ import annotations

import os
import platform
import re
from dataclasses import dataclass

import psutil
import torch

from core.errors import JobError
from core.jobs.job import AUTO
from core.jobs.recipe import ALL_DEVICES
from trainers.placement import Placement

_GPU_LOADING_THREADS = 8


@dataclass(frozen=True, slots=True)
class Device:
    """A device in Lightning Fabric's words.

    Attributes:
        accelerator: `cpu` or `cuda`.
        devices: For `cpu` how many processes, for `cuda` which GPUs.
        precision: `32-true`, `bf16-mixed` or `16-mixed`.
        title: The device in a person's words.
        machines: How many machines have as many.
    """

    accelerator: str
    devices: int | list[int]
    precision: str
    title: str
    machines: int = 1

    @property
    def on_machine(self) -> int:
        """Processes on each machine."""
        return self.devices if isinstance(self.devices, int) else len(self.devices)

    @property
    def world(self) -> int:
        """Processes on all machines together."""
        return self.on_machine * self.machines


def choose_device(wanted: str, *, precision: str, count: int = 1, placement: Placement | None = None) -> Device:
    """The device, or devices, a job asks for.

    Args:
        wanted: `auto` (a GPU where there is one), `cpu`, `cuda`, or `cuda:1` for the second GPU.
        precision: As in the recipe; `auto` is bf16-mixed on a GPU that has it, else 32-true.
        count: How many GPUs, or processes on the CPU; 0 is all GPUs.
        placement: Where torchrun or srun put this process; they decide how many there are.

    Raises:
        JobError: There is no such device here, or there are fewer.
    """
    placement = placement or Placement()
    gpus = torch.cuda.device_count() if torch.cuda.is_available() else 0
    found = re.fullmatch(r"cuda(?::(\d+))?", wanted)
    if wanted not in (AUTO, "cpu") and not found:
        raise JobError(f"There is no device {wanted!r}.", hint="It is one of auto, cpu, cuda, cuda:0, cuda:1, …")
    index = int(found[1] or 0) if found else 0
    if found and index >= gpus:
        raise JobError(
            f"The device {wanted!r} isn't there: torch sees {gpus} GPUs.",
            hint="`dermdesk doctor` tells why a GPU isn't seen; `--device cpu` trains without one.",
        )
    count = placement.on_machine or count
    if wanted == "cpu" or not gpus:
        processes = 1 if count == ALL_DEVICES else count
        threads = cpu_threads()
        title = f"CPU ({platform.machine()}, {threads} {'core' if threads == 1 else 'cores'})"
        title = _times(processes, title, "processes on one ", placement.machines)
        return Device("cpu", processes, "32-true" if precision == AUTO else precision, title, placement.machines)
    if precision == AUTO:
        precision = "bf16-mixed" if torch.cuda.is_bf16_supported() else "32-true"
    names_one = found is not None and found[1] is not None
    chosen = [index] if names_one and count <= 1 else list(range(gpus if count == ALL_DEVICES else count))
    if names_one and len(chosen) > 1:
        raise JobError(f"{wanted!r} is one GPU, and {count} are asked for.", hint="Choose the device cuda instead.")
    if chosen[-1] >= gpus:
        raise JobError(
            f"{len(chosen)} GPUs are asked for: torch sees {gpus} on this machine.",
            hint="`--devices all` takes all there are.",
        )
    title = _times(len(chosen), torch.cuda.get_device_name(chosen[0]), "", placement.machines)
    return Device("cuda", chosen, precision, title, placement.machines)


def _times(count: int, title: str, noun: str, machines: int) -> str:
    title = f"{count} {noun or 'x '}{title}" if count > 1 else title
    return f"{title}, on each of {machines} machines" if machines > 1 else title


def cpu_threads() -> int:
    """Threads to learn with: `OMP_NUM_THREADS` where it is set, as clusters do; else the physical cores allowed.

    Arithmetic gains nothing from a core's second thread.
    """
    told = os.environ.get("OMP_NUM_THREADS", "")
    if told.isdigit() and int(told) > 0:
        return int(told)
    allowed = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else (os.cpu_count() or 1)
    return max(1, min(allowed, psutil.cpu_count(logical=False) or allowed))


def loading_threads(wanted: int, device: Device) -> int:
    """Threads that prepare photographs: one beside a CPU that is busy learning, up to eight for a GPU."""
    if wanted >= 0:
        return wanted
    return 1 if device.accelerator == "cpu" else min(_GPU_LOADING_THREADS, max(1, cpu_threads() - 1))
