"""Blind second readings: a project of its own for the second reader, inside the folder of the first.

`PROJECT/readings/NAME` has the same classes and a sample of the photographs, where they are, without labels, splits,
patients and metadata. What the first reader had said when the reading began is kept in it, so that agreement stays
that of two blind readers after conflicts were settled; no view shows it.
"""

from __future__ import annotations

import re
import shutil
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any

from core.errors import DermDeskError, ImageMissing, ProjectError
from core.project.labels import ImageState, labels_from_json, labels_to_json
from core.project.project import Project
from core.project.reading_note import READINGS_NAME, ReadingNote, reading_note, write_note
from core.project.records import NewImage
from core.project.verifying import may_verify
from core.review.second_reading import agreement, both_readings, draw_sample
from core.review.settling import Pair, open_conflicts, settled_count

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from core.classes import ClassTable
    from core.project.labels import ImageLabels
    from core.project.records import ImageRecord
    from core.review.second_reading import Conflict, ReaderAgreement

_FIRST = "second_reading_first"
_LEFT_OUT = (ImageState.REJECTED, ImageState.NOISE)


@dataclass(frozen=True, slots=True)
class Reading:
    """A reading and how far it has come.

    Attributes:
        id: Of its project.
        name: Of its folder.
        folder: Where its project is.
        note: Who reads what.
        total: Photographs of the sample.
        read: How many of them the reader has said something of.
    """

    id: str
    name: str
    folder: Path
    note: ReadingNote
    total: int
    read: int

    @property
    def reader(self) -> str:
        return self.note.reader


@dataclass(frozen=True, slots=True)
class BrokenReading:
    """A folder of `readings` that can't be read, and why."""

    folder: Path
    reason: str


@dataclass(frozen=True, slots=True)
class ReadingList:
    """Readings, the newest first, and those that can't be read."""

    readings: tuple[Reading, ...]
    broken: tuple[BrokenReading, ...] = ()


@dataclass(frozen=True, slots=True)
class Compared:
    """A reading beside the project.

    Attributes:
        reading: Which.
        agreement: Of what both had said blind: the first when the reading began, the second now.
        pairs: What both say now, by image id, of photographs both have read.
        conflicts: Still to be settled.
        settled: How many were settled and differ still.
    """

    reading: Reading
    agreement: ReaderAgreement
    pairs: Mapping[int, Pair]
    conflicts: tuple[Conflict, ...]
    settled: int


def begin_reading(project: Project, size: int, *, seed: int, reader: str) -> Reading:
    """Make a project for a second reader, who is somebody else than the annotator of every photograph in it.

    Photographs rejected or called noise aren't drawn. Folders that are named like a class are hidden from the reader.

    Args:
        project: May be open read-only: only its folder of readings is written.
        size: How many photographs; all that can be read, where they are fewer.
        seed: The same draws the same sample from the same labels.
        reader: The second reader's name.

    Raises:
        ProjectError: There is no name, nothing for this reader to read, or the disk refuses.
        ImageMissing: A photograph isn't where it should be.
    """
    reader = " ".join(reader.split())
    if not reader:
        raise ProjectError("The second reader has no name.", hint="Say who will read.")
    if reading_note(project) is not None:
        raise ProjectError("This is a second reading already.", hint="Open the project it was drawn from.")
    classes, images, labels = project.read_all()
    records = {record.id: record for record in images}
    can_read = readable(project, labels, reader)
    if not can_read:
        raise ProjectError(
            f"There is nothing for {reader} to read.",
            hint="A second reading takes labelled photographs that somebody else has labelled.",
        )
    chosen = draw_sample({key: labels[key].image_class for key in can_read}, size, seed=seed)
    folder = _new_folder(project.folder / READINGS_NAME, reader)
    note = ReadingNote(project.id, project.name, reader, seed, datetime.now(UTC))
    try:
        with Project.create(folder, classes, who=reader) as made:
            for root, some in _by_root([records[key] for key in chosen], classes).items():
                made.add_images(root, some)
            made.set_setting(_FIRST, {records[key].sha256: labels_to_json(labels[key]) for key in chosen})
            # Last: without this note the folder is no reading.
            write_note(made, note)
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    return _read(folder)


def readable(project: Project, labels: Mapping[int, ImageLabels], reader: str) -> list[int]:
    """Photographs that can be given to this reader: labelled, and not by them."""
    labelled = [
        key
        for key, said in labels.items()
        if said.state not in _LEFT_OUT and (said.boxes or said.image_class is not None)
    ]
    annotators = project.journal.annotators(labelled)
    return [key for key in labelled if may_verify(reader, annotators[key])]


