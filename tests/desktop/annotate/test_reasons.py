"""Why a photograph is left out is asked by button as by key, and a reason that is there is not lost."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from core.project.labels import ImageState

# What the offscreen platform says of pop-ups.
pytestmark = pytest.mark.qt_log_ignore("does not support (raise|grabbing|propagate)")


@pytest.fixture
def reasons(hand):
    return hand.window.annotate.view._reasons


@pytest.fixture
def buttons(hand):
    return hand.window.annotate.view.inspector._states


def click(button):
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    QApplication.processEvents()


def said(hand):
    labels = hand.project.labels(hand.image_id)
    return labels.state, labels.reason


@pytest.mark.parametrize("state", [ImageState.REJECTED, ImageState.NOISE])
def test_the_button_asks_and_is_down_once_it_is_answered(hand, reasons, buttons, qtbot, state):
    click(buttons[state])
    assert reasons.isVisible()
    assert not buttons[state].isChecked()
    assert said(hand) == (ImageState.NEW, "")
    qtbot.keyClicks(reasons.field, "blurred")
    qtbot.keyClick(reasons.field, Qt.Key.Key_Return)
    assert said(hand) == (state, "blurred")
    assert buttons[state].isChecked()
    assert not reasons.isVisible()


def test_a_question_left_unanswered_changes_nothing(hand, reasons, buttons, qtbot):
    hand.controller.mark(ImageState.VERIFIED)
    click(buttons[ImageState.REJECTED])
    qtbot.keyClick(reasons.field, Qt.Key.Key_Escape)
    assert said(hand) == (ImageState.VERIFIED, "")
    assert [state for state, button in buttons.items() if button.isChecked()] == [ImageState.VERIFIED]


def test_going_from_rejected_to_noise_keeps_the_reason(hand, reasons, buttons, qtbot):
    hand.controller.mark(ImageState.REJECTED, "blurred")
    click(buttons[ImageState.NOISE])
    assert reasons.field.text() == reasons.field.selectedText() == "blurred"
    qtbot.keyClick(reasons.field, Qt.Key.Key_Return)
    assert said(hand) == (ImageState.NOISE, "blurred")


def test_the_key_begins_with_the_present_reason_and_typing_replaces_it(hand, reasons, qtbot):
    hand.controller.mark(ImageState.REJECTED, "blurred")
    hand.key(Qt.Key.Key_R)
    qtbot.keyClick(reasons.field, Qt.Key.Key_Return)
    assert said(hand) == (ImageState.REJECTED, "blurred")
    hand.key(Qt.Key.Key_R)
    qtbot.keyClicks(reasons.field, "covered")
    qtbot.keyClick(reasons.field, Qt.Key.Key_Return)
    assert said(hand) == (ImageState.REJECTED, "covered")
    hand.key(Qt.Key.Key_D)
    hand.key(Qt.Key.Key_R)
    assert reasons.field.text() == ""
    reasons.hide()


def test_a_click_on_the_button_that_is_down_takes_the_photo_in_again_without_a_question(hand, reasons, buttons):
    hand.controller.mark(ImageState.REJECTED, "blurred")
    click(buttons[ImageState.REJECTED])
    assert not reasons.isVisible()
    assert said(hand) == (ImageState.NEW, "")
    assert not buttons[ImageState.REJECTED].isChecked()


def test_the_verified_button_is_down_on_the_photo_it_was_pressed_for_and_up_on_the_next(hand, buttons):
    click(buttons[ImageState.VERIFIED])
    assert buttons[ImageState.VERIFIED].isChecked()
    hand.key(Qt.Key.Key_D)
    assert not buttons[ImageState.VERIFIED].isChecked()
    first = hand.image_id
    hand.key(Qt.Key.Key_Space)
    assert hand.image_id != first
    assert not buttons[ImageState.VERIFIED].isChecked()
    hand.key(Qt.Key.Key_A)
    assert buttons[ImageState.VERIFIED].isChecked()
