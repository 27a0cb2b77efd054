"""What the train dialog begins with: what this machine can do in reasonable time."""

from __future__ import annotations

import shutil

from core.inference.catalogue import Task, architectures

ON_GPU = ("densenet121", "paper")
LIGHT_PRESET = "quick"


def beginning(last: str | None, *, has_gpu: bool) -> tuple[str, str]:
    """Architecture and preset to begin with: the paper's on a GPU, else light ones; again the model trained last.

    Args:
        last: Architecture of the project's newest run, None where there is none.
        has_gpu: Whether there is a GPU to train on.
    """
    model, preset = ON_GPU if has_gpu else (light_model(), LIGHT_PRESET)
    known = {entry.name for entry in architectures()}
    return (last if last in known else model), preset


def light_model() -> str:
    """The light classifier that is listed first."""
    return next((entry.name for entry in architectures(Task.CLASSIFICATION) if entry.light), ON_GPU[0])


def sees_gpu() -> bool:
    """Whether NVIDIA's driver is installed. The window asks no further: torch is never loaded into it."""
    return shutil.which("nvidia-smi") is not None
