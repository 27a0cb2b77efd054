"""The class table in the store. A removed class keeps its row, so its id is never given to another."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import func, select

from core.classes import PALETTE, ClassTable, LesionClass, fold_name
from core.errors import ClassTableError
from core.project import schema

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy import Connection


def read_classes(connection: Connection) -> ClassTable:
    """The classes in use, in the order people see them."""
    table = schema.classes
    rows = connection.execute(select(table).where(~table.c.removed).order_by(table.c.position, table.c.id))
    return ClassTable(tuple(LesionClass(r.id, r.name, r.code, r.colour, tuple(r.aliases)) for r in rows))


def write_classes(connection: Connection, classes: ClassTable) -> None:
    """Make these the classes in use; ids that are gone are marked as removed.

    Raises:
        ClassTableError: A class that human labels use would go, or an id of a removed class would get a new meaning.
    """
    table = schema.classes
    stored = {row.id: row for row in connection.execute(select(table))}
    for entry in classes:
        former = stored.get(entry.id)
        if former is not None and former.removed and fold_name(former.name) != fold_name(entry.name):
            raise ClassTableError(
                f"Class id {entry.id} belonged to {former.name!r} and can't be given to {entry.name!r}.",
                hint="Give the new class a new id.",
            )
    gone = [row for row in stored.values() if not row.removed and row.id not in classes.ids]
    for row in gone:
        _refuse_used(connection, row.id, row.name)
        connection.execute(table.update().where(table.c.id == row.id).values(removed=True))
    for position, entry in enumerate(classes):
        values = {
            "position": position,
            "name": entry.name,
            "code": entry.code,
            "colour": entry.colour,
            "aliases": list(entry.aliases),
            "removed": False,
        }
        if entry.id in stored:
            connection.execute(table.update().where(table.c.id == entry.id).values(**values))
        else:
            connection.execute(table.insert().values(id=entry.id, **values))


def _refuse_used(connection: Connection, class_id: int, name: str) -> None:
    boxes = connection.scalar(select(func.count()).select_from(schema.boxes).where(schema.boxes.c.class_id == class_id))
    images = connection.scalar(
        select(func.count()).select_from(schema.images).where(schema.images.c.diagnosis == class_id)
    )
    if boxes or images:
        raise ClassTableError(
            f"Class {name!r} is used by {boxes} boxes and as the diagnosis of {images} photographs, so it stays.",
            hint="Give those another class first.",
        )


def extended(connection: Connection, names: Iterable[str]) -> ClassTable:
    """The classes in use and, behind them, a class with a fresh id for each name that none answers to."""
    classes = read_classes(connection)
    last = connection.scalar(select(func.max(schema.classes.c.id))) or 0
    entries = list(classes)
    for name in names:
        stripped = name.strip()
        if ClassTable(tuple(entries)).find(stripped) is not None:
            continue
        last += 1
        taken = {entry.code for entry in entries}
        made = ClassTable.from_names([stripped]).classes[0].code
        code, number = made, 2
        while code in taken:
            code, number = f"{made[:2]}{number}", number + 1
        entries.append(LesionClass(last, stripped, code, PALETTE[(last - 1) % len(PALETTE)]))
    return ClassTable(tuple(entries))


def check_class_ids(connection: Connection, class_ids: Iterable[int]) -> None:
    """Refuse ids that no class in use has.

    Raises:
        ClassTableError: With the unknown ids.
    """
    wanted = set(class_ids)
    if not wanted:
        return
    table = schema.classes
    known = set(connection.scalars(select(table.c.id).where(~table.c.removed)))
    unknown = sorted(wanted - known)
    if unknown:
        raise ClassTableError(f"The project has no class with the id {', '.join(map(str, unknown))}.")
