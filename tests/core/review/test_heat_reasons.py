"""Evidence outside the boxes is a reason for as long as boxes, prediction and model are those it was seen with."""

from __future__ import annotations

from dataclasses import replace

import pytest

from core.geometry import Box
from core.project.heat_rows import boxes_digest
from core.project.labels import Edit, with_boxes, with_diagnosis
from core.project.project import Project
from core.project.records import HeatShare, Prediction
from core.review.queue import read_review
from core.review.suspects import Reason

HERE = (100, 100, 200, 200)  # as the fixture draws them
DIGEST = boxes_digest([HERE])


def beside(project, **options):
    suspects = read_review(project, **options).suspects
    return {
        (entry.image_id, found.models) for entry in suspects for found in entry.findings if found.reason is Reason.HEAT
    }


@pytest.fixture
def looked(tell):
    clinic = tell()
    clinic.store_heat([HeatShare("cnn", 4, 1, 0.1, DIGEST), HeatShare("cnn", 5, 1, 0.8, DIGEST)])
    return clinic


def moved(labels, box):
    return with_boxes(labels, (replace(labels.boxes[0], box=box),))


def test_it_is_a_reason_in_a_project_opened_anew(looked):
    looked.close()
    with Project.open(looked.folder, read_only=True) as project:
        (suspect,) = (entry for entry in read_review(project).suspects if entry.image_id == 4)
        assert suspect.first.reason is Reason.HEAT
        assert suspect.first.text == "Only 10% of what cnn looked at lies in the lesion boxes."
        assert beside(project) == {(4, ("cnn",))}


def test_another_box_makes_it_stale_and_undoing_brings_it_back(looked):
    before = looked.labels(4)
    edit = Edit(4, before, moved(before, Box(100, 100, 201, 200)), "Move box")
    looked.apply(edit)
    assert beside(looked) == set()
    looked.apply(Edit(4, edit.after, before, "Move back"))
    assert beside(looked) == {(4, ("cnn",))}


def test_another_class_of_the_photograph_leaves_it(looked):
    before = looked.labels(4)
    looked.apply(Edit(4, before, with_diagnosis(before, None), "Clear"))
    assert beside(looked) == {(4, ("cnn",))}


def test_a_replaced_prediction_makes_it_stale(looked):
    looked.store_predictions([Prediction("cnn", 4, (0.5, 0.5), None, (1, 2))])
    assert beside(looked) == set()


def test_what_could_not_be_stored_counts_too(looked):
    looked.close()
    with Project.open(looked.folder, read_only=True) as project:
        more = [HeatShare("cnn", 6, 1, 0.0, DIGEST), HeatShare("cnn", 7, 1, 0.0, "other boxes")]
        assert beside(project, heat=more) == {(4, ("cnn",)), (6, ("cnn",))}
        assert beside(project, heat=[HeatShare("cnn", 4, 1, 0.9, DIGEST)]) == set()


def test_models_nobody_asks_say_nothing(looked):
    card = {**looked.model_card("cnn"), "architecture": "b"}
    looked.add_model("new", card, looked.runs_folder / "new")
    looked.store_heat([HeatShare("new", 9, 1, 0.1, DIGEST)])
    assert beside(looked) == {(4, ("cnn",)), (9, ("new",))}  # it has predicted nothing yet
    assert beside(looked, models=["cnn"]) == {(4, ("cnn",))}
    assert beside(looked, models=["det"]) == set()
