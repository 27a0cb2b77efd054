"""What trains one run at a time: each GPU is a lane, and so is the CPU."""

from __future__ import annotations

import os
import shutil
import subprocess
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from core.jobs.job import Job

CPU = "cpu"
_VISIBLE = "CUDA_VISIBLE_DEVICES"
_ASK_WITHIN = 20.0


def machine_lanes(environment: Mapping[str, str] = os.environ) -> tuple[str, ...]:
    """The lanes of this machine: `cuda:0`, `cuda:1`, ..., `cpu`. Asks NVIDIA's driver, so that torch isn't needed.

    Args:
        environment: Where `CUDA_VISIBLE_DEVICES` may say which GPUs are meant for this user.
    """
    visible = environment.get(_VISIBLE)
    if visible is not None:
        names = [name.strip() for name in visible.split(",") if name.strip() not in ("", "-1")]
        return (*(f"cuda:{number}" for number in range(len(names))), CPU)
    return (*(f"cuda:{number}" for number in range(_count_gpus())), CPU)


def _count_gpus() -> int:
    program = shutil.which("nvidia-smi")
    if program is None:
        return 0
    try:
        listed = subprocess.run(
            [program, "--list-gpus"], capture_output=True, text=True, timeout=_ASK_WITHIN, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return 0
    return sum(line.startswith("GPU ") for line in listed.stdout.splitlines()) if listed.returncode == 0 else 0


def lanes_wanted(job: Job, lanes: Sequence[str]) -> tuple[tuple[str, ...], int]:
    """The lanes a run may be trained on, and how many of them it takes.

    Args:
        job: The run.
        lanes: All of the machine.
    """
    gpus = tuple(lane for lane in lanes if lane != CPU)
    if job.device == CPU or not gpus:
        return (CPU,), 1
    if job.device in gpus:
        return (job.device,), 1
    count = job.recipe.devices or len(gpus)
    return gpus, min(count, len(gpus))


def choose_lanes(job: Job, lanes: Sequence[str], free: Collection[str]) -> tuple[str, ...]:
    """The first free lanes for a run; none while too few are."""
    candidates, count = lanes_wanted(job, lanes)
    found = tuple(lane for lane in candidates if lane in free)[:count]
    return found if len(found) == count else ()


def lane_environment(
    job: Job, chosen: Sequence[str], lanes: Sequence[str], environment: Mapping[str, str] = os.environ
) -> dict[str, str]:
    """Variables that keep a run to its GPUs; none where the machine has no choice, or the job names one itself."""
    gpus = [lane for lane in lanes if lane != CPU]
    if len(gpus) < 2 or CPU in chosen or job.device in gpus:
        return {}
    visible = [name.strip() for name in environment.get(_VISIBLE, "").split(",") if name.strip()]
    numbers = [int(lane.removeprefix("cuda:")) for lane in chosen]
    return {_VISIBLE: ",".join(visible[number] if visible else str(number) for number in numbers)}
