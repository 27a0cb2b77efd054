"""What a person says about one photograph: lesion boxes, diagnosis, state; and the one undoable edit. Pure values."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from core.errors import ProjectError
from core.geometry import Box
from core.project.verdicts import Verdict, verdicts_from_json, verdicts_to_json

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


class ImageState(StrEnum):
    """How far a person has come with a photograph."""

    NEW = "new"
    LABELLED = "labelled"
    VERIFIED = "verified"
    REJECTED = "rejected"
    NOISE = "noise"


class Split(StrEnum):
    """The side of training or testing a photograph is on."""

    TRAIN = "train"
    VAL = "val"
    TEST = "test"


@dataclass(frozen=True, slots=True)
class LesionBox:
    """A human lesion box in upright pixels.

    Attributes:
        uid: Name of the box that outlives edits; unique in a project.
        box: Where it is; its coordinates are plain floats.
        class_id: An id of the project's class table.
        difficult: Hard to recognise, as in Pascal VOC.
        truncated: Part of the lesion is outside the photograph.
        occluded: Part of the lesion is covered.
        locked: Protected from slips of the mouse.
        note: What the person wrote about it.
        parent: Id of the predicted box it was accepted from; kept when that prediction is cleared.
    """

    uid: str
    box: Box
    class_id: int
    difficult: bool = False
    truncated: bool = False
    occluded: bool = False
    locked: bool = False
    note: str = ""
    parent: int | None = None


def new_box(
    box: Box,
    class_id: int,
    *,
    difficult: bool = False,
    truncated: bool = False,
    occluded: bool = False,
    locked: bool = False,
    note: str = "",
    parent: int | None = None,
) -> LesionBox:
    """A lesion box with a fresh uid."""
    return LesionBox(
        uid=uuid.uuid4().hex,
        box=box,
        class_id=class_id,
        difficult=difficult,
        truncated=truncated,
        occluded=occluded,
        locked=locked,
        note=note,
        parent=parent,
    )


@dataclass(frozen=True, slots=True)
class ImageLabels:
    """All that a person has said about one photograph.

    Attributes:
        boxes: Lesion boxes, the lowest first.
        diagnosis: Class of the whole photograph, where a person or a table gave one.
        state: How far the labelling has come.
        reason: Why the photograph was rejected or called noise.
        flagged: Whether somebody wants to come back to it.
        verdicts: What reviewers said of suspects, at most one a target.

    Raises:
        ProjectError: Two boxes share a uid.
    """

    boxes: tuple[LesionBox, ...] = ()
    diagnosis: int | None = None
    state: ImageState = ImageState.NEW
    reason: str = ""
    flagged: bool = False
    verdicts: tuple[Verdict, ...] = ()

    def __post_init__(self) -> None:
        if len({box.uid for box in self.boxes}) != len(self.boxes):
            raise ProjectError("Two lesion boxes of a photograph share a uid.")

    @property
    def image_class(self) -> int | None:
        """The diagnosis; without one, the class that all boxes share; else None."""
        return image_class(self.diagnosis, (box.class_id for box in self.boxes))

    def box(self, uid: str) -> LesionBox | None:
        """The box with this uid, or None."""
        return next((box for box in self.boxes if box.uid == uid), None)


def image_class(diagnosis: int | None, box_classes: Iterable[int]) -> int | None:
    """Class of a photograph: its diagnosis, else the one class its boxes share, else None."""
    if diagnosis is not None:
        return diagnosis
    shared = set(box_classes)
    return shared.pop() if len(shared) == 1 else None


def _after_change(labels: ImageLabels) -> ImageState:
    """State once boxes or diagnosis have changed.

    | before                 | something is marked | nothing is marked |
    |------------------------|---------------------|-------------------|
    | new, labelled          | labelled            | new               |
    | verified               | labelled            | new               |
    | rejected, noise        | as it was           | as it was         |

    A verified photograph goes back to labelled, since nobody has verified what it says now.
    """
    if labels.state in (ImageState.REJECTED, ImageState.NOISE):
        return labels.state
    marked = bool(labels.boxes) or labels.diagnosis is not None
    return ImageState.LABELLED if marked else ImageState.NEW


def with_boxes(labels: ImageLabels, boxes: Iterable[LesionBox]) -> ImageLabels:
    """The labels with these boxes; a new photograph becomes labelled. Equal boxes change nothing."""
    boxes = tuple(boxes)
    if boxes == labels.boxes:
        return labels
    changed = replace(labels, boxes=boxes)
    return replace(changed, state=_after_change(changed))


def with_diagnosis(labels: ImageLabels, diagnosis: int | None) -> ImageLabels:
    """The labels with this diagnosis; a new photograph becomes labelled. An equal diagnosis changes nothing."""
    if diagnosis == labels.diagnosis:
        return labels
    changed = replace(labels, diagnosis=diagnosis)
    return replace(changed, state=_after_change(changed))


def with_state(labels: ImageLabels, state: ImageState, *, reason: str = "") -> ImageLabels:
    """The labels in this state; a reason is kept only for rejected and noise."""
    kept = reason if state in (ImageState.REJECTED, ImageState.NOISE) else ""
    return replace(labels, state=state, reason=kept)


def with_flag(labels: ImageLabels, flagged: bool) -> ImageLabels:
    """The labels with the flag set or taken away; nothing else changes."""
    return replace(labels, flagged=flagged)


@dataclass(frozen=True, slots=True)
class Edit:
    """One undoable change: the labels of one photograph, before and after.

    Attributes:
        image_id: The photograph.
        before: Its labels when the edit began; the store refuses the edit when they are no longer these.
        after: Its labels once the edit is done.
        what: What a person would call it, such as "Draw box" or "Delete 2 boxes".
    """

    image_id: int
    before: ImageLabels
    after: ImageLabels
    what: str

    def inverse(self) -> Edit:
        """The edit that undoes this one."""
        return Edit(self.image_id, self.after, self.before, self.what)

    @property
    def changes_nothing(self) -> bool:
        return self.before == self.after

    def touched(self) -> frozenset[str]:
        """Uids of the boxes that are added, removed or changed."""
        before = {box.uid: box for box in self.before.boxes}
        after = {box.uid: box for box in self.after.boxes}
        return frozenset(uid for uid in before.keys() | after.keys() if before.get(uid) != after.get(uid))


def box_to_json(box: LesionBox) -> dict[str, Any]:
    """Plain data of a box, every field named; numbers of numpy's become Python's."""
    return {
        "uid": box.uid,
        "box": [float(value) for value in box.box.as_tuple()],
        "class_id": int(box.class_id),
        "difficult": box.difficult,
        "truncated": box.truncated,
        "occluded": box.occluded,
        "locked": box.locked,
        "note": box.note,
        "parent": None if box.parent is None else int(box.parent),
    }


def box_from_json(row: Mapping[str, Any]) -> LesionBox:
    """The box that `box_to_json` wrote.

    Raises:
        KeyError, TypeError, ValueError: The data is no box.
    """
    x1, y1, x2, y2 = row["box"]
    return LesionBox(
        uid=str(row["uid"]),
        box=Box(float(x1), float(y1), float(x2), float(y2)),
        class_id=int(row["class_id"]),
        difficult=bool(row["difficult"]),
        truncated=bool(row["truncated"]),
        occluded=bool(row["occluded"]),
        locked=bool(row["locked"]),
        note=str(row["note"]),
        parent=None if row["parent"] is None else int(row["parent"]),
    )


def labels_to_json(labels: ImageLabels) -> dict[str, Any]:
    """Plain data of labels, for the history."""
    return {
        "boxes": [box_to_json(box) for box in labels.boxes],
        "diagnosis": None if labels.diagnosis is None else int(labels.diagnosis),
        "state": labels.state.value,
        "reason": labels.reason,
        "flagged": labels.flagged,
        **({"verdicts": verdicts_to_json(labels.verdicts)} if labels.verdicts else {}),
    }


def labels_from_json(data: Mapping[str, Any]) -> ImageLabels:
    """The labels that `labels_to_json` wrote.

    Raises:
        KeyError, TypeError, ValueError: The data is no labels.
    """
    return ImageLabels(
        boxes=tuple(box_from_json(row) for row in data["boxes"]),
        diagnosis=None if data["diagnosis"] is None else int(data["diagnosis"]),
        state=ImageState(data["state"]),
        reason=str(data["reason"]),
        # History written before there were flags doesn't name it.
        flagged=bool(data.get("flagged", False)),
        verdicts=verdicts_from_json(data.get("verdicts")),
    )
