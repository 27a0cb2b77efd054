"""Space verifies only where it is tapped: shortly, and with nothing done while it is down."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication

from core.project.labels import ImageState
from desktop.annotate.canvas import TAP

LEFT, RIGHT = Qt.MouseButton.LeftButton, Qt.MouseButton.RightButton
Space = Qt.Key.Key_Space


class Clock:
    """Seconds that pass when a test says so."""

    now = 100.0

    def __call__(self):
        return self.now


@pytest.fixture
def clock(hand):
    hand.canvas.clock = Clock()
    return hand.canvas.clock


def hold(hand, clock, *, seconds, do=lambda: None):
    """Hold Space so long over the first photograph, doing something meanwhile; whether that verified it."""
    first = hand.image_id
    hand.qtbot.keyPress(hand.canvas, Space)
    do()
    clock.now += seconds
    hand.qtbot.keyRelease(hand.canvas, Space)
    verified = hand.project.labels(first).state is ImageState.VERIFIED
    assert verified or all(hand.project.labels(key).state is ImageState.NEW for key in hand.project.image_ids()[:2])
    return verified


@pytest.mark.parametrize(("seconds", "verifies"), [(0.08, True), (TAP, True), (TAP + 0.01, False), (1.5, False)])
def test_a_key_held_for_longer_than_a_tap_verifies_nothing(hand, clock, seconds, verifies):
    first = hand.image_id
    assert hold(hand, clock, seconds=seconds) is verifies
    assert (hand.image_id != first) is verifies


def test_the_second_of_two_taps_is_timed_anew(hand, clock):
    assert not hold(hand, clock, seconds=2)
    assert hold(hand, clock, seconds=0.1)


def wheel(hand):
    place = QPointF(hand.at(80, 60))
    event = QWheelEvent(
        place, QPointF(hand.canvas.mapToGlobal(place.toPoint())), QPoint(), QPoint(0, 120), Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(hand.canvas, event)


MEANWHILE = {
    "the wheel": wheel,
    "zooming by key": lambda hand: hand.key(Qt.Key.Key_Plus, Qt.KeyboardModifier.ControlModifier),
    "fitting": lambda hand: hand.key(Qt.Key.Key_F),
    "a click": lambda hand: hand.click(80, 60),
    "a right click": lambda hand: hand.qtbot.mouseClick(hand.canvas, RIGHT, pos=hand.at(80, 60)),
    "pushing": lambda hand: hand.drag((80, 60), (90, 70)),
    "going on": lambda hand: hand.key(Qt.Key.Key_D),
}


@pytest.mark.parametrize("name", MEANWHILE)
def test_what_is_done_while_the_key_is_down_makes_it_no_tap(hand, clock, name):
    assert not hold(hand, clock, seconds=0.05, do=lambda: MEANWHILE[name](hand))
    assert hand.boxes == ()
