"""Ctrl-C as a request: the first one asks for a decent end, the second one ends at once."""

from __future__ import annotations

import signal
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from collections.abc import Iterator

    from core.cli.output import LiveLine

INTERRUPTED = 130
"""Exit code after Ctrl-C, as shells expect it: 128 and the signal's number."""


@contextmanager
def stop_on_interrupt(line: LiveLine, *, message: str) -> Iterator[threading.Event]:
    """An event that Ctrl-C sets; the second Ctrl-C raises KeyboardInterrupt.

    Args:
        line: Wiped before the message is written.
        message: What the person reads after the first Ctrl-C.
    """
    stop = threading.Event()

    def interrupted(*_: Any) -> None:  # noqa: ANN401 - a signal's number and frame
        if stop.is_set():
            raise KeyboardInterrupt
        stop.set()
        line.wipe()
        click.echo(message, err=True)

    if threading.current_thread() is not threading.main_thread():  # only that one may handle signals
        yield stop
        return
    before = signal.signal(signal.SIGINT, interrupted)
    try:
        yield stop
    finally:
        signal.signal(signal.SIGINT, before)
