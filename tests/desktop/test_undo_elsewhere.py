"""Undo works in every workspace; where its photograph can't be seen, the window says what it did and to which."""

from __future__ import annotations

import pytest

from core.geometry import Box
from core.project.labels import Edit, with_diagnosis


@pytest.mark.parametrize("name", ["train", "evaluate"])
def test_undo_where_no_photograph_is_shown_says_what_it_undid_and_where(window, name):
    session = window.session
    session.select_image(session.project.image_ids()[3])
    window.annotate.controller.boxes.draw(Box(20, 20, 90, 90))
    session.select_image(session.project.image_ids()[0])
    window.show_workspace(name)
    window.actions_table["undo"].trigger()
    assert window.status.message.text() == "Undone: Draw box, photo03.png. Ctrl+1 shows it in Annotate."
    window.actions_table["redo"].trigger()
    assert window.status.message.text() == "Made again: Draw box, photo03.png. Ctrl+1 shows it in Annotate."
    window.actions_table["go_annotate"].trigger()
    assert window.annotate.controller.photo.record.path.name == "photo03.png"


def test_undo_of_several_photographs_says_how_many(window):
    session = window.session
    ids = session.project.image_ids()[:3]
    before = session.project.labels_of(ids)
    edits = [Edit(key, before[key], with_diagnosis(before[key], 3), "Diagnose") for key in ids]
    assert session.apply_all(edits, "Diagnose photographs")
    window.show_workspace("train")
    window.actions_table["undo"].trigger()
    assert "Diagnose photographs, 3 photos" in window.status.message.text()


def test_undo_in_sight_says_nothing(window):
    window.annotate.controller.boxes.draw(Box(20, 20, 90, 90))
    window.actions_table["undo"].trigger()
    assert window.status.message.text() == ""
