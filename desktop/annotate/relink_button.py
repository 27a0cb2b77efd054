"""The way out of a missing photograph, offered where its pixels should be."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton

if TYPE_CHECKING:
    from PySide6.QtGui import QAction

    from desktop.annotate.canvas_surface import CanvasSurface

BELOW_MIDDLE = 84
"""Logical pixels from the canvas's middle, where the notice is, down to the button."""


class RelinkButton(QPushButton):
    """Lies on the canvas below the notice while a photograph's file is missing."""

    def __init__(self, action: QAction, parent: CanvasSurface) -> None:
        super().__init__(action.text(), parent)
        self._canvas = parent
        self.setToolTip(action.toolTip())
        self.setCursor(Qt.CursorShape.ArrowCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_NoMousePropagation)
        self.clicked.connect(lambda _on=False: action.trigger())
        parent.resized.connect(self._stay_below_notice)
        self.hide()

    def offer(self, offered: bool) -> None:
        """Show or hide the button."""
        self.setVisible(offered)
        self._stay_below_notice()

    def _stay_below_notice(self) -> None:
        self.adjustSize()
        left, top = (self._canvas.width() - self.width()) // 2, self._canvas.height() // 2 + BELOW_MIDDLE
        self.move(left, min(top, self._canvas.height() - self.height()))
