"""A page of the Evaluate workspace: choosers above, plots and sheets below, and the photographs behind their marks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QSplitter, QVBoxLayout, QWidget

from desktop.charts.mark_plot import MarkChart
from desktop.charts.marks import PlotData
from desktop.charts.sheet import Sheet, SheetData

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QResizeEvent


LEAST_PLOT, LEAST_OF_SEVERAL = 300, 230
"""Pixels that a plot keeps beside a wide sheet, and that each of several does."""


@dataclass(frozen=True, slots=True)
class Photos:
    """Photographs behind a mark.

    Attributes:
        count: How many the mark says there are.
        reason: What they are, as the list of photographs will be headed.
        find: Their ids, worked out when somebody asks.
    """

    count: int
    reason: str
    find: Callable[[], tuple[int, ...]]


@dataclass(frozen=True, slots=True)
class Chooser:
    """Something to choose above a page: its key, its label, `(key, title)` options and the chosen one."""

    key: str
    label: str
    options: tuple[tuple[str, str], ...]
    chosen: str


@dataclass(frozen=True, slots=True)
class PageContent:
    """What a page shows; parts stand beside each other in this order.

    Attributes:
        choosers: Above.
        parts: Plots and sheets.
        note: A line below; what to know to read the page rightly. Without parts it says why there are none.
        stacked: Whether the parts stand one above the other, since each is wide.
    """

    choosers: tuple[Chooser, ...] = ()
    parts: tuple[PlotData | SheetData, ...] = ()
    note: str = ""
    stacked: bool = False


class PageView(QWidget):
    """Shows a page's content and says what was chosen on it.

    Args:
        parent: The workspace.
        name: By which the window remembers how the parts share their room; unlike any other page's.
    """

    option_chosen = Signal(str, str)
    photos_chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None, *, name: str = "") -> None:
        super().__init__(parent)
        self._choosers: dict[str, QComboBox] = {}
        self._kinds: list[type] = []
        self._parts: list[MarkChart | Sheet] = []
        self._bar = QHBoxLayout()
        self._bar.setSpacing(8)
        self._body = QSplitter(Qt.Orientation.Horizontal, self)
        self._body.setObjectName(name)
        self._body.setChildrenCollapsible(False)
        self._body.setHandleWidth(14)
        self._note = QLabel(self)
        self._note.setObjectName("small")
        self._note.setWordWrap(True)
        self._nothing = QLabel(self)
        self._nothing.setObjectName("muted")
        self._nothing.setWordWrap(True)
        self._nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 8, 8, 4)
        layout.setSpacing(6)
        layout.addLayout(self._bar)
        layout.addWidget(self._body, 1)
        layout.addWidget(self._nothing, 1)
        layout.addWidget(self._note)

    def set_content(self, content: PageContent) -> None:
        """Show this; widgets are kept where their kind and number stay the same."""
        self._set_choosers(content.choosers)
        kinds = [type(part) for part in content.parts]
        if kinds != self._kinds:
            for part in self._parts:
                part.setParent(None)
                part.deleteLater()
            self._parts = [self._made(kind) for kind in kinds]
            self._kinds = kinds
        for widget, shown in zip(self._parts, content.parts, strict=True):
            if isinstance(shown, PlotData):
                assert isinstance(widget, MarkChart)
                widget.set_plot(shown)
            else:
                assert isinstance(widget, Sheet)
                widget.set_sheet(shown)
        self._body.setOrientation(Qt.Orientation.Vertical if content.stacked else Qt.Orientation.Horizontal)
        self._body.setVisible(bool(content.parts))
        self._note.setText(content.note)
        self._note.setVisible(bool(content.note and content.parts))
        self._nothing.setText(content.note)
        self._nothing.setVisible(not content.parts)
        self._share_room()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._share_room()

    def _share_room(self) -> None:
        layout = self.layout()
        if layout is None or not self._parts:
            return
        layout.activate()  # or the body still has the size it had before
        if self._body.orientation() == Qt.Orientation.Horizontal:
            self._share_width()
        else:
            self._share_height()

    def _share_height(self) -> None:
        """The first gets what it needs, at most half; the others share the rest."""
        room = max(1, self._body.height() - (len(self._parts) - 1) * self._body.handleWidth())
        first, *others = self._parts
        high = min(first.wanted_height(), room // 2) if isinstance(first, Sheet) else room // len(self._parts)
        self._body.setSizes([high, *((room - high) // len(others) for _ in others)])

    def _share_width(self) -> None:
        """Sheets get what they need, plots the rest; where that is too little, all shrink alike."""
        room = max(1, self._body.width())
        sheets = [part.wanted_width() if isinstance(part, Sheet) else 0 for part in self._parts]
        plots = sum(not isinstance(part, Sheet) for part in self._parts)
        most = room - plots * (LEAST_PLOT if plots < 2 else LEAST_OF_SEVERAL)
        scale = min(1.0, most / max(1, sum(sheets)))
        left = max(0, room - round(scale * sum(sheets)))
        sizes = [round(scale * wide) if wide else left // max(1, plots) for wide in sheets]
        if sizes:
            self._body.setSizes(sizes)

    def plots(self) -> list[MarkChart]:
        """The plots shown, in order."""
        return [part for part in self._parts if isinstance(part, MarkChart)]

    def sheets(self) -> list[Sheet]:
        """The sheets shown, in order."""
        return [part for part in self._parts if isinstance(part, Sheet)]

    def chooser(self, key: str) -> QComboBox:
        """A chooser by its key."""
        return self._choosers[key]

    def _made(self, kind: type) -> MarkChart | Sheet:
        widget: MarkChart | Sheet
        if kind is PlotData:
            widget = MarkChart(self)
            widget.mark_chosen.connect(self.photos_chosen)
        else:
            widget = Sheet(self)
            widget.cell_chosen.connect(self.photos_chosen)
        self._body.addWidget(widget)
        self._body.setStretchFactor(self._body.count() - 1, 1)
        return widget

    def _set_choosers(self, choosers: tuple[Chooser, ...]) -> None:
        if [entry.key for entry in choosers] != list(self._choosers):
            while (item := self._bar.takeAt(0)) is not None:
                if (widget := item.widget()) is not None:
                    widget.deleteLater()
            self._choosers = {}
            for entry in choosers:
                box = QComboBox(self)
                box.setMinimumWidth(150)
                box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
                box.setAccessibleName(entry.label)
                box.activated.connect(
                    lambda _place, key=entry.key, box=box: self.option_chosen.emit(key, box.currentData())
                )
                self._choosers[entry.key] = box
                self._bar.addWidget(QLabel(entry.label, self))
                self._bar.addWidget(box)
            if choosers:
                self._bar.addStretch(1)
        for entry in choosers:
            box = self._choosers[entry.key]
            if [(box.itemData(place), box.itemText(place)) for place in range(box.count())] != list(entry.options):
                box.clear()
                for key, title in entry.options:
                    box.addItem(title, key)
            box.setCurrentIndex(max(0, box.findData(entry.chosen)))
