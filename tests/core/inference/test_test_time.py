"""Test-time options: boxes of every view come back to where the lesion is, and each lesion is told once."""

from __future__ import annotations

from dataclasses import astuple, replace

import numpy as np
import pytest

from core.errors import DermDeskError
from core.inference.requests import BoxRow
from core.inference.test_time import CROP_SHARE, back_in_photograph, mean_probabilities, merged_boxes, views

WIDTH, HEIGHT = 400, 300
MARK = (180, 120, 220, 150)
"""A red lesion inside every view: x1, y1, x2, y2."""


@pytest.fixture
def photo():
    pixels = np.full((HEIGHT, WIDTH, 3), (200, 170, 150), np.uint8)
    x1, y1, x2, y2 = MARK
    pixels[y1:y2, x1:x2] = (255, 0, 0)
    return pixels


def seen_in(view):
    """What a faultless detector finds in a view: the red pixels' frame."""
    rows, columns = np.nonzero((view.pixels == (255, 0, 0)).all(axis=2))
    return BoxRow(float(columns.min()), float(rows.min()), float(columns.max() + 1), float(rows.max() + 1), 3, 0.9)


@pytest.mark.parametrize(("option", "count"), [("none", 1), ("flip", 2), ("crops", 6)])
def test_a_box_found_in_any_view_lies_on_the_lesion(photo, option, count):
    seen = views(photo, option)
    assert len(seen) == count
    for view in seen:
        (box,) = back_in_photograph([seen_in(view)], view, WIDTH, HEIGHT)
        np.testing.assert_allclose(astuple(box)[:4], MARK, atol=1.0)


def test_a_lesion_off_the_middle_is_mirrored_back(photo):
    moved = np.roll(photo, -120, axis=1)
    _, mirrored = views(moved, "flip")
    assert seen_in(mirrored).x1 > WIDTH / 2
    (box,) = back_in_photograph([seen_in(mirrored)], mirrored, WIDTH, HEIGHT)
    assert (box.x1, box.x2) == (MARK[0] - 120, MARK[2] - 120)


def test_the_corners_cover_the_photograph(photo):
    shares = [(view.left, view.top) for view in views(photo, "crops")[1:5]]
    rest = 1 - CROP_SHARE
    assert set(shares) == {(0.0, 0.0), (rest, 0.0), (0.0, rest), (rest, rest)}
    # Larger than the photograph's half, so that a lesion on the seam is whole in one of them.
    assert CROP_SHARE > 0.5


def test_one_lesion_seen_twice_is_told_once_by_its_best_box():
    box = BoxRow(10, 10, 50, 50, 1, 0.6)
    shifted = replace(box, x1=12, x2=52, score=0.8)
    other_class = replace(box, class_id=2, score=0.5)
    elsewhere = BoxRow(100, 100, 140, 140, 1, 0.7)
    merged = merged_boxes([box, shifted, other_class, elsewhere])
    assert [(row.x1, row.class_id, row.score) for row in merged] == [(12, 1, 0.8), (100, 1, 0.7), (10, 2, 0.5)]
    assert merged_boxes([]) == ()


def test_at_most_a_hundred_boxes_are_kept_the_best_ones():
    rows = [BoxRow(20 * n, 0, 20 * n + 10, 10, 1, n / 200) for n in range(150)]
    merged = merged_boxes(rows)
    assert len(merged) == 100
    assert [row.score for row in merged] == sorted((row.score for row in rows), reverse=True)[:100]


def test_probabilities_are_averaged():
    np.testing.assert_allclose(mean_probabilities([np.array([0.2, 0.8]), np.array([0.6, 0.4])]), [0.4, 0.6])


def test_an_unknown_option_is_named(photo):
    with pytest.raises(DermDeskError, match="'mirror' is no test-time option"):
        views(photo, "mirror")
