"""Small signs for the states of a run: shape and colour both differ, so that neither has to be told apart alone."""

from __future__ import annotations

from functools import cache

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPen, QPixmap, QPolygonF

COLOURS = {
    "queued": "#7a7f87",
    "starting": "#2f7fc1",
    "running": "#2f7fc1",
    "stopping": "#b7791f",
    "completed": "#1f9d6b",
    "stopped": "#7a7f87",
    "failed": "#d1453b",
    "killed": "#d1453b",
    "lost": "#b7791f",
    "silent": "#b7791f",
}


@cache
def state_icon(state: str, side: int = 64) -> QIcon:
    """The sign of a state, drawn large so that it stays sharp on any screen."""
    pixmap = QPixmap(side, side)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.scale(side / 16, side / 16)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(COLOURS.get(state, COLOURS["lost"])))
    painter.drawEllipse(QRectF(0.5, 0.5, 15, 15))
    painter.setBrush(QColor("white"))
    _draw_sign(painter, state)
    painter.end()
    return QIcon(pixmap)


def _draw_sign(painter: QPainter, state: str) -> None:
    pen = QPen(QColor("white"), 1.9)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    if state == "running":
        painter.drawPolygon(QPolygonF([QPointF(6, 4.6), QPointF(11.8, 8), QPointF(6, 11.4)]))
    elif state in ("stopped", "stopping"):
        painter.drawRect(QRectF(5.2, 5.2, 5.6, 5.6))
    elif state in ("queued", "starting"):
        for x in (4.6, 8.0, 11.4):
            painter.drawEllipse(QPointF(x, 8), 1.15, 1.15)
    elif state == "completed":
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPolyline(QPolygonF([QPointF(4.7, 8.3), QPointF(7.2, 10.8), QPointF(11.4, 5.6)]))
    elif state == "killed":
        painter.setPen(pen)
        painter.drawLine(QPointF(5.5, 5.5), QPointF(10.5, 10.5))
        painter.drawLine(QPointF(10.5, 5.5), QPointF(5.5, 10.5))
    else:
        painter.setPen(pen)
        painter.drawLine(QPointF(8, 4.4), QPointF(8, 8.8))
        painter.drawPoint(QPointF(8, 11.6))
