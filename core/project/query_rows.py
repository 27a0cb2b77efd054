"""Queries asked of the store: from values to SQL that any database understands."""

from __future__ import annotations

import operator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, assert_never

from sqlalchemy import and_, false, func, not_, or_, select, true

from core.project import schema
from core.project.class_rows import read_classes
from core.project.engine import read_numbers
from core.project.image_facts import BOX_FLAGS, PATH_ENDS
from core.project.label_rows import KIND_EDIT
from core.project.query import (
    And,
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
    Not,
    OfClass,
    OfPatient,
    OnSide,
    Or,
    PredictedAs,
    PredictedBy,
    Scored,
    TextIn,
)

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement, Connection, Select

    from core.classes import ClassTable
    from core.project.query import Condition, Query

COMPARE = {
    Comparison.LESS: operator.lt,
    Comparison.AT_MOST: operator.le,
    Comparison.EQUAL: operator.eq,
    Comparison.OTHER: operator.ne,
    Comparison.AT_LEAST: operator.ge,
    Comparison.MORE: operator.gt,
}


@dataclass(frozen=True, slots=True)
class QueryWords:
    """What the words of a query can mean in a project; what `query_text.parse` takes.

    Attributes:
        classes: The classes in use.
        models: Names of models with stored predictions.
        annotators: People who have edited labels.
    """

    classes: ClassTable
    models: tuple[str, ...] = ()
    annotators: tuple[str, ...] = ()


def read_words(connection: Connection) -> QueryWords:
    """The words of a project, in a few short queries however many photographs it has."""
    models, history = schema.models, schema.history
    predicted = select(schema.predictions.c.id).where(schema.predictions.c.model_id == models.c.id).exists()
    names = connection.scalars(select(models.c.name).where(predicted).order_by(models.c.name)).all()
    # From name to name along the index: counting the distinct ones would read every row of the history.
    annotators: list[str] = []
    following = select(func.min(history.c.who))
    while (who := connection.scalar(following)) is not None:
        edits = (history.c.who == who) & (history.c.kind == KIND_EDIT)
        if connection.scalar(select(history.c.id).where(edits).limit(1)) is not None:
            annotators.append(who)
        following = select(func.min(history.c.who)).where(history.c.who > who)
    return QueryWords(read_classes(connection), tuple(names), tuple(annotators))


def read_matching(connection: Connection, query: Query) -> set[int]:
    """Ids of the photographs that fulfil a query."""
    return set(read_numbers(connection, select(schema.images.c.id).where(condition(query))))


def condition(query: Query) -> ColumnElement[bool]:
    """The query as a condition on the rows of `schema.images`; true or false for each, never null."""
    match query:
        case And(parts):
            return and_(true(), *map(condition, parts))
        case Or(parts):
            return or_(false(), *map(condition, parts))
        case Not(part):
            return not_(condition(part))
        case _:
            return _single(query)


def _single(query: Condition) -> ColumnElement[bool]:
    images = schema.images
    match query:
        case Contains(text, where):
            return _contains(text.casefold(), where)
        case OfClass(class_id, ClassOf.BOX):
            return _has_box(class_id)
        case OfClass(class_id, of):
            return _is(images.c.image_class if of is ClassOf.IMAGE else images.c.diagnosis, class_id)
        case InState(state):
            return images.c.state == state.value
        case OnSide(split):
            return _is(images.c.split, split and split.value)
        case OfPatient(patient):
            return _is(images.c.patient, patient)
        case EditedBy(who):
            history = schema.history
            return images.c.id.in_(select(history.c.image_id).where(history.c.who == who, history.c.kind == KIND_EDIT))
        case Marked(Flag.FLAGGED):
            return images.c.flagged
        case Marked(flag):
            return images.c.box_flags.bitwise_and(BOX_FLAGS[flag.value]) != 0
        case Measured(measure, comparison, value):
            return _measured(measure, comparison, value)
        case BoxSized():
            return _box_sized(query)
        case PredictedBy(model):
            return images.c.id.in_(_predicted(model))
        case PredictedAs(class_id, model):
            return images.c.id.in_(_predicted(model, _is(schema.predictions.c.top_class, class_id)))
        case Scored(comparison, value, model):
            return images.c.id.in_(_predicted(model, _compared(schema.predictions.c.top_score, comparison, value)))
        case Disagrees(model):
            return _disagrees(model)
        case _:
            assert_never(query)


def _is(column: ColumnElement[Any], value: object) -> ColumnElement[bool]:
    return column.is_(None) if value is None else and_(column.is_not(None), column == value)


def _contains(folded: str, where: TextIn) -> ColumnElement[bool]:
    images = schema.images
    written = images.c.written_text.contains(folded, autoescape=True)
    match where:
        case TextIn.WRITTEN:
            return written
        case TextIn.PATH:
            escaped = folded.replace("/", "//").replace("%", "/%").replace("_", "/_")
            return images.c.search_text.like(f"%{escaped}%{PATH_ENDS}%", escape="/")
        case _:
            return or_(images.c.search_text.contains(folded, autoescape=True), written)


def _has_box(class_id: int | None) -> ColumnElement[bool]:
    images, boxes = schema.images, schema.boxes
    if class_id is None:
        return images.c.box_count == 0
    return images.c.id.in_(select(boxes.c.image_id).where(boxes.c.class_id == class_id))


def _measured(measure: Measure, comparison: Comparison, value: float) -> ColumnElement[bool]:
    images = schema.images
    match measure:
        case Measure.BOXES:
            return _compared(images.c.box_count, comparison, value)
        case Measure.WIDTH:
            return _compared(images.c.width, comparison, value)
        case Measure.HEIGHT:
            return _compared(images.c.height, comparison, value)
        case Measure.MEGAPIXELS:
            return _compared(images.c.width * images.c.height, comparison, value * 1e6)


def _compared(
    number: ColumnElement[Any], comparison: Comparison, value: ColumnElement[Any] | float
) -> ColumnElement[bool]:
    found: ColumnElement[bool] = COMPARE[comparison](number, value)
    return found


def _box_sized(query: BoxSized) -> ColumnElement[bool]:
    images = schema.images
    # At least one box is smaller where the smallest is, and larger where the largest is.
    smaller = query.comparison in (Comparison.LESS, Comparison.AT_MOST)
    area = images.c.smallest_area if smaller else images.c.largest_area
    bound = images.c.width * images.c.height * query.value if query.share else query.value * query.value
    return and_(area.is_not(None), _compared(area, query.comparison, bound))


def _predicted(model: str | None, *conditions: ColumnElement[bool]) -> Select[tuple[int]]:
    table = schema.predictions
    query = select(table.c.image_id).where(*conditions)
    return query if model is None else query.where(table.c.model_id == _model_id(model))


def _model_id(model: str) -> ColumnElement[int]:
    return select(schema.models.c.id).where(schema.models.c.name == model).scalar_subquery()


def _disagrees(model: str | None) -> ColumnElement[bool]:
    images, table = schema.images, schema.predictions
    another = or_(table.c.top_class.is_(None), table.c.top_class != images.c.image_class)
    said = [table.c.image_id == images.c.id, another]
    if model is not None:
        said.append(table.c.model_id == _model_id(model))
    return and_(images.c.image_class.is_not(None), select(table.c.id).where(*said).exists())
