from __future__ import annotations

import random
from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.errors import ProjectError
from core.project.labels import Edit, ImageLabels, Split
from core.project.splits import SplitItem, assign_splits, divided_patients, split_by_patient, split_items


def item(number, class_id=1, patient=None, split=None):
    return SplitItem(number, f"{number:05}.jpg", class_id, patient, split)


@st.composite
def collections(draw):
    """Photographs of patients (up to five each) and of nobody, some with a given side a patient."""
    items: list[SplitItem] = []
    for number in range(draw(st.integers(1, 60))):
        patient = draw(st.none() | st.just(f"P{number}"))
        size = 1 if patient is None else draw(st.integers(1, 5))
        given_side = draw(st.sampled_from([None, None, None, *Split]))
        for _ in range(size):
            class_id = draw(st.sampled_from([1, 1, 1, 2, 3, None]))
            kept = given_side if draw(st.booleans()) else None
            items.append(item(len(items), class_id, patient, kept))
    return items


@settings(max_examples=150, deadline=None)
@given(items=collections(), test=st.floats(0, 0.5), val=st.floats(0, 0.4), seed=st.integers(0, 5))
def test_no_patient_on_two_sides_and_given_sides_are_kept(items, test, val, seed):
    sides = split_by_patient(items, test=test, val=val, seed=seed)

    assert sides.keys() == {entry.image_id for entry in items}
    assert divided_patients([replace(entry, split=sides[entry.image_id]) for entry in items]) == {}
    assert all(sides[entry.image_id] is entry.split for entry in items if entry.split is not None)
    with_given = {entry.patient for entry in items if entry.split is not None}
    free = [
        entry for entry in items if entry.split is None and (entry.patient is None or entry.patient not in with_given)
    ]
    if test == 0:
        assert all(sides[entry.image_id] is not Split.TEST for entry in free)
    if val == 0:
        assert all(sides[entry.image_id] is not Split.VAL for entry in free)


@settings(max_examples=60, deadline=None)
@given(items=collections(), seed=st.integers(0, 5), shuffle=st.randoms(use_true_random=False))
def test_the_same_seed_gives_the_same_sides_in_whatever_order_photographs_come(items, seed, shuffle):
    mixed = list(items)
    shuffle.shuffle(mixed)

    assert split_by_patient(mixed, test=0.25, val=0.1, seed=seed) == split_by_patient(
        items, test=0.25, val=0.1, seed=seed
    )


def test_another_seed_gives_other_sides():
    items = [item(number, number % 3) for number in range(100)]

    assert split_by_patient(items, test=0.25, val=0.1, seed=0) != split_by_patient(items, test=0.25, val=0.1, seed=1)


@settings(max_examples=40, deadline=None)
@given(
    sizes=st.lists(st.integers(1, 4), min_size=40, max_size=120),
    test=st.sampled_from([0.2, 0.25, 0.4]),
    val=st.sampled_from([0.0, 0.1, 0.2]),
    mix=st.randoms(use_true_random=False),
)
def test_proportions_are_close_overall_and_in_each_class(sizes, test, val, mix):
    """Patients of up to four photographs, one lesion class each: within the size of one patient of what was asked."""
    items: list[SplitItem] = []
    for number, size in enumerate(sizes):
        class_id = mix.choice([1, 1, 1, 2, 2, 3])
        first = len(items)
        items.extend(item(first + index, class_id, f"P{number}") for index in range(size))
    sides = split_by_patient(items, test=test, val=val, seed=0)

    wanted = {Split.TRAIN: 1 - test - val, Split.VAL: val, Split.TEST: test}
    overall = Counter(sides.values())
    for side, share in wanted.items():
        assert abs(overall[side] - share * len(items)) <= 2.5
        for class_id in (1, 2, 3):
            members = [entry for entry in items if entry.class_id == class_id]
            there = sum(sides[entry.image_id] is side for entry in members)
            assert abs(there - share * len(members)) <= 4


