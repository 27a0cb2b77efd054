"""Intervals: the published ones, their coverage on simulated data, and their edges."""

from __future__ import annotations

import math

import numpy as np
import pytest
from scipy import stats

from core.metrics.classification import balanced_accuracy
from core.metrics.intervals import bootstrap_intervals, class_mean, grouped_wilson_interval, share, wilson_interval


def test_wilson_interval_is_the_published_one():
    # Newcombe, Statistics in Medicine 17 (1998), table I: 81 of 263, 15 of 148, 0 of 20, 1 of 29.
    for correct, n, low, high in [
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0, 0.1611),
        (1, 29, 0.0061, 0.1718),
    ]:
        assert wilson_interval(correct, n) == pytest.approx((low, high), abs=5e-5)


@pytest.mark.parametrize("confidence", [0.9, 0.95, 0.99])
def test_wilson_interval_is_scipys(confidence):
    expected = stats.binomtest(37, 113).proportion_ci(confidence, method="wilson")
    assert wilson_interval(37, 113, confidence=confidence) == pytest.approx((expected.low, expected.high))


def test_wilson_interval_knows_nothing_of_no_images():
    assert wilson_interval(0, 0) == (0.0, 1.0)
    with pytest.raises(ValueError, match="impossible"):
        wilson_interval(3, 2)
    with pytest.raises(ValueError, match="confidence"):
        wilson_interval(1, 2, confidence=1)


def test_one_image_a_patient_gives_the_interval_over_images():
    hits = np.arange(50) % 3 > 0
    assert grouped_wilson_interval(hits, np.arange(50)) == pytest.approx(wilson_interval(int(hits.sum()), 50))


def test_patients_whose_images_agree_count_as_one_image_each():
    hits = np.repeat(np.arange(40) % 4 > 0, 5)
    low, high = grouped_wilson_interval(hits, np.repeat(np.arange(40), 5))
    assert (low, high) == pytest.approx(wilson_interval(30, 40), abs=0.01)
    narrow = wilson_interval(150, 200)
    assert low < narrow[0] < narrow[1] < high


def test_groups_never_narrow_the_interval_and_may_have_any_numbers():
    hits = np.tile([1, 0], 50)
    # Each patient has one right and one wrong: less variance than chance gives.
    assert grouped_wilson_interval(hits, np.repeat(np.arange(50), 2)) == pytest.approx(wilson_interval(50, 100))
    some = np.repeat([7, -3, 1_000_000], [10, 60, 30])
    assert grouped_wilson_interval(hits, some) == grouped_wilson_interval(hits, np.repeat([0, 1, 2], [10, 60, 30]))


def test_a_patient_who_is_all_there_is_tells_little():
    assert grouped_wilson_interval([1, 1, 1, 0], [5, 5, 5, 5]) == pytest.approx(grouped_wilson_interval([0.75], [5]))
    assert grouped_wilson_interval([1] * 30, np.repeat([1, 2, 3], 10)) == pytest.approx(wilson_interval(3, 3))
    assert grouped_wilson_interval([], []) == (0.0, 1.0)
    with pytest.raises(ValueError, match="as many groups"):
        grouped_wilson_interval([1, 0], [1])


def test_the_interval_over_patients_holds_the_truth_as_often_as_it_says():
    """Eighty patients of five images, alike within a patient: the interval over images is far too narrow."""
    rng = np.random.default_rng(0)
    groups = np.repeat(np.arange(80), 5)
    held = {"images": 0, "patients": 0}
    for _ in range(400):
        hits = rng.random(400) < rng.beta(1.4, 0.6, 80)[groups]
        for name, (low, high) in {
            "images": wilson_interval(int(hits.sum()), 400),
            "patients": grouped_wilson_interval(hits, groups),
        }.items():
            held[name] += low <= 0.7 <= high
    assert held["patients"] / 400 > 0.92
    assert held["images"] / 400 < 0.85


def test_bootstrap_over_images_is_close_to_wilson():
    hits = np.arange(400) % 10 < 7
    found = bootstrap_intervals({"accuracy": share(hits)}, n=400, resamples=4000)["accuracy"]
    assert found == pytest.approx(wilson_interval(280, 400), abs=0.01)


def test_bootstrap_draws_whole_patients():
    hits = np.repeat(np.arange(40) % 4 > 0, 5)
    groups = np.repeat(np.arange(40), 5)
    found = bootstrap_intervals({"accuracy": share(hits)}, n=200, groups=groups, resamples=4000)["accuracy"]
    assert found == pytest.approx(grouped_wilson_interval(hits, groups), abs=0.03)
    assert found[1] - found[0] > 0.2


def test_balanced_accuracy_of_resamples_is_that_of_the_images_drawn():
    rng = np.random.default_rng(2)
    truth, predicted = rng.integers(0, 4, 50), rng.integers(-1, 4, 50)
    drawn = rng.integers(0, 50, (30, 50))
    weights = np.stack([np.bincount(row, minlength=50) for row in drawn]).astype(float)
    expected = [balanced_accuracy(truth[row], predicted[row], classes=4) for row in drawn]
    np.testing.assert_allclose(class_mean(truth, predicted, classes=4)(weights), expected)


def test_chunks_and_seeds_change_nothing_and_everything(monkeypatch):
    hits = np.arange(60) % 3 > 0

    def interval(seed: int = 0) -> tuple[float, float]:
        return bootstrap_intervals({"a": share(hits)}, n=60, resamples=500, seed=seed)["a"]

    whole = interval()
    assert interval() == whole
    assert bootstrap_intervals({"a": share(hits)}, n=60, resamples=500, confidence=0.5)["a"][0] > whole[0]
    monkeypatch.setattr("core.metrics.intervals._CHUNK", 60 * 7)
    assert interval() == whole
    assert {interval(seed) for seed in range(5)} != {whole}


def test_bootstrap_at_its_edges():
    assert all(map(math.isnan, bootstrap_intervals({"a": share([])}, n=0)["a"]))
    with pytest.raises(ValueError, match="resample"):
        bootstrap_intervals({}, n=3, resamples=0)
    with pytest.raises(ValueError, match="groups"):
        bootstrap_intervals({}, n=3, groups=[1])
