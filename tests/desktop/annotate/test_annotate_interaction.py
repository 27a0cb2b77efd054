"""Geometry of the canvas: whatever the mouse does, a lesion box stays inside the photograph and is never a sliver."""

from __future__ import annotations

import math
from dataclasses import dataclass

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from core.geometry import MIN_SIDE, Box
from desktop.annotate.interaction import (
    GROUP,
    HANDLES,
    HitTarget,
    Part,
    boxes_within,
    drawn_box,
    handle_point,
    hit_test,
    moved_box,
    moved_together,
    next_under,
    placed_box,
    resized_box,
    resized_together,
    settled,
)
from desktop.annotate.viewport import Viewport


@dataclass(frozen=True)
class Item:
    uid: str
    box: Box


# Also photographs shorter than the shortest box.
sizes = st.one_of(st.integers(1, 4), st.integers(1, 12_000))
wild = st.floats(allow_nan=True, allow_infinity=True)
# Pointer positions as they arrive on screens scaled by 125, 150 and 175 per cent.
fractional = st.builds(
    lambda pixels, ratio: pixels / ratio, st.integers(-5_000, 17_000), st.sampled_from([1.0, 1.25, 1.5, 1.75, 2.0])
)
points = st.one_of(fractional, wild)


@st.composite
def photos_with_box(draw: st.DrawFn) -> tuple[int, int, Box]:
    width, height = draw(sizes), draw(sizes)
    x = sorted(draw(st.tuples(st.floats(0, width), st.floats(0, width))))
    y = sorted(draw(st.tuples(st.floats(0, height), st.floats(0, height))))
    assume(x[0] < x[1] and y[0] < y[1])
    return width, height, Box(x[0], y[0], x[1], y[1])


def assert_sound(box: Box, width: int, height: int) -> None:
    assert all(math.isfinite(value) for value in box.as_tuple())
    assert 0 <= box.x1 < box.x2 <= width
    assert 0 <= box.y1 < box.y2 <= height
    assert box.width >= min(MIN_SIDE, width)
    assert box.height >= min(MIN_SIDE, height)


@given(points, points, points, points, sizes, sizes)
def test_a_drawn_box_is_sound_or_none(ax, ay, bx, by, width, height):
    box = drawn_box(ax, ay, bx, by, width=width, height=height)
    if box is not None:
        assert_sound(box, width, height)


@given(photos_with_box(), st.sampled_from(HANDLES), points, points)
def test_a_resized_box_is_sound(photo, part, x, y):
    width, height, box = photo
    assert_sound(resized_box(box, part, x, y, width=width, height=height), width, height)


@given(photos_with_box(), points, points)
def test_a_moved_box_is_sound_and_keeps_its_size(photo, dx, dy):
    width, height, box = photo
    start = settled(box, width=width, height=height)
    moved = moved_box(box, dx, dy, width=width, height=height)
    assert_sound(moved, width, height)
    assert (moved.width, moved.height) == (start.width, start.height)


@given(photos_with_box(), points, points)
def test_boxes_moved_together_keep_their_distances(photo, dx, dy):
    width, height, box = photo
    boxes = [settled(box, width=width, height=height), Box(0, 0, 3, 3)]
    first, second = moved_together(boxes, dx, dy, width=width, height=height)
    assert_sound(first, width, height)
    assert first.x1 - second.x1 == boxes[0].x1 - boxes[1].x1
    assert first.y1 - second.y1 == boxes[0].y1 - boxes[1].y1


@given(photos_with_box(), st.lists(st.tuples(st.sampled_from(list(Part)), points, points), max_size=30))
def test_any_path_of_the_mouse_leaves_a_sound_box(photo, path):
    width, height, box = photo
    box = settled(box, width=width, height=height)
    for part, x, y in path:
        if part is Part.BODY:
            box = moved_box(box, x, y, width=width, height=height)
        else:
            box = resized_box(box, part, x, y, width=width, height=height)
    assert_sound(box, width, height)


