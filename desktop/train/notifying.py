"""A word from the desktop when a training has ended while the person looks elsewhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QApplication, QSystemTrayIcon

from desktop.theme import icon

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

SHOWN_FOR = 10_000
"""Milliseconds."""


class Notifier:
    """Shows desktop notifications; says nothing where the desktop has no place for them.

    Args:
        window: A widget of the window; while that is active, nothing is shown.
    """

    def __init__(self, window: QWidget) -> None:
        self._widget = window
        self._tray: QSystemTrayIcon | None = None

    def notify(self, title: str, text: str) -> bool:
        """Tell it, unless the window is in front; whether the desktop was asked to."""
        if self._widget.window().isActiveWindow():
            return False
        QApplication.alert(self._widget.window())
        if not (QSystemTrayIcon.isSystemTrayAvailable() and QSystemTrayIcon.supportsMessages()):
            return False
        if self._tray is None:
            self._tray = QSystemTrayIcon(icon("train"), self._widget)
            self._tray.messageClicked.connect(self._come_forward)
        # Without an icon there is no message; it goes again with the window's next look.
        self._tray.show()
        self._tray.showMessage(title, text, QSystemTrayIcon.MessageIcon.Information, SHOWN_FOR)
        return True

    def put_away(self) -> None:
        """Take the icon from the tray."""
        if self._tray is not None:
            self._tray.hide()

    def _come_forward(self) -> None:
        window = self._widget.window()
        window.raise_()
        window.activateWindow()
        self.put_away()
