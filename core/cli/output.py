"""What commands write: results to standard output, progress and problems to standard error."""

from __future__ import annotations

import shutil
import sys
import time
import unicodedata
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from types import TracebackType

    Clock = Callable[[], float]

_EVERY = 0.1
"""Seconds between two drawings of a live line; more often only flickers."""
PROBLEMS_SHOWN = 50


class LiveLine:
    """One line on a terminal's standard error that is drawn over; nothing where there is no terminal.

    Leaving the block wipes it. Called with done, total and what is in hand, it is a progress callback.

    Args:
        label: What is going on, such as "Importing".
        clock: Seconds.
    """

    def __init__(self, label: str = "", *, clock: Clock = time.monotonic) -> None:
        self._label = label
        self._clock = clock
        self._is_terminal = sys.stderr.isatty()
        self._drawn_at = float("-inf")
        self._width = 0

    def __enter__(self) -> LiveLine:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.wipe()

    def __call__(self, done: int, total: int, what: str) -> None:
        """Draw how far it has come."""
        self.draw(f"{self._label} {done}/{total}  {what}", last=done == total)

    def draw(self, text: str, *, last: bool = False) -> None:
        """Draw a text over the last one, at most ten times a second."""
        if not self._is_terminal or (self._clock() - self._drawn_at < _EVERY and not last):
            return
        self._drawn_at = self._clock()
        text = text[: shutil.get_terminal_size().columns - 1]
        click.echo(f"\r{text.ljust(self._width)}", nl=False, err=True)
        self._width = len(text)

    def wipe(self) -> None:
        """Clear the line, so that something else can be written."""
        if self._width:
            click.echo(f"\r{' ' * self._width}\r", nl=False, err=True)
            self._width = 0


def width_of(text: str) -> int:
    """Columns a text takes on a terminal; Chinese characters take two."""
    return sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in text)


def table(rows: Sequence[Sequence[str]], *, header: Sequence[str], numbers: Sequence[int] = ()) -> str:
    """Rows as aligned text under a header.

    Args:
        rows: Cells, as many as the header has.
        header: Names of the columns.
        numbers: Columns to be aligned to the right.
    """
    lines = [list(header), *[list(row) for row in rows]]
    widths = [max(width_of(line[column]) for line in lines) for column in range(len(header))]

    def cell(text: str, column: int) -> str:
        gap = " " * (widths[column] - width_of(text))
        return gap + text if column in numbers else text + gap

    return "\n".join("  ".join(cell(text, column) for column, text in enumerate(line)).rstrip() for line in lines)


def counted(number: int, noun: str, plural: str | None = None) -> str:
    """A number with its noun: `1 photograph`, `917 photographs`.

    >>> counted(1, "box", "boxes"), counted(0, "photograph")
    ('1 box', '0 photographs')
    """
    return f"{number} {noun if number == 1 else plural or noun + 's'}"


def percent(share: float | None) -> str:
    """A share of 0 to 1 in percent with the paper's two digits; a dash where there is none.

    >>> percent(0.78309), percent(None)
    ('78.31', '-')
    """
    return "-" if share is None or share != share else f"{100 * share:.2f}"


def tell_problems(problems: Sequence[tuple[str, str]], *, what: str, everything: str = "") -> None:
    """List places and reasons on standard error, at most `PROBLEMS_SHOWN`, and how many there are.

    Args:
        problems: Place and reason.
        what: What they are problems with.
        everything: Where all of them are to be had, said after those shown.
    """
    if not problems:
        return
    click.echo(f"{counted(len(problems), 'problem')} {what}:", err=True)
    for place, reason in problems[:PROBLEMS_SHOWN]:
        click.echo(f"  {place}: {reason}", err=True)
    if len(problems) > PROBLEMS_SHOWN:
        click.echo(f"  and {len(problems) - PROBLEMS_SHOWN} more{everything}", err=True)
