"""A run's two checkpoints: `last.pt`, from which it goes on, and `best.pt` with its model card."""

from __future__ import annotations

import os
import random
import shutil
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np
import torch

from core.errors import CheckpointError
from core.inference.card import ModelCard, installed_versions, write_card
from core.inference.checkpoint import load_checkpoint, save_checkpoint
from core.replacing import replacing

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from core.classes import ClassTable
    from core.inference.catalogue import Architecture
    from core.jobs.job import Job
    from core.jobs.run_folder import RunFolder
    from trainers.task import Scores


@dataclass(slots=True)
class Progress:
    """How far a run has come; all that going on needs besides weights, optimiser and random state.

    Attributes:
        epoch: Epochs done.
        step: Steps done of the epoch after these.
        loss: Sum over the photographs of that epoch so far of their losses.
        photos: Photographs of that epoch so far.
        seconds: Spent on that epoch so far.
        micro_batch: Photographs that fit into the memory at a time.
        best_epoch: Epoch of the best model, 1 for the first; 0 before any.
        best_rank: Its rank.
        best_metrics: Its validation metrics.
        waited: Epochs since then.
    """

    micro_batch: int
    epoch: int = 0
    step: int = 0
    loss: float = 0.0
    photos: int = 0
    seconds: float = 0.0
    best_epoch: int = 0
    best_rank: tuple[float, ...] = ()
    best_metrics: dict[str, float] = field(default_factory=dict)
    waited: int = 0

    @property
    def best_metric(self) -> float | None:
        """The metric people see, of the best model."""
        return next(iter(self.best_metrics.values()), None)


class Checkpoints:
    """Reads and writes the checkpoints of one run.

    Args:
        folder: Of the run.
        job: What was asked.
        classes: The snapshot's class table.
        architecture: What is trained.
        initial_weights: Name of the file it started from, or `none`.
    """

    def __init__(
        self, folder: RunFolder, *, job: Job, classes: ClassTable, architecture: Architecture, initial_weights: str
    ) -> None:
        self._folder = folder
        self._job = job
        self._classes = classes
        self._architecture = architecture
        self._initial_weights = initial_weights

    def save_last(
        self,
        progress: Progress,
        *,
        model: Mapping[str, Any],
        optimizer: Mapping[str, Any],
        random_states: Sequence[Mapping[str, Any]],
    ) -> None:
        """Write where to go on; the random states are those of the run's processes."""
        values = {name: getattr(progress, name) for name in Progress.__slots__}
        payload = {
            "model": dict(model),
            "optimizer": dict(optimizer),
            "random": [dict(state) for state in random_states],
            "progress": {**values, "best_rank": list(progress.best_rank)},
            "snapshot_digest": self._job.snapshot_digest,
            "initial_weights": self._initial_weights,
        }
        save_checkpoint(self._folder.last_path, payload)

    def save_best(self, epoch: int, scores: Scores | None, *, model: Mapping[str, Any]) -> None:
        """Write the best model so far and its card."""
        metrics = {} if scores is None else scores.metrics
        save_checkpoint(
            self._folder.best_path,
            {"model": dict(model), "epoch": epoch, "metrics": metrics, "snapshot_digest": self._job.snapshot_digest},
        )
        size = self._job.recipe.image_size
        card = ModelCard(
            name=self._folder.name,
            architecture=self._architecture.name,
            task=self._architecture.task,
            classes=self._classes,
            image_size=(size, size),
            mean=self._architecture.mean,
            std=self._architecture.std,
            snapshot_digest=self._job.snapshot_digest,
            recipe=self._job.recipe.to_json(),
            metrics=metrics,
            initial_weights=self._initial_weights,
            versions=installed_versions(),
        )
        write_card(card, self._folder.card_path)

    def set_best_aside(self) -> None:
        """Keep a copy of the best model so far, for `restore_best`: that of a part of an epoch is to take its place."""
        for path, aside in _asides(self._folder):
            with path.open("rb") as whole, replacing(aside) as copy:
                shutil.copyfileobj(whole, copy)


def restore_best(folder: RunFolder) -> None:
    """Before a run goes on, make its best model that of whole epochs again, as its last checkpoint has it."""
    for path, aside in _asides(folder):
        if aside.is_file():
            os.replace(aside, path)


def _asides(folder: RunFolder) -> Iterator[tuple[Path, Path]]:
    """The files of the best model, with the name of each one's copy; the model last, without which none is whole."""
    for path in (folder.card_path, folder.best_path):
        yield path, path.with_name(f"{path.stem}.before{path.suffix}")


@dataclass(frozen=True, slots=True)
class LastCheckpoint:
    """What `last.pt` held.

    Attributes:
        progress: How far the run had come.
        model: State dict of the network.
        optimizer: State dict of the optimiser.
        random_states: Of all random generators, one a process of the run.
        initial_weights: Name of the file the run once started from, or `none`.
    """

    progress: Progress
    model: dict[str, Any]
    optimizer: dict[str, Any]
    random_states: tuple[dict[str, Any], ...]
    initial_weights: str


def load_last(folder: RunFolder, job: Job) -> LastCheckpoint | None:
    """Where to go on; None for a run that hasn't begun.

    Raises:
        CheckpointError: The file is damaged, or belongs to another snapshot.
    """
    path = folder.last_path
    if not path.is_file():
        return None
    payload = load_checkpoint(path)
    try:
        if payload["snapshot_digest"] != job.snapshot_digest:
            raise CheckpointError("The checkpoint belongs to other data.", hint="Start a new run.", path=path)
        values = payload["progress"]
        progress = Progress(**{**values, "best_rank": tuple(values["best_rank"])})
        random = payload["random"]
        states = tuple(random) if isinstance(random, list) else (random,)  # one, before runs had several processes
        return LastCheckpoint(progress, payload["model"], payload["optimizer"], states, str(payload["initial_weights"]))
    except (KeyError, TypeError) as error:
        raise CheckpointError(
            f"The run can't go on from its checkpoint: {error!r} is missing.", hint="Start a new run.", path=path
        ) from error


def random_state() -> dict[str, Any]:
    """State of all random generators that a network may use, as plain values and tensors."""
    legacy = np.random.get_state(legacy=True)
    assert isinstance(legacy, tuple)
    _, keys, position, has_gauss, cached = legacy
    return {
        "torch": torch.get_rng_state(),
        "cuda": torch.cuda.get_rng_state_all() if torch.cuda.is_available() else [],
        "numpy": [np.asarray(keys).tolist(), int(position), int(has_gauss), float(cached)],
        "python": _listed(random.getstate()),
    }


def restore_random_state(state: Mapping[str, Any]) -> None:
    """Put all random generators back to where `random_state` found them."""
    torch.set_rng_state(state["torch"])
    if torch.cuda.is_available() and len(state["cuda"]) == torch.cuda.device_count():
        torch.cuda.set_rng_state_all(state["cuda"])
    keys, position, has_gauss, cached = state["numpy"]
    np.random.set_state(("MT19937", np.array(keys, dtype=np.uint32), position, has_gauss, cached))
    version, internal, gauss = state["python"]
    random.setstate((version, tuple(internal), gauss))


def _listed(state: tuple[Any, ...]) -> list[Any]:
    version, internal, gauss = state
    return [version, list(internal), gauss]
