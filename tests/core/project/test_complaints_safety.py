"""What users of other annotation tools complained of, about the safety of their work: each a case that passes.

The numbers are those of the study of annotation tools this project started from. Some complaints are shown by tests
beside the code they are about; `ELSEWHERE` names those, and a test here sees that they are still there.
"""

from __future__ import annotations

import os
import random
import shutil
import stat
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from sqlalchemy import event

from core.classes import ClassTable
from core.errors import ProjectError, ProjectReadOnly
from core.geometry import Box
from core.images import content_hash, decode, probe, thumbnail
from core.importing import import_photos
from core.project.class_editing import moved, recoloured, renamed
from core.project.labels import Edit, ImageState, new_box, with_boxes, with_diagnosis, with_state
from core.project.project import Project

REPOSITORY = Path(__file__).resolve().parents[3]
HUMAN = ("images", "boxes", "classes")

ELSEWHERE = {
    "1, a class without a name in an imported file": (
        "tests/core/formats/test_voc.py", "test_an_object_without_a_name"),
    "2, kill -9 loses nothing that was said to be saved": (
        "tests/core/project/test_kill.py", "test_no_reported_edit_is_lost_to_fifty_kills"),
    "2, nor does killing the window": ("tests/e2e/test_kill.py", "def test_"),
    "3, a read-only disk": (
        "tests/core/project/test_open.py", "test_a_project_on_a_read_only_disk_opens_read_only"),
    "3, a file is written whole or not at all": (
        "tests/core/formats/test_voc.py", "test_a_failed_write_leaves_the_old_file"),
    "3, in the window": ("tests/desktop/test_complaints_classes.py", "test_complaint_3_"),
    "7, undo across photographs, restarts and annotators": (
        "tests/desktop/test_shell_session.py", "test_undo_and_redo_go_on_after_a_restart_where_they_were"),
    "14 and 15, a hundred classes, a closed list": (
        "tests/desktop/test_complaints_classes.py", "test_complaint_14_"),
    "17, drives and separators of Windows": (
        "tests/core/project/test_roots.py", "test_windows_drives_and_separators_are_no_concern_of_the_rest"),
}  # fmt: skip


@pytest.mark.parametrize("complaint", ELSEWHERE)
def test_complaints_shown_elsewhere_are_still_shown(complaint):
    file, name = ELSEWHERE[complaint]
    assert name in (REPOSITORY / file).read_text(encoding="utf-8")


def draw(project, image_id, *, x=1.0, class_id=1):
    before = project.labels(image_id)
    after = with_boxes(before, (*before.boxes, new_box(Box(x, 1, x + 9, 9), class_id)))
    project.apply(Edit(image_id, before, after, "Draw box"))


# 1. Class ids silently re-mapped


def test_complaint_1_renaming_ordering_and_reopening_change_no_box(filled, dump):
    """labelImg #592 and others: opening a folder gave every box another class."""
    for image_id in range(1, 6):
        draw(filled, image_id, class_id=1 + image_id % 3)
    boxes = dump(filled, "boxes", "images")
    table = moved(renamed(filled.classes, 1, "AAA"), 3, 0)
    filled.journal.change_classes(table, "Change classes")
    filled.journal.add_class("Akiec")
    filled.close()
    for _ in range(2):
        with Project.open(filled.folder) as project:
            assert dump(project, "boxes", "images") == boxes
            assert project.classes.ids == (3, 1, 2, 4)
            assert project.classes.get(1).name == "AAA"


# 3. A failed save marked clean


def limit_size(project):
    """From now on the disk has no room for this project."""

    def full(connection, _record):
        connection.execute("PRAGMA max_page_count = 1")

    engine = project._database._engine
    engine.dispose()
    event.listen(engine, "connect", full)

    def make_room():
        event.remove(engine, "connect", full)
        engine.dispose()

    return make_room


