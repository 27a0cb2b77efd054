"""Accuracy a class as grouped bars, one colour a model (the paper's Fig. 3, left); a click asks for a bar's photos."""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

import pyqtgraph as pg
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QMenu, QScrollBar, QToolTip, QVBoxLayout, QWidget

from desktop.charts.bar_layout import BarLayout, BarPlace
from desktop.charts.class_axis import ClassAxis
from desktop.charts.legend import Legend
from desktop.charts.plot import ThemedPlot
from desktop.quiet_menu import QuietMenu

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QContextMenuEvent, QResizeEvent

LEAST_GROUP_PIXELS = 46.0
LEAST_BAR_PIXELS = 6.0
BESIDE_BARS = 60.0
"""Pixels of the axis and the margins."""


class Which(StrEnum):
    """Which of a bar's photos are meant."""

    ALL = "all"
    WRONG = "wrong"
    CORRECT = "correct"


@dataclass(frozen=True, slots=True)
class ClassGroup:
    """One class on the axis; `count` photos of it are in the chosen split."""

    class_id: int
    name: str
    count: int


@dataclass(frozen=True, slots=True)
class Bar:
    """`correct` of `n` photos of a class got right by a model.

    Attributes:
        n: Photos of the class that the model judged.
        correct: Those it got right.
        detail: A further line of the tooltip.
        interval: 95 % interval of the accuracy in percent; None for none.
        paper: What the paper's model of this architecture reached, in percent; None where it is unknown.
    """

    n: int
    correct: int
    detail: str = ""
    interval: tuple[float, float] | None = None
    paper: float | None = None

    @property
    def percent(self) -> float | None:
        return None if self.n == 0 else 100.0 * self.correct / self.n


@dataclass(frozen=True, slots=True)
class BarSeries:
    """One model's bars, in the order of the groups."""

    key: str
    title: str
    colour: str
    bars: tuple[Bar, ...]


