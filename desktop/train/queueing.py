"""The queue of the open project, as the window reads and changes it; a process outside the window serves it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.errors import DermDeskError
from core.jobs.queue import Queue, dequeue, enqueue, move, read_queue, set_paused
from core.jobs.queue_runner import ensure_runner
from desktop.translating import told

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from desktop.session import Session


class Queueing:
    """Reads the queue again when asked, and sees to it that somebody serves it. What goes wrong is a session's message.

    Args:
        session: The open project.
        serve: Starts whoever works through the queue of a `runs` folder, if nobody does so yet.
    """

    def __init__(self, session: Session, *, serve: Callable[[Path], object] | None = None) -> None:
        self._session = session
        self._serve = serve or ensure_runner
        self._told = ""
        self.queue = Queue()

    def look(self) -> None:
        """Read it, and have it served: after a restart of the machine nobody else would."""
        if not self._session.has_project:
            self.queue = Queue()
            return
        folder = self._session.project.runs_folder
        try:
            self.queue = read_queue(folder)
            if self.queue.entries and not self.queue.paused and not self._session.read_only:
                self._serve(folder)
        except DermDeskError as error:
            if str(error) != self._told:  # every three seconds would be too often
                self._told = str(error)
                self._session.message.emit(told(error), "error")
            return
        self._told = ""

    def place_of(self, name: str) -> int:
        """1 for the run that is next, 2 for the one after it; 0 for one that doesn't wait."""
        waiting = [entry.run for entry in self.queue.entries if not entry.lanes]
        return waiting.index(name) + 1 if name in waiting else 0

    def waiting(self) -> list[str]:
        """Runs that wait, the next one first."""
        return [entry.run for entry in self.queue.entries if not entry.lanes]

    def put(self, runs: Sequence[str], *, group: str = "") -> None:
        """Put runs at the end."""
        self._do(lambda folder: enqueue(folder, runs, group=group))

    def put_first(self, name: str) -> bool:
        """Make a run, or the folds it belongs to, the next to start; whether that was possible."""

        def change(folder: Path) -> None:
            enqueue(folder, [name])
            move(folder, name, -len(read_queue(folder).groups))

        return self._do(change)

    def move(self, name: str, by: int) -> None:
        """Move a run, or the folds it belongs to; nothing for one that isn't in the queue."""
        if self.queue.runs_of(name):
            self._do(lambda folder: move(folder, name, by))

    def take_out(self, name: str) -> None:
        """Take a run, or the folds it belongs to, out."""
        group = next((entry.group for entry in self.queue.entries if entry.run == name), name)
        self._do(lambda folder: dequeue(folder, group))

    def set_paused(self, paused: bool) -> None:
        """Start nothing more, or go on."""
        self._do(lambda folder: set_paused(folder, paused))

    def _do(self, change: Callable[[Path], object]) -> bool:
        done = True
        try:
            change(self._session.project.runs_folder)
        except DermDeskError as error:
            done = False
            self._session.message.emit(told(error), "error")
        self._session.runs_changed.emit()
        return done
