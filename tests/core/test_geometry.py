from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.box_arrays import box_array, iou_matrix
from core.errors import GeometryError
from core.geometry import MIN_SIDE, Box

SIDES = st.floats(min_value=3, max_value=900)
ORIGINS = st.floats(min_value=-500, max_value=1500)
BOXES = st.builds(lambda x, y, w, h: Box(x, y, x + w, y + h), ORIGINS, ORIGINS, SIDES, SIDES)


@pytest.mark.parametrize(
    "corners",
    [(0, 0, 0, 5), (5, 0, 2, 5), (0, 5, 5, 5), (math.nan, 0, 5, 5), (0, 0, math.inf, 5)],
)
def test_what_has_no_area_or_is_not_finite_is_no_box(corners):
    with pytest.raises(GeometryError):
        Box(*corners)


def test_spanning_takes_the_corners_in_any_order():
    assert Box.spanning(9, 8, 1, 2) == Box(1, 2, 9, 8)


def test_the_whole_photograph_stays_as_it_is_when_clipped():
    assert Box(0, 0, 640, 480).clipped(640, 480) == Box(0, 0, 640, 480)


@given(BOXES)
def test_a_clipped_box_lies_inside_and_keeps_the_shortest_side(box):
    clipped = box.clipped(640, 480)
    if clipped is not None:
        assert 0 <= clipped.x1 < clipped.x2 <= 640
        assert 0 <= clipped.y1 < clipped.y2 <= 480
        assert min(clipped.width, clipped.height) >= MIN_SIDE


def test_a_sliver_left_inside_is_no_box():
    assert Box(638.5, 10, 700, 60).clipped(640, 480) is None


@given(ORIGINS, ORIGINS)
def test_moving_stops_at_the_edges_and_keeps_the_size(dx, dy):
    moved = Box(10, 20, 60, 90).moved_within(dx, dy, 640, 480)
    assert 0 <= moved.x1
    assert moved.x2 <= 640
    assert 0 <= moved.y1
    assert moved.y2 <= 480
    assert moved.width == pytest.approx(50)
    assert moved.height == pytest.approx(70)


@given(BOXES, BOXES)
def test_iou_is_symmetric_between_nought_and_one_and_agrees_with_the_matrix(a, b):
    value = a.iou(b)
    assert 0 <= value <= 1 + 1e-12
    assert value == pytest.approx(b.iou(a))
    assert iou_matrix(box_array([a]), box_array([b]))[0, 0] == pytest.approx(value)


def test_iou_of_known_boxes():
    assert Box(0, 0, 10, 10).iou(Box(5, 0, 15, 10)) == pytest.approx(1 / 3)
    assert Box(0, 0, 10, 10).iou(Box(10, 0, 20, 10)) == 0


def test_no_boxes_give_an_empty_matrix():
    assert iou_matrix(box_array([]), box_array([Box(0, 0, 5, 5)])).shape == (0, 1)
    assert box_array([]).dtype == np.float64
