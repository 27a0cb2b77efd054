"""The database file: pragmas, transactions, backup. All that is special to SQLite is here and nowhere else."""

from __future__ import annotations

import json
import os
import sqlite3
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING, Any

from sqlalchemy import URL, Connection, Table, UpdateBase, create_engine, event, exc, func, select
from sqlalchemy.pool import QueuePool

from core.errors import ProjectDamaged, ProjectError, ProjectLocked, ProjectReadOnly
from core.project.versions import changes_of, count_changes, forget_changes, note_change
from core.project.write_behind import WriteBehind

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from sqlalchemy import Engine, Select

BUSY_SECONDS = 10.0
"""How long a statement waits for another connection's transaction."""


class Database:
    """One SQLite file, opened for reading and writing or for reading alone.

    Every transaction is either whole on the disk or not there: write-ahead log, synchronous=FULL. Each begins once what
    was given to `behind` before is done, so that it sees it.

    Attributes:
        behind: Writes in a thread of its own.

    Raises:
        ProjectDamaged: The file is no database, or parts of it can't be read.
        ProjectError: The disk refuses.
    """

    def __init__(self, path: Path, *, read_only: bool = False) -> None:
        self.path = path
        self.read_only = read_only
        self.behind = WriteBehind()
        self._engine = _engine(path, read_only=read_only)

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A connection that sees one state of the database until the block ends."""
        self.behind.wait()
        with _translated(self.path), self._engine.connect() as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """One transaction: committed when the block ends, rolled back when it raises.

        Raises:
            ProjectReadOnly: The database was opened for reading alone.
        """
        if self.read_only:
            raise read_only_error(self.path)
        self.behind.wait()
        with _translated(self.path, writes=True), self._engine.connect().execution_options(writes=True) as connection:
            forget_changes(connection)
            with connection.begin():
                yield connection
                count_changes(connection, changes_of(connection))

    @contextmanager
    def migrating(self) -> Iterator[Connection]:
        """One transaction in which tables may be rebuilt: foreign keys sleep meanwhile and are checked at its end."""
        with _translated(self.path, writes=True), self._engine.connect().execution_options(writes=True) as connection:
            driver = connection.connection.driver_connection
            assert driver is not None
            driver.execute("PRAGMA foreign_keys=OFF")
            try:
                with connection.begin():
                    yield connection
                    broken = connection.exec_driver_sql("PRAGMA foreign_key_check").first()
                    if broken is not None:
                        raise ProjectDamaged(f"A row of {broken[0]} refers to nothing.", path=self.path)
            finally:
                driver.execute("PRAGMA foreign_keys=ON")

    def back_up(self, target: Path) -> None:
        """Copy the database as it stands, also what is still in its write-ahead log, to a new file."""
        self.behind.wait()
        with _translated(self.path), self._engine.connect() as connection:
            driver = connection.connection.driver_connection
            assert driver is not None
            with closing(sqlite3.connect(target)) as copy:
                driver.backup(copy)

    def close(self) -> None:
        """Close every connection; the write-ahead log is folded into the file by the last one."""
        self.behind.close()
        self._engine.dispose()


def read_numbers(connection: Connection, query: Select[tuple[int]]) -> list[int]:
    """The one column of a query for whole numbers that can't be null, in the query's order."""
    # Put together by SQLite: a hundred thousand rows that are each made a tuple here take three times as long, and hold
    # up every other thread meanwhile. SQLite keeps a subquery's order for an aggregate of this kind.
    (column,) = query.subquery().c
    text = connection.scalar(select(func.json_group_array(column)))
    numbers: list[int] = json.loads(text or "[]")
    return numbers


def read_only_error(path: Path) -> ProjectReadOnly:
    return ProjectReadOnly(
        "The project is open read-only, so nothing can be changed.",
        hint="Open it for writing, once nobody else does.",
        path=path,
    )


def _engine(path: Path, *, read_only: bool) -> Engine:
    # mode=rw and mode=ro both refuse to make a file where there is none.
    mode = _read_only_mode(path) if read_only else {"mode": "rw"}
    url = URL.create("sqlite", database=path.resolve().as_uri(), query={**mode, "uri": "true"})
    engine = create_engine(
        url, poolclass=QueuePool, pool_size=1, max_overflow=4, connect_args={"timeout": BUSY_SECONDS}
    )

    @event.listens_for(engine, "connect")
    def _prepare(connection: sqlite3.Connection, _record: Any) -> None:  # noqa: ANN401
        # Python's sqlite3 begins transactions late and on its own; BEGIN below is ours.
        connection.isolation_level = None
        connection.execute("PRAGMA foreign_keys=ON")
        if read_only:
            connection.execute("PRAGMA query_only=ON")
        else:
            connection.execute("PRAGMA journal_mode=WAL")
            connection.execute("PRAGMA synchronous=FULL")

    @event.listens_for(engine, "before_execute")
    def _note(connection: Connection, statement: object, *_: object) -> None:
        if isinstance(statement, UpdateBase) and isinstance(statement.table, Table):
            note_change(connection, statement.table.name)

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        writes = connection.get_execution_options().get("writes", False)
        # IMMEDIATE takes the write lock at once; a deferred one could fail half-way through its edits.
        driver = connection.connection.driver_connection
        assert driver is not None
        driver.execute("BEGIN IMMEDIATE" if writes else "BEGIN")

    return engine


def _read_only_mode(path: Path) -> dict[str, str]:
    """How to open without writing. On a read-only disk a write-ahead database opens only as `immutable`."""
    log = path.with_name(f"{path.name}-wal")
    writable = os.access(path.parent, os.W_OK, effective_ids=os.access in os.supports_effective_ids)
    if not writable and not log.exists():
        return {"mode": "ro", "immutable": "1"}
    return {"mode": "ro"}


def create_database(path: Path) -> Database:
    """Make an empty database file where there is none.

    Raises:
        ProjectError: The place refuses a new file.
    """
    try:
        path.touch(exist_ok=False)
    except OSError as error:
        raise ProjectError(f"The project file can't be made: {error.strerror}.", path=path) from error
    return Database(path)


@contextmanager
def _translated(path: Path, *, writes: bool = False) -> Iterator[None]:
    """Turn the driver's errors into typed ones that say what to do."""
    try:
        yield
    except exc.DBAPIError as error:
        raise _typed(error.orig, path, writes=writes) from error
    except sqlite3.Error as error:
        raise _typed(error, path, writes=writes) from error


