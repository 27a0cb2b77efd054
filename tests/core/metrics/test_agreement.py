"""Kappa against scikit-learn, McNemar against scipy, Holm against the published steps."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats
from sklearn import metrics as reference

from core.metrics.agreement import EXACT_BELOW, cohen_kappa, holm, mcnemar
from core.metrics.classification import NO_DETECTION
from core.metrics.comparison import compare


def test_kappa_is_scikit_learns():
    rng = np.random.default_rng(1)
    truth = rng.integers(0, 6, 500)
    predicted = np.where(rng.random(500) < 0.5, truth, rng.integers(0, 6, 500))
    assert cohen_kappa(truth, predicted, classes=6) == pytest.approx(
        reference.cohen_kappa_score(truth, predicted), abs=1e-12
    )


def test_no_detection_agrees_with_nothing():
    truth, predicted = [0, 0, 1, 1], [0, NO_DETECTION, 1, NO_DETECTION]
    # To scikit-learn it is a third class, which the truth never has.
    assert cohen_kappa(truth, predicted, classes=2) == pytest.approx(reference.cohen_kappa_score(truth, predicted))


def test_kappa_without_chance_is_undefined():
    assert math.isnan(cohen_kappa([0, 0], [0, 0], classes=2))
    assert math.isnan(cohen_kappa([], [], classes=2))


@given(st.integers(0, 40), st.integers(0, 40), st.integers(0, 10))
def test_mcnemar_is_scipys(more, less, both):
    first = [1] * more + [0] * less + [1] * both
    second = [0] * more + [1] * less + [1] * both
    exact, corrected = mcnemar(first, second, exact=True), mcnemar(first, second, exact=False)
    assert (exact.only_first, exact.only_second) == (more, less)
    if more + less:
        assert exact.p_value == pytest.approx(stats.binomtest(more, more + less, 0.5).pvalue)
        statistic = max(abs(more - less) - 1, 0) ** 2 / (more + less)
        assert corrected.p_value == pytest.approx(stats.chi2.sf(statistic, 1))
    else:
        assert exact.p_value == corrected.p_value == 1.0
    assert mcnemar(first, second).exact == (more + less < EXACT_BELOW)


def test_mcnemar_is_edwards_example():
    # Agresti, Categorical Data Analysis: approval ratings, 86 against 150 changed their mind; X2 with correction 16.82.
    result = mcnemar([1] * 86 + [0] * 150, [0] * 86 + [1] * 150)
    assert not result.exact
    assert result.p_value == pytest.approx(stats.chi2.sf(63**2 / 236, 1))
    assert result.p_value < 5e-5


def test_holm_keeps_order_and_never_passes_one():
    assert holm([]) == []
    assert holm([0.5, 0.9]) == [1.0, 1.0]
    assert holm([0.005, 0.011, 0.02, 0.04, 0.13]) == pytest.approx([0.025, 0.044, 0.06, 0.08, 0.13])


def test_models_are_compared_on_the_photographs_both_judged():
    ids = list(range(10))
    models = {
        "a": (ids, [True] * 10),
        "b": (ids[::-1], [False] * 4 + [True] * 6),
        "c": ([98, 99], [True, True]),
    }
    (result,) = compare(models)
    assert (result.first, result.second, result.n) == ("a", "b", 10)
    assert (result.test.only_first, result.test.only_second) == (4, 0)
    assert result.to_json()["test"] == "exact"
    # Photograph 9 is the first of b's.
    (one,) = compare({"b": models["b"], "d": ([9], [True])})
    assert (one.n, one.test.only_second) == (1, 1)


def test_different_lengths_are_refused():
    with pytest.raises(ValueError, match="same images"):
        mcnemar([True], [True, False])
