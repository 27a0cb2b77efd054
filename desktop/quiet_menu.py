"""Menus that keep the keyboard to themselves while they are open."""

from __future__ import annotations

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QMenu


class QuietMenu(QMenu):
    """A menu; while it is open, a key is the menu's own or nobody's.

    Qt keeps the keyboard focus where it was when a menu opens, and so asks the shortcuts of the canvas behind it: a
    digit would give the selected box another class, unseen.
    """

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride:
            event.accept()
            return True
        return super().event(event)

    def addMenu(self, title: str) -> QuietMenu:  # type: ignore[override]  # of a menu of this kind
        menu = QuietMenu(title, self)
        super().addMenu(menu)
        return menu
