"""Which photographs the list shows. Values, and how they are read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from core.project.labels import ImageState, Split
    from core.project.project import Project
    from core.project.records import ImageRecord


@dataclass(frozen=True, slots=True)
class Row:
    """A photograph of the list: its record, and the class of the whole photograph where there is one."""

    record: ImageRecord
    class_id: int | None

    @property
    def name(self) -> str:
        return self.record.relative_path.rsplit("/", 1)[-1]


@dataclass(frozen=True, slots=True)
class Narrowed:
    """Photographs another workspace asked to see, and why."""

    ids: frozenset[int]
    reason: str


@dataclass(frozen=True, slots=True)
class ListFilter:
    """What the list is narrowed to; all parts must hold. Text is looked for in path and patient, words with "and"."""

    text: str = ""
    class_id: int | None = None
    state: ImageState | None = None
    split: Split | None = None
    narrowed: Narrowed | None = None

    @property
    def is_empty(self) -> bool:
        return self == ListFilter()


def matching(rows: Sequence[Row], wanted: ListFilter) -> list[int]:
    """Positions of the rows that fulfil the filter."""
    if wanted.is_empty:
        return list(range(len(rows)))
    words = wanted.text.casefold().split()
    ids = None if wanted.narrowed is None else wanted.narrowed.ids
    found: list[int] = []
    for position, row in enumerate(rows):
        record = row.record
        if ids is not None and record.id not in ids:
            continue
        if wanted.class_id is not None and row.class_id != wanted.class_id:
            continue
        if wanted.state is not None and record.state is not wanted.state:
            continue
        if wanted.split is not None and record.split is not wanted.split:
            continue
        if words:
            text = f"{record.relative_path} {record.patient or ''}".casefold()
            if not all(word in text for word in words):
                continue
        found.append(position)
    return found


def banner_text(count: int, reason: str) -> str:
    """Text of the filter banner: `12 photos: predicted BCC, are MEL`."""
    photos = "1 photo" if count == 1 else f"{count} photos"
    return f"{photos}: {reason}" if reason else photos


def states_in(rows: Iterable[Row]) -> dict[ImageState, int]:
    """How many rows are in each state."""
    counts: dict[ImageState, int] = {}
    for row in rows:
        counts[row.record.state] = counts.get(row.record.state, 0) + 1
    return counts


def facts(record: ImageRecord) -> list[str]:
    """What is known of a photograph before anybody looks at it, in short words."""
    folder = record.relative_path.rpartition("/")[0]
    return [
        *([folder] if folder else []),
        f"{record.width} × {record.height} px",
        *([f"patient\u00a0{record.patient}"] if record.patient else []),
        *([record.split.value] if record.split is not None else []),
        *(["turned upright"] if record.orientation != 1 else []),
    ]


def read_rows(project: Project) -> list[Row]:
    """All photographs of a project in the list's order; labels are read only where the record alone doesn't say."""
    records = project.images()
    undiagnosed = [record.id for record in records if record.diagnosis is None and record.box_count]
    labels = project.labels_of(undiagnosed) if undiagnosed else {}
    return [
        Row(record, record.diagnosis if record.id not in labels else labels[record.id].image_class)
        for record in records
    ]
