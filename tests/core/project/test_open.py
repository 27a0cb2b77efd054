"""Making, opening, locking and upgrading projects, and every wrong thing a person may point at."""

from __future__ import annotations

import gc
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from sqlalchemy import inspect

from core.classes import ClassTable
from core.errors import (
    ProjectDamaged,
    ProjectError,
    ProjectLocked,
    ProjectMissing,
    ProjectReadOnly,
    ProjectTooNew,
)
from core.geometry import Box
from core.project import schema
from core.project.engine import Database, create_database
from core.project.labels import Edit, ImageLabels, new_box
from core.project.project import Project
from core.project.upgrade import known_revisions, revision_of, upgrade

REPOSITORY = Path(__file__).resolve().parents[3]


def test_what_was_made_is_there_after_reopening(tmp_path, classes):
    with Project.create(tmp_path / "skin", classes, who="ana") as project:
        made = project.id
        assert project.runs_folder.is_dir()
        assert not project.read_only
    with Project.open(tmp_path / "skin") as project:
        assert (project.id, project.name, project.classes) == (made, "skin", classes)
    assert sorted(path.name for path in (tmp_path / "skin").iterdir() if path.name != "dermdesk.lock") == [
        "dermdesk.sqlite",
        "runs",
    ]


def test_closing_twice_and_forgetting_leaves_no_open_connection(tmp_path, classes):
    project = Project.create(tmp_path / "p", classes)
    project.close()
    project.close()
    del project
    gc.collect()  # an unclosed sqlite connection would warn here, and a warning is an error


def test_a_second_project_in_the_folder_is_refused(project, classes):
    with pytest.raises(ProjectError, match="already"):
        Project.create(project.folder, classes)


def test_missing_folder_and_ordinary_folder(tmp_path):
    with pytest.raises(ProjectMissing, match="no such folder"):
        Project.open(tmp_path / "nowhere")
    with pytest.raises(ProjectMissing, match="dermdesk init"):
        Project.open(tmp_path)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("read_only", [False, True])
def test_a_file_that_is_no_database_is_named(tmp_path, read_only):
    path = tmp_path / "dermdesk.sqlite"
    path.write_bytes(b"these are not the rows you are looking for" * 100)

    with pytest.raises(ProjectDamaged) as caught:
        Project.open(tmp_path, read_only=read_only)
    assert str(path) in str(caught.value)
    assert [entry.name for entry in tmp_path.iterdir()] == ["dermdesk.sqlite"]


def test_a_database_of_something_else_is_no_project(tmp_path):
    with closing(sqlite3.connect(tmp_path / "dermdesk.sqlite")) as connection:
        connection.execute("CREATE TABLE songs (id INTEGER)")

    with pytest.raises(ProjectDamaged, match="no DermDesk project"):
        Project.open(tmp_path)


def test_a_database_with_scrambled_pages_is_damaged(filled):
    filled.close()
    path = filled.folder / "dermdesk.sqlite"
    data = bytearray(path.read_bytes())
    data[4096:] = b"\xa5" * (len(data) - 4096)
    path.write_bytes(data)

    with pytest.raises(ProjectDamaged, match="backup"):
        Project.open(filled.folder)


def test_a_file_where_the_folder_should_be(tmp_path, classes):
    (tmp_path / "file").write_text("")

    with pytest.raises(ProjectError, match="can be made"):
        Project.create(tmp_path / "file" / "project", classes)
    with pytest.raises(ProjectError):
        Project.open(tmp_path / "file")


@contextmanager
def powerless():
    """Permissions hold in this block, also for root."""
    if os.geteuid() != 0:
        yield
        return
    os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(0)


@pytest.fixture
def locked_folder():
    """A folder that everyone may read and nobody write, reachable without privileges."""
    folder = Path(tempfile.mkdtemp())
    folder.chmod(0o555)
    yield folder
    folder.chmod(0o755)
    shutil.rmtree(folder)


@pytest.mark.skipif(not hasattr(os, "geteuid"), reason="POSIX permissions")
def test_a_folder_that_cannot_be_written(locked_folder, classes):
    with powerless(), pytest.raises(ProjectError, match="Permission denied"):
        Project.create(locked_folder / "p", classes)
    with powerless(), pytest.raises(ProjectError):
        Project.create(locked_folder, classes)


@pytest.mark.skipif(not hasattr(os, "geteuid"), reason="POSIX permissions")
def test_a_project_on_a_read_only_disk_opens_read_only(filled, locked_folder):
    filled.close()
    locked_folder.chmod(0o755)
    shutil.copy(filled.folder / "dermdesk.sqlite", locked_folder)
    (locked_folder / "dermdesk.sqlite").chmod(0o444)
    locked_folder.chmod(0o555)

    with powerless():
        with pytest.raises(ProjectError, match="read-only"):
            Project.open(locked_folder)
        with Project.open(locked_folder, read_only=True) as project:
            assert len(project.images()) == 5
    assert [path.name for path in locked_folder.iterdir()] == ["dermdesk.sqlite"]


