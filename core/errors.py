"""Typed errors. Each says what happened, to which file, and what the person can do next."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


class DermDeskError(Exception):
    """Base of all errors meant for a person.

    Args:
        message: What happened, in one sentence.
        hint: What to do next, in one sentence; empty when nothing can be done.
        path: The file or folder concerned, where there is one.
    """

    code = "error"

    def __init__(self, message: str, *, hint: str = "", path: Path | str | None = None) -> None:
        self.message = message
        self.hint = hint
        self.path = None if path is None else str(path)
        super().__init__(message)

    def __str__(self) -> str:
        parts = [self.message]
        if self.path and self.path not in self.message:
            parts.append(f"({self.path})")
        if self.hint:
            parts.append(self.hint)
        return " ".join(parts)


class ProjectError(DermDeskError):
    """A project can't be created, opened or changed as asked."""

    code = "project"


class ProjectMissing(ProjectError):
    """There is no project at this place."""

    code = "project_missing"


class ProjectLocked(ProjectError):
    """Another living process has this project open for writing."""

    code = "project_locked"

    def __init__(self, message: str, *, who: str, since: str, hint: str = "", path: Path | str | None = None) -> None:
        super().__init__(message, hint=hint, path=path)
        self.who = who
        self.since = since


class ProjectReadOnly(ProjectError):
    """The project was opened read-only, so it can't be edited."""

    code = "project_read_only"


class ProjectTooNew(ProjectError):
    """The project was written by a newer DermDesk."""

    code = "project_too_new"


class StaleEdit(ProjectError):
    """The stored labels are no longer those the edit started from; nothing was written."""

    code = "stale_edit"


class ImageError(DermDeskError):
    """A photograph can't be used."""

    code = "bad_image"


class ImageMissing(ImageError):
    """The photograph's file isn't where the project says."""

    code = "missing_image"


class ImageTooLarge(ImageError):
    """The photograph has more pixels than the limit; it was not decoded."""

    code = "image_too_large"


class AnnotationError(DermDeskError):
    """An annotation file can't be read, or says something impossible."""

    code = "bad_annotation"


class MetadataError(DermDeskError):
    """A metadata table can't be read or lacks a column."""

    code = "bad_metadata"


class ClassTableError(DermDeskError):
    """A class is unknown, doubled, or two class tables differ."""

    code = "class_table"


class GeometryError(DermDeskError, ValueError):
    """Numbers that make no box."""

    code = "geometry"


class RecipeError(DermDeskError, ValueError):
    """A recipe field is unknown or out of range; the message names the allowed values."""

    code = "recipe"


class UnknownModel(DermDeskError):
    """No architecture or run has this name; the hint lists those there are."""

    code = "unknown_model"


class WeightsError(DermDeskError):
    """A weights file is missing, damaged, unsafe, or belongs to another architecture."""

    code = "weights"


class MissingWeights(WeightsError):
    """A weights file that was asked for isn't there."""

    code = "missing_weights"


class CheckpointError(WeightsError):
    """A run's checkpoint is missing, damaged or doesn't match its model card."""

    code = "checkpoint"


class SnapshotError(DermDeskError):
    """A snapshot is damaged, or the project can't be frozen into one as it stands."""

    code = "snapshot"


class JobError(DermDeskError):
    """A background job could not be started, read or ended."""

    code = "job"


class UnsupportedOperation(DermDeskError, NotImplementedError):
    """A compiled mmcv operation nobody provides here was called."""

    code = "unsupported_operation"


class ProjectDamaged(ProjectError):
    """The project's file is no readable database."""

    code = "project_damaged"


class DamagedWeights(WeightsError):
    """A weights file is cut short, altered, or no weights file at all."""

    code = "damaged_weights"


class UnsafeWeights(WeightsError):
    """A weights file holds more than tensors and plain values; it was not opened further."""

    code = "unsafe_weights"


class WrongWeights(WeightsError):
    """A weights file belongs to another network."""

    code = "wrong_weights"


class OutOfMemory(DermDeskError):
    """Even one image at a time doesn't fit into the memory."""

    code = "out_of_memory"


class ImageChanged(ImageError):
    """A photograph's file is no longer the one the snapshot was taken of."""

    code = "changed_image"


class NonFiniteLoss(DermDeskError):
    """Training diverged: the loss became infinite or not a number."""

    code = "non_finite_loss"


class PredictionFileError(DermDeskError):
    """A file of predictions can't be read or written, says something impossible, or fits nothing in the project."""

    code = "bad_predictions"


class EnsembleError(DermDeskError, ValueError):
    """Weights that no ensemble can be made with."""

    code = "ensemble"


class MixedPredictions(DermDeskError):
    """Stored predictions of a model were made with other test-time options than those asked for now."""

    code = "mixed_predictions"


class CleaningError(DermDeskError):
    """A cleaning round can't be begun, gone on with or compared as it stands."""

    code = "cleaning"


class MissingPredictions(CleaningError):
    """Runs that are to be compared haven't predicted all the photographs they are compared on."""

    code = "missing_predictions"


class QueryError(DermDeskError, ValueError):
    """A query can't be understood.

    Args:
        message: What is wrong with it.
        position: Where in the text, counted from 0.
        length: How many characters are concerned; 0 where something is missing.
        allowed: What could stand there.
        hint: What to do next.
    """

    code = "query"

    def __init__(
        self, message: str, *, position: int, length: int = 0, allowed: tuple[str, ...] = (), hint: str = ""
    ) -> None:
        self.position = position
        self.length = length
        self.allowed = allowed
        super().__init__(message, hint=hint)


class UnlabelledPhotographs(SnapshotError):
    """Photographs that would count in a signed-off version have no labels yet."""

    code = "unlabelled"

    def __init__(self, message: str, *, number: int, hint: str = "", path: Path | str | None = None) -> None:
        super().__init__(message, hint=hint, path=path)
        self.number = number


class VersionExists(SnapshotError):
    """A signed-off version has this name already; it was not touched."""

    code = "version_exists"
