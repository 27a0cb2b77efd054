"""What each verdict does to the labels."""

from __future__ import annotations

from dataclasses import replace

import pytest

from core.geometry import Box
from core.project.labels import ImageLabels, ImageState, new_box
from core.project.verdicts import VerdictKind
from core.review.judging import corrected, judge
from core.review.suspects import Finding, Reason, gather

HERE, THERE = Box(10, 10, 50, 50), Box(30, 30, 90, 900)
LABELS = ImageLabels((new_box(HERE, 1), new_box(HERE, 3)), 1, ImageState.VERIFIED)


class Record:
    id, width, height = 7, 100, 80


def suspect(finding, labels=LABELS):
    return gather({7: [finding]}, {7: labels})[0]


def test_the_model_s_class_replaces_the_label_s_in_diagnosis_and_boxes():
    found = suspect(Finding(Reason.LABEL, 0.9, "", suggested=2))
    edit = judge(Record, LABELS, found, VerdictKind.MODEL_RIGHT)
    assert edit.after.diagnosis == 2
    assert [box.class_id for box in edit.after.boxes] == [2, 3]
    assert edit.after.state is ImageState.LABELLED
    assert edit.what == "Review: model right"


def test_the_model_s_place_is_cut_at_the_edges_and_keeps_the_box_s_name():
    found = suspect(Finding(Reason.OVERLAP, 0.9, "", box=1, place=THERE))
    after = judge(Record, LABELS, found, VerdictKind.MODEL_RIGHT).after
    assert after.boxes[1].box == Box(30, 30, 90, 80)
    assert after.boxes[1].uid == LABELS.boxes[1].uid
    assert after.boxes[0] == LABELS.boxes[0]


def test_a_box_nobody_sees_goes_and_one_that_lacks_comes():
    gone = suspect(Finding(Reason.MISSED, 0.9, "", box=0))
    assert judge(Record, LABELS, gone, VerdictKind.MODEL_RIGHT).after.boxes == LABELS.boxes[1:]
    lacking = suspect(Finding(Reason.EXTRA, 0.9, "", place=THERE, suggested=3))
    after = judge(Record, LABELS, lacking, VerdictKind.MODEL_RIGHT).after
    assert after.boxes[:2] == LABELS.boxes
    assert after.boxes[2].class_id == 3


def test_a_locked_box_and_a_reason_without_an_answer_are_not_corrected():
    locked = replace(LABELS, boxes=(replace(LABELS.boxes[0], locked=True),))
    assert corrected(Record, locked, suspect(Finding(Reason.MISSED, 0.9, "", box=0), locked)) is None
    blurred = suspect(Finding(Reason.QUALITY, 0.5, ""))
    with pytest.raises(ValueError, match="nothing instead"):
        judge(Record, LABELS, blurred, VerdictKind.MODEL_RIGHT)


@pytest.mark.parametrize(
    ("kind", "state", "flagged"),
    [
        (VerdictKind.LABEL_RIGHT, ImageState.VERIFIED, False),
        (VerdictKind.BOTH_WRONG, ImageState.LABELLED, True),
        (VerdictKind.UNSURE, ImageState.VERIFIED, True),
        (VerdictKind.NOISE, ImageState.NOISE, False),
    ],
)
def test_other_verdicts_leave_boxes_and_diagnosis_alone(kind, state, flagged):
    found = suspect(Finding(Reason.LABEL, 0.9, "", suggested=2))
    after = judge(Record, LABELS, found, kind).after
    assert (after.boxes, after.diagnosis) == (LABELS.boxes, LABELS.diagnosis)
    assert (after.state, after.flagged) == (state, flagged)
    assert after.verdicts[0].kind is kind


def test_a_label_that_is_right_is_verified():
    labelled = replace(LABELS, state=ImageState.LABELLED)
    found = suspect(Finding(Reason.LABEL, 0.9, "", suggested=2), labelled)
    assert judge(Record, labelled, found, VerdictKind.LABEL_RIGHT).after.state is ImageState.VERIFIED
