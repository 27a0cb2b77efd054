"""The list's model: ids in order, rows read a page at a time, and the same walk that a plain list would give."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.project.labels import ImageState
from core.project.project import Project
from core.project.records import ImageRecord, NewImage
from desktop.annotate.image_list import MOST_ROWS, PAGE, ROW_ROLE, ImageListModel
from desktop.annotate.listing import Row
from desktop.annotate.order import Order


def row(number: int) -> Row:
    record = ImageRecord(
        id=number, path=Path(f"/x/{number}.jpg"), relative_path=f"arm/{number}.jpg", sha256=str(number), width=9,
        height=9, orientation=1, split=None, patient=None, diagnosis=None, state=ImageState.NEW, box_count=0,
        metadata={},
    )  # fmt: skip
    return Row(record, None)


class Source:
    """Gives rows and remembers what it was asked for."""

    def __init__(self):
        self.asked: list[list[int]] = []

    def __call__(self, ids):
        self.asked.append(list(ids))
        return [row(number) for number in ids]


@pytest.fixture
def source():
    return Source()


def test_rows_are_read_a_page_at_a_time_when_somebody_looks(qapp, source):
    model = ImageListModel()
    model.set_source(Order(range(1, 1001)), source)
    assert (model.rowCount(), model.total, source.asked) == (1000, 1000, [])
    assert model.index(70).data() == "71.jpg"
    assert source.asked == [list(range(65, 129))]
    assert model.index(100).data(ROW_ROLE).record.id == 101
    assert len(source.asked) == 1
    assert len(source.asked[0]) == PAGE


def test_a_row_that_is_not_shown_is_read_alone_and_an_unknown_one_not_at_all(qapp, source):
    model = ImageListModel()
    model.set_source(Order([1, 2, 3]), source, shown=Order([1]))
    assert model.row(3).record.id == 3
    assert model.row(9) is None
    assert source.asked == [[3]]
    assert (model.has(3), model.has(9)) == (True, False)


def test_rows_no_longer_looked_at_are_let_go(qapp, source):
    model = ImageListModel()
    model.set_source(Order(range(MOST_ROWS + 10 * PAGE)), source)
    for place in range(0, model.rowCount(), PAGE):
        model.index(place).data()
    assert len(model._rows) <= MOST_ROWS + PAGE


def test_an_edited_row_is_kept_as_it_is_now(qapp, source):
    model = ImageListModel()
    model.set_source(Order([1, 2]), source)
    changed = []
    model.dataChanged.connect(lambda index, *_rest: changed.append(index.row()))
    new = replace(row(2).record, state=ImageState.VERIFIED)
    model.replace_row(Row(new, 5))
    model.replace_row(Row(replace(new, id=77), 5))
    assert changed == [1]
    assert model.row(2) == Row(new, 5)
    assert source.asked == []


@given(
    st.sets(st.integers(1, 12)),
    st.one_of(st.none(), st.sets(st.integers(1, 12))),
    st.integers(1, 13),
    st.sets(st.integers(1, 12)),
)
def test_walking_is_that_of_a_plain_list(ids, found, here, among):  # fmt: skip
    order = sorted(ids, key=lambda number: (number * 7) % 13)
    shown = [number for number in order if found is None or number in found]
    model = ImageListModel()
    model.set_source(Order(order), Source(), shown=Order(order).among(found))
    assert model.shown_ids == shown
    place = shown.index(here) if here in shown else None
    for step in (-2, -1, 1, 2):
        expected = shown[0] if place is None and shown else None
        if place is not None and 0 <= place + step < len(shown):
            expected = shown[place + step]
        assert model.beside(here, step) == expected
    start = -1 if place is None else place
    following = [*shown[start + 1 :], *shown[: start + 1]]
    assert model.next_among(here, among) == next((n for n in following if n in among and n != here), None)
    assert model.index_of(here).row() == (-1 if place is None else place)


def test_complaint_8_opening_reads_the_rows_in_sight_and_no_others(qtbot, make_project, monkeypatch):
    """X-AnyLabeling #822, #743: 13,000 photographs never loaded, since each was read before the first was shown."""
    from desktop.app import open_window

    folder = make_project()
    with Project.open(folder) as project:
        (root,) = project.roots().values()
        for number in range(500):
            os.link(root / "photo00.png", root / f"z{number:04}.png")
        known = {"width": 320, "height": 240, "orientation": 1, "file_size": 1}
        names = [f"z{number:04}.png" for number in range(500)]
        project.add_images(
            root, [NewImage(path=root / name, relative_path=name, sha256=f"{name:0>64}", **known) for name in names]
        )
    read = []
    records, labels_of = Project.images, Project.labels_of

    def counted(self, **asked):
        found = records(self, **asked)
        read.append(len(found))
        return found

    monkeypatch.setattr(Project, "images", counted)
    monkeypatch.setattr(Project, "labels_of", lambda self, ids: read.append(len(ids)) or labels_of(self, ids))
    window = open_window(folder)
    window.resize(1200, 800)
    qtbot.addWidget(window)
    canvas = window.annotate.view.canvas
    qtbot.waitUntil(lambda: canvas._backdrop.photo is not None, timeout=5000)
    assert window.annotate.controller.model.rowCount() == 504
    assert sum(read) <= 2 * PAGE
    window.annotate.controller.list.go(1)
    assert sum(read) <= 2 * PAGE
    window.close()
