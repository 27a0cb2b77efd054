"""A chart as a picture: PNG for a slide, SVG for a paper."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QRect
from PySide6.QtGui import QImage, QPainter
from PySide6.QtSvg import QSvgGenerator

from core.errors import DermDeskError

if TYPE_CHECKING:
    from pathlib import Path

    from PySide6.QtWidgets import QWidget

PNG_SCALE = 2.0
"""Pixels of the file for one of the screen, so that print stays sharp."""


class ChartNotSaved(DermDeskError):
    """The picture can't be written there."""

    code = "chart_not_saved"


def save_chart(chart: QWidget, path: Path, *, title: str = "") -> Path:
    """Write a chart as it is shown, as `.svg` or else as `.png`; returns the file.

    Raises:
        ChartNotSaved: The disk refuses.
    """
    if path.suffix.lower() == ".svg":
        return _save_svg(chart, path, title)
    target = path if path.suffix.lower() == ".png" else path.with_name(f"{path.name}.png")
    image = QImage(chart.size() * PNG_SCALE, QImage.Format.Format_ARGB32)
    image.setDevicePixelRatio(PNG_SCALE)
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
