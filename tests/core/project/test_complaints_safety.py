"""What users of other annotation tools complained of, about the safety of their work: each a case that passes.

The numbers are those of the study of annotation tools this project started from; docs/complaints.md lists all of them
with the tests that show each, and `tests/test_complaints.py` sees that those are there.
"""

from __future__ import annotations

import os
import random
import shutil
import sqlite3
import stat
import subprocess
import sys
from contextlib import contextmanager
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
from core.project.labels import (
    Edit,
    ImageState,
    labels_from_json,
    labels_to_json,
    new_box,
    with_boxes,
    with_diagnosis,
    with_flag,
    with_state,
)
from core.project.project import Project

REPOSITORY = Path(__file__).resolve().parents[3]
HUMAN = ("images", "boxes", "classes")


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


# 2. Work lost on close, crash or missing autosave

# Forks a writer for each line it reads, which is killed before the statement with this number of the edit's
# transaction; the statement after the last is the commit, and after that the edit is done.
KILLED_AT = """
import os, signal, sys
from pathlib import Path
from sqlalchemy import event
from core.geometry import Box
from core.project.labels import Edit, ImageState, new_box, with_boxes, with_state
from core.project.project import Project

def edit(folder, fatal):
    project = Project.open(folder, who="killed")
    count = 0

    def met(*_):
        nonlocal count
        count += 1
        if count == fatal:
            os.kill(os.getpid(), signal.SIGKILL)

    before = project.labels(1)
    boxes = [new_box(Box(n, 1, n + 9, 9), 2) for n in range(3)]
    after = with_state(with_boxes(before, boxes), ImageState.VERIFIED)
    engine = project._database._engine
    event.listen(engine, "before_cursor_execute", met)
    event.listen(engine, "commit", met)
    project.apply(Edit(1, before, after, "Draw boxes"))
    os.write(1, f"done after {count}\\n".encode())
    os.kill(os.getpid(), signal.SIGKILL)

for line in sys.stdin:
    child = os.fork()
    if child == 0:
        edit(Path(sys.argv[1]), int(line))
    os.waitpid(child, 0)
    os.write(1, b"dead\\n")
"""


def test_complaint_2_killed_at_any_statement_an_edit_is_whole_or_not_there(filled, dump):
    """cvat #7996, labelImg #243: hours of work gone with a crash. Nobody has to think of saving here."""
    draw(filled, 1)
    folder, tables = filled.folder, (*HUMAN, "history", "steps")
    before, old = dump(filled, *tables), filled.labels(1)
    filled.close()
    nursery = subprocess.Popen(
        [sys.executable, "-c", KILLED_AT, str(folder)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=REPOSITORY,
        text=True,
    )  # fmt: skip
    with nursery:
        for fatal in range(1, 100):
            print(fatal, file=nursery.stdin, flush=True)
            done = said if (said := nursery.stdout.readline()) != "dead\n" else ""
            assert not done or nursery.stdout.readline() == "dead\n"
            with Project.open(folder) as project:
                if done:
                    assert done == f"done after {fatal - 1}\n"
                    assert len(project.labels(1).boxes) == 3
                    assert project.labels(1).state is ImageState.VERIFIED
                    assert project.history(1)[0].before == labels_to_json(old)
                    break
                assert dump(project, *tables) == before
        else:
            pytest.fail("the edit was never done")
        nursery.stdin.close()
    assert fatal > 4  # labels, boxes, history, step, commit


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


REFUSALS = {
    "IOERR": (sqlite3.SQLITE_IOERR_WRITE, "disk I/O error", "disk is there"),
    "CANTOPEN": (sqlite3.SQLITE_CANTOPEN, "unable to open database file", "disk is there"),
    "READONLY": (sqlite3.SQLITE_READONLY, "attempt to write a readonly database", "disk is sound"),
}


@contextmanager
def refusing(project, kind, *, at):
    """Until the block ends, the statement with this number of each transaction finds the disk gone."""
    code, said, _ = REFUSALS[kind]
    engine, count = project._database._engine, 0

    def begin(_connection):
        nonlocal count
        count = 0

    def refuse(*_):
        nonlocal count
        count += 1
        if count == at:
            error = sqlite3.OperationalError(said)
            error.sqlite_errorcode = code
            raise error

    event.listen(engine, "begin", begin)
    event.listen(engine, "before_cursor_execute", refuse)
    try:
        yield
    finally:
        event.remove(engine, "begin", begin)
        event.remove(engine, "before_cursor_execute", refuse)


@pytest.mark.parametrize("at", [1, 3, 5])
@pytest.mark.parametrize("kind", REFUSALS)
def test_complaint_3_when_the_disk_goes_in_the_middle_the_old_data_stay_and_retrying_works(filled, dump, kind, at):
    """A pulled plug, a failing disk, one that the system has made read-only, in the midst of an edit."""
    draw(filled, 1)
    before = dump(filled, *HUMAN, "history", "steps")
    labels = filled.labels(1)
    after = with_state(with_boxes(labels, [new_box(Box(0, 0, 9, 9), 2)]), ImageState.VERIFIED)
    with refusing(filled, kind, at=at), pytest.raises(ProjectError) as told:
        filled.apply(Edit(1, labels, after, "Paste"))
    assert not isinstance(told.value, ProjectReadOnly)  # the project wasn't opened so, and isn't now
    assert REFUSALS[kind][2] in told.value.hint
    assert "do it again" in told.value.hint
    assert str(filled.folder) in told.value.path
    assert dump(filled, *HUMAN, "history", "steps") == before
    assert filled.labels(1) == labels

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


def classes_of(labels):
    return {box.class_id for box in labels.boxes} | ({labels.diagnosis} - {None})


def _change(project, chance):
    """One random operation of any kind."""
    image_id = chance.choice((1, 2, 3, 4, 5))
    labels, classes = project.labels(image_id), project.classes
    class_id = chance.choice(classes.ids)
    match chance.randrange(11):
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
        case 8:
            after = with_flag(labels, not labels.flagged)
        case 9 if entries := project.history(image_id, limit=20):
            # A version may have classes that are gone since; the nearest that has none is gone back to.
            versions = [labels_from_json(entry.before) for entry in entries]
            known = [version for version in versions if classes_of(version) <= set(classes.ids)]
            after = chance.choice(known or [labels])
        case 10 if len(classes) > 3:
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
    filled, dump, fresh_seed
):
    """labelImg #788, labelme #591, X-AnyLabeling #1366, #264: no undo, ten steps of it, no redo, labels left out."""
    chance = random.Random(fresh_seed)

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
        assert len(steps) > 600  # what changed nothing is no step
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
