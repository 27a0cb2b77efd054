"""What a run starts from: an imported file, one that was named, or nothing, said loudly (D11)."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from core.errors import MissingWeights
from core.inference.card import NO_WEIGHTS
from core.inference.weights import load_into
from core.inference.weights_folder import Part, find_weights
from core.jobs.job import AUTO, FROM_SCRATCH

if TYPE_CHECKING:
    from torch import nn

    from core.jobs.job import Job


@dataclass(frozen=True, slots=True)
class StartingWeights:
    """What a model was filled with before training.

    Attributes:
        name: Name of the file, or `none`; for the model card.
        warning: What a person must know, or empty.
        note: What became of the file's tensors, for the log.
    """

    name: str
    warning: str = ""
    note: str = ""

    @property
    def pretrained(self) -> bool:
        """Whether the model knows anything yet."""
        return self.name != NO_WEIGHTS


def load_starting_weights(model: nn.Module, job: Job) -> StartingWeights:
    """Fill the model from the file that the job means.

    Raises:
        MissingWeights: The named file isn't there.
        WeightsError: It can't be used for this model.
    """
    path = _file_of(job)
    if path is None:
        return StartingWeights(NO_WEIGHTS, warning=_from_scratch(job))
    report = load_into(model, path)
    warning = ""
    if report.part is Part.BACKBONE:
        warning = f"Only the backbone starts from {path.name}; the rest of the detector starts from scratch."
    note = f"{path.name}: {len(report.matched)} tensors loaded, {len(report.mismatched)} of the head made anew."
    return StartingWeights(path.name, warning, note)


def _file_of(job: Job) -> Path | None:
    if job.initial_weights == FROM_SCRATCH:
        return None
    if job.initial_weights == AUTO:
        found = find_weights(job.architecture)
        return None if found is None else found.path
    path = Path(job.initial_weights)
    if not path.is_file():
        raise MissingWeights(
            "The weights file this run should start from isn't there.",
            hint="Name another file, or train from scratch (`--weights none`).",
            path=path,
        )
    return path


def _from_scratch(job: Job) -> str:
    if job.initial_weights == FROM_SCRATCH:
        warning = (
            "Training from scratch, as asked: the model knows nothing yet, and needs far more photographs and epochs."
        )
    else:
        name = job.architecture
        warning = (
            f"Training from scratch: no weights were imported for {name}. The model knows nothing yet and needs far "
            f"more photographs and epochs. Bring some: `dermdesk weights import FILE --model {name}`."
        )
    return warning
