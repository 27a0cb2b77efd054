"""Choosing one of a hundred classes by typing, without a dialog."""

from __future__ import annotations

import colorsys
import random

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel

from core.classes import PALETTE, ClassTable, load_template
from core.geometry import Box
from core.project.records import PredictedBox, Prediction
from desktop.annotate.class_palette import RETURN_AFTER, ClassPalette, matching_classes, meant_by_number
from desktop.annotate.painting import contrast, ink_on
from desktop.theme import DARK, LIGHT

# What the offscreen platform says of pop-ups.
pytestmark = pytest.mark.qt_log_ignore("does not support (raise|grabbing|propagate)")

WHAT = ("Melanoma", "Nevus", "Basal cell carcinoma", "Psoriasis", "Wart", "Ulcer", "Eczema", "Cyst", "Lentigo", "痣")
WHERE = ("face", "scalp", "trunk", "hand", "foot", "nail", "lip", "ear", "back", "leg")


@pytest.fixture
def hundred():
    return ClassTable.from_names([f"{what} of the {where}" for what in WHAT for where in WHERE])


@pytest.fixture
def palette(qtbot, hundred):
    place = QLabel("class")
    qtbot.addWidget(place)
    place.show()
    shown = ClassPalette(place)
    qtbot.addWidget(shown)
    shown.open_at(place, hundred)
    yield shown
    shown.hide()


def test_each_of_a_hundred_classes_is_the_first_hit_for_its_number_and_for_its_code(hundred):
    for number, entry in enumerate(hundred, start=1):
        # Also with an English keyboard, whatever script the class is named in.
        assert matching_classes(hundred, str(number))[0] is entry
        assert matching_classes(hundred, entry.code)[0] is entry


def test_each_of_a_hundred_classes_takes_three_keys_with_the_one_that_opens(palette, hundred, qtbot):
    place = palette.parentWidget()
    for number, entry in enumerate(hundred, start=1):
        if number == 10:
            continue  # 10 could be going to be 100; the first ten have a digit each without opening anything
        palette.open_at(place, hundred)
        with qtbot.waitSignal(palette.class_chosen) as heard:
            qtbot.keyClicks(palette._field, f"{number % 100:02}")
        assert heard.args == [entry.id]
        assert not palette.isVisible()


def test_a_number_that_others_begin_with_waits_and_return_takes_it(palette, hundred, qtbot):
    for typed in ("3", "10"):
        palette.open_at(palette.parentWidget(), hundred)
        with qtbot.assertNotEmitted(palette.class_chosen):
            qtbot.keyClicks(palette._field, typed)
        assert palette.isVisible()
        with qtbot.waitSignal(palette.class_chosen) as heard:
            qtbot.keyClick(palette._field, Qt.Key.Key_Return)
        assert heard.args == [hundred.ids[int(typed) - 1]]
    assert not palette.isModal()


@pytest.mark.parametrize(("classes", "typed", "meant"), [(3, "3", 3), (3, "03", 3), (12, "2", 2), (12, "1", None),
    (12, "12", 12), (128, "12", None), (128, "37", 37), (128, "128", 128), (128, "00", 100), (3, "4", None),
    (3, "", None), (3, "0", None)])  # fmt: skip
def test_digits_mean_a_class_once_no_other_can_be_meant(classes, typed, meant):
    table = ClassTable.from_names([f"kind {letter * 3}" for letter in map(chr, range(0x4E00, 0x4E00 + classes))])
    found = meant_by_number(table, typed)
    assert found is (None if meant is None else list(table)[meant - 1])


def test_letters_are_never_taken_before_return_since_names_are_typed_on(palette, qtbot):
    with qtbot.assertNotEmitted(palette.class_chosen):
        qtbot.keyClicks(palette._field, "cyst of the na")
    assert palette._list.count() == 1
    assert palette.isVisible()


def test_digits_in_a_name_keep_a_number_waiting():
    table = ClassTable.from_names(["Grade 2 lesion", "Nevus", "Wart"])
    assert meant_by_number(table, "3") is list(table)[2]
    assert meant_by_number(table, "2") is None


def test_a_slip_of_the_keys_makes_no_class(palette, qtbot):
    qtbot.keyClicks(palette._field, "melanomma")
    with qtbot.assertNotEmitted(palette.class_chosen):
        qtbot.keyClick(palette._field, Qt.Key.Key_Return)
    assert palette.isVisible()
    assert "Project > Classes" in palette._list.item(0).text()


def _colours():
    shades = random.Random(0)
    any_shade = [
        "#"
        + "".join(f"{round(255 * part):02x}" for part in colorsys.hsv_to_rgb(shades.random(), shades.random(), value))
        for value in (0.3, 0.45, 0.5, 0.55, 0.6, 0.8)
        for _ in range(20)
    ]
    greys = [f"#{level:02x}{level:02x}{level:02x}" for level in range(256)]
    return [*PALETTE, *(entry.colour for entry in load_template("skin10")), *any_shade, *greys]


def test_codes_are_readable_on_every_colour_a_person_may_choose():
    assert min(contrast(ink_on(colour), colour) for colour in _colours()) >= 4.5


@pytest.mark.parametrize("tones", [LIGHT, DARK])
def test_names_beside_the_chips_are_readable_in_both_themes(tones):
    for ground in (tones.base, tones.window, tones.field, tones.accent_soft):
        assert contrast(tones.text, ground) >= 4.5
    for ground in (tones.base, tones.window):
        assert contrast(tones.muted, ground) >= 4.5


def _seen_by_a_deuteranope(colour):
    """Simulated by Viénot, Brettel and Mollon 1999 in linear light (matrices as in their paper's follow-ups)."""
    red, green, blue = (int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5))
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in (red, green, blue)]
    r = 0.29275 * linear[0] + 0.70725 * linear[1]
    b = -0.02234 * linear[0] + 0.02234 * linear[1] + linear[2]
    return r, b


def test_the_first_seven_colours_stay_apart_for_people_who_see_no_green():
    seen = [_seen_by_a_deuteranope(colour) for colour in PALETTE[:7]]
    for place, (r, b) in enumerate(seen):
        for other_r, other_b in seen[:place]:
            assert abs(r - other_r) + abs(b - other_b) > 0.06


def test_a_return_by_habit_after_a_number_accepts_no_prediction(hand):
    boxes = (PredictedBox(Box(50, 50, 110, 110), 2, 0.91),)
    card = {"architecture": "retinanet_r18", "task": "detection", "classes": hand.project.classes.to_json()}
    hand.project.add_model("retinanet-1", card, hand.project.runs_folder / "retinanet-1")
    hand.project.store_predictions([Prediction("retinanet-1", hand.image_id, None, boxes, (1, 2, 3))])
    hand.window.session.predictions_changed.emit()
    palette, seconds = hand.window.annotate.view.palette_window, [50.0]
    palette.clock = lambda: seconds[0]

    def press(*keys):
        for key in keys:
            shown = QApplication.activePopupWidget() or hand.window
            QTest.keyClick(shown.windowHandle(), key)
            QApplication.processEvents()

    press(Qt.Key.Key_C, Qt.Key.Key_3, Qt.Key.Key_Return)
    assert not hand.boxes
    press(Qt.Key.Key_Return)
    assert len(hand.boxes) == 1
    hand.window.session.undo()
    press(Qt.Key.Key_C, Qt.Key.Key_3)
    seconds[0] += RETURN_AFTER
    press(Qt.Key.Key_Return)
    assert len(hand.boxes) == 1