def test_a_second_writer_is_told_who_and_since_when(project):
    with pytest.raises(ProjectLocked) as caught:
        Project.open(project.folder, who="ben")

    assert caught.value.who.startswith("ana on ")
    assert f"process {os.getpid()}" in caught.value.who
    assert caught.value.since.startswith("20")
    assert caught.value.since in str(caught.value)


def test_once_closed_the_next_writer_may(project):
    project.close()
    with Project.open(project.folder, who="ben") as second, pytest.raises(ProjectLocked, match="ben on"):
        Project.open(second.folder)


def test_a_reader_sees_edits_and_can_make_none(filled, dump, classes):
    everything = [table.name for table in schema.metadata.sorted_tables]
    with Project.open(filled.folder, read_only=True) as reader:
        assert reader.read_only
        filled.apply(Edit(1, ImageLabels(), ImageLabels(diagnosis=1), "Diagnose"))
        filled.add_classes(["Wart"])
        assert reader.labels(1).diagnosis == 1
        assert "Wart" in reader.classes.names
        before = dump(filled, *everything)

        for change in (
            lambda: reader.apply(Edit(2, ImageLabels(), ImageLabels(diagnosis=1), "Diagnose")),
            lambda: reader.set_classes(classes),
            lambda: reader.add_classes(["x"]),
            lambda: reader.add_root(filled.folder),
            lambda: reader.add_images(filled.folder, []),
            lambda: reader.relink_root(filled.folder, filled.folder),
            lambda: reader.set_splits({}, what=""),
            lambda: reader.add_model("m", {}, filled.folder),
            lambda: reader.store_predictions([]),
            lambda: reader.clear_predictions("m"),
            lambda: reader.set_setting("a", 1),
        ):
            with pytest.raises(ProjectReadOnly):
                change()
        # Not a promise of this class alone: the connection itself refuses.
        with pytest.raises(ProjectReadOnly), reader._database.reading() as connection:
            connection.execute(schema.settings.insert().values(key="a", value=1))
        assert dump(filled, *everything) == before


HOLD = """
import sys, time
from pathlib import Path
from core.project.project import Project
project = Project.open(Path(sys.argv[1]), who="carla")
print("open", flush=True)
time.sleep(60)
"""


def test_the_lock_of_a_killed_process_is_taken_over(project):
    project.close()
    child = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(project.folder)], stdout=subprocess.PIPE, cwd=REPOSITORY, text=True
    )
    with child:
        assert child.stdout.readline() == "open\n"
        with pytest.raises(ProjectLocked, match="carla on"):
            Project.open(project.folder)
        child.send_signal(signal.SIGKILL)
    assert (project.folder / "dermdesk.owner.json").exists()  # the dead one's note

    with Project.open(project.folder, who="ana") as taken, pytest.raises(ProjectLocked, match="ana on"):
        Project.open(taken.folder)


def test_the_code_knows_the_head_of_its_migrations():
    assert known_revisions()[0] == schema.REVISION


def test_migrations_make_the_tables_the_code_reads(tmp_path):
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext

    database = create_database(tmp_path / "d.sqlite")
    try:
        upgrade(database)
        with database.reading() as connection:
            context = MigrationContext.configure(connection, opts={"compare_type": True})
            assert compare_metadata(context, schema.metadata) == []
            for table in schema.metadata.sorted_tables:
                columns = {column["name"]: column["nullable"] for column in inspect(connection).get_columns(table.name)}
                assert columns == {column.name: column.nullable for column in table.columns}
    finally:
        database.close()


def _before_queries(connection: sqlite3.Connection) -> None:
    made = "type = 'index' AND name LIKE 'ix_images_%' AND name <> 'ix_images_sha256'"
    for (index,) in connection.execute(f"SELECT name FROM sqlite_master WHERE {made}").fetchall():
        connection.execute(f"DROP INDEX {index}")
    connection.execute("DROP INDEX ix_history_who_kind_image_id")
    for column in (
        *("verdicts", "flagged", "box_count", "image_class", "smallest_area", "largest_area", "box_flags"),
        *("search_text", "written_text"),
    ):
        connection.execute(f"ALTER TABLE images DROP COLUMN {column}")


