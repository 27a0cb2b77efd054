"""The session: one save path for do, undo and redo; a failed save tells once and shows what is stored."""

from __future__ import annotations

from dataclasses import replace

import pytest

from core.errors import ProjectError, ProjectMissing, StaleEdit
from core.geometry import Box
from core.project.class_editing import with_added
from core.project.labels import Edit, ImageLabels, new_box, with_boxes
from core.project.project import Project
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
        patch.setattr(session.project.journal, "undo", full)
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


@pytest.fixture
def next_start(session):
    """Closes the project, as the window does, and opens it again in a session that knows nothing of the first."""
    opened = []

    def start(who=None):
        folder = session.project.folder if not opened else opened[-1].project.folder
        (opened[-1] if opened else session).set_project(None)
        opened.append(Session(Project.open(folder, who=who)))
        return opened[-1]

    yield start
    for made in opened:
        made.set_project(None)


def test_undo_and_redo_go_on_after_a_restart_where_they_were(session, next_start):
    ids = session.project.image_ids()
    untouched = session.project.labels_of()
    for step in range(210):
        session.apply(drawn(session, ids[step % len(ids)], x=float(step)))
    finished = session.project.labels_of()
    for _ in range(5):
        session.undo()

    again = next_start()
    assert again.redo()
    assert again.image_id == ids[205 % len(ids)]
    count = 1
    while again.redo():
        count += 1
    assert count == 5
    assert again.project.labels_of() == finished
    while again.undo():
        pass
    assert again.project.labels_of() == untouched
    third = next_start()
    count = 0
    while third.redo():
        count += 1
    assert count == 210
    assert third.project.labels_of() == finished


def test_the_menu_names_the_step_of_the_last_start_without_being_asked(session, next_start, qtbot):
    session.apply(drawn(session, session.project.image_ids()[0]))
    again = next_start()
    with qtbot.waitSignal(again.undo_stack.indexChanged):
        pass
    assert again.undo_stack.undoText() == "Draw box"


def test_what_another_annotator_did_is_none_of_mine_to_undo(session, next_start):
    first, second, *_ = session.project.image_ids()
    session.set_annotator("Ana")
    session.apply(drawn(session, first))
    session.apply(drawn(session, second))
    session.set_annotator("Ben")
    assert not session.undo()
    session.apply(drawn(session, second, x=90.0))
    bens = session.project.labels(second)

    anas = next_start("Ana")
    told = listen(anas.message)
    assert not anas.undo()  # Ben has changed this photograph since
    assert "changed meanwhile" in told[0][0]
    assert anas.project.labels(second) == bens
    assert anas.undo()
    assert anas.project.labels(first) == ImageLabels()
    assert [entry.who for entry in anas.project.history(second)] == ["Ben", "Ana"]


def test_merging_two_classes_is_one_step_back_and_forth(session, next_start):
    ids = session.project.image_ids()
    session.apply(drawn(session, ids[0]))
    before, classes = session.project.labels_of(), session.project.classes
    heard = listen(session.classes_changed)
    assert session.merge_classes(1, 3, keep_names=True, what="Merge AK into MEL")
    assert heard
    merged = session.project.labels_of()
    assert merged[ids[0]].boxes[0].class_id == 3

    again = next_start()
    assert again.undo()
    assert (again.project.labels_of(), again.project.classes) == (before, classes)
    assert again.redo()
    assert again.project.labels_of() == merged


def test_adding_a_class_that_was_used_since_is_not_taken_back(session):
    first = session.project.image_ids()[0]
    classes = session.project.classes
    assert session.change_classes(with_added(classes, 4, "Wart"), "Add class Wart")
    labels = session.project.labels(first)
    session.project.apply(Edit(first, labels, replace(labels, diagnosis=4), "By another way"))
    told = listen(session.message)
    assert not session.undo()
    assert "Wart" in told[0][0]
    assert session.project.classes.find("Wart")


def test_edits_of_several_photographs_are_one_step(session):
    first, second, *_ = session.project.image_ids()
    before = session.project.labels_of()
    assert session.apply_all([drawn(session, first), drawn(session, second)], "Accept 2 boxes")
    assert session.undo_stack.count() == 1
    assert session.undo()
    assert session.project.labels_of() == before
