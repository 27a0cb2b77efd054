"""Train, validation and test sides: stratified by class, grouped by patient, seeded (D7)."""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from core.errors import ProjectError
from core.project.labels import Split

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from core.project.project import Project


@dataclass(frozen=True, slots=True)
class SplitItem:
    """What splitting needs to know of a photograph.

    Attributes:
        image_id: The photograph.
        name: What orders photographs whatever their ids, such as the relative path or content hash.
        class_id: Its class, or None.
        patient: Whose it is; None makes it a group of its own.
        split: The side it is already on, which is kept.
    """

    image_id: int
    name: str
    class_id: int | None
    patient: str | None
    split: Split | None = None


def divided_patients(items: Iterable[SplitItem]) -> dict[str, frozenset[Split]]:
    """Patients with photographs on more than one side, and which sides."""
    sides: dict[str, set[Split]] = {}
    for item in items:
        if item.patient is not None and item.split is not None:
            sides.setdefault(item.patient, set()).add(item.split)
    return {patient: frozenset(found) for patient, found in sorted(sides.items()) if len(found) > 1}


def split_by_patient(items: Sequence[SplitItem], *, test: float, val: float, seed: int) -> dict[int, Split]:
    """A side for every photograph; the same for the same photographs and seed, in whatever order they come.

    Groups (all photographs of a patient) go, the largest first and shuffled among equals, to the side that still
    misses most of their classes and most photographs overall, after the greedy rule of iterative stratification
    (Sechidis et al. 2011, doi:10.1007/978-3-642-23808-6_10). A side already given is kept, and the rest of that
    patient's photographs follow.

    Args:
        items: All photographs of the project.
        test: Share of photographs to test on, 0 to 1.
        val: Share to validate on; `test + val` stays below 1.
        seed: Of the shuffle.

    Raises:
        ProjectError: The shares leave nothing to train on, or given sides divide a patient.
    """
    if not (test >= 0 and val >= 0 and test + val < 1):
        raise ProjectError(
            f"A test share of {test:g} and a validation share of {val:g} leave nothing to train on.",
            hint="Both are from 0 to 1, and their sum is below 1.",
        )
    divided = divided_patients(items)
    if divided:
        patient, both = next(iter(divided.items()))
        raise ProjectError(
            f"{len(divided)} patients have photographs on two sides, such as {patient!r}"
            f" on {' and '.join(sorted(both))}.",
            hint="Mend the metadata table, or split anew without keeping given sides.",
        )
    shares = {Split.TRAIN: 1.0 - test - val, Split.VAL: val, Split.TEST: test}
    quotas = _Quotas({side: share for side, share in shares.items() if share > 0}, items)
    chosen: dict[int, Split] = {}
    free = []
    for group in _groups(items):
        given = next((item.split for item in group if item.split is not None), None)
        if given is None:
            free.append(group)
        else:
            quotas.take(given, group)
            chosen.update((item.image_id, given) for item in group)
    random.Random(seed).shuffle(free)
    free.sort(key=len, reverse=True)
    for group in free:
        side = quotas.neediest(group)
        quotas.take(side, group)
        chosen.update((item.image_id, side) for item in group)
    return chosen


def _groups(items: Sequence[SplitItem]) -> list[list[SplitItem]]:
    """Photographs by patient, in an order that depends on names alone."""
    ordered = sorted(items, key=lambda item: (item.name, item.image_id))
    groups: dict[tuple[str, str], list[SplitItem]] = {}
    for item in ordered:
        key = ("image", str(item.image_id)) if item.patient is None else ("patient", item.patient)
        groups.setdefault(key, []).append(item)
    return list(groups.values())


class _Quotas:
    """How many photographs of each class, and overall, each side still misses (below zero: has too many)."""

    def __init__(self, shares: Mapping[Split, float], items: Sequence[SplitItem]) -> None:
        self._classes = Counter(item.class_id for item in items)
        self._missing = {
            side: {class_id: share * count for class_id, count in self._classes.items()}
            for side, share in shares.items()
        }
        self._missing_overall = {side: share * len(items) for side, share in shares.items()}

    def take(self, side: Split, group: Sequence[SplitItem]) -> None:
        """Put a group on a side."""
        if side not in self._missing:  # a given side of which no share was asked
            return
        for item in group:
            self._missing[side][item.class_id] -= 1
        self._missing_overall[side] -= len(group)

    def neediest(self, group: Sequence[SplitItem]) -> Split:
        """The side where the group lowers the sum of squared misses, by class and overall, the most."""

        # Taking g of a class turns m missing into m - g, so the square falls by 2 g m - g^2, and g^2 is the same on
        # every side. Without the overall term, classes of a handful of photographs would all round the same way and
        # leave a small side empty.
        def fall(side: Split) -> float:
            return sum(self._missing[side][item.class_id] for item in group) + len(group) * self._missing_overall[side]

        return max(self._missing, key=fall)


def split_items(project: Project) -> list[SplitItem]:
    """What splitting needs to know of every photograph of a project."""
    labels = project.labels_of()
    return [
        SplitItem(
            image_id=image.id,
            name=image.relative_path,
            class_id=labels[image.id].image_class,
            patient=image.patient,
            split=image.split,
        )
        for image in project.images()
    ]


def assign_splits(project: Project, *, test: float, val: float, seed: int, keep: bool = True) -> dict[Split, int]:
    """Split a project by patient and store it; returns the number of photographs on each side.

    Args:
        project: Open for writing.
        test: Share to test on.
        val: Share to validate on.
        seed: Of the shuffle.
        keep: Keep sides that photographs already have; False splits all anew.

    Raises:
        ProjectError: As `split_by_patient`.
    """
    items = split_items(project)
    if not keep:
        items = [SplitItem(i.image_id, i.name, i.class_id, i.patient) for i in items]
    chosen = split_by_patient(items, test=test, val=val, seed=seed)
    project.set_splits(chosen, what=f"Split: test {test:g}, validation {val:g}, seed {seed}")
    counted = Counter(chosen.values())
    return {side: counted[side] for side in Split}
