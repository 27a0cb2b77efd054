"""The inference process: `python -m core.inference.worker [--device auto|cpu|cuda] [--precision auto]`.

Commands come in on stdin and events leave on what was stdout, one line each (`core.inference.requests`). Models stay
loaded between requests. The process ends when told to, or when stdin closes because its parent is gone.
"""

from __future__ import annotations

import argparse
import os
import queue
import sys
import threading
import traceback
from typing import TYPE_CHECKING, BinaryIO

from core.errors import DermDeskError
from core.inference.card import installed_versions
from core.inference.process import prepare_for_arithmetic
from core.inference.requests import (
    PRECISIONS,
    Cancel,
    Explain,
    Predict,
    Ready,
    Shutdown,
    WorkerFailed,
    decode,
    encode,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from core.inference.requests import Event


class Commands:
    """Commands off a pipe, read by a thread of their own, so that a cancel overtakes the work at hand.

    Args:
        pipe: Where the commands come from.
        outbox: Where a line that is no command is complained about.
    """

    def __init__(self, pipe: BinaryIO, outbox: Outbox) -> None:
        self._pipe = pipe
        self._outbox = outbox
        self._waiting: queue.SimpleQueue[Predict | Explain | None] = queue.SimpleQueue()
        self._urgent: queue.SimpleQueue[Explain] = queue.SimpleQueue()
        self._cancelled: set[int] = set()
        self._closing = threading.Event()
        threading.Thread(target=self._read, name="commands", daemon=True).start()

    def next(self) -> Predict | Explain | None:
        """The next request, waited for; None when the worker should leave."""
        while True:
            request = self._waiting.get()
            if self._closing.is_set():
                return None
            if not isinstance(request, Explain):
                return request
            # Its place in the line only wakes this thread up: it may have been answered between two batches.
            if (urgent := self.urgent()) is not None:
                return urgent

    def urgent(self) -> Explain | None:
        """A request that can't wait for the end of the one at hand, or None."""
        try:
            return self._urgent.get_nowait()
        except queue.Empty:
            return None

    def cancelled(self, request: int) -> bool:
        """Whether this request should end: cancelled by its number, or because the worker should leave."""
        return self._closing.is_set() or request in self._cancelled

    def _read(self) -> None:
        for line in self._pipe:
            match decode(line):
                case Predict() as request:
                    self._cancelled.discard(request.request)
                    self._waiting.put(request)
                case Explain() as request:
                    self._cancelled.discard(request.request)
                    self._urgent.put(request)
                    self._waiting.put(request)
                case Cancel(request=number):
                    self._cancelled.add(number)
                case Shutdown():
                    break
                case _ if line.strip():
                    self._outbox.send(WorkerFailed("bad_command", "A line on stdin is no command."))
        self._closing.set()
        self._waiting.put(None)


class Outbox:
    """Events onto a pipe that no library can print into.

    Args:
        pipe: Where the events go.
    """

    def __init__(self, pipe: BinaryIO) -> None:
        self._pipe = pipe
        self._lock = threading.Lock()

    def send(self, event: Event) -> None:
        """Write one event at once.

        Raises:
            BrokenPipeError: Nobody reads any more.
        """
        with self._lock:
            self._pipe.write(encode(event).encode() + b"\n")
            self._pipe.flush()


def take_stdout() -> BinaryIO:
    """A private duplicate of stdout; stdout itself joins stderr, also for libraries that write to the descriptor."""
    sys.stdout.flush()
    private = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    return private


def main(argv: Sequence[str] | None = None) -> int:
    """Run the worker until it is told to leave.

    Returns:
        0 after a shutdown or a closed pipe, 1 when it can't go on.
    """
    parser = argparse.ArgumentParser(prog="python -m core.inference.worker", description="Predicts for DermDesk.")
    parser.add_argument("--device", default="auto", help="auto, cpu, cuda or cuda:N")
    parser.add_argument("--threads", type=int, default=0, help="CPU threads; 0 leaves it to torch")
    parser.add_argument("--precision", choices=PRECISIONS, default="auto", help="auto, or float32 for all")
    options = parser.parse_args(argv)
    prepare_for_arithmetic()
    outbox = Outbox(take_stdout())
    # A duplicate, because Python aborts when it closes its own stdin while the reading thread waits on it.
    commands = Commands(os.fdopen(os.dup(sys.stdin.fileno()), "rb"), outbox)
    try:
        _serve(commands, outbox, options)
    except (BrokenPipeError, KeyboardInterrupt):
        return 0
    except DermDeskError as error:
        outbox.send(WorkerFailed(error.code, error.message, error.hint))
        return 1
    except Exception as error:
        # The last place where it can be told: the traceback goes to the log, the sentence to the window.
        traceback.print_exc()
        outbox.send(WorkerFailed("crashed", f"Prediction stopped: {type(error).__name__}: {error}"))
        return 1
    return 0


def _serve(commands: Commands, outbox: Outbox, options: argparse.Namespace) -> None:
    # Imported only now: with torch these take seconds, and stdout must be out of reach by then.
    import torch

    from core.inference.predictor import choose_device
    from core.inference.serving import Server

    if options.threads > 0:
        torch.set_num_threads(options.threads)
    device = choose_device(options.device)
    server = Server(outbox.send, device=device, precision=options.precision)
    title = torch.cuda.get_device_name(device) if device.type == "cuda" else "cpu"
    outbox.send(Ready(title, installed_versions(), os.getpid()))

    def explain(request: Explain) -> None:
        server.explain(request, cancelled=commands.cancelled(request.request))

    def explain_what_waits() -> None:
        while (request := commands.urgent()) is not None:
            explain(request)

    while (request := commands.next()) is not None:
        if isinstance(request, Explain):
            explain(request)
            continue
        number = request.request
        server.serve(
            request,
            cancelled=lambda number=number: commands.cancelled(number),  # type: ignore[misc]
            between=explain_what_waits,
        )


if __name__ == "__main__":
    sys.exit(main())
