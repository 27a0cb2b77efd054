"""What an edit asks of the database: each statement of it holds up the person who draws."""

from __future__ import annotations

import pytest
from sqlalchemy import event

from core.classes import ClassTable
from core.errors import ClassTableError, ProjectError
from core.geometry import Box
from core.project.labels import Edit, new_box, with_boxes


@pytest.fixture
def filled(project, photo, photos):
    project.add_images(photos, [photo(f"{name}.jpg") for name in "abc"])
    return project


def _drawn(project, image_id, *boxes):
    before = project.labels(image_id)
    return Edit(image_id, before, with_boxes(before, (*before.boxes, *boxes)), "Draw box")


def test_drawing_a_box_takes_six_statements(filled):
    filled.apply(_drawn(filled, 1, new_box(Box(0, 0, 9, 9), 1)))
    edit = _drawn(filled, 1, new_box(Box(1, 1, 9, 9), 1))
    seen = []

    event.listen(filled._database._engine, "before_cursor_execute", lambda *said: seen.append(said[2].split()[:3]))
    filled.apply(edit)

    assert [" ".join(words[:1]) for words in seen] == ["INSERT", "SELECT", "INSERT", "UPDATE", "INSERT", "UPDATE"]
    assert [words[2] for words in seen if words[0] == "INSERT"] == ["steps", "boxes", "history"]
    assert filled.labels(1) == edit.after


def test_a_class_that_was_removed_is_refused_by_the_next_edit(filled, classes):
    filled.apply(_drawn(filled, 1, new_box(Box(0, 0, 9, 9), 1)))  # which classes there are is known from now on

    filled.set_classes(ClassTable(classes.classes[:-1]))

    with pytest.raises(ClassTableError, match="3"):
        filled.apply(_drawn(filled, 2, new_box(Box(0, 0, 9, 9), 3)))
    filled.set_classes(classes)
    filled.apply(_drawn(filled, 2, new_box(Box(0, 0, 9, 9), 3)))
    assert len(filled.labels(2).boxes) == 1


def test_a_class_that_another_connection_removed_is_refused(filled, classes):
    filled.apply(_drawn(filled, 1, new_box(Box(0, 0, 9, 9), 1)))
    with filled._database.reading() as held:
        held.exec_driver_sql("SELECT 1")  # the pool's only connection, so that the change takes another
        filled.set_classes(ClassTable(classes.classes[:-1]))

    with pytest.raises(ClassTableError):
        filled.apply(_drawn(filled, 2, new_box(Box(0, 0, 9, 9), 3)))


def test_a_box_of_another_photograph_is_refused_by_name_and_nothing_is_written(filled):
    box = new_box(Box(0, 0, 9, 9), 1)
    filled.apply(_drawn(filled, 1, box))

    with pytest.raises(ProjectError, match=box.uid):
        filled.apply(_drawn(filled, 2, box))
    with pytest.raises(ProjectError, match=box.uid):
        filled.apply(_drawn(filled, 2, box, new_box(Box(1, 1, 5, 5), 2)))

    assert not filled.labels(2).boxes
    assert len(filled.journal.stacks("ana").done) == 1
