"""Matching of boxes, the class of a photograph, and the scores of boxes."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.metrics.detection import BoxScores, box_scores, detector_image_class
from core.metrics.matching import Pair, match_boxes

A, B, FAR = [0, 0, 10, 10], [20, 0, 30, 10], [100, 100, 110, 110]


def test_each_lesion_is_found_once_and_by_the_surest_box():
    matching = match_boxes([A, A, FAR], [0.5, 0.9, 0.7], [A, B])
    assert matching.pairs == (Pair(1, 0, 1.0),)
    assert matching.extra == (2, 0)
    assert matching.missed == (1,)


def test_four_perfect_boxes_score_one():
    boxes = [A, B, FAR, [50, 50, 80, 70]]
    matching = match_boxes(boxes, [0.9, 0.8, 0.7, 0.6], boxes)
    assert box_scores([matching]) == BoxScores(found=4, missed=0, extra=0)
    assert [pair.iou for pair in matching.pairs] == [1.0] * 4


def test_the_threshold_is_met_by_an_overlap_of_exactly_that_much():
    half = [0, 0, 5, 10]
    assert match_boxes([half], [1.0], [A], iou=0.5).pairs[0].iou == 0.5
    assert match_boxes([half], [1.0], [A], iou=0.51).extra == (0,)


def test_a_taken_lesion_sends_the_next_box_to_the_next_best_one():
    near = [1, 0, 11, 10]
    matching = match_boxes([A, A], [0.9, 0.8], [A, near])
    assert {(pair.predicted, pair.truth) for pair in matching.pairs} == {(0, 0), (1, 1)}


def test_classes_keep_boxes_apart_when_asked():
    apart = match_boxes([A], [0.9], [A], predicted_classes=[1], truth_classes=[2])
    assert (apart.pairs, apart.missed, apart.extra) == ((), (0,), (0,))
    assert match_boxes([A], [0.9], [A], predicted_classes=[2], truth_classes=[2]).pairs


def test_nothing_on_a_side_is_no_error():
    assert match_boxes([], [], [A]).missed == (0,)
    assert match_boxes([A], [0.3], []).extra == (0,)
    assert match_boxes([], [], []).pairs == ()


@pytest.mark.parametrize(
    "wrong",
    [{"scores": [0.5, 0.5]}, {"iou": 0}, {"iou": 1.1}, {"truth_classes": [1]}],
)
def test_what_does_not_fit_is_refused(wrong):
    arguments = {"predicted": [A], "scores": [0.5], "truth": [A]} | wrong
    with pytest.raises(ValueError, match=r"scores|IoU|classes"):
        match_boxes(**arguments)


_boxes = st.lists(
    st.tuples(st.integers(0, 40), st.integers(0, 40), st.integers(3, 20), st.integers(3, 20)).map(
        lambda t: [t[0], t[1], t[0] + t[2], t[1] + t[3]]
    ),
    max_size=8,
)


@given(_boxes, _boxes, st.sampled_from([0.1, 0.5, 0.9]))
def test_every_box_ends_in_exactly_one_place(predicted, truth, iou):
    scores = np.linspace(1, 0.1, len(predicted))
    matching = match_boxes(predicted, scores, truth, iou=iou)
    assert sorted([*(p.predicted for p in matching.pairs), *matching.extra]) == list(range(len(predicted)))
    assert sorted([*(p.truth for p in matching.pairs), *matching.missed]) == list(range(len(truth)))
    assert all(pair.iou >= iou for pair in matching.pairs)


def test_the_image_class_is_that_of_the_best_box():
    assert detector_image_class([4, 9, 4], [0.4, 0.5, 0.4]) == 9
    assert detector_image_class([4, 9], [0.5, 0.5]) == 4
    assert detector_image_class([], []) is None
    with pytest.raises(ValueError, match="scores"):
        detector_image_class([1], [])


def test_box_scores_without_boxes_are_nan():
    nothing = BoxScores(0, 0, 0)
    assert math.isnan(nothing.precision)
    assert math.isnan(nothing.recall)
    assert math.isnan(nothing.f1)
    assert BoxScores(found=3, missed=1, extra=2).f1 == pytest.approx(2 / 3)
