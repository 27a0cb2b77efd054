"""A run's checkpoints: `{"model": state dict, "epoch": int, ...}`, tensors and plain values only."""

from __future__ import annotations

import zipfile
from typing import TYPE_CHECKING, Any

import torch

from core.errors import CheckpointError, WeightsError
from core.inference.safe_load import load_file
from core.replacing import replacing

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

BEST_NAME = "best.pt"
LAST_NAME = "last.pt"


def save_checkpoint(path: Path, payload: Mapping[str, Any]) -> None:
    """Write `payload` to `path` so that a crash at any moment leaves the old checkpoint or the new one, whole.

    Args:
        path: Where to; its folder exists.
        payload: Tensors, numbers, strings, lists and dictionaries of these; `model` is the network's state dict.
    """
    with replacing(path) as stream:
        torch.save(dict(payload), stream)


def load_checkpoint(path: Path) -> dict[str, Any]:
    """What `save_checkpoint` wrote, on the CPU.

    torch writes a checksum (CRC-32) beside every tensor and never looks at it; here a flipped bit is found.

    Raises:
        CheckpointError: It is missing, damaged, unsafe or no checkpoint of DermDesk.
    """
    try:
        payload = load_file(path)
    except WeightsError as error:
        raise CheckpointError(
            f"The checkpoint can't be opened: {error.message}", hint="Train again, or resume the run.", path=path
        ) from error
    altered = _altered(path)
    if altered:
        raise CheckpointError(
            f"The checkpoint was damaged after it was written: {altered}.",
            hint="Copy it anew from where it was, or start a new run.",
            path=path,
        )
    if not isinstance(payload, dict) or not isinstance(payload.get("model"), dict):
        raise CheckpointError("This is no checkpoint of a DermDesk run.", path=path)
    return payload


def _altered(path: Path) -> str:
    """The first part of a file of torch's that isn't what its checksum says; empty for none, or where it has none."""
    if not zipfile.is_zipfile(path):
        return ""  # torch's format before 1.6
    try:
        with zipfile.ZipFile(path) as archive:
            return archive.testzip() or ""
    except (zipfile.BadZipFile, OSError, EOFError, RuntimeError, NotImplementedError) as error:
        return str(error)
