"""Labels at boxes never lie on one another where there is room, and say what is said of a box."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations

import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QFont, QPainter, QPixmap

from core.geometry import Box
from core.project.labels import new_box
from desktop.annotate.canvas_painting import PredictedShape, lesion_chips, predicted_chips
from desktop.annotate.chips import Chip, marks_of, paint_chips, placed_chips
from desktop.annotate.painting import ClassStyle
from desktop.annotate.viewport import Viewport

AREA = QRectF(0, 0, 800, 600)
STYLES = {1: ClassStyle("BCC", "Basal cell carcinoma", "#e69f00"), 2: ClassStyle("NEV", "Nevus", "#56b4e9")}
VIEW = Viewport(800, 600, 800.0, 600.0)


def overlaps(places):
    return [pair for pair in combinations(places, 2) if pair[0].intersects(pair[1])]


@pytest.mark.parametrize(
    "box", [Box(300, 200, 500, 400), Box(0, 0, 800, 600), Box(0, 0, 40, 30), Box(760, 570, 800, 600)]
)
def test_labels_of_a_predicted_and_a_human_box_that_coincide_are_both_read(qapp, box):
    human = new_box(box, 1)
    shapes = [PredictedShape("p1", box, 1, 0.93, "a"), PredictedShape("p2", box, 2, 0.55, "b")]
    chips = [*lesion_chips(VIEW, [human], STYLES, moved={}), *predicted_chips(VIEW, shapes, STYLES)]
    places = placed_chips(chips, QFont(), AREA)
    assert overlaps(places) == []
    assert all(AREA.contains(place) for place in places)


def test_a_label_lies_above_its_box_where_nothing_is_in_the_way(qapp):
    rect = QRectF(300, 200, 100, 100)
    (place,) = placed_chips([Chip(rect, "#e69f00", "BCC")], QFont(), AREA)
    assert place.bottom() <= rect.top()
    assert place.left() == pytest.approx(rect.left(), abs=2)


def test_a_box_wholly_out_of_sight_has_its_label_on_the_canvas(qapp):
    (place,) = placed_chips([Chip(QRectF(-900, -900, 50, 50), "#e69f00", "BCC")], QFont(), AREA)
    assert AREA.contains(place)


def test_three_hundred_labels_are_placed(qapp):
    chips = [Chip(QRectF(5 * n % 700, 3 * n % 500, 60, 60), "#e69f00", "BCC 50%", hollow=True) for n in range(300)]
    assert len(placed_chips(chips, QFont(), AREA)) == 300


def test_marks_say_what_is_said_of_a_box():
    plain = new_box(Box(0, 0, 9, 9), 1)
    assert marks_of(plain) == ""
    assert marks_of(replace(plain, difficult=True, truncated=True, occluded=True, note="hair")) == "DTON"


def test_lock_and_marks_are_drawn_beside_the_code(qapp):
    def drawn(chip):
        pixmap = QPixmap(200, 60)
        pixmap.fill(QColor("#808080"))
        painter = QPainter(pixmap)
        paint_chips(painter, [chip], QRectF(0, 0, 200, 60))
        painter.end()
        return pixmap.toImage()

    rect = QRectF(20, 30, 100, 20)
    plain = drawn(Chip(rect, "#e69f00", "BCC"))
    locked, marked = drawn(Chip(rect, "#e69f00", "BCC", locked=True)), drawn(Chip(rect, "#e69f00", "BCC", "D"))
    ink = QColor("#101418")

    def dark(image, left, right):
        return sum(image.pixelColor(x, y).value() < 90 for x in range(left, right) for y in range(12, 27))

    assert ink.value() < 90
    # The code is on all of them, and something more on the last two.
    assert all(dark(image, 24, 48) > 20 for image in (plain, locked, marked))
    assert dark(locked, 48, 75) > dark(plain, 60, 75) + 15
    assert dark(marked, 50, 75) > dark(plain, 60, 75) + 5
