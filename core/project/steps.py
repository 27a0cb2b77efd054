"""Steps: what a person did in one transaction, to labels, to classes or to both; and the undo stack read from them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from core.classes import ClassTable
from core.errors import ProjectError
from core.project import schema
from core.project.class_rows import read_classes, rebased, write_classes
from core.project.label_rows import KIND_EDIT, apply_edits
from core.project.labels import Edit, labels_from_json

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime

    from sqlalchemy import Connection, Row

_INSERT = schema.steps.insert()

STEPS_LOOKED_AT = 4000
"""How many of a person's newest steps, undo and redo included, the undo stack is read from."""


class Turn(StrEnum):
    """Which way a step goes."""

    DO = "do"
    UNDO = "undo"
    REDO = "redo"
    NOTE = "note"
    """Written down, but nothing that can be taken back."""


@dataclass(frozen=True, slots=True)
class ClassChange:
    """The class table before and after a step."""

    before: ClassTable
    after: ClassTable

    def inverse(self) -> ClassChange:
        """The change that takes this one back."""
        return ClassChange(self.after, self.before)


@dataclass(frozen=True, slots=True)
class Step:
    """What was done in one transaction.

    Attributes:
        what: What a person would call it.
        edits: Labels of photographs, before and after, in order.
        classes: The class table, where it changed.
    """

    what: str
    edits: tuple[Edit, ...] = ()
    classes: ClassChange | None = None

    def inverse(self) -> Step:
        """The step that takes this one back; the history tells it from one that a person made."""
        what = f"Undo: {self.what}"
        edits = tuple(replace(edit.inverse(), what=what) for edit in reversed(self.edits))
        return Step(what, edits, None if self.classes is None else self.classes.inverse())


@dataclass(frozen=True, slots=True)
class StepRecord:
    """A step as the undo stack and the history list it.

    Attributes:
        id: Stable number, rising.
        at: When, UTC.
        who: The person.
        what: What a person would call it.
        classes: The class table, where the step changed it.
    """

    id: int
    at: datetime
    who: str
    what: str
    classes: ClassChange | None = None


@dataclass(frozen=True, slots=True)
class Stacks:
    """A person's steps that can be undone and redone, the oldest first; the last of `undone` is redone first."""

    done: tuple[StepRecord, ...] = ()
    undone: tuple[StepRecord, ...] = ()


def do_step(
    connection: Connection,
    step: Step,
    *,
    who: str,
    at: datetime,
    turn: Turn = Turn.DO,
    of: int | None = None,
) -> int | None:
    """Store a step, with its history; returns its id, or None where it changes nothing.

    Raises:
        StaleEdit: Labels or classes aren't those it started from.
        ClassTableError: It names a class the project doesn't have, or takes one away that is used.
        ProjectError: A photograph is unknown.
    """
    edits = [edit for edit in step.edits if not edit.changes_nothing]
    change = step.classes if step.classes is not None and step.classes.before != step.classes.after else None
    if not edits and change is None:
        apply_edits(connection, step.edits, who=who, at=at, kind=KIND_EDIT)
        return None
    step_id = _write(connection, step.what, change, who=who, at=at, turn=turn, of=of)
    if change is None:
        apply_edits(connection, edits, who=who, at=at, kind=KIND_EDIT, step_id=step_id)
        return step_id
    current = read_classes(connection)
    target = rebased(current, change.before, change.after)
    # Classes that come must be there before labels name them; those that go may go only once no label does.
    comes = any(entry.id not in current.ids for entry in target)
    if comes:
        write_classes(connection, target)
    apply_edits(connection, edits, who=who, at=at, kind=KIND_EDIT, step_id=step_id)
    if not comes:
        write_classes(connection, target)
    return step_id


def note_classes(connection: Connection, what: str, change: ClassChange, *, who: str, at: datetime) -> None:
    """Write down a change of classes that was made already and is no step to undo."""
    if change.before != change.after:
        _write(connection, what, change, who=who, at=at, turn=Turn.NOTE, of=None)


