"""AUROC against scikit-learn."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn import metrics as reference

from core.metrics.ranking import auroc, class_auroc, macro_auroc, resampled_auroc


def rows(classes: int = 5, n: int = 300, *, step: float = 0.0) -> tuple[np.ndarray, np.ndarray]:
    """Truth and probabilities that know something; `step` rounds them, which makes ties."""
    rng = np.random.default_rng(4)
    truth = rng.choice(classes, n, p=rng.dirichlet(np.full(classes, 4.0)))
    scores = rng.dirichlet(np.ones(classes), n) + 0.3 * np.eye(classes)[truth]
    scores /= scores.sum(axis=1, keepdims=True)
    return truth, np.round(scores / step) * step if step else scores


def test_macro_auroc_is_scikit_learns():
    truth, scores = rows()
    expected = reference.roc_auc_score(truth, scores, multi_class="ovr", average="macro")
    assert macro_auroc(truth, scores) == pytest.approx(expected, abs=1e-12)


def test_ties_count_half_as_in_scikit_learn():
    truth, scores = rows(step=0.1)
    for column, area in enumerate(class_auroc(truth, scores)):
        assert area == pytest.approx(reference.roc_auc_score(truth == column, scores[:, column]), abs=1e-12)


@given(st.lists(st.tuples(st.booleans(), st.integers(0, 4)), min_size=1, max_size=40))
def test_it_is_the_share_of_pairs_in_the_right_order(images):
    positive, scores = [p for p, _ in images], [s for _, s in images]
    pairs = [(a > b) + (a == b) / 2 for p, a in images if p for q, b in images if not q]
    expected = sum(pairs) / len(pairs) if pairs else math.nan
    assert auroc(positive, scores) == pytest.approx(expected, nan_ok=True)


def test_classes_nobody_or_everybody_has_are_left_out():
    scores = [[0.8, 0.2, 0.0], [0.3, 0.7, 0.0]]
    assert np.isnan(class_auroc([0, 1], scores)).tolist() == [False, False, True]
    assert macro_auroc([0, 1], scores) == 1.0
    assert math.isnan(macro_auroc([0, 0], scores))
    assert math.isnan(macro_auroc([], np.zeros((0, 3))))


@pytest.mark.parametrize("step", [0.0, 0.1])
def test_resampled_is_the_auroc_of_the_images_drawn(step):
    truth, scores = rows(3, 60, step=step)
    rng = np.random.default_rng(0)
    drawn = rng.integers(0, 60, (20, 60))
    weights = np.stack([np.bincount(row, minlength=60) for row in drawn]).astype(float)
    expected = [macro_auroc(truth[row], scores[row]) for row in drawn]
    np.testing.assert_allclose(resampled_auroc(truth, scores)(weights), expected, atol=1e-12)


def test_shapes_that_do_not_fit_are_refused():
    with pytest.raises(ValueError, match="one score"):
        auroc([True], [0.1, 0.2])
    with pytest.raises(ValueError, match=r"\(N, C\)"):
        macro_auroc([0, 1], [0.1, 0.9])
