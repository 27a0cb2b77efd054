"""The worker's end of the pipes: events out, commands in, a heartbeat, and nothing a library prints in between."""

from __future__ import annotations

import faulthandler
import os
import queue
import sys
import threading
import time
from typing import TYPE_CHECKING, Self

from core.jobs.protocol import Heartbeat, Hello, Step, Stop, decode_command, encode

if TYPE_CHECKING:
    from types import TracebackType

    from core.jobs.protocol import Event
    from core.jobs.run_folder import RunFolder

BEAT_EVERY = 2.0
_LOOK_EVERY = 0.5
_QUEUE_LIMIT = 20_000
_FLUSH_WITHIN = 5.0


class EventChannel:
    """Writes events to `events.jsonl` at once, and to the pipe from a thread, so that a slow reader slows nothing.

    From its start on, standard output and error of the whole process, of C libraries too, go to `log.txt`; the pipe is
    a private duplicate of what standard output was. A context manager: leaving it flushes the pipe.

    Args:
        run_folder: The run.
        detached: Whether the process goes on when its parent ends; then standard input isn't read at all.
        beat_every: Seconds between two signs of life.

    Attributes:
        stop_requested: Set once somebody asked for a stop, over standard input or through the folder.
        parent_gone: Set once standard input has closed, unless detached.
    """

    def __init__(self, run_folder: RunFolder, *, detached: bool = False, beat_every: float = BEAT_EVERY) -> None:
        self._folder = run_folder
        self._beat_every = beat_every
        self._detached = detached
        self.stop_requested = threading.Event()
        self.parent_gone = threading.Event()
        self._closing = threading.Event()
        self._lock = threading.Lock()
        self._lines: queue.Queue[str | None] = queue.Queue()
        self._threads: list[threading.Thread] = []

    def __enter__(self) -> Self:
        self._pipe = os.dup(1)
        log = os.open(self._folder.log_path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o644)
        sys.stdout.flush()
        sys.stderr.flush()
        os.dup2(log, 1)
        os.dup2(log, 2)
        os.close(log)
        faulthandler.enable(2)
        self._events = self._folder.events_path.open("a+b")
        self._end_cut_line()
        for target in (
            (self._write_pipe, self._beat) if self._detached else (self._write_pipe, self._beat, self._listen)
        ):
            thread = threading.Thread(target=target, name=target.__name__.strip("_"), daemon=True)
            thread.start()
            self._threads.append(thread)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self._closing.set()
        self._lines.put(None)
        # The listener isn't waited for: it sits in a read that only the parent can end.
        for thread in self._threads[:2]:
            thread.join(timeout=_FLUSH_WITHIN)
        with self._lock:
            try:
                self._events.close()
            except OSError:
                pass  # what a full disk didn't take was told to the caller of `emit`, and over the pipe

    @property
    def should_end(self) -> bool:
        """Whether the work should end soon, for either reason."""
        return self.stop_requested.is_set() or self.parent_gone.is_set()

    def emit(self, event: Event) -> None:
        """Tell an event. Never fails for a missing reader; a full disk is the caller's to hear, once the pipe has it.

        Raises:
            OSError: `events.jsonl` can't be written.
        """
        line = encode(event, at=time.time())
        try:
            self._keep(event, line)
        finally:
            # A reader that hangs doesn't fill the memory: what only says "still going" is left out first.
            if self._lines.qsize() < _QUEUE_LIMIT or not isinstance(event, (Step, Heartbeat)):
                self._lines.put(line)

    def _keep(self, event: Event, line: str) -> None:
        """Write an event into the folder: the file first, since who hears it over the pipe may look at once."""
        if isinstance(event, Heartbeat):
            return
        with self._lock:
            if self._events.closed:
                return
            self._events.write(line.encode() + b"\n")
            self._events.flush()
        if isinstance(event, Hello):
            self._folder.record_process(os.getpid(), said_hello=True, detached=self._detached)

    def _end_cut_line(self) -> None:
        """After a crash in the middle of a line, begin a new one."""
        if self._events.seek(0, os.SEEK_END) > 0:
            self._events.seek(-1, os.SEEK_END)
            if self._events.read(1) != b"\n":
                self._events.write(b"\n")

    def _write_pipe(self) -> None:
        broken = False
        while (line := self._lines.get()) is not None:
            data = memoryview(line.encode() + b"\n")
            while data and not broken:
                try:
                    data = data[os.write(self._pipe, data) :]
                except OSError:
                    # The reader is gone. Standard input tells whether that matters; the files go on.
                    broken = True
        os.close(self._pipe)

    def _beat(self) -> None:
        next_beat = time.monotonic()
        while not self._closing.wait(min(_LOOK_EVERY, self._beat_every)):
            if self._folder.stop_requested and not self.stop_requested.is_set():
                self.stop_requested.set()
                next_beat = 0.0  # a sign of life at once: it tells whoever asked that this was heard
            if time.monotonic() >= next_beat:
                next_beat = time.monotonic() + self._beat_every
                self.emit(Heartbeat())
                try:
                    os.utime(self._folder.events_path)
                except OSError:
                    pass  # a disk that is gone; over the pipe it goes on beating

    def _listen(self) -> None:
        # os.read, not sys.stdin: its lock would hang the interpreter's end while this thread waits.
        rest = b""
        while True:
            try:
                block = os.read(0, 65536)
            except OSError:
                block = b""
            if not block:
                self.parent_gone.set()
                return
            *lines, rest = (rest + block).split(b"\n")
            if any(isinstance(decode_command(line), Stop) for line in lines):
                self.stop_requested.set()
