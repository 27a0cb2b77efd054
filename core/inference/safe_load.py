"""Opening files of tensors that strangers wrote: safetensors, or torch's format without its pickled code."""

from __future__ import annotations

import json
import pickle
import warnings
from typing import TYPE_CHECKING, Any

import safetensors
import safetensors.torch
import torch

from core.errors import DamagedWeights, MissingWeights, UnsafeWeights

if TYPE_CHECKING:
    from pathlib import Path

_ZIP = b"PK\x03\x04"
_PICKLE = b"\x80"


def load_file(path: Path) -> Any:  # noqa: ANN401 - a file holds what its writer put there
    """What a weights file holds, on the CPU; its content, not its name, says which format it is.

    Raises:
        MissingWeights: There is no such file.
        UnsafeWeights: It holds pickled objects other than tensors and plain values; no code of it was run.
        DamagedWeights: It is cut short, altered, or in no format of weights.
    """
    try:
        with path.open("rb") as stream:
            start = stream.read(16)
    except (FileNotFoundError, IsADirectoryError):
        raise MissingWeights("There is no weights file at this place.", path=path) from None
    except OSError as error:
        raise DamagedWeights(f"The weights file can't be read: {error}.", path=path) from error
    if start[:4] == _ZIP or start[:1] == _PICKLE:
        return _load_torch(path)
    if start[8:9] == b"{":
        return _load_safetensors(path)
    raise DamagedWeights(
        "This is no weights file: neither torch's format nor safetensors.",
        hint="Weights files end in .pth, .pt or .safetensors. A web page saved by mistake ends like this too.",
        path=path,
    )


def _load_safetensors(path: Path) -> dict[str, torch.Tensor]:
    try:
        return safetensors.torch.load_file(path)
    except (safetensors.SafetensorError, OSError, ValueError, json.JSONDecodeError) as error:
        raise _damaged(path, error) from error


def _load_torch(path: Path) -> Any:  # noqa: ANN401
    try:
        with warnings.catch_warnings():
            # Files written before torch 1.6 carry typed storages, about which torch warns its own developers.
            warnings.filterwarnings("ignore", message="TypedStorage is deprecated", category=UserWarning)
            return torch.load(path, map_location="cpu", weights_only=True)
    except pickle.UnpicklingError as error:
        if any(sign in str(error) for sign in ("truncated", "Ran out of input", "EOF", "unexpected end")):
            raise _damaged(path, error) from error
        raise UnsafeWeights(
            "The file holds Python objects besides tensors, so opening it could run code; it was left closed.",
            hint="Ask for a file of weights only (a state dict), or a .safetensors file.",
            path=path,
        ) from error
    except (RuntimeError, EOFError, OSError, ValueError, KeyError, IndexError, AttributeError, TypeError) as error:
        # What torch raises on files cut short or altered, depending on where.
        raise _damaged(path, error) from error


def _damaged(path: Path, error: Exception) -> DamagedWeights:
    reason = str(error).strip().splitlines()[0] if str(error).strip() else type(error).__name__
    return DamagedWeights(
        f"The weights file is damaged or cut short ({reason}).", hint="Copy or download it again.", path=path
    )
