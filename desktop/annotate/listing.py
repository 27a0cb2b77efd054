"""Which photographs the list shows. Values, and how they are read."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from core.errors import QueryError
from core.project.query import EVERYTHING, InState, OfClass, OnSide, Or, both
from core.project.query_text import parse, quoted
from core.project.reading_note import is_read_blind
from desktop.annotate.order import Order
from desktop.translating import core_text

if TYPE_CHECKING:
    from collections.abc import Collection

    from core.project.labels import ImageState, Split
    from core.project.project import Project
    from core.project.query import Query
    from core.project.query_fields import Words
    from core.project.records import ImageRecord


LAST_IMAGE = "annotate.last_image"


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
    """What the list is narrowed to; all parts must hold.

    Attributes:
        text: A query as `core.project.query_text` reads it; plain words are looked for as text.
        class_id: Class of the whole photograph.
        state: How far its labelling has come.
        split: The side it is on.
        narrowed: Only these photographs.
    """

    text: str = ""
    class_id: int | None = None
    state: ImageState | None = None
    split: Split | None = None
    narrowed: Narrowed | None = None

    @property
    def is_empty(self) -> bool:
        return self == ListFilter()


def query_of(wanted: ListFilter, words: Words) -> Query:
    """What a filter asks of the store; `narrowed` is no matter of the store and left out.

    Raises:
        QueryError: The text can't be understood.
    """
    query = parse(wanted.text, words)
    if wanted.class_id is not None:
        query = both(query, OfClass(wanted.class_id))
    if wanted.state is not None:
        query = both(query, InState(wanted.state))
    if wanted.split is not None:
        query = both(query, OnSide(wanted.split))
    return query


@dataclass(frozen=True, slots=True)
class Listed:
    """An answer to the question which photographs the list shows.

    Attributes:
        everything: All photographs of the project.
        shown: Those that the filter leaves.
        words: What queries can name.
        remembered: The photograph where work stopped last time, else the first that is shown.
    """

    everything: Order = field(default_factory=Order)
    shown: Order = field(default_factory=Order)
    words: Words | None = None
    remembered: int | None = None


def read_list(project: Project, wanted: ListFilter, words: Words | None) -> Listed:
    """All photographs, and those a filter leaves; a text that can't be understood any more leaves all.

    Args:
        project: May be read by other threads meanwhile.
        wanted: The filter.
        words: What queries can name, where it is known; else it is read.
    """
    # Folders are often named by class, and a blind reader would see one class after the other.
    everything = Order(project.image_ids(shuffled=is_read_blind(project)))
    try:
        listed = filter_list(project, everything, wanted, words)
    except QueryError:
        listed = Listed(everything, everything, words)  # told when it was typed
    last = project.get_setting(LAST_IMAGE)
    if not isinstance(last, int) or last not in everything.places:
        last = next(iter(listed.shown.ids), None)
    return replace(listed, remembered=last)


def filter_list(project: Project, everything: Order, wanted: ListFilter, words: Words | None) -> Listed:
    """Those of all photographs that a filter leaves; arguments as of `read_list`.

    Raises:
        QueryError: The text can't be understood.
    """
    if words is None:
        words = project.query_words()
    query = query_of(wanted, words)
    found: Collection[int] | None = None if query == EVERYTHING else project.matching(query)
    if wanted.narrowed is not None:
        found = wanted.narrowed.ids if found is None else wanted.narrowed.ids & frozenset(found)
    return Listed(everything, everything.among(found), words)


def as_text(wanted: ListFilter, words: Words) -> str:
    """The filter as one text that means the same, to be kept as a view; `narrowed` is left out."""
    parts = [wanted.text]
    if wanted.class_id is not None:
        parts.append(f"class:{quoted(words.classes.get(wanted.class_id).name)}")
    parts += [f"state:{wanted.state.value}"] if wanted.state is not None else []
    parts += [f"split:{wanted.split.value}"] if wanted.split is not None else []
    if len(parts) > 1 and isinstance(parse(wanted.text, words), Or):
        parts[0] = f"({wanted.text})"
    return " ".join(part for part in parts if part)


def banner_text(count: int, reason: str) -> str:
    """Text of the filter banner: `12 photos: predicted BCC, are MEL`."""
    photos = "1 photo" if count == 1 else f"{count} photos"
    return f"{photos}: {reason}" if reason else photos


def facts(record: ImageRecord) -> list[str]:
    """What is known of a photograph before anybody looks at it, in short words."""
    folder = record.relative_path.rpartition("/")[0]
    return [
        *([folder] if folder else []),
        f"{record.width} × {record.height} px",
        *([_tr("patient\u00a0{0}").format(record.patient)] if record.patient else []),
        *([core_text(record.split.value)] if record.split is not None else []),
        *([_tr("turned upright")] if record.orientation != 1 else []),
    ]


def read_rows(project: Project, ids: Collection[int]) -> list[Row]:
    """The rows of some photographs, in no order that matters; those the project doesn't have are left out."""
    return [Row(record, record.image_class) for record in project.images(ids=ids)]


def _tr(text: str) -> str:
    return QCoreApplication.translate("Listing", text)
