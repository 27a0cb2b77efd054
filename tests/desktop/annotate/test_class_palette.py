"""Choosing one of a hundred classes by typing, without a dialog."""

from __future__ import annotations

import colorsys
import random

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from core.classes import PALETTE, ClassTable, load_template
from desktop.annotate.class_palette import ClassPalette, matching_classes
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


def test_each_of_a_hundred_classes_is_the_first_hit_after_at_most_three_keys(hundred):
    for number, entry in enumerate(hundred, start=1):
        ways = [way for way in (entry.code, str(number)) if len(way) <= 3]
        assert any(matching_classes(hundred, way)[0] is entry for way in ways), entry
        # Also with an English keyboard, whatever script the class is named in.
        assert matching_classes(hundred, str(number))[0] is entry or entry.code == str(number)


def test_typing_and_return_chooses_it_and_the_popup_is_gone(palette, hundred, qtbot):
    with qtbot.waitSignal(palette.class_chosen) as heard:
        qtbot.keyClicks(palette._field, "37")
        qtbot.keyClick(palette._field, Qt.Key.Key_Return)
    assert heard.args == [hundred.ids[36]]
    assert not palette.isVisible()
    assert not palette.isModal()


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
