"""What a verdict does to the labels: each is one edit that can be undone. Pure."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from core.project.labels import Edit, ImageState, new_box, with_boxes, with_flag, with_state
from core.project.verdicts import Verdict, VerdictKind, with_verdict
from core.review.suspects import TITLES, Reason

if TYPE_CHECKING:
    from core.geometry import Box
    from core.project.labels import ImageLabels
    from core.project.records import ImageRecord
    from core.review.suspects import Suspect

WHAT = {
    VerdictKind.MODEL_RIGHT: "Review: model right",
    VerdictKind.LABEL_RIGHT: "Review: label right",
    VerdictKind.BOTH_WRONG: "Review: both wrong",
    VerdictKind.UNSURE: "Review: unsure",
    VerdictKind.NOISE: "Review: noise",
    VerdictKind.NO_SUGGESTION: "Review: no lesion",
}
"""What each verdict is called in history and undo."""


def judge(record: ImageRecord, labels: ImageLabels, suspect: Suspect, kind: VerdictKind) -> Edit:
    """The edit that a verdict asks for; the verdict goes with it, so that undo takes back both.

    | verdict      | labels                                                            |
    |--------------|-------------------------------------------------------------------|
    | model right  | as `corrected` says                                               |
    | label right  | stay; a labelled photograph that was suspect as a whole is verified |
    | both wrong   | flagged, and no longer verified                                   |
    | unsure       | flagged                                                           |
    | noise        | marked as noise, with the reason                                  |

    Raises:
        ValueError: The model is said to be right where it offers nothing instead.
    """
    after = labels
    if kind is VerdictKind.MODEL_RIGHT:
        corrections = corrected(record, labels, suspect)
        if corrections is None:
            raise ValueError(f"the models offer nothing instead for {suspect.first.reason.value}")
        after = corrections
    elif kind is VerdictKind.LABEL_RIGHT:
        if not suspect.target and labels.state in (ImageState.NEW, ImageState.LABELLED):
            after = with_state(labels, ImageState.VERIFIED)
    elif kind is VerdictKind.NOISE:
        after = with_state(labels, ImageState.NOISE, reason=TITLES[suspect.first.reason])
    elif kind in (VerdictKind.BOTH_WRONG, VerdictKind.UNSURE):
        after = with_flag(labels, True)
        if kind is VerdictKind.BOTH_WRONG and labels.state is ImageState.VERIFIED:
            after = with_state(after, ImageState.LABELLED)
    verdict = Verdict(suspect.target, kind, " ".join(sorted(suspect.evidence)))
    return Edit(
        record.id, labels, replace(after, verdicts=with_verdict(after.verdicts, verdict)), WHAT[kind]
    )  # fmt: skip


def corrected(record: ImageRecord, labels: ImageLabels, suspect: Suspect) -> ImageLabels | None:
    """The labels as the models would have them; None where they offer nothing, or a box is locked.

    | suspect                       | labels                                                                  |
    |-------------------------------|-------------------------------------------------------------------------|
    | the class of the photograph   | that diagnosis; boxes of the former class get the new one               |
    | a box of another class        | that class                                                              |
    | a box in another place        | that place                                                              |
    | a box no model sees           | without it                                                              |
    | a predicted box, none drawn   | with it                                                                 |
    """
    reason = suspect.first.reason
    if suspect.has_box:
        mine = labels.box(suspect.target)
        if mine is None or mine.locked:
            return None
        if reason is Reason.MISSED:
            return with_boxes(labels, [box for box in labels.boxes if box is not mine])
        changed = mine
        if reason is Reason.OVERLAP and suspect.place is not None:
            changed = replace(mine, box=_inside(suspect.place, record))
        elif reason is Reason.WRONG_CLASS and suspect.suggested is not None:
            changed = replace(mine, class_id=suspect.suggested)
        if changed == mine:
            return None
        return with_boxes(labels, [changed if box is mine else box for box in labels.boxes])
    if reason is Reason.EXTRA:
        class_id = suspect.suggested if suspect.suggested is not None else labels.image_class
        if suspect.place is None or class_id is None:
            return None
        return with_boxes(labels, (*labels.boxes, new_box(_inside(suspect.place, record), class_id)))
    if suspect.suggested is None or suspect.suggested == labels.image_class:
        return None
    return _reclassed(labels, suspect.suggested)


def _reclassed(labels: ImageLabels, class_id: int) -> ImageLabels:
    former = labels.image_class
    boxes = [replace(box, class_id=class_id) if box.class_id == former else box for box in labels.boxes]
    changed = with_boxes(labels, boxes)
    if labels.diagnosis is None and labels.boxes:
        return changed
    state = changed.state if changed.state in (ImageState.REJECTED, ImageState.NOISE) else ImageState.LABELLED
    return replace(changed, diagnosis=class_id, state=state)


def _inside(box: Box, record: ImageRecord) -> Box:
    clipped = box.clipped(record.width, record.height)
    if clipped is None:
        raise ValueError("a predicted box lies outside its photograph")
    return clipped
