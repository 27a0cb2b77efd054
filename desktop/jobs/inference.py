"""The inference worker as a child process with pipes: requests in, events out, and word of its end."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QProcess, QTimer, Signal

from core.inference.requests import Cancel, Explain, Predict, Ready, Shutdown, decode, encode
from core.inference_process import worker_command
from desktop.jobs.tail import LineSplitter

if TYPE_CHECKING:
    from collections.abc import Sequence

    from core.inference.requests import Command, Event

READY_WITHIN = 120_000
"""Milliseconds for the first word: importing torch from a cold disk takes a while."""
ERRORS_KEPT = 4000


class InferenceProcess(QObject):
    """Starts with the first request; what is sent before it is ready waits in its pipe.

    Args:
        command: What to start.

    Signals:
        answered: One `core.inference.requests` event.
        ended: The process is gone; says why in a sentence, empty where that was asked for.
    """

    answered = Signal(object)
    ended = Signal(str)

    def __init__(
        self, parent: QObject | None = None, *, command: Sequence[str] | None = None, ready_within: int = READY_WITHIN
    ) -> None:
        super().__init__(parent)
        self._program, *self._arguments = command or worker_command()
        self._process: QProcess | None = None
        self._splitter = LineSplitter()
        self._errors = ""
        self._asked_to_end = False
        self._deadline = QTimer(self)
        self._deadline.setSingleShot(True)
        self._deadline.setInterval(ready_within)
        self._deadline.timeout.connect(self._give_up)

    @property
    def running(self) -> bool:
        return self._process is not None

    @property
    def pid(self) -> int:
        """Process number, 0 where there is none."""
        return self._process.processId() if self._process is not None else 0

    def send(self, command: Predict | Explain | Cancel) -> None:
        """Send a command, to a new process where none runs."""
        if self._process is None:
            self._start()
        self._write(command)

    def close(self) -> None:
        """Ask the process to leave; kill it where it doesn't within a second. Waits for that."""
        process = self._process
        if process is None:
            return
        self._asked_to_end = True
        self._write(Shutdown())
        process.closeWriteChannel()
        if not process.waitForFinished(1000):
            process.kill()
            process.waitForFinished(2000)

    def kill(self) -> None:
        """End the process at once."""
        if self._process is not None:
            self._process.kill()

    def _start(self) -> None:
        self._splitter, self._errors, self._asked_to_end = LineSplitter(), "", False
        process = QProcess(self)
        process.setProgram(self._program)
        process.setArguments(self._arguments)
        process.readyReadStandardOutput.connect(self._read)
        process.readyReadStandardError.connect(self._read_errors)
        process.finished.connect(self._finished)
        process.errorOccurred.connect(self._not_started)
        self._process = process
        self._deadline.start()
        process.start()

    def _write(self, command: Command) -> None:
        if self._process is not None:
            self._process.write(encode(command).encode() + b"\n")

    def _read(self) -> None:
        if self._process is None:
            return
        for line in self._splitter.feed(bytes(self._process.readAllStandardOutput().data())):
            event: Command | Event | None = decode(line)
            if isinstance(event, Ready):
                self._deadline.stop()
            if event is not None:
                self.answered.emit(event)

    def _read_errors(self) -> None:
        if self._process is not None:
            text = bytes(self._process.readAllStandardError().data()).decode("utf-8", errors="replace")
            self._errors = (self._errors + text)[-ERRORS_KEPT:]

    def _give_up(self) -> None:
        if self._process is not None:
            self._errors += "\n" + self.tr("It said nothing within the time it was given.")
            self._process.kill()

    def _not_started(self, error: QProcess.ProcessError) -> None:
        if error is QProcess.ProcessError.FailedToStart and self._process is not None:
            self._end(self.tr("The prediction process can't be started: {0}.").format(self._process.errorString()))

    def _finished(self, code: int, status: QProcess.ExitStatus) -> None:
        self._read()
        self._read_errors()
        if self._asked_to_end:
            self._end("")
            return
        last = next((line for line in reversed(self._errors.splitlines()) if line.strip()), "")
        if status is QProcess.ExitStatus.CrashExit:
            how = self.tr("The prediction process was ended from outside.")
        else:
            how = self.tr("The prediction process ended with code {0}.").format(code)
        self._end(" ".join([how, self.tr("It last said: {0}").format(last.strip())] if last else [how]))

    def _end(self, reason: str) -> None:
        self._deadline.stop()
        if self._process is not None:
            self._process.deleteLater()
            self._process = None
        self.ended.emit(reason)
