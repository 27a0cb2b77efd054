"""Several boxes at once, locked boxes, and what is said of a box on the canvas."""

from __future__ import annotations

from unittest.mock import Mock

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QHelpEvent
from PySide6.QtWidgets import QApplication, QToolTip

from core.geometry import Box
from desktop.annotate.viewport import MAX_ZOOM, MIN_ZOOM

CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def pair(hand):
    """Two boxes, the second selected."""
    hand.controller.boxes.draw(Box(40, 40, 80, 100))
    hand.controller.boxes.draw(Box(120, 60, 200, 120))
    return hand


@pytest.fixture
def said(pair):
    messages = []
    pair.window.session.message.connect(lambda text, _severity: messages.append(text))
    return messages


def test_control_click_adds_and_takes_away_and_shift_click_adds(pair):
    first, second = (entry.uid for entry in pair.boxes)
    pair.click(60, 70, CTRL)
    assert pair.selected == {first, second}
    pair.click(60, 70, CTRL)
    assert pair.selected == {second}
    pair.click(60, 70, SHIFT)
    pair.click(60, 70, SHIFT)
    assert pair.selected == {first, second}


def test_a_marquee_adds_what_it_touches_to_the_selection(pair):
    first, second = (entry.uid for entry in pair.boxes)
    pair.drag((20, 20), (60, 60), modifiers=SHIFT)
    assert pair.selected == {first, second}
    assert len(pair.boxes) == 2


def test_several_boxes_move_together_in_one_step(pair):
    pair.key(Qt.Key.Key_A, CTRL)
    before = [entry.box for entry in pair.boxes]
    pair.drag((60, 70), (90, 80))
    moved = [entry.box for entry in pair.boxes]
    assert moved[0].x1 - before[0].x1 == pytest.approx(30, abs=1)
    assert moved[0].x1 - before[0].x1 == moved[1].x1 - before[1].x1
    pair.key(Qt.Key.Key_Z, CTRL)
    assert [entry.box for entry in pair.boxes] == before


def test_a_handle_of_the_box_around_several_resizes_them_all(pair):
    pair.key(Qt.Key.Key_A, CTRL)
    pair.drag((200, 120), (280, 200))
    first, second = (entry.box for entry in pair.boxes)
    assert first.as_tuple() == pytest.approx((40, 40, 100, 160), abs=2)
    assert second.as_tuple() == pytest.approx((160, 80, 280, 200), abs=2)
    assert pair.project.history(pair.image_id)[0].what == "Resize 2 boxes"


def test_escape_during_a_drag_of_several_leaves_no_trace(pair):
    pair.key(Qt.Key.Key_A, CTRL)
    before = pair.boxes
    pair.qtbot.mousePress(pair.canvas, Qt.MouseButton.LeftButton, pos=pair.at(200, 120))
    pair.qtbot.mouseMove(pair.canvas, pair.at(280, 200))
    pair.key(Qt.Key.Key_Escape)
    pair.qtbot.mouseRelease(pair.canvas, Qt.MouseButton.LeftButton, pos=pair.at(280, 200))
    assert pair.boxes == before


def test_a_locked_box_refuses_to_be_moved_resized_nudged_or_deleted_and_says_so(pair, said):
    pair.key(Qt.Key.Key_L)
    locked = pair.boxes
    assert locked[1].locked
    pair.drag((160, 90), (200, 130))
    pair.drag((200, 120), (240, 160))
    pair.key(Qt.Key.Key_Right)
    pair.key(Qt.Key.Key_Delete)
    assert pair.boxes == locked
    assert len(said) == 4
    assert all("locked" in text for text in said)
    pair.key(Qt.Key.Key_L)
    pair.key(Qt.Key.Key_Delete)
    assert len(pair.boxes) == 1


def test_a_locked_box_among_the_selected_stays_while_the_others_are_resized(pair):
    pair.key(Qt.Key.Key_L)
    pair.key(Qt.Key.Key_A, CTRL)
    locked = pair.boxes[1]
    pair.drag((80, 100), (110, 160))
    assert pair.boxes[0].box.as_tuple() == pytest.approx((40, 40, 110, 160), abs=1)
    assert pair.boxes[1] == locked


