"""Annotating in the real window with real mouse and key events, on a real project."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication

from core.geometry import Box
from core.project.labels import ImageState
from core.project.records import PredictedBox, Prediction

LEFT, MIDDLE = Qt.MouseButton.LeftButton, Qt.MouseButton.MiddleButton


def near(box, expected, tolerance=1.0):
    assert box.as_tuple() == pytest.approx(expected, abs=tolerance)


def test_dragging_on_skin_draws_a_box_that_is_stored_and_selected(hand):
    hand.drag((30, 40), (130, 120))
    (box,) = hand.boxes
    near(box.box, (30, 40, 130, 120))
    assert hand.selected == {box.uid}
    assert hand.project.image(hand.image_id).state is ImageState.LABELLED


def test_a_drag_past_the_edge_stops_at_the_edge(hand):
    hand.drag((200, 150), (900, 700))
    near(hand.boxes[0].box, (200, 150, 320, 240))
    assert (hand.boxes[0].box.x2, hand.boxes[0].box.y2) == (320, 240)


def test_a_click_on_skin_draws_nothing_and_selects_nothing(hand):
    hand.drag((30, 40), (130, 120))
    hand.click(250, 200)
    assert len(hand.boxes) == 1
    assert not hand.selected


def test_w_lets_two_clicks_draw_even_inside_another_box(hand):
    hand.drag((20, 20), (300, 220))
    hand.key(Qt.Key.Key_W)
    hand.click(60, 60)
    hand.qtbot.mouseMove(hand.canvas, hand.at(100, 90))
    hand.click(100, 90)
    near(hand.boxes[1].box, (60, 60, 100, 90))
    assert not hand.canvas.draw_armed


def test_a_handle_resizes_and_the_body_moves(hand):
    hand.drag((40, 40), (120, 120))
    hand.drag((120, 120), (160, 140))
    near(hand.boxes[0].box, (40, 40, 160, 140))
    hand.drag((100, 90), (130, 100))
    near(hand.boxes[0].box, (70, 50, 190, 150))


def test_escape_ends_a_drag_without_a_trace(hand):
    hand.drag((40, 40), (120, 120))
    before = hand.boxes
    hand.qtbot.mousePress(hand.canvas, LEFT, pos=hand.at(80, 80))
    hand.qtbot.mouseMove(hand.canvas, hand.at(150, 150))
    hand.key(Qt.Key.Key_Escape)
    hand.qtbot.mouseRelease(hand.canvas, LEFT, pos=hand.at(150, 150))
    assert hand.boxes == before


def test_arrows_nudge_by_one_and_with_shift_by_ten(hand):
    hand.drag((40, 40), (120, 120))
    start = hand.boxes[0].box
    hand.key(Qt.Key.Key_Right)
    hand.key(Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    moved = hand.boxes[0].box
    assert (moved.x1 - start.x1, moved.y1 - start.y1) == (1, 10)


def test_delete_undo_redo_by_keys(hand):
    hand.drag((40, 40), (120, 120))
    (drawn,) = hand.boxes
    hand.key(Qt.Key.Key_Delete)
    assert hand.boxes == ()
    hand.key(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert hand.boxes == (drawn,)
    hand.key(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    assert hand.boxes == ()


def test_a_digit_sets_the_class_of_the_selected_box_and_of_the_next(hand):
    hand.drag((40, 40), (120, 120))
    hand.key(Qt.Key.Key_3)
    assert hand.boxes[0].class_id == 3
    hand.key(Qt.Key.Key_Escape)
    hand.key(Qt.Key.Key_2)
    assert hand.boxes[0].class_id == 3
    hand.drag((150, 40), (220, 120))
    assert hand.boxes[1].class_id == 2


def test_the_smallest_box_wins_and_repeated_clicks_cycle(hand):
    hand.drag((20, 20), (300, 220))
    hand.key(Qt.Key.Key_W)
    hand.drag((100, 80), (180, 140))
    large, small = (box.uid for box in hand.boxes)
    hand.key(Qt.Key.Key_Escape)
    hand.click(140, 110)
    assert hand.selected == {small}
    hand.click(140, 110)
    assert hand.selected == {large}
    hand.click(140, 110)
    assert hand.selected == {small}


def test_control_click_and_marquee_select_several(hand):
    hand.drag((20, 20), (80, 80))
    hand.drag((120, 20), (180, 80))
    hand.click(50, 50, Qt.KeyboardModifier.ControlModifier)
    assert len(hand.selected) == 2
    hand.key(Qt.Key.Key_Escape)
    hand.drag((100, 100), (150, 60), modifiers=Qt.KeyboardModifier.ShiftModifier)
    assert len(hand.selected) == 1


def test_d_and_a_walk_the_list_and_undo_goes_back_to_its_photo(hand):
    first = hand.image_id
    hand.drag((40, 40), (120, 120))
    hand.key(Qt.Key.Key_D)
    assert hand.image_id != first
    hand.key(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert hand.image_id == first
    assert hand.boxes == ()
    hand.key(Qt.Key.Key_D)
    hand.key(Qt.Key.Key_A)
    assert hand.image_id == first


def test_space_tapped_verifies_and_goes_on(hand):
    first = hand.image_id
    hand.key(Qt.Key.Key_Space)
    assert hand.project.image(first).state is ImageState.VERIFIED
    assert hand.image_id != first


def test_space_held_pushes_the_photo_and_verifies_nothing(hand):
    first, before = hand.image_id, hand.canvas.viewport
    hand.qtbot.keyPress(hand.canvas, Qt.Key.Key_Space)
    hand.qtbot.mousePress(hand.canvas, LEFT, pos=QPoint(300, 300))
    hand.qtbot.mouseMove(hand.canvas, QPoint(330, 320))
    hand.qtbot.mouseRelease(hand.canvas, LEFT, pos=QPoint(330, 320))
    hand.qtbot.keyRelease(hand.canvas, Qt.Key.Key_Space)
    after = hand.canvas.viewport
    assert (after.left - before.left, after.top - before.top) == (30, 20)
    assert hand.image_id == first
    assert hand.project.image(first).state is ImageState.NEW
    assert hand.boxes == ()


def test_h_held_hides_all_boxes(hand):
    hand.qtbot.keyPress(hand.canvas, Qt.Key.Key_H)
    assert hand.canvas.boxes_hidden
    hand.qtbot.keyRelease(hand.canvas, Qt.Key.Key_H)
    assert not hand.canvas.boxes_hidden


def test_the_wheel_zooms_at_the_pointer_and_f_fits_again(hand):
    place = QPointF(hand.at(80, 60))
    before = hand.canvas.viewport
    held = before.to_photo(place.x(), place.y())
    wheel = QWheelEvent(
        place, QPointF(hand.canvas.mapToGlobal(place.toPoint())), QPoint(), QPoint(0, 240), Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(hand.canvas, wheel)
    after = hand.canvas.viewport
    assert after.zoom > before.zoom
    assert after.to_photo(place.x(), place.y()) == pytest.approx(held, abs=0.01)
    hand.key(Qt.Key.Key_F)
    assert hand.canvas.viewport == before


def test_the_middle_button_pushes_the_photo(hand):
    before = hand.canvas.viewport
    hand.drag((50, 50), (60, 60), button=MIDDLE)
    assert hand.canvas.viewport.left > before.left
    assert hand.boxes == ()


def test_typing_in_the_search_field_neither_draws_nor_navigates(hand):
    first = hand.image_id
    hand.window.annotate.view.focus_search()
    field = hand.window.annotate.view.photos.query.field
    hand.qtbot.keyClicks(field, "photo03 wda")
    assert field.text() == "photo03 wda"
    assert hand.image_id == first
    assert not hand.canvas.draw_armed


def test_searching_narrows_the_list(hand):
    hand.qtbot.keyClicks(hand.window.annotate.view.photos.query.field, "photo03")
    hand.qtbot.waitUntil(lambda: hand.controller.model.rowCount() == 1, timeout=2000)
    assert hand.project.image(hand.image_id).relative_path == "photo03.png"


def test_images_asked_for_elsewhere_narrow_the_list_under_a_banner(hand):
    ids = hand.project.image_ids()
    hand.window.session.show_images(ids[1:3], "BCC taken for MEL")
    view = hand.window.annotate.view
    assert hand.controller.model.shown_ids == ids[1:3]
    assert view.photos._banner.isVisible()
    assert view.photos._banner_text.text() == "2 photos: BCC taken for MEL"
    view.narrowing_dropped.emit()
    assert hand.controller.model.shown_ids == ids
    assert not view.photos._banner.isVisible()


@pytest.fixture
def predicted(hand):
    """The first photograph with two predicted boxes, one of a low score."""
    boxes = (PredictedBox(Box(50, 50, 110, 110), 2, 0.91), PredictedBox(Box(200, 60, 260, 120), 3, 0.2))
    card = {"architecture": "retinanet_r18", "task": "detection", "classes": hand.project.classes.to_json()}
    hand.project.add_model("retinanet-1", card, hand.project.runs_folder / "retinanet-1")
    hand.project.store_predictions(
        [Prediction(model="retinanet-1", image_id=hand.image_id, probabilities=None, boxes=boxes, class_ids=(1, 2, 3))]
    )
    hand.window.session.predictions_changed.emit()
    return hand


def test_p_accepts_the_best_predicted_box_once(predicted):
    predicted.key(Qt.Key.Key_P)
    (box,) = predicted.boxes
    near(box.box, (50, 50, 110, 110), tolerance=1e-6)
    assert box.class_id == 2
    assert box.parent is not None
    predicted.key(Qt.Key.Key_P)
    assert len(predicted.boxes) == 1


def test_return_accepts_the_chosen_box_and_undo_brings_the_prediction_back(predicted):
    predicted.window.annotate.view.inspector.predictions._slider.setValue(10)
    predicted.click(230, 90)
    predicted.key(Qt.Key.Key_Return)
    assert predicted.boxes[0].class_id == 3
    predicted.key(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert predicted.boxes == ()
    assert len(predicted.canvas._predictions) == 2


def test_the_threshold_moves_what_is_shown_and_changes_no_human_box(predicted):
    slider = predicted.window.annotate.view.inspector.predictions._slider
    shown = []
    for value in (5, 50, 95):
        slider.setValue(value)
        shown.append(len(predicted.canvas._predictions))
    assert shown == [2, 1, 0]
    assert predicted.boxes == ()


def test_a_photo_that_is_gone_is_told_on_the_canvas_and_its_boxes_stay(hand):
    third = hand.project.image_ids()[2]
    path = hand.project.image(third).path
    path.unlink()
    hand.controller._loader.forget()
    hand.window.session.select_image(third)
    hand.qtbot.waitUntil(lambda: "missing" in hand.canvas._notice, timeout=5000)
    assert len(hand.boxes) == 1


def test_a_diagnosis_is_chosen_by_alt_and_digit(hand):
    hand.key(Qt.Key.Key_2, Qt.KeyboardModifier.AltModifier)
    assert hand.project.labels(hand.image_id).diagnosis == 2
