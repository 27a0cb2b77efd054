"""The axis under class bars: each class's name, wrapped or slanted to what fits, and its number of photos below it."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import pyqtgraph as pg
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QPainter
    from PySide6.QtWidgets import QStyleOptionGraphicsItem, QWidget

MAX_LINES = 3
SLANT_DEGREES = -38.0
SLANT = -math.sin(math.radians(SLANT_DEGREES))
SLANTED_HEIGHT = 104.0
PADDING = 4.0


def wrap(text: str, metrics: QFontMetricsF, width: float, *, lines: int = MAX_LINES) -> list[str]:
    """`text` broken between words into at most `lines` lines of `width` pixels; what doesn't fit is elided."""
    rows: list[str] = []
    words = text.split()
    while words:
        row = words.pop(0)
        if len(rows) == lines - 1:
            row = " ".join([row, *words])
            words = []
        while words and metrics.horizontalAdvance(f"{row} {words[0]}") <= width:
            row = f"{row} {words.pop(0)}"
        rows.append(metrics.elidedText(row, Qt.TextElideMode.ElideRight, width))
    return rows or [""]


class ClassAxis(pg.AxisItem):  # type: ignore[misc]
    """A bottom axis whose ticks are classes at 0, 1, 2, …, with two rows of text a class."""

    def __init__(self) -> None:
        super().__init__("bottom")
        self._names: tuple[str, ...] = ()
        self._notes: tuple[str, ...] = ()
        self._muted = QColor("gray")
        self._font = QFont()
        self.setStyle(showValues=False, tickLength=0)

    @property
    def slanted(self) -> bool:
        """Whether names are slanted, because a word of one of them is wider than its class."""
        metrics = QFontMetricsF(self._font)
        words = [word for name in self._names for word in name.split()]
        return bool(words) and max(map(metrics.horizontalAdvance, words)) > self._step() - 2 * PADDING

    def set_classes(self, names: Sequence[str], notes: Sequence[str]) -> None:
        """Names of the classes, and the short text under each."""
        self._names, self._notes = tuple(names), tuple(notes)
        self.fit()

    def set_look(self, font: QFont, muted: QColor) -> None:
        """Font of the names (the axis's text pen colours them) and colour of the notes."""
        self._font, self._muted = QFont(font), muted
        self.fit()

    def fit(self) -> None:
        """Take the height that the names need at the present width."""
        metrics = QFontMetricsF(self._font)
        if self.slanted:
            longest = max(map(metrics.horizontalAdvance, self._names))
            rows = min(SLANTED_HEIGHT, longest * SLANT + metrics.height())
        else:
            width = self._step() - 2 * PADDING
            lines = max((len(wrap(name, metrics, width)) for name in self._names), default=1)
            rows = lines * metrics.height()
        height = round(rows + metrics.height() + 2.5 * PADDING)
        if height != self.height():
            self.setHeight(height)
        self.update()

    def resizeEvent(self, event: object = None) -> None:
        """A new width can need other line breaks."""
        super().resizeEvent(event)
        if hasattr(self, "_names"):
            self.fit()

    def setRange(self, mn: float, mx: float) -> None:
        """So can other classes in view."""
        changed = hasattr(self, "_names") and [mn, mx] != list(self.range)
        super().setRange(mn, mx)
        if changed:
            self.fit()

    def paint(self, p: QPainter, opt: QStyleOptionGraphicsItem, widget: QWidget | None = None) -> None:
        """Draw the line, then names and notes of the classes in view."""
        metrics = QFontMetricsF(self._font)
        muted = QFont(self._font)
        area = self.mapRectFromParent(self.geometry())
        first, last = self.range
        p.setRenderHint(p.RenderHint.TextAntialiasing)
        p.setRenderHint(p.RenderHint.Antialiasing, False)
        p.setPen(self.pen())
        p.drawLine(area.topLeft(), area.topRight())
        step = self._step()
        for index, (name, note) in enumerate(zip(self._names, self._notes, strict=True)):
            if not first - 0.01 <= index - 0.5 or not index + 0.5 <= last + 0.01:
                continue
            middle = area.left() + (index - first) / (last - first) * area.width()
            top = area.top() + 1.5 * PADDING
            p.setFont(self._font)
            p.setPen(self.textPen())
            if self.slanted:
                self._draw_slanted(p, QPointF(middle, top + metrics.height() * 1.1), name)
            else:
                for row in wrap(name, metrics, step - 2 * PADDING):
                    box = QRectF(middle - step / 2, top, step, metrics.height())
                    p.drawText(box, Qt.AlignmentFlag.AlignCenter, row)
                    top += metrics.height()
            p.setFont(muted)
            p.setPen(self._muted)
            # Slanted names start under the note, level ones end above it.
            at = area.top() + PADDING if self.slanted else area.bottom() - metrics.height()
            p.drawText(QRectF(middle - step / 2, at, step, metrics.height()), Qt.AlignmentFlag.AlignCenter, note)

    def _draw_slanted(self, p: QPainter, end: QPointF, name: str) -> None:
        metrics = QFontMetricsF(self._font)
        p.save()
        p.setRenderHint(p.RenderHint.Antialiasing)
        p.translate(end)
        p.rotate(SLANT_DEGREES)
        text = metrics.elidedText(name, Qt.TextElideMode.ElideRight, (SLANTED_HEIGHT - metrics.height()) / SLANT)
        width = metrics.horizontalAdvance(text)
        p.drawText(QRectF(-width - 2, 0, width + 4, metrics.height()), Qt.AlignmentFlag.AlignRight, text)
        p.restore()

    def _step(self) -> float:
        first, last = self.range
        return float(self.geometry().width() / max(1e-9, last - first))