def test_complaint_3_on_a_full_disk_the_old_data_stay_and_retrying_works(filled, dump):
    """labelme #2477, #2472: a half-written file, and a failed save told as done."""
    draw(filled, 1)
    before = dump(filled, *HUMAN, "history", "steps")
    make_room = limit_size(filled)
    labels = filled.labels(1)
    after = with_boxes(labels, [new_box(Box(0, 0, 9, 9), 1, note="n" * 5000) for _ in range(50)])
    with pytest.raises(ProjectError, match="disk is full"):
        filled.apply(Edit(1, labels, after, "Paste"))
    assert dump(filled, *HUMAN, "history", "steps") == before

    make_room()
    filled.apply(Edit(1, labels, after, "Paste"))
    assert filled.labels(1) == after


# 4. Save overwrote the photo itself


@pytest.mark.parametrize("writable", [True, False])
def test_complaint_4_no_photograph_is_ever_written(tmp_path, writable):
    """labelImg #382; X-AnyLabeling rewrites originals for their orientation."""
    photos = tmp_path / "photos" / "nevus"
    photos.mkdir(parents=True)
    pixels = np.random.default_rng(0).integers(0, 255, (60, 80, 3), dtype=np.uint8)
    exif = Image.Exif()
    exif[0x0112] = 6
    for name in ("a.jpg", "b.png", "c.bmp"):
        Image.fromarray(pixels).save(photos / name, **({"exif": exif} if name == "a.jpg" else {}))
    files = sorted(photos.iterdir())
    before = [(content_hash(file), file.stat().st_mtime_ns) for file in files]
    if not writable:
        for path in (*files, photos, photos.parent):
            path.chmod(stat.S_IREAD | (stat.S_IEXEC if path.is_dir() else 0))
    try:
        with Project.create(tmp_path / "p", ClassTable.from_names(["Nevus", "Wart"])) as project:
            assert import_photos(project, photos.parent).images_added == 3
            for record in project.images():
                probe(record.path)
                decode(record.path)
                thumbnail(record.path, 32)
                draw(project, record.id)
            project.journal.merge_classes(1, 2)
            labels = project.labels(1)
            project.apply(Edit(1, labels, with_state(labels, ImageState.REJECTED, reason="blurred"), "Mark rejected"))
            project.relink_root(photos.parent, photos.parent)
        assert [(content_hash(file), file.stat().st_mtime_ns) for file in files] == before
        assert sorted(photos.iterdir()) == files
    finally:
        for path in (photos.parent, photos):
            path.chmod(0o755)


# 7. Undo missing, shallow, partial, not saved


def _change(project, chance):
    """One random operation of any kind."""
    image_id = chance.choice((1, 2, 3, 4, 5))
    labels, classes = project.labels(image_id), project.classes
    class_id = chance.choice(classes.ids)
    match chance.randrange(9):
        case 0 | 1 if len(labels.boxes) < 4:
            x, y = chance.uniform(0, 500), chance.uniform(0, 400)
            box = new_box(Box(x, y, x + chance.uniform(3, 99), y + 30), class_id, parent=chance.choice((None, 7)))
            after = with_boxes(labels, (*labels.boxes, box))
        case 0 | 1 | 2 if labels.boxes:
            after = with_boxes(labels, labels.boxes[chance.randrange(1, 3) :])
        case 3 if labels.boxes:
            changed = replace(labels.boxes[0], box=Box(1, 1, chance.uniform(9, 99), 30.5), locked=chance.random() < 0.5)
            after = with_boxes(labels, (changed, *labels.boxes[1:]))
        case 4:
            after = with_boxes(labels, [replace(box, class_id=class_id) for box in labels.boxes])
        case 5:
            after = with_diagnosis(labels, chance.choice((None, class_id)))
        case 6:
            after = with_state(labels, chance.choice(list(ImageState)), reason="covered")
        case 7:
            colour = f"#{chance.randrange(1 << 24):06x}"
            return project.journal.change_classes(recoloured(classes, class_id, colour), "Colour")
        case 8 if len(classes) > 3:
            return project.journal.merge_classes(class_id, next(key for key in classes.ids if key != class_id))
        case _:
            return project.journal.add_class(f"New {chance.random()}") and None
    return project.apply(Edit(image_id, labels, after, "Change"))


def _quick(project):
    """Don't wait for the disk: what is on it after a crash is another test's matter."""
    engine = project._database._engine
    engine.dispose()
    event.listen(engine, "connect", lambda connection, _record: connection.execute("PRAGMA synchronous = OFF"))
    return project


