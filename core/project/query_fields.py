"""The fields a person may ask for: their names, and what a value of each means."""

from __future__ import annotations

import difflib
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, Protocol

from core.errors import QueryError
from core.project.labels import ImageState, Split
from core.project.query import (
    BoxSized,
    ClassOf,
    Comparison,
    Contains,
    Disagrees,
    EditedBy,
    Flag,
    InState,
    Marked,
    Measure,
    Measured,
    OfClass,
    OfPatient,
    OnSide,
    PredictedAs,
    PredictedBy,
    Scored,
    TextIn,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from core.classes import ClassTable
    from core.project.query import Query

NONE = "none"
ANY = "any"


class Words(Protocol):
    """What the words of a query can mean in a project."""

    @property
    def classes(self) -> ClassTable:
        """The classes in use."""

    @property
    def models(self) -> Sequence[str]:
        """Names of the models with stored predictions."""

    @property
    def annotators(self) -> Sequence[str]:
        """People who have edited labels."""


class Kind(Enum):
    """What values a field takes."""

    CLASS = "a class"
    PREDICTED = "a class, or none"
    STATE = "a state"
    SPLIT = "a side of the split"
    PATIENT = "a patient"
    PERSON = "a person"
    FLAG = "a flag"
    IS = "a state or flag"
    MODEL = "a model"
    TEXT = "a text"
    NUMBER = "a number"
    SIZE = "a size such as 24px or 5%"
    SCORE = "a number from 0 to 1, or such as 50%"


@dataclass(frozen=True, slots=True)
class Field:
    """A field of the query language.

    Attributes:
        name: As documented and completed.
        kind: What values it takes.
        aliases: Other names that are understood.
        of_model: Whether `@model` may follow the name.
    """

    name: str
    kind: Kind
    aliases: tuple[str, ...] = ()
    of_model: bool = False

    @property
    def is_number(self) -> bool:
        return self.kind in (Kind.NUMBER, Kind.SIZE, Kind.SCORE)


FIELDS = (
    Field("class", Kind.CLASS),
    Field("state", Kind.STATE),
    Field("split", Kind.SPLIT),
    Field("boxes", Kind.NUMBER),
    Field("box", Kind.CLASS),
    Field("diagnosis", Kind.CLASS),
    Field("boxsize", Kind.SIZE, ("size",)),
    Field("patient", Kind.PATIENT),
    Field("annotator", Kind.PERSON, ("by",)),
    Field("is", Kind.IS),
    Field("flag", Kind.FLAG, ("has",)),
    Field("score", Kind.SCORE, of_model=True),
    Field("predicted", Kind.PREDICTED, ("prediction",), of_model=True),
    Field("disagrees", Kind.MODEL, ("wrong",)),
    Field("model", Kind.MODEL),
    Field("text", Kind.TEXT),
    Field("path", Kind.TEXT, ("name", "file")),
    Field("note", Kind.TEXT, ("reason",)),
    Field("width", Kind.NUMBER),
    Field("height", Kind.NUMBER),
    Field("megapixels", Kind.NUMBER, ("mp",)),
)
_BY_NAME = {name: field for field in FIELDS for name in (field.name, *field.aliases)}


@dataclass(frozen=True, slots=True)
class Value:
    """A value as typed, and where."""

    text: str
    position: int
    length: int


def find_field(name: str) -> Field | None:
    """The field with this name or alias, whatever its case."""
    return _BY_NAME.get(name.lower())


def require_field(name: str, position: int) -> Field:
    """As `find_field`.

    Raises:
        QueryError: There is none.
    """
    found = find_field(name)
    if found is None:
        raise _refused(
            f"There is no field {name!r}. To search for the text, put it in quotes.",
            Value(name, position, len(name)),
            [field.name for field in FIELDS],
        )
    return found


def allowed_values(field: Field, words: Words) -> tuple[str, ...]:
    """The words that may stand behind a field, in the order to offer them; none for free texts and numbers."""
    flags = tuple(flag.value for flag in Flag)
    states = tuple(state.value for state in ImageState)
    match field.kind:
        case Kind.CLASS | Kind.PREDICTED:
            return (*words.classes.names, NONE)
        case Kind.STATE:
            return states
        case Kind.SPLIT:
            return (*(split.value for split in Split), NONE)
        case Kind.FLAG:
            return flags
        case Kind.IS:
            return (*states, *flags)
        case Kind.MODEL:
            return (ANY, *words.models)
        case Kind.PERSON:
            return tuple(words.annotators)
        case _:
            return ()


def condition(field: Field, comparison: Comparison, value: Value, *, model: Value | None, words: Words) -> Query:
    """What a field with a value means.

    Raises:
        QueryError: The value is none the field takes.
    """
    asked = None if model is None else _model(model, words)
    if field.is_number:
        return _numeric(field, comparison, value, asked)
    if comparison is not Comparison.EQUAL:
        raise QueryError(
            f"{field.name!r} can't be compared with {comparison.value}.",
            position=value.position, length=value.length, hint=f"Write it as {field.name}:{value.text}",
        )  # fmt: skip
    match field.kind:
        case Kind.CLASS:
            return OfClass(_class_id(value, words), ClassOf(field.name))
        case Kind.PREDICTED:
            return PredictedAs(_class_id(value, words), asked)
        case Kind.STATE:
            return InState(ImageState(_chosen(value, allowed_values(field, words), "state")))
        case Kind.SPLIT:
            side = _chosen(value, allowed_values(field, words), "side")
            return OnSide(None if side == NONE else Split(side))
        case Kind.PATIENT:
            return OfPatient(None if value.text.lower() == NONE else value.text)
        case Kind.PERSON:
            return EditedBy(_chosen(value, words.annotators, "annotator"))
        case Kind.FLAG | Kind.IS:
            chosen = _chosen(value, allowed_values(field, words), "flag")
            return Marked(Flag(chosen)) if chosen in {flag.value for flag in Flag} else InState(ImageState(chosen))
        case Kind.MODEL:
            name = None if value.text.lower() == ANY else _model(value, words)
            return Disagrees(name) if field.name == "disagrees" else PredictedBy(name)
        case _:
            return Contains(value.text, TextIn(field.name))


def _numeric(field: Field, comparison: Comparison, value: Value, model: str | None) -> Query:
    text = value.text.lower()
    share = text.endswith("%")
    number = _number(text.removesuffix("%").removesuffix("px"), field, value)
    if field.kind is Kind.SCORE:
        return Scored(comparison, number / 100 if share else number, model)
    if field.kind is Kind.SIZE:
        if comparison in (Comparison.EQUAL, Comparison.OTHER):
            raise QueryError(
                "The size of boxes is compared with <, <=, > or >=.",
                position=value.position, length=value.length, allowed=("<", "<=", ">", ">="),
                hint=f"Write it as {field.name}<{value.text}",
            )  # fmt: skip
        return BoxSized(comparison, number / 100 if share else number, share)
    if share:
        raise QueryError(
            f"{field.name!r} is no share.", position=value.position, length=value.length, hint="Leave out the %."
        )
    return Measured(Measure(field.name), comparison, number)


def _number(text: str, field: Field, value: Value) -> float:
    # Not everything `float` reads: nan, inf and 1_000 aren't meant by anybody.
    plain = text.strip().replace(".", "", 1)
    if not (plain.isascii() and plain.isdigit()):
        raise QueryError(
            f"{field.name!r} takes {field.kind.value}, and {value.text!r} is none.",
            position=value.position, length=value.length,
        )  # fmt: skip
    return float(text)


def _class_id(value: Value, words: Words) -> int | None:
    if value.text.lower() == NONE and words.classes.find(value.text) is None:
        return None
    found = words.classes.find(value.text)
    if found is None:
        found = next((entry for entry in words.classes if entry.code.lower() == value.text.lower()), None)
    if found is None:
        raise _refused(f"The project has no class {value.text!r}.", value, [*words.classes.names, NONE])
    return found.id


def _model(value: Value, words: Words) -> str:
    if value.text in words.models:
        return value.text
    return _chosen(value, words.models, "model")


def _chosen(value: Value, allowed: Sequence[str], noun: str) -> str:
    found = next((entry for entry in allowed if entry.lower() == value.text.lower()), None)
    if found is None:
        raise _refused(f"There is no {noun} {value.text!r}.", value, allowed)
    return found


def _refused(what: str, value: Value, allowed: Sequence[str]) -> QueryError:
    near = difflib.get_close_matches(value.text.lower(), [entry.lower() for entry in allowed], n=1, cutoff=0.6)
    meant = next((entry for entry in allowed if near and entry.lower() == near[0]), None)
    shown = ", ".join(allowed[:12]) + (", …" if len(allowed) > 12 else "")
    return QueryError(
        what, position=value.position, length=value.length, allowed=tuple(allowed),
        hint=f"Did you mean {meant!r}?" if meant else (f"There are: {shown}." if allowed else "There are none."),
    )  # fmt: skip
