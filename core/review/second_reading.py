"""Two readers: a blind sample, how far they agree, and what is to be settled by a third look. Pure values.

Readers agree on a lesion where their boxes overlap by an IoU of `SAME` or more; of classes Cohen's kappa is taken. The
second reader works in a project of their own, so that nobody sees what the other has said.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from core.box_arrays import box_array
from core.errors import ClassTableError
from core.metrics.agreement import cohen_kappa
from core.metrics.detection import box_scores
from core.metrics.matching import match_boxes
from core.project.labels import ImageState

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from core.classes import ClassTable
    from core.project.labels import ImageLabels
    from core.project.project import Project

SAME = 0.5


@dataclass(frozen=True, slots=True)
class Conflict:
    """A photograph on which two readers differ.

    Attributes:
        image_id: The photograph.
        first: Class of the first reader; None for none.
        second: Class of the second.
        only_first: Boxes of the first that the second has nowhere near.
        only_second: The other way round.
        boxes_of_other_class: Boxes both drew and named differently.
    """

    image_id: int
    first: int | None
    second: int | None
    only_first: int
    only_second: int
    boxes_of_other_class: int


@dataclass(frozen=True, slots=True)
class ReaderAgreement:
    """How far two readers agree.

    Attributes:
        photographs: How many both read.
        f1: Of boxes matched at `SAME`, whatever their class, 0 to 1; NaN where neither drew one.
        mean_iou: Of matched boxes; NaN without any.
        kappa: Of the classes of photographs, over those both gave one; NaN if undefined.
        kappa_by_class: The same for each class against all others, by class id.
        conflicts: Photographs to be settled, those with another class first.
    """

    photographs: int
    f1: float
    mean_iou: float
    kappa: float
    kappa_by_class: Mapping[int, float]
    conflicts: tuple[Conflict, ...]


def draw_sample(classes: Mapping[int, int | None], size: int, *, seed: int) -> list[int]:
    """Photographs for a second reading, of each class its share and at least one, by chance.

    Args:
        classes: Class ids by image id; None for those without a class, which count as one.
        size: How many; all, where there are fewer.
        seed: The same gives the same sample, in whatever order photographs come.

    >>> len(draw_sample({key: key % 2 for key in range(100)}, 10, seed=0))
    10
    """
    draw = np.random.default_rng(seed)
    groups: dict[int, list[int]] = {}
    for image_id in sorted(classes):
        class_id = classes[image_id]
        groups.setdefault(-1 if class_id is None else class_id, []).append(image_id)
    shuffled = [draw.permutation(groups[key]).tolist() for key in sorted(groups)]
    # The nth of a group of m stands at (n + 1/2) / m: taking the lowest gives every group its share. The first of each
    # group comes before all others.
    ranked = sorted(
        ((number > 0, (number + 0.5) / len(group), place, image_id))
        for place, group in enumerate(shuffled)
        for number, image_id in enumerate(group)
    )
    return sorted(entry[3] for entry in ranked[:size])


def both_readings(project: Project, other: Project) -> tuple[dict[int, ImageLabels], dict[int, ImageLabels]]:
    """What two projects say of the photographs that both have and both have labelled, by ids of the first.

    Photographs are recognised by their content. One that was verified without a box is read: it shows no lesion.

    Raises:
        ClassTableError: The two have other classes.
    """
    differences = [
        line.replace("the project no longer has", "this project hasn't").replace("the model", "the other project")
        for line in project.classes.differences(other.classes)
    ]
    if differences:
        raise ClassTableError("The two projects have other classes.", hint=f"Differences: {'; '.join(differences)}.")
    theirs = {record.sha256: record.id for record in other.images()}
    mine, other_labels = project.labels_of(), other.labels_of()
    first, second = {}, {}
    for record in project.images():
        if record.sha256 in theirs:
            pair = mine[record.id], other_labels[theirs[record.sha256]]
            if all(map(_is_read, pair)):
                first[record.id], second[record.id] = pair
    return first, second


def agreement(
    first: Mapping[int, ImageLabels], second: Mapping[int, ImageLabels], classes: ClassTable
) -> ReaderAgreement:
    """How far two readers agree on the photographs both have read.

    Args:
        first: Labels by image id.
        second: Of the other reader.
        classes: The project's.
    """
    both = sorted(first.keys() & second.keys())
    matchings, overlaps, conflicts = [], [], []
    for image_id in both:
        mine, theirs = first[image_id], second[image_id]
        matching = match_boxes(
            box_array([box.box for box in theirs.boxes]), [1.0] * len(theirs.boxes),
            box_array([box.box for box in mine.boxes]), iou=SAME,
        )  # fmt: skip
        matchings.append(matching)
        overlaps += [pair.iou for pair in matching.pairs]
        renamed = sum(
            theirs.boxes[pair.predicted].class_id != mine.boxes[pair.truth].class_id for pair in matching.pairs
        )
        found = Conflict(
            image_id, mine.image_class, theirs.image_class, len(matching.missed), len(matching.extra), renamed
        )
        if found.first != found.second or found.only_first or found.only_second or renamed:
            conflicts.append(found)
    named = [
        (a, b)
        for a, b in ((first[key].image_class, second[key].image_class) for key in both)
        if a is not None and b is not None
    ]
    conflicts.sort(key=lambda entry: (entry.first == entry.second, entry.image_id))
    return ReaderAgreement(
        photographs=len(both),
        f1=box_scores(matchings).f1,
        mean_iou=float(np.mean(overlaps)) if overlaps else math.nan,
        kappa=_kappa(named, classes.ids),
        kappa_by_class={
            class_id: cohen_kappa([a == class_id for a, _ in named], [b == class_id for _, b in named], classes=2)
            for class_id in classes.ids
        },
        conflicts=tuple(conflicts),
    )


def _is_read(labels: ImageLabels) -> bool:
    return labels.image_class is not None or bool(labels.boxes) or labels.state is ImageState.VERIFIED


def _kappa(named: Sequence[tuple[int, int]], ids: Sequence[int]) -> float:
    columns = {class_id: column for column, class_id in enumerate(ids)}
    known = [(columns[a], columns[b]) for a, b in named if a in columns and b in columns]
    return cohen_kappa([a for a, _ in known], [b for _, b in known], classes=len(ids))
