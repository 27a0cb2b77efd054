"""A key that can do nothing says why, and the status bar says nothing of a photograph that is gone."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtWidgets import QApplication

from core.geometry import Box
from core.project.records import PredictedBox, Prediction


def told(hand):
    return hand.window.status.message.text()


def store(hand, *, boxes):
    card = {"architecture": "det", "task": "detection", "classes": hand.project.classes.to_json()}
    hand.project.add_model("det", card, hand.project.runs_folder / "det")
    hand.project.store_predictions([Prediction("det", hand.image_id, None, boxes, (1, 2, 3))])
    hand.window.session.predictions_changed.emit()


@pytest.mark.parametrize("key", [Qt.Key.Key_G, Qt.Key.Key_P])
def test_without_a_model_the_keys_of_the_models_say_so(hand, key):
    hand.key(key)
    assert "No model yet" in told(hand)
    assert not hand.window.actions_table["heat"].isChecked()


def test_a_detector_alone_cannot_show_where_it_looked(hand):
    store(hand, boxes=(PredictedBox(Box(10, 10, 60, 60), 1, 0.9),))
    hand.key(Qt.Key.Key_G)
    assert "No classifier has seen this photo" in told(hand)
    assert not hand.window.actions_table["heat"].isChecked()


def test_nothing_found_and_nothing_shown_are_told_apart(hand):
    store(hand, boxes=())
    hand.key(Qt.Key.Key_P)
    assert told(hand) == "There is no predicted box to accept on this photo."
    hand.key(Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    hand.key(Qt.Key.Key_P)
    assert "hidden" in told(hand)
    assert not hand.boxes


@pytest.mark.parametrize("modifiers", [Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.AltModifier])
def test_a_digit_without_such_a_class_says_so(hand, modifiers):
    hand.key(Qt.Key.Key_7, modifiers)
    assert told(hand) == "There is no class 7: the project has 3."


def test_the_pixel_under_the_pointer_is_that_of_the_photo_shown(hand, qtbot):
    place = hand.at(100, 80)
    qtbot.mouseMove(hand.canvas, place)
    hand.canvas._pointer = QPointF(place)
    hand.controller.pointer_moved.emit(100.0, 80.0)
    before = hand.window.status.pixel.text()
    assert "RGB" in before
    shown = hand.image_id
    hand.key(Qt.Key.Key_D)
    assert hand.image_id != shown
    qtbot.waitUntil(lambda: "RGB" in hand.window.status.pixel.text(), timeout=5000)
    QApplication.processEvents()
    x, y = hand.canvas.viewport.to_photo(place.x(), place.y())
    red, green, blue = hand.canvas.colour_at(x, y)
    assert hand.window.status.pixel.text().endswith(f"RGB {red} {green} {blue}")
    assert hand.window.status.pixel.text() != before


def test_without_a_pointer_over_the_photo_its_pixel_is_not_told(hand):
    hand.controller.pointer_moved.emit(100.0, 80.0)
    hand.canvas._pointer = None
    hand.key(Qt.Key.Key_D)
    assert hand.window.status.pixel.text() == ""
