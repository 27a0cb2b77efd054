"""Calibration against scikit-learn, and temperatures against what was done to the logits."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import optimize
from sklearn import calibration as reference
from sklearn.metrics import log_loss

from core.metrics.calibration import (
    COLDEST,
    HOTTEST,
    expected_calibration_error,
    fit_temperature,
    negative_log_likelihood,
    reliability,
    scale_temperature,
)


def honest(classes: int = 6, n: int = 4000, seed: int = 5) -> tuple[np.ndarray, np.ndarray]:
    """Truth drawn from the very probabilities, so that nothing is left to calibrate."""
    rng = np.random.default_rng(seed)
    values = rng.dirichlet(np.full(classes, 0.4), n)
    return (values.cumsum(axis=1) < rng.random(n)[:, None]).sum(axis=1).clip(0, classes - 1), values


def test_reliability_is_scikit_learns():
    truth, values = honest()
    bars = reliability(truth, values, bins=12)
    sure, right = values.max(axis=1), values.argmax(axis=1) == truth
    accuracy, confidence = reference.calibration_curve(right, sure, n_bins=12)
    filled = bars.counts > 0
    np.testing.assert_allclose(bars.accuracy[filled], accuracy)
    np.testing.assert_allclose(bars.confidence[filled], confidence)
    assert bars.counts.sum() == 4000
    gaps = np.abs(accuracy - confidence) * bars.counts[filled]
    assert bars.expected_error == pytest.approx(gaps.sum() / 4000)


def test_a_bin_holds_its_upper_edge():
    bars = reliability([0, 0], [[0.5, 0.5], [1.0, 0.0]], bins=2)
    assert bars.counts.tolist() == [1, 1]


def test_boasting_shows_as_calibration_error_and_temperature_mends_it():
    truth, values = honest()
    assert expected_calibration_error(truth, values) < 0.02
    boasting = scale_temperature(values, 0.4)
    assert expected_calibration_error(truth, boasting) > 0.1
    fitted = fit_temperature(truth, boasting)
    assert fitted == pytest.approx(2.5, rel=0.05)
    mended = scale_temperature(boasting, fitted)
    assert expected_calibration_error(truth, mended) < 0.02
    assert (mended.argmax(axis=1) == boasting.argmax(axis=1)).all()


@pytest.mark.parametrize("done", [0.3, 0.8, 1.0, 3.0])
def test_temperature_is_the_minimum_scipy_finds(done):
    truth, values = honest(n=500)
    given_out = scale_temperature(values, done)
    loss = optimize.minimize_scalar(
        lambda t: negative_log_likelihood(truth, scale_temperature(given_out, t)), bounds=(0.05, 20), method="bounded",
        options={"xatol": 1e-8},
    )  # fmt: skip
    assert fit_temperature(truth, given_out) == pytest.approx(loss.x, rel=1e-4)


@given(st.integers(0, 2**32 - 1), st.integers(2, 5), st.integers(1, 30))
def test_any_rows_have_a_temperature_that_is_never_worse_than_none(seed, classes, n):
    rng = np.random.default_rng(seed)
    values = rng.dirichlet(np.full(classes, rng.choice([0.02, 0.3, 3.0])), n)
    truth = rng.integers(0, classes, n)
    fitted = fit_temperature(truth, values)
    assert COLDEST <= fitted <= HOTTEST
    after = negative_log_likelihood(truth, scale_temperature(values, fitted))
    assert after <= negative_log_likelihood(truth, values) + 1e-9


def test_rows_that_tell_nothing_keep_a_temperature_of_one():
    assert fit_temperature([], np.zeros((0, 3))) == 1.0
    assert fit_temperature([0, 1], np.full((2, 4), 0.25)) == 1.0


def test_extremes_end_at_the_limits():
    sure = np.array([[0.99, 0.01], [0.01, 0.99]])
    assert fit_temperature([0, 1], sure) == COLDEST
    assert fit_temperature([1, 0], sure) == HOTTEST
    assert math.isfinite(fit_temperature([0, 1], [[1.0, 0.0], [1.0, 0.0]]))


def test_likelihood_is_scikit_learns():
    truth, values = honest(n=200)
    assert negative_log_likelihood(truth, values) == pytest.approx(log_loss(truth, values, labels=range(6)))
    assert math.isnan(negative_log_likelihood([], np.zeros((0, 3))))
    assert math.isnan(expected_calibration_error([], np.zeros((0, 3))))


def test_impossible_arguments_are_refused():
    with pytest.raises(ValueError, match="bin"):
        reliability([0], [[1.0]], bins=0)
    with pytest.raises(ValueError, match="temperature"):
        scale_temperature([[1.0]], 0.0)
    with pytest.raises(ValueError, match=r"\(N, C\)"):
        fit_temperature([0, 1], [0.1, 0.9])
