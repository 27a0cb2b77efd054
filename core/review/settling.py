"""Settling what two readers see differently: each ruling is one edit that can be undone. Pure.

| ruling       | labels                                                                           |
|--------------|----------------------------------------------------------------------------------|
| first right  | stay; verified, unless the one who settles is the one who labelled               |
| second right | become the second reader's; verified, unless the one who settles is that reader  |
| neither      | flagged and no longer verified, to be drawn anew; settled once they are others   |

A later change of either reader's labels brings a conflict back, after *neither* only one of the second reader's.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING

from core.errors import ProjectError
from core.project.labels import Edit, ImageState, new_box, with_boxes, with_diagnosis, with_flag, with_state
from core.project.verdicts import Verdict, VerdictKind, with_verdict
from core.project.verifying import may_verify
from core.review.second_reading import Conflict, agreement

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from core.classes import ClassTable
    from core.project.labels import ImageLabels

_OPEN = (ImageState.NEW, ImageState.LABELLED, ImageState.VERIFIED)


class Ruling(StrEnum):
    """Who is right, in the eyes of the one who settles."""

    FIRST = "first"
    SECOND = "second"
    NEITHER = "neither"


@dataclass(frozen=True, slots=True)
class Pair:
    """What two readers say of one photograph.

    Attributes:
        first: The project's labels as they are now.
        second: The second reader's.
        annotator: Who gave the first; None where nobody knows.
        reader: Who gave the second.
    """

    first: ImageLabels
    second: ImageLabels
    annotator: str | None
    reader: str


def open_conflicts(pairs: Mapping[int, Pair], classes: ClassTable, reading: str) -> tuple[Conflict, ...]:
    """Photographs that are still to be settled, those with another class first.

    Args:
        pairs: By image id.
        classes: The project's.
        reading: Id of the reading.
    """
    differing = _agreement(pairs, classes)
    return tuple(entry for entry in differing if not is_settled(pairs[entry.image_id], reading))


def settled_count(pairs: Mapping[int, Pair], classes: ClassTable, reading: str) -> int:
    """Photographs on which the readers differ and a third person has said who is right."""
    return sum(is_settled(pairs[entry.image_id], reading) for entry in _agreement(pairs, classes))


def _agreement(pairs: Mapping[int, Pair], classes: ClassTable) -> tuple[Conflict, ...]:
    return agreement(
        {key: pair.first for key, pair in pairs.items()}, {key: pair.second for key, pair in pairs.items()}, classes
    ).conflicts


def is_settled(pair: Pair, reading: str) -> bool:
    """Whether a conflict was settled, and nobody has said anything else since."""
    verdict = next((entry for entry in pair.first.verdicts if entry.target == _target(reading)), None)
    if verdict is None:
        return False
    first, _, second = verdict.evidence.partition("-")
    if second != _digest(pair.second):
        return False
    drawn_anew = first != _digest(pair.first)
    return drawn_anew if verdict.kind is VerdictKind.BOTH_WRONG else not drawn_anew


def settle(image_id: int, pair: Pair, ruling: Ruling, *, reading: str, who: str) -> Edit | None:
    """The edit that a ruling asks for; None where it changes nothing.

    Args:
        image_id: The photograph.
        pair: What both readers say.
        ruling: Who is right.
        reading: Id of the reading.
        who: The person who settles.

    Raises:
        ProjectError: The second reader's labels would take the place of a locked box.
    """
    before = pair.first
    if ruling is Ruling.NEITHER:
        what = "Second reading: neither right"
        after = with_flag(before, True)
        if before.state is ImageState.VERIFIED:
            after = with_state(after, ImageState.LABELLED)
        after = _remembered(after, pair, VerdictKind.BOTH_WRONG, reading)
    elif ruling is Ruling.FIRST:
        what = "Second reading: first right"
        after = _verified(before) if may_verify(who, pair.annotator) else before
        after = _remembered(after, pair, VerdictKind.LABEL_RIGHT, reading)
    else:
        what = f"Second reading: as {pair.reader} read it"
        after = _as_second(before, pair.second)
        after = _verified(after) if may_verify(who, pair.reader) else after
    return None if after == before else Edit(image_id, before, after, what)


def verify_agreed(pairs: Mapping[int, Pair], classes: ClassTable) -> list[Edit]:
    """Edits that mark photographs verified of which both readers say the same, where they are two people.

    Those rejected or called noise by either reader stay as they are.
    """
    differing = {entry.image_id for entry in _agreement(pairs, classes)}
    return [
        Edit(
            image_id, pair.first, _verified(pair.first), f"Second reading: verified, as {pair.reader} read the same"
        )
        for image_id, pair in sorted(pairs.items())
        if image_id not in differing
        and pair.first.state in (ImageState.NEW, ImageState.LABELLED)
        and pair.second.state in _OPEN
        and may_verify(pair.reader, pair.annotator)
    ]  # fmt: skip


def _verified(labels: ImageLabels) -> ImageLabels:
    return with_state(labels, ImageState.VERIFIED) if labels.state in _OPEN else labels


def _remembered(after: ImageLabels, pair: Pair, kind: VerdictKind, reading: str) -> ImageLabels:
    verdict = Verdict(_target(reading), kind, f"{_digest(pair.first)}-{_digest(pair.second)}")
    return replace(after, verdicts=with_verdict(after.verdicts, verdict))


def _as_second(labels: ImageLabels, second: ImageLabels) -> ImageLabels:
    if _digest(labels) == _digest(second):
        return labels
    if any(box.locked for box in labels.boxes):
        raise ProjectError("A box of this photograph is locked.", hint="Unlock it in Annotate first.")
    copies = [
        new_box(
            box.box,
            box.class_id,
            difficult=box.difficult,
            truncated=box.truncated,
            occluded=box.occluded,
            note=box.note,
        )
        for box in second.boxes
    ]
    return with_diagnosis(with_boxes(labels, copies), second.diagnosis)


def _target(reading: str) -> str:
    return f"reading:{reading}"


def _digest(labels: ImageLabels) -> str:
    boxes: Iterable[list[float]] = sorted([*box.box.as_tuple(), float(box.class_id)] for box in labels.boxes)
    said = json.dumps([labels.diagnosis, list(boxes)])
    return hashlib.sha256(said.encode()).hexdigest()[:16]
