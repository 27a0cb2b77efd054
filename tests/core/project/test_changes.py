"""What differs between two versions of labels."""

from __future__ import annotations

from dataclasses import replace

from core.geometry import Box
from core.project.changes import Change, ChangeKind, label_changes
from core.project.labels import ImageLabels, ImageState, new_box

A = new_box(Box(10, 10, 50, 40), 1)
B = new_box(Box(0, 0, 20, 20), 2)
BOTH = ImageLabels((A, B), diagnosis=1, state=ImageState.LABELLED)


def test_equal_versions_differ_in_nothing():
    assert label_changes(BOTH, BOTH) == []


def test_a_box_added_removed_moved_resized_and_of_another_class():
    assert label_changes(ImageLabels(), ImageLabels((A,))) == [Change(ChangeKind.ADDED, 1, after=(40.0, 30.0))]
    assert label_changes(ImageLabels((A,)), ImageLabels()) == [Change(ChangeKind.REMOVED, 1, before=(40.0, 30.0))]
    moved = replace(A, box=Box(13, 14, 53, 44))
    assert label_changes(ImageLabels((A,)), ImageLabels((moved,))) == [Change(ChangeKind.MOVED, 1, after=5.0)]
    wider = replace(A, box=Box(10, 10, 70, 40), class_id=2)
    assert label_changes(ImageLabels((A,)), ImageLabels((wider,))) == [
        Change(ChangeKind.CLASS, 1, 1, 2),
        Change(ChangeKind.RESIZED, 1, (40.0, 30.0), (60.0, 30.0)),
    ]


def test_flags_notes_order_and_what_is_said_of_the_whole_photograph():
    other = ImageLabels(
        (B, replace(A, difficult=True, note="scar")), diagnosis=None, state=ImageState.REJECTED, reason="blurred"
    )
    kinds = [change.kind for change in label_changes(BOTH, other)]
    assert kinds == ["flag", "note", "order", "diagnosis", "state", "reason"]
