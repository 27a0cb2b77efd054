"""Saving without waiting: shown at once, said to be saved when it is on the disk, and gone back to when it isn't."""

from __future__ import annotations

import pytest

from core.errors import ProjectError
from core.geometry import Box
from core.project.labels import Edit, new_box, with_boxes
from core.project.project import Project
from desktop.session import Session


@pytest.fixture
def session(qapp, project):
    return Session(project)


def drawn(session, image_id, *, x=10.0):
    labels = session.project.labels(image_id)
    return Edit(image_id, labels, with_boxes(labels, (*labels.boxes, new_box(Box(x, 10, x + 20, 40), 1))), "Draw box")


def listen(session):
    heard = []
    for name in ("saving", "labels_changed", "saved", "save_failed"):
        getattr(session, name).connect(lambda image_id, name=name: heard.append((name, image_id)))
    return heard


def test_an_edit_is_shown_at_once_and_said_to_be_saved_when_it_is(qtbot, session, hold_database):
    first = session.project.image_ids()[0]
    edit, heard = drawn(session, first), listen(session)
    with hold_database(session.project.folder):
        assert session.apply_soon(edit)
        assert heard == [("saving", first), ("labels_changed", first)]
        qtbot.wait(30)
        assert session.is_saving
        assert session.undo_stack.count() == 0
    qtbot.waitUntil(lambda: ("saved", first) in heard)
    assert not session.is_saving
    assert session.undo_stack.count() == 1
    assert session.project.labels(first) == edit.after


def test_undo_pressed_while_saving_undoes_just_that(session):
    first = session.project.image_ids()[0]
    edit = drawn(session, first)
    session.apply_soon(edit)
    assert session.can_undo
    assert session.undo()
    assert session.project.labels(first) == edit.before


def test_two_edits_in_a_row_are_two_steps(session):
    first = session.project.image_ids()[0]
    edits = [drawn(session, first)]
    session.apply_soon(edits[0])
    edits.append(drawn(session, first, x=50.0))
    session.apply_soon(edits[1])
    session.settle()
    assert session.undo_stack.count() == 2
    assert session.project.labels(first) == edits[1].after


def test_a_save_that_fails_is_told_once_and_its_photograph_gone_back_to(session, monkeypatch):
    first, second, *_ = session.project.image_ids()
    edit, heard, messages = drawn(session, first), listen(session), []
    session.message.connect(lambda text, severity: messages.append((text, severity)))

    def full(_edit):
        raise ProjectError("The disk is full.")

    monkeypatch.setattr(session.project, "apply", full)
    session.select_image(first)
    session.apply_soon(edit)
    session.select_image(second)
    session.settle()
    assert heard == [("saving", first), ("labels_changed", first), ("save_failed", first), ("labels_changed", first)]
    assert messages == [("The disk is full.", "error")]
    assert session.image_id == first
    assert session.undo_stack.count() == 0


def test_what_nobody_foresaw_is_raised_in_the_window(session, monkeypatch):
    first = session.project.image_ids()[0]
    edit = drawn(session, first)

    def broken(_edit):
        raise KeyError("a")

    monkeypatch.setattr(session.project, "apply", broken)
    session.apply_soon(edit)
    with pytest.raises(KeyError):
        session.settle()
    assert not session.is_saving


def test_closing_the_project_ends_the_save_first(session, make_project):
    folder, first = session.project.folder, session.project.image_ids()[0]
    edit, heard = drawn(session, first), listen(session)
    session.apply_soon(edit)
    session.set_project(None)
    assert ("saved", first) in heard
    with Project.open(folder) as again:
        assert again.labels(first) == edit.after


def test_another_name_is_not_given_to_what_is_being_saved(session):
    session.set_annotator("ana")
    first = session.project.image_ids()[0]
    session.apply_soon(drawn(session, first))
    session.set_annotator("ben")
    assert session.project.history(first)[0].who == "ana"


def test_read_only_is_told_at_once(qapp, make_project):
    with Project.open(make_project(), read_only=True) as looked_at:
        session = Session(looked_at)
        messages = []
        session.message.connect(lambda _text, severity: messages.append(severity))
        assert not session.apply_soon(drawn(session, looked_at.image_ids()[0]))
        assert messages == ["error"]