def readings(folder: Path) -> ReadingList:
    """The second readings of the project in a folder, the newest first."""
    found, broken = [], []
    for inner in sorted(path for path in (folder / READINGS_NAME).glob("*") if path.is_dir()):
        try:
            found.append(_read(inner))
        except DermDeskError as error:
            broken.append(BrokenReading(inner, error.message))
    return ReadingList(tuple(sorted(found, key=lambda entry: entry.note.made_at, reverse=True)), tuple(broken))


def reading_named(folder: Path, name: str) -> Reading:
    """The reading of this name.

    Raises:
        ProjectError: There is none, or it can't be read.
    """
    inner = folder / READINGS_NAME / name
    if name == ".." or inner.parent.name != READINGS_NAME or not inner.is_dir():
        names = ", ".join(entry.name for entry in readings(folder).readings)
        raise ProjectError(
            f"The project has no reading {name!r}.",
            hint=f"There are: {names}." if names else "Begin one with: dermdesk readings PROJECT begin READER",
        )
    return _read(inner)


def compare_reading(project: Project, reading: Reading) -> Compared:
    """Put both readings side by side, on the photographs that both have read.

    Raises:
        ClassTableError: The classes have changed since.
        ProjectError: The reading can't be opened.
    """
    with Project.open(reading.folder, read_only=True) as other:
        now, second = both_readings(project, other)
        said_first: dict[str, Any] = other.get_setting(_FIRST) or {}
        theirs = {record.sha256: record.id for record in other.images()}
        readers = other.journal.annotators(theirs.values())
    records = {record.id: record for record in project.images(ids=now.keys())}
    then = {
        key: labels_from_json(said_first[record.sha256]) if record.sha256 in said_first else now[key]
        for key, record in records.items()
    }
    annotators = project.journal.annotators(now.keys())
    pairs = {
        key: Pair(now[key], second[key], annotators[key], readers[theirs[record.sha256]] or reading.reader)
        for key, record in records.items()
    }
    return Compared(
        reading,
        agreement(then, second, project.classes),
        pairs,
        open_conflicts(pairs, project.classes, reading.id),
        settled_count(pairs, project.classes, reading.id),
    )


def _read(folder: Path) -> Reading:
    with Project.open(folder, read_only=True) as opened:
        note = reading_note(opened)
        if note is None:
            raise ProjectError("This is no second reading, or one that was never finished.", path=folder)
        counts = opened.counts()
        waiting = counts.by_state.get(ImageState.NEW.value, 0)
        return Reading(opened.id, folder.name, folder, note, counts.images, counts.images - waiting)


def _new_folder(parent: Path, reader: str) -> Path:
    stem = re.sub(r"[^\w-]+", "-", reader).strip("-_") or "reader"
    number = 1
    try:
        parent.mkdir(exist_ok=True)
        while True:
            folder = parent / f"{stem[:40]}-{number}"
            try:
                folder.mkdir()
            except FileExistsError:
                number += 1
            else:
                return folder
    except OSError as error:
        raise ProjectError(f"The reading's folder can't be made: {error.strerror}.", path=parent) from error


def _by_root(records: list[ImageRecord], classes: ClassTable) -> dict[Path, list[NewImage]]:
    found: dict[Path, list[NewImage]] = {}
    for record in records:
        shown = _shown_path(record.relative_path, classes)
        root = record.path.parents[len(PurePosixPath(shown).parts) - 1]
        found.setdefault(root, []).append(
            NewImage(
                path=record.path,
                relative_path=shown,
                sha256=record.sha256,
                width=record.width,
                height=record.height,
                orientation=record.orientation,
                file_size=_file_size(record.path),
            )
        )
    return found


def _file_size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError as error:
        raise ImageMissing(
            "A photograph of the sample can't be read.", hint="Say where its folder is now: dermdesk relink.", path=path
        ) from error


def _shown_path(relative_path: str, classes: ClassTable) -> str:
    """The path below the last folder that is named like a class: a reader who sees that name isn't blind."""
    parts = PurePosixPath(relative_path).parts
    named = [place for place, part in enumerate(parts[:-1]) if classes.find(part) is not None]
    return "/".join(parts[named[-1] + 1 :] if named else parts)
