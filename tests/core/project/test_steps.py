"""Steps: one transaction each, taken back and done again also after the project was closed."""

from __future__ import annotations

import tempfile
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.classes import ClassTable
from core.errors import ClassTableError, StaleEdit
from core.geometry import Box
from core.project.class_editing import moved, recoloured, renamed, without
from core.project.labels import Edit, ImageLabels, ImageState, new_box, with_boxes, with_diagnosis, with_state
from core.project.project import Project

HUMAN = ("images", "boxes", "classes")


def draw(project, image_id, *, class_id=1, x=1.0, what="Draw box"):
    before = project.labels(image_id)
    after = with_boxes(before, (*before.boxes, new_box(Box(x, 1, x + 9, 9), class_id)))
    return project.apply(Edit(image_id, before, after, what))


def undo_all(project, who="ana"):
    count = 0
    while done := project.journal.stacks(who).done:
        project.journal.undo(done[-1].id)
        count += 1
    return count


def redo_all(project, who="ana"):
    count = 0
    while undone := project.journal.stacks(who).undone:
        project.journal.redo(undone[-1].id)
        count += 1
    return count


def test_a_step_is_taken_back_and_done_again_after_reopening(filled):
    first, second = draw(filled, 1), draw(filled, 2)
    filled.journal.undo(second)
    drawn = filled.labels(1)
    filled.close()

    with Project.open(filled.folder, who="ana") as project:
        stacks = project.journal.stacks("ana")
        assert [record.id for record in stacks.done] == [first]
        assert [(record.id, record.what) for record in stacks.undone] == [(second, "Draw box")]
        project.journal.redo(second)
        assert len(project.labels(2).boxes) == 1
        assert undo_all(project) == 2
        assert project.labels(1) == ImageLabels()
        assert redo_all(project) == 2
        assert project.labels(1) == drawn


def test_an_edit_after_an_undo_ends_what_could_be_done_again(filled):
    first = draw(filled, 1)
    filled.journal.undo(first)
    second = draw(filled, 2)

    stacks = filled.journal.stacks("ana")
    assert [record.id for record in stacks.done] == [second]
    assert stacks.undone == ()


def test_an_edit_that_changes_nothing_is_no_step(filled):
    assert filled.apply(Edit(1, ImageLabels(), ImageLabels(), "Nothing")) is None
    assert filled.journal.stacks("ana").done == ()


def test_what_another_person_did_is_none_of_mine_and_is_never_overwritten(filled, dump):
    mine = draw(filled, 1)
    filled.close()
    with Project.open(filled.folder, who="ben") as project:
        assert project.journal.stacks("ben").done == ()
        draw(project, 1, what="Ben's box")
    with Project.open(filled.folder, who="ana") as project:
        assert [record.id for record in project.journal.stacks("ana").done] == [mine]
        before = dump(project, *HUMAN, "history", "steps")
        with pytest.raises(StaleEdit):
            project.journal.undo(mine)
        assert dump(project, *HUMAN, "history", "steps") == before


def test_a_step_that_was_passed_over_stays_away(filled):
    oldest, stale = draw(filled, 1), draw(filled, 2)
    filled.who = "ben"
    draw(filled, 2)
    filled.who = "ana"
    filled.journal.undo(oldest)  # the window passes over `stale`, which no longer fits

    stacks = filled.journal.stacks("ana")
    assert stacks.done == ()
    assert [record.id for record in stacks.undone] == [oldest]
    assert stale is not None


def test_merging_is_one_step_that_leaves_states_and_other_boxes(filled, classes, dump):
    draw(filled, 1, class_id=2)
    draw(filled, 2, class_id=3)
    labels = filled.labels(1)
    filled.apply(Edit(1, labels, with_state(labels, ImageState.VERIFIED), "Mark verified"))
    labels = filled.labels(3)
    filled.apply(Edit(3, labels, with_diagnosis(labels, 2), "Set diagnosis"))
    other = filled.labels(2)
    before = dump(filled, *HUMAN)

    usage = filled.journal.class_usage()
    assert (usage[2].boxes, usage[2].diagnoses, usage[2].photographs) == (1, 1, 2)
    merge = filled.journal.merge_classes(2, 1)

    assert filled.classes.ids == (1, 3)
    assert filled.classes.require("Nevus").id == 1  # an import of a folder "nevus" still finds its class
    assert filled.labels(1).boxes[0].class_id == 1
    assert filled.labels(1).state is ImageState.VERIFIED
    assert filled.labels(3).diagnosis == 1
    assert filled.labels(2) == other
    assert filled.history(1)[0].what == "Merge class Nevus into Melanoma"
    merged = dump(filled, *HUMAN)

    filled.journal.undo(merge)
    assert dump(filled, *HUMAN) == before
    assert filled.classes == classes
    filled.journal.redo(merge)
    assert dump(filled, *HUMAN) == merged


def test_a_merge_is_taken_back_whole_or_not_at_all(filled, dump):
    draw(filled, 1, class_id=2)
    draw(filled, 2, class_id=2)
    merge = filled.journal.merge_classes(2, 1)
    filled.who = "ben"
    draw(filled, 2)
    before = dump(filled, *HUMAN, "history", "steps")

    with pytest.raises(StaleEdit):
        filled.journal.undo(merge)
    assert dump(filled, *HUMAN, "history", "steps") == before


