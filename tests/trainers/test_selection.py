"""Which photographs a run uses, and what it says about the others."""

from __future__ import annotations

from dataclasses import replace

import pytest

from core.errors import SnapshotError
from core.inference.catalogue import Task
from core.jobs.recipe import Recipe
from core.project.labels import ImageState, Split
from trainers.selection import select


def changed(snapshot, positions, **fields):
    images = tuple(
        replace(image, **fields) if index in positions else image for index, image in enumerate(snapshot.images)
    )
    return replace(snapshot, images=images)


def ids(examples):
    return {example.image.id for example in examples}


def test_the_stored_splits_are_used(make_snapshot):
    chosen = select(make_snapshot(12, val=3), Task.CLASSIFICATION, Recipe())
    assert ids(chosen.val) == {1, 2, 3}
    assert ids(chosen.train) == set(range(4, 13))
    assert chosen.notes == ()
    assert [example.class_index for example in chosen.train[:3]] == [0, 1, 2]


def test_test_photographs_rejected_and_noise_are_never_trained_on(make_snapshot):
    snapshot = changed(make_snapshot(12, val=3), {4}, split=Split.TEST)
    snapshot = changed(snapshot, {5}, state=ImageState.REJECTED)
    snapshot = changed(snapshot, {0, 6}, state=ImageState.NOISE)
    for noise, train in ((False, {4, 8, 9, 10, 11, 12}), (True, {4, 7, 8, 9, 10, 11, 12})):
        chosen = select(snapshot, Task.CLASSIFICATION, Recipe(include_noise=noise))
        assert ids(chosen.train) == train
        assert ids(chosen.val) == {2, 3}


def test_a_detector_uses_photographs_with_boxes_and_counts_the_others(make_snapshot):
    snapshot = changed(make_snapshot(12, val=3), {0, 7, 8}, boxes=())
    chosen = select(snapshot, Task.DETECTION, Recipe())
    assert ids(chosen.train) == {4, 5, 6, 7, 10, 11, 12}
    assert "2 of 9 training photographs have no lesion boxes and aren't used." in chosen.notes
    assert "1 of 3 validation photographs have no lesion boxes and aren't used." in chosen.notes
    assert chosen.train[0].boxes.shape == (1, 4)


def test_a_classifier_uses_photographs_with_a_class(make_snapshot):
    snapshot = changed(make_snapshot(12, val=3), {7}, image_class=None)
    chosen = select(snapshot, Task.CLASSIFICATION, Recipe())
    assert 8 not in ids(chosen.train)
    assert "1 of 9 training photographs have no class and aren't used." in chosen.notes


@pytest.mark.parametrize("seed", range(5))
def test_holding_out_keeps_patients_together_and_depends_on_the_seed_alone(make_snapshot, seed):
    snapshot = make_snapshot(24, val=0, patients=True)
    recipe = Recipe(holdout=0.25, seed=seed)
    chosen = select(snapshot, Task.CLASSIFICATION, recipe)
    assert not {e.image.patient for e in chosen.train} & {e.image.patient for e in chosen.val}
    assert len(chosen.train) + len(chosen.val) == 24
    assert len(chosen.val) == 6
    assert "by patient" in chosen.notes[0]
    assert ids(select(snapshot, Task.CLASSIFICATION, recipe).val) == ids(chosen.val)


def test_one_patient_alone_is_not_held_out(make_snapshot):
    snapshot = changed(make_snapshot(4, val=0), set(range(4)), patient="only")
    chosen = select(snapshot, Task.CLASSIFICATION, Recipe())
    assert len(chosen.train) == 4
    assert chosen.val == ()
    assert "too few" in chosen.notes[0]


def test_nothing_to_learn_from_says_what_is_needed(make_snapshot):
    with pytest.raises(SnapshotError, match="has lesion boxes"):
        select(make_snapshot(boxes=False), Task.DETECTION, Recipe())
    with pytest.raises(SnapshotError, match="has a class"):
        select(make_snapshot(3, val=3), Task.CLASSIFICATION, Recipe())


def test_classes_without_a_photograph_are_named(make_snapshot):
    chosen = select(make_snapshot(5, val=3), Task.CLASSIFICATION, Recipe())
    assert chosen.notes == ("No training photograph shows keratosis: the model can't learn it.",)
