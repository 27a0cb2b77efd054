"""What a training would learn from, counted from the snapshot it would get, and what stands in its way."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from core.inference.catalogue import Task
from core.project.labels import ImageState, Split
from desktop.train.dialog import MaterialTable
from desktop.train.rows import Notice

if TYPE_CHECKING:
    from core.project.snapshot import Snapshot, SnapshotImage

SIDES = (Split.TRAIN, Split.VAL, Split.TEST)
FEW = 10
"""A class with fewer training photos, or boxes, than this is named in a warning."""


@dataclass(frozen=True, slots=True)
class Material:
    """The answer for one task.

    Attributes:
        table: Counts and sentences for the dialog.
        problems: What a person should know; an error among them means that training can't start.
        needs_split: Whether making the split would mend it.
    """

    table: MaterialTable
    problems: tuple[Notice, ...]
    needs_split: bool = False

    @property
    def can_train(self) -> bool:
        return not any(problem.severity == "error" for problem in self.problems)


def describe(snapshot: Snapshot, task: Task, *, include_noise: bool, holdout: float) -> Material:
    """Count what a training of this task would use: photographs by class, or for a detector lesion boxes by class.

    Args:
        snapshot: The project as it would be frozen.
        task: A classifier needs a class a photo, a detector at least one box.
        include_noise: Whether photos marked as noise are used.
        holdout: Share of the training photos used for validation where there is no validation split.
    """
    detects = task is Task.DETECTION
    usable = {side: _usable(snapshot, side, detects, include_noise=include_noise) for side in SIDES}
    counts = {side: Counter(name for image in usable[side] for name in _counted_of(image, detects)) for side in SIDES}
    train, val, test = (counts[side] for side in SIDES)
    rows = [(entry.name, train[entry.id], val[entry.id], test[entry.id]) for entry in snapshot.classes]
    rows.append((_tr("All boxes") if detects else _tr("All photos"), train.total(), val.total(), test.total()))
    lines = _lines(snapshot, usable, detects=detects, include_noise=include_noise)
    table = MaterialTable(tuple(rows), lines, _tr("Lesion boxes") if detects else _tr("Photos"))
    blocking, needs_split = _blocking(snapshot, usable[Split.TRAIN], detects)
    if blocking is not None:
        return Material(table, (blocking,), needs_split)
    return Material(table, tuple(_warnings(rows[:-1], usable, holdout, detects=detects)))


def _usable(snapshot: Snapshot, side: Split, detects: bool, *, include_noise: bool) -> list[SnapshotImage]:
    # Noise is for training alone, as in `trainers.selection`.
    images = snapshot.split(side, include_noise=include_noise and side is Split.TRAIN)
    return [image for image in images if _counted_of(image, detects)]


def _counted_of(image: SnapshotImage, detects: bool) -> list[int]:
    """The class of each thing that is learned from: of the photograph, or of each box in it."""
    if detects:
        return [box.class_id for box in image.boxes]
    return [] if image.image_class is None else [image.image_class]


def _blocking(snapshot: Snapshot, train: list[SnapshotImage], detects: bool) -> tuple[Notice | None, bool]:
    if not snapshot.images:
        return Notice("error", _tr("The project has no photos yet."), _tr("Import some first.")), False
    if not any(_counted_of(image, detects) for image in snapshot.images):
        if detects:
            text = _tr("No photo has a lesion box yet, so there is nothing to learn.")
            return Notice("error", text, _tr("Draw boxes in Annotate, or import them.")), False
        text = _tr("No photo has a class yet, so there is nothing to learn.")
        return Notice("error", text, _tr("Give photos a diagnosis in Annotate.")), False
    if not train and all(image.split is None for image in snapshot.images):
        text = _tr("The photos aren't split into training, validation and test yet.")
        return Notice("error", text, _tr("All photos of a patient go to the same side.")), True
    if not train:
        if detects:
            text = _tr("No photo on the training side has lesion boxes.")
        else:
            text = _tr("No photo on the training side has a class.")
        return Notice("error", text, _tr("Label some, or make a new split.")), True
    if not detects and len({image.image_class for image in train}) < 2:
        text = _tr("All training photos are of one class, so there is nothing to tell apart.")
        return Notice("error", text, _tr("Label photos of a second class.")), False
    return None, False


def _warnings(
    rows: list[tuple[str, int, int, int]], usable: dict[Split, list[SnapshotImage]], holdout: float, *, detects: bool
) -> list[Notice]:
    notices = []
    absent = [name for name, train, *_ in rows if not train]
    few = [name for name, train, *_ in rows if 0 < train < FEW]
    if absent:
        if detects:
            text = _tr("Without a training box, so never predicted: {0}.")
        else:
            text = _tr("Without a training photo, so never predicted: {0}.")
        notices.append(Notice("warning", text.format(", ".join(absent))))
    if few:
        text = _tr("Fewer than {0} training boxes: {1}.") if detects else _tr("Fewer than {0} training photos: {1}.")
        notices.append(Notice("warning", text.format(FEW, ", ".join(few))))
    if not usable[Split.VAL]:
        share = f"{100 * holdout:.0f} %"
        text = _tr("There is no validation split: {0} of the training photos are held out.").format(share)
        notices.append(Notice("info", text))
    people = {side: {image.patient for image in usable[side] if image.patient} for side in SIDES}
    both = people[Split.TRAIN] & (people[Split.VAL] | people[Split.TEST])
    if both:
        text = _counted(
            "%Ln patients are in training and in another split: results will look better than they are.", len(both)
        )
        notices.append(Notice("warning", text, _tr("Make the split anew, grouped by patient.")))
    return notices


def _lines(
    snapshot: Snapshot, usable: dict[Split, list[SnapshotImage]], *, detects: bool, include_noise: bool
) -> tuple[str, ...]:
    lines = []
    train = usable[Split.TRAIN]
    patients = {image.patient for image in train if image.patient}
    if patients:
        lines.append(_counted("%Ln patients in training", len(patients)))
    if detects and any(usable.values()):
        text = _tr("Photos with boxes: {0} for training, {1} for validation, {2} for test")
        lines.append(text.format(*(f"{len(usable[side]):,}" for side in SIDES)))
    states = [image.state for image in snapshot.images]
    noise = states.count(ImageState.NOISE)
    if noise:
        text = _tr("{0} marked as noise, used") if include_noise else _tr("{0} marked as noise, left out")
        lines.append(text.format(f"{noise:,}"))
    if rejected := states.count(ImageState.REJECTED):
        lines.append(_tr("{0} rejected, left out").format(f"{rejected:,}"))
    unlabelled = sum(not _counted_of(image, detects) for image in snapshot.images)
    if unlabelled:
        text = _tr("{0} without boxes, left out") if detects else _tr("{0} without a class, left out")
        lines.append(text.format(f"{unlabelled:,}"))
    unsplit = sum(image.split is None and bool(_counted_of(image, detects)) for image in snapshot.images)
    if unsplit and any(image.split for image in snapshot.images):
        lines.append(_tr("{0} labelled but on no side of the split, left out").format(f"{unsplit:,}"))
    return tuple(lines)


def _tr(text: str) -> str:
    return QCoreApplication.translate("Train", text)


def _counted(text: str, number: int) -> str:
    return QCoreApplication.translate("Train", text, None, number)
