"""Long work off the window's thread, with progress, a way to give up, and its result or error back in that thread."""

from __future__ import annotations

import sys
import threading
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QThreadPool, Signal

if TYPE_CHECKING:
    from collections.abc import Callable

    Progress = Callable[[int, int, str], None]


def start_in(pool: QThreadPool, work: Callable[[], None], *, priority: int = 0) -> None:
    """Run a function in a pool's thread. What it raises reaches `sys.excepthook`; Qt alone would swallow it."""

    def reported() -> None:
        try:
            work()
        except Exception as error:
            sys.excepthook(type(error), error, error.__traceback__)

    # The function itself, never `QRunnable.create`: of that, PySide keeps the address of the deleted C++ object for
    # ever, and crashes when a list item or an undo step that is made there later is deleted in its turn.
    pool.start(reported, priority)


class GivenUp(Exception):
    """The person asked to stop; raised in the work's own progress call."""


class Task(QObject):
    """One run of a function that is told a progress callback.

    Signals:
        progressed: Done, in all (0 for unknown), and what is in hand.
        done: What the function returned.
        failed: What it raised, `GivenUp` included.
    """

    progressed = Signal(int, int, str)
    done = Signal(object)
    failed = Signal(object)
    _ended = Signal(object, bool)

    def __init__(self, work: Callable[[Progress], object], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._work = work
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="task")
        self._ended.connect(self._end, Qt.ConnectionType.QueuedConnection)

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def give_up(self) -> None:
        """Ask the work to stop at its next progress call."""
        self._stop.set()

    def wait(self) -> None:
        """Hold the caller until the thread has ended."""
        if self._thread.is_alive():
            self._thread.join()

    def _run(self) -> None:
        try:
            outcome, good = self._work(self._progress), True
        except Exception as error:
            outcome, good = error, False
        self._ended.emit(outcome, good)

    def _progress(self, done: int, total: int, what: str) -> None:
        if self._stop.is_set():
            raise GivenUp
        self.progressed.emit(done, total, what)

    def _end(self, outcome: object, good: bool) -> None:
        self._thread.join()
        (self.done if good else self.failed).emit(outcome)
