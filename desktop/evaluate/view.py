"""The Evaluate workspace: how good each model is, class by class, and a way from every mark to its photographs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QStackedWidget,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from desktop.charts.class_bars import ClassBars
from desktop.charts.confusion import ConfusionGrid
from desktop.empty_state import EmptyState
from desktop.evaluate.model_table import ModelTable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QResizeEvent

    from desktop.charts.class_bars import BarSeries, ClassGroup
    from desktop.charts.confusion import ConfusionData
    from desktop.evaluate.model_table import ModelRow


class EvaluateView(QWidget):
    """Shows numbers and charts and says what was clicked; computes nothing."""

    split_chosen = Signal(str)
    model_toggled = Signal(str, bool)
    confusion_chosen = Signal(str)
    predict_requested = Signal()
    cancel_requested = Signal()
    bar_chosen = Signal(str, int, str)
    cell_chosen = Signal(str, int, object)
    action_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.split = QComboBox(self)
        self.split.setAccessibleName("Photos to judge on")
        self.split.setMinimumWidth(170)
        self._summary = QLabel(self)
        self._summary.setObjectName("muted")
        self.predict_button = QPushButton(self)
        self.predict_button.setProperty("primary", True)
        self.cancel_button = QPushButton("Cancel", self)
        self._progress = QProgressBar(self)
        self._progress.setTextVisible(False)
        self._progress.setFixedWidth(160)
        self._progress_text = QLabel(self)
        self._progress_text.setObjectName("muted")
        self.models = ModelTable(self)
        self.bars = ClassBars(self)
        self.confusion = ConfusionGrid(self)
        self.confusion_model = QComboBox(self)
        self.confusion_model.setMinimumWidth(220)
        self._tabs = QTabWidget(self)
        self._stack = QStackedWidget(self)
        self._chart_stack = QStackedWidget(self)
        self._chart_hint = EmptyState(self)
        self._message = EmptyState(self)
        self._lay_out()
        self.set_progress(None)
        self.split.activated.connect(lambda: self.split_chosen.emit(self.split.currentData()))
        self.models.toggled.connect(self.model_toggled)
        self.models.chosen.connect(self.confusion_chosen)
        self.confusion_model.activated.connect(lambda: self.confusion_chosen.emit(self.confusion_model.currentData()))
        self.predict_button.clicked.connect(self.predict_requested)
        self.cancel_button.clicked.connect(self.cancel_requested)
        self.bars.bar_chosen.connect(self.bar_chosen)
        self.confusion.cell_chosen.connect(self._tell_cell)
        self._message.action_requested.connect(self.action_requested)
        self._chart_hint.action_requested.connect(self.predict_requested)

    def set_splits(self, choices: Sequence[tuple[str, str]], chosen: str) -> None:
        """Offer these `(key, title)` splits."""
        self.split.clear()
        for key, title in choices:
            self.split.addItem(title, key)
        self.split.setCurrentIndex(max(0, self.split.findData(chosen)))

    def set_summary(self, text: str) -> None:
        """Say what is judged on."""
        self._summary.setText(text)

    def set_models(self, rows: Sequence[ModelRow]) -> None:
        """Show these models."""
        self._stack.setCurrentIndex(0)
        self.models.set_rows(rows)

    def set_bars(self, groups: Sequence[ClassGroup], series: Sequence[BarSeries]) -> None:
        """Draw accuracy a class."""
        self._chart_stack.setCurrentIndex(0)
        self.bars.set_bars(groups, series)

    def set_confusion(self, choices: Sequence[tuple[str, str]], chosen: str, table: ConfusionData) -> None:
        """Show the matrix of the chosen `(key, title)` model."""
        self.confusion_model.clear()
        for key, title in choices:
            self.confusion_model.addItem(title, key)
        self.confusion_model.setCurrentIndex(max(0, self.confusion_model.findData(chosen)))
        self.confusion.set_table(table)

    def set_chart_hint(self, title: str, text: str, action: str = "") -> None:
        """Say, in the place of the charts, why there is nothing to draw; the button asks for predictions."""
        self._chart_hint.set_text(title, text, action)
        self._chart_stack.setCurrentIndex(1)

    def set_empty(self, title: str, text: str, action: str = "") -> None:
        """Say, instead of everything, what to do first."""
        self._message.set_text(title, text, action)
        self._stack.setCurrentIndex(1)

    def set_predict(self, text: str, *, enabled: bool, tip: str = "") -> None:
        """Text of the Predict button; an empty one hides it."""
        self.predict_button.setText(text)
        self.predict_button.setToolTip(tip)
        self.predict_button.setEnabled(enabled)
        self.predict_button.setVisible(bool(text) and not self._predicting)

    def set_progress(self, done: tuple[int, int] | None) -> None:
        """Show `(done, total)` of the predictions under way; None when there are none."""
        self._predicting = done is not None
        for widget in (self._progress, self._progress_text, self.cancel_button):
            widget.setVisible(self._predicting)
        self.predict_button.setVisible(not self._predicting and bool(self.predict_button.text()))
        if done is not None:
            self._progress.setRange(0, max(1, done[1]))
            self._progress.setValue(done[0])
            self._progress_text.setText(f"{done[0]:,} of {done[1]:,} predictions")

    def show_confusion(self) -> None:
        """Bring the matrix to the front."""
        self._tabs.setCurrentIndex(1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.models.set_room(round(self.height() * 0.34))

    def _tell_cell(self, truth: int, predicted: object) -> None:
        self.cell_chosen.emit(self.confusion_model.currentData(), truth, predicted)

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.setSpacing(10)
        top.addWidget(QLabel("Judge on", self))
        top.addWidget(self.split)
        top.addWidget(self._summary, 1)
        for widget in (self._progress_text, self._progress, self.cancel_button, self.predict_button):
            top.addWidget(widget)
        hint = QLabel("Click a bar for its photos, Shift+click for those it got wrong, right-click for more.", self)
        hint.setObjectName("small")
        hint.setAlignment(Qt.AlignmentFlag.AlignRight)
        bars = QWidget(self)
        column = QVBoxLayout(bars)
        column.setContentsMargins(8, 8, 8, 4)
        column.setSpacing(2)
        column.addWidget(self.bars, 1)
        column.addWidget(hint)
        matrix = QWidget(self)
        column = QVBoxLayout(matrix)
        column.setContentsMargins(8, 8, 8, 4)
        line = QHBoxLayout()
        line.addWidget(QLabel("Model", self))
        line.addWidget(self.confusion_model)
        note = QLabel("Blue is right, orange wrong; the deeper, the larger its share of the row. Click a cell.", self)
        note.setObjectName("small")
        line.addWidget(note, 1)
        note.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        column.addLayout(line)
        column.addWidget(self.confusion, 1)
        self._tabs.setDocumentMode(True)
        self._tabs.tabBar().setDrawBase(False)
        self._tabs.addTab(bars, "Accuracy by class")
        self._tabs.addTab(matrix, "Confusion matrix")
        self._chart_stack.addWidget(self._tabs)
        self._chart_stack.addWidget(self._chart_hint)
        content = QWidget(self)
        column = QVBoxLayout(content)
        column.setContentsMargins(14, 12, 14, 8)
        column.setSpacing(10)
        column.addLayout(top)
        column.addWidget(self.models)
        column.addWidget(self._chart_stack, 1)
        self._stack.addWidget(content)
        self._stack.addWidget(self._message)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self._stack)
