"""A real project on a real disk, and photographs to put into it (their files hold no pixels: the store reads none)."""

from __future__ import annotations

import hashlib
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from core.classes import ClassTable
from core.project.project import Project
from core.project.records import NewImage

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

CLASSES = ("Melanoma", "Nevus", "Basal cell carcinoma")


@pytest.fixture
def classes() -> ClassTable:
    return ClassTable.from_names(CLASSES)


@pytest.fixture
def photos(tmp_path: Path) -> Path:
    folder = tmp_path / "photos"
    folder.mkdir()
    return folder


@pytest.fixture
def photo(photos: Path) -> Callable[..., NewImage]:
    """Makes a photograph's file and what is known of it."""

    def make(relative_path: str, *, content: str | None = None, root: Path = photos, **fields) -> NewImage:
        path = root / relative_path
        path.parent.mkdir(parents=True, exist_ok=True)
        data = (relative_path if content is None else content).encode()
        path.write_bytes(data)
        known = {"width": 640, "height": 480, "orientation": 1, **fields}
        return NewImage(
            path=path,
            relative_path=relative_path,
            sha256=hashlib.sha256(data).hexdigest(),
            file_size=len(data),
            **known,
        )

    return make


@pytest.fixture
def project(tmp_path: Path, classes: ClassTable) -> Iterator[Project]:
    with Project.create(tmp_path / "project", classes, who="ana") as made:
        yield made


@pytest.fixture
def filled(project: Project, photos: Path, photo: Callable[..., NewImage]) -> Project:
    """A project with five photographs, ids 1 to 5, of three patients."""
    images = [photo(f"{name}.jpg", patient=patient) for name, patient in zip("abcde", "PPQQR", strict=True)]
    project.add_images(photos, images)
    return project


@pytest.fixture
def dump() -> Callable[..., dict[str, list[tuple[object, ...]]]]:
    """Every row of the named tables, read past the store by another connection."""

    def read(project: Project, *tables: str) -> dict[str, list[tuple[object, ...]]]:
        with closing(sqlite3.connect(project.folder / "dermdesk.sqlite")) as connection:
            return {table: connection.execute(f"SELECT * FROM {table} ORDER BY 1").fetchall() for table in tables}

    return read
