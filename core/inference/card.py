"""The model card beside each checkpoint: everything needed to ask the model without guessing. Imports no torch."""

from __future__ import annotations

import json
import platform
from dataclasses import dataclass, field
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING, Any

from core.classes import ClassTable
from core.errors import CheckpointError, ClassTableError
from core.inference.catalogue import Task
from core.replacing import replacing

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

CARD_NAME = "card.json"
CARD_VERSION = 1
NO_WEIGHTS = "none"

_RECORDED_PACKAGES = (
    "dermdesk",
    "torch",
    "torchvision",
    "onedl-mmdetection",
    "onedl-mmcv",
    "pretrainedmodels",
    "numpy",
)


@dataclass(frozen=True, slots=True)
class ModelCard:
    """What a trained model is, and how photographs must be prepared for it.

    The class at position `i` of `classes` is the network's output `i`; rows that leave the predictor carry ids.

    Attributes:
        name: Name of the run, such as `densenet121-2`.
        architecture: Name in the catalogue.
        task: Classification or detection.
        classes: The class table of the snapshot it was trained on.
        image_size: Height and width in pixels photographs are stretched to.
        mean: Per-channel mean, RGB in 0 to 1.
        std: Per-channel deviation, RGB in 0 to 1.
        snapshot_digest: Digest of the frozen snapshot.
        recipe: The recipe as plain data.
        metrics: Validation metrics of the checkpoint, by name.
        initial_weights: Name of the weights file it started from, or `none`.
        versions: Version of each library that made it.
        created_at: When the checkpoint was written, UTC.
    """

    name: str
    architecture: str
    task: Task
    classes: ClassTable
    image_size: tuple[int, int]
    mean: tuple[float, float, float]
    std: tuple[float, float, float]
    snapshot_digest: str = ""
    recipe: Mapping[str, Any] = field(default_factory=dict)
    metrics: Mapping[str, float] = field(default_factory=dict)
    initial_weights: str = NO_WEIGHTS
    versions: Mapping[str, str] = field(default_factory=dict)
    created_at: datetime = field(default_factory=lambda: datetime.now(UTC))

    def to_json(self) -> dict[str, Any]:
        """Plain data for the card file and for the project's table of models."""
        return {
            "card_version": CARD_VERSION,
            "name": self.name,
            "architecture": self.architecture,
            "task": self.task.value,
            "classes": self.classes.to_json(),
            "image_size": list(self.image_size),
            "mean": list(self.mean),
            "std": list(self.std),
            "snapshot_digest": self.snapshot_digest,
            "recipe": dict(self.recipe),
            "metrics": dict(self.metrics),
            "initial_weights": self.initial_weights,
            "versions": dict(self.versions),
            "created_at": self.created_at.isoformat(),
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> ModelCard:
        """The card that `to_json` wrote.

        Raises:
            CheckpointError: A field is missing or of the wrong kind, or a newer DermDesk wrote the card.
        """
        try:
            if int(data["card_version"]) > CARD_VERSION:
                raise CheckpointError("The model card was written by a newer DermDesk.", hint="Update DermDesk.")
            height, width = data["image_size"]
            if min(int(height), int(width)) < 1:
                raise ValueError(f"image_size {height} x {width}")
            mean_r, mean_g, mean_b = map(float, data["mean"])
            std_r, std_g, std_b = map(float, data["std"])
            if min(std_r, std_g, std_b) <= 0:
                raise ValueError(f"std {data['std']}")
            return cls(
                name=str(data["name"]),
                architecture=str(data["architecture"]),
                task=Task(data["task"]),
                classes=ClassTable.from_json(data["classes"]),
                image_size=(int(height), int(width)),
                mean=(mean_r, mean_g, mean_b),
                std=(std_r, std_g, std_b),
                snapshot_digest=str(data["snapshot_digest"]),
                recipe=dict(data["recipe"]),
                metrics={str(name): float(value) for name, value in data["metrics"].items()},
                initial_weights=str(data["initial_weights"]),
                versions={str(name): str(value) for name, value in data["versions"].items()},
                created_at=datetime.fromisoformat(data["created_at"]),
            )
        except (KeyError, TypeError, ValueError, AttributeError, ClassTableError) as error:
            raise CheckpointError(f"This is no model card: {type(error).__name__}: {error}.") from error


def write_card(card: ModelCard, path: Path) -> None:
    """Write the card to `path`, through a temporary file beside it, so that a reader sees the old or the new one."""
    with replacing(path) as stream:
        stream.write(json.dumps(card.to_json(), ensure_ascii=False, indent=2).encode() + b"\n")


def read_card(path: Path) -> ModelCard:
    """The card at `path`, which may also be the run folder that holds it.

    Raises:
        CheckpointError: The card is missing, unreadable or incomplete.
    """
    if path.is_dir():
        path = path / CARD_NAME
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise CheckpointError(
            "The model has no card.", hint="Only a run that has saved its first checkpoint can predict.", path=path
        ) from None
    except (OSError, ValueError) as error:
        raise CheckpointError(f"The model card can't be read: {error}.", path=path) from error
    if not isinstance(data, dict):
        raise CheckpointError("This is no model card.", path=path)
    try:
        return ModelCard.from_json(data)
    except CheckpointError as error:
        raise CheckpointError(error.message, hint=error.hint, path=path) from error


def check_classes(card: ModelCard, classes: ClassTable) -> None:
    """Refuse a model whose classes aren't the project's.

    Raises:
        ClassTableError: An id or a name differs; the hint shows each difference.
    """
    differences = classes.differences(card.classes)
    if differences:
        raise ClassTableError(
            f"The model {card.name!r} was trained with other classes than the project's.",
            hint=f"Differences: {'; '.join(differences)}. Train it again with these classes.",
        )


def installed_versions() -> dict[str, str]:
    """Versions of Python and of the libraries a model depends on, for the card; a missing library is left out."""
    versions = {"python": platform.python_version()}
    for package in _RECORDED_PACKAGES:
        try:
            versions[package] = version(package)
        except PackageNotFoundError:
            continue
    return versions
