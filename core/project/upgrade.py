"""Schema revisions of a project file: which it has, and bringing an older one up to date."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import inspect, text

from core.errors import ProjectDamaged, ProjectError, ProjectTooNew
from core.project.schema import REVISION

if TYPE_CHECKING:
    from alembic.config import Config

    from core.project.engine import Database

BACKUPS = "backups"
"""Folder in a project that holds copies made before an upgrade."""


def revision_of(database: Database) -> str | None:
    """The schema revision of a project file; None for a database no DermDesk made."""
    with database.reading() as connection:
        if not inspect(connection).has_table("alembic_version"):
            return None
        return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()


def check_revision(database: Database) -> bool:
    """Whether the project file is up to date; False for an older one that can be upgraded. Changes nothing.

    Raises:
        ProjectDamaged: It is a database, but no project.
        ProjectTooNew: A newer DermDesk wrote it.
    """
    found = revision_of(database)
    if found == REVISION:
        return True
    if found is None:
        raise ProjectDamaged("This database is no DermDesk project.", path=database.path)
    if found not in known_revisions():
        raise ProjectTooNew(
            f"The project was written by a newer DermDesk (schema {found}, this one knows {REVISION}).",
            hint="Update DermDesk. The project was not changed.",
            path=database.path,
        )
    return False


def upgrade(database: Database) -> None:
    """Run the missing migrations in one transaction: all of them or none."""
    from alembic import command  # takes 0.4 s, and a project that is up to date doesn't need it

    with database.migrating() as connection:
        config = _config()
        config.attributes["connection"] = connection
        command.upgrade(config, "head")


def back_up_before_upgrade(database: Database) -> Path:
    """Copy an older project file into the project's `backups` folder, named by revision and time; returns the copy.

    Raises:
        ProjectError: The copy can't be made; the project must then not be upgraded.
    """
    folder = database.path.parent / BACKUPS
    stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%S%fZ")
    target = folder / f"{database.path.stem}-{revision_of(database)}-{stamp}{database.path.suffix}"
    try:
        folder.mkdir(exist_ok=True)
        database.back_up(target)
    except OSError as error:
        raise ProjectError(f"No backup could be made before the upgrade: {error}.", path=folder) from error
    return target


def known_revisions() -> list[str]:
    """Revisions this DermDesk can open, newest first."""
    from alembic.script import ScriptDirectory

    return [script.revision for script in ScriptDirectory.from_config(_config()).walk_revisions()]


def _config() -> Config:
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).with_name("migrations")).replace("%", "%%"))
    # Only silences alembic's notice about how it splits paths; nothing here has a second one.
    config.set_main_option("path_separator", "os")
    return config
