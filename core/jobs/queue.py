"""The queue of a project: which runs wait, in which order; a file beside the run folders, whoever looks.

`runs/queue.json` names the runs; where each stands is told by its own folder, as ever. Edits take a lock of the
operating system, so that the window, the command line and the runner never lose each other's.
"""

from __future__ import annotations

import json
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from filelock import FileLock, Timeout

from core.errors import JobError
from core.jobs.run_folder import RunFolder, write_json

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

QUEUE_NAME = "queue.json"
_EDIT_LOCK = ".queue.lock"
_EDIT_WITHIN = 10.0


@dataclass(frozen=True, slots=True)
class QueueEntry:
    """One run in the queue.

    Attributes:
        run: Its name.
        group: What it is moved and taken out with: the name of its folds; its own name where it stands alone.
        lanes: What it was given to train on, such as `cuda:0`; empty while it waits.
        starts: How often it was started.
    """

    run: str
    group: str
    lanes: tuple[str, ...] = ()
    starts: int = 0


@dataclass(frozen=True, slots=True)
class Queue:
    """What waits and what is worked on, in order.

    Attributes:
        entries: First the one that is next.
        paused: Whether nothing more is to be started; what runs goes on.
    """

    entries: tuple[QueueEntry, ...] = ()
    paused: bool = False

    @property
    def groups(self) -> tuple[str, ...]:
        """Names in order; folds once."""
        return tuple(dict.fromkeys(entry.group for entry in self.entries))

    def runs_of(self, name: str) -> tuple[str, ...]:
        """The runs that a name means: a group's, or one by itself."""
        return tuple(entry.run for entry in self.entries if name in (entry.group, entry.run))


def read_queue(runs_folder: Path) -> Queue:
    """The queue as it stands; empty where there is no file.

    Raises:
        JobError: The file is damaged.
    """
    path = runs_folder / QUEUE_NAME
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
        entries = tuple(
            QueueEntry(
                str(row["run"]), str(row["group"]), tuple(str(lane) for lane in row["lanes"]), int(row["starts"])
            )
            for row in data["entries"]
        )
        return Queue(entries, bool(data["paused"]))
    except FileNotFoundError:
        return Queue()
    except (OSError, KeyError, TypeError, ValueError) as error:
        raise JobError(
            f"The queue can't be read: {error!r}.", hint="Delete the file: the runs themselves stay.", path=path
        ) from error


@contextmanager
def editing(runs_folder: Path) -> Iterator[_Edit]:
    """The queue to change: set `queue` of what is given; nobody else edits meanwhile.

    Raises:
        JobError: The file is damaged, or somebody else holds the queue for ever.
    """
    runs_folder.mkdir(parents=True, exist_ok=True)
    lock = FileLock(runs_folder / _EDIT_LOCK)
    try:
        lock.acquire(timeout=_EDIT_WITHIN)
    except Timeout:
        raise JobError("Another process holds the queue.", hint="Try again.", path=runs_folder) from None
    try:
        before = read_queue(runs_folder)
        edit = _Edit(before)
        yield edit
        if edit.queue != before:
            _write(edit.queue, runs_folder)
    finally:
        lock.release()


@dataclass(slots=True)
class _Edit:
    queue: Queue


def enqueue(runs_folder: Path, runs: Sequence[str], *, group: str = "") -> None:
    """Put runs at the end; a run that has ended without finishing goes on from its last checkpoint then.

    Args:
        runs_folder: The project's `runs` folder.
        runs: Names of run folders; those in the queue already stay where they are.
        group: What they are moved and taken out with; each by itself where empty.

    Raises:
        JobError: There is no such run, it is running, or it can't be gone on with.
    """
    with editing(runs_folder) as edit:
        known = {entry.run for entry in edit.queue.entries}
        new = [name for name in runs if name not in known]
        for name in new:
            folder = RunFolder(runs_folder / name)
            state = folder.state if folder.path.is_dir() else None
            if state is None:
                raise JobError(f"There is no run {name!r}.", path=runs_folder)
            if state.is_active or (state.is_over and not folder.can_resume):
                raise JobError(f"The run {name!r} is {state.value}: there is nothing to wait for.", path=folder.path)
            folder.prepare_start()
        entries = (*edit.queue.entries, *(QueueEntry(name, group or name) for name in new))
        edit.queue = replace(edit.queue, entries=entries)


def dequeue(runs_folder: Path, name: str) -> tuple[str, ...]:
    """Take a run, or all folds of a name, out of the queue; the folders stay. Returns the names of the runs.

    Raises:
        JobError: It isn't in the queue, or is being worked on.
    """
    with editing(runs_folder) as edit:
        names = _found(edit.queue, name, runs_folder)
        busy = [entry.run for entry in edit.queue.entries if entry.run in names and entry.lanes]
        if len(busy) == len(names):
            raise JobError(f"{', '.join(busy)} is being trained.", hint="Stop it instead.", path=runs_folder / busy[0])
        gone = tuple(run for run in names if run not in busy)
        edit.queue = replace(edit.queue, entries=tuple(e for e in edit.queue.entries if e.run not in gone))
    return gone


def move(runs_folder: Path, name: str, by: int) -> Queue:
    """Move a run, or folds as a whole, towards the front (negative) or the end; as far as there is room.

    Raises:
        JobError: It isn't in the queue.
    """
    with editing(runs_folder) as edit:
        _found(edit.queue, name, runs_folder)
        groups = list(edit.queue.groups)
        group = next(entry.group for entry in edit.queue.entries if name in (entry.group, entry.run))
        place = groups.index(group)
        groups.insert(max(0, min(len(groups) - 1, place + by)), groups.pop(place))
        entries = sorted(edit.queue.entries, key=lambda entry: groups.index(entry.group))
        edit.queue = replace(edit.queue, entries=tuple(entries))
        return edit.queue


def set_paused(runs_folder: Path, paused: bool) -> None:
    """Start nothing more, or go on with the queue."""
    with editing(runs_folder) as edit:
        edit.queue = replace(edit.queue, paused=paused)


def _found(queue: Queue, name: str, runs_folder: Path) -> tuple[str, ...]:
    runs = queue.runs_of(name)
    if not runs:
        waiting = ", ".join(queue.groups)
        raise JobError(
            f"{name!r} isn't in the queue.", hint=f"There are: {waiting}." if waiting else "", path=runs_folder
        )
    return runs


def _write(queue: Queue, runs_folder: Path) -> None:
    rows = [{"run": e.run, "group": e.group, "lanes": list(e.lanes), "starts": e.starts} for e in queue.entries]
    write_json({"paused": queue.paused, "entries": rows}, runs_folder / QUEUE_NAME)
