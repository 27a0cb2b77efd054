"""The Evaluate workspace: how good each model is, class by class, and a way from every mark to its photographs."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QStackedWidget,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from desktop.annotate.query_bar import QueryBar
from desktop.empty_state import EmptyState
from desktop.evaluate.class_pages import BarsPage, ConfusionPage
from desktop.evaluate.model_table import ModelTable
from desktop.evaluate.page import PageView
from desktop.quiet_menu import QuietMenu

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QResizeEvent

    from core.errors import QueryError
    from desktop.charts.class_bars import BarSeries, ClassGroup
    from desktop.charts.confusion import ConfusionData
    from desktop.charts.sheet import SheetData
    from desktop.evaluate.model_table import ModelRow

BARS, CONFUSION = "bars", "confusion"
MODELS = "models"
"""Key of the table of models, which is above every page."""


class EvaluateView(QWidget):
    """Shows numbers and charts and says what was clicked; computes nothing."""

    split_chosen = Signal(str)
    query_changed = Signal(str)
    model_toggled = Signal(str, bool)
    weight_chosen = Signal(str, float)
    equal_weights_requested = Signal()
    confusion_chosen = Signal(str)
    scale_chosen = Signal(str)
    order_chosen = Signal(str, str, str)
    predict_requested = Signal()
    cancel_requested = Signal()
    bar_chosen = Signal(str, int, str)
    cell_chosen = Signal(str, int, object)
    row_chosen = Signal(str, int)
    column_chosen = Signal(str, object)
    missing_chosen = Signal(str)
    photos_chosen = Signal(object)
    action_requested = Signal()
    page_shown = Signal(str)
    save_chart_requested = Signal(object, str)
    """Of a chart, as a widget, and its title."""
    save_sheet_requested = Signal(str, int)
    """Of the page with this key, or of `MODELS`, its sheet with this number."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.split = QComboBox(self)
        self.split.setAccessibleName(self.tr("Photos to judge on"))
        self.split.setMinimumWidth(170)
        self.query = QueryBar(self)
        self.query.setMaximumWidth(360)
        self._summary = QLabel(self)
        self._summary.setObjectName("muted")
        self.equal_button = QPushButton(self.tr("Equal weights"), self)
        self.equal_button.setToolTip(self.tr("Let every ticked classifier count the same in EnsembleNet"))
        self.equal_button.hide()
        self.predict_button = QPushButton(self)
        self.predict_button.setProperty("primary", True)
        self.cancel_button = QPushButton(self.tr("Cancel"), self)
        self._progress = QProgressBar(self)
        self._progress.setTextVisible(False)
        self._progress.setFixedWidth(160)
        self._progress_text = QLabel(self)
        self._progress_text.setObjectName("muted")
        self.models = ModelTable(self)
        self.bars_page = BarsPage(self)
        self.confusion_page = ConfusionPage(self)
        self.bars = self.bars_page.bars
        self.confusion = self.confusion_page.grid
        self.confusion_model = self.confusion_page.model
        self.save_button = QPushButton(self.tr("Save"), self)
        self.save_button.setToolTip(self.tr("Save charts as pictures and tables as CSV"))
        self.save_menu = QuietMenu(self.save_button)
        self.save_button.setMenu(self.save_menu)
        self.trained_note = QLabel(self)
        self.trained_note.setObjectName("notice")
        self.trained_note.setWordWrap(True)
        self.trained_note.setMargin(4)
        self.trained_note.hide()
        self._pages: list[str] = []
        self._tabs = QTabWidget(self)
        self._stack = QStackedWidget(self)
        self._chart_stack = QStackedWidget(self)
        self._chart_hint = EmptyState(self)
        self._message = EmptyState(self)
        self._lay_out()
        self.set_progress(None)
        self.split.activated.connect(lambda: self.split_chosen.emit(self.split.currentData()))
        self.query.changed.connect(lambda: self.query_changed.emit(self.query.text))
        self.models.toggled.connect(self.model_toggled)
        self.models.weighted.connect(self.weight_chosen)
        self.models.chosen.connect(self.confusion_chosen)
        self.models.silent_chosen.connect(lambda model: self.column_chosen.emit(model, None))
        self.models.missing_chosen.connect(self.missing_chosen)
        self.equal_button.clicked.connect(self.equal_weights_requested)
        self.predict_button.clicked.connect(self.predict_requested)
        self.cancel_button.clicked.connect(self.cancel_requested)
        self.bars.bar_chosen.connect(self.bar_chosen)
        self.bars_page.order_chosen.connect(self.order_chosen)
        self.confusion_page.model_chosen.connect(self.confusion_chosen)
        self.confusion_page.scale_chosen.connect(self.scale_chosen)
        self.confusion_page.groups.cell_chosen.connect(self.photos_chosen)
        self.confusion.cell_chosen.connect(self._tell_cell)
        self.confusion.row_chosen.connect(lambda key: self.row_chosen.emit(self.confusion_model.currentData(), key))
        self.confusion.column_chosen.connect(
            lambda key: self.column_chosen.emit(self.confusion_model.currentData(), key)
        )
        self._message.action_requested.connect(self.action_requested)
        self._chart_hint.action_requested.connect(self.predict_requested)
        self._tabs.currentChanged.connect(lambda _index: self.page_shown.emit(self.page()))
        self.save_menu.aboutToShow.connect(self._fill_save_menu)

    def add_page(self, key: str, title: str) -> PageView:
        """A further page at the end."""
        page = PageView(self, name=key)
        self._pages.append(key)
        self._tabs.addTab(page, title)
        return page

    def page(self) -> str:
        """Key of the page at the front."""
        return self._pages[self._tabs.currentIndex()]

    def page_view(self, key: str) -> PageView:
        """A page that `add_page` made."""
        page = self._tabs.widget(self._pages.index(key))
        assert isinstance(page, PageView)
        return page

    def show_page(self, key: str) -> None:
        """Bring a page to the front."""
        self._tabs.setCurrentIndex(self._pages.index(key))

    def show_confusion(self) -> None:
        """Bring the matrix to the front."""
        self.show_page(CONFUSION)

    def set_splits(self, choices: Sequence[tuple[str, str]], chosen: str) -> None:
        """Offer these `(key, title)` splits."""
        self.split.clear()
        for key, title in choices:
            self.split.addItem(title, key)
        self.split.setCurrentIndex(max(0, self.split.findData(chosen)))

    def set_query(self, text: str) -> None:
        """Show a query without asking for it."""
        self.query.set_text(text)

    def set_query_error(self, error: QueryError | None) -> None:
        """Say what is wrong with the query; None for nothing."""
        self.query.set_error(error)

    def set_summary(self, text: str) -> None:
        """Say what is judged on."""
        self._summary.setText(text)

    def set_trained_note(self, text: str) -> None:
        """Say above the numbers that models were trained on these photographs; nothing for an empty text."""
        self.trained_note.setText(text)
        self.trained_note.setVisible(bool(text))
        self._share_height()

    def set_models(self, rows: Sequence[ModelRow]) -> None:
        """Show these models."""
        self._stack.setCurrentIndex(0)
        self.models.set_rows(rows)
        self.equal_button.setVisible(any(row.weight not in (None, 1.0) for row in rows))

    def set_order_models(self, choices: Sequence[tuple[str, str]]) -> None:
        """Offer these `(key, title)` models to order the classes by."""
        self.bars_page.set_models(choices)

    def class_order(self) -> tuple[str, str, str]:
        """How the classes are to be ordered; see `BarsPage.order_chosen`."""
        return self.bars_page.chosen_order()

    def set_bars(self, groups: Sequence[ClassGroup], series: Sequence[BarSeries], *, key: str = "") -> None:
        """Draw accuracy a class; `key` explains the lines."""
        self._chart_stack.setCurrentIndex(0)
        self.bars.set_bars(groups, series)
        self.bars_page.set_key(key)

    def set_confusion(self, choices: Sequence[tuple[str, str]], chosen: str, table: ConfusionData) -> None:
        """Show the matrix of the chosen `(key, title)` model."""
        self.confusion_model.clear()
        for key, title in choices:
            self.confusion_model.addItem(title, key)
        self.confusion_model.setCurrentIndex(max(0, self.confusion_model.findData(chosen)))
        self.confusion.set_table(table)

    def set_confused_groups(self, sheet: SheetData) -> None:
        """Show classes that are taken for each other."""
        self.confusion_page.set_groups(sheet)

    def confused_groups(self) -> SheetData:
        """The classes shown that are taken for each other."""
        return self.confusion_page.groups.sheet

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

    def set_progress(self, done: tuple[int, int] | None, *, loading: str = "") -> None:
        """Show `(done, total)` of the predictions under way; None when there are none.

        Args:
            done: What was answered, and asked for.
            loading: The model that is being loaded, while none has answered.
        """
        self._predicting = done is not None
        for widget in (self._progress, self._progress_text, self.cancel_button):
            widget.setVisible(self._predicting)
        self.predict_button.setVisible(not self._predicting and bool(self.predict_button.text()))
        if done is not None:
            self._progress.setRange(0, max(1, done[1]))
            self._progress.setValue(done[0])
            text = self.tr("{0} of {1} predictions").format(f"{done[0]:,}", f"{done[1]:,}")
            self._progress_text.setText(self.tr("Loading {0}…").format(loading) if loading else text)

    def ask_file(self, name: str, kinds: str) -> Path | None:
        """Where to save; None where the person thinks better of it."""
        chosen, _ = QFileDialog.getSaveFileName(self, self.tr("Save"), name, kinds)
        return Path(chosen) if chosen else None

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._share_height()

    def _share_height(self) -> None:
        """The table of models takes a third at most, and what is said above it takes its room from the table."""
        said = self.trained_note.sizeHint().height() if self.trained_note.text() else 0
        self.models.set_room(round(self.height() * 0.3) - said)

    def _fill_save_menu(self) -> None:
        self.save_menu.clear()
        key = self.page()
        charts: list[tuple[QWidget, str]] = []
        sheets: list[str] = []
        if key == BARS:
            charts, sheets = [(self.bars, self.tr("Accuracy by class"))], [self.tr("Accuracy by class")]
        elif key == CONFUSION:
            charts, sheets = [(self.confusion, self.tr("Confusion matrix"))], [self.tr("Confusion matrix")]
            if self.confusion_page.groups.sheet.rows:
                sheets.append(self.confusion_page.groups.sheet.title)
        else:
            page = self.page_view(key)
            charts = [(chart, chart.data.title) for chart in page.plots()]
            sheets = [sheet.sheet.title for sheet in page.sheets()]
        for chart, title in charts:
            entry = self.save_menu.addAction(self.tr("{0} as PNG or SVG…").format(title))
            entry.triggered.connect(
                lambda _checked=False, chart=chart, title=title: self.save_chart_requested.emit(chart, title)
            )
        for number, title in enumerate(sheets):
            entry = self.save_menu.addAction(self.tr("{0} as CSV…").format(title))
            entry.triggered.connect(lambda _checked=False, number=number: self.save_sheet_requested.emit(key, number))
        entry = self.save_menu.addAction(self.tr("{0} as CSV…").format(self.tr("Models")))
        entry.triggered.connect(lambda: self.save_sheet_requested.emit(MODELS, 0))

    def _tell_cell(self, truth: int, predicted: object) -> None:
        self.cell_chosen.emit(self.confusion_model.currentData(), truth, predicted)

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.setSpacing(10)
        top.addWidget(QLabel(self.tr("Judge on"), self))
        top.addWidget(self.split)
        top.addWidget(self.query, 1)
        top.addWidget(self.query.help_button)
        top.addWidget(self._summary, 2)
        for widget in (
            self.equal_button,
            self._progress_text,
            self._progress,
            self.cancel_button,
            self.predict_button,
        ):
            top.addWidget(widget)
        self._tabs.setDocumentMode(True)
        self._tabs.tabBar().setDrawBase(False)
        self._tabs.setUsesScrollButtons(True)
        self._tabs.tabBar().setStyleSheet("QTabBar::tab { padding-left: 9px; padding-right: 9px; }")  # eleven of them
        self._tabs.setCornerWidget(self.save_button, Qt.Corner.TopRightCorner)
        for key, page, title in (
            (BARS, self.bars_page, self.tr("By class")),
            (CONFUSION, self.confusion_page, self.tr("Confusion")),
        ):
            self._pages.append(key)
            self._tabs.addTab(page, title)
        self._chart_stack.addWidget(self._tabs)
        self._chart_stack.addWidget(self._chart_hint)
        content = QWidget(self)
        column = QVBoxLayout(content)
        column.setContentsMargins(14, 12, 14, 8)
        column.setSpacing(10)
        column.addLayout(top)
        column.addWidget(self.trained_note)
        column.addWidget(self.models)
        column.addWidget(self._chart_stack, 1)
        self._stack.addWidget(content)
        self._stack.addWidget(self._message)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self._stack)
