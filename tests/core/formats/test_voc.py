"""Pascal VOC: what is written comes back, and what is wrong is told, never guessed."""

from __future__ import annotations

import os

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.errors import AnnotationError
from core.formats.annotation import Annotation, NamedBox, fit_to_photo
from core.formats.voc import read_voc, write_voc
from core.geometry import Box

SIZE = 4000
names = st.text(
    st.characters(exclude_categories=("Cs", "Cc", "Zl", "Zp", "Zs"), exclude_characters="\ufffe\uffff")
).filter(lambda text: text.strip() == text and text)


@st.composite
def named_boxes(draw):
    corner = st.floats(0, SIZE - 3, allow_nan=False)
    x1, y1 = draw(corner), draw(corner)
    x2, y2 = draw(st.floats(x1 + 3, SIZE)), draw(st.floats(y1 + 3, SIZE))
    flags = [draw(st.booleans()) for _ in range(3)]
    return NamedBox(draw(names), Box(x1, y1, x2, y2), *flags)


def write(path, body, *, size="<size><width>100</width><height>80</height><depth>3</depth></size>"):
    path.write_text(f"<annotation><filename>a.jpg</filename>{size}{body}</annotation>", encoding="utf-8")
    return path


def thing(xmin, ymin, xmax, ymax, name="nevus", more=""):
    corners = f"<xmin>{xmin}</xmin><ymin>{ymin}</ymin><xmax>{xmax}</xmax><ymax>{ymax}</ymax>"
    return f"<object><name>{name}</name>{more}<bndbox>{corners}</bndbox></object>"


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(boxes=st.lists(named_boxes(), max_size=5))
def test_what_is_written_comes_back(tmp_path, boxes):
    before = Annotation("photo #1 皮肤.jpg", SIZE, SIZE, tuple(boxes))
    write_voc(tmp_path / "a.xml", before)
    after = read_voc(tmp_path / "a.xml")
    assert (after.file_name, after.width, after.height) == (before.file_name, SIZE, SIZE)
    assert after.problems == ()
    for old, new in zip(before.boxes, after.boxes, strict=True):
        assert (old.name, old.difficult, old.truncated, old.occluded) == (
            new.name,
            new.difficult,
            new.truncated,
            new.occluded,
        )
        assert new.box.as_tuple() == pytest.approx(old.box.as_tuple(), abs=0.5)
    kept, problems = fit_to_photo(after, width=SIZE, height=SIZE)
    assert len(kept) == len(boxes)
    assert problems == ()


def test_whole_pixels_come_back_exactly_and_twice(tmp_path):
    before = Annotation("a.jpg", 100, 80, (NamedBox("nevus", Box(0, 0, 100, 80)), NamedBox("x", Box(1, 2, 4, 5), True)))
    write_voc(tmp_path / "a.xml", before)
    assert read_voc(tmp_path / "a.xml") == before
    first = (tmp_path / "a.xml").read_bytes()
    write_voc(tmp_path / "a.xml", read_voc(tmp_path / "a.xml"))
    assert (tmp_path / "a.xml").read_bytes() == first
    assert os.listdir(tmp_path) == ["a.xml"]


def test_a_failed_write_leaves_the_old_file(tmp_path, monkeypatch):
    write_voc(tmp_path / "a.xml", Annotation("a.jpg", 100, 80))
    before = (tmp_path / "a.xml").read_bytes()

    def full(descriptor):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(AnnotationError, match="No space left"):
        write_voc(tmp_path / "a.xml", Annotation("b.jpg", 1, 1))
    assert (tmp_path / "a.xml").read_bytes() == before
    assert os.listdir(tmp_path) == ["a.xml"]


def test_a_name_that_xml_cannot_hold_is_refused(tmp_path):
    with pytest.raises(AnnotationError, match="XML can't"):
        write_voc(tmp_path / "a.xml", Annotation("a.jpg", 9, 9, (NamedBox("a\x00b", Box(0, 0, 5, 5)),)))
    assert os.listdir(tmp_path) == []


def test_flags_and_unicode_names(tmp_path):
    more = "<difficult>1</difficult><truncated>1</truncated><occluded>0</occluded>"
    path = write(tmp_path / "a.xml", thing(1, 2, 30, 40, "Naevus – 痣", more))
    assert read_voc(path).boxes == (NamedBox("Naevus – 痣", Box(1, 2, 30, 40), difficult=True, truncated=True),)


def test_xml_in_another_encoding(tmp_path):
    text = f'<?xml version="1.0" encoding="iso-8859-1"?><annotation>{thing(1, 2, 30, 40, "Café")}</annotation>'
    (tmp_path / "a.xml").write_bytes(text.encode("latin-1"))
    assert read_voc(tmp_path / "a.xml").boxes[0].name == "Café"


