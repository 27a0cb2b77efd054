"""Inputs that the mouse wheel passes over: scrolling what they stand in must not change what they say."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QComboBox, QSlider, QSpinBox

if TYPE_CHECKING:
    from PySide6.QtGui import QWheelEvent


class QuietSpin(QSpinBox):
    """A number that only a hand changes."""

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()


class QuietCombo(QComboBox):
    """A choice that only a hand changes; while its list is open, the window's keys mean nothing behind it."""

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()

    def showPopup(self) -> None:
        self.view().installEventFilter(self)
        super().showPopup()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        # Qt asks the shortcuts of the widgets that the list belongs to before the list, which searches by letters.
        if event.type() == QEvent.Type.ShortcutOverride and watched is self.view():
            event.accept()
        return super().eventFilter(watched, event)


class QuietSlider(QSlider):
    """A slider that only a hand moves."""

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()
