"""Which photographs of a snapshot a run learns from, and which it validates on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from core.box_arrays import box_array
from core.errors import SnapshotError
from core.inference.catalogue import Task
from core.project.labels import Split
from core.project.splits import SplitItem, split_by_patient

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from core.jobs.recipe import Recipe
    from core.project.snapshot import Snapshot, SnapshotImage


@dataclass(frozen=True, slots=True, eq=False)
class Example:
    """A photograph with what a model should say about it; classes as positions in the class table.

    Attributes:
        image: The photograph.
        class_index: Its class; None where only its boxes have one.
        boxes: `(n, 4)` x1, y1, x2, y2 in upright pixels.
        box_classes: `(n,)`.
    """

    image: SnapshotImage
    class_index: int | None
    boxes: NDArray[np.float32]
    box_classes: NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Selection:
    """The photographs of a run.

    Attributes:
        train: To learn from.
        val: To validate on; empty where there are too few to hold any out.
        notes: What a person should know of the choice.
    """

    train: tuple[Example, ...]
    val: tuple[Example, ...]
    notes: tuple[str, ...]


def select(snapshot: Snapshot, task: Task, recipe: Recipe) -> Selection:
    """Choose what a run of this task can use.

    A classifier uses photographs with a class, a detector those with boxes. Without a validation split, some patients
    are held out from training, the same ones for the same snapshot and seed.

    Raises:
        SnapshotError: There is nothing to learn from.
    """
    notes: list[str] = []
    train = _usable(snapshot, Split.TRAIN, task, recipe, notes)
    val = _usable(snapshot, Split.VAL, task, recipe, notes)
    if not train:
        needed = "a class" if task is Task.CLASSIFICATION else "lesion boxes"
        raise SnapshotError(
            f"No training photograph has {needed}.",
            hint=f"Give photographs {needed}, and put some into the training split (`dermdesk split`).",
        )
    if not val:
        train, val = _hold_out(train, recipe, notes)
    absent = sorted(set(range(len(snapshot.classes))) - _classes_of(train))
    if absent:
        names = ", ".join(snapshot.classes.names[index] for index in absent)
        notes.append(
            f"No training photograph shows {names}: the model can't learn {'it' if len(absent) == 1 else 'them'}."
        )
    return Selection(tuple(train), tuple(val), tuple(notes))


def _usable(snapshot: Snapshot, split: Split, task: Task, recipe: Recipe, notes: list[str]) -> list[Example]:
    # Noise is for training alone: a validation result that counts photographs known to be wrong says nothing.
    images = snapshot.split(split, include_noise=recipe.include_noise and split is Split.TRAIN)
    position = {class_id: index for index, class_id in enumerate(snapshot.classes.ids)}
    found = []
    for image in images:
        usable = bool(image.boxes) if task is Task.DETECTION else image.image_class is not None
        if usable:
            found.append(_example(image, position))
    left_out = len(images) - len(found)
    if left_out:
        missing = "lesion boxes" if task is Task.DETECTION else "a class"
        side = {Split.TRAIN: "training", Split.VAL: "validation", Split.TEST: "test"}[split]
        notes.append(
            f"{left_out} of {len(images)} {side} photographs have no {missing.removeprefix('a ')} and aren't used."
        )
    return found


def _example(image: SnapshotImage, position: dict[int, int]) -> Example:
    try:
        return Example(
            image=image,
            class_index=None if image.image_class is None else position[image.image_class],
            boxes=box_array([box.box for box in image.boxes]).astype(np.float32),
            box_classes=np.array([position[box.class_id] for box in image.boxes], dtype=np.int64),
        )
    except KeyError as error:
        raise SnapshotError(
            f"{image.path.name} has the class {error}, which isn't in the class table.", path=image.path
        ) from error


def _hold_out(train: list[Example], recipe: Recipe, notes: list[str]) -> tuple[list[Example], list[Example]]:
    items = [
        SplitItem(example.image.id, example.image.sha256, example.class_index, example.image.patient)
        for example in train
    ]
    side = split_by_patient(items, test=0.0, val=recipe.holdout, seed=recipe.seed)
    kept = [example for example in train if side[example.image.id] is Split.TRAIN]
    held = [example for example in train if side[example.image.id] is Split.VAL]
    if not kept or not held:
        notes.append("There are too few photographs to hold any out for validation: the last epoch's model is kept.")
        return train, []
    notes.append(
        f"The project has no validation split, so {len(held)} of {len(train)} training photographs are held out, "
        "by patient."
    )
    return kept, held


def _classes_of(examples: Sequence[Example]) -> set[int]:
    found = {int(index) for example in examples for index in example.box_classes}
    return found | {example.class_index for example in examples if example.class_index is not None}
