"""Copies of boxes: within a photograph, to another, from the previous one, and to another project."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication

from core.classes import ClassTable
from core.geometry import Box
from core.project.labels import new_box
from core.project.records import NewImage
from desktop.annotate.copied_boxes import CopiedBoxes, from_text, to_text

CTRL = Qt.KeyboardModifier.ControlModifier
CLASSES = ClassTable.from_names(["Actinic Keratosis", "Basal Cell Carcinoma", "Melanoma"])


@pytest.fixture(autouse=True)
def empty_clipboard(qapp):
    yield
    QGuiApplication.clipboard().clear()


@pytest.fixture
def said(hand):
    messages = []
    hand.window.session.message.connect(lambda text, _severity: messages.append(text))
    return messages


def walk(hand, number):
    ids = hand.project.image_ids()
    hand.window.session.select_image(ids[number])
    hand.qtbot.waitUntil(lambda: hand.canvas._backdrop.photo is not None, timeout=5000)
    return ids[number]


def test_boxes_are_pasted_on_another_photo_in_one_step_and_are_selected(hand, said):
    hand.drag((40, 40), (120, 120))
    hand.drag((150, 40), (220, 120))
    hand.key(Qt.Key.Key_A, CTRL)
    hand.key(Qt.Key.Key_C, CTRL)
    places = [entry.box for entry in hand.boxes]
    other = walk(hand, 3)
    hand.key(Qt.Key.Key_V, CTRL)
    assert [entry.box for entry in hand.boxes] == places
    assert hand.selected == {entry.uid for entry in hand.boxes}
    assert said == ["2 boxes copied.", "2 boxes pasted."]
    hand.key(Qt.Key.Key_Z, CTRL)
    assert hand.image_id == other
    assert hand.boxes == ()


def test_a_paste_on_the_same_photo_lies_beside_and_the_next_beside_that(hand):
    hand.drag((40, 40), (120, 120))
    hand.key(Qt.Key.Key_C, CTRL)
    hand.key(Qt.Key.Key_V, CTRL)
    hand.key(Qt.Key.Key_V, CTRL)
    first, second, third = (entry.box for entry in hand.boxes)
    assert second == first.moved_within(12, 12, 320, 240)
    assert third == first.moved_within(24, 24, 320, 240)


def test_a_copy_has_neither_lock_nor_the_prediction_it_came_from(hand):
    hand.drag((40, 40), (120, 120))
    hand.controller.boxes.set_attribute("locked", True)
    hand.controller.boxes.set_attribute("difficult", True)
    hand.key(Qt.Key.Key_C, CTRL)
    hand.key(Qt.Key.Key_V, CTRL)
    copy = hand.boxes[1]
    assert (copy.locked, copy.parent, copy.difficult) == (False, None, True)


def test_pasting_without_a_copy_says_how(hand, said):
    hand.key(Qt.Key.Key_V, CTRL)
    assert hand.boxes == ()
    assert "copied yet" in said[-1]


def test_boxes_are_cut_at_the_edges_of_a_smaller_photo(hand, tmp_path):
    from PIL import Image

    from core.images import probe

    path = tmp_path / "small" / "small.png"
    path.parent.mkdir()
    Image.new("RGB", (100, 60), "tan").save(path)
    info = probe(path)
    hand.project.add_images(
        path.parent,
        [
            NewImage(
                path=path, relative_path="zz-small.png", sha256=info.sha256, width=100, height=60, orientation=1,
                file_size=info.file_size,
            )
        ],
    )  # fmt: skip
    hand.window.session.images_changed.emit()
    hand.drag((50, 30), (200, 200))
    hand.drag((220, 30), (300, 100))
    hand.key(Qt.Key.Key_A, CTRL)
    hand.key(Qt.Key.Key_C, CTRL)
    small = next(record.id for record in hand.project.images() if record.width == 100)
    hand.window.session.select_image(small)
    hand.key(Qt.Key.Key_V, CTRL)
    cut, pushed_in = (entry.box for entry in hand.boxes)
    assert (cut.x2, cut.y2) == (100, 60)
    assert (pushed_in.x2, pushed_in.width) == (100, pytest.approx(80, abs=1))


def test_the_previous_photo_s_boxes_are_previewed_and_a_second_press_takes_them(hand, said):
    walk(hand, 3)
    hand.drag((150, 40), (220, 120))
    hand.key(Qt.Key.Key_V)
    assert [entry.box for entry in hand.canvas.ghosts] == [Box(40, 40, 120, 100)]
    assert len(hand.boxes) == 1
    hand.key(Qt.Key.Key_V)
    assert [entry.box for entry in hand.boxes[1:]] == [Box(40, 40, 120, 100)]
    assert hand.canvas.ghosts == ()
    assert said[-1] == "1 box copied from the previous photo."
    hand.key(Qt.Key.Key_Z, CTRL)
    assert len(hand.boxes) == 1


def test_return_takes_the_preview_and_escape_leaves_it(hand):
    walk(hand, 3)
    hand.key(Qt.Key.Key_V)
    hand.key(Qt.Key.Key_Escape)
    assert (hand.canvas.ghosts, hand.boxes) == ((), ())
    hand.key(Qt.Key.Key_V)
    hand.key(Qt.Key.Key_Return)
    assert len(hand.boxes) == 1


def test_another_photo_ends_the_preview(hand):
    walk(hand, 3)
    hand.key(Qt.Key.Key_V)
    walk(hand, 0)
    assert hand.canvas.ghosts == ()
    assert not hand.controller.copying.previews


def test_boxes_that_are_here_already_are_not_doubled(hand, said):
    walk(hand, 3)
    hand.key(Qt.Key.Key_V)
    hand.key(Qt.Key.Key_V)
    hand.key(Qt.Key.Key_V)
    assert len(hand.boxes) == 1
    assert "here already" in said[-1]


def test_without_a_previous_photo_or_boxes_on_it_that_is_said(hand, said):
    hand.key(Qt.Key.Key_V)
    walk(hand, 1)
    hand.key(Qt.Key.Key_V)
    assert said == ["This is the first photo of the list.", "The previous photo has no boxes."]


BOXES = (new_box(Box(1, 2, 30.5, 40), 1, note="é 皮", truncated=True), new_box(Box(5, 5, 9, 9), 3, locked=True))


def test_text_brings_boxes_back_within_a_project():
    text = to_text(BOXES, project_id="p", classes=CLASSES)
    assert from_text(text, project_id="p", classes=CLASSES) == CopiedBoxes(BOXES)


def test_another_project_s_boxes_get_the_class_of_the_same_name_or_are_left_out():
    text = to_text(BOXES, project_id="p", classes=CLASSES)
    others = ClassTable.from_names(["Nevus", "melanoma"])
    found = from_text(text, project_id="other", classes=others)
    assert [entry.class_id for entry in found.boxes] == [others.require("melanoma").id]
    assert found.unknown == 1


@pytest.mark.parametrize(
    "text",
    ["", "{", "[]", '{"project": "p"}', '{"project": "p", "boxes": [{"uid": "a"}]}', "9" * 10,
     '{"project": "p", "boxes": [{"uid": "a", "box": [0, 0, NaN, 1]}]}', "[" * 100_000],
)  # fmt: skip
def test_text_that_is_something_else_brings_nothing(text):
    assert from_text(text, project_id="p", classes=CLASSES) == CopiedBoxes(())
