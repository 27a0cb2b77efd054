"""A training run as the window holds it: started detached, followed through its events file, stopped and aborted."""

from __future__ import annotations

import time
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QThreadPool, QTimer, Signal

from core.jobs.job import RunState
from core.jobs.launcher import abort, start_detached
from core.jobs.protocol import decode
from desktop.jobs.progress import RunProgress
from desktop.jobs.tail import FileTail

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from core.jobs.protocol import Failed
    from core.jobs.run_folder import RunFolder


@dataclass(frozen=True, slots=True)
class Timing:
    """How often the window looks, and when it loses patience; seconds.

    Attributes:
        poll: Between two looks into the events file.
        repaint: Least time between two `updated` signals.
        look: Between two looks whether the process lives.
        budget: Longest time spent on events in one go, so that the window stays at hand while they pour in.
        hello: The process should have spoken by then: importing torch from a cold disk takes a while.
        silence: A process that hasn't touched its events file for so long gets a warning. It does so every two seconds.
        answer: One that was asked to stop should have given a sign of life by then: it does so when it hears of it.
        reap: How long the exit code of a process that has gone is waited for.
    """

    poll: float = 0.05
    repaint: float = 0.1
    look: float = 0.5
    budget: float = 0.01
    hello: float = 120.0
    silence: float = 30.0
    answer: float = 1.4
    reap: float = 1.0


class Pulse(StrEnum):
    """What can be said about a live process."""

    WELL = "well"
    NO_HELLO = "no_hello"
    SILENT = "silent"
    DEAF = "deaf"


class TrainingProcess(QObject):
    """One run, whether this window started it, another one did, or it ended long ago.

    Signals:
        updated: There is something new to paint; at most every `Timing.repaint` seconds.
        ended: The run has reached its end and all its events are read. Emitted once.
    """

    updated = Signal()
    ended = Signal()

    def __init__(self, run: RunFolder, parent: QObject | None = None, *, timing: Timing | None = None) -> None:
        super().__init__(parent)
        self.run = run
        self.progress = RunProgress()
        self.state = RunState.QUEUED
        self.pulse = Pulse.WELL
        self._timing = timing or Timing()
        self._tail = FileTail(run.events_path)
        self._started_at = time.time()
        self._over = False
        self._mine = False
        self._gone_since: float | None = None
        self._poll = _timer(self, self._timing.poll, self._read)
        self._repaint = _timer(self, self._timing.repaint, self.updated.emit)
        self._repaint.setSingleShot(True)
        self._look = _timer(self, self._timing.look, self._check)

    @property
    def failure(self) -> Failed | None:
        """What went wrong, as the worker or whoever saw it end said; None where nothing did."""
        result = self.run.result
        return (result and result.failure) or self.progress.failed

    def start(self, command: Sequence[str] | None = None) -> None:
        """Start the process, in a session of its own and without pipes, and follow it.

        Args:
            command: What to start instead of the real worker.

        Raises:
            JobError: It runs already, or can't be started.
        """
        start_detached(self.run, command=command)
        self._mine = True
        self.follow()

    def follow(self) -> None:
        """Read the events there are, and go on reading while the process lives."""
        self._started_at = time.time()
        self._over = False
        self._poll.start()
        self._look.start()
        self._check()

    def let_go(self) -> None:
        """Stop following. The process isn't touched."""
        for timer in (self._poll, self._look, self._repaint):
            timer.stop()

    def stop(self) -> None:
        """Ask the worker to finish its step, validate, keep the best and end; `pulse` tells where it doesn't."""
        self.run.request_stop()
        self._look.setInterval(100)
        self._check()

    def abort(self) -> None:
        """Kill the process and all it started, in a thread: waiting for their end takes up to two seconds."""
        run = self.run
        QThreadPool.globalInstance().start(lambda: abort(run))
        self._look.setInterval(100)

    def _read(self) -> None:
        deadline = time.monotonic() + self._timing.budget
        # Asked before reading: whatever a process wrote before it was gone is then in the file.
        over = self._over
        more = True
        while more and time.monotonic() < deadline:
            lines, more = self._tail.read()
            if self._tail.restarted:
                self._tail.restarted, self.progress = False, RunProgress()
            for line in lines:
                event = decode(line)
                if event is not None:
                    self.progress.add(event)
            if lines:
                self._mark()
        self._poll.setInterval(10 if more else round(self._timing.poll * 1000))
        if over and not more:
            self._finish()

    def _mark(self) -> None:
        if not self._repaint.isActive():
            self._repaint.start()

    def _check(self) -> None:
        state = self.run.state
        pulse = self._feel(state)
        if (state, pulse) != (self.state, self.pulse):
            self.state, self.pulse = state, pulse
            self._mark()
        self._over = state.is_over and self._end_is_noted(state)

    def _end_is_noted(self, state: RunState) -> bool:
        """Whether how it ended is known, or nobody is left to say.

        Of a process started here, a thread of the launcher learns the exit code and notes it a moment after its end.
        """
        if not self._mine or state not in (RunState.LOST, RunState.KILLED) or self.run.result is not None:
            return True
        if self._gone_since is None:
            self._gone_since = time.monotonic()
        return time.monotonic() - self._gone_since > self._timing.reap

    def _feel(self, state: RunState) -> Pulse:
        if not state.is_active:
            return Pulse.WELL
        now = time.time()
        sign = _touched(self.run.events_path)
        asked = _touched(self.run.stop_path) if state is RunState.STOPPING else 0.0
        if sign < asked < now - self._timing.answer:
            return Pulse.DEAF
        if state is RunState.STARTING:
            return Pulse.NO_HELLO if now - self._started_at > self._timing.hello else Pulse.WELL
        return Pulse.SILENT if now - max(sign, self._started_at) > self._timing.silence else Pulse.WELL

    def _finish(self) -> None:
        self.let_go()
        if self.state in (RunState.LOST, RunState.KILLED) and self.run.result is None:
            # Nobody but its follower is there to note the end of a process that another window started.
            self.state = self.run.close_after_exit(None)
        self.updated.emit()
        self.ended.emit()


def _touched(path: Path) -> float:
    try:
        return path.stat().st_mtime
    except FileNotFoundError:
        return 0.0


def _timer(parent: QObject, seconds: float, slot: Callable[[], object]) -> QTimer:
    timer = QTimer(parent)
    timer.setInterval(round(seconds * 1000))
    timer.timeout.connect(slot)
    return timer
