from __future__ import annotations

import tempfile
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.classes import ClassTable
from core.errors import ClassTableError, ProjectError, StaleEdit
from core.geometry import Box
from core.project.labels import (
    Edit,
    ImageLabels,
    ImageState,
    LesionBox,
    labels_from_json,
    new_box,
    with_boxes,
    with_diagnosis,
)
from core.project.project import Project

HUMAN = ("images", "boxes")


def draw(project, image_id, *boxes, what="Draw box"):
    before = project.labels(image_id)
    edit = Edit(image_id, before, with_boxes(before, (*before.boxes, *boxes)), what)
    project.apply(edit)
    return edit


def test_an_edit_is_stored_whole(filled):
    box = new_box(
        Box(0.1, 0.2, 33.333333333333336, 44.0), 2, difficult=True, truncated=True, occluded=True, locked=True,
        note="病变", parent=9,
    )  # fmt: skip
    edit = draw(filled, 1, box, new_box(Box(1, 1, 9, 9), 1))

    assert filled.labels(1) == edit.after
    assert filled.labels_of()[1] == edit.after
    assert filled.labels(1).state is ImageState.LABELLED
    assert filled.image(1).box_count == 2
    assert filled.labels(2) == ImageLabels()


def test_numpy_numbers_are_stored_as_plain_ones(filled):
    draw(filled, 1, new_box(Box(*np.array([0.1, 0.2, 30, 40], dtype=np.float32)), np.int64(2)))

    stored = filled.labels(1).boxes[0]
    assert stored.box.x1 == float(np.float32(0.1))
    assert stored.class_id == 2
    draw(filled, 1, new_box(Box(1, 1, 5, 5), 1))  # what was stored is still what edits start from


def test_every_edit_leaves_a_history_row(filled):
    edit = draw(filled, 1, new_box(Box(1, 1, 9, 9), 1))
    filled.apply(edit.inverse())
    draw(filled, 2, new_box(Box(1, 1, 9, 9), 1))

    newest, oldest = filled.history(1)
    assert (oldest.who, oldest.what, oldest.kind, oldest.image_id) == ("ana", "Draw box", "edit", 1)
    assert oldest.at.tzinfo is UTC
    assert timedelta() <= datetime.now(UTC) - oldest.at < timedelta(minutes=1)
    assert labels_from_json(oldest.before) == edit.before
    assert labels_from_json(oldest.after) == edit.after
    assert labels_from_json(newest.after) == edit.before
    assert len(filled.history()) == 3
    assert len(filled.history(limit=1)) == 1


def test_an_edit_that_changes_nothing_leaves_no_row(filled):
    filled.apply(Edit(1, ImageLabels(), ImageLabels(), "Nothing"))

    assert filled.history() == []


def test_a_stale_edit_writes_nothing(filled, dump):
    mine = Edit(1, ImageLabels(), ImageLabels(diagnosis=1), "Diagnose")
    draw(filled, 1, new_box(Box(1, 1, 9, 9), 1))
    before = dump(filled, *HUMAN, "history")

    with pytest.raises(StaleEdit, match="Diagnose"):
        filled.apply(mine)
    assert dump(filled, *HUMAN, "history") == before


def test_edits_together_are_all_or_none(filled, dump):
    first = Edit(1, ImageLabels(), ImageLabels(diagnosis=1), "Diagnose")
    stale = Edit(2, ImageLabels(diagnosis=3), ImageLabels(diagnosis=1), "Diagnose")
    before = dump(filled, *HUMAN, "history")

    with pytest.raises(StaleEdit):
        filled.apply_all([first, stale])
    assert dump(filled, *HUMAN, "history") == before

    filled.apply_all([first, Edit(1, first.after, ImageLabels(diagnosis=2), "Diagnose")])
    assert filled.labels(1).diagnosis == 2


@pytest.mark.parametrize("after", [ImageLabels(diagnosis=99), ImageLabels((new_box(Box(1, 1, 9, 9), 99),))])
def test_an_unknown_class_is_refused(filled, after):
    with pytest.raises(ClassTableError, match="99"):
        filled.apply(Edit(1, ImageLabels(), after, "Draw box"))
    assert filled.labels(1) == ImageLabels()


def test_an_unknown_photograph_is_refused(filled):
    with pytest.raises(ProjectError, match="77"):
        filled.apply(Edit(77, ImageLabels(), ImageLabels(diagnosis=1), "Diagnose"))
    with pytest.raises(ProjectError, match="77"):
        filled.labels(77)
    with pytest.raises(ProjectError, match="77"):
        filled.image(77)


def test_a_box_belongs_to_one_photograph(filled):
    box = new_box(Box(1, 1, 9, 9), 1)
    draw(filled, 1, box)

    with pytest.raises(ProjectError, match="another photograph"):
        draw(filled, 2, box)


boxes = st.builds(
    lambda x, y, w, h, class_id, flag, note: LesionBox(
        "", Box(x, y, x + w, y + h), class_id, difficult=flag, note=note
    ),
    *(st.floats(0, 500) for _ in range(2)),
    *(st.floats(3, 100) for _ in range(2)),
    st.integers(1, 3),
    st.booleans(),
    st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=5),
)
steps = st.lists(
    st.tuples(st.sampled_from(["draw", "delete", "change", "reverse", "diagnose"]), st.integers(1, 2), boxes),
    min_size=1,
    max_size=12,
)


def _after(labels: ImageLabels, step: str, box: LesionBox) -> ImageLabels:
    if step == "diagnose":
        return with_diagnosis(labels, box.class_id)
    if step == "draw" or not labels.boxes:
        return with_boxes(labels, (*labels.boxes, replace(box, uid=new_box(box.box, 1).uid)))
    if step == "delete":
        return with_boxes(labels, labels.boxes[1:])
    if step == "change":
        return with_boxes(labels, (replace(box, uid=labels.boxes[0].uid), *labels.boxes[1:]))
    return with_boxes(labels, labels.boxes[::-1])


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(script=steps)
def test_undoing_everything_gives_back_the_same_bytes_and_so_does_redoing(script, photo, photos, dump):
    with (
        tempfile.TemporaryDirectory() as folder,
        Project.create(Path(folder) / "p", ClassTable.from_names("abc")) as project,
    ):
        project.add_images(photos, [photo("1.jpg"), photo("2.jpg")])
        project.apply(Edit(1, ImageLabels(), ImageLabels((new_box(Box(1, 1, 9, 9), 1),)), "First"))
        untouched = dump(project, *HUMAN)

        done = []
        for step, image_id, box in script:
            before = project.labels(image_id)
            edit = Edit(image_id, before, _after(before, step, box), step)
            project.apply(edit)
            assert project.labels(image_id) == edit.after
            done.append(edit)
        finished = dump(project, *HUMAN)

        for edit in reversed(done):
            project.apply(edit.inverse())
        assert dump(project, *HUMAN) == untouched
        for edit in done:
            project.apply(edit)
        assert dump(project, *HUMAN) == finished
