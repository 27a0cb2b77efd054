"""Classification metrics against scikit-learn, against each other, and at their edges."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn import metrics as reference

from core.metrics.classification import (
    NO_DETECTION,
    balanced_accuracy,
    class_scores,
    confusion,
    per_class,
    top_k,
    truth_ranks,
    weighted_accuracy,
)


@pytest.fixture
def labels() -> tuple[np.ndarray, np.ndarray]:
    rng = np.random.default_rng(7)
    truth = rng.choice(5, size=400, p=[0.5, 0.2, 0.15, 0.1, 0.05])
    predicted = np.where(rng.random(400) < 0.6, truth, rng.integers(0, 5, 400))
    return truth, predicted


def test_agrees_with_scikit_learn(labels):
    truth, predicted = labels
    scores = class_scores(truth, predicted, classes=5)
    precision, recall, f1, _ = reference.precision_recall_fscore_support(truth, predicted, labels=range(5))
    np.testing.assert_allclose(scores.precision, precision)
    np.testing.assert_allclose(scores.recall, recall)
    np.testing.assert_allclose(scores.f1, f1)
    assert weighted_accuracy(truth, predicted, classes=5) == pytest.approx(reference.accuracy_score(truth, predicted))
    assert balanced_accuracy(truth, predicted, classes=5) == pytest.approx(
        reference.balanced_accuracy_score(truth, predicted)
    )
    np.testing.assert_array_equal(
        confusion(truth, predicted, classes=5), reference.confusion_matrix(truth, predicted, labels=range(5))
    )


@pytest.mark.parametrize("k", [1, 2, 3])
def test_top_k_agrees_with_scikit_learn(k):
    rng = np.random.default_rng(3)
    probabilities = rng.dirichlet(np.ones(5), size=300)
    truth = rng.integers(0, 5, 300)
    assert top_k(truth, probabilities, k=k) == pytest.approx(
        reference.top_k_accuracy_score(truth, probabilities, k=k, labels=range(5))
    )


def test_top_1_is_the_accuracy_of_the_argmax_even_with_ties():
    probabilities = np.array([[0.5, 0.5], [0.5, 0.5], [0.2, 0.8]])
    truth = np.array([0, 1, 1])
    assert top_k(truth, probabilities, k=1) == weighted_accuracy(truth, probabilities.argmax(1), classes=2) == 2 / 3


@given(st.integers(1, 6), st.integers(0, 2**32 - 1))
def test_ranks_are_the_places_in_the_sorted_row_ties_by_column(classes, seed):
    rng = np.random.default_rng(seed)
    scores = rng.integers(0, 4, (30, classes)) / 4
    truth = rng.integers(0, classes, 30)
    order = np.argsort(-scores, axis=1, kind="stable")
    assert truth_ranks(truth, scores).tolist() == (order == truth[:, None]).argmax(axis=1).tolist()


def test_top_k_beyond_the_number_of_classes_is_always_right():
    assert top_k([0, 1], [[0.1, 0.9], [0.9, 0.1]], k=3) == 1.0


def test_no_detection_is_wrong_and_has_its_own_column():
    truth, predicted = [0, 0, 1], [0, NO_DETECTION, NO_DETECTION]
    assert weighted_accuracy(truth, predicted, classes=2) == pytest.approx(1 / 3)
    assert confusion(truth, predicted, classes=2, no_detection=True).tolist() == [[1, 0, 1], [0, 0, 1]]
    scores = class_scores(truth, predicted, classes=2)
    assert scores.recall.tolist() == [0.5, 0.0]
    assert scores.precision[0] == 1.0
    assert math.isnan(scores.precision[1])


def test_an_image_without_detection_is_never_dropped_from_the_confusion():
    with pytest.raises(ValueError, match="no_detection=True"):
        confusion([0], [NO_DETECTION], classes=2)


def test_a_class_without_images_has_no_accuracy_and_no_weight():
    counts = per_class([0, 0], [0, 1], classes=3)
    assert [count.n for count in counts] == [2, 0, 0]
    assert math.isnan(counts[1].accuracy)
    assert weighted_accuracy([0, 0], [0, 1], classes=3) == 0.5
    assert balanced_accuracy([0, 0], [0, 1], classes=3) == 0.5


def test_nothing_to_judge_is_nan_and_not_zero():
    assert math.isnan(weighted_accuracy([], [], classes=3))
    assert math.isnan(balanced_accuracy([], [], classes=3))
    assert math.isnan(top_k([], np.zeros((0, 3)), k=1))
    assert confusion([], [], classes=2).tolist() == [[0, 0], [0, 0]]


@pytest.mark.parametrize(
    ("truth", "predicted"), [([0, 1], [0]), ([3], [0]), ([-1], [0]), ([0], [3]), ([0], [-2]), ([[0]], [[0]])]
)
def test_impossible_labels_are_refused(truth, predicted):
    with pytest.raises(ValueError, match=r"must be two arrays|outside"):
        weighted_accuracy(truth, predicted, classes=3)


@given(st.lists(st.tuples(st.integers(0, 4), st.integers(-1, 4)), min_size=1, max_size=60))
def test_all_metrics_tell_the_same_story(pairs):
    truth, predicted = [t for t, _ in pairs], [p for _, p in pairs]
    table = confusion(truth, predicted, classes=5, no_detection=True)
    counts = per_class(truth, predicted, classes=5)
    assert table.sum() == len(pairs)
    assert table.sum(axis=1).tolist() == [count.n for count in counts]
    assert np.diagonal(table).tolist() == [count.correct for count in counts]
    assert weighted_accuracy(truth, predicted, classes=5) == pytest.approx(np.trace(table[:, :5]) / len(pairs))