@st.composite
def photos_with_boxes(draw: st.DrawFn) -> tuple[int, int, list[Box]]:
    width, height = draw(sizes), draw(sizes)
    corners = st.tuples(st.floats(0, width), st.floats(0, height), st.floats(0, width), st.floats(0, height))
    boxes = [
        Box(min(ax, bx), min(ay, by), max(ax, bx), max(ay, by))
        for ax, ay, bx, by in draw(st.lists(corners, min_size=1, max_size=6))
        if ax != bx and ay != by
    ]
    assume(boxes)
    return width, height, boxes


@given(photos_with_boxes(), st.lists(st.tuples(st.sampled_from(HANDLES), points, points), min_size=1, max_size=6))
def test_boxes_resized_together_stay_sound(photo, path):
    width, height, boxes = photo
    for part, x, y in path:
        boxes = resized_together(boxes, part, x, y, width=width, height=height)
    for box in boxes:
        assert_sound(box, width, height)


def test_boxes_resized_together_keep_their_shares_and_the_far_edge():
    boxes = [Box(100, 100, 120, 140), Box(160, 120, 200, 200)]
    first, second = resized_together(boxes, Part.BOTTOM_RIGHT, 300, 300, width=640, height=480)
    assert first == Box(100, 100, 140, 180)
    assert second == Box(220, 140, 300, 300)
    first, second = resized_together(boxes, Part.LEFT, 50, 999, width=640, height=480)
    assert (first.x1, second.x2) == (50, 200)
    assert (first.y1, first.y2, second.y1, second.y2) == (100, 140, 120, 200)


def test_a_handle_that_is_only_touched_leaves_boxes_as_they_are():
    boxes = [Box(100.3, 100, 120.7, 140), Box(160, 120, 200, 200)]
    assert resized_together(boxes, Part.RIGHT, 200, 0, width=640, height=480) == [
        settled(box, width=640, height=480) for box in boxes
    ]


def test_several_selected_boxes_have_their_handles_in_common():
    items = [Item("a", Box(10, 10, 60, 60)), Item("b", Box(100, 100, 200, 180))]
    assert hit_test(items, 10, 180, grab=6, selected={"a", "b"}) == HitTarget(GROUP, Part.BOTTOM_LEFT)
    assert hit_test(items, 60, 60, grab=6, selected={"a", "b"}) == HitTarget("a", Part.BODY)


@given(photos_with_box(), sizes, sizes)
def test_a_box_of_another_photo_is_placed_soundly(photo, width, height):
    assert_sound(placed_box(photo[2], width=width, height=height), width, height)


def test_a_box_of_another_photo_is_cut_at_the_edge_or_pushed_in():
    assert placed_box(Box(20, 20, 90, 90), width=64, height=200) == Box(20, 20, 64, 90)
    assert placed_box(Box(200, 20, 240, 40), width=64, height=200) == Box(24, 20, 64, 40)
    assert placed_box(Box(200, 20, 400, 40), width=64, height=200) == Box(0, 20, 64, 40)


def test_a_box_over_the_whole_photo_stays_exactly_that():
    assert drawn_box(-40, -3, 900, 700, width=640, height=480) == Box(0, 0, 640, 480)
    whole = Box(0, 0, 640, 480)
    assert moved_box(whole, 25, -9, width=640, height=480) == whole
    assert settled(whole, width=640, height=480) == placed_box(whole, width=640, height=480) == whole
    assert resized_together([whole], Part.TOP_LEFT, -80, -1, width=640, height=480) == [whole]


def test_on_a_photo_shorter_than_the_shortest_box_a_box_takes_the_whole_side():
    assert settled(Box(0, 0, 1, 50), width=2, height=100) == Box(0, 0, 2, 50)
    assert moved_box(Box(0, 10, 1, 50), 5, 5, width=2, height=100) == Box(0, 15, 2, 55)
    assert resized_box(Box(0, 10, 2, 50), Part.LEFT, 1.5, 0, width=2, height=100) == Box(0, 10, 2, 50)
    assert drawn_box(-3, 10, 9, 50, width=2, height=100) == Box(0, 10, 2, 50)
    assert drawn_box(0, 10, 1.5, 50, width=2, height=100) is None


def test_a_slip_of_the_mouse_draws_nothing():
    assert drawn_box(100, 100, 102.5, 180, width=640, height=480) is None
    assert drawn_box(700, 100, 800, 180, width=640, height=480) is None


