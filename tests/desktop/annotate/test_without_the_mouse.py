"""A photograph is labelled with keys alone."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from core.geometry import MIN_SIDE, Box
from core.project.labels import ImageState
from core.project.records import PredictedBox, Prediction
from desktop.annotate.interaction import box_about

# What the offscreen platform says of pop-ups.
pytestmark = pytest.mark.qt_log_ignore("does not support (raise|grabbing|propagate)")

PLAIN, ALT, SHIFT, CTRL = (
    Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.ControlModifier,
)  # fmt: skip
Key = Qt.Key


@pytest.fixture
def press(hand):
    """Presses keys as the platform does, so that shortcuts are asked before the widget, as they are at a real desk."""

    def press(*keys, modifiers=PLAIN):
        for key in keys:
            window = QApplication.activePopupWidget() or hand.window
            QTest.keyClick(window.window().windowHandle(), key, modifiers)
            QApplication.processEvents()

    return press


@pytest.fixture
def trio(hand):
    for place in (20, 120, 220):
        hand.controller.boxes.draw(Box(place, 20, place + 60, 80))
    return hand


def uids(hand):
    return [entry.uid for entry in hand.boxes]


def corners(hand, place=0):
    return hand.boxes[place].box.as_tuple()


def test_a_photo_is_labelled_without_the_mouse(hand, press):
    first = hand.image_id
    hand.window.annotate.view.photos.list.setFocus()  # wherever the keys were
    press(Key.Key_W, Key.Key_Return)
    # A quarter of the photograph's height, in its middle.
    assert corners(hand) == pytest.approx((130, 90, 190, 150), abs=0.01)
    press(Key.Key_Left, Key.Key_Down)
    press(Key.Key_Right, modifiers=SHIFT)
    press(Key.Key_Right, Key.Key_Down, Key.Key_Down, modifiers=ALT)
    press(Key.Key_Right, modifiers=ALT | SHIFT)
    press(Key.Key_Up, modifiers=ALT)
    assert corners(hand) == pytest.approx((139, 91, 210, 152), abs=0.01)
    press(Key.Key_3)
    press(Key.Key_W, Key.Key_Return)
    press(Key.Key_C, Key.Key_B, Key.Key_C, Key.Key_Return)
    press(Key.Key_Comma)
    press(Key.Key_I)
    press(Key.Key_2, modifiers=ALT)
    press(Key.Key_Space)
    labels = hand.project.labels(first)
    assert [(entry.class_id, entry.difficult) for entry in labels.boxes] == [(3, True), (2, False)]
    assert (labels.state, labels.diagnosis) == (ImageState.VERIFIED, 2)
    assert hand.image_id == hand.project.image_ids()[1]


def test_the_box_is_drawn_about_the_pointer_and_within_the_photo(hand, press):
    hand.canvas._pointer = QPointF(hand.at(70, 60))
    press(Key.Key_W, Key.Key_Return)
    assert corners(hand) == pytest.approx((40, 30, 100, 90), abs=1)
    hand.canvas._pointer = QPointF(hand.at(318, 239))
    press(Key.Key_W, Key.Key_Enter)
    assert corners(hand, 1) == pytest.approx((260, 180, 320, 240), abs=0.01)
    hand.canvas._pointer = QPointF(2, 2)  # beside the photograph
    press(Key.Key_W, Key.Key_Return)
    assert corners(hand, 2) == pytest.approx((130, 90, 190, 150), abs=0.01)
    assert not hand.canvas.draw_armed


def test_of_a_zoomed_photo_the_box_is_drawn_in_the_middle_of_what_is_seen(hand, press):
    hand.canvas.fit_boxes([Box(200, 100, 260, 140)])
    press(Key.Key_W, Key.Key_Return)
    (box,) = (entry.box for entry in hand.boxes)
    assert ((box.x1 + box.x2) / 2, (box.y1 + box.y2) / 2) == pytest.approx((230, 120), abs=1)
    seen = hand.canvas.viewport.seen()
    assert box.width == pytest.approx(min(seen[2] - seen[0], seen[3] - seen[1]) / 4, abs=0.01)


def test_return_after_a_click_on_one_corner_draws_to_the_pointer(hand, press):
    press(Key.Key_W)
    hand.click(60, 60)
    hand.qtbot.mouseMove(hand.canvas, hand.at(100, 90))
    hand.canvas._pointer = QPointF(hand.at(100, 90))
    press(Key.Key_Return)
    assert corners(hand) == pytest.approx((60, 60, 100, 90), abs=1)


def test_return_accepts_a_prediction_only_without_the_tool_in_hand(hand, press):
    boxes = (PredictedBox(Box(50, 50, 110, 110), 2, 0.91),)
    card = {"architecture": "retinanet_r18", "task": "detection", "classes": hand.project.classes.to_json()}
    hand.project.add_model("retinanet-1", card, hand.project.runs_folder / "retinanet-1")
    hand.project.store_predictions([Prediction("retinanet-1", hand.image_id, None, boxes, (1, 2, 3))])
    hand.window.session.predictions_changed.emit()
    press(Key.Key_W, Key.Key_Return)
    assert [entry.parent for entry in hand.boxes] == [None]
    press(Key.Key_Return)
    assert hand.boxes[1].parent is not None


def test_the_boxes_are_walked_both_ways_and_round(trio, press):
    first, second, third = uids(trio)
    press(Key.Key_Escape)
    seen = []
    for key in (Key.Key_Period, Key.Key_Period, Key.Key_Period, Key.Key_Period, Key.Key_Comma, Key.Key_Comma):
        press(key)
        seen.append(set(trio.selected))
    assert seen == [{first}, {second}, {third}, {first}, {third}, {second}]
    press(Key.Key_Escape, Key.Key_Comma)
    assert trio.selected == {third}
    press(Key.Key_A, modifiers=CTRL)
    press(Key.Key_Period)
    assert trio.selected == {first}


def test_a_box_walked_to_is_brought_into_sight_and_has_the_arrows(trio, press):
    trio.canvas.fit_boxes([trio.boxes[0].box])
    trio.window.annotate.view.photos.list.setFocus()
    trio.controller.boxes.select((uids(trio)[1],))
    shown, zoom = trio.image_id, trio.canvas.viewport.zoom
    press(Key.Key_Period)
    view = trio.canvas.viewport
    assert view.to_photo(view.width / 2, view.height / 2) == pytest.approx((250, 50), abs=1)
    assert view.zoom == zoom
    press(Key.Key_Down)
    assert trio.boxes[2].box.y1 == 21
    assert trio.image_id == shown


def test_without_a_box_walking_says_so(hand, press):
    press(Key.Key_Period)
    assert hand.window.status.message.text() == "There is no box on this photo."


def test_edges_are_moved_no_further_than_they_may_be(trio, press):
    press(Key.Key_Period)
    for _ in range(9):
        press(Key.Key_Left, Key.Key_Up, modifiers=ALT | SHIFT)
    assert corners(trio) == (20, 20, 20 + MIN_SIDE, 20 + MIN_SIDE)
    for _ in range(31):
        press(Key.Key_Right, modifiers=ALT | SHIFT)
    assert corners(trio)[2] == 320
    assert trio.project.history(trio.image_id)[0].what == "Resize box"


def test_several_boxes_are_resized_together_and_a_locked_one_stays(trio, press):
    press(Key.Key_L)
    press(Key.Key_A, modifiers=CTRL)
    press(Key.Key_Down, modifiers=ALT | SHIFT)
    assert [entry.box.y2 for entry in trio.boxes] == [90, 90, 80]
    assert "locked" in trio.window.status.message.text()
    assert trio.project.history(trio.image_id)[0].what == "Resize 2 boxes"


def test_control_d_duplicates_the_selected_box_beside_itself(hand, press):
    hand.controller.boxes.draw(Box(20, 20, 80, 80))
    press(Key.Key_D, modifiers=CTRL)
    assert [entry.box for entry in hand.boxes] == [Box(20, 20, 80, 80), Box(32, 32, 92, 92)]
    assert hand.selected == {uids(hand)[1]}


@given(st.floats(-1e5, 1e5), st.floats(-1e5, 1e5), st.floats(0, 1e5), st.integers(1, 12_000), st.integers(1, 12_000))
def test_a_box_about_any_point_is_in_the_photo(x, y, side, width, height):
    box = box_about(x, y, side, width=width, height=height)
    assert 0 <= box.x1 < box.x2 <= width
    assert 0 <= box.y1 < box.y2 <= height
