"""Suggestions on unlabelled photographs: what is accepted is added, and no human row ever changes."""

from __future__ import annotations

import pytest

from core.errors import StaleEdit
from core.geometry import Box
from core.project.arrays import StoredArrays
from core.project.labels import Edit, ImageLabels, new_box, with_boxes
from core.project.records import PredictedBox, Prediction
from core.review.opinions import read_opinions
from core.review.prelabelling import accept, accept_all, bulk_plan, half_answered, reject, suggestions

HERE, NEAR, FAR = Box(100, 100, 200, 200), Box(110, 100, 200, 200), Box(300, 200, 390, 290)
FOUND = (PredictedBox(HERE, 1, 0.9), PredictedBox(NEAR, 2, 0.8), PredictedBox(FAR, 2, 0.6), PredictedBox(FAR, 2, 0.2))


@pytest.fixture
def half(tell, clinic):
    """The first ten photographs lose their boxes; the detector finds things on all."""
    tell(boxes=dict.fromkeys(range(1, 41), FOUND))
    for key in range(1, 11):
        before = clinic.labels(key)
        clinic.apply(Edit(key, before, with_boxes(before, ()), "Delete box"))
    return clinic


def human_rows(clinic):
    with clinic._database.reading() as connection:
        return {row[0]: row for row in connection.exec_driver_sql("SELECT * FROM boxes ORDER BY uid")}


def test_bulk_accepting_changes_no_human_row_and_is_one_step(half):
    before = human_rows(half)
    plan = bulk_plan(half, at_least=0.5)
    assert (plan.photographs, plan.boxes, plan.by_class) == (10, 20, {1: 10, 2: 10})
    assert human_rows(half) == before
    step = accept_all(half, plan)
    after = human_rows(half)
    assert {key: after[key] for key in before} == before
    assert len(after) == len(before) + 20
    assert all(box.parent is not None for box in half.labels(1).boxes)
    half.journal.undo(step)
    assert human_rows(half) == before


def test_a_photograph_labelled_meanwhile_stops_the_whole_step(half):
    plan = bulk_plan(half, at_least=0.5)
    before = half.labels(3)
    half.apply(Edit(3, before, with_boxes(before, (new_box(FAR, 1),)), "Draw box"))
    rows = human_rows(half)
    with pytest.raises(StaleEdit):
        accept_all(half, plan)
    assert human_rows(half) == rows


def test_of_boxes_on_one_lesion_the_surest_is_suggested_above_the_threshold(half):
    said = half.predictions(1)
    assert [entry.predicted.box for entry in suggestions(said, half.labels(1), at_least=0.5)] == [HERE, FAR]
    assert [entry.predicted.box for entry in suggestions(said, half.labels(1), at_least=0.7)] == [HERE]
    assert suggestions(said, half.labels(20), at_least=0.1) == ()


def test_what_was_rejected_is_not_suggested_again(half):
    said, record = half.predictions(1), half.image(1)
    first, second = suggestions(said, half.labels(1), at_least=0.5)
    half.apply(reject(record, half.labels(1), [first]))
    again = suggestions(said, half.labels(1), at_least=0.5)
    assert again == (second,)  # nor another box on the lesion that is none
    half.apply(accept(record, half.labels(1), [second]))
    assert [box.parent for box in half.labels(1).boxes] == [second.predicted.id]
    assert suggestions(said, half.labels(1), at_least=0.5) == ()


def test_what_was_not_answered_stays_suggested_beside_an_accepted_box(half):
    said, record = half.predictions(1), half.image(1)
    first, second = suggestions(said, half.labels(1), at_least=0.5)
    step = half.apply(accept(record, half.labels(1), [first]))
    assert suggestions(said, half.labels(1), at_least=0.5) == (second,)
    assert waiting(half) == [1]
    plan = bulk_plan(half, at_least=0.5, ids=[1])
    assert (plan.photographs, plan.boxes, plan.by_class, plan.without) == (1, 1, {2: 1}, 0)
    half.journal.undo(step)
    assert waiting(half) == []
    half.journal.redo(step)
    half.apply(reject(record, half.labels(1), [second]))
    assert suggestions(said, half.labels(1), at_least=0.5) == ()
    assert waiting(half) == []
    # With a lower score a third box would come up, if it weren't on the lesion that was rejected.
    assert suggestions(said, half.labels(1), at_least=0.1) == ()


def test_where_people_have_labelled_since_new_predictions_are_not_suggested(half):
    record = half.image(1)
    half.apply(reject(record, half.labels(1), suggestions(half.predictions(1), half.labels(1), at_least=0.5)[:1]))
    before = half.labels(1)
    half.apply(Edit(1, before, with_boxes(before, (new_box(NEAR, 1),)), "Draw box"))
    assert [entry.predicted.box for entry in suggestions(half.predictions(1), half.labels(1), at_least=0.5)] == [FAR]
    assert bulk_plan(half, at_least=0.5, ids=[1]).photographs == 0  # no box beside somebody's own unseen
    half.store_predictions([Prediction("det", 1, None, (PredictedBox(FAR, 2, 0.9),), (1, 2))])
    assert suggestions(half.predictions(1), half.labels(1), at_least=0.5) == ()
    assert waiting(half) == []


def waiting(clinic):
    opinions = read_opinions(clinic, StoredArrays())
    return opinions.image_ids[half_answered(clinic, opinions, at_least=0.5)].tolist()


def test_nothing_is_suggested_on_what_was_put_aside():
    from core.project.labels import ImageState

    assert suggestions([], ImageLabels(state=ImageState.NOISE), at_least=0.1) == ()