def test_a_resize_moves_the_dragged_edges_only():
    box = Box(100, 100, 200, 180)
    assert resized_box(box, Part.RIGHT, 250.5, 999, width=640, height=480) == Box(100, 100, 250.5, 180)
    assert resized_box(box, Part.TOP_LEFT, 90, 95, width=640, height=480) == Box(90, 95, 200, 180)
    assert resized_box(box, Part.LEFT, 400, 0, width=640, height=480) == Box(197, 100, 200, 180)


@pytest.mark.parametrize("part", HANDLES)
def test_each_of_the_eight_handles_of_a_selected_box_is_found(part):
    item = Item("a", Box(100, 100, 200, 180))
    x, y = handle_point(item.box, part)
    assert hit_test([item], x, y, grab=6, selected={"a"}) == HitTarget("a", part)


def test_an_unselected_box_has_no_handles():
    assert hit_test([Item("a", Box(10, 10, 60, 60))], 10, 10, grab=6) == HitTarget("a", Part.BODY)


def test_a_tiny_selected_box_can_still_be_moved():
    assert hit_test([Item("a", Box(10, 10, 14, 14))], 12, 12, grab=8, selected={"a"}) == HitTarget("a", Part.BODY)


NESTED = [Item("large", Box(0, 0, 100, 100)), Item("small", Box(40, 40, 60, 60)), Item("mid", Box(20, 20, 80, 80))]


def test_the_smallest_of_nested_boxes_wins_the_click():
    assert hit_test(NESTED, 50, 50, grab=2) == HitTarget("small", Part.BODY)


def test_repeated_clicks_cycle_through_nested_boxes():
    order, current = [], None
    for _ in range(4):
        current = next_under(NESTED, 50, 50, current=current)
        order.append(current)
    assert order == ["small", "mid", "large", "small"]


def test_a_selected_box_below_a_smaller_one_can_be_dragged():
    assert hit_test(NESTED, 50, 50, grab=2, selected={"large"}) == HitTarget("large", Part.BODY)


def test_a_marquee_takes_the_boxes_it_touches():
    assert boxes_within(NESTED, Box(0, 0, 30, 30)) == ["large", "mid"]


canvases = st.floats(min_value=40, max_value=4_000)


@given(sizes, sizes, canvases, canvases, st.floats(0.1, 9), st.floats(0, 1), st.floats(0, 1))
def test_zooming_holds_the_pixel_under_the_pointer(photo_width, photo_height, width, height, factor, fx, fy):
    view = Viewport(width=width, height=height).showing(photo_width, photo_height)
    # A point on the photograph, away from where keeping it in sight would push it.
    x, y = view.to_canvas(photo_width * fx, photo_height * fy)
    assume(60 < x < width - 60 and 60 < y < height - 60)
    before = view.to_photo(x, y)
    after = view.zoomed(factor, x, y).to_photo(x, y)
    assert after == pytest.approx(before, abs=1e-6 * max(photo_width, photo_height))


@given(sizes, sizes, canvases, canvases, st.lists(st.tuples(st.floats(-9e3, 9e3), st.floats(-9e3, 9e3)), max_size=8))
def test_a_photo_can_not_be_pushed_out_of_sight(photo_width, photo_height, width, height, pushes):
    view = Viewport(width=width, height=height).showing(photo_width, photo_height)
    for dx, dy in pushes:
        view = view.panned(dx, dy)
    assert view.left < width
    assert view.top < height
    assert view.left + photo_width * view.zoom > 0
    assert view.top + photo_height * view.zoom > 0


@given(sizes, sizes, canvases, canvases)
def test_fit_shows_the_whole_photo_in_the_middle(photo_width, photo_height, width, height):
    view = Viewport(width=width, height=height).showing(photo_width, photo_height)
    if view.zoom > 0.05:  # the smallest zoom can't show 12,000 px on 40
        assert view.photo_width * view.zoom <= width + 1e-6
        assert view.photo_height * view.zoom <= height + 1e-6
    assert view.to_canvas(photo_width / 2, photo_height / 2) == pytest.approx((width / 2, height / 2))
