"""How often each table was changed, so that what was read once need not be read again until it is."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from sqlalchemy import bindparam, or_, select

from core.project import schema

if TYPE_CHECKING:
    from collections.abc import Collection

    from sqlalchemy import Connection, Update

COUNTED = frozenset({"boxes", "classes", "images", "models", "predictions"})
"""Tables whose changes are counted; what is computed from predictions and labels depends on them and no others."""

_CHANGED = "dermdesk_changed_tables"


def count_changes(connection: Connection, tables: Collection[str]) -> None:
    """Raise the numbers of these tables, in the transaction that changed them."""
    names = tuple(sorted(COUNTED.intersection(tables)))
    if names:
        connection.execute(_raised(len(names)), {f"name_{place}": name for place, name in enumerate(names)})


@cache
def _raised(number: int) -> Update:
    """The statement for so many tables, made once: an edit that builds its statements anew takes twice as long."""
    table = schema.versions
    named = or_(*(table.c.table_name == bindparam(f"name_{place}") for place in range(number)))
    return table.update().where(named).values(number=table.c.number + 1)


def note_change(connection: Connection, table_name: str) -> None:
    """Note that the transaction changes a table; its number rises when the transaction ends."""
    connection.info.setdefault(_CHANGED, set()).add(table_name)


def changes_of(connection: Connection) -> set[str]:
    """Tables that the transaction has changed so far."""
    found: set[str] = connection.info.setdefault(_CHANGED, set())
    return found


def forget_changes(connection: Connection) -> None:
    """A transaction begins, which has changed nothing yet."""
    connection.info[_CHANGED] = set()


def read_versions(connection: Connection) -> dict[str, int]:
    """The number of changes of each counted table."""
    table = schema.versions
    return {row[0]: row[1] for row in connection.execute(select(table.c.table_name, table.c.number))}
