"""Where bars stand and which one a point is on."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.charts.bar_layout import BarLayout, BarPlace

sizes = st.tuples(st.integers(1, 100), st.integers(1, 9))


@given(sizes, st.data())
def test_the_middle_of_each_bar_is_on_that_bar(size, data):
    layout = BarLayout(*size)
    place = BarPlace(data.draw(st.integers(0, size[0] - 1)), data.draw(st.integers(0, size[1] - 1)))
    assert layout.at(layout.centre(place.group, place.series)) == place


@given(sizes, st.floats(-200, 200))
def test_a_point_is_on_at_most_the_bar_it_is_inside_of(size, x):
    layout = BarLayout(*size)
    place = layout.at(x)
    if place is not None:
        assert abs(layout.centre(place.group, place.series) - x) <= layout.bar_width / 2 + 1e-9


@pytest.mark.parametrize("x", [-0.49, 0.5, 2.45, -3, 99])
def test_the_gap_between_groups_and_what_lies_outside_is_no_bar(x):
    assert BarLayout(3, 4).at(x) is None


def test_no_bars_no_place():
    assert BarLayout(0, 0).at(0.0) is None
    assert BarLayout(3, 0).at(0.0) is None


@given(sizes, st.integers(-3, 3), st.integers(-3, 3))
def test_moving_stays_on_the_chart(size, groups, series):
    layout = BarLayout(*size)
    place = layout.moved(BarPlace(0, 0), groups=groups, series=series)
    assert 0 <= place.group < size[0]
    assert 0 <= place.series < size[1]


def test_moving_past_the_last_bar_of_a_group_goes_to_the_next():
    layout = BarLayout(3, 2)
    assert layout.moved(BarPlace(0, 1), series=1) == BarPlace(1, 0)
    assert layout.moved(BarPlace(1, 1), groups=1) == BarPlace(2, 1)