def test_deleting_all_deletes_the_unlocked_and_tells_of_the_locked(pair, said):
    pair.key(Qt.Key.Key_L)
    pair.key(Qt.Key.Key_A, CTRL)
    pair.key(Qt.Key.Key_Delete)
    assert [entry.locked for entry in pair.boxes] == [True]
    assert "locked" in said[-1]


def test_resting_on_a_box_tells_its_class_size_attributes_and_note(pair, monkeypatch):
    tip = Mock(spec=QToolTip)
    monkeypatch.setattr("desktop.annotate.canvas.QToolTip", tip)
    pair.controller.boxes.set_attribute("difficult", True)
    pair.controller.boxes.set_note("hair over the rim")
    for place in (pair.at(160, 90), pair.at(10, 10)):
        QApplication.sendEvent(pair.canvas, QHelpEvent(QEvent.Type.ToolTip, place, pair.canvas.mapToGlobal(place)))
    told = tip.showText.call_args.args[1]
    assert told.split("\n") == ["Actinic Keratosis", "80 × 60 px", "difficult", "hair over the rim"]
    tip.showText.assert_called_once()
    tip.hideText.assert_called_once()


def test_the_selection_is_fitted_by_its_key(pair):
    pair.key(Qt.Key.Key_F, CTRL | SHIFT)
    view = pair.canvas.viewport
    assert view.to_photo(view.width / 2, view.height / 2) == pytest.approx((160, 90), abs=1)
    assert view.zoom * 80 > view.width / 3


def test_zoom_stays_between_5_and_3200_percent(pair):
    for _ in range(60):
        pair.canvas.zoom_by(1.25)
    assert pair.canvas.viewport.zoom == MAX_ZOOM == 32
    for _ in range(80):
        pair.canvas.zoom_by(0.8)
    assert pair.canvas.viewport.zoom == MIN_ZOOM == 0.05


def test_a_press_on_the_adjusting_panel_draws_nothing(pair):
    pair.key(Qt.Key.Key_B)
    panel = pair.window.annotate.view.adjusting
    boxes = pair.boxes
    pair.qtbot.mousePress(panel, Qt.MouseButton.LeftButton, pos=QPoint(4, 4))
    pair.qtbot.mouseMove(panel, QPoint(60, 90))
    pair.qtbot.mouseRelease(panel, Qt.MouseButton.LeftButton, pos=QPoint(60, 90))
    assert pair.boxes == boxes
    assert pair.canvas._gesture is None


GONE = {"moved": ((60, 70), False), "resized by its corner": ((200, 120), False), "moved with others": ((60, 70), True)}


@pytest.mark.parametrize("name", GONE)
def test_a_gesture_on_a_box_that_is_gone_ends(pair, name):
    start, everything = GONE[name]
    if everything:
        pair.key(Qt.Key.Key_A, CTRL)
    pair.qtbot.mousePress(pair.canvas, Qt.MouseButton.LeftButton, pos=pair.at(*start))
    pair.qtbot.mouseMove(pair.canvas, pair.at(start[0] + 20, start[1] + 20))
    assert pair.canvas._preview
    kept = [entry for entry in pair.boxes if entry.uid not in pair.canvas._preview][:1]
    pair.canvas.set_boxes(kept)
    assert pair.canvas._gesture is None
    assert not pair.canvas._preview
    with pair.qtbot.assertNotEmitted(pair.canvas.boxes_reshaped):
        pair.qtbot.mouseMove(pair.canvas, pair.at(150, 150))
        pair.qtbot.mouseRelease(pair.canvas, Qt.MouseButton.LeftButton, pos=pair.at(150, 150))


def test_a_gesture_goes_on_while_its_box_is_there(pair):
    pair.qtbot.mousePress(pair.canvas, Qt.MouseButton.LeftButton, pos=pair.at(160, 90))
    pair.qtbot.mouseMove(pair.canvas, pair.at(180, 100))
    pair.canvas.set_boxes(pair.boxes[1:])
    pair.qtbot.mouseRelease(pair.canvas, Qt.MouseButton.LeftButton, pos=pair.at(180, 100))
    assert pair.boxes[1].box.x1 == pytest.approx(140, abs=1)
