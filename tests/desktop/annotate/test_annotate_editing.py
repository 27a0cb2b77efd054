"""Commands on the labels of one photograph."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from core.geometry import Box
from core.project.labels import ImageLabels, ImageState, new_box
from core.project.records import ImageRecord, PredictedBox
from desktop.annotate import editing

RECORD = ImageRecord(
    id=7, path=Path("a.png"), relative_path="a.png", sha256="0" * 64, width=200, height=100, orientation=1, split=None,
    patient=None, diagnosis=None, state=ImageState.NEW, box_count=0, metadata={},
)  # fmt: skip
A, B = new_box(Box(10, 10, 50, 50), 1), new_box(Box(20, 20, 30, 30), 2)
LABELS = ImageLabels(boxes=(A, B), state=ImageState.LABELLED)


def test_drawing_on_a_new_photo_labels_it():
    edit, uid = editing.draw(7, ImageLabels(), Box(1, 2, 30, 40), 3)
    assert edit.after.state is ImageState.LABELLED
    assert edit.after.box(uid).class_id == 3
    assert edit.what == "Draw box"


def test_editing_a_verified_photo_takes_the_verification_back():
    verified = replace(LABELS, state=ImageState.VERIFIED)
    edit = editing.set_class(7, verified, {A.uid}, 2)
    assert edit.after.state is ImageState.LABELLED


def test_nothing_to_change_is_no_edit():
    assert editing.set_class(7, LABELS, {A.uid}, A.class_id) is None
    assert editing.delete(7, LABELS, ()) is None
    assert editing.diagnose(7, LABELS, None) is None


def test_a_locked_box_is_neither_moved_nor_deleted():
    locked = replace(LABELS, boxes=(replace(A, locked=True), B))
    assert editing.delete(7, locked, {A.uid}) is None
    assert editing.nudge(RECORD, locked, {A.uid}, 1, 0) is None
    assert editing.reshape(7, locked, {A.uid: Box(0, 0, 9, 9)}, "Move box") is None


def test_deleting_several_boxes_is_one_edit_and_says_so():
    edit = editing.delete(7, LABELS, {A.uid, B.uid})
    assert edit.after.boxes == ()
    assert edit.what == "Delete 2 boxes"
    assert edit.after.state is ImageState.NEW


def test_nudged_boxes_stop_together_at_the_edge():
    edit = editing.nudge(RECORD, LABELS, {A.uid, B.uid}, -25, 0)
    assert [box.box.x1 for box in edit.after.boxes] == [0, 10]


def test_a_duplicate_is_another_box_with_the_same_class():
    edit, uids = editing.duplicate(RECORD, LABELS, {B.uid})
    copy = edit.after.box(uids[0])
    assert copy.uid != B.uid
    assert (copy.class_id, copy.box) == (2, Box(32, 32, 42, 42))


def test_accepting_a_prediction_copies_it_and_remembers_it():
    edit, uid = editing.accept(RECORD, LABELS, PredictedBox(Box(-4, 5, 60, 90), 2, 0.8, id=31))
    accepted = edit.after.box(uid)
    assert accepted.parent == 31
    assert accepted.box == Box(0, 5, 60, 90)
    assert edit.after.boxes[:2] == LABELS.boxes


def test_a_prediction_is_accepted_once():
    predicted = PredictedBox(Box(5, 5, 60, 90), 2, 0.8, id=31)
    edit, _ = editing.accept(RECORD, LABELS, predicted)
    assert editing.accept(RECORD, edit.after, predicted) is None


def test_marking_labelled_without_marks_is_new():
    rejected = ImageLabels(state=ImageState.REJECTED)
    assert editing.mark(7, rejected, ImageState.LABELLED).after.state is ImageState.NEW


def test_only_known_attributes_are_set():
    assert editing.set_attribute(7, LABELS, {A.uid}, attribute="occluded", on=True).after.boxes[0].occluded
    with pytest.raises(ValueError, match="no attribute"):
        editing.set_attribute(7, LABELS, {A.uid}, attribute="uid", on=True)
