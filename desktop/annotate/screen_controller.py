"""Decisions about how the photograph is seen: adjustments on the screen, the cross at the pointer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from desktop.annotate.adjusting import Adjustment
from desktop.settings import read_settings, write_settings

if TYPE_CHECKING:
    from PySide6.QtGui import QAction

    from desktop.actions import Actions
    from desktop.annotate.view import AnnotateView

CROSSHAIR = "crosshair"


class ScreenController(QObject):
    """Keeps an adjustment over all photographs until it is reset. Nothing here reaches a file or a model."""

    def __init__(self, view: AnnotateView, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._view = view
        view.adjusting.adjustment_changed.connect(self.adjust)
        view.reset_adjustment_asked.connect(self.reset)

    def connect_actions(self, actions: Actions) -> None:
        """Let the table's rows about seeing do their work."""
        panel = self._view.adjusting
        adjust, crosshair = actions["adjust"], actions["crosshair"]
        adjust.toggled.connect(lambda on: panel.open() if on else panel.hide())
        panel.closed.connect(lambda: self._note_closed(adjust))
        actions.connect_all({"reset_adjustment": self.reset})
        crosshair.setChecked(bool(read_settings().get(CROSSHAIR)))
        self._view.canvas.show_crosshair(crosshair.isChecked())
        crosshair.triggered.connect(self._show_crosshair)

    def adjust(self, adjustment: Adjustment) -> None:
        """Show the photograph, and those after it, like this."""
        self._view.canvas.set_adjustment(adjustment)
        self._view.set_adjusted(not adjustment.is_neutral)

    def reset(self) -> None:
        """Show photographs as they are."""
        self._view.adjusting.set_adjustment(Adjustment())
        self.adjust(Adjustment())

    def close(self) -> None:
        """Close the adjustments where they are open; what they changed stays."""
        if self._view.adjusting.isVisible():
            self._view.adjusting.closed.emit()

    def _note_closed(self, adjust: QAction) -> None:
        adjust.setChecked(False)
        # A slider that had the focus is gone, and keys are the canvas's again.
        self._view.canvas.setFocus()

    def _show_crosshair(self, shown: bool) -> None:
        self._view.canvas.show_crosshair(shown)
        write_settings(**{CROSSHAIR: shown})