class ClassBars(QWidget):
    """Grouped bars with legend; many classes scroll sideways instead of shrinking to hairlines."""

    bar_chosen = Signal(str, int, str)
    """The person asked for a bar's photos: series key, class id, `Which`."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.legend = Legend(self)
        self.plot = BarsPlot(self)
        self._scroll = QScrollBar(Qt.Orientation.Horizontal, self)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addWidget(self.legend)
        layout.addWidget(self.plot, 1)
        layout.addWidget(self._scroll)
        self._scroll.valueChanged.connect(self._show_range)
        self.plot.bar_chosen.connect(self.bar_chosen)
        self.plot.resized.connect(self._fit_range)
        self._scroll.hide()

    def set_bars(self, groups: Sequence[ClassGroup], series: Sequence[BarSeries]) -> None:
        """Show these series over these groups."""
        self.legend.set_entries([(one.title, one.colour) for one in series])
        self.plot.set_bars(groups, series)
        self._fit_range()

    def whole(self) -> ClassBars:
        """These bars where all classes are in sight, else a chart wide enough for all of them."""
        if self._scroll.maximum() == 0:
            return self
        chart = ClassBars()
        chart.set_bars(*self.plot.shown())
        chart.resize(math.ceil(self.plot.layout_of_bars.groups * self._least_room() + BESIDE_BARS), self.height())
        return chart

    def _least_room(self) -> float:
        return max(LEAST_GROUP_PIXELS, LEAST_BAR_PIXELS * self.plot.layout_of_bars.series / 0.82)

    def _fit_range(self) -> None:
        layout = self.plot.layout_of_bars
        room = max(1.0, self.plot.width() - BESIDE_BARS)
        fits = max(1, min(layout.groups, int(room // self._least_room())))
        self._scroll.setRange(0, max(0, layout.groups - fits))
        self._scroll.setPageStep(fits)
        self._scroll.setVisible(fits < layout.groups)
        self._show_range()

    def _show_range(self) -> None:
        first = self._scroll.value()
        self.plot.setXRange(first - 0.5, first + max(1, self._scroll.pageStep()) - 0.5, padding=0)


class BarsPlot(ThemedPlot):
    """The plot itself: bars, hover and focus marks, clicks and keys."""

    bar_chosen = Signal(str, int, str)
    resized = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        self._groups: tuple[ClassGroup, ...] = ()
        self._series: tuple[BarSeries, ...] = ()
        self._items: list[pg.GraphicsObject] = []
        self._focus: BarPlace | None = None
        self.layout_of_bars = BarLayout(0, 0)
        self._classes = ClassAxis()
        super().__init__(parent, bottom_axis=self._classes)
        left = self.getAxis("left")
        left.setTicks([[(value, f"{value} %") for value in range(0, 101, 20)]])
        left.setWidth(48)
        self.setYRange(0, 100, padding=0.0)
        self.plotItem.layout.setContentsMargins(2, 12, 8, 2)
        self._lines = [pg.InfiniteLine(pos=value, angle=0) for value in range(20, 101, 20)]
        self._mark = pg.BarGraphItem(x=[0], height=[100], width=1.0)
        self._mark.setVisible(False)
        for item in (*self._lines, self._mark):
            self.addItem(item)
        self.theme_changed.connect(self._paint_theme)
        self._paint_theme()
        self.setMouseTracking(True)
        self.viewport().setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(self.tr("Accuracy a class"))
        self.setAccessibleDescription(
            self.tr("Arrow keys move between bars, Enter opens a bar's photos, Shift+Enter the wrong.")
        )

    def set_bars(self, groups: Sequence[ClassGroup], series: Sequence[BarSeries]) -> None:
        """Show these series over these groups."""
        self._groups, self._series = tuple(groups), tuple(series)
        self.layout_of_bars = BarLayout(len(self._groups), len(self._series))
        self._focus = None
        self._classes.set_classes(
            [group.name for group in self._groups], [f"n = {group.count:,}" for group in self._groups]
        )
        self._draw()

    def shown(self) -> tuple[tuple[ClassGroup, ...], tuple[BarSeries, ...]]:
        """What was set last."""
        return self._groups, self._series

    def tooltip(self, place: BarPlace) -> str:
        """What hovering a bar says: model, class, correct of n, and percent."""
        series, group = self._series[place.series], self._groups[place.group]
        bar = series.bars[place.group]
        if bar.percent is None:
            nothing: str = self.tr("{0}\n{1}: no photo with a prediction")
            return nothing.format(series.title, group.name)
        right = self.tr("{0}: {1} of {2} right ({3} %)")
        lines = [series.title, right.format(group.name, bar.correct, bar.n, f"{bar.percent:.1f}")]
        if bar.interval is not None:
            low, high = bar.interval
            lines.append(self.tr("95 % interval: {0} to {1} %").format(f"{low:.1f}", f"{high:.1f}"))
        if bar.paper is not None:
            lines.append(self.tr("In the paper: {0} %").format(f"{bar.paper:.2f}"))
        return "\n".join([*lines, bar.detail] if bar.detail else lines)

    def place_at(self, position: QPoint) -> BarPlace | None:
        """The bar whose column is under a point of the viewport."""
        if not self.plotItem.vb.sceneBoundingRect().contains(QPointF(position)):
            return None
        return self.layout_of_bars.at(self.plotItem.vb.mapSceneToView(QPointF(position)).x())

    def point_of(self, place: BarPlace) -> QPoint:
        """A point of the viewport in the middle of a bar's column, a little above its foot."""
        x = self.layout_of_bars.centre(place.group, place.series)
        point: QPoint = self.plotItem.vb.mapViewToScene(QPointF(x, 3.0)).toPoint()
        return point

    def resizeEvent(self, event: QResizeEvent | None) -> None:
        super().resizeEvent(event)
        self.resized.emit()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        # pyqtgraph's scene would start a drag; a bar chart only has clicks, acted on at release.
        event.accept()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        place = self.place_at(event.position().toPoint())
        if place is not None and event.button() == Qt.MouseButton.LeftButton:
            only_wrong = event.modifiers() & (Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.ControlModifier)
            self._set_focus(place)
            self._choose(place, Which.WRONG if only_wrong else Which.ALL)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        place = self.place_at(event.position().toPoint())
        self._show_mark(place)
        self.viewport().setCursor(Qt.CursorShape.PointingHandCursor if place else Qt.CursorShape.ArrowCursor)
        if place is None:
            QToolTip.hideText()
        else:
            QToolTip.showText(event.globalPosition().toPoint(), self.tooltip(place), self)

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self._show_mark(self._focus if self.hasFocus() else None)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        place = self.place_at(event.pos())
        if place is None:
            return
        menu = self.menu_of(place)
        menu.exec(event.globalPos())
        menu.deleteLater()

    def menu_of(self, place: BarPlace) -> QMenu:
        """The menu of a bar: all its photos, the wrong ones, the right ones, each with its count."""
        bar = self._series[place.series].bars[place.group]
        menu = QuietMenu(self)
        for text, count, which in (
            (self.tr("Open all {0} photos").format(bar.n), bar.n, Which.ALL),
            (self.tr("Open the {0} it got wrong").format(bar.n - bar.correct), bar.n - bar.correct, Which.WRONG),
            (self.tr("Open the {0} it got right").format(bar.correct), bar.correct, Which.CORRECT),
        ):
            action = menu.addAction(text)
            action.setEnabled(count > 0)
            action.triggered.connect(lambda _checked=False, which=which: self._choose(place, which))
        return menu

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self._items:
            return
        place = self._focus or BarPlace(0, 0)
        steps = {Qt.Key.Key_Right: (0, 1), Qt.Key.Key_Left: (0, -1), Qt.Key.Key_Down: (1, 0), Qt.Key.Key_Up: (-1, 0)}
        if event.key() in steps:
            groups, series = steps[Qt.Key(event.key())]
            place = place if self._focus is None else self.layout_of_bars.moved(place, groups=groups, series=series)
            self._set_focus(place)
            QToolTip.showText(self.viewport().mapToGlobal(self.point_of(place)), self.tooltip(place), self)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space) and self._focus:
            only_wrong = event.modifiers() & Qt.KeyboardModifier.ShiftModifier
            self._choose(place, Which.WRONG if only_wrong else Which.ALL)
        else:
            event.ignore()

    def _choose(self, place: BarPlace, which: Which) -> None:
        self.bar_chosen.emit(self._series[place.series].key, self._groups[place.group].class_id, which.value)

    def _set_focus(self, place: BarPlace) -> None:
        self._focus = place
        self._show_mark(place)

    def _show_mark(self, place: BarPlace | None) -> None:
        self._mark.setVisible(place is not None)
        if place is not None:
            x = self.layout_of_bars.centre(place.group, place.series)
            self._mark.setOpts(x=[x], height=[100], width=self.layout_of_bars.bar_width)

    def _draw(self) -> None:
        for item in self._items:
            self.removeItem(item)
        self._items = []
        for index, series in enumerate(self._series):
            colour = QColor(series.colour)
            # A class without a photograph has no bar, not one of 0 %.
            shown = [(group, bar.percent) for group, bar in enumerate(series.bars) if bar.percent is not None]
            item = pg.BarGraphItem(
                x=[self.layout_of_bars.centre(group, index) for group, _percent in shown],
                height=[percent for _group, percent in shown],
                width=self.layout_of_bars.bar_width * 0.9,
                brush=pg.mkBrush(colour),
                pen=pg.mkPen(self.theme.edge(colour), width=1),
            )
            self._add(item)
            self._draw_intervals(index, series)
        self._mark.setVisible(False)

    def _draw_intervals(self, index: int, series: BarSeries) -> None:
        """A thin upright line for each interval, and a level one, wider than the bar, for what the paper reached."""
        upright: list[tuple[float, float]] = []
        level: list[tuple[float, float]] = []
        half = self.layout_of_bars.bar_width / 2
        for group, bar in enumerate(series.bars):
            x = self.layout_of_bars.centre(group, index)
            if bar.interval is not None and bar.percent is not None:
                upright += [(x, bar.interval[0]), (x, bar.interval[1])]
            if bar.paper is not None:
                level += [(x - half, bar.paper), (x + half, bar.paper)]
        for points, width in ((upright, 1.0), (level, 2.4)):
            if points:
                line = pg.PlotDataItem(
                    [x for x, _ in points], [y for _, y in points], connect="pairs", antialias=False,
                    pen=pg.mkPen(self.theme.text, width=width),
                )  # fmt: skip
                line.setZValue(5)
                self._add(line)

    def _add(self, item: pg.GraphicsObject) -> None:
        self._items.append(item)
        self.addItem(item)

    def _paint_theme(self) -> None:
        self._classes.set_look(self._classes.style["tickFont"] or self.font(), self.theme.muted)
        self._classes.setTextPen(pg.mkPen(self.theme.text))
        for line in self._lines:
            line.setPen(pg.mkPen(self.theme.grid, width=1))
            line.setZValue(-10)
        wash = QColor(self.theme.highlight)
        wash.setAlpha(46)
        self._mark.setOpts(brush=pg.mkBrush(wash), pen=pg.mkPen(None))
        self._mark.setZValue(-5)
        self._draw()
