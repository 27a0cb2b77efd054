"""Threshold curves against scikit-learn, reliability bins, and classes that are taken for each other."""

from __future__ import annotations

import math

import numpy as np
import pytest
from sklearn.metrics import average_precision_score, precision_recall_curve, roc_curve

from core.metrics.calibration import confidence_bins, reliability
from core.metrics.confused_groups import confused_groups
from core.metrics.curves import threshold_curve


@pytest.mark.parametrize("seed", range(3))
def test_curves_are_those_of_scikit_learn(seed):
    rng = np.random.default_rng(seed)
    positive = rng.random(200) < 0.3
    scores = np.round(rng.random(200) * 0.6 + positive * 0.3, 2)  # with ties
    curve = threshold_curve(positive, scores)
    false, true, _ = roc_curve(positive, scores, drop_intermediate=False)
    np.testing.assert_allclose(curve.fall_out, false[1:])
    np.testing.assert_allclose(curve.recall, true[1:])
    precision, recall, thresholds = precision_recall_curve(positive, scores)
    np.testing.assert_allclose(curve.precision[::-1], precision[:-1])
    np.testing.assert_allclose(curve.recall[::-1], recall[:-1])
    np.testing.assert_allclose(curve.thresholds[::-1], thresholds)
    assert curve.average_precision == pytest.approx(average_precision_score(positive, scores))
    for threshold, called in zip(curve.thresholds, curve.called, strict=True):
        assert called == (scores >= threshold).sum()


def test_a_class_without_images_has_no_recall():
    curve = threshold_curve([False, False], [0.5, 0.2])
    assert np.isnan(curve.recall).all()
    assert math.isnan(curve.average_precision)
    assert len(threshold_curve([], []).thresholds) == 0
    with pytest.raises(ValueError, match="one score"):
        threshold_curve([True], [0.1, 0.2])


def test_bins_count_what_the_reliability_counts():
    rng = np.random.default_rng(0)
    probabilities = rng.dirichlet(np.full(4, 0.3), 500)
    bins = reliability(rng.integers(0, 4, 500), probabilities)
    np.testing.assert_array_equal(np.bincount(confidence_bins(probabilities), minlength=15), bins.counts)


def test_confused_classes_must_both_err():
    # 0 and 1 take each other; 1 and 2 too, so the three are one group; 3 swallows much of 4, which never errs to 3.
    table = np.array(
        [
            [70, 20, 0, 0, 0, 10],
            [15, 70, 15, 0, 0, 0],
            [0, 20, 80, 0, 0, 0],
            [0, 0, 0, 100, 0, 0],
            [0, 0, 0, 60, 40, 0],
        ]
    )
    (group,) = confused_groups(table)
    assert group.columns == (0, 1, 2)
    assert group.confused == 20 + 15 + 15 + 20
    assert group.n == 300
    assert confused_groups(table, least=0.5) == ()
    assert confused_groups(np.eye(3, dtype=int) * 9) == ()
    assert confused_groups(np.zeros((2, 2), dtype=int)) == ()