@pytest.mark.parametrize(
    ("corners", "reason"),
    [
        (("nan", 2, 30, 40), "finite"),
        (("inf", 2, 30, 40), "finite"),
        ((30, 2, 1, 40), "x1 < x2"),
        ((1, 40, 30, 2), "y1 < y2"),
        ((5, 2, 5, 40), "x1 < x2"),
        (("", 2, 30, 40), "no number"),
        (("ten", 2, 30, 40), "no number"),
    ],
)
def test_a_bad_object_is_told_and_the_others_stay(tmp_path, corners, reason):
    path = write(tmp_path / "a.xml", thing(*corners) + thing(10, 10, 50, 50))
    annotation = read_voc(path)
    assert [entry.box for entry in annotation.boxes] == [Box(10, 10, 50, 50)]
    assert len(annotation.problems) == 1
    assert annotation.problems[0].startswith("Object 1 ")
    assert reason in annotation.problems[0]


@pytest.mark.parametrize("body", ["<object><bndbox/></object>", "<object><name> </name></object>"])
def test_an_object_without_a_name(tmp_path, body):
    assert "no class name" in read_voc(write(tmp_path / "a.xml", body)).problems[0]


def test_an_object_without_a_box(tmp_path):
    problems = read_voc(write(tmp_path / "a.xml", "<object><name>nevus</name></object>")).problems
    assert "nevus has no bndbox" in problems[0]


@pytest.mark.parametrize(
    ("corners", "expected", "reason"),
    [
        ((-1, 0, 101, 80), Box(0, 0, 100, 80), None),
        ((-20, 10, 50, 50), Box(0, 10, 50, 50), "clipped"),
        ((10, 10, 150, 50), Box(10, 10, 100, 50), "clipped"),
        ((120, 10, 150, 50), None, "outside"),
        ((98, 10, 150, 50), None, "outside"),
        ((10, 10, 12, 50), None, "less than 3"),
        ((10, 10, 13, 13), Box(10, 10, 13, 13), None),
    ],
)
def test_boxes_are_fitted_to_the_photograph(tmp_path, corners, expected, reason):
    annotation = read_voc(write(tmp_path / "a.xml", thing(*corners)))
    boxes, problems = fit_to_photo(annotation, width=100, height=80)
    assert [entry.box for entry in boxes] == ([] if expected is None else [expected])
    assert len(problems) == (reason is not None)
    assert reason is None or reason in problems[0]


@pytest.mark.parametrize(
    "size",
    ["", "<size/>", "<size><width>0</width><height>0</height></size>", "<size><width>?</width><height/></size>"],
)
def test_a_missing_size_is_the_photographs(tmp_path, size):
    annotation = read_voc(write(tmp_path / "a.xml", thing(10, 10, 90, 70), size=size))
    assert (annotation.width, annotation.height) == (None, None)
    boxes, problems = fit_to_photo(annotation, width=100, height=80)
    assert len(boxes) == 1
    assert problems == ()


@pytest.mark.parametrize(("size", "turned"), [((80, 100), True), ((200, 160), False), ((100, 81), False)])
def test_another_size_is_a_problem_and_never_scaled(tmp_path, size, turned):
    annotation = read_voc(write(tmp_path / "a.xml", thing(10, 10, 50, 50) * 2))
    boxes, problems = fit_to_photo(annotation, width=size[0], height=size[1])
    assert boxes == ()
    assert len(problems) == 1
    assert "100 x 80" in problems[0]
    assert f"{size[0]} x {size[1]}" in problems[0]
    assert "2 boxes were left out" in problems[0]
    assert ("turned by a quarter" in problems[0]) == turned


BOMB = (
    '<!DOCTYPE a [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;">]>'
    "<annotation><filename>&c;</filename></annotation>"
)
OUTSIDE = '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><annotation><filename>&x;</filename></annotation>'


@pytest.mark.parametrize("text", [BOMB, OUTSIDE])
def test_entities_are_refused(tmp_path, text):
    (tmp_path / "bomb.xml").write_text(text)
    with pytest.raises(AnnotationError, match=r"bomb\.xml defines its own XML entities"):
        read_voc(tmp_path / "bomb.xml")


@pytest.mark.parametrize("content", [b"", b"not xml", b"<annotation>", b"\xff\xfe\x00", b"<html></html>"])
def test_no_voc(tmp_path, content):
    (tmp_path / "odd.xml").write_bytes(content)
    with pytest.raises(AnnotationError, match=r"odd\.xml"):
        read_voc(tmp_path / "odd.xml")


def test_missing(tmp_path):
    with pytest.raises(AnnotationError, match=r"gone\.xml can't be read"):
        read_voc(tmp_path / "gone.xml")


def test_pad_files_are_read_whole(pad):
    annotations = [read_voc(path) for path in sorted((pad / "voc").rglob("*.xml"))]
    assert len(annotations) == 848
    assert sum(len(annotation.boxes) for annotation in annotations) == 970
    assert not any(annotation.problems for annotation in annotations)
