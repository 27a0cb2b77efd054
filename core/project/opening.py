"""Making and opening a project's database: locked, of the right version, and never half made."""

from __future__ import annotations

import os
import uuid
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from core.errors import ProjectError, ProjectMissing
from core.project import schema
from core.project.class_rows import write_classes
from core.project.engine import Database, create_database
from core.project.lock import ProjectLock
from core.project.upgrade import back_up_before_upgrade, check_revision, upgrade

if TYPE_CHECKING:
    from pathlib import Path

    from core.classes import ClassTable

DATABASE_NAME = "dermdesk.sqlite"
RUNS_NAME = "runs"


def make_database(folder: Path, classes: ClassTable, who: str) -> tuple[Database, ProjectLock]:
    """A new project's database, locked for `who`.

    Raises:
        ProjectError: There is a project in the folder already, or it can't be written.
    """
    path = folder / DATABASE_NAME
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if path.exists():
            raise ProjectError("There is a project in this folder already.", hint="Open it instead.", path=folder)
        (folder / RUNS_NAME).mkdir(exist_ok=True)
    except OSError as error:
        raise ProjectError(
            f"No project can be made here: {error.strerror}.", hint="Choose a folder you may write.", path=folder
        ) from error
    lock = ProjectLock(folder)
    lock.acquire(who)
    try:
        # Under another name until complete: a power cut leaves no half project behind.
        unfinished = folder / f"{DATABASE_NAME}.new"
        unfinished.unlink(missing_ok=True)
        database = create_database(unfinished)
        try:
            upgrade(database)
            with database.writing() as connection:
                row = {"id": uuid.uuid4().hex, "name": folder.name, "created_at": datetime.now(UTC)}
                connection.execute(schema.project.insert().values(**row))
                write_classes(connection, classes)
        finally:
            database.close()
        os.replace(unfinished, path)
        return Database(path), lock
    except BaseException:
        lock.release()
        raise


def open_to_read(folder: Path) -> Database:
    """A project's database without the right to write.

    Raises:
        ProjectMissing, ProjectTooNew, ProjectDamaged: As `open_to_write`.
        ProjectError: An older DermDesk made it; it must be opened for writing once.
    """
    if not _is_up_to_date(folder):
        raise ProjectError(
            "The project was made by an older DermDesk and must be upgraded first.",
            hint=f"Open it in the window once, which keeps a copy: dermdesk open {folder}",
            path=folder,
        )
    return Database(folder / DATABASE_NAME, read_only=True)


def open_to_write(folder: Path, who: str) -> tuple[Database, ProjectLock]:
    """A project's database, locked for `who`; one with an older schema is upgraded after a copy was made.

    Raises:
        ProjectMissing: There is no project in this folder.
        ProjectLocked: Another living process has it open for writing.
        ProjectTooNew: A newer DermDesk wrote it; it was not touched.
        ProjectDamaged: Its file is no readable project database.
        ProjectError: The folder can't be read or written.
    """
    # Looked at without writing before anything is locked or upgraded.
    _is_up_to_date(folder)
    lock = ProjectLock(folder)
    lock.acquire(who)
    try:
        database = Database(folder / DATABASE_NAME)
        try:
            if not check_revision(database):
                back_up_before_upgrade(database)
                upgrade(database)
        except BaseException:
            database.close()
            raise
    except BaseException:
        lock.release()
        raise
    return database, lock


def _is_up_to_date(folder: Path) -> bool:
    path = folder / DATABASE_NAME
    _require_project(folder, path)
    database = Database(path, read_only=True)
    try:
        return check_revision(database)
    finally:
        database.close()


def _require_project(folder: Path, path: Path) -> None:
    try:
        found = path.is_file()
        there = folder.is_dir()
    except OSError as error:
        raise ProjectError(f"The folder can't be read: {error.strerror}.", path=folder) from error
    if not there:
        raise ProjectMissing("There is no such folder.", hint="Check the path.", path=folder)
    if not found:
        raise ProjectMissing(
            "This folder is no DermDesk project.",
            hint=f"Make one with: dermdesk init {folder}",
            path=folder,
        )
