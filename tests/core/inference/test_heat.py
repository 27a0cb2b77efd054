"""Heat maps: the energy inside boxes, the overlay, and the line of JSON they travel in."""

from __future__ import annotations

import doctest

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import core.inference.heat as heat_module
from core.errors import ImageError
from core.geometry import Box
from core.inference.heat import energy_inside, heat_from_text, heat_size, heat_to_text, overlay


def test_examples():
    assert doctest.testmod(heat_module).failed == 0


@given(st.floats(0, 300), st.floats(0, 200), st.floats(1, 100), st.floats(1, 100))
def test_the_energy_of_even_heat_is_the_share_of_the_area(x, y, width, height):
    box = Box(x, y, x + width, y + height)
    found = energy_inside(np.full((30, 40), 0.3, np.float32), [box], 400, 300)
    assert found == pytest.approx(width * height / 120_000, abs=1e-6)


def test_what_two_boxes_cover_counts_once():
    heat = np.ones((100, 100), np.float32)
    assert energy_inside(heat, [Box(0, 0, 60, 100), Box(40, 0, 80, 100)], 100, 100) == pytest.approx(0.8)


def test_heat_in_and_beside_the_box():
    heat = np.zeros((10, 10), np.float32)
    heat[2, 3] = 3
    heat[8, 8] = 1
    assert energy_inside(heat, [Box(300, 200, 400, 300)], 1000, 1000) == pytest.approx(0.75)
    assert energy_inside(heat, [Box(0, 0, 100, 100)], 1000, 1000) == 0


def test_without_boxes_or_heat_there_is_no_energy():
    assert energy_inside(np.ones((4, 4), np.float32), [], 40, 40) is None
    assert energy_inside(np.zeros((4, 4), np.float32), [Box(0, 0, 9, 9)], 40, 40) is None


def test_size_keeps_the_proportions():
    assert heat_size(4000, 3000) == (256, 192)
    assert heat_size(30, 20) == (30, 20)
    assert heat_size(100_000, 1) == (256, 1)


def test_a_heat_map_survives_its_line():
    heat = np.random.default_rng(0).random((17, 31), np.float32)
    assert np.abs(heat_from_text(heat_to_text(heat)) - heat).max() <= 0.5 / 255 + 1e-6
    for text in ("", "no base64!", "aGVsbG8="):
        with pytest.raises(ImageError):
            heat_from_text(text)


def test_the_overlay_colours_only_where_it_is_hot():
    photo = np.full((40, 60, 3), (200, 170, 150), np.uint8)
    heat = np.zeros((20, 30), np.float32)
    heat[:8, :8] = 1
    shown = overlay(photo, heat, opacity=1.0)
    assert shown.shape == photo.shape
    assert (shown[25:, 30:] == photo[25:, 30:]).all()
    assert np.abs(shown[4, 4].astype(int) - photo[4, 4]).max() > 40
    assert (overlay(photo, heat, opacity=0.0) == photo).all()
