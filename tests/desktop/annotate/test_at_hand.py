"""What is known without asking is what is stored, whatever happened meanwhile."""

from __future__ import annotations

from dataclasses import replace

import pytest

from core.classes import ClassTable
from core.errors import ProjectError
from core.geometry import Box
from core.project.labels import new_box, with_boxes
from core.project.records import PredictedBox, Prediction
from desktop.annotate import editing
from desktop.annotate.at_hand import AtHand
from desktop.annotate.open_photo import OpenPhoto
from desktop.session import Session


class Watched:
    """A project that counts what it is asked."""

    def __init__(self, project):
        self._project = project
        self.asked = 0

    def __getattr__(self, name):
        if name in ("labels", "labels_of", "predictions"):
            self.asked += 1
        return getattr(self._project, name)


@pytest.fixture
def watched(project):
    return Watched(project)


@pytest.fixture
def session(qapp, watched):
    return Session(watched)


@pytest.fixture
def at_hand(session):
    return AtHand(session)


@pytest.fixture
def photo(session, at_hand, project):
    opened = OpenPhoto(session, at_hand)
    record = project.images()[0]
    opened.show(record, at_hand.labels(record.id))
    return opened


def drawn(photo):
    return editing.draw(photo.record.id, photo.labels, Box(5, 5, 50, 50), 1)[0]


def test_those_beside_are_read_in_a_pause_and_then_cost_nothing(qtbot, at_hand, watched, project):
    first, second, third, fourth = project.image_ids()
    at_hand.read_soon(first, [second, third])
    qtbot.waitUntil(lambda: third in at_hand._predictions, timeout=5000)
    asked = watched.asked
    assert at_hand.labels(third) == project.labels(third)
    assert at_hand.predictions(second) == []
    assert watched.asked == asked
    at_hand.labels(fourth)
    assert watched.asked == asked + 1


def test_a_saved_edit_is_not_read_back(photo, at_hand, watched, project):
    asked = watched.asked
    assert photo.apply(drawn(photo))
    assert at_hand.labels(photo.record.id) == project.labels(photo.record.id)
    assert watched.asked == asked
    assert len(at_hand.labels(photo.record.id).boxes) == 1


def test_an_undo_is_read_back(photo, session, at_hand, project):
    photo.apply(drawn(photo))
    session.undo()
    assert at_hand.labels(photo.record.id) == project.labels(photo.record.id)
    assert at_hand.labels(photo.record.id).boxes == ()


def test_after_a_failed_save_what_is_stored_is_read(photo, session, at_hand, project, monkeypatch):
    before = at_hand.labels(photo.record.id)

    def full(*_args, **_named):
        raise ProjectError("The disk is full.")

    monkeypatch.setattr(project, "apply", full)
    assert photo.apply(drawn(photo))
    assert at_hand.labels(photo.record.id) != before
    session.settle()
    assert at_hand.labels(photo.record.id) == before


def test_edits_of_several_photographs_and_of_classes_are_read_back(session, at_hand, project):
    ids = project.image_ids()
    before = {image_id: at_hand.labels(image_id) for image_id in ids}
    edits = [
        replace(
            editing.draw(image_id, before[image_id], Box(5, 5, 50, 50), 1)[0],
            after=with_boxes(before[image_id], (new_box(Box(1, 1, 9, 9), 2),)),
        )
        for image_id in ids
    ]
    assert session.apply_all(edits, "Mark all")
    assert {image_id: at_hand.labels(image_id) for image_id in ids} == project.labels_of(ids)
    assert session.merge_classes(2, 3, keep_names=False, what="Merge")
    assert {image_id: at_hand.labels(image_id) for image_id in ids} == project.labels_of(ids)
    assert at_hand.labels(ids[0]).boxes[0].class_id == 3


def test_new_predictions_are_read(session, at_hand, project):
    first = project.image_ids()[0]
    assert at_hand.predictions(first) == []
    card = {"architecture": "retinanet_r18", "task": "detection", "classes": project.classes.to_json()}
    project.add_model("r-1", card, project.runs_folder / "r-1")
    boxes = (PredictedBox(Box(5, 5, 50, 50), 2, 0.9),)
    project.store_predictions([Prediction("r-1", first, None, boxes, (1, 2, 3))])
    session.predictions_changed.emit()
    assert at_hand.predictions(first) == project.predictions(image_id=first) != []


def test_another_project_starts_afresh(qtbot, session, at_hand, project):
    first = project.image_ids()[0]
    at_hand.read_soon(first, [first + 1])
    at_hand.labels(first)
    session.set_project(None)
    qtbot.wait(80)
    assert (at_hand._labels, at_hand._predictions) == ({}, {})


def test_classes_that_are_renamed_change_no_labels(session, at_hand, project):
    first = project.image_ids()[0]
    labels = at_hand.labels(first)
    renamed = ClassTable(tuple(replace(entry, name=f"{entry.name} x") for entry in project.classes))
    assert session.change_classes(renamed, "Rename")
    assert at_hand.labels(first) == labels
