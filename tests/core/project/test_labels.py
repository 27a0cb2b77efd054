from __future__ import annotations

import json

import pytest

from core.errors import ProjectError
from core.geometry import Box
from core.project.labels import (
    Edit,
    ImageLabels,
    ImageState,
    labels_from_json,
    labels_to_json,
    new_box,
    with_boxes,
    with_diagnosis,
    with_state,
)

ONE = new_box(Box(1, 2, 30, 40), 1)
TWO = new_box(Box(5, 5, 9, 9), 2)


@pytest.mark.parametrize(
    ("state", "marked", "unmarked"),
    [
        (ImageState.NEW, ImageState.LABELLED, ImageState.NEW),
        (ImageState.LABELLED, ImageState.LABELLED, ImageState.NEW),
        (ImageState.VERIFIED, ImageState.LABELLED, ImageState.NEW),
        (ImageState.REJECTED, ImageState.REJECTED, ImageState.REJECTED),
        (ImageState.NOISE, ImageState.NOISE, ImageState.NOISE),
    ],
)
def test_state_follows_what_is_marked(state, marked, unmarked):
    assert with_boxes(ImageLabels(state=state), (ONE,)).state is marked
    assert with_diagnosis(ImageLabels(state=state), 1).state is marked
    assert with_boxes(ImageLabels((ONE,), state=state), ()).state is unmarked
    assert with_boxes(ImageLabels((ONE,), diagnosis=1, state=state), ()).state is marked


def test_equal_boxes_leave_a_verified_photograph_verified():
    labels = ImageLabels((ONE,), diagnosis=1, state=ImageState.VERIFIED)

    assert with_boxes(labels, [ONE]) is labels
    assert with_diagnosis(labels, 1) is labels


def test_a_reason_is_kept_only_where_it_means_something():
    noise = with_state(ImageLabels(), ImageState.NOISE, reason="two classes")

    assert noise.reason == "two classes"
    assert with_state(noise, ImageState.LABELLED, reason="left over").reason == ""


@pytest.mark.parametrize(
    ("labels", "expected"),
    [
        (ImageLabels(), None),
        (ImageLabels((ONE,)), 1),
        (ImageLabels((ONE, TWO)), None),
        (ImageLabels((ONE, TWO), diagnosis=2), 2),
        (ImageLabels((ONE, new_box(Box(0, 0, 5, 5), 1))), 1),
    ],
)
def test_image_class_is_the_diagnosis_else_what_all_boxes_share(labels, expected):
    assert labels.image_class == expected


def test_two_boxes_cannot_share_a_uid():
    with pytest.raises(ProjectError, match="uid"):
        ImageLabels((ONE, ONE))


def test_an_edit_names_the_boxes_it_touches_and_inverts():
    moved = new_box(Box(0, 0, 8, 8), 1)
    edit = Edit(7, ImageLabels((ONE, TWO)), ImageLabels((ONE, moved)), "Redraw")

    assert edit.touched() == {TWO.uid, moved.uid}
    assert edit.inverse().inverse() == edit
    assert edit.inverse().after == edit.before


def test_labels_survive_json():
    box = new_box(
        Box(0.1, 0.2, 0.30000000000000004, 1e3), 2, difficult=True, truncated=True, occluded=True, locked=True,
        note="naïve 病变", parent=12,
    )  # fmt: skip
    labels = ImageLabels((box, ONE), diagnosis=3, state=ImageState.NOISE, reason="blurred")

    assert labels_from_json(json.loads(json.dumps(labels_to_json(labels)))) == labels
