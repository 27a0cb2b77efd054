"""Import from the window: what to import, its progress, and what was wrong with which file."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QAbstractTableModel, QCoreApplication, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QCheckBox,
    QDialog,
    QDialogButtonBox,
    QGridLayout,
    QHeaderView,
    QLabel,
    QProgressBar,
    QPushButton,
    QStackedWidget,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from desktop.classes.giving_away import lost_text
from desktop.new_project_dialog import PathField, choose_file, choose_folder
from desktop.theme import SPACE
from desktop.translating import core_text

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from PySide6.QtGui import QCloseEvent

    from core.importing import ImportReport, Problem

Index = QModelIndex | QPersistentModelIndex
MOST_WRAPPED = 500
"""Problems whose rows are as high as their text; measuring more of them would take seconds."""


@dataclass(frozen=True, slots=True)
class ImportWish:
    """What shall be imported; fields as `core.importing.import_photos` has them."""

    source: Path
    boxes: Path | None = None
    metadata: Path | None = None
    add_classes: bool = False


class ProblemTable(QAbstractTableModel):
    """File and reason, a row a problem."""

    def __init__(self, problems: Sequence[Problem] = ()) -> None:
        super().__init__()
        self._problems = tuple(problems)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._problems)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else 2

    def data(self, index: Index, role: int = int(Qt.ItemDataRole.DisplayRole)) -> str | None:
        problem = self._problems[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return problem.path.name if index.column() == 0 else core_text(problem.reason)
        if role == Qt.ItemDataRole.ToolTipRole:
            return f"{problem.path}\n{core_text(problem.reason)}"
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = int(Qt.ItemDataRole.DisplayRole)
    ) -> str | None:
        if role == Qt.ItemDataRole.DisplayRole and orientation == Qt.Orientation.Horizontal:
            return (self.tr("File"), self.tr("What is wrong"))[section]
        return None


class ImportDialog(QDialog):
    """Three pages: form, progress, report.

    Signals:
        import_asked: An `ImportWish`.
        give_up_asked: Stop reading; nothing has been stored yet.
    """

    import_asked = Signal(object)
    give_up_asked = Signal()

    def __init__(self, *, has_classes: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Import photographs"))
        self.setMinimumSize(600, 340)
        self._running = False
        self.pages = QStackedWidget()
        self.pages.addWidget(self._form(has_classes))
        self.pages.addWidget(self._progress_page())
        self.pages.addWidget(self._report_page())
        layout = QVBoxLayout(self)
        layout.setContentsMargins(3 * SPACE, 3 * SPACE, 3 * SPACE, 2 * SPACE)
        layout.addWidget(self.pages)

    def _form(self, has_classes: bool) -> QWidget:
        page = QWidget()
        self.source = PathField(
            choose_folder(self.tr("Folder of photographs")), self.tr("Photographs"),
            placeholder=self.tr("Folder; its sub-folders may name the classes"),
        )  # fmt: skip
        self.boxes = PathField(
            choose_folder(self.tr("Folder of boxes")), self.tr("Boxes"),
            placeholder=self.tr("Folder of Pascal VOC files, if they lie elsewhere"),
        )  # fmt: skip
        self.metadata = PathField(
            choose_file(self.tr("Metadata table"), self.tr("Tables (*.csv *.tsv *.txt);;All files (*)")),
            self.tr("Metadata"), placeholder=self.tr("CSV with file, class, patient, split"),
        )  # fmt: skip
        self.add_classes = QCheckBox(self.tr("Add classes the project doesn't have yet"))
        self.add_classes.setVisible(has_classes)
        note = QLabel(
            self.tr("Photographs stay where they are and are only read. Importing twice adds nothing twice.")
        )  # fmt: skip
        note.setObjectName("muted")
        note.setWordWrap(True)
        self._problem = QLabel()
        self._problem.setObjectName("problem")
        self._problem.hide()
        form = QGridLayout()
        form.setHorizontalSpacing(2 * SPACE)
        form.setVerticalSpacing(SPACE)
        for row, (text, field) in enumerate(
            (
                (self.tr("Photographs"), self.source),
                (self.tr("Boxes"), self.boxes),
                (self.tr("Metadata"), self.metadata),
            )
        ):
            form.addWidget(QLabel(text), row, 0)
            form.addWidget(field, row, 1)
        form.addWidget(self.add_classes, 3, 1)
        form.setColumnStretch(1, 1)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel)
        buttons.button(QDialogButtonBox.StandardButton.Ok).setText(self.tr("Import"))
        buttons.accepted.connect(self._ask)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(page)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2 * SPACE)
        layout.addWidget(note)
        layout.addLayout(form)
        layout.addWidget(self._problem)
        layout.addStretch(1)
        layout.addWidget(buttons)
        return page

    def _progress_page(self) -> QWidget:
        page = QWidget()
        self._doing = QLabel(self.tr("Looking for photographs…"))
        self._bar = QProgressBar()
        self._bar.setRange(0, 0)
        self._bar.setTextVisible(False)
        self._in_hand = QLabel()
        self._in_hand.setObjectName("muted")
        self._give_up = QPushButton(self.tr("Cancel"))
        self._give_up.clicked.connect(self._stop)
        layout = QVBoxLayout(page)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2 * SPACE)
        layout.addStretch(1)
        layout.addWidget(self._doing)
        layout.addWidget(self._bar)
        layout.addWidget(self._in_hand)
        layout.addStretch(1)
        layout.addWidget(self._give_up, 0, Qt.AlignmentFlag.AlignRight)
        return page

    def _report_page(self) -> QWidget:
        page = QWidget()
        self._result = QLabel()
        self._result.setObjectName("emptyTitle")
        self._result.setWordWrap(True)
        self._facts = QLabel()
        self._facts.setWordWrap(True)
        self._lost = QLabel()
        self._lost.setObjectName("problem")
        self._lost.setWordWrap(True)
        self._lost.hide()
        self._table = QTableView()
        self._table.setProperty("framed", True)
        self._table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self._table.setAlternatingRowColors(True)
        self._table.setShowGrid(False)
        self._table.setWordWrap(True)
        self._table.verticalHeader().hide()
        self._table.setAccessibleName(self.tr("Problems"))
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.accept)
        layout = QVBoxLayout(page)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(SPACE)
        layout.addWidget(self._result)
        layout.addWidget(self._facts)
        layout.addWidget(self._lost)
        layout.addWidget(self._table, 1)
        layout.addWidget(buttons)
        return page

    @property
    def problem_count(self) -> int:
        model = self._table.model()
        return 0 if model is None else model.rowCount()

    def show_progress(self, done: int, total: int, what: str) -> None:
        """Say how far it is."""
        self._bar.setRange(0, total)
        self._bar.setValue(done)
        self._doing.setText(self.tr("{0} of {1} photographs").format(f"{done:,}", f"{total:,}"))
        self._in_hand.setText(self._in_hand.fontMetrics().elidedText(what, Qt.TextElideMode.ElideMiddle, 500))

    def show_report(self, report: ImportReport) -> None:
        """Say what came of it."""
        self._running = False
        added = report.images_added
        self._result.setText(QCoreApplication.translate("ImportDialog", "%Ln photographs added", None, added))
        facts = [QCoreApplication.translate("ImportDialog", "%Ln lesion boxes", None, report.boxes_added)]
        if report.images_known:
            facts.append(self.tr("{0} were there already").format(f"{report.images_known:,}"))
        if report.classes_added:
            facts.append(self.tr("new classes: {0}").format(", ".join(report.classes_added)))
        problems = len(report.problems)
        facts.append(
            self.tr("no problems")
            if not problems
            else QCoreApplication.translate("ImportDialog", "%Ln problems:", None, problems)
        )
        self._facts.setText(" · ".join(facts))
        self._lost.setText(lost_text(report.models_lost) if report.models_lost else "")
        self._lost.setVisible(bool(report.models_lost))
        model = ProblemTable(report.problems)
        model.setParent(self._table)
        self._table.setModel(model)
        self._table.setVisible(bool(problems))
        self._table.setColumnWidth(0, 200)
        self._table.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self._table.horizontalHeader().setSectionResizeMode(1, QHeaderView.ResizeMode.Stretch)
        # Once the window has given the columns their width, each row is as high as its reason needs.
        self._table.verticalHeader().setSectionResizeMode(
            QHeaderView.ResizeMode.ResizeToContents if problems <= MOST_WRAPPED else QHeaderView.ResizeMode.Interactive
        )
        self.pages.setCurrentIndex(2)

    def show_form(self, problem: str) -> None:
        """Back to the form, with what was wrong."""
        self._running = False
        self._problem.setText(problem)
        self._problem.setWordWrap(True)
        self._problem.setVisible(bool(problem))
        self.pages.setCurrentIndex(0)

    def reject(self) -> None:
        """Escape and Cancel: while reading, give up first."""
        if self._running:
            self._stop()
        else:
            super().reject()

    def closeEvent(self, event: QCloseEvent) -> None:
        if self._running:
            self._stop()
            event.ignore()
        else:
            super().closeEvent(event)

    def _ask(self) -> None:
        source = self.source.path
        if source is None:
            self.show_form(self.tr("Choose the folder of photographs."))
            return
        self._running = True
        self._give_up.setEnabled(True)
        self._bar.setRange(0, 0)
        self.pages.setCurrentIndex(1)
        self.import_asked.emit(
            ImportWish(source, self.boxes.path, self.metadata.path, self.add_classes.isChecked())
        )  # fmt: skip

    def _stop(self) -> None:
        self._give_up.setEnabled(False)
        self.give_up_asked.emit()
