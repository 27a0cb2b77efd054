"""The Review workspace's widgets: queue, photograph with its reason, verdicts, and what is known beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QSizePolicy,
    QSlider,
    QSplitter,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from desktop.action_spec import Scope
from desktop.annotate.canvas import Canvas
from desktop.empty_state import EmptyState
from desktop.review.queue_list import QueueList, QueueModel
from desktop.review.side_panel import SidePanel
from desktop.review.verdict_button import VerdictButton
from desktop.theme import SPACE, icon

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QKeyEvent

    from desktop.actions import Actions
    from desktop.thumbnails import Thumbnails

SUSPECTS = "suspects"
BOXLESS = "boxless"
VERDICTS = ("review_model_right", "review_label_right", "review_both_wrong", "review_unsure", "review_noise")
SUGGESTIONS = ("review_accept", "review_adjust", "review_reject")


class ReviewView(QWidget):
    """Shows the queue and says what was asked for; decides nothing.

    Signals:
        mode_asked: `SUSPECTS` or `BOXLESS`.
        filter_asked: A filter was set; `chosen` of each has it.
        row_asked: Row of the queue that was clicked.
        narrowing_dropped: Show the whole queue again.
        annotate_asked: Open all photographs the queue is narrowed to in Annotate.
        threshold_asked: Score from which on boxes are suggested, 0 to 1.
        stop_asked: End looking at the photographs.
        action_requested: The button of the empty state.
    """

    mode_asked = Signal(str)
    filter_asked = Signal()
    row_asked = Signal(int)
    narrowing_dropped = Signal()
    annotate_asked = Signal()
    threshold_asked = Signal(float)
    stop_asked = Signal()
    action_requested = Signal()

    def __init__(self, actions: Actions, thumbnails: Thumbnails, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._actions = actions
        self.model = QueueModel(self)
        self.queue = QueueList(thumbnails)
        self.queue.setModel(self.model)
        self.canvas = Canvas()
        self.inspector = SidePanel(thumbnails)
        self.reason, self.class_, self.split, self.detector, self.order = (QComboBox() for _ in range(5))
        self._modes: dict[str, QPushButton] = {}
        self._shown_row = -1
        self._message = EmptyState(self)
        self._nothing = QLabel()
        self._nothing.setObjectName("muted")
        self._nothing.setWordWrap(True)
        self._nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._title = QLabel()
        self._title.setObjectName("emptyTitle")
        self._text = QLabel()
        self._text.setObjectName("muted")
        self._text.setWordWrap(True)
        self._place = QLabel()
        self._place.setObjectName("muted")
        self._progress = QProgressBar()
        self._progress.setTextVisible(False)
        self._progress.setFixedHeight(5)
        self._progress_text = QLabel()
        self._progress_text.setObjectName("small")
        self._hint = QLabel()
        self._hint.setObjectName("small")
        self._hint.setWordWrap(True)
        self._threshold = QSlider(Qt.Orientation.Horizontal)
        self._threshold.setRange(5, 95)
        self._threshold.setAccessibleName(self.tr("Lowest score suggested"))
        self._threshold_text = QLabel()
        self._threshold_text.setObjectName("muted")
        self._busy = QProgressBar()
        self._busy.setTextVisible(False)
        self._busy.setFixedHeight(5)
        self._stop = QPushButton(self.tr("Stop"))
        self._stop.setIcon(icon("stop"))
        self._stop.setToolTip(self.tr("Stop looking at the photos; what was seen is kept"))
        self._stop.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._stop.clicked.connect(lambda _on=False: self.stop_asked.emit())
        self._pages = QStackedWidget()
        self._pages.addWidget(self._workbench())
        self._pages.addWidget(self._message)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._pages)
        actions.add_to(self, Scope.REVIEW)
        self._connect()
        self.set_mode(SUSPECTS)
        self.set_busy(None)
        self.set_working(False)

    # Setters

    def set_mode(self, mode: str) -> None:
        """Show suspects with verdicts, or photographs without boxes with suggestions."""
        for name, button in self._modes.items():
            button.setChecked(name == mode)
        suspects = mode == SUSPECTS
        for combo in (self.reason, self.class_, self.split, self.detector):
            combo.setVisible(suspects)
        self.order.setVisible(not suspects)
        self._verdict_bar.setCurrentIndex(0 if suspects else 1)
        self._accept_all.setVisible(not suspects)
        self._offer_looking()

    def set_counts(self, suspects: int, boxless: int) -> None:
        """Say how many there are of each."""
        self._modes[SUSPECTS].setText(self.tr("Suspects  {0}").format(f"{suspects:,}"))
        self._modes[BOXLESS].setText(self.tr("No boxes  {0}").format(f"{boxless:,}"))

    def set_choices(self, combo: QComboBox, choices: Sequence[tuple[object, str]]) -> None:
        """Offer these `(value, text)`, and keep what was chosen where it is still there."""
        chosen = combo.currentData()
        combo.blockSignals(True)
        combo.clear()
        for value, text in choices:
            combo.addItem(text, value)
        place = next((number for number, (value, _) in enumerate(choices) if value == chosen), 0)
        combo.setCurrentIndex(place)
        combo.blockSignals(False)

    def set_banner(self, text: str) -> None:
        """Say to what the queue is narrowed; empty for nothing."""
        self._banner_text.setText(text)
        self._banner.setVisible(bool(text))

    def set_progress(self, judged: int, total: int) -> None:
        """Say how far the queue has been worked through; nothing where there is nothing to judge."""
        self._progress.setVisible(total > 0)
        self._progress_text.setVisible(total > 0)
        self._progress.setRange(0, max(1, total))
        self._progress.setValue(judged)
        self._progress_text.setText(self.tr("{0} of {1} judged").format(f"{judged:,}", f"{total:,}"))

    def set_hint(self, text: str) -> None:
        """Say what the queue leaves out."""
        self._hint.setText(text)
        self._hint.setVisible(bool(text))

    def set_nothing(self, text: str) -> None:
        """Say in place of the list why it is empty; empty where it isn't."""
        self._nothing.setText(text)
        self._nothing.setVisible(bool(text))
        self.queue.setVisible(not text)

    def set_empty(self, title: str, text: str, action: str = "") -> None:
        """Say in place of everything what to do first; an empty title shows the workbench."""
        self._message.set_text(title, text, action)
        self._pages.setCurrentIndex(1 if title else 0)

    def set_head(self, title: str, text: str, place: str) -> None:
        """Say above the photograph what is wrong with it, and where in the queue it is."""
        self._title.setText(title)
        self._text.setText(text)
        self._text.setVisible(bool(text))
        self._place.setText(place)

    def set_threshold(self, score: float) -> None:
        """Show this score."""
        self._threshold.setValue(round(100 * score))
        self._say_threshold()

    def set_busy(self, progress: tuple[int, int] | None) -> None:
        """Show done and total of what is under way (0 for unknown); None for nothing."""
        self._busy.setVisible(progress is not None)
        if progress is not None:
            self._busy.setRange(0, progress[1])
            self._busy.setValue(progress[0])

    def set_working(self, working: bool) -> None:
        """Offer to stop what is under way, in place of what would begin the like."""
        self._stop.setVisible(working)
        self._offer_looking()

    def _offer_looking(self) -> None:
        # What is found by it is a suspect.
        for button in (self._looks, self.features_button):
            button.setVisible(self._modes[SUSPECTS].isChecked() and self._stop.isHidden())

    def show_row(self, row: int) -> None:
        """Mark a row and bring it into sight."""
        index = self.model.index(row, 0)
        self._shown_row = row
        self.queue.setCurrentIndex(index)
        self.queue.scrollTo(index)

    # Held keys

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self._actions.is_held("hold_hide", event) and not event.modifiers():
            self.canvas.hide_boxes(True)
        elif self._actions.is_held("hold_loupe", event) and not event.modifiers():
            self.canvas.hold_loupe(True)
        else:
            super().keyPressEvent(event)

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        if event.isAutoRepeat():
            return
        if self._actions.is_held("hold_hide", event):
            self.canvas.hide_boxes(False)
        elif self._actions.is_held("hold_loupe", event):
            self.canvas.hold_loupe(False)
        else:
            super().keyReleaseEvent(event)

    # Parts

    def _connect(self) -> None:
        for combo in (self.reason, self.class_, self.split, self.detector, self.order):
            combo.activated.connect(lambda _index: self.filter_asked.emit())
        self.queue.clicked.connect(lambda index: self.row_asked.emit(index.row()))
        self.queue.selectionModel().currentChanged.connect(lambda index, _before: self._ask_row(index.row()))
        self._threshold.valueChanged.connect(lambda _value: self._say_threshold())
        self._threshold.valueChanged.connect(lambda value: self.threshold_asked.emit(value / 100))
        self._message.action_requested.connect(self.action_requested)

    def _ask_row(self, row: int) -> None:
        # Moved by the arrow keys; what is shown already needs no asking.
        if row >= 0 and row != self._shown_row:
            self.row_asked.emit(row)

    def _workbench(self) -> QWidget:
        splitter = QSplitter()
        splitter.setObjectName("review")
        splitter.setChildrenCollapsible(False)
        for part in (self._left(), self._middle(), self.inspector):
            splitter.addWidget(part)
        for place, stretch in enumerate((0, 1, 0)):
            splitter.setStretchFactor(place, stretch)
        splitter.setSizes([312, 680, 300])
        return splitter

    def _left(self) -> QWidget:
        left = QFrame()
        left.setObjectName("panelLeft")
        left.setMinimumWidth(272)
        modes = QHBoxLayout()
        modes.setSpacing(SPACE // 2)
        for name in (SUSPECTS, BOXLESS):
            button = QPushButton()
            button.setCheckable(True)
            button.setProperty("segment", True)
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            button.clicked.connect(lambda _on=False, name=name: self.mode_asked.emit(name))
            self._modes[name] = button
            modes.addWidget(button, 1)
        for combo, title in (
            (self.reason, self.tr("Kind of reason")),
            (self.class_, self.tr("Class")),
            (self.split, self.tr("Split")),
            (self.detector, self.tr("Model")),
            (self.order, self.tr("Order")),
        ):
            combo.setAccessibleName(title)
            combo.setToolTip(title)
            combo.setMinimumWidth(60)
            combo.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
            combo.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        two = QHBoxLayout()
        two.setSpacing(SPACE // 2)
        two.addWidget(self.class_, 3)
        two.addWidget(self.split, 2)
        self._banner = QFrame()
        self._banner.setObjectName("banner")
        self._banner_text = QLabel()
        self._banner_text.setWordWrap(True)
        drop = QToolButton()
        drop.setIcon(icon("close"))
        drop.setToolTip(self.tr("Show the whole queue"))
        drop.clicked.connect(lambda: self.narrowing_dropped.emit())
        onward = QPushButton(self.tr("Open all in Annotate"))
        onward.setIcon(icon("annotate"))
        onward.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        onward.clicked.connect(lambda: self.annotate_asked.emit())
        told = QHBoxLayout()
        told.addWidget(self._banner_text, 1)
        told.addWidget(drop, 0, Qt.AlignmentFlag.AlignTop)
        inside = QVBoxLayout(self._banner)
        inside.setContentsMargins(SPACE, SPACE // 2, SPACE // 2, SPACE)
        inside.setSpacing(SPACE // 2)
        inside.addLayout(told)
        inside.addWidget(onward, 0, Qt.AlignmentFlag.AlignLeft)
        self._banner.hide()
        self._looks, self.features_button = (self._plain_button(name) for name in ("review_looks", "review_features"))
        self._accept_all = QPushButton(self._actions["review_accept_all"].text())
        self._accept_all.clicked.connect(self._actions["review_accept_all"].trigger)
        column = QVBoxLayout()
        column.setContentsMargins(SPACE + 4, SPACE + 4, SPACE + 4, SPACE // 2)
        column.setSpacing(SPACE - 2)
        column.addLayout(modes)
        column.addWidget(self.reason)
        column.addWidget(self.order)
        column.addLayout(two)
        parts: tuple[QWidget, ...] = (self.detector, self._banner, self._progress_text, self._progress)
        for widget in parts:
            column.addWidget(widget)
        bottom = QVBoxLayout()
        bottom.setContentsMargins(SPACE + 4, SPACE // 2, SPACE + 4, SPACE + 4)
        bottom.setSpacing(SPACE - 2)
        looking = (self._stop, self._looks, self.features_button)
        below: tuple[QWidget, ...] = (self._hint, self._busy, *looking, self._accept_all)
        for widget in below:
            bottom.addWidget(widget)
        outer = QVBoxLayout(left)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addLayout(column)
        outer.addWidget(self.queue, 1)
        outer.addWidget(self._nothing, 1)
        outer.addLayout(bottom)
        return left

    def _plain_button(self, action_id: str) -> QPushButton:
        action = self._actions[action_id]
        button = QPushButton(action.text())
        button.setToolTip(action.toolTip())
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.clicked.connect(action.trigger)
        return button

    def _middle(self) -> QWidget:
        head = QFrame()
        head.setObjectName("toolstrip")
        lines = QVBoxLayout(head)
        lines.setContentsMargins(2 * SPACE, SPACE, 2 * SPACE, SPACE)
        lines.setSpacing(2)
        first = QHBoxLayout()
        first.addWidget(self._title, 1)
        first.addWidget(self._place)
        for name in ("review_previous", "review_next"):
            button = QToolButton()
            button.setDefaultAction(self._actions[name])
            button.setIconSize(QSize(18, 18))
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            first.addWidget(button)
        lines.addLayout(first)
        lines.addWidget(self._text)
        self._verdict_bar = QStackedWidget()
        self._verdict_bar.addWidget(self._bar(VERDICTS))
        suggestions = self._bar(SUGGESTIONS)
        row = suggestions.layout()
        assert isinstance(row, QHBoxLayout)
        row.insertWidget(0, self._threshold_text)
        row.insertWidget(1, self._threshold, 1)
        for place in range(2, row.count()):
            row.setStretch(place, 2)
        self._verdict_bar.addWidget(suggestions)
        self._verdict_bar.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        middle = QWidget()
        column = QVBoxLayout(middle)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(head)
        column.addWidget(self.canvas, 1)
        column.addWidget(self._verdict_bar)
        return middle

    def _bar(self, names: Sequence[str]) -> QWidget:
        bar = QFrame()
        bar.setObjectName("panel")
        row = QHBoxLayout(bar)
        row.setContentsMargins(SPACE, SPACE, SPACE, SPACE)
        row.setSpacing(SPACE - 2)
        for name in names:
            row.addWidget(VerdictButton(self._actions, name), 1)
        return bar

    def _say_threshold(self) -> None:
        self._threshold_text.setText(self.tr("Score ≥ {0}").format(f"{self._threshold.value() / 100:.2f}"))