@pytest.mark.slow
def test_complaint_7_a_thousand_random_operations_are_taken_back_to_the_first_bytes_and_redone_to_the_last(
    filled, dump
):
    """labelImg #788, labelme #591, X-AnyLabeling #1366, #264: no undo, ten steps of it, no redo, labels left out."""
    chance = random.Random(7)

    def bytes_of(project):
        # A class that was taken back keeps its row, so that its id is never given away.
        tables = dump(project, *HUMAN)
        return {**tables, "classes": [row for row in tables["classes"] if not row[-1]]}

    first = bytes_of(_quick(filled))
    for _ in range(1000):
        _change(filled, chance)
    last = bytes_of(filled)
    filled.close()
    with Project.open(filled.folder, who="ana") as project:
        steps = [record.id for record in _quick(project).journal.stacks("ana").done]
        assert len(steps) > 700  # what changed nothing is no step
        for step in reversed(steps):
            project.journal.undo(step)
        assert bytes_of(project) == first
    with Project.open(filled.folder, who="ana") as project:
        undone = [record.id for record in _quick(project).journal.stacks("ana").undone]
        assert undone == steps[::-1]
        for step in reversed(undone):
            project.journal.redo(step)
        assert bytes_of(project) == last


# 16. Unicode class names and paths, Windows code pages


@pytest.mark.parametrize(
    "environment",
    [{"LC_ALL": "C"}, {"PYTHONIOENCODING": "cp1252"}],
    ids=["C", "cp1252"],
)
def test_complaint_16_names_of_any_script_pass_through_any_locale(tmp_path, environment):
    """labelImg #572, #364, #83, labelme #922: written in one code page, read in another."""
    names = ("M", "黑色素瘤", "İnce ışık", "Bénin", "痣/色".replace("/", " "))
    (tmp_path / "类.txt").write_text("\n".join(names), encoding="utf-8")
    photos = tmp_path / "照片 ü" / "黑色素瘤"
    photos.mkdir(parents=True)
    Image.fromarray(np.zeros((20, 30, 3), np.uint8)).save(photos / "照片 #1 50 %.png")

    def run(*arguments):
        command = [sys.executable, "-m", "core.cli", *map(os.fsencode, map(str, arguments))]
        done = subprocess.run(
            command, env={**os.environ, **environment}, cwd=REPOSITORY, capture_output=True, timeout=120
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        assert b"unexpected" not in done.stderr

    folder = tmp_path / "项目"
    run("init", folder, "--classes", tmp_path / "类.txt")
    run("import", folder, photos.parent)
    run("classes", folder, "rename", "M", "ışıklı 痣")
    run("classes", folder)
    with Project.open(folder, read_only=True) as project:
        assert project.classes.names == ("ışıklı 痣", *names[1:])
        (record,) = project.images()
        assert record.relative_path == "黑色素瘤/照片 #1 50 %.png"
        assert record.path.is_file()
        assert project.labels(record.id).diagnosis == 2


# 17. Drives and separators of Windows


def test_complaint_17_a_project_moves_between_drives_and_systems_with_its_photographs_or_without(filled, photos):
    """labelme #1350: the image on D:, the labels on C:, and a crash. A root and a path below it are two things here."""
    stored = [record.relative_path for record in filled.images()]
    assert not any("\\" in path or path.startswith("/") for path in stored)
    filled.close()
    elsewhere = filled.folder.parent / "other drive"
    elsewhere.mkdir()
    shutil.move(filled.folder, elsewhere / "p")
    photos.rename(elsewhere / "photos")
    with Project.open(elsewhere / "p") as project:
        assert not any(record.path.is_file() for record in project.images())
        draw(project, 1)  # labels are edited all the same
        assert project.relink_root(photos, elsewhere / "photos") == 5
        assert all(record.path.is_file() for record in project.images())
        assert len(project.labels(1).boxes) == 1
    with Project.open(elsewhere / "p", read_only=True) as reader, pytest.raises(ProjectReadOnly):
        draw(reader, 2)