def _write(
    connection: Connection, what: str, change: ClassChange | None, *, who: str, at: datetime, turn: Turn, of: int | None
) -> int:
    row = {
        "at": at,
        "who": who,
        "what": what,
        "turn": turn.value,
        "of": of,
        "classes_before": None if change is None else change.before.to_json(),
        "classes_after": None if change is None else change.after.to_json(),
    }
    key = connection.execute(_INSERT, row).inserted_primary_key
    assert key is not None
    return int(key[0])


def read_step(connection: Connection, step_id: int) -> Step:
    """A step with its edits.

    Raises:
        ProjectError: There is none with this id.
    """
    table, history = schema.steps, schema.history
    row = connection.execute(select(table).where(table.c.id == step_id)).first()
    if row is None:
        raise ProjectError(f"The project has no step with the id {step_id}.")
    rows = connection.execute(
        select(history.c.image_id, history.c.what, history.c.before, history.c.after)
        .where(history.c.step_id == step_id)
        .order_by(history.c.id)
    )
    edits = tuple(
        Edit(entry.image_id, labels_from_json(entry.before), labels_from_json(entry.after), entry.what)
        for entry in rows
    )
    return Step(row.what, edits, _class_change(row))


def turn_step(connection: Connection, step_id: int, turn: Turn, *, who: str, at: datetime) -> Step:
    """Undo or redo a stored step; returns what was done.

    Raises:
        StaleEdit: Somebody changed its photographs or classes since; nothing was written.
        ClassTableError: A class it needs is gone, or one it would take away is used.
    """
    step = read_step(connection, step_id)
    wanted = step.inverse() if turn is Turn.UNDO else step
    do_step(connection, wanted, who=who, at=at, turn=turn, of=step_id)
    return wanted


def read_stacks(connection: Connection, who: str) -> Stacks:
    """What this person can undo and redo, as far as their newest `STEPS_LOOKED_AT` steps tell."""
    table = schema.steps
    columns = (table.c.id, table.c.at, table.c.who, table.c.what, table.c.turn, table.c.of)
    newest = select(*columns).where(table.c.who == who).order_by(table.c.id.desc()).limit(STEPS_LOOKED_AT)
    done: list[int] = []
    undone: list[int] = []
    known: dict[int, StepRecord] = {}
    for step_id, at, name, what, turn, of in reversed(connection.execute(newest).all()):
        if turn == Turn.DO:
            known[step_id] = StepRecord(step_id, at, name, what)
            done.append(step_id)
            undone.clear()
        elif turn in (Turn.UNDO, Turn.REDO):
            left, came = (done, undone) if turn == Turn.UNDO else (undone, done)
            # What lies above it was passed over, since it no longer fits: it stays away.
            if of in left:
                del left[left.index(of) :]
            came.append(of)
    return Stacks(
        tuple(known[key] for key in done if key in known), tuple(known[key] for key in undone if key in known)
    )


def read_images_of_steps(connection: Connection, step_ids: Collection[int]) -> dict[int, frozenset[int]]:
    """Photographs that steps changed, by step id."""
    if not step_ids:
        return {}
    history = schema.history
    rows = connection.execute(
        select(history.c.step_id, history.c.image_id).where(history.c.step_id.between(min(step_ids), max(step_ids)))
    )
    found: dict[int, set[int]] = {key: set() for key in step_ids}
    for step_id, image_id in rows:
        if step_id in found:
            found[step_id].add(image_id)
    return {key: frozenset(ids) for key, ids in found.items()}


def read_class_steps(connection: Connection, limit: int) -> list[StepRecord]:
    """Steps that changed the class table, the newest first."""
    table = schema.steps
    query = select(table).where(table.c.classes_after.is_not(None)).order_by(table.c.id.desc()).limit(limit)
    return [StepRecord(row.id, row.at, row.who, row.what, _class_change(row)) for row in connection.execute(query)]


def _class_change(row: Row[Any]) -> ClassChange | None:
    if row.classes_before is None or row.classes_after is None:
        return None
    return ClassChange(ClassTable.from_json(row.classes_before), ClassTable.from_json(row.classes_after))
