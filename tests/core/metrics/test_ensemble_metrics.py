"""EnsembleNet and its subsets."""

from __future__ import annotations

import numpy as np
import pytest

from core.metrics.ensemble import ensemble_probabilities, subset_probabilities, subsets


def test_the_sum_of_softmax_outputs_decides():
    rng = np.random.default_rng(0)
    members = [rng.dirichlet(np.ones(6), size=50) for _ in range(4)]
    together = ensemble_probabilities(members)
    np.testing.assert_allclose(together.sum(axis=1), 1.0)
    np.testing.assert_array_equal(together.argmax(axis=1), sum(members).argmax(axis=1))


def test_one_member_is_itself_and_weights_count():
    a, b = np.array([[0.7, 0.3]]), np.array([[0.1, 0.9]])
    np.testing.assert_allclose(ensemble_probabilities([a]), a)
    np.testing.assert_allclose(ensemble_probabilities([a, b], weights=[1, 0]), a)
    np.testing.assert_allclose(ensemble_probabilities([a, b], weights=[1, 1]), [[0.4, 0.6]])


def test_every_subset_comes_once():
    names = ["a", "b", "c", "d"]
    assert len(subsets(names)) == len(set(subsets(names))) == 15
    members = {name: np.full((3, 2), 0.5) for name in names}
    assert [chosen for chosen, _ in subset_probabilities(members)] == subsets(names)


@pytest.mark.parametrize(
    ("members", "weights"),
    [([], None), ([[[0.5, 0.5]], [[1.0]]], None), ([[[1.0]]], [1, 2]), ([[[1.0]]], [-1]), ([[[0.0, 0.0]]], None)],
)
def test_what_makes_no_ensemble_is_refused(members, weights):
    with pytest.raises(ValueError, match=r"ensemble|members|weights|adds up"):
        ensemble_probabilities(members, weights=weights)
