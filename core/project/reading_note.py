"""What the project of a blind second reading knows of itself: whose photographs are read again, and by whom."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from core.errors import ProjectDamaged
from core.project.opening import DATABASE_NAME

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from core.project.project import Project

READINGS_NAME = "readings"
_NOTE = "second_reading"


@dataclass(frozen=True, slots=True)
class ReadingNote:
    """What a reading's project knows of itself.

    Attributes:
        of: Id of the project whose photographs are read again.
        project: Its name.
        reader: The second reader.
        seed: Of the sample.
        made_at: When, UTC.
    """

    of: str
    project: str
    reader: str
    seed: int
    made_at: datetime


def reading_note(project: Project) -> ReadingNote | None:
    """What a project knows of being a second reading; None for any other.

    Raises:
        ProjectDamaged: It says something that can't be understood.
    """
    said = project.get_setting(_NOTE)
    return None if said is None else _from_json(said, project.folder)


def is_read_blind(project: Project) -> bool:
    """Whether a project is a blind second reading, also one whose note of it is damaged."""
    try:
        return reading_note(project) is not None
    except ProjectDamaged:
        return True


def first_project(reading: Project) -> Path | None:
    """Folder of the project that a reading is inside of; None for one that was carried elsewhere."""
    outer = reading.folder.parent.parent
    return outer if reading.folder.parent.name == READINGS_NAME and (outer / DATABASE_NAME).is_file() else None


def write_note(project: Project, note: ReadingNote) -> None:
    """Make a project a second reading."""
    project.set_setting(_NOTE, _to_json(note))


def _to_json(note: ReadingNote) -> dict[str, Any]:
    return {
        "of": note.of,
        "project": note.project,
        "reader": note.reader,
        "seed": note.seed,
        "made_at": note.made_at.isoformat(),
    }


def _from_json(said: Mapping[str, Any], folder: Path) -> ReadingNote:
    try:
        return ReadingNote(
            str(said["of"]),
            str(said["project"]),
            str(said["reader"]),
            int(said["seed"]),
            datetime.fromisoformat(said["made_at"]),
        )
    except (KeyError, TypeError, ValueError) as error:
        raise ProjectDamaged("The note of this second reading is damaged.", path=folder) from error
