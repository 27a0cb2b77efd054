"""A verdict as a button that names what it does and its key."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QPushButton, QSizePolicy

from desktop.action_text import action_text, shown_key

if TYPE_CHECKING:
    from PySide6.QtGui import QResizeEvent
    from PySide6.QtWidgets import QWidget

    from desktop.actions import Actions

LEAST_VERDICT = 96
"""Pixels from which on a verdict's button has room for its icon, its deed and its key."""


class VerdictButton(QPushButton):
    """An action of the table as a button that names its key."""

    def __init__(self, actions: Actions, action_id: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._actions, self._id = actions, action_id
        action = actions[action_id]
        self.setIcon(action.icon())
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setProperty("segment", True)
        self.setMinimumHeight(44)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.clicked.connect(action.trigger)
        action.changed.connect(self._follow)
        self._follow()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if (event.size().width() < LEAST_VERDICT) != (event.oldSize().width() < LEAST_VERDICT):
            self._follow()

    def _follow(self) -> None:
        action = self._actions[self._id]
        title, _, more = action_text(self._actions.spec(self._id)).partition(": ")
        keys = self._actions.keys_of(self._id)
        key = shown_key(keys[0]) if keys else ""
        if self.width() < LEAST_VERDICT:
            # Where the window is narrow the title alone, a word a line; the tooltip has the rest.
            self.setIcon(QIcon())
            self.setText("\n".join(title.split()))
        else:
            self.setIcon(action.icon())
            lines = (title, "  ·  ".join(part for part in (more, key) if part))
            self.setText("\n".join(line for line in lines if line))
        self.setToolTip(action.toolTip())
        self.setEnabled(action.isEnabled())
