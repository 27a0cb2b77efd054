"""The class of the next box: chosen last, and taken back with the choice."""

from __future__ import annotations

from PySide6.QtCore import Qt

from core.geometry import Box
from core.project.labels import Edit, ImageLabels, new_box
from desktop.annotate.editing import set_class
from desktop.annotate.sticky_class import StickyClass

CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
LABELS = ImageLabels(boxes=(new_box(Box(0, 0, 9, 9), 1),))


def started() -> StickyClass:
    sticky = StickyClass()
    sticky.keep_to([1, 2, 3])
    return sticky


def given(class_id: int) -> Edit:
    edit = set_class(7, LABELS, {LABELS.boxes[0].uid}, class_id)
    assert edit is not None
    return edit


def test_the_first_class_of_the_table_is_first():
    assert started().next == 1


def test_a_diagnosis_counts_for_its_photo_only():
    sticky = started()
    sticky.choose(2)
    sticky.open_photo(3)
    assert sticky.next == 3
    sticky.open_photo(None)
    assert sticky.next == 2


def test_undoing_a_class_given_to_boxes_takes_the_next_class_back_and_redo_brings_it():
    sticky = started()
    edit = given(3)
    sticky.choose(3, edit)
    assert not sticky.follow(7, edit.after)
    assert sticky.follow(7, edit.before)
    assert sticky.next == 1
    assert sticky.follow(7, edit.after)
    assert sticky.next == 3


def test_a_class_chosen_since_is_kept():
    sticky = started()
    edit = given(3)
    sticky.choose(3, edit)
    sticky.choose(2)
    sticky.follow(7, edit.before)
    assert sticky.next == 2


def test_another_photo_s_labels_take_nothing_back():
    sticky = started()
    edit = given(3)
    sticky.choose(3, edit)
    assert not sticky.follow(8, edit.before)
    assert sticky.next == 3


def test_a_class_that_is_gone_is_not_the_next():
    sticky = started()
    edit = given(3)
    sticky.choose(3, edit)
    sticky.keep_to([1, 2])
    assert sticky.next == 1
    assert not sticky.follow(7, edit.before)
    sticky.keep_to([])
    assert sticky.next is None


def test_after_undo_of_box_and_class_the_next_box_gets_the_class_from_before(hand):
    hand.drag((40, 40), (120, 120))
    hand.key(Qt.Key.Key_3)
    hand.key(Qt.Key.Key_Z, CTRL)
    hand.key(Qt.Key.Key_Z, CTRL)
    assert hand.boxes == ()
    hand.drag((40, 40), (120, 120))
    assert hand.boxes[0].class_id == 1
    hand.key(Qt.Key.Key_Z, CTRL)
    hand.key(Qt.Key.Key_Z, CTRL | SHIFT)
    assert hand.boxes[0].class_id == 1
