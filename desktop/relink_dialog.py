"""Relinking from the window: the folders photographs come from, what is there of each, and where one is now."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QFileDialog,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QPushButton,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from core.errors import DermDeskError
from core.project.roots import likely_folder, look_at_root, preview_relink
from desktop.task import GivenUp, Task
from desktop.theme import SPACE
from desktop.translating import told

if TYPE_CHECKING:
    from collections.abc import Callable

    from core.project.project import Project
    from core.project.roots import RelinkPreview, RootState
    from desktop.session import Session


class RelinkDialog(QDialog):
    """Folders with how many of their photographs are there; another one is chosen, looked at, and linked.

    Looking for files may take long on a share, so a thread does it, with a project of its own that only reads.

    """

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._roots = list(session.project.roots().values())
        self._preview: RelinkPreview | None = None
        self._task: Task | None = None
        self.setWindowTitle(self.tr("Folders of photographs"))
        self.resize(760, 420)
        note = QLabel(
            self.tr(
                "Photographs stay in their folders and are only read. Where a folder was moved or renamed, "
                "say where it is now; labels and predictions go along."
            )
        )
        note.setObjectName("muted")
        note.setWordWrap(True)
        self.table = QTableWidget(len(self._roots), 3)
        self.table.setAccessibleName(self.windowTitle())
        self.table.setProperty("framed", True)
        self.table.setShowGrid(False)
        self.table.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        self.table.setSelectionBehavior(QTableWidget.SelectionBehavior.SelectRows)
        self.table.setSelectionMode(QTableWidget.SelectionMode.SingleSelection)
        self.table.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.table.setWordWrap(False)
        self.table.setTabKeyNavigation(False)
        self.table.verticalHeader().hide()
        self.table.verticalHeader().setDefaultSectionSize(30)
        self.table.setHorizontalHeaderLabels([self.tr("Folder"), self.tr("Photos"), self.tr("There")])
        self.table.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.table.horizontalHeader().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self.table.setColumnWidth(1, 96)
        self.table.setColumnWidth(2, 96)
        for row, root in enumerate(self._roots):
            item = QTableWidgetItem(str(root))
            item.setToolTip(str(root))
            self.table.setItem(row, 0, item)
        self.said = QLabel()
        self.said.setWordWrap(True)
        self.said.setMinimumHeight(76)
        self.said.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.said.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.choose = QPushButton(self.tr("It is now in…"))
        self.relink = QPushButton(self.tr("Relink"))
        self.relink.setProperty("primary", True)
        close = QPushButton(self.tr("Close"))
        for button in (self.choose, self.relink, close):
            button.setAutoDefault(False)
        buttons = QHBoxLayout()
        buttons.setSpacing(SPACE)
        buttons.addWidget(self.choose)
        buttons.addStretch(1)
        buttons.addWidget(self.relink)
        buttons.addWidget(close)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(2 * SPACE, 2 * SPACE, 2 * SPACE, 2 * SPACE)
        layout.setSpacing(2 * SPACE)
        for widget in (note, self.table, self.said):
            layout.addWidget(widget)
        layout.addLayout(buttons)
        self.choose.clicked.connect(lambda _on=False: self._ask_folder())
        self.relink.clicked.connect(lambda _on=False: self._relink())
        close.clicked.connect(self.reject)
        self.table.itemSelectionChanged.connect(self._forget_preview)
        self.finished.connect(self._stop)
        self._look()

    # Looking

    def _look(self) -> None:
        roots = list(self._roots)

        def work(project: Project, task: Callable[[int, int, str], None]) -> list[RootState]:
            return [look_at_root(root, project.root_files(root), progress=task) for root in roots]

        self._start(work, self._show_states)

    def _show_states(self, states: list[RootState]) -> None:
        for row, state in enumerate(states):
            for column, number in ((1, state.photographs), (2, state.found)):
                item = QTableWidgetItem(f"{number:,}")
                item.setTextAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
                self.table.setItem(row, column, item)
        missing = next((row for row, state in enumerate(states) if state.missing), 0)
        if states:
            self.table.selectRow(missing)
            self.said.setText(
                self.tr("Some photographs are missing: say where their folder is now.")
                if any(state.missing for state in states)
                else self.tr("Every photograph is where it should be.")
            )
        else:
            self.said.setText(self.tr("The project has no photographs yet."))
        self._refresh()

    def _ask_folder(self) -> None:
        folder = QFileDialog.getExistingDirectory(self, self.tr("Where the photographs are now"))
        if folder:
            self.look_into(Path(folder))

    def look_into(self, folder: Path) -> None:
        """Look for the photographs of the chosen row in this folder, and tell what is there."""
        root = self._roots[max(0, self.table.currentRow())]

        def work(project: Project, task: Callable[[int, int, str], None]) -> RelinkPreview:
            files = project.root_files(root)
            return preview_relink(files, likely_folder(files, root, folder), progress=task)

        self._start(work, self._show_preview)

    def _show_preview(self, found: RelinkPreview) -> None:
        self._preview = found
        lines = [
            self.tr("{0} of {1} photographs are in {2}").format(
                f"{found.found:,}", f"{found.photographs:,}", found.folder
            )
        ]
        if found.missing:
            lines.append(self.tr("Not there: {0}").format(", ".join(found.missing)))
        if found.different:
            lines.append(self.tr("Other photographs: {0}").format(", ".join(found.different)))
        elif found.compared:
            lines.append(self.tr("The content of {0} was compared and is the same.").format(found.compared))
        self.said.setText("\n".join(lines))
        self._refresh()

    def _start(self, look: Callable[..., object], show: Callable[..., None]) -> None:
        from core.project.project import Project

        self._stop()
        folder = self._session.project.folder

        def work(progress: Callable[[int, int, str], None]) -> object:
            with Project.open(folder, read_only=True) as project:
                return look(project, progress)

        self._preview = None
        self.said.setText(self.tr("Looking…"))
        task = self._task = Task(work, self)
        task.done.connect(partial(self._ended, task, show))
        task.failed.connect(partial(self._failed, task))
        task.start()
        self._refresh()

    def _ended(self, task: Task, show: Callable[..., None], outcome: object) -> None:
        if task is self._task:
            self._task = None
            show(outcome)

    def _failed(self, task: Task, error: Exception) -> None:
        if task is self._task:
            self._task = None
            self.said.setText("" if isinstance(error, GivenUp) else told(error))
            self._refresh()

    def _stop(self) -> None:
        task, self._task = self._task, None
        if task is not None:
            task.give_up()
            task.wait()

    # Linking

    def _forget_preview(self) -> None:
        if self._preview is not None:
            self._preview = None
            self.said.clear()
        self._refresh()

    def _refresh(self) -> None:
        free = self._task is None and bool(self._roots) and not self._session.read_only
        self.choose.setEnabled(free)
        self.relink.setEnabled(free and self._preview is not None and self._preview.found > 0)

    def _relink(self) -> None:
        if self._preview is None:
            return
        row, folder = max(0, self.table.currentRow()), self._preview.folder
        try:
            number = self._session.relink(self._roots[row], folder)
        except DermDeskError as error:
            self.said.setText(told(error))
            return
        self._roots[row] = folder
        item = self.table.item(row, 0)
        if item is not None:
            item.setText(str(folder))
            item.setToolTip(str(folder))
        self._look()
        self.said.setText(self.tr("{0} photographs are linked to {1}").format(f"{number:,}", folder))
