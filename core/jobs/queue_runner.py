"""Works through a project's queue: starts runs on free lanes, follows them to their end, goes on with the next.

    python -m core.jobs.queue_runner RUNS_FOLDER

Whoever puts a run into the queue calls `ensure_runner`, which starts this as a process that outlives the window. The
runs it starts outlive it in turn, and the next runner adopts them. The operating system holds the lock that lets one
runner at a time work for a project, so a killed runner leaves nothing behind that would have to be cleared.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import threading
import time
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from filelock import FileLock, Timeout

from core.errors import DermDeskError, JobError
from core.jobs.job import RunState
from core.jobs.lanes import CPU, choose_lanes, lane_environment, lanes_wanted, machine_lanes
from core.jobs.launcher import HELLO_WITHIN, SILENT_AFTER, abort, abort_tree, start_detached
from core.jobs.protocol import Failed
from core.jobs.queue import editing, read_queue
from core.jobs.run_folder import RunFolder

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from core.jobs.queue import QueueEntry

RUNNER_LOCK = ".queue-runner.lock"
LOG_NAME = "queue.log"
MOST_STARTS = 3
"""Times a run is started whose process vanished each time, as when the machine loses its power."""
_ASKED_WITHIN = 1.0
"""Seconds for somebody who only asks whether the queue is served to let the lock go again."""
REAPED_WITHIN = 2.0
"""Seconds for the thread that started a process to note how it ended."""


@dataclass(frozen=True, slots=True)
class Pace:
    """How often the runner looks, and when it loses patience; seconds.

    Attributes:
        look: Between two looks at the queue and at a run.
        hello: For the first event of a run.
        silent: Without a sign of life of a run.
    """

    look: float = 0.5
    hello: float = HELLO_WITHIN
    silent: float = SILENT_AFTER


class QueueRunner:
    """Serves one queue until it is empty, or paused with nothing running.

    Args:
        runs_folder: The project's `runs` folder.
        lanes: What trains; those of the machine where left out.
        command: Makes the command of a run in place of the real worker's.
        finish: Called in a thread after a run that finished, before its lanes are free again; for folds' predictions.
        tell: Called, from any thread, with a line for a person or a log.
        pace: How often it looks.
    """

    def __init__(
        self,
        runs_folder: Path,
        *,
        lanes: Sequence[str] | None = None,
        command: Callable[[RunFolder], Sequence[str]] | None = None,
        finish: Callable[[RunFolder], None] | None = None,
        tell: Callable[[str], None] = lambda text: None,
        pace: Pace | None = None,
    ) -> None:
        self._runs_folder = runs_folder
        self._lanes = tuple(machine_lanes() if lanes is None else lanes)
        self._command = command
        self._finish = finish or _finish_fold
        self._tell = tell
        self._pace = pace or Pace()
        self._serving: dict[str, threading.Thread] = {}
        self._stop = threading.Event()

    def work(self, stop: threading.Event | None = None) -> None:
        """Serve the queue to its end.

        Args:
            stop: Set it, from any thread, to stop the runs at hand decently and start no more.

        Raises:
            JobError: Another runner serves this queue, or its file is damaged.
        """
        self._stop = stop or threading.Event()
        lock = _runner_lock(self._runs_folder)
        try:
            lock.acquire(timeout=_ASKED_WITHIN)
        except Timeout:
            raise JobError("Another process works through this queue.", path=self._runs_folder) from None
        try:
            self._serve(lock)
        except KeyboardInterrupt:
            self._abort_all()
            raise
        finally:
            lock.release()

    def _serve(self, lock: FileLock) -> None:
        while True:
            self._serving = {name: thread for name, thread in self._serving.items() if thread.is_alive()}
            # What is put in after this look finds the lock free, and starts another runner.
            with editing(self._runs_folder) as edit:
                if not self._serving and (edit.queue.paused or self._stop.is_set() or not edit.queue.entries):
                    lock.release()
                    return
                entries, starting = self._give_out(edit.queue.entries, paused=edit.queue.paused or self._stop.is_set())
                edit.queue = replace(edit.queue, entries=entries)
            for entry in starting:
                thread = threading.Thread(target=self._serve_one, args=(entry,), name=entry.run)
                self._serving[entry.run] = thread
                thread.start()
            time.sleep(self._pace.look)

    def _give_out(
        self, entries: tuple[QueueEntry, ...], *, paused: bool
    ) -> tuple[tuple[QueueEntry, ...], list[QueueEntry]]:
        """The entries with lanes given to those that start now, and these."""
        free = [lane for lane in self._lanes if lane not in self._taken(entries)]
        kept: list[QueueEntry] = []
        starting: list[QueueEntry] = []
        for entry in entries:
            folder = RunFolder(self._runs_folder / entry.run)
            try:
                job, state = folder.job, folder.state
            except DermDeskError as error:
                self._tell(f"{entry.run} can't be read and is left out: {error}")
                continue
            if entry.run in self._serving:
                kept.append(entry)
                continue
            if state.is_active:  # another runner started it, or a person did
                entry = replace(entry, lanes=entry.lanes or choose_lanes(job, self._lanes, free) or (CPU,))
            elif paused:
                entry = replace(entry, lanes=())
            else:
                entry = replace(entry, lanes=choose_lanes(job, self._lanes, free))
                if not entry.lanes:
                    # It comes before what stands behind it, also where that would need less.
                    wanted, _ = lanes_wanted(job, self._lanes)
                    free = [lane for lane in free if lane not in wanted]
            if entry.lanes:
                free = [lane for lane in free if lane not in entry.lanes]
                starting.append(entry)
            kept.append(entry)
        return tuple(kept), starting

    def _taken(self, entries: Sequence[QueueEntry]) -> set[str]:
        """Lanes on which something trains: runs of this queue, and those that a person started besides it."""
        taken: set[str] = set()
        queued = {entry.run for entry in entries}
        for entry in entries:
            if entry.run in self._serving or RunFolder(self._runs_folder / entry.run).state.is_active:
                taken.update(entry.lanes)
        for path in self._runs_folder.glob("*/process.json"):
            folder = RunFolder(path.parent)
            try:
                if folder.name in queued or not folder.state.is_active:
                    continue
                free = [lane for lane in self._lanes if lane not in taken]
                taken.update(choose_lanes(folder.job, self._lanes, free) or lanes_wanted(folder.job, self._lanes)[0])
            except DermDeskError:
                continue  # a damaged folder, which `dermdesk runs` lists as such
        return taken

    def _serve_one(self, entry: QueueEntry) -> None:
        folder = RunFolder(self._runs_folder / entry.run)
        try:
            again = self._run(folder, entry)
            result = folder.result
            if result is not None and result.state.is_finished and not self._stop.is_set():
                self._finish(folder)
        except (DermDeskError, OSError) as error:
            self._tell(f"{entry.run}: {error}")
            again = False
        with editing(self._runs_folder) as edit:
            left = [replace(e, lanes=()) if e.run == entry.run else e for e in edit.queue.entries]
            edit.queue = replace(edit.queue, entries=tuple(e for e in left if again or e.run != entry.run))

    def _run(self, folder: RunFolder, entry: QueueEntry) -> bool:
        """Train to the end; whether it is to be started once more."""
        state = folder.state
        if folder.result is None and not state.is_active:
            if state is RunState.KILLED:
                folder.close_after_exit(None)
                return False
            if entry.starts >= MOST_STARTS:
                folder.close_after_exit(None)
                self._tell(f"{folder.name} vanished {entry.starts} times and is left out.")
                return False
            if self._stop.is_set():
                return True
            self._start(folder, entry)
        if folder.result is None:
            self._follow(folder)
        if folder.result is None:  # its process is gone without a word: the machine lost power, or its memory
            return True
        self._tell(f"{folder.name} {_ending(folder)}")
        return False

    def _start(self, folder: RunFolder, entry: QueueEntry) -> None:
        with editing(self._runs_folder) as edit:
            entries = [replace(e, starts=e.starts + 1) if e.run == entry.run else e for e in edit.queue.entries]
            edit.queue = replace(edit.queue, entries=tuple(entries))
        start_detached(
            folder,
            command=self._command(folder) if self._command else None,
            environment=lane_environment(folder.job, entry.lanes, self._lanes),
        )
        self._tell(f"{folder.name} started on {', '.join(entry.lanes)}")

    def _follow(self, folder: RunFolder) -> None:
        """Wait until it is over; a process that gives no sign of life is killed."""
        seen, since, asked = _sign(folder), time.monotonic(), False
        while folder.result is None and (state := folder.state).is_active:
            if self._stop.is_set() and not asked:
                asked = True
                folder.request_stop()
            # Counted by this process's own clock: a machine that slept is not a run that hangs.
            if (sign := _sign(folder)) != seen:
                seen, since = sign, time.monotonic()
            patience = self._pace.hello if state is RunState.STARTING else self._pace.silent
            process = folder.process
            if time.monotonic() - since > patience and process is not None and process.is_local:
                # Noted first: whoever reaps the process would say that it was killed from outside.
                said = f"The training process gave no sign of life for {patience:g} s."
                folder.close_after_exit(None, failure=Failed("silent", said, "Resume it."))
                abort_tree(process.pid)
                return
            time.sleep(self._pace.look)
        deadline = time.monotonic() + REAPED_WITHIN
        while folder.result is None and time.monotonic() < deadline:
            time.sleep(0.02)
        if folder.result is None and folder.state is RunState.KILLED:
            folder.close_after_exit(None)

    def _abort_all(self) -> None:
        for name in self._serving:
            abort(RunFolder(self._runs_folder / name))


def is_served(runs_folder: Path) -> bool:
    """Whether a runner works on the queue."""
    lock = _runner_lock(runs_folder)
    try:
        lock.acquire()
    except Timeout:
        return True
    lock.release()
    return False


def ensure_runner(runs_folder: Path) -> bool:
    """Start a runner that outlives this program, if there is work and none has it; whether one was started.

    Raises:
        JobError: It can't be started, or the queue is damaged.
    """
    queue = read_queue(runs_folder)
    if queue.paused or not queue.entries or is_served(runs_folder):
        return False
    flags = 0x208 if sys.platform == "win32" else 0  # DETACHED_PROCESS | CREATE_NEW_PROCESS_GROUP
    try:
        with (runs_folder / LOG_NAME).open("ab") as log:
            process = subprocess.Popen(
                [sys.executable, "-u", "-m", "core.jobs.queue_runner", str(runs_folder.absolute())],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                env={**os.environ, "PYTHONIOENCODING": "utf-8"},
                start_new_session=True,
                creationflags=flags,
            )
    except OSError as error:
        raise JobError(f"The queue can't be started: {error}.", path=runs_folder) from error
    threading.Thread(target=process.wait, daemon=True, name="queue runner").start()  # leave no zombie
    return True


def _runner_lock(runs_folder: Path) -> FileLock:
    runs_folder.mkdir(parents=True, exist_ok=True)
    return FileLock(runs_folder / RUNNER_LOCK, timeout=0, thread_local=False)


def _sign(folder: RunFolder) -> float:
    try:
        return folder.events_path.stat().st_mtime
    except OSError:
        return 0.0


def _ending(folder: RunFolder) -> str:
    result = folder.result
    assert result is not None
    failure = f": {result.failure.message}" if result.failure else ""
    best = "" if result.best_metric is None else f", {100 * result.best_metric:.2f} % on validation"
    return f"{result.state.value}{best}{failure}"


def _finish_fold(folder: RunFolder) -> None:
    if folder.job.fold_of:
        from core.jobs.folds import predict_held_out

        predict_held_out(folder)


def _left_for_later(folder: RunFolder) -> None:
    """Asking takes minutes, in which no window could open the project."""
    raise JobError("It hasn't predicted its fold.", path=folder.path)


def _log(text: str) -> None:
    print(f"{datetime.now():%Y-%m-%d %H:%M:%S} {text}", flush=True)  # noqa: T201 - standard output is the log


def main() -> int:
    """Serve the queue of a folder; 0 also where another runner does so already."""
    parser = argparse.ArgumentParser(prog="python -m core.jobs.queue_runner", description="Work through a queue.")
    parser.add_argument("runs_folder", type=Path)
    options = parser.parse_args()
    from core.jobs.folds import store_ready_folds

    try:
        QueueRunner(options.runs_folder, tell=_log).work()
        store_ready_folds(options.runs_folder.parent, _log, predict=_left_for_later)
    except DermDeskError as error:
        _log(str(error))
    return 0


if __name__ == "__main__":
    sys.exit(main())
