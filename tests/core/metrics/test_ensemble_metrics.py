"""EnsembleNet and its subsets."""

from __future__ import annotations

import numpy as np
import pytest

from core.classes import ClassTable
from core.errors import EnsembleError
from core.inference.catalogue import Task
from core.metrics.ensemble import MOST_MEMBERS, ensemble_probabilities, subset_probabilities, subsets
from core.metrics.model_evaluation import combine_seen
from core.metrics.paper_tables import table_iii
from core.metrics.report import ENSEMBLE, Evaluation, ModelEvaluation
from core.project.labels import Split


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


def many(number: int) -> Evaluation:
    """Classifiers of four photographs in two classes, the first of them right on all."""
    classes = ClassTable.from_names(["Naevus", "Eczema"])
    truth = np.array([0, 0, 1, 1])
    models = []
    for place in range(number):
        right = np.where(np.arange(4) < (4 if place == 0 else 2), truth, 1 - truth)
        probabilities = np.eye(2)[right] * 0.6 + 0.2
        models.append(
            ModelEvaluation(
                f"resnet50-{place}", "resnet50", Task.CLASSIFICATION, classes, (1, 2, 3, 4), truth, right, probabilities
            )
        )
    return Evaluation(Split.TEST, classes, (1, 2, 3, 4), tuple(models), combine_seen(models, (1, 2, 3, 4)), {})


def test_all_ensembles_are_made_of_eight_classifiers_at_most():
    """Every place that makes them shares the limit: the table of the paper, the command line and the window's page."""
    table = table_iii(many(MOST_MEMBERS), None)
    assert [row.name for row in table.rows if row.name.startswith("Best")] == ["Best ensemble by top-1"]
    assert "Best by top-1 of all 255: resnet50-0." in table.notes
    assert len(many(MOST_MEMBERS).subsets()) == 255

    table = table_iii(many(MOST_MEMBERS + 1), None)
    assert not [row for row in table.rows if row.name.startswith("Best")]
    assert any(row.model == ENSEMBLE for row in table.rows)
    assert "The best ensembles are sought among 8 classifiers at most; here are 9." in table.notes
    with pytest.raises(EnsembleError, match="Of 9 classifiers there are 511 ensembles; all are made of 8 at most"):
        many(MOST_MEMBERS + 1).subsets()
