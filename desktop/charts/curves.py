"""Training curves: losses, validation score and learning rate over epochs, one colour a run."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pyqtgraph as pg
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QLabel, QSizePolicy, QVBoxLayout, QWidget

from desktop.charts.legend import Legend
from desktop.charts.plot import ThemedPlot

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QResizeEvent

Points = tuple[tuple[float, float], ...]

AXIS_WIDTH = 58
SHARE_MARGIN = 4.0
"""Percent shown beyond 0 and 100, or a line along them would be cut."""


@dataclass(frozen=True, slots=True)
class RunCurves:
    """What is drawn of one run; all points are `(epoch, value)`.

    Attributes:
        title: Name of the run.
        colour: `#rrggbb`.
        train_loss: May have points within an epoch.
        val_loss: One point an epoch.
        score: Validation score, 0 to 100 percent.
        lr: Learning rate.
        best: Epoch and score of the checkpoint that is kept, None before there is one.
        precision: Mean average precision of a detector, 0 to 100 percent; empty for a classifier.
    """

    title: str
    colour: str
    train_loss: Points = ()
    val_loss: Points = ()
    score: Points = ()
    lr: Points = ()
    best: tuple[float, float] | None = None
    precision: Points = ()


class CurvesPanel(QWidget):
    """Three plots above one another that share the epoch axis."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._runs: tuple[RunCurves, ...] = ()
        self._score_title = self.tr("Validation score, %")
        self._legend = Legend(self)
        self.loss = CurvePlot(self)
        self.score = CurvePlot(self)
        self.lr = CurvePlot(self, show_epochs=True)
        # Nothing is right less than never or more than always.
        self.score.getViewBox().setLimits(yMin=-SHARE_MARGIN, yMax=100 + SHARE_MARGIN)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2)
        layout.addWidget(self._legend)
        self._captions = []
        for title, plot, stretch in (
            (self.tr("Loss: the thin line is training, dots are validation"), self.loss, 5),
            ("", self.score, 5),
            (self.tr("Learning rate, logarithmic"), self.lr, 3),
        ):
            caption = Caption(title, self)
            caption.setObjectName("muted")
            caption.setContentsMargins(AXIS_WIDTH + 2, 4, 0, 0)
            self._captions.append(caption)
            layout.addWidget(caption)
            layout.addWidget(plot, stretch)
        self.score_caption = self._captions[1]
        self._tell_score()
        for plot in (self.score, self.lr):
            plot.setXLink(self.loss)

    def set_score_title(self, text: str) -> None:
        """Say which score the middle plot shows."""
        self._score_title = text
        self._tell_score()

    def _tell_score(self) -> None:
        text = self.tr("{0}: the ring marks the checkpoint that is kept").format(self._score_title)
        if any(run.precision for run in self._runs):
            text = self.tr("{0}; the thin line is mAP at IoU 0.5").format(text)
        self.score_caption.setText(text)

    def set_runs(self, runs: Sequence[RunCurves], *, epochs: int) -> None:
        """Draw these runs; the axis reaches to `epochs`, the number planned."""
        self._runs = tuple(runs)
        self._tell_score()
        self._legend.set_entries([(run.title, run.colour) for run in runs] if len(runs) > 1 else [])
        self.loss.draw(
            [
                *(Line(run.colour, run.train_loss, faint=True) for run in runs),
                *(Line(run.colour, run.val_loss, dots=True) for run in runs),
            ]
        )
        self.score.draw(
            [
                *(Line(run.colour, run.precision, faint=True) for run in runs if run.precision),
                *(Line(run.colour, run.score, dots=True, ring=run.best) for run in runs),
            ]
        )
        rates = sorted({rate for run in runs for _, rate in run.lr if rate > 0})
        self.lr.draw([Line(run.colour, _stairs(_logarithms(run.lr))) for run in runs])
        ends = [run.lr[-1][1] for run in runs if run.lr and run.lr[-1][1] > 0]
        ticks = _apart([*rates[-1:], *ends, *rates[:1]])
        self.lr.getAxis("left").setTicks([[(math.log10(rate), f"{rate:.2g}") for rate in ticks]])
        if ticks:
            # Room above and below, or the outermost numbers don't fit and aren't drawn.
            self.lr.setYRange(math.log10(ticks[0]), math.log10(ticks[-1]), padding=0.2)
        self.loss.setXRange(0, max(1, epochs), padding=0.02)
        for plot in (self.loss, self.score, self.lr):
            # Now, or the new range would be seen to while the curves are painted, and they be painted once more.
            plot.getViewBox().prepareForPaint()


