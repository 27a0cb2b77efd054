"""Who labelled a photograph as it is now, told from its history."""

from __future__ import annotations

from dataclasses import replace

import pytest

from core.geometry import Box
from core.project.labels import (
    Edit,
    ImageState,
    LesionBox,
    new_box,
    with_boxes,
    with_diagnosis,
    with_flag,
    with_state,
)  # fmt: skip
from core.project.verifying import annotator_of, may_verify

HERE, THERE = Box(10, 10, 110, 90), Box(200, 200, 300, 300)


@pytest.fixture
def image_id(project, photos, photo):
    project.add_images(photos, [photo("a.jpg"), photo("b.jpg", boxes=(new_box(HERE, 1),), diagnosis=2)])
    return project.image_ids()[0]


def edit(project, image_id, who, change):
    project.who = who
    before = project.labels(image_id)
    return project.apply(Edit(image_id, before, change(before), "Change"))


def annotator(project, image_id):
    found = project.journal.annotators([image_id])[image_id]
    assert found == annotator_of(project.history(image_id))
    return found


def test_the_one_who_drew_is_the_annotator(project, image_id):
    assert annotator(project, image_id) is None
    edit(project, image_id, "ana", lambda labels: with_boxes(labels, (new_box(HERE, 1),)))
    assert annotator(project, image_id) == "ana"
    edit(project, image_id, "ben", lambda labels: with_diagnosis(labels, 2))
    assert annotator(project, image_id) == "ben"


def test_looking_marking_and_locking_make_nobody_an_annotator(project, image_id):
    edit(project, image_id, "ana", lambda labels: with_boxes(labels, (new_box(HERE, 1),)))
    for change in (
        lambda labels: with_state(labels, ImageState.VERIFIED),
        lambda labels: with_flag(labels, True),
        lambda labels: with_boxes(labels, (replace(labels.boxes[0], locked=True, note="Mole"),)),
    ):
        edit(project, image_id, "ben", change)
    assert annotator(project, image_id) == "ana"


def test_what_is_taken_back_is_nobodys(project, image_id):
    edit(project, image_id, "ana", lambda labels: with_boxes(labels, (new_box(HERE, 1),)))
    step = edit(project, image_id, "ben", lambda labels: with_boxes(labels, (new_box(THERE, 1),)))
    assert annotator(project, image_id) == "ben"
    project.journal.undo(step)
    assert annotator(project, image_id) == "ana"
    edit(project, image_id, "ben", lambda labels: with_boxes(labels, ()))
    assert annotator(project, image_id) is None


def test_labels_of_a_file_are_nobodys_until_somebody_changes_them(project, image_id):
    imported = image_id + 1
    assert annotator(project, imported) is None
    step = edit(project, imported, "ana", lambda labels: with_boxes(labels, ()))
    assert annotator(project, imported) == "ana"
    project.journal.undo(step)
    assert annotator(project, imported) is None


def test_boxes_that_a_later_import_brought_are_nobodys(project, photos, photo, image_id):
    box = LesionBox("uid-1", HERE, 1)
    project.add_images(photos, [photo("a.jpg", boxes=(box,))])
    assert annotator(project, image_id) is None
    assert project.history(image_id)[0].kind == "import"


@pytest.mark.parametrize(
    ("reader", "drew", "allowed"),
    [("ben", "ana", True), ("ana", "ana", False), ("Ana ", "ana", False), ("ana", None, True)],
)
def test_a_reader_is_somebody_else_than_the_annotator(reader, drew, allowed):
    assert may_verify(reader, drew) is allowed
