"""Escape closes what floats over the canvas, and does nothing else."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from core.project.labels import ImageState

# What the offscreen platform says of pop-ups.
pytestmark = pytest.mark.qt_log_ignore("does not support (raise|grabbing|propagate)")


def press(window, key, modifiers=Qt.KeyboardModifier.NoModifier):
    """Press a key as the platform does, so that shortcuts are asked before the widget, as they are at a real desk."""
    popup = QApplication.activePopupWidget()
    QTest.keyClick((popup or window).window().windowHandle(), key, modifiers)
    QApplication.processEvents()


def state(hand):
    return hand.project.labels(hand.image_id).state


@pytest.mark.parametrize("key", [Qt.Key.Key_N, Qt.Key.Key_R])
def test_escape_closes_the_question_for_a_reason_and_the_next_key_is_an_action_again(hand, key):
    before = state(hand)
    press(hand.window, key)
    assert QApplication.activePopupWidget() is hand.window.annotate.view._reasons
    press(hand.window, Qt.Key.Key_X)
    press(hand.window, Qt.Key.Key_Escape)
    assert QApplication.activePopupWidget() is None
    assert state(hand) is before is ImageState.NEW
    shown = hand.image_id
    press(hand.window, Qt.Key.Key_D)
    assert hand.image_id != shown


def test_escape_closes_the_class_chooser_without_choosing(hand):
    view = hand.window.annotate.view
    chosen = view._next_class.text()
    press(hand.window, Qt.Key.Key_C)
    assert QApplication.activePopupWidget() is view.palette_window
    press(hand.window, Qt.Key.Key_M)
    assert view.palette_window._field.text() == "m"
    press(hand.window, Qt.Key.Key_Escape)
    assert QApplication.activePopupWidget() is None
    assert view._next_class.text() == chosen


def test_escape_closes_the_query_help(hand):
    bar = hand.window.annotate.view.photos.query
    bar.help_button.click()
    assert QApplication.activePopupWidget() is bar.help
    press(hand.window, Qt.Key.Key_Escape)
    assert QApplication.activePopupWidget() is None
    assert bar.field.text() == ""


def test_escape_closes_completions_before_it_empties_the_query(hand):
    field = hand.window.annotate.view.photos.query.field
    field.setFocus()
    for letter in "state:":
        press(hand.window, letter)
    assert field._popup.isVisible()
    press(hand.window, Qt.Key.Key_Escape)
    assert not field._popup.isVisible()
    assert field.text() == "state:"
    press(hand.window, Qt.Key.Key_Escape)
    assert field.text() == ""


def test_escape_closes_the_adjustments_when_nothing_is_selected(hand):
    panel = hand.window.annotate.view.adjusting
    action = hand.window.actions_table["adjust"]
    action.trigger()
    hand.drag((200, 150), (260, 200))  # drawn and selected
    action.setChecked(True)
    hand.canvas.setFocus()
    hand.controller.boxes.select_all()
    had_any = bool(hand.selected)
    press(hand.window, Qt.Key.Key_Escape)
    assert panel.isVisible() is had_any
    press(hand.window, Qt.Key.Key_Escape)
    assert not panel.isVisible()
    assert not action.isChecked()


def test_escape_closes_the_adjustments_that_have_the_focus_and_leaves_the_selection(hand):
    panel = hand.window.annotate.view.adjusting
    hand.window.actions_table["adjust"].trigger()
    hand.controller.boxes.select(("some box",))
    panel._sliders["gamma"].setFocus()
    press(hand.window, Qt.Key.Key_Escape)
    assert not panel.isVisible()
    assert hand.selected == {"some box"}
    assert hand.canvas.hasFocus()
