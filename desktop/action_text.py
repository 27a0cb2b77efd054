"""What actions are called, and their keys as people read them, in the window's language."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QKeySequence

if TYPE_CHECKING:
    from desktop.action_spec import ActionSpec


def normal_key(key: str) -> str:
    """A key in the one way of writing it that settings and comparisons use."""
    return QKeySequence(key).toString()


def shown_key(key: str) -> str:
    """A key as this system writes it."""
    return QKeySequence(key).toString(QKeySequence.SequenceFormat.NativeText)


def action_text(spec: ActionSpec) -> str:
    """An action's name in the window's language, without the dots that promise a dialog."""
    return QCoreApplication.translate("actions", spec.text).rstrip("…")


def action_tip(spec: ActionSpec) -> str:
    """What an action does, in the window's language."""
    return QCoreApplication.translate("actions", spec.tip) if spec.tip else ""


def menu_text(menu: str) -> str:
    """A menu's name in the window's language; the separator's sign is taken off."""
    title = menu.rstrip("|")
    return QCoreApplication.translate("actions", title) if title else ""
