"""The inference process as a plain program holds it: commands down its stdin, events up its stdout, an orderly end."""

from __future__ import annotations

import queue
import subprocess
import sys
import tempfile
import threading
import time
from typing import IO, TYPE_CHECKING

from core.errors import JobError
from core.inference.requests import Cancel, Explain, Predict, Shutdown, decode, encode

if TYPE_CHECKING:
    from collections.abc import Sequence
    from types import TracebackType

    from core.inference.requests import Command, Event

READY_WITHIN = 180.0
"""Seconds for the process to say it is ready: importing torch from a cold disk takes a while."""
SILENT_AFTER = 600.0
"""Seconds without an answer after which the process counts as hung; it has no heartbeat between answers."""
_LOOK_EVERY = 0.1
_LEAVES_WITHIN = 15.0


def worker_command(*, device: str = "auto", precision: str = "auto") -> list[str]:
    """The command that starts the inference process."""
    return [sys.executable, "-m", "core.inference.worker", "--device", device, "--precision", precision]


class InferenceProcess:
    """The inference process and its pipes; a context manager whose end ends the process.

    Args:
        command: What to start, as `worker_command` gives it.

    Raises:
        JobError: It can't be started.
    """

    def __init__(self, command: Sequence[str]) -> None:
        # The log is a file and no pipe: a library that prints much must not block the process.
        self._log = tempfile.TemporaryFile()
        try:
            self._process = subprocess.Popen(
                command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=self._log,
                # Ctrl-C in the terminal reaches the caller alone, which then cancels decently.
                start_new_session=True,
            )
        except OSError as error:
            self._log.close()
            raise JobError(f"The inference process can't be started: {error}.") from error
        self._lines: queue.SimpleQueue[bytes | None] = queue.SimpleQueue()
        assert self._process.stdout is not None
        self._reader = threading.Thread(
            target=_read_lines, args=(self._process.stdout, self._lines), name="inference events", daemon=True
        )
        self._reader.start()
        self._deadline = time.monotonic() + READY_WITHIN

    def __enter__(self) -> InferenceProcess:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        if error is None:
            self.send(Shutdown())
        else:
            self._process.kill()
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        try:
            self._process.stdin.close()
        except OSError:
            pass  # it has gone, and what was left to flush with it
        try:
            self._process.wait(timeout=_LEAVES_WITHIN)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._reader.join(timeout=5)
        self._process.stdout.close()
        self._log.close()

    def send(self, command: Command) -> None:
        """Tell it something. A process that has gone is noticed when receiving."""
        assert self._process.stdin is not None
        try:
            self._process.stdin.write(encode(command).encode() + b"\n")
            self._process.stdin.flush()
        except OSError:
            pass

    def receive(self) -> Event | None:
        """The next event, or None when a moment has passed without one.

        Raises:
            JobError: The process died or hung.
        """
        try:
            line = self._lines.get(timeout=_LOOK_EVERY)
        except queue.Empty:
            if time.monotonic() > self._deadline:
                raise JobError("The inference process gives no answer.", hint=self.last_words()) from None
            return None
        if line is None:
            code = self._process.wait()
            ended = f"was ended by signal {-code}" if code < 0 else f"ended with code {code}"
            more = " Often memory ran out: ask fewer models at a time." if code == -9 else ""
            raise JobError(f"The inference process {ended}.", hint=(self.last_words() + more).strip())
        event = decode(line)
        if event is None or isinstance(event, Predict | Explain | Cancel | Shutdown):
            return None
        self._deadline = time.monotonic() + SILENT_AFTER
        return event

    def last_words(self) -> str:
        """The last line it printed, for a hint; empty where it printed none."""
        self._log.seek(0)
        lines = self._log.read()[-10_000:].decode("utf-8", errors="replace").strip().splitlines()
        return f"Its last words: {lines[-1].strip()}" if lines else ""


def _read_lines(stream: IO[bytes], lines: queue.SimpleQueue[bytes | None]) -> None:
    for line in stream:
        lines.put(line)
    lines.put(None)