def test_many_tiny_classes_do_not_leave_a_small_side_empty():
    items = [item(number, number // 4) for number in range(40)]  # ten classes of four, and 10 % of four is nothing
    sides = Counter(split_by_patient(items, test=0.25, val=0.1, seed=0).values())

    assert (sides[Split.TRAIN], sides[Split.VAL], sides[Split.TEST]) == (26, 4, 10)


def test_a_given_test_side_counts_towards_the_share():
    items = [item(number, 1, split=Split.TEST if number < 25 else None) for number in range(100)]
    sides = Counter(split_by_patient(items, test=0.25, val=0.15, seed=0).values())

    assert (sides[Split.TRAIN], sides[Split.VAL], sides[Split.TEST]) == (60, 15, 25)


def test_a_patient_follows_the_one_photograph_that_has_a_side():
    items = [item(0, 1, "P", Split.VAL), item(1, 1, "P"), item(2, 2, "P"), *(item(n) for n in range(3, 20))]
    sides = split_by_patient(items, test=0.25, val=0.1, seed=0)

    assert [sides[number] for number in (0, 1, 2)] == [Split.VAL] * 3


@pytest.mark.parametrize(("test", "val"), [(0.6, 0.4), (1.0, 0.0), (-0.1, 0.1), (0.1, -0.1), (float("nan"), 0.1)])
def test_shares_that_leave_nothing_to_train_on(test, val):
    with pytest.raises(ProjectError, match="share"):
        split_by_patient([item(1)], test=test, val=val, seed=0)


def test_a_table_that_divides_a_patient_is_named():
    items = [item(1, 1, "Mrs X", Split.TRAIN), item(2, 1, "Mrs X", Split.TEST)]

    assert divided_patients(items) == {"Mrs X": {Split.TRAIN, Split.TEST}}
    with pytest.raises(ProjectError, match="'Mrs X' on test and train"):
        split_by_patient(items, test=0.2, val=0.1, seed=0)


def test_nothing_to_split():
    assert split_by_patient([], test=0.2, val=0.1, seed=0) == {}


def test_a_project_is_split_and_the_change_is_in_its_history(project, photos, photo):
    chance = random.Random(3)
    project.add_images(
        photos,
        [photo(f"{n}.jpg", patient=f"P{n // 3}", diagnosis=chance.choice([1, 1, 2])) for n in range(90)],
    )
    given_sides = dict.fromkeys((1, 2, 3), Split.TEST)
    project.set_splits(given_sides, what="By hand")

    counted = assign_splits(project, test=0.25, val=0.1, seed=0)
    assert counted == Counter(image.split for image in project.images())
    assert sum(counted.values()) == 90
    assert abs(counted[Split.TEST] - 22.5) <= 3
    assert divided_patients(split_items(project)) == {}
    assert all(project.image(number).split is Split.TEST for number in given_sides)
    newest = project.history(limit=1)[0]
    assert (newest.kind, newest.who, newest.before) == ("split", "ana", {"split": None})
    rows = len(project.history(limit=1000))
    assert rows == 90

    assert assign_splits(project, test=0.25, val=0.1, seed=7) == counted  # all sides are given now
    assert len(project.history(limit=1000)) == rows
    assign_splits(project, test=0.5, val=0.0, seed=7, keep=False)
    assert {image.split for image in project.images()} == {Split.TRAIN, Split.TEST}
    assert divided_patients(split_items(project)) == {}


def test_a_patient_cannot_be_divided_by_hand(filled):
    with pytest.raises(ProjectError, match="'P'"):
        filled.set_splits({1: Split.TRAIN, 2: Split.TEST}, what="By hand")
    assert filled.image(1).split is None
    filled.set_splits({1: Split.TRAIN}, what="By hand")
    with pytest.raises(ProjectError, match="'P'"):
        filled.set_splits({2: Split.TEST}, what="By hand")
    filled.set_splits({1: None, 2: Split.TEST}, what="By hand")
    assert [filled.image(number).split for number in (1, 2)] == [None, Split.TEST]
    with pytest.raises(ProjectError, match="99"):
        filled.set_splits({99: Split.TEST}, what="By hand")


def test_the_stored_image_class_is_what_is_stratified(filled):
    filled.apply(Edit(1, ImageLabels(), ImageLabels(diagnosis=2), "Diagnose"))

    assert [entry.class_id for entry in split_items(filled)] == [2, None, None, None, None]
