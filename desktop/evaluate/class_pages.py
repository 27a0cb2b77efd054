"""The two pages every evaluation begins with: accuracy by class as bars, and the confusion matrix."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QSplitter, QVBoxLayout, QWidget

from core.metrics.confused_groups import LEAST_SHARE
from desktop.charts.class_bars import ClassBars
from desktop.charts.confusion import ConfusionGrid, Scale
from desktop.charts.sheet import Sheet

if TYPE_CHECKING:
    from collections.abc import Sequence

    from desktop.charts.sheet import SheetData


class BarsPage(QWidget):
    """Bars by class, in an order that can be chosen."""

    order_chosen = Signal(str, str, str)
    """Key of the order, and the models it is taken from: the first, and the second where a gain is meant."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.bars = ClassBars(self)
        self.order = QComboBox(self)
        self.order.setAccessibleName(self.tr("Order of the classes"))
        for key, title in (
            ("table", self.tr("as in the class table")),
            ("size", self.tr("by number of photos")),
            ("accuracy", self.tr("by accuracy of")),
            ("gain", self.tr("by gain of")),
        ):
            self.order.addItem(title, key)
        self.first, self.second = QComboBox(self), QComboBox(self)
        self._over = QLabel(self.tr("over"), self)
        self.key = QLabel(self)
        self.key.setObjectName("small")
        hint = QLabel(self.tr("Click a bar for its photos, Shift+click for the wrong, right-click for more."), self)
        hint.setObjectName("small")
        line = QHBoxLayout()
        line.addWidget(QLabel(self.tr("Classes"), self))
        for widget in (self.order, self.first, self._over, self.second):
            line.addWidget(widget)
        line.addStretch(1)
        line.addWidget(self.key)
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 8, 8, 4)
        column.setSpacing(4)
        column.addLayout(line)
        column.addWidget(self.bars, 1)
        column.addWidget(hint, 0, Qt.AlignmentFlag.AlignRight)
        for box in (self.order, self.first, self.second):
            box.activated.connect(self._tell)
        self._show_choosers()

    def set_models(self, choices: Sequence[tuple[str, str]]) -> None:
        """Offer these `(key, title)` models for the order; what was chosen stays where it can."""
        for box, place in ((self.first, 0), (self.second, min(1, len(choices) - 1))):
            kept = box.currentData()
            box.clear()
            for key, title in choices:
                box.addItem(title, key)
            found = box.findData(kept)
            box.setCurrentIndex(found if found >= 0 else max(0, place))

    def chosen_order(self) -> tuple[str, str, str]:
        """What `order_chosen` would say now."""
        return self.order.currentData(), self.first.currentData() or "", self.second.currentData() or ""

    def set_key(self, text: str) -> None:
        """Say what the thin and thick lines are."""
        self.key.setText(text)

    def _tell(self) -> None:
        self._show_choosers()
        self.order_chosen.emit(*self.chosen_order())

    def _show_choosers(self) -> None:
        order = self.order.currentData()
        self.first.setVisible(order in ("accuracy", "gain"))
        self._over.setVisible(order == "gain")
        self.second.setVisible(order == "gain")


class ConfusionPage(QWidget):
    """The matrix of one model, its scale, and the groups of classes it takes for each other."""

    model_chosen = Signal(str)
    scale_chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.grid = ConfusionGrid(self)
        self.groups = Sheet(self)
        self.model = QComboBox(self)
        self.model.setMinimumWidth(220)
        self.scale = QComboBox(self)
        for scale, title in (
            (Scale.COUNT, self.tr("counts")),
            (Scale.ROW, self.tr("% of the row")),
            (Scale.COLUMN, self.tr("% of the column")),
        ):
            self.scale.addItem(title, scale.value)
        note = QLabel(self.tr("Blue is right, orange wrong. Click a cell, or the name of a row or column."), self)
        note.setObjectName("small")
        line = QHBoxLayout()
        line.addWidget(QLabel(self.tr("Model"), self))
        line.addWidget(self.model)
        line.addWidget(QLabel(self.tr("Numbers"), self))
        line.addWidget(self.scale)
        line.addStretch(1)
        line.addWidget(note)
        self._no_groups = QLabel(self.tr("There is no such group here."), self)
        self._no_groups.setObjectName("muted")
        self._no_groups.setWordWrap(True)
        side = QWidget(self)
        right = QVBoxLayout(side)
        right.setContentsMargins(0, 0, 0, 0)
        heading = QLabel(self.tr("Taken for each other"), self)
        heading.setObjectName("muted")
        self._rule = QLabel(
            self.tr(
                "Two classes are grouped where each is taken for the other, on at least {0} % of their photos. Pairs "
                "that share a class make one group."
            ).format(round(100 * LEAST_SHARE)),
            self,
        )
        self._rule.setObjectName("small")
        self._rule.setWordWrap(True)
        right.addWidget(heading)
        right.addWidget(self._rule)
        right.addWidget(self._no_groups)
        right.addWidget(self.groups, 1)
        right.addStretch(0)
        split = QSplitter(Qt.Orientation.Horizontal, self)
        split.setObjectName("confusion")  # by which the window remembers its place
        split.setChildrenCollapsible(False)
        split.setHandleWidth(14)
        split.addWidget(self.grid)
        split.addWidget(side)
        split.setStretchFactor(0, 3)
        split.setStretchFactor(1, 1)
        split.setSizes([900, 300])
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 8, 8, 4)
        column.addLayout(line)
        column.addWidget(split, 1)
        self.model.activated.connect(lambda: self.model_chosen.emit(self.model.currentData()))
        self.scale.activated.connect(lambda: self.scale_chosen.emit(self.scale.currentData()))

    def set_groups(self, sheet: SheetData) -> None:
        """Show these groups, or say that there are none."""
        self.groups.set_sheet(sheet)
        self.groups.setVisible(bool(sheet.rows))
        self._no_groups.setVisible(not sheet.rows)
