"""Numbers and names as people say them, the same in every workspace."""

from __future__ import annotations

from core.errors import DermDeskError
from core.inference.catalogue import architecture


def duration_text(seconds: float) -> str:
    """Seconds as people say them: `45 s`, `12 min`, `3 h 05 min`.

    >>> duration_text(11_100)
    '3 h 05 min'
    """
    if seconds < 90:
        return f"{round(seconds)} s"
    minutes = round(seconds / 60)
    return f"{minutes} min" if minutes < 90 else f"{minutes // 60} h {minutes % 60:02d} min"


def percent_text(share: float | None) -> str:
    """A share from 0 to 1 as `71.3 %`; empty for None."""
    return "" if share is None else f"{100 * share:.1f} %"


def count_text(number: int, noun: str) -> str:
    """A number with its noun: `1 epoch`, `12 epochs`."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def architecture_title(name: str) -> str:
    """Title of an architecture, or its name where the catalogue no longer has it."""
    try:
        return architecture(name).title
    except DermDeskError:
        return name
