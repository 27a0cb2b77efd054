"""Folders of photographs: how they are written down, whether their files are there, and where they may have moved."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path, PurePath, PurePosixPath, PureWindowsPath
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from core.errors import ImageError
from core.images import content_hash
from core.project import schema

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from sqlalchemy import Connection

    Progress = Callable[[int, int, str], None]

SAMPLE = 20
"""Photographs of a new folder whose content is compared."""
NAMED = 5
"""Examples of what is missing or different that a person is told."""


@dataclass(frozen=True, slots=True)
class RootFile:
    """Where a photograph lies below its root, with forward slashes, and the hash of its content."""

    relative_path: str
    sha256: str


@dataclass(frozen=True, slots=True)
class RootState:
    """A folder of photographs: how many the project has from it, and how many files are there."""

    path: Path
    photographs: int
    found: int

    @property
    def missing(self) -> int:
        return self.photographs - self.found


@dataclass(frozen=True, slots=True)
class RelinkPreview:
    """What linking a root to another folder would find there.

    Attributes:
        folder: The folder that was looked into.
        photographs: How many photographs the root has.
        found: How many files of theirs are in the folder.
        compared: How many of those were read and compared.
        different: Relative paths of those that hold another photograph.
        missing: Relative paths of some that are not there.
    """

    folder: Path
    photographs: int
    found: int
    compared: int
    different: tuple[str, ...]
    missing: tuple[str, ...]

    @property
    def fits(self) -> bool:
        """Whether all are there, and all that were compared are the same photographs."""
        return self.found == self.photographs and not self.different


def stored_path(folder: PurePath, root: PurePath) -> str:
    """How a root is written down: relative to the project folder where inside it, so both can be moved together.

    Both are absolute and without links; on Windows they may be on different drives.
    """
    return root.relative_to(folder).as_posix() if root.is_relative_to(folder) else str(root)


def located_path(folder: Path, stored: str) -> Path:
    """The folder that `stored_path` wrote down. One of another system stays as it was written, and isn't there."""
    if PurePosixPath(stored).is_absolute() or PureWindowsPath(stored).is_absolute():
        return Path(stored)
    return folder / stored


def read_root_files(connection: Connection, root_id: int) -> list[RootFile]:
    """Photographs of a root, ordered by path."""
    images = schema.images
    query = select(images.c.relative_path, images.c.sha256).where(images.c.root_id == root_id)
    return [RootFile(*row) for row in connection.execute(query.order_by(images.c.relative_path))]


def count_photographs(connection: Connection) -> dict[int, int]:
    """Photographs by root id."""
    images = schema.images
    query = select(images.c.root_id, func.count()).group_by(images.c.root_id)
    return dict(connection.execute(query).tuples().all())


def look_at_root(path: Path, files: Sequence[RootFile], *, progress: Progress | None = None) -> RootState:
    """Count which of a root's files are there."""
    return RootState(path, len(files), len(_present(path, files, progress)))


def preview_relink(files: Sequence[RootFile], folder: Path, *, progress: Progress | None = None) -> RelinkPreview:
    """Look for a root's photographs in another folder, and compare the content of some, spread over the whole."""
    present = _present(folder, files, progress)
    there = set(present)
    step = max(1, len(present) // SAMPLE)
    chosen = present[::step][:SAMPLE]
    different = tuple(entry.relative_path for entry in chosen if not _same(folder, entry))
    missing = [entry.relative_path for entry in files if entry not in there]
    return RelinkPreview(folder, len(files), len(present), len(chosen), different, tuple(missing[:NAMED]))


def likely_folder(files: Sequence[RootFile], old: Path, chosen: Path) -> Path:
    """The folder a person means who chose `chosen` for what was in `old`: it, its parent, or a folder in it.

    Where none holds any of some photographs it is the chosen one.
    """
    step = max(1, len(files) // SAMPLE)
    some = files[::step][:SAMPLE]
    # A Windows path read on Linux is one long name; its last part is meant all the same.
    name = PureWindowsPath(old).name if "\\" in str(old) else old.name
    candidates = [chosen, chosen / name, chosen.parent]
    try:
        candidates += sorted(entry for entry in chosen.iterdir() if entry.is_dir())[:50]
    except OSError:
        pass  # it isn't there or can't be read, which the preview tells
    hits = [sum((candidate / entry.relative_path).is_file() for entry in some) for candidate in candidates]
    return candidates[hits.index(max(hits))] if max(hits, default=0) else chosen


def _present(folder: Path, files: Sequence[RootFile], progress: Progress | None) -> list[RootFile]:
    found = []
    for place, entry in enumerate(files, start=1):
        try:
            if (folder / entry.relative_path).is_file():
                found.append(entry)
        except OSError:
            pass  # a share that went away, or a path too long for this system: not there
        if progress is not None:
            progress(place, len(files), entry.relative_path)
    return found


def _same(folder: Path, entry: RootFile) -> bool:
    try:
        return content_hash(folder / entry.relative_path) == entry.sha256
    except ImageError:
        return False
