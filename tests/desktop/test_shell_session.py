"""The session: one save path for do, undo and redo; a failed save tells once and shows what is stored."""

from __future__ import annotations

from dataclasses import replace

import pytest

from core.errors import ProjectError, ProjectMissing, StaleEdit
from core.geometry import Box
from core.project.labels import Edit, ImageLabels, new_box, with_boxes
from desktop.session import Session


@pytest.fixture
def session(qapp, project):
    return Session(project)


def drawn(session, image_id, *, x=10.0):
    labels = session.project.labels(image_id)
    after = with_boxes(labels, (*labels.boxes, new_box(Box(x, 10, x + 20, 40), 1)))
    return Edit(image_id, labels, after, "Draw box")


def listen(signal):
    heard = []
    signal.connect(lambda *values: heard.append(values))
    return heard


def test_an_edit_is_stored_when_it_is_made(session):
    first = session.project.image_ids()[0]
    edit = drawn(session, first)
    assert session.apply(edit)
    assert session.project.labels(first) == edit.after


def test_undo_and_redo_are_stored_and_go_to_their_photo(session):
    first, second, *_ = session.project.image_ids()
    edits = [drawn(session, first), drawn(session, second)]
    for edit in edits:
        session.apply(edit)
    session.select_image(second)
    selected = listen(session.image_selected)
    assert session.undo()
    assert session.undo()
    assert selected == [(first,)]
    assert session.project.labels(first) == edits[0].before
    assert session.project.labels(second) == edits[1].before
    assert session.redo()
    assert session.project.labels(first) == edits[0].after
    assert session.redo()
    assert not session.redo()
    assert session.image_id == second


def test_an_edit_that_changes_nothing_is_no_undo_step(session):
    first = session.project.image_ids()[0]
    labels = session.project.labels(first)
    assert session.apply(Edit(first, labels, labels, "Move box"))
    assert session.undo_stack.count() == 0


def test_a_stale_edit_tells_once_and_asks_to_show_what_is_stored(session):
    first = session.project.image_ids()[0]
    stale = replace(drawn(session, first), before=ImageLabels(diagnosis=3))
    told, changed = listen(session.message), listen(session.labels_changed)
    assert not session.apply(stale)
    assert len(told) == 1
    assert told[0][1] == "error"
    assert changed == [(first,)]
    assert session.undo_stack.count() == 0


def test_a_failed_undo_leaves_the_step_to_be_tried_again(session, monkeypatch):
    first = session.project.image_ids()[0]
    edit = drawn(session, first)
    session.apply(edit)
    told = listen(session.message)

    def full(_edit):
        raise ProjectError("The disk is full.", hint="Make room.")

    with monkeypatch.context() as patch:
        patch.setattr(session.project, "apply", full)
        assert not session.undo()
    assert len(told) == 1
    assert session.project.labels(first) == edit.after
    assert session.undo()
    assert session.project.labels(first) == edit.before


def test_a_stale_undo_forgets_that_photo_and_goes_on_with_others(session):
    first, second, *_ = session.project.image_ids()
    kept = drawn(session, first)
    session.apply(kept)
    session.apply(drawn(session, second))
    elsewhere = drawn(session, second, x=100.0)
    session.project.apply(elsewhere)
    assert not session.undo()
    assert session.project.labels(second) == elsewhere.after
    assert session.undo()
    assert session.project.labels(first) == kept.before


def test_two_hundred_steps_are_undone_to_the_first_bytes_and_redone_to_the_last(session):
    ids = session.project.image_ids()
    before = session.project.labels_of()
    for step in range(220):
        session.apply(drawn(session, ids[step % len(ids)], x=float(step)))
    after = session.project.labels_of()
    while session.undo():
        pass
    assert session.project.labels_of() == before
    while session.redo():
        pass
    assert session.project.labels_of() == after


def test_without_a_project_asking_for_it_says_so(qapp):
    empty = Session()
    assert not empty.has_project
    with pytest.raises(ProjectMissing):
        _ = empty.project


def test_showing_images_narrows_the_list_and_switches_to_annotate(session):
    narrowed, wanted = listen(session.images_filtered), listen(session.workspace_requested)
    session.show_images([3, 1], "MEL taken for NEV")
    assert narrowed == [((3, 1), "MEL taken for NEV")]
    assert wanted == [("annotate",)]


def test_a_stale_edit_is_the_store_s_word_for_it(session):
    first = session.project.image_ids()[0]
    edit = drawn(session, first)
    session.project.apply(edit)
    with pytest.raises(StaleEdit):
        session.project.apply(edit)


def test_the_history_tells_an_undo_from_the_edit(session):
    first = session.project.image_ids()[0]
    session.apply(drawn(session, first))
    session.undo()
    session.redo()
    assert [entry.what for entry in session.project.history(first)] == ["Draw box", "Undo: Draw box", "Draw box"]
