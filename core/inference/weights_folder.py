"""The weights a person has imported: where they lie and what they are for. Imports no torch.

Layout: `WEIGHTS/<architecture>/<file>` with `<file>.json` beside it. A file without its description doesn't count, so
an import that was cut off leaves nothing behind that could be loaded.
"""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Any

import platformdirs

from core.errors import MissingWeights
from core.inference.catalogue import architecture

ENVIRONMENT_VARIABLE = "DERMDESK_WEIGHTS"


class Part(StrEnum):
    """How much of the network a weights file fills."""

    MODEL = "model"
    BACKBONE = "backbone"


@dataclass(frozen=True, slots=True)
class WeightsFile:
    """An imported weights file.

    Attributes:
        architecture: Name in the catalogue.
        path: The file in the weights folder.
        sha256: Of the whole file.
        size: In bytes.
        part: The whole network with its head, or a detector's backbone alone.
        imported_at: UTC.
    """

    architecture: str
    path: Path
    sha256: str
    size: int
    part: Part
    imported_at: datetime

    @property
    def name(self) -> str:
        """The file's name, as model cards record it."""
        return self.path.name


def weights_folder() -> Path:
    """The folder of imported weights: `$DERMDESK_WEIGHTS`, else in the person's data directory. It may not exist."""
    chosen = os.environ.get(ENVIRONMENT_VARIABLE)
    return Path(chosen) if chosen else platformdirs.user_data_path("dermdesk", appauthor=False) / "weights"


def description_path(path: Path) -> Path:
    """Where the description of a weights file lies."""
    return path.with_name(path.name + ".json")


def describe(weights: WeightsFile) -> dict[str, Any]:
    """Plain data for the description beside the file."""
    return {
        "architecture": weights.architecture,
        "sha256": weights.sha256,
        "size": weights.size,
        "part": weights.part.value,
        "imported_at": weights.imported_at.isoformat(),
    }


def list_weights(*, folder: Path | None = None) -> list[WeightsFile]:
    """All imported weights, by architecture, the latest import first."""
    folder = folder or weights_folder()
    found = [entry for path in sorted(folder.glob("*/*.json")) if (entry := _read(path)) is not None]
    found.sort(key=lambda entry: entry.imported_at, reverse=True)
    found.sort(key=lambda entry: entry.architecture)
    return found


def find_weights(name: str, *, folder: Path | None = None) -> WeightsFile | None:
    """The weights a run of this architecture starts from: whole networks before backbones, then the latest import.

    Raises:
        UnknownModel: There is no such architecture.
    """
    wanted = architecture(name).name
    found = [entry for entry in list_weights(folder=folder) if entry.architecture == wanted]
    found.sort(key=lambda entry: entry.part is not Part.MODEL)
    return found[0] if found else None


def require_weights(name: str, *, folder: Path | None = None) -> WeightsFile:
    """As `find_weights`, but nothing found is an error.

    Raises:
        UnknownModel: There is no such architecture.
        MissingWeights: No file was imported for it.
    """
    found = find_weights(name, folder=folder)
    if found is None:
        raise MissingWeights(
            f"No weights were imported for {name!r}.",
            hint=f"Bring a file with `dermdesk weights import FILE --model {name}`, or train from scratch.",
        )
    return found


def _read(description: Path) -> WeightsFile | None:
    path = description.with_name(description.name.removesuffix(".json"))
    try:
        data = json.loads(description.read_text(encoding="utf-8"))
        if path.stat().st_size != int(data["size"]):
            return None
        return WeightsFile(
            architecture=str(data["architecture"]),
            path=path,
            sha256=str(data["sha256"]),
            size=int(data["size"]),
            part=Part(data["part"]),
            imported_at=datetime.fromisoformat(data["imported_at"]),
        )
    except (OSError, ValueError, KeyError, TypeError):
        return None