def test_taking_back_a_rename_leaves_classes_that_came_later(filled):
    step = filled.journal.change_classes(renamed(filled.classes, 1, "MM"), "Rename class")
    filled.add_classes(["Wart"])  # as an import does
    filled.journal.undo(step)

    assert filled.classes.names == ("Melanoma", "Nevus", "Basal cell carcinoma", "Wart")


def test_adding_a_class_is_not_taken_back_while_it_is_used(filled):
    class_id = filled.journal.add_class("Wart")
    draw(filled, 1, class_id=class_id)
    added = filled.journal.stacks("ana").done[0]

    with pytest.raises(ClassTableError, match="1 boxes"):
        filled.journal.undo(added.id)


def test_class_steps_tell_what_was_before_and_after(filled, classes):
    filled.journal.change_classes(moved(filled.classes, 3, 0), "Put classes in order")
    (newest, *_) = filled.journal.class_steps()

    assert (newest.who, newest.what) == ("ana", "Put classes in order")
    assert newest.classes is not None
    assert newest.classes.before == classes
    assert newest.classes.after.ids == (3, 1, 2)


def test_history_is_read_page_by_page(filled):
    for number in range(5):
        draw(filled, 1, x=float(number), what=f"Edit {number}")
    first = filled.journal.history(1, limit=2)
    rest = filled.journal.history(1, limit=10, older_than=first[-1].id)

    assert [entry.what for entry in (*first, *rest)] == [f"Edit {number}" for number in (4, 3, 2, 1, 0)]


operations = st.lists(
    st.tuples(
        st.sampled_from(
            ["draw", "move", "delete", "class", "diagnose", "state", "undo", "redo",
             "rename", "recolour", "order", "merge", "add class", "remove class", "reopen"]
        ),
        st.integers(1, 5),
        st.integers(0, 7),
    ),
    min_size=5,
    max_size=40,
)  # fmt: skip


def _operate(project, operation, image_id, number):
    labels, classes = project.labels(image_id), project.classes
    class_id = classes.ids[number % len(classes)]
    after = labels
    stacks = project.journal.stacks("ana")
    if operation == "draw":
        after = with_boxes(labels, (*labels.boxes, new_box(Box(number, 1, number + 9, 9), class_id)))
    elif operation == "move" and labels.boxes:
        after = with_boxes(labels, (replace(labels.boxes[0], box=Box(5, 5, 20.5 + number, 30)), *labels.boxes[1:]))
    elif operation == "delete":
        after = with_boxes(labels, labels.boxes[1:])
    elif operation == "class":
        after = with_boxes(labels, [replace(box, class_id=class_id) for box in labels.boxes])
    elif operation == "diagnose":
        after = with_diagnosis(labels, class_id if number else None)
    elif operation == "state":
        after = with_state(labels, list(ImageState)[number % 5], reason="covered")
    elif operation == "undo" and stacks.done:
        project.journal.undo(stacks.done[-1].id)
        return
    elif operation == "redo" and stacks.undone:
        project.journal.redo(stacks.undone[-1].id)
        return
    elif operation == "rename":
        project.journal.change_classes(renamed(classes, class_id, f"Class {class_id} {number}"), operation)
    elif operation == "recolour":
        project.journal.change_classes(recoloured(classes, class_id, f"#00000{number}"), operation)
    elif operation == "order":
        project.journal.change_classes(moved(classes, class_id, number), operation)
    elif operation == "merge" and len(classes) > 2:
        project.journal.merge_classes(class_id, next(key for key in classes.ids if key != class_id))
    elif operation == "add class" and len(classes) < 8:
        project.journal.add_class(f"New {project.journal.class_steps(1)[0].id}")
    elif operation == "remove class" and len(classes) > 2 and class_id not in project.journal.class_usage():
        project.journal.change_classes(without(classes, class_id), operation)
    project.apply(Edit(image_id, labels, after, operation)) if after != labels else None


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(script=operations)
def test_whatever_is_done_undoing_all_after_a_restart_gives_the_first_bytes_and_redoing_all_the_last(
    script, photo, photos, dump
):
    with tempfile.TemporaryDirectory() as holder:
        folder = Path(holder) / "p"
        project = Project.create(folder, ClassTable.from_names(["Melanoma", "Nevus", "Wart"]), who="ana")
        try:
            project.add_images(photos, [photo(f"{name}.jpg") for name in "abcde"])
            project.journal.note_added(["Melasma"])
            first = dump(project, *HUMAN)
            for operation, image_id, number in script:
                if operation == "reopen":
                    project.close()
                    project = Project.open(folder, who="ana")
                else:
                    _operate(project, operation, image_id, number)
            redo_all(project)
            last = dump(project, *HUMAN)
            project.close()
            project = Project.open(folder, who="ana")
            steps = undo_all(project)
            assert _in_use(dump(project, *HUMAN)) == first
            project.close()
            project = Project.open(folder, who="ana")
            assert redo_all(project) == steps
            assert _in_use(dump(project, *HUMAN)) == _in_use(last)
        finally:
            project.close()


def _in_use(tables):
    # A class that was added and taken back keeps its row, marked as removed, so that its id is never given away.
    return {**tables, "classes": [row for row in tables["classes"] if not row[-1]]}
