"""Edits saved behind the caller's back: on the disk when their future is done, and waited for by whoever reads."""

from __future__ import annotations

import subprocess
import sys
import threading

import pytest

from core.classes import ClassTable
from core.errors import StaleEdit
from core.geometry import Box
from core.project.labels import Edit, new_box, with_boxes
from core.project.project import Project
from core.project.records import NewImage


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "photos").mkdir()
    photo = tmp_path / "photos" / "a.png"
    photo.write_bytes(b"never opened here")
    with Project.create(tmp_path / "project", ClassTable.from_names(["one", "two"])) as made:
        made.add_images(
            photo.parent,
            [
                NewImage(
                    path=photo, relative_path="a.png", sha256="0" * 64, width=99, height=99, orientation=1, file_size=1
                )
            ],
        )
    return tmp_path / "project"


@pytest.fixture
def project(folder):
    with Project.open(folder) as opened:
        yield opened


def drawn(before, *, x=10.0):
    return Edit(1, before, with_boxes(before, (*before.boxes, new_box(Box(x, 10, x + 20, 40), 1))), "Draw box")


def test_the_caller_goes_on_while_the_disk_is_busy(project, folder, hold_database):
    edit = drawn(project.labels(1))
    with hold_database(folder):
        ending = project.apply_soon(edit)
        assert not ending.done()
    assert isinstance(ending.result(timeout=20), int)
    assert project.labels(1) == edit.after


def test_whoever_reads_waits_and_reads_the_edit(project, folder, hold_database):
    edit = drawn(project.labels(1))
    seen = []
    reader = threading.Thread(target=lambda: seen.append(project.labels(1)))
    with hold_database(folder):
        project.apply_soon(edit)
        reader.start()
        reader.join(0.2)
        assert reader.is_alive()
    reader.join(20)
    assert seen == [edit.after]


def test_edits_are_saved_in_the_order_they_were_made(project):
    labels = project.labels(1)
    endings = []
    for number in range(20):
        edit = drawn(labels, x=float(number))
        labels = edit.after
        endings.append(project.apply_soon(edit))
    steps = [ending.result(timeout=20) for ending in endings]
    assert steps == sorted(steps)
    assert project.labels(1) == labels
    assert [entry.what for entry in project.history(1)].count("Draw box") == 20


def test_an_edit_that_fails_says_so_and_the_next_is_saved(project):
    before = project.labels(1)
    first, stale = drawn(before), drawn(before, x=30.0)
    project.apply_soon(first)
    with pytest.raises(StaleEdit):
        project.apply_soon(stale).result(timeout=20)
    again = drawn(first.after, x=30.0)
    assert project.apply_soon(again).result(timeout=20) is not None
    assert project.labels(1) == again.after


def test_closing_waits_for_what_is_being_saved(folder):
    project = Project.open(folder)
    edit = drawn(project.labels(1))
    project.apply_soon(edit)
    project.close()
    project.close()
    with Project.open(folder) as again:
        assert again.labels(1) == edit.after


def test_a_program_that_ends_without_closing_has_saved_what_it_began(folder):
    script = """
import sys
from pathlib import Path
from core.geometry import Box
from core.project.labels import Edit, new_box, with_boxes
from core.project.project import Project
project = Project.open(Path(sys.argv[1]))
before = project.labels(1)
project.apply_soon(Edit(1, before, with_boxes(before, (new_box(Box(1, 1, 20, 20), 2),)), "Draw box"))
"""
    subprocess.run([sys.executable, "-c", script, str(folder)], check=True, timeout=60)
    with Project.open(folder) as again:
        assert [box.class_id for box in again.labels(1).boxes] == [2]
