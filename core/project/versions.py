"""How often each table was changed, so that what was read once need not be read again until it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from core.project import schema

if TYPE_CHECKING:
    from collections.abc import Collection

    from sqlalchemy import Connection

COUNTED = frozenset({"boxes", "classes", "images", "models", "predictions"})
"""Tables whose changes are counted; what is computed from predictions and labels depends on them and no others."""


def count_changes(connection: Connection, tables: Collection[str]) -> None:
    """Raise the numbers of these tables, in the transaction that changed them."""
    names = COUNTED.intersection(tables)
    if names:
        table = schema.versions
        # Sorted, so that two writers of a server's database can't wait for each other.
        for name in sorted(names):
            connection.execute(table.update().where(table.c.table_name == name).values(number=table.c.number + 1))


def read_versions(connection: Connection) -> dict[str, int]:
    """The number of changes of each counted table."""
    table = schema.versions
    return {row[0]: row[1] for row in connection.execute(select(table.c.table_name, table.c.number))}
