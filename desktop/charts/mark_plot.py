"""A plot of lines and clickable marks; a click, or Enter, hands on what the mark stands for."""

from __future__ import annotations

import math

import pyqtgraph as pg
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QLabel, QToolTip, QVBoxLayout, QWidget

from desktop.charts.legend import Legend
from desktop.charts.marks import Axis, Mark, PlotData, hit
from desktop.charts.plot import ThemedPlot

LEFT = 62
EMPTY = PlotData("", Axis("", 0, 1), Axis("", 0, 1))
POINT = 9


class MarkChart(QWidget):
    """A plot with its legend and the line of text above it."""

    mark_chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.note = QLabel(self)
        self.note.setObjectName("muted")
        self.note.setWordWrap(True)
        self.legend = Legend(self)
        self.plot = MarkPlot(self)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addWidget(self.note)
        layout.addWidget(self.legend)
        layout.addWidget(self.plot, 1)
        self.plot.mark_chosen.connect(self.mark_chosen)

    def set_plot(self, data: PlotData) -> None:
        """Show this instead of what was shown."""
        self.note.setText(data.note)
        self.note.setVisible(bool(data.note))
        self.legend.set_entries(data.legend)
        self.plot.set_plot(data)

    @property
    def data(self) -> PlotData:
        return self.plot.data


