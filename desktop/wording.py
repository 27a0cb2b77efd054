"""Numbers and names as people say them, the same in every workspace."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QDate, QDateTime, QLocale, QTime

from core.errors import DermDeskError
from core.inference.catalogue import architecture
from desktop.translating import marked

if TYPE_CHECKING:
    from datetime import datetime


COUNTED = {
    "epoch": marked("count", "%Ln epochs"),
    "model": marked("count", "%Ln models"),
    "photo": marked("count", "%Ln photos"),
    "photograph": marked("count", "%Ln photographs"),
    "box": marked("count", "%Ln boxes"),
    "class": marked("count", "%Ln classes"),
    "run": marked("count", "%Ln runs"),
    "patient": marked("count", "%Ln patients"),
    "step": marked("count", "%Ln steps"),
    "problem": marked("count", "%Ln problems"),
    "conflict": marked("count", "%Ln conflicts"),
}


def duration_text(seconds: float) -> str:
    """Seconds as people say them: `45 s`, `12 min`, `3 h 05 min`.

    >>> duration_text(11_100)
    '3 h 05 min'
    """
    if seconds < 90:
        return _said("{0} s").format(round(seconds))
    minutes = round(seconds / 60)
    if minutes < 90:
        return _said("{0} min").format(minutes)
    return _said("{0} h {1} min").format(minutes // 60, f"{minutes % 60:02d}")


def date_text(moment: datetime) -> str:
    """A moment in local time, as the window's language writes dates."""
    local = moment.astimezone()
    shown = QDateTime(QDate(local.year, local.month, local.day), QTime(local.hour, local.minute))
    return QLocale().toString(shown, _said("d MMM yyyy, HH:mm"))


def percent_text(share: float | None) -> str:
    """A share from 0 to 1 as `71.3 %`; empty for None."""
    return "" if share is None else f"{100 * share:.1f} %"


def count_text(number: int, noun: str) -> str:
    """A number with its noun, a key of `COUNTED`: `1 epoch`, `12 epochs`."""
    return QCoreApplication.translate("count", COUNTED[noun], None, number)


def architecture_title(name: str) -> str:
    """Title of an architecture, or its name where the catalogue no longer has it."""
    try:
        return architecture(name).title
    except DermDeskError:
        return name


def _said(text: str) -> str:
    return QCoreApplication.translate("wording", text)
