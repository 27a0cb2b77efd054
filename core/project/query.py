"""A question about photographs, as a value: conditions combined with and, or and not. Pure.

`query_text` reads one from what a person types, `query_rows` asks the store. What each condition means is said here;
`tests/core/project/test_query.py` answers each once more in plain Python.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from core.project.labels import ImageState, Split


class Comparison(StrEnum):
    """How a number is compared with the one asked for."""

    LESS = "<"
    AT_MOST = "<="
    EQUAL = "="
    OTHER = "!="
    AT_LEAST = ">="
    MORE = ">"


class TextIn(StrEnum):
    """Where a text is looked for."""

    ANYWHERE = "text"
    """In the relative path, the patient, further columns of the metadata, notes and the reason."""
    PATH = "path"
    WRITTEN = "note"
    """In notes of boxes and in the reason of the state."""


class ClassOf(StrEnum):
    """Which class of a photograph is meant."""

    IMAGE = "class"
    """The diagnosis; without one, the class that all boxes share."""
    DIAGNOSIS = "diagnosis"
    BOX = "box"
    """That of at least one lesion box."""


class Measure(StrEnum):
    """A number of a photograph."""

    BOXES = "boxes"
    WIDTH = "width"
    HEIGHT = "height"
    MEGAPIXELS = "megapixels"


class Flag(StrEnum):
    """A mark of a photograph (`FLAGGED`) or of at least one of its boxes (the others)."""

    FLAGGED = "flagged"
    DIFFICULT = "difficult"
    TRUNCATED = "truncated"
    OCCLUDED = "occluded"
    LOCKED = "locked"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class And:
    """All of them hold; without any, every photograph is meant."""

    parts: tuple[Query, ...]


@dataclass(frozen=True, slots=True)
class Or:
    """At least one of them holds."""

    parts: tuple[Query, ...]


@dataclass(frozen=True, slots=True)
class Not:
    """It doesn't hold. Every condition either holds for a photograph or doesn't, so `Not` is its exact complement."""

    part: Query


@dataclass(frozen=True, slots=True)
class Contains:
    """The text occurs there, whatever its case."""

    text: str
    where: TextIn = TextIn.ANYWHERE


@dataclass(frozen=True, slots=True)
class OfClass:
    """A class of the photograph is this; None for a photograph without one, and for `ClassOf.BOX` without a box."""

    class_id: int | None
    of: ClassOf = ClassOf.IMAGE


@dataclass(frozen=True, slots=True)
class InState:
    """Its labelling has come this far."""

    state: ImageState


@dataclass(frozen=True, slots=True)
class OnSide:
    """It is on this side of the split; None for no side."""

    split: Split | None


@dataclass(frozen=True, slots=True)
class OfPatient:
    """It is this patient's; None where the patient is unknown."""

    patient: str | None


@dataclass(frozen=True, slots=True)
class EditedBy:
    """This person has edited its labels at least once, whoever did afterwards. An import is no edit."""

    who: str


@dataclass(frozen=True, slots=True)
class Marked:
    """It or one of its boxes has this flag."""

    flag: Flag


@dataclass(frozen=True, slots=True)
class Measured:
    """A number of it compares like this with `value`."""

    measure: Measure
    comparison: Comparison
    value: float


@dataclass(frozen=True, slots=True)
class BoxSized:
    """At least one lesion box is larger or smaller than this; never `EQUAL` or `OTHER`.

    Attributes:
        comparison: How its area compares.
        value: Side in upright pixels of a square as large as the box; with `share` the share of the photograph's area.
        share: Which of the two.
    """

    comparison: Comparison
    value: float
    share: bool = False


@dataclass(frozen=True, slots=True)
class PredictedBy:
    """This model, or for None any, has a stored prediction of it."""

    model: str | None


@dataclass(frozen=True, slots=True)
class PredictedAs:
    """The first choice of this model, or for None of any, is the class; None is a detector that found nothing."""

    class_id: int | None
    model: str | None = None


@dataclass(frozen=True, slots=True)
class Scored:
    """The score of the first choice of this model, or for None of any, compares like this with `value` (0 to 1)."""

    comparison: Comparison
    value: float
    model: str | None = None


@dataclass(frozen=True, slots=True)
class Disagrees:
    """The first choice of this model, or for None of any, isn't the class of the photograph, which has one.

    A detector that found nothing disagrees.
    """

    model: str | None = None


Condition: TypeAlias = (
    Contains
    | OfClass
    | InState
    | OnSide
    | OfPatient
    | EditedBy
    | Marked
    | Measured
    | BoxSized
    | PredictedBy
    | PredictedAs
    | Scored
    | Disagrees
)
Query: TypeAlias = And | Or | Not | Condition

EVERYTHING = And(())
"""The query that every photograph fulfils."""


def both(first: Query, second: Query) -> Query:
    """Both hold; `EVERYTHING` adds nothing."""
    parts = tuple(inner for part in (first, second) for inner in (part.parts if isinstance(part, And) else (part,)))
    return parts[0] if len(parts) == 1 else And(parts)
