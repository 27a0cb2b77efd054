"""A chart as a picture: PNG for a slide, SVG for a paper."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol, runtime_checkable

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtSvg import QSvgGenerator

from core.errors import DermDeskError

if TYPE_CHECKING:
    from pathlib import Path

    from PySide6.QtWidgets import QWidget

PNG_SCALE = 2.0
"""Pixels of the file for one of the screen, so that print stays sharp."""


MOST_PIXELS = 16_000
"""Of a side of a PNG; a hundred classes come near it."""


@runtime_checkable
class Scrolls(Protocol):
    """A chart of which a part may be scrolled out of sight."""

    def whole(self) -> QWidget:
        """The chart itself where all of it is in sight, else another one that shows the same without scrolling."""


class ChartNotSaved(DermDeskError):
    """The picture can't be written there."""

    code = "chart_not_saved"


def save_chart(chart: QWidget, path: Path, *, title: str = "") -> Path:
    """Write a chart as it is shown, and what is scrolled out of sight too, as `.svg` or else as `.png`.

    Returns:
        The file.

    Raises:
        ChartNotSaved: The disk refuses.
    """
    drawn = chart.whole() if isinstance(chart, Scrolls) else chart
    if drawn is chart:
        return _save(chart, path, title)
    # Laid out as if it were shown, which no screen is wide enough for.
    drawn.setAttribute(Qt.WidgetAttribute.WA_DontShowOnScreen)
    drawn.setPalette(chart.palette())
    drawn.setFont(chart.font())
    drawn.show()
    if (layout := drawn.layout()) is not None:
        layout.activate()  # a scroll bar that isn't needed any more leaves its place
    try:
        return _save(drawn, path, title)
    finally:
        drawn.close()
        drawn.deleteLater()


def _save(chart: QWidget, path: Path, title: str) -> Path:
    if path.suffix.lower() == ".svg":
        return _save_svg(chart, path, title)
    target = path if path.suffix.lower() == ".png" else path.with_name(f"{path.name}.png")
    scale = min(PNG_SCALE, MOST_PIXELS / max(chart.width(), chart.height()))
    image = QImage(chart.size() * scale, QImage.Format.Format_ARGB32)
    image.setDevicePixelRatio(scale)
    image.fill(chart.palette().color(chart.backgroundRole()))
    chart.render(image)
    if not image.save(str(target)):
        raise ChartNotSaved("The chart can't be saved here.", hint="Choose a folder you may write.", path=target)
    return target


def _save_svg(chart: QWidget, path: Path, title: str) -> Path:
    writer = QSvgGenerator()
    writer.setFileName(str(path))
    writer.setSize(chart.size())
    writer.setViewBox(QRect(QPoint(0, 0), chart.size()))
    writer.setTitle(title)
    painter = QPainter()
    if not painter.begin(writer):
        raise ChartNotSaved("The chart can't be saved here.", hint="Choose a folder you may write.", path=path)
    painter.fillRect(chart.rect(), chart.palette().color(chart.backgroundRole()))
    chart.render(painter, QPoint(0, 0))
    painter.end()
    return path
