"""Confident learning and orders of labelling, on cases small enough to be worked out by hand."""

from __future__ import annotations

import doctest

import numpy as np
import pytest

import core.metrics.suspicion
import core.review.looks
import core.review.neighbours
import core.review.ordering
from core.metrics.suspicion import class_thresholds, label_suspicion, self_confidence
from core.review.ordering import Order, in_order, spread, uncertainty, without_boxes
from core.review.queue import read_review


@pytest.mark.parametrize(
    "module",
    [core.metrics.suspicion, core.review.looks, core.review.neighbours, core.review.ordering],
    ids=lambda module: module.__name__,
)
def test_examples_hold(module):
    results = doctest.testmod(module)
    assert results.attempted
    assert not results.failed


def test_planted_errors_come_first_where_models_are_good():
    rng = np.random.default_rng(0)
    truth = rng.integers(0, 4, 400)
    values = rng.dirichlet(np.ones(4), 400) * 0.4
    values[np.arange(400), truth] += 0.6
    given = truth.copy()
    wrong = rng.permutation(400)[:40]
    given[wrong] = (given[wrong] + 1 + rng.integers(0, 3, 40)) % 4
    found = label_suspicion(given, values)
    assert set(np.argsort(-found.scores)[:40].tolist()) == set(wrong.tolist())
    assert found.flagged[wrong].mean() > 0.7
    assert found.flagged[np.setdiff1d(np.arange(400), wrong)].mean() < 0.05
    assert (found.suggested[wrong] == truth[wrong]).mean() > 0.9


def test_a_class_without_labels_is_never_confident():
    found = label_suspicion([0, 0], [[0.4, 0.6], [0.9, 0.1]])
    assert np.isnan(found.thresholds[1])
    assert not found.flagged.any()


def test_shapes_and_columns_are_checked():
    with pytest.raises(ValueError, match="not"):
        self_confidence([0, 1], [[1.0]])
    with pytest.raises(ValueError, match="outside"):
        class_thresholds([2], [[0.5, 0.5]])
    assert label_suspicion([], np.zeros((0, 3))).scores.shape == (0,)


def test_rows_nobody_predicted_come_last_in_every_order(tell, clinic):
    rows = [[float("nan")] * 2, [0.5, 0.5], [1.0, 0.0]]
    assert spread(rows).tolist()[-1] == 0
    assert np.isnan(uncertainty(rows)[0])
    opinions = read_review(tell()).opinions
    assert len(without_boxes(opinions)) == 0
    chosen = np.arange(40)
    for order in Order:
        assert sorted(in_order(opinions, chosen, order).tolist()) == chosen.tolist()


def test_uncertain_photographs_come_first(tell):
    opinions = read_review(tell(probabilities={7: (0.5, 0.5)})).opinions
    assert opinions.image_ids[in_order(opinions, np.arange(40), Order.UNCERTAINTY)[0]] == 7
    assert opinions.image_ids[in_order(opinions, np.arange(40), Order.DISAGREEMENT)[0]] != 0