def _typed(error: BaseException | None, path: Path, *, writes: bool) -> ProjectError:
    code = getattr(error, "sqlite_errorcode", None)
    # The low byte is the kind of error, the rest its details (sqlite.org/rescode.html).
    kind = None if code is None else code & 0xFF
    said = str(error)
    if kind in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB):
        return ProjectDamaged(
            f"The project file is damaged: {said}.",
            hint="Restore it from a backup, or from the project's backups folder.",
            path=path,
        )
    if kind in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
        return ProjectLocked(
            "Another program holds the project file.",
            who="another program",
            since="",
            hint="Close it and try again.",
            path=path,
        )
    if kind == sqlite3.SQLITE_READONLY:
        if not writes:
            return read_only_error(path)
        return ProjectError(
            "The disk no longer lets the project be written; nothing was changed.",
            hint="Check that the disk is sound and that you may write the project's folder, then do it again.",
            path=path,
        )
    if kind == sqlite3.SQLITE_FULL:
        return ProjectError("The disk is full; nothing was changed.", hint="Free some space.", path=path)
    if kind in (sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_PERM):
        return ProjectError(
            f"The disk refuses the project file: {said}.",
            hint="Check that the disk is there and that you may read and write the project's folder, then do it again.",
            path=path,
        )
    return ProjectError(f"The project file refuses: {said}.", path=path)
