"""Runs that came to no good end aren't asked about labels unless somebody names them."""

from __future__ import annotations

import pytest

from core.geometry import Box
from core.jobs.job import RunResult, RunState
from core.jobs.recipe import Recipe
from core.jobs.run_folder import RunFolder
from core.project.labels import Edit, with_boxes
from core.project.records import PredictedBox, Prediction
from core.project.snapshot import freeze
from core.review.prelabelling import bulk_plan
from core.review.queue import read_review
from core.review.suspects import Reason
from core.review.unfinished import unfinished_models

AGREED = (PredictedBox(Box(100, 100, 200, 200), 1, 0.9),)


@pytest.fixture
def ended(tell, clinic):
    """A detector's run that ended in this state (None: it never ended), and that found nothing anywhere."""

    def ended(state, *, boxes=()):
        tell()
        run = RunFolder.create(
            clinic.runs_folder, "faster_rcnn_r18", Recipe.for_architecture("faster_rcnn_r18"), freeze(clinic)
        )
        card = {"architecture": "faster_rcnn_r18", "task": "detection", "classes": clinic.classes.to_json()}
        clinic.add_model(run.name, card, run.path)
        clinic.store_predictions([Prediction(run.name, key, None, boxes, (1, 2)) for key in range(1, 41)])
        if state is not None:
            run.write_result(RunResult(state=state))
        return run

    return ended


def blind(review):
    return [suspect for suspect in review.suspects for entry in suspect.findings if entry.reason is Reason.NO_DETECTION]


@pytest.mark.parametrize("state", [RunState.KILLED, RunState.FAILED, RunState.LOST, None])
def test_what_was_aborted_is_asked_only_by_its_name(ended, clinic, state):
    run = ended(state)
    assert unfinished_models(clinic) == {run.name}
    review = read_review(clinic)
    assert set(review.opinions.found) == {"det"}
    assert not blind(review)
    assert blind(read_review(clinic, models=[run.name]))


@pytest.mark.parametrize("state", [RunState.COMPLETED, RunState.STOPPED])
def test_what_ended_as_it_should_is_asked(ended, clinic, state):
    run = ended(state)
    assert unfinished_models(clinic) == set()
    assert blind(read_review(clinic))
    assert run.name in read_review(clinic).opinions.found


def test_a_run_whose_result_is_damaged_is_not_asked(ended, clinic):
    run = ended(RunState.COMPLETED)
    (run.path / "result.json").write_text("half a {")
    assert unfinished_models(clinic) == {run.name}


def test_boxes_of_an_aborted_run_are_not_suggested_for_all(ended, clinic):
    run = ended(RunState.KILLED, boxes=(PredictedBox(Box(300, 200, 380, 290), 1, 0.95),))
    before = clinic.labels(1)
    clinic.apply(Edit(1, before, with_boxes(before, ()), "Delete box"))
    assert bulk_plan(clinic, at_least=0.5).boxes == 1
    assert bulk_plan(clinic, at_least=0.5, models=["det", run.name]).boxes == 2
