"""The wheel, and keys after a click, change no label: they mean what they mean on the canvas."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from core.geometry import Box
from core.project.labels import ImageState
from core.project.records import PredictedBox, Prediction

# What the offscreen platform says of pop-ups.
pytestmark = pytest.mark.qt_log_ignore("does not support (raise|grabbing|propagate)")

LEFT = Qt.MouseButton.LeftButton
PLAIN = Qt.KeyboardModifier.NoModifier
Key = Qt.Key


def press(window, key, modifiers=PLAIN):
    """Press a key as the platform does, so that shortcuts are asked before the widget, as they are at a real desk."""
    popup = QApplication.activePopupWidget()
    QTest.keyClick((popup or window).window().windowHandle(), key, modifiers)
    QApplication.processEvents()


def turn(widget, *, clicks):
    """Turn the wheel over the middle of a widget."""
    middle = QPointF(widget.rect().center())
    event = QWheelEvent(
        middle, QPointF(widget.mapToGlobal(middle.toPoint())), QPoint(), QPoint(0, 120 * clicks),
        Qt.MouseButton.NoButton, PLAIN, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(widget, event)


def click(widget, place=None):
    QTest.mouseClick(widget, LEFT, PLAIN, place or QPoint(12, widget.height() // 2))
    QApplication.processEvents()


def labels(hand, image_id=None):
    return hand.project.labels(hand.image_id if image_id is None else image_id)


@pytest.fixture
def pair(hand):
    """Two boxes, the second selected, the inspector laid out for it."""
    hand.controller.boxes.draw(Box(40, 40, 80, 100))
    hand.controller.boxes.draw(Box(120, 60, 200, 120))
    hand.qtbot.waitUntil(lambda: hand.inspector._details.isVisible())
    QApplication.processEvents()
    return hand


@pytest.fixture
def hand(hand):
    hand.inspector = hand.window.annotate.view.inspector
    return hand


@pytest.mark.parametrize("clicks", [-1, 1, -5])
def test_the_wheel_over_an_input_of_the_inspector_changes_no_label(pair, clicks):
    before, history = labels(pair), len(pair.project.history())
    details = pair.inspector._details
    for widget in (
        pair.inspector._diagnosis, details.class_combo, details.note, pair.inspector._boxes.viewport(),
        *details.attributes.values(), *pair.inspector._states.values(),
    ):  # fmt: skip
        turn(widget, clicks=clicks)
    assert labels(pair) == before
    assert len(pair.project.history()) == history


def test_the_wheel_over_the_list_filters_and_sliders_leaves_them(hand):
    photos, predictions = hand.window.annotate.view.photos, hand.inspector.predictions
    threshold = predictions.threshold
    for widget in (photos._class, photos._state, photos._split, predictions._slider, predictions.heat._slider):
        opacity = predictions.heat.opacity
        turn(widget, clicks=-2)
        assert predictions.heat.opacity == opacity
    assert hand.controller.model.rowCount() == 4
    assert predictions.threshold == threshold


def test_space_after_a_click_on_verified_does_not_take_it_back(hand):
    first = hand.image_id
    click(hand.inspector._states[ImageState.VERIFIED])
    assert labels(hand).state is ImageState.VERIFIED
    press(hand.window, Key.Key_Space)
    assert labels(hand, first).state is ImageState.VERIFIED
    assert hand.image_id != first


def test_space_after_a_click_on_an_attribute_verifies_and_leaves_it_set(pair):
    first = pair.image_id
    click(pair.inspector._details.attributes["difficult"])
    assert labels(pair).boxes[1].difficult
    press(pair.window, Key.Key_Space)
    assert labels(pair, first).boxes[1].difficult
    assert labels(pair, first).state is ImageState.VERIFIED


def test_arrows_and_h_after_a_click_in_the_box_list_are_those_of_the_canvas(pair):
    boxes = pair.inspector._boxes
    click(boxes.viewport(), boxes.visualItemRect(boxes.item(0)).center())
    chosen = labels(pair).boxes[0]
    assert pair.selected == {chosen.uid}
    QTest.keyPress(pair.window.windowHandle(), Key.Key_H)
    assert pair.canvas.boxes_hidden
    QTest.keyRelease(pair.window.windowHandle(), Key.Key_H)
    press(pair.window, Key.Key_Down)
    press(pair.window, Key.Key_Right)
    moved = labels(pair).boxes[0]
    assert (moved.box.x1 - chosen.box.x1, moved.box.y1 - chosen.box.y1) == (1, 1)
    assert pair.selected == {chosen.uid}


def choose_with_the_mouse(combo, row):
    """Open a combo box with a click and click on a row of its list."""
    click(combo)
    view = combo.view()
    assert view.isVisible()
    # Qt takes the release of an opening click for none on the list only for a while.
    QTest.qWait(QApplication.doubleClickInterval())
    place = view.visualRect(view.model().index(row, 0)).center()
    QTest.mouseMove(view.viewport(), place)
    QTest.mouseClick(view.viewport(), LEFT, PLAIN, place)
    QApplication.processEvents()
    assert not view.isVisible()


def test_down_and_space_after_choosing_a_diagnosis_with_the_mouse_are_those_of_the_canvas(pair):
    first = pair.image_id
    choose_with_the_mouse(pair.inspector._diagnosis, 2)
    assert labels(pair).diagnosis == 2
    below = labels(pair).boxes[1].box.y1
    press(pair.window, Key.Key_Down)
    assert labels(pair).boxes[1].box.y1 == below + 1
    press(pair.window, Key.Key_Space)
    assert labels(pair, first).diagnosis == 2
    assert labels(pair, first).state is ImageState.VERIFIED


def test_down_after_choosing_the_class_of_a_box_with_the_mouse_moves_the_box(pair):
    choose_with_the_mouse(pair.inspector._details.class_combo, 2)
    assert labels(pair).boxes[1].class_id == 3
    press(pair.window, Key.Key_Down)
    assert labels(pair).boxes[1].class_id == 3
    assert labels(pair).boxes[1].box.y1 == 61


def test_space_after_choosing_a_filter_with_the_mouse_verifies(hand):
    combo = hand.window.annotate.view.photos._state
    choose_with_the_mouse(combo, combo.findText("New"))
    shown = hand.image_id
    press(hand.window, Key.Key_Space)
    assert not combo.view().isVisible()
    assert labels(hand, shown).state is ImageState.VERIFIED


def test_space_after_accepting_with_the_button_accepts_no_second_box(hand):
    boxes = (PredictedBox(Box(50, 50, 110, 110), 2, 0.91), PredictedBox(Box(200, 60, 260, 120), 3, 0.8))
    card = {"architecture": "retinanet_r18", "task": "detection", "classes": hand.project.classes.to_json()}
    hand.project.add_model("retinanet-1", card, hand.project.runs_folder / "retinanet-1")
    hand.project.store_predictions([Prediction("retinanet-1", hand.image_id, None, boxes, (1, 2, 3))])
    hand.window.session.predictions_changed.emit()
    QApplication.processEvents()
    first = hand.image_id
    click(hand.inspector.predictions._accept)
    press(hand.window, Key.Key_Space)
    assert len(labels(hand, first).boxes) == 1
    assert labels(hand, first).state is ImageState.VERIFIED


# With Tab, the inspector is a panel like any other


def test_tab_reaches_the_inputs_and_their_keys_are_then_theirs(pair):
    details, first = pair.inspector._details, pair.image_id
    pair.inspector._diagnosis.setFocus(Qt.FocusReason.TabFocusReason)
    press(pair.window, Key.Key_Down)
    assert labels(pair).diagnosis == 1
    pair.canvas.setFocus()
    met = set()
    for _ in range(60):
        press(pair.window, Key.Key_Tab)
        met.add(QApplication.focusWidget())
    assert met >= {pair.inspector._diagnosis, pair.inspector._boxes, details.class_combo, details.note}
    assert met >= {*details.attributes.values(), *pair.inspector._states.values()}
    details.attributes["occluded"].setFocus(Qt.FocusReason.TabFocusReason)
    press(pair.window, Key.Key_Space)
    assert labels(pair).boxes[1].occluded
    assert pair.image_id == first


def test_escape_leads_back_to_the_canvas(pair):
    pair.inspector._diagnosis.setFocus(Qt.FocusReason.TabFocusReason)
    press(pair.window, Key.Key_Escape)
    assert pair.canvas.hasFocus()


def test_a_letter_on_a_combo_box_reached_with_tab_is_the_annotators_key(pair):
    pair.inspector._diagnosis.setFocus(Qt.FocusReason.TabFocusReason)
    # "Melanoma" begins with none of the table's keys that would act before the combo box sees the letter.
    pair.inspector._diagnosis.setItemText(1, "Hyperkeratosis")
    QTest.keyPress(pair.window.windowHandle(), Key.Key_H)
    assert pair.canvas.boxes_hidden
    QTest.keyRelease(pair.window.windowHandle(), Key.Key_H)
    assert labels(pair).diagnosis is None


def test_keys_in_an_open_list_of_classes_search_it_and_do_nothing_behind_it(pair):
    before, first = labels(pair), pair.image_id
    combo = pair.inspector._diagnosis
    combo.setFocus(Qt.FocusReason.TabFocusReason)
    press(pair.window, Key.Key_Space)
    assert combo.view().isVisible()
    for key in (Key.Key_3, Key.Key_D, Key.Key_M, Key.Key_B):
        press(pair.window, key)
    assert combo.view().isVisible()
    assert labels(pair) == before
    assert pair.image_id == first
    press(pair.window, Key.Key_Return)
    assert not combo.view().isVisible()
    assert labels(pair).boxes == before.boxes


def menu_of(window, title):
    return next(action.menu() for action in window.menuBar().actions() if action.menu().objectName() == title)


@pytest.mark.parametrize("key", [Key.Key_3, Key.Key_N, Key.Key_R, Key.Key_M, Key.Key_Delete, Key.Key_Space])
def test_keys_while_a_menu_is_open_change_nothing_behind_it(pair, key):
    first = labels(pair).boxes[0]
    pair.window.annotate.controller.boxes.select((first.uid,))
    before, history = labels(pair), len(pair.project.history())
    for menu in (menu_of(pair.window, "Edit"), pair.window.annotate.view.photos._views_menu):
        menu.popup(pair.window.mapToGlobal(QPoint(40, 40)))
        assert QApplication.activePopupWidget() is menu
        press(pair.window, key)
        assert not pair.window.annotate.view._reasons.isVisible()
        menu.close()
        assert labels(pair) == before
        assert len(pair.project.history()) == history
    press(pair.window, Key.Key_3)
    assert labels(pair).boxes[0].class_id == 3  # the keys are back
