"""What is said of a box besides its class: difficult, truncated, occluded, and a note in the person's words."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QToolButton

from core.geometry import Box

CTRL, PLAIN = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.NoModifier
Key = Qt.Key
KEYS = {"difficult": Key.Key_I, "truncated": Key.Key_U, "occluded": Key.Key_O, "locked": Key.Key_L}


def press(window, key, modifiers=PLAIN):
    """Press a key as the platform does, so that shortcuts are asked before the widget, as they are at a real desk."""
    QTest.keyClick(window.windowHandle(), key, modifiers)
    QApplication.processEvents()


def click(widget):
    QTest.mouseClick(widget, Qt.MouseButton.LeftButton, PLAIN, QPoint(10, widget.height() // 2))
    QApplication.processEvents()


@pytest.fixture
def pair(hand):
    """Two boxes, the second selected, the inspector laid out for it."""
    hand.controller.boxes.draw(Box(40, 40, 80, 100))
    hand.controller.boxes.draw(Box(120, 60, 200, 120))
    hand.details = hand.window.annotate.view.inspector._details
    hand.note = hand.details.note
    hand.qtbot.waitUntil(hand.details.isVisible)
    QApplication.processEvents()
    return hand


def values(hand, name):
    return [getattr(entry, name) for entry in hand.boxes]


def type_note(hand, text, *, end=Key.Key_Return):
    press(hand.window, Key.Key_E)
    assert QApplication.focusWidget() is hand.note
    for letter in text:
        press(hand.window, letter)
    if end is not None:
        press(hand.window, end)


def test_an_attribute_is_set_and_taken_away_by_click_by_key_and_by_undo(pair):
    for name, key in KEYS.items():
        check = pair.details.attributes[name]
        click(check)
        assert values(pair, name) == [False, True]
        press(pair.window, key)
        assert values(pair, name) == [False, False]
        assert not check.isChecked()
        press(pair.window, key)
        assert values(pair, name) == [False, True]
        assert check.isChecked()
        press(pair.window, Key.Key_Z, CTRL)
        assert values(pair, name) == [False, False]
        assert not check.isChecked()


def test_of_boxes_that_differ_all_get_it_first_and_then_all_lose_it_each_in_one_step(pair):
    for key in KEYS.values():
        press(pair.window, key)
    press(pair.window, Key.Key_A, CTRL)
    steps = len(pair.project.history())
    for name, key in KEYS.items():
        assert values(pair, name) == [False, True]
        assert not pair.details.attributes[name].isChecked()
        press(pair.window, key)
        assert values(pair, name) == [True, True]
        press(pair.window, key)
        assert values(pair, name) == [False, False]
    assert len(pair.project.history()) == steps + 2 * len(KEYS)


def test_they_are_in_the_edit_menu_and_off_without_a_box_selected(pair):
    (menu,) = [entry.menu() for entry in pair.window.menuBar().actions() if entry.text().replace("&", "") == "Edit"]
    actions = [pair.window.actions_table[name] for name in ("difficult", "truncated", "occluded", "note")]
    assert set(actions) <= set(menu.actions())
    assert all(action.isEnabled() for action in actions)
    press(pair.window, Key.Key_Escape)
    assert not any(action.isEnabled() for action in actions)


def test_the_box_list_names_them(pair):
    press(pair.window, Key.Key_I)
    type_note(pair, "hair over the rim")
    listed = pair.window.annotate.view.inspector._boxes
    assert listed.item(1).text().splitlines()[1] == "80 × 60 px · difficult · hair over the rim"
    assert listed.item(1).toolTip() == "hair over the rim"


def test_a_note_is_typed_kept_and_undone_and_the_keys_are_the_canvas_again(pair):
    type_note(pair, "hair  over d")
    assert values(pair, "note") == ["", "hair over d"]
    assert pair.canvas.hasFocus()
    press(pair.window, Key.Key_Right)
    assert pair.boxes[1].box.x1 == 121
    press(pair.window, Key.Key_Z, CTRL)
    press(pair.window, Key.Key_Z, CTRL)
    assert values(pair, "note") == ["", ""]
    assert pair.note.text() == ""


def test_typing_a_note_is_no_other_key(pair):
    before, shown = pair.boxes, pair.image_id
    type_note(pair, "wdal 3xvnr", end=None)
    press(pair.window, Key.Key_Left)
    press(pair.window, Key.Key_Delete)
    press(pair.window, Key.Key_Backspace)
    assert (pair.boxes, pair.image_id) == (before, shown)
    assert pair.note.text() == "wdal 3xv"
    press(pair.window, Key.Key_Return)
    assert [entry.note for entry in pair.boxes] == ["", "wdal 3xv"]


def test_escape_brings_the_stored_note_back(pair):
    type_note(pair, "hair")
    steps = len(pair.project.history())
    type_note(pair, "something else", end=Key.Key_Escape)
    assert values(pair, "note") == ["", "hair"]
    assert pair.note.text() == "hair"
    assert len(pair.selected) == 1
    assert pair.canvas.hasFocus()
    assert len(pair.project.history()) == steps


def test_a_note_left_unchanged_is_no_edit(pair):
    type_note(pair, "hair")
    steps = len(pair.project.history())
    type_note(pair, "hair")
    assert len(pair.project.history()) == steps


def test_notes_that_differ_are_said_to_and_stay_until_one_is_typed(pair):
    type_note(pair, "hair")
    press(pair.window, Key.Key_A, CTRL)
    assert pair.note.text() == ""
    assert "Different" in pair.note.placeholderText()
    press(pair.window, Key.Key_E)
    press(pair.window, Key.Key_X)
    press(pair.window, Key.Key_Backspace)
    press(pair.window, Key.Key_Return)
    assert values(pair, "note") == ["", "hair"]
    type_note(pair, "both")
    assert values(pair, "note") == ["both", "both"]
    assert pair.note.text() == "both"
    press(pair.window, Key.Key_Z, CTRL)
    assert values(pair, "note") == ["", "hair"]


def test_an_empty_note_takes_it_away_from_one_box(pair):
    type_note(pair, "hair")
    press(pair.window, Key.Key_E)
    press(pair.window, Key.Key_Delete)
    press(pair.window, Key.Key_Return)
    assert values(pair, "note") == ["", ""]


LEAVINGS = {
    "pressing on the other box": lambda hand: hand.click(60, 70),
    "pressing on skin": lambda hand: hand.click(280, 200),
    "the other row": lambda hand: QTest.mouseClick(
        hand.window.annotate.view.inspector._boxes.viewport(), Qt.MouseButton.LeftButton, PLAIN, QPoint(60, 20)
    ),
    "the next photo": lambda hand: press(hand.window, Key.Key_PageDown),
    "another workspace": lambda hand: hand.window.show_workspace("train"),
    "closing the project": lambda hand: hand.controller.remember_place(),
}


@pytest.mark.parametrize("name", LEAVINGS)
def test_a_note_that_is_left_by_other_means_is_kept_on_its_box(pair, name):
    first = pair.image_id
    type_note(pair, "hair", end=None)
    LEAVINGS[name](pair)
    assert [entry.note for entry in pair.project.labels(first).boxes] == ["", "hair"]
    assert not any(
        entry.note for key in pair.project.image_ids() if key != first for entry in pair.project.labels(key).boxes
    )


def test_undoing_with_the_tool_while_a_note_is_typed_keeps_the_note_first(pair):
    action = pair.window.actions_table["undo"]
    (undo,) = [tool for tool in pair.window.annotate.view.findChildren(QToolButton) if tool.defaultAction() is action]
    type_note(pair, "hair", end=None)
    click(undo)
    # What was undone is the note, which had been kept.
    assert values(pair, "note") == ["", ""]
    assert len(pair.boxes) == 2
    press(pair.window, Key.Key_Z, CTRL | Qt.KeyboardModifier.ShiftModifier)
    assert values(pair, "note") == ["", "hair"]


def test_a_prediction_that_comes_while_a_note_is_typed_leaves_it(pair):
    type_note(pair, "hai", end=None)
    pair.controller.boxes.show()
    assert pair.note.text() == "hai"
    press(pair.window, Key.Key_R)
    press(pair.window, Key.Key_Return)
    assert values(pair, "note") == ["", "hair"]
