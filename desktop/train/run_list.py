"""The list of training runs: two lines a run, a sign for its state, and a bar while it trains."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import (
    QAbstractListModel,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QFont, QPainter, QPalette
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate

from desktop.charts.theme import blend
from desktop.theme import theme
from desktop.train.state_icons import state_icon

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtWidgets import QStyleOptionViewItem, QWidget

    from desktop.train.rows import RunRow

ROW_HEIGHT = 80
ROW_ROLE = Qt.ItemDataRole.UserRole

Index = QModelIndex | QPersistentModelIndex


class RunListModel(QAbstractListModel):
    """Runs, the newest first."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows: list[RunRow] = []

    def set_rows(self, rows: Sequence[RunRow]) -> None:
        """Show these; rows that stay keep their place, so that selection and scrolling survive."""
        if [row.name for row in rows] == [row.name for row in self._rows]:
            changed = [index for index, row in enumerate(rows) if row != self._rows[index]]
            self._rows = list(rows)
            for index in changed:
                self.dataChanged.emit(self.index(index), self.index(index))
        else:
            self.beginResetModel()
            self._rows = list(rows)
            self.endResetModel()

    def row_of(self, name: str) -> int:
        """Place of a run, -1 where there is none."""
        return next((index for index, row in enumerate(self._rows) if row.name == name), -1)

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: ANN401
        row = self._rows[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return row.name
        if role == ROW_ROLE:
            return row
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return ", ".join(filter(None, (row.name, row.state_label, row.score, row.epochs, row.differences)))
        if role == Qt.ItemDataRole.ToolTipRole:
            return "\n".join(
                filter(None, (f"{row.name}: {row.state_label}", row.architecture, row.duration, row.differences))
            )
        return None


class RunList(QListView):
    """The view of the list; several runs may be chosen with Ctrl or Shift, the current one is shown.

    Signals:
        run_selected: The current run is another one.
        runs_chosen: Names of all chosen runs, in the order of the list.
    """

    run_selected = Signal(str)
    runs_chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = RunListModel(self)
        self.setModel(self._model)
        self.setItemDelegate(RunDelegate(self))
        self.setUniformItemSizes(True)
        self.setMouseTracking(True)
        self.setFrameShape(QListView.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(self.tr("Training runs"))
        self.setSelectionMode(QListView.SelectionMode.ExtendedSelection)
        self._filling = False
        self.selectionModel().currentChanged.connect(self._tell)
        self.selectionModel().selectionChanged.connect(self._tell_chosen)

    def set_rows(self, rows: Sequence[RunRow]) -> None:
        """Show these runs."""
        name, chosen = self.selected(), self.chosen()
        self._filling = True
        self._model.set_rows(rows)
        if name and not self.selected():
            self.select(name)
            for other in chosen:
                if (place := self._model.row_of(other)) >= 0:
                    flag = QItemSelectionModel.SelectionFlag.Select
                    self.selectionModel().select(self._model.index(place), flag)
        self._filling = False
        if self.chosen() != chosen:
            self._tell_chosen()

    def select(self, name: str) -> None:
        """Make this run the current one; others that are chosen with it stay chosen."""
        place = self._model.row_of(name)
        if place >= 0 and self.selected() != name:
            self.setCurrentIndex(self._model.index(place))

    def selected(self) -> str:
        """Name of the current run, empty where there is none."""
        return str(self.currentIndex().data() or "")

    def chosen(self) -> list[str]:
        """Names of the chosen runs, in the order of the list."""
        return [str(index.data()) for index in sorted(self.selectedIndexes(), key=lambda index: index.row())]

    def _tell_chosen(self) -> None:
        if not self._filling:
            self.runs_chosen.emit(self.chosen())

    def _tell(self, current: QModelIndex) -> None:
        if current.isValid():
            self.run_selected.emit(str(current.data()))


class RunDelegate(QStyledItemDelegate):
    """Draws one run."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(220, ROW_HEIGHT)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row: RunRow = index.data(ROW_ROLE)
        palette = option.palette
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        ground = palette.color(QPalette.ColorRole.Base)
        text = palette.color(QPalette.ColorRole.Text)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        area = option.rect.adjusted(4, 2, -4, -2)
        if chosen:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(theme().tones.accent_soft))
            painter.drawRoundedRect(area, 6, 6)
        elif option.state & QStyle.StateFlag.State_MouseOver:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(blend(text, ground, 0.94))
            painter.drawRoundedRect(area, 6, 6)
        muted = blend(text, ground, 0.34)
        sign = "silent" if row.silent else row.state
        state_icon(sign).paint(painter, QRect(area.left() + 8, area.top() + 9, 18, 18))
        left, right = area.left() + 36, area.right() - 8
        metrics = option.fontMetrics
        line = metrics.height()
        score_width = metrics.horizontalAdvance(row.score) + (8 if row.score else 0)
        bold = QFont(option.font)
        bold.setBold(True)
        painter.setFont(bold)
        painter.setPen(text)
        first = QRect(left, area.top() + 7, right - left - score_width, line)
        bold_metrics = painter.fontMetrics()
        painter.drawText(
            first,
            Qt.AlignmentFlag.AlignVCenter,
            # Of folds, the end of the name is what tells them apart.
            bold_metrics.elidedText(row.name, Qt.TextElideMode.ElideMiddle, first.width()),
        )
        painter.drawText(
            QRect(left, first.top(), right - left, line),
            Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter,
            row.score,
        )
        painter.setFont(option.font)
        painter.setPen(muted)
        second = QRect(left, first.bottom() + 3, right - left, line)
        facts = " · ".join(filter(None, (row.state_label, row.epochs, row.duration)))
        painter.drawText(
            second,
            Qt.AlignmentFlag.AlignVCenter,
            metrics.elidedText(facts, Qt.TextElideMode.ElideRight, second.width()),
        )
        painter.setPen(blend(text, ground, 0.5))
        third = QRect(left, second.bottom() + 1, right - left, line)
        painter.drawText(
            third,
            Qt.AlignmentFlag.AlignVCenter,
            metrics.elidedText(row.differences, Qt.TextElideMode.ElideRight, third.width()),
        )
        if row.colour:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(row.colour))
            painter.drawRoundedRect(QRect(area.left() + 13, area.top() + 34, 8, area.height() - 46), 3, 3)
        if row.live and row.fraction is not None:
            rail = QRect(left, area.bottom() - 5, right - left, 3)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(blend(text, ground, 0.84))
            painter.drawRoundedRect(rail, 1.5, 1.5)
            painter.setBrush(QColor(theme().tones.accent))
            painter.drawRoundedRect(rail.adjusted(0, 0, -round(rail.width() * (1 - row.fraction)), 0), 1.5, 1.5)
        painter.restore()