def _older(folder: Path) -> None:
    """Make of an up-to-date project one of the first schema, with its labels."""
    with closing(sqlite3.connect(folder / "dermdesk.sqlite")) as connection:
        for table in ("heat_shares", "steps", "versions", "predicted_boxes", "predictions", "models"):
            connection.execute(f"DROP TABLE {table}")
        connection.execute("DROP INDEX ix_history_step_id")
        connection.execute("ALTER TABLE history DROP COLUMN step_id")
        _before_queries(connection)
        connection.execute("UPDATE alembic_version SET version_num = '0001'")
        connection.commit()


def test_an_older_project_is_copied_then_upgraded(filled, classes):
    filled.apply(Edit(1, ImageLabels(), ImageLabels((new_box(Box(1, 1, 9, 9), 1),)), "Draw box"))
    labels = filled.labels_of()
    filled.close()
    _older(filled.folder)

    with Project.open(filled.folder) as project:
        assert project.labels_of() == labels
        assert project.predicted_models() == []
        project.add_model("m", {"architecture": "a", "task": "t", "classes": classes.to_json()}, project.runs_folder)

    (copy,) = (filled.folder / "backups").iterdir()
    assert "0001" in copy.name
    database = Database(copy, read_only=True)
    try:
        assert revision_of(database) == "0001"
        with database.reading() as connection:
            assert len(connection.execute(schema.boxes.select()).all()) == 1
    finally:
        database.close()
    with Project.open(filled.folder):
        assert len(list((filled.folder / "backups").glob("*.sqlite"))) == 1  # up to date now: no second copy


def test_an_older_project_cannot_be_upgraded_read_only(filled):
    filled.close()
    _older(filled.folder)

    with pytest.raises(ProjectError, match="upgraded first"):
        Project.open(filled.folder, read_only=True)
    assert not (filled.folder / "backups").exists()


def test_a_failed_upgrade_changes_nothing(filled):
    filled.close()
    _older(filled.folder)
    path = filled.folder / "dermdesk.sqlite"
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE predictions (id INTEGER)")  # in the way, after `models` has been made
        connection.commit()

    with pytest.raises(ProjectError):
        Project.open(filled.folder)
    with closing(sqlite3.connect(path)) as connection:
        tables = {row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
        assert "models" not in tables
        assert connection.execute("SELECT version_num FROM alembic_version").fetchone() == ("0001",)


def test_a_migration_may_rebuild_a_table_that_others_refer_to(filled, dump):
    filled.apply(Edit(1, ImageLabels(), ImageLabels((new_box(Box(1, 1, 9, 9), 1),)), "Draw box"))
    before = dump(filled, "images", "boxes")
    with filled._database.migrating() as connection:
        connection.exec_driver_sql("CREATE TABLE copied AS SELECT * FROM images")
        connection.exec_driver_sql("DELETE FROM images")  # refused at once if foreign keys were awake
        connection.exec_driver_sql("INSERT INTO images SELECT * FROM copied")
        connection.exec_driver_sql("DROP TABLE copied")
    assert dump(filled, "images", "boxes") == before

    with pytest.raises(ProjectDamaged, match="refers to nothing"), filled._database.migrating() as connection:
        connection.exec_driver_sql("DELETE FROM images")
    assert dump(filled, "images", "boxes") == before


@pytest.mark.parametrize("read_only", [False, True])
def test_a_newer_project_is_not_touched(filled, read_only):
    filled.close()
    path = filled.folder / "dermdesk.sqlite"
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
        connection.commit()
    before = path.read_bytes()

    with pytest.raises(ProjectTooNew, match="9999"):
        Project.open(filled.folder, read_only=read_only)
    assert path.read_bytes() == before
    assert not (filled.folder / "backups").exists()


def test_a_project_half_made_when_the_power_went_can_be_made_again(tmp_path, classes):
    folder = tmp_path / "p"
    folder.mkdir()
    (folder / "dermdesk.sqlite.new").write_bytes(b"half")

    with Project.create(folder, classes) as project:
        assert project.classes == classes


def test_settings_keep_json(project):
    assert project.get_setting("zoom") is None
    project.set_setting("zoom", {"fit": True, "scale": [1, 2.5, None]})
    project.set_setting("zoom", {"fit": False})
    assert project.get_setting("zoom") == {"fit": False}
    with pytest.raises(ProjectError, match="zoom"):
        project.set_setting("zoom", object())
    assert project.get_setting("zoom") == {"fit": False}


def test_the_file_of_a_project_is_durable_and_checked(project):
    with project._database.reading() as connection:
        read = {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("journal_mode", "synchronous", "foreign_keys")
        }
    assert read == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1}


def test_empty_class_table_is_fine(tmp_path):
    with Project.create(tmp_path / "p", ClassTable(())) as project:
        assert project.add_classes(["b", "a"]).names == ("b", "a")
