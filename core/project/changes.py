"""What differs between two versions of a photograph's labels, as typed values; another room puts them into words."""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from core.project.labels import ImageLabels, LesionBox

FLAGS = ("difficult", "truncated", "occluded", "locked")


class ChangeKind(StrEnum):
    """What a change is about."""

    ADDED = "added"
    REMOVED = "removed"
    MOVED = "moved"
    RESIZED = "resized"
    CLASS = "class"
    FLAG = "flag"
    NOTE = "note"
    ORDER = "order"
    DIAGNOSIS = "diagnosis"
    STATE = "state"
    REASON = "reason"
    FLAGGED = "flagged"
    VERDICTS = "verdicts"


@dataclass(frozen=True, slots=True)
class Change:
    """One difference.

    Attributes:
        kind: What it is about.
        class_id: Class of the box concerned, as it was before (after, for an added one); None for the photograph.
        before: Class id, state or flag before; for a resized or removed box its width and height in upright pixels.
        after: The same after; for an added box its width and height; for a moved one the distance in pixels.
        name: The flag concerned.
    """

    kind: ChangeKind
    class_id: int | None = None
    before: object = None
    after: object = None
    name: str = ""


def label_changes(before: ImageLabels, after: ImageLabels) -> list[Change]:
    """Differences from one version to the next: boxes first, in the order they have after, then the photograph."""
    old = {box.uid: box for box in before.boxes}
    new = {box.uid: box for box in after.boxes}
    changes: list[Change] = []
    for uid, box in new.items():
        if uid in old:
            changes += _box_changes(old[uid], box)
        else:
            changes.append(Change(ChangeKind.ADDED, box.class_id, after=_size(box)))
    changes += [
        Change(ChangeKind.REMOVED, box.class_id, before=_size(box)) for uid, box in old.items() if uid not in new
    ]
    kept = [uid for uid in old if uid in new]
    if kept != [uid for uid in new if uid in old]:
        changes.append(Change(ChangeKind.ORDER))
    for kind, first, second in (
        (ChangeKind.DIAGNOSIS, before.diagnosis, after.diagnosis),
        (ChangeKind.STATE, before.state, after.state),
        (ChangeKind.REASON, before.reason, after.reason),
        (ChangeKind.FLAGGED, before.flagged, after.flagged),
        (ChangeKind.VERDICTS, len(before.verdicts), len(after.verdicts)),
    ):
        if first != second or (kind is ChangeKind.VERDICTS and before.verdicts != after.verdicts):
            changes.append(Change(kind, before=first, after=second))
    return changes


def _box_changes(old: LesionBox, new: LesionBox) -> list[Change]:
    changes: list[Change] = []
    if old.class_id != new.class_id:
        changes.append(Change(ChangeKind.CLASS, old.class_id, old.class_id, new.class_id))
    if old.box != new.box:
        same_size = all(math.isclose(a, b, abs_tol=0.01) for a, b in zip(_size(old), _size(new), strict=True))
        if same_size:
            distance = math.hypot(new.box.x1 - old.box.x1, new.box.y1 - old.box.y1)
            changes.append(Change(ChangeKind.MOVED, old.class_id, after=distance))
        else:
            changes.append(Change(ChangeKind.RESIZED, old.class_id, _size(old), _size(new)))
    for name in FLAGS:
        if getattr(old, name) != getattr(new, name):
            changes.append(Change(ChangeKind.FLAG, old.class_id, getattr(old, name), getattr(new, name), name))
    if old.note != new.note:
        changes.append(Change(ChangeKind.NOTE, old.class_id, old.note, new.note))
    return changes


def _size(box: LesionBox) -> tuple[float, float]:
    return box.box.width, box.box.height