class MarkPlot(ThemedPlot):
    """The plot itself."""

    mark_chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        self.data = EMPTY
        self._focus: int | None = None
        self._drawn: list[pg.GraphicsObject] = []
        super().__init__(parent)
        self.getAxis("left").setWidth(LEFT)
        for side in ("left", "bottom"):
            self.getAxis(side).enableAutoSIPrefix(False)
        self.plotItem.layout.setContentsMargins(2, 8, 10, 2)
        self._ring = pg.ScatterPlotItem(size=17, symbol="o", brush=None)
        self._wash = pg.BarGraphItem(x=[0], height=[1], width=1.0)
        for item in (self._ring, self._wash):
            item.setVisible(False)
            self.addItem(item)
        self.setMouseTracking(True)
        self.viewport().setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMinimumSize(220, 150)
        self.theme_changed.connect(self._draw)

    def set_plot(self, data: PlotData) -> None:
        """Show this."""
        self.data = data
        self._focus = None
        self.setAccessibleName(data.title)
        self.setAccessibleDescription(
            self.tr("Arrow keys move between marks, Enter opens the photos of one.") if data.marks else ""
        )
        for side, axis in (("bottom", data.x), ("left", data.y)):
            self.setLabel(side, axis.title)
            self.getAxis(side).setTicks([list(axis.ticks)] if axis.ticks else None)
        self.setXRange(data.x.low, data.x.high, padding=0)
        self.setYRange(data.y.low, data.y.high, padding=0)
        self._thin_ticks()
        self._draw()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if hasattr(self, "_ring"):
            self._thin_ticks()

    def _thin_ticks(self) -> None:
        """Name every second, third … mark below where all names would stand over each other; tooltips name each."""
        ticks, axis = self.data.x.ticks, self.data.x
        if len(ticks) < 2 or axis.high <= axis.low:
            return
        room = (self.width() - LEFT) * (ticks[1][0] - ticks[0][0]) / (axis.high - axis.low)
        widest = max(self.fontMetrics().horizontalAdvance(title) for _, title in ticks)
        step = max(1, math.ceil((widest + 8) / max(1.0, room)))
        self.getAxis("bottom").setTicks([list(ticks[::step])])

    def point_of(self, place: int) -> QPoint:
        """A point of the viewport on a mark."""
        mark = self.data.marks[place]
        y = mark.y if not mark.width else max(mark.base, min(mark.y, self.data.y.high)) * 0.5 + mark.base * 0.5
        point: QPoint = self.plotItem.vb.mapViewToScene(QPointF(mark.x, y)).toPoint()
        return point

    def mark_at(self, position: QPointF) -> int | None:
        """The mark under a point of the viewport."""
        box = self.plotItem.vb
        if not box.sceneBoundingRect().adjusted(-8, -8, 8, 8).contains(position):
            return None
        at = box.mapSceneToView(position)
        wide, high = box.viewPixelSize()
        return hit(self.data.marks, at.x(), at.y(), per_x=wide or 1.0, per_y=high or 1.0)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        # pyqtgraph's scene would start a drag; these plots only have clicks, acted on at release.
        event.accept()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        place = self.mark_at(event.position())
        if place is not None and event.button() == Qt.MouseButton.LeftButton:
            self._choose(place)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        place = self.mark_at(event.position())
        self._show_focus(place)
        if place is None:
            QToolTip.hideText()
            self.viewport().unsetCursor()
            return
        mark = self.data.marks[place]
        if mark.payload is not None:
            self.viewport().setCursor(Qt.CursorShape.PointingHandCursor)
        QToolTip.showText(event.globalPosition().toPoint(), mark.tip, self)

    def leaveEvent(self, event: QEvent) -> None:
        self._show_focus(self._focus if self.hasFocus() else None)
        super().leaveEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {Qt.Key.Key_Right: 1, Qt.Key.Key_Down: 1, Qt.Key.Key_Left: -1, Qt.Key.Key_Up: -1}
        if event.key() in steps and self.data.marks:
            last = len(self.data.marks) - 1
            at = 0 if self._focus is None else min(max(self._focus + steps[Qt.Key(event.key())], 0), last)
            self._focus = at
            self._show_focus(at)
            QToolTip.showText(self.viewport().mapToGlobal(self.point_of(at)), self.data.marks[at].tip, self)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space) and self._focus is not None:
            self._choose(self._focus)
        else:
            event.ignore()

    def _choose(self, place: int) -> None:
        payload = self.data.marks[place].payload
        if payload is not None:
            self.mark_chosen.emit(payload)

    def _show_focus(self, place: int | None) -> None:
        mark = None if place is None else self.data.marks[place]
        self._ring.setVisible(mark is not None and not mark.width)
        self._wash.setVisible(mark is not None and bool(mark.width))
        if mark is None:
            return
        if mark.width:
            span = self.data.y.high - self.data.y.low
            self._wash.setOpts(x=[mark.x], y0=[self.data.y.low], height=[span], width=mark.width)
        else:
            self._ring.setData([mark.x], [mark.y])

    def _draw(self) -> None:
        if not hasattr(self, "_ring"):
            return
        for item in self._drawn:
            self.removeItem(item)
        self._drawn = []
        for line in self.data.lines:
            colour = QColor(line.colour) if line.colour else self.theme.muted
            style = Qt.PenStyle.DashLine if line.dashed else Qt.PenStyle.SolidLine
            xs, ys = [x for x, _ in line.points], [y for _, y in line.points]
            item = pg.PlotDataItem(xs, ys, pen=pg.mkPen(colour, width=1.4 if line.dashed else 2, style=style))
            item.setZValue(8)  # over bars, under points
            self._add(item)
        for mark in (mark for mark in self.data.marks if mark.width):
            fill = QColor(mark.colour)
            self._add(
                pg.BarGraphItem(
                    x=[mark.x], y0=[mark.base], height=[mark.y - mark.base], width=mark.width * 0.92,
                    brush=pg.mkBrush(fill), pen=pg.mkPen(self.theme.edge(fill), width=1),
                )
            )  # fmt: skip
        for mark in self.data.marks:
            if mark.low is not None and mark.high is not None:
                self._add(
                    pg.PlotDataItem([mark.x, mark.x], [mark.low, mark.high], pen=pg.mkPen(self.theme.text, width=1.2))
                )
        points = [mark for mark in self.data.marks if not mark.width]
        if points:
            self._add(_scatter(points, self))
        wash = QColor(self.theme.highlight)
        wash.setAlpha(46)
        self._wash.setOpts(brush=pg.mkBrush(wash), pen=pg.mkPen(None))
        self._wash.setZValue(-5)
        self._ring.setPen(pg.mkPen(self.theme.text, width=2))
        self._ring.setZValue(20)
        self._show_focus(None)

    def _add(self, item: pg.GraphicsObject) -> None:
        self.addItem(item)
        self._drawn.append(item)


def _scatter(points: list[Mark], plot: MarkPlot) -> pg.ScatterPlotItem:
    item = pg.ScatterPlotItem(
        x=[mark.x for mark in points],
        y=[mark.y for mark in points],
        size=POINT,
        brush=[pg.mkBrush(QColor(mark.colour)) for mark in points],
        pen=[pg.mkPen(plot.theme.edge(QColor(mark.colour)), width=1) for mark in points],
    )
    item.setZValue(10)
    return item
