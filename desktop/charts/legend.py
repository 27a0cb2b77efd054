"""A legend that flows over as many lines as it needs: a swatch and a title for each model."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop.charts.theme import ChartTheme

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QPaintEvent

SWATCH = 11.0
GAP = 6.0
BETWEEN = 18.0


class Legend(QWidget):
    """Titles beside colour swatches, left to right, wrapped."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._entries: tuple[tuple[str, str], ...] = ()
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def set_entries(self, entries: Sequence[tuple[str, str]]) -> None:
        """Show these `(title, colour)` pairs."""
        self._entries = tuple(entries)
        self.setAccessibleName(self.tr("Legend: {0}").format(", ".join(title for title, _ in entries)))
        self.setVisible(bool(entries))
        self.updateGeometry()
        self.update()

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        places = self._places(width)
        return round(places[-1].bottom() + 4) if places else 0

    def sizeHint(self) -> QSize:
        return QSize(200, self.heightForWidth(max(200, self.width())))

    def minimumSizeHint(self) -> QSize:
        return QSize(80, self.heightForWidth(max(80, self.width())))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        theme = ChartTheme.of(self.palette())
        for (title, colour), place in zip(self._entries, self._places(self.width()), strict=True):
            fill = QColor(colour)
            painter.setPen(theme.edge(fill))
            painter.setBrush(fill)
            painter.drawRoundedRect(QRectF(place.left(), place.center().y() - SWATCH / 2, SWATCH, SWATCH), 2, 2)
            painter.setPen(theme.text)
            painter.drawText(place.adjusted(SWATCH + GAP, 0, 2, 0), Qt.AlignmentFlag.AlignVCenter, title)
        painter.end()

    def _places(self, width: int) -> list[QRectF]:
        metrics = QFontMetricsF(self.font())
        height = metrics.height() + 4
        x, y = 2.0, 2.0
        places: list[QRectF] = []
        for title, _ in self._entries:
            wide = SWATCH + GAP + metrics.horizontalAdvance(title) + 2
            if places and x + wide > width:
                x, y = 2.0, y + height
            places.append(QRectF(x, y, wide, height))
            x += wide + BETWEEN
        return places
