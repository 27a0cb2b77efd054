"""The Train workspace: runs at the left, curves in the middle, what a run is made of at the right."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QFontDatabase, QPalette
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QProgressBar,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QSplitter,
    QStackedWidget,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from desktop.charts.curves import Caption, CurvesPanel
from desktop.empty_state import EmptyState
from desktop.quiet_menu import QuietMenu
from desktop.train.notices import Notices
from desktop.train.previews import PreviewGrid
from desktop.train.queue_bar import QueueBar
from desktop.train.run_list import RunList
from desktop.train.sections import sections_html

if TYPE_CHECKING:
    from collections.abc import Sequence

    from desktop.charts.curves import RunCurves
    from desktop.train.previews import PreviewCard
    from desktop.train.rows import RunPage, RunRow
    from desktop.train.sections import Section


NAME_WIDTH = 160
"""Of the run's name at least, in pixels; beside it stand up to four buttons."""


class TrainView(QWidget):
    """Shows runs and says what the person asked for; decides nothing."""

    run_selected = Signal(str)
    runs_chosen = Signal(object)
    queue_moved = Signal(int)
    take_out_requested = Signal()
    pause_requested = Signal(bool)
    export_requested = Signal()
    import_requested = Signal()
    import_folder_requested = Signal()
    delete_requested = Signal()
    training_requested = Signal()
    stop_requested = Signal()
    abort_requested = Signal()
    folder_requested = Signal()
    start_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        self._compared: tuple[Section, ...] = ()
        super().__init__(parent)
        self.runs = RunList(self)
        self.curves = CurvesPanel(self)
        self.notices = Notices(self)
        self.queue = QueueBar(self)
        self.more_button = QPushButton(self.tr("More"), self)
        self.more_button.setProperty("menu", True)
        menu = QuietMenu(self.more_button)
        self.export_action = menu.addAction(self.tr("Export model…"))
        self.export_action.setToolTip(self.tr("Weights, model card and class table for another workstation"))
        self.delete_action = menu.addAction(self.tr("Delete run…"))
        self.more_button.setMenu(menu)
        # Its place is kept while it is hidden: where it comes, Stop and Abort mustn't move under the mouse.
        kept = self.more_button.sizePolicy()
        kept.setRetainSizeWhenHidden(True)
        self.more_button.setSizePolicy(kept)
        self.import_button = QPushButton(self.tr("Import model…"), self)
        self.import_button.setToolTip(self.tr("Take over a model that was exported on another workstation"))
        self.import_button.setProperty("menu", True)
        sources = QuietMenu(self.import_button)
        self.import_file_action = sources.addAction(self.tr("From a zip file…"))
        self.import_folder_action = sources.addAction(self.tr("From a folder…"))
        self.import_button.setMenu(sources)
        self.new_button = QPushButton(self.tr("New training…"), self)
        self.new_button.setToolTip(self.tr("Choose a model and a recipe, and train on the training split"))
        self.new_button.setProperty("primary", True)
        self.stop_button = QPushButton(self.tr("Stop"), self)
        self.stop_button.setToolTip(self.tr("Finish this step, validate, keep the best checkpoint, and end"))
        self.abort_button = QPushButton(self.tr("Abort…"), self)
        self.abort_button.setToolTip(self.tr("End the process at once; checkpoints that were saved stay"))
        self.folder_button = QPushButton(self.tr("Open run folder"), self)
        self.folder_button.setToolTip(self.tr("Show checkpoints, log and events of this run in the file manager"))
        self.start_button = QPushButton(self)
        self.start_button.setToolTip(
            self.tr("Go on from the last checkpoint, with the same recipe and the same photos")
        )
        # Of folds, the end of the name is what tells them apart.
        self._name = Caption("", self, elide=Qt.TextElideMode.ElideMiddle)
        font = self._name.font()
        font.setPointSizeF(font.pointSizeF() * 1.35)
        font.setBold(True)
        self._name.setFont(font)
        self._name.setMinimumWidth(NAME_WIDTH)
        self._state = Caption("", self)
        self._state.setObjectName("muted")
        self._activity = Caption("", self)
        self._timing = _muted("", self)
        self._bar = QProgressBar(self)
        self._bar.setRange(0, 1000)
        self._bar.setTextVisible(False)
        self._bar.setFixedHeight(6)
        self._details = QLabel(self)
        self._details.setTextFormat(Qt.TextFormat.RichText)
        self._details.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._details.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._details.setWordWrap(True)
        self._details.setMargin(10)
        self._comparison = QLabel(self)
        self._comparison.setTextFormat(Qt.TextFormat.RichText)
        self._comparison.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._comparison.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._comparison.setWordWrap(True)
        self._comparison.setMargin(10)
        self.previews = PreviewGrid(self)
        self._log = QPlainTextEdit(self)
        self._log.setReadOnly(True)
        self._log.setFrameShape(QFrame.Shape.NoFrame)
        self._log.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        self._log.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self._log.setPlaceholderText(self.tr("The run has logged nothing yet."))
        self._shown_log: tuple[str, ...] = ()
        self._empty = EmptyState(self)
        self._empty.action_requested.connect(self.training_requested)
        self._lay_out()
        self.runs.run_selected.connect(self.run_selected)
        self.runs.runs_chosen.connect(self.runs_chosen)
        self.queue.moved.connect(self.queue_moved)
        self.queue.take_out_requested.connect(self.take_out_requested)
        self.queue.pause_requested.connect(self.pause_requested)
        self.export_action.triggered.connect(self.export_requested)
        self.delete_action.triggered.connect(self.delete_requested)
        self.import_file_action.triggered.connect(self.import_requested)
        self.import_folder_action.triggered.connect(self.import_folder_requested)
        self.new_button.clicked.connect(self.training_requested)
        self.stop_button.clicked.connect(self.stop_requested)
        self.abort_button.clicked.connect(self.abort_requested)
        self.folder_button.clicked.connect(self.folder_requested)
        self.start_button.clicked.connect(self.start_requested)

    def set_runs(self, rows: Sequence[RunRow]) -> None:
        """Show these runs in the list."""
        self.runs.set_rows(rows)

    def select(self, name: str) -> None:
        """Make this run the current one."""
        self.runs.select(name)

    def set_page(self, page: RunPage) -> None:
        """Show this run."""
        self._stack.setCurrentIndex(0)
        self.new_button.show()
        self._name.setText(page.row.name)
        self._state.setText(f"{page.row.architecture} · {page.row.state_label}")
        self._activity.setText(page.activity)
        self._timing.setText(page.timing)
        self._bar.setVisible(page.row.live)
        if page.row.fraction is None:
            self._bar.setRange(0, 0 if page.row.live else 1000)
        else:
            self._bar.setRange(0, 1000)
            self._bar.setValue(round(1000 * page.row.fraction))
        self.notices.set_notices(page.notices)
        self._set_details(page)
        self._set_log(page.log)
        self._keep_focus_from_jumping(page)
        self.stop_button.setEnabled(page.can_stop)
        self.abort_button.setEnabled(page.can_abort)
        self.stop_button.setVisible(page.row.live)
        self.abort_button.setVisible(page.row.live)
        self.export_action.setEnabled(page.can_export)
        self.delete_action.setEnabled(page.can_delete)
        self.more_button.setVisible(page.can_export or page.can_delete)
        self.start_button.setText(page.start)
        self.start_button.setVisible(bool(page.start))

    def _keep_focus_from_jumping(self, page: RunPage) -> None:
        """Give the list the focus of a button that goes: by itself it would go to the next one, which may be Abort."""
        stays = {
            self.stop_button: page.can_stop,
            self.abort_button: page.can_abort,
            self.start_button: bool(page.start) and page.start == self.start_button.text(),
        }
        if not all(stay for button, stay in stays.items() if button.hasFocus()):
            self.runs.setFocus()

    def set_curves(self, runs: Sequence[RunCurves], *, epochs: int, score: str) -> None:
        """Draw these runs' curves."""
        self.curves.set_score_title(score)
        self.curves.set_runs(runs, epochs=epochs)

    def set_queue(self, waiting: int, *, paused: bool) -> None:
        """Say what waits."""
        self.queue.set_queue(waiting, paused=paused)

    def set_queue_buttons(self, *, earlier: bool, later: bool, take_out: bool) -> None:
        """What can be done with the chosen run in the queue."""
        self.queue.set_chosen(earlier=earlier, later=later, take_out=take_out)

    def set_comparison(self, sections: Sequence[Section]) -> None:
        """Show how two chosen runs differ; an empty sequence says how to choose two."""
        self._tabs.setTabVisible(self._tabs.indexOf(self._comparison_area), bool(sections))
        self._compared = tuple(sections)
        self._write_comparison()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.PaletteChange and self._compared:
            self._write_comparison()

    def _write_comparison(self) -> None:
        muted = self.palette().color(QPalette.ColorRole.PlaceholderText).name()
        self._comparison.setText(sections_html(self._compared, muted=muted))

    def set_previews(self, title: str, cards: Sequence[PreviewCard]) -> None:
        """Show what the last epoch's model says of some photographs; none hides the page."""
        self.previews.set_cards(title, cards)
        self._tabs.setTabVisible(self._tabs.indexOf(self._previews_area), bool(cards))

    def set_empty(self, title: str, text: str, action: str = "") -> None:
        """Show, instead of a run, what to do first; `action` is the button's text, none where empty."""
        self._empty.set_text(title, text, action)
        self.new_button.setVisible(not action)  # one button a thing
        self._stack.setCurrentIndex(1)

    def set_can_train(self, allowed: bool, why_not: str = "") -> None:
        """Whether a training can be begun, and if not, why."""
        self.new_button.setEnabled(allowed)
        self.import_button.setEnabled(allowed)
        self.queue.setEnabled(allowed)
        if why_not:
            self.new_button.setToolTip(why_not)

    def _set_details(self, page: RunPage) -> None:
        muted = self.palette().color(QPalette.ColorRole.PlaceholderText).name()
        html = sections_html(page.details, muted=muted)
        if html != self._details.text():
            self._details.setText(html)

    def _set_log(self, lines: tuple[str, ...]) -> None:
        if lines == self._shown_log:
            return
        self._shown_log = lines
        bar = self._log.verticalScrollBar()
        # Who reads the end goes on reading the end; who scrolled up stays where they are.
        place = None if bar.value() >= bar.maximum() - 4 else bar.value()
        self._log.setPlainText("\n".join(lines))
        bar.setValue(bar.maximum() if place is None else place)

    def _lay_out(self) -> None:
        left = QWidget(self)
        left.setObjectName("panelLeft")
        column = QVBoxLayout(left)
        column.setContentsMargins(10, 10, 6, 10)
        column.setSpacing(8)
        column.addWidget(self.new_button)
        column.addWidget(self.runs, 1)
        column.addWidget(self.queue)
        column.addWidget(self.import_button)

        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self._name, 1)
        for button in (
            self.start_button,
            self.stop_button,
            self.abort_button,
            self.folder_button,
            self.more_button,
        ):
            head.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)
        doing = QHBoxLayout()
        doing.addWidget(self._activity, 1)
        doing.addWidget(self._timing)
        middle = QWidget(self)
        column = QVBoxLayout(middle)
        column.setContentsMargins(8, 10, 8, 10)
        column.setSpacing(6)
        column.addLayout(head)
        column.addWidget(self._state)
        column.addLayout(doing)
        column.addWidget(self._bar)
        column.addWidget(self.notices)
        column.addWidget(self.curves, 1)

        scroll = QScrollArea(self)
        scroll.setWidget(self._details)
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._comparison_area = QScrollArea(self)
        self._comparison_area.setWidget(self._comparison)
        self._comparison_area.setWidgetResizable(True)
        self._comparison_area.setFrameShape(QFrame.Shape.NoFrame)
        tabs = self._tabs = QTabWidget(self)
        tabs.setDocumentMode(True)
        tabs.tabBar().setDrawBase(False)
        tabs.addTab(scroll, self.tr("Details"))
        tabs.addTab(self._log, self.tr("Log"))
        tabs.addTab(self._comparison_area, self.tr("Compare"))
        tabs.setTabVisible(2, False)
        self._previews_area = QScrollArea(self)
        self._previews_area.setWidget(self.previews)
        self._previews_area.setWidgetResizable(True)
        self._previews_area.setFrameShape(QFrame.Shape.NoFrame)
        tabs.addTab(self._previews_area, self.tr("Photos"))
        tabs.setTabVisible(3, False)

        page = QSplitter(Qt.Orientation.Horizontal, self)
        page.addWidget(middle)
        page.addWidget(tabs)
        page.setStretchFactor(0, 1)
        page.setStretchFactor(1, 0)
        page.setSizes([680, 300])
        page.setChildrenCollapsible(False)
        tabs.setMinimumWidth(220)
        self._stack = QStackedWidget(self)
        self._stack.addWidget(page)
        self._stack.addWidget(self._empty)
        whole = QSplitter(Qt.Orientation.Horizontal, self)
        whole.addWidget(left)
        whole.addWidget(self._stack)
        whole.setStretchFactor(1, 1)
        whole.setSizes([290, 990])
        whole.setChildrenCollapsible(False)
        left.setMinimumWidth(220)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(whole)


def _muted(text: str, parent: QWidget) -> QLabel:
    label = QLabel(text, parent)
    label.setObjectName("muted")
    label.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
    return label