class Caption(QLabel):
    """A line that is elided where it doesn't fit, with the whole of it as its tooltip then.

    Args:
        text: The line.
        elide: Where it is shortened.
    """

    def __init__(
        self,
        text: str = "",
        parent: QWidget | None = None,
        *,
        elide: Qt.TextElideMode = Qt.TextElideMode.ElideRight,
    ) -> None:
        super().__init__(parent)
        self._whole = ""
        self._elide = elide
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.setText(text)

    def setText(self, text: str) -> None:
        self._whole = text
        self.setAccessibleName(text)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._fit()

    @property
    def whole_text(self) -> str:
        return self._whole

    def _fit(self) -> None:
        shown = self.fontMetrics().elidedText(self._whole, self._elide, self.contentsRect().width())
        super().setText(shown)
        self.setToolTip(self._whole if shown != self._whole else "")


def _logarithms(points: Points) -> Points:
    return tuple((x, math.log10(y)) for x, y in points if y > 0)


def _apart(values: list[float]) -> list[float]:
    """Values to be written at a logarithmic axis, sorted: of those that lie close together the first in the list."""
    kept: list[float] = []
    for value in values:
        if all(abs(math.log10(value) - math.log10(other)) > 0.35 for other in kept):
            kept.append(value)
    return sorted(kept)


def _stairs(points: Points) -> Points:
    """A rate holds until it changes: each step's corner is a point of its own."""
    corners: list[tuple[float, float]] = []
    for x, y in points:
        if corners and corners[-1][1] != y:
            corners.append((x, corners[-1][1]))
        corners.append((x, y))
    return tuple(corners)


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a plot."""

    colour: str
    points: Points
    faint: bool = False
    dots: bool = False
    ring: tuple[float, float] | None = None


class CurvePlot(ThemedPlot):
    """Lines over epochs, redrawn as a whole: some hundred points are drawn in a millisecond."""

    def __init__(self, parent: QWidget | None = None, *, show_epochs: bool = False) -> None:
        self._lines: tuple[Line, ...] = ()
        super().__init__(parent)
        self.getAxis("left").setWidth(AXIS_WIDTH)
        self.getAxis("left").enableAutoSIPrefix(False)
        self.getAxis("left").setStyle(hideOverlappingLabels=True)
        bottom = self.getAxis("bottom")
        bottom.setStyle(showValues=show_epochs)
        if show_epochs:
            self.setLabel("bottom", self.tr("epoch"))
        else:
            bottom.setHeight(6)
        self.showGrid(x=False, y=True, alpha=0.22)
        self.enableAutoRange(axis="y")
        self.setMinimumHeight(64)
        self.theme_changed.connect(self._draw)

    def draw(self, lines: Sequence[Line]) -> None:
        """Show these lines instead of those before."""
        # A training that tells its steps changes one plot of three; painting the others as well would cost the most.
        if tuple(lines) != self._lines or not lines:
            self._lines = tuple(lines)
            self._draw()

    def _draw(self) -> None:
        # Plot items stay where their number doesn't change: making new ones ten times a second is what costs.
        curves = [item for item in self.plotItem.listDataItems() if item.opts.get("name") != "ring"]
        while len(curves) < len(self._lines):
            curves.append(self.plot([], []))
        for surplus in curves[len(self._lines) :]:
            self.removeItem(surplus)
        for item in [item for item in self.plotItem.listDataItems() if item.opts.get("name") == "ring"]:
            self.removeItem(item)
        for line, item in zip(self._lines, curves, strict=False):
            self._set_line(item, line)
        # Without points the axis would keep the numbers of the run that was shown before.
        empty = not any(line.points for line in self._lines)
        self.getAxis("left").setStyle(showValues=not empty)
        if empty:
            self.setYRange(0, 1)
        else:
            self.enableAutoRange(axis="y")
        if hasattr(self, "theme"):
            self.getAxis("bottom").setTextPen(pg.mkPen(self.theme.muted))

    def _set_line(self, item: pg.PlotDataItem, line: Line) -> None:
        colour = QColor(line.colour)
        if self.theme.dark:
            colour = colour.lighter(125)
        pen_colour = QColor(colour)
        pen_colour.setAlpha(130 if line.faint else 255)
        item.setData([x for x, _ in line.points], [y for _, y in line.points])
        item.setPen(pg.mkPen(pen_colour, width=1.4 if line.faint else 2.2))
        item.setSymbol("o" if line.dots else None)
        item.setSymbolSize(5)
        item.setSymbolBrush(colour)
        item.setSymbolPen(None)
        if line.ring is not None:
            ring = self.plot([line.ring[0]], [line.ring[1]], pen=None, symbol="o", symbolSize=13, name="ring")
            ring.setSymbolBrush(None)
            ring.setSymbolPen(pg.mkPen(self.theme.text, width=2))
