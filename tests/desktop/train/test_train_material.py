"""What a training would learn from, and the sentences that refuse one."""

from __future__ import annotations

from dataclasses import replace

import pytest

from core.geometry import Box
from core.inference.catalogue import Task
from core.project.labels import Edit, ImageState, Split, new_box
from core.project.snapshot import freeze
from core.project.splits import assign_splits
from desktop.train.material import describe

pytestmark = pytest.mark.usefixtures("qapp")


def told(snapshot, task=Task.CLASSIFICATION, *, include_noise=False):
    return describe(snapshot, task, include_noise=include_noise, holdout=0.1)


def texts(material):
    return [problem.text for problem in material.problems]


def test_classifiers_are_counted_by_diagnosis(clinic):
    material = told(freeze(clinic))
    assert material.table.rows == (
        ("Nevus", 12, 4, 4),
        ("Rosacea", 12, 4, 4),
        ("Stasis Ulcer", 0, 0, 0),
        ("All photos", 24, 8, 8),
    )
    assert material.can_train
    assert "6 patients in training" in material.table.lines
    assert texts(material) == ["Without a training photo, so never predicted: Stasis Ulcer."]


def test_detectors_are_counted_by_boxes(clinic):
    material = told(freeze(clinic), Task.DETECTION)
    assert material.table.counted == "Lesion boxes"
    assert material.table.rows[-1] == ("All boxes", 12, 4, 4)
    assert "Photos with boxes: 12 for training, 4 for validation, 4 for test" in material.table.lines
    assert "20 without boxes, left out" in material.table.lines
    assert "Fewer than 10 training boxes: Nevus, Rosacea." in texts(material)


def test_a_photograph_with_boxes_of_two_classes_leaves_the_sums_right(clinic):
    image = clinic.images(split=Split.TRAIN)[0]
    labels = clinic.labels(image.id)
    boxes = (new_box(Box(10, 10, 50, 50), 1), new_box(Box(60, 60, 90, 90), 2), new_box(Box(0, 0, 9, 9), 2))
    clinic.apply(Edit(image.id, labels, replace(labels, boxes=boxes), "Draw boxes"))
    *classes, whole = told(freeze(clinic), Task.DETECTION).table.rows
    for side in (1, 2, 3):
        assert sum(row[side] for row in classes) == whole[side]
    assert whole == ("All boxes", 14, 4, 4)


@pytest.mark.parametrize("task", list(Task))
def test_without_labels_it_refuses(make_clinic, task):
    material = told(freeze(make_clinic(labelled=False)), task)
    assert not material.can_train
    assert not material.needs_split
    assert "nothing to learn" in material.problems[0].text
    assert material.problems[0].hint


def test_without_a_split_it_refuses_and_the_split_mends_it(make_clinic):
    project = make_clinic(split=False)
    material = told(freeze(project))
    assert not material.can_train
    assert material.needs_split
    assign_splits(project, test=0.25, val=0.1, seed=0)
    assert told(freeze(project)).can_train


def test_one_class_is_nothing_to_tell_apart(clinic):
    snapshot = freeze(clinic)
    only = replace(snapshot, images=tuple(image for image in snapshot.images if image.image_class == 1))
    assert "one class" in told(only).problems[0].text
    assert told(only, Task.DETECTION).can_train


def test_noise_is_left_out_unless_asked_for(clinic):
    image = next(image for image in clinic.images(split=Split.TRAIN))
    labels = clinic.labels(image.id)
    clinic.apply(Edit(image.id, labels, replace(labels, state=ImageState.NOISE), "Mark as noise"))
    snapshot = freeze(clinic)
    assert told(snapshot).table.rows[-1][1] == 23
    assert told(snapshot, include_noise=True).table.rows[-1][1] == 24
    assert "1 marked as noise, left out" in told(snapshot).table.lines


def test_noise_never_validates(clinic):
    image = next(image for image in clinic.images(split=Split.VAL))
    labels = clinic.labels(image.id)
    clinic.apply(Edit(image.id, labels, replace(labels, state=ImageState.NOISE), "Mark as noise"))
    assert told(freeze(clinic), include_noise=True).table.rows[-1][2] == 7


def test_a_patient_on_both_sides_is_a_warning(clinic):
    snapshot = freeze(clinic)
    images = [replace(image, patient="P0" if image.split is Split.TEST else image.patient) for image in snapshot.images]
    material = told(replace(snapshot, images=tuple(images)))
    assert any("1 patient is in training and in another split" in text for text in texts(material))
    assert material.can_train


def test_no_validation_split_is_told(clinic):
    snapshot = freeze(clinic)
    images = tuple(image for image in snapshot.images if image.split is not Split.VAL)
    assert "There is no validation split: 10 % of the training photos are held out." in texts(
        told(replace(snapshot, images=images))
    )
