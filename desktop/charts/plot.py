"""A pyqtgraph plot that takes its colours and fonts from the widget's palette, and changes with it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyqtgraph as pg
from PySide6.QtCore import QEvent, Signal
from PySide6.QtGui import QFont, QPalette

from desktop.charts.theme import ChartTheme

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget


class ThemedPlot(pg.PlotWidget):  # type: ignore[misc]
    """A plot without mouse zoom or pyqtgraph's own menus: charts here are read and clicked, not dragged about."""

    theme_changed = Signal()

    def __init__(self, parent: QWidget | None = None, *, bottom_axis: pg.AxisItem | None = None) -> None:
        axes = {} if bottom_axis is None else {"bottom": bottom_axis}
        super().__init__(parent, axisItems=axes)
        self.setAntialiasing(True)
        self.setMenuEnabled(False)
        self.hideButtons()
        self.setMouseEnabled(x=False, y=False)
        self.setFrameShape(self.Shape.NoFrame)
        self.theme = ChartTheme.of(self.palette())
        self._apply_theme()

    def changeEvent(self, event: QEvent) -> None:
        """Take over a new palette or font at once."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.FontChange) and hasattr(self, "theme"):
            self._apply_theme()

    def _apply_theme(self) -> None:
        self.theme = ChartTheme.of(self.palette())
        # Only the brush: setBackground would write the palette again and come back here.
        self.setBackgroundBrush(self.palette().brush(QPalette.ColorRole.Base))
        font = QFont(self.font())
        if font.pointSizeF() > 0:
            font.setPointSizeF(max(7.0, font.pointSizeF() - 1.0))
        for side in ("left", "bottom"):
            axis = self.getAxis(side)
            axis.setPen(pg.mkPen(self.theme.grid))
            axis.setTextPen(pg.mkPen(self.theme.muted))
            axis.setTickFont(font)
        self.theme_changed.emit()
