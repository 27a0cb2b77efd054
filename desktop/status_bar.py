"""The window's status bar: a line said, what is under the pointer, the zoom, progress, and whether all is saved."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QLabel, QStatusBar, QToolButton, QWidget

from desktop.status_line import StatusLine
from desktop.theme import SPACE, redress

if TYPE_CHECKING:
    from core.project.records import Counts

STAYS_MS = {"info": 6000, "warning": 20_000}
"""How long a line stays, by its severity; an error stays until something else is said."""


class StatusBar(QStatusBar):
    """Shows what it is told.

    Signals:
        progress_asked: Show how far each class has come.
    """

    progress_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizeGripEnabled(False)
        self.message = StatusLine()
        self.pixel, self.zoom, self.save_state = QLabel(), QLabel(), QLabel()
        self.counts = QToolButton()
        self.counts.setAutoRaise(True)
        self.counts.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.counts.setToolTip(self.tr("How far each class has come"))
        self.counts.clicked.connect(lambda: self.progress_asked.emit())
        self.counts.hide()  # until there is something to count
        self.pixel.setMinimumWidth(96)
        self.zoom.setMinimumWidth(56)
        # Its two usual words take turns with every edit, and nothing beside it may move for that.
        words = (self.tr("Saving…"), self.tr("Saved"))
        self.save_state.setMinimumWidth(max(self.fontMetrics().horizontalAdvance(word) for word in words) + SPACE)
        self.addWidget(self.message, 1)
        for widget in (self.pixel, self.zoom, self.counts, self.save_state):
            self.addPermanentWidget(widget)
        self._fading = QTimer(self)
        self._fading.setSingleShot(True)
        self._fading.timeout.connect(lambda: self.say("", "info"))

    def say(self, text: str, severity: str) -> None:
        """Show a line; all but errors go after a while."""
        self.message.setText(text)
        self.message.setToolTip(text)
        _dress(self.message, severity)
        if text and severity in STAYS_MS:
            self._fading.start(STAYS_MS[severity])
        else:
            self._fading.stop()

    def tell_zoom(self, zoom: float) -> None:
        """Device pixels an upright pixel takes."""
        self.zoom.setText(f"{zoom * 100:.0f} %")

    def tell_pixel(self, x: float, y: float, colour: tuple[int, int, int] | None) -> None:
        """The upright pixel under the pointer, NaN for none, and its colour where it is known."""
        if math.isnan(x):
            self.pixel.clear()
            return
        tones = "" if colour is None else "  RGB {} {} {}".format(*colour)
        self.pixel.setText(f"x {math.floor(x)}  y {math.floor(y)}{tones}")

    def clear_place(self) -> None:
        """No photograph is seen."""
        self.pixel.clear()
        self.zoom.clear()

    def tell_counts(self, counts: Counts | None) -> None:
        """How far the project has come; None for not known yet."""
        if counts is None:
            self.counts.setText("")
            self.counts.hide()
            return
        done = sum(counts.by_state.get(state, 0) for state in ("labelled", "verified"))
        self.counts.setText(
            self.tr("{0} of {1} labelled · {2} verified · {3}").format(
                f"{done:,}",
                f"{counts.images:,}",
                f"{counts.by_state.get('verified', 0):,}",
                self.tr("1 box") if counts.boxes == 1 else self.tr("{0} boxes").format(f"{counts.boxes:,}"),
            )
        )
        self.counts.setAccessibleName(f"{self.counts.text()}. {self.counts.toolTip()}")
        self.counts.show()

    def tell_saving(self) -> None:
        """An edit is on its way to the disk."""
        self._set_save_state(self.tr("Saving…"), "good")

    def tell_saved(self) -> None:
        """All that was done is on the disk."""
        self._set_save_state(self.tr("Saved"), "good")

    def tell_not_saved(self) -> None:
        """The last edit is not on the disk."""
        self._set_save_state(self.tr("Not saved"), "error")

    def tell_read_only(self) -> None:
        """Nothing can be saved."""
        self._set_save_state(self.tr("Read-only"), "warning")

    def clear_project(self) -> None:
        """No project is open."""
        self.clear_place()
        self.tell_counts(None)
        self.save_state.clear()

    def _set_save_state(self, text: str, severity: str) -> None:
        self.save_state.setText(text)
        if severity != self.save_state.property("severity"):  # dressing a label anew costs a part of each edit
            _dress(self.save_state, severity)


def _dress(label: QLabel, severity: str) -> None:
    label.setProperty("severity", severity)
    redress(label)
