"""A report from the window: which photographs it judges, what it shows of them, and where it goes."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QFormLayout,
    QProgressBar,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from core.kept_weights import load_weights
from core.project.labels import Split
from core.project.project import Project
from desktop.jobs.background import Errand
from desktop.theme import SPACE
from desktop.translating import told
from desktop.wrapped_label import WrappedLabel

if TYPE_CHECKING:
    from PySide6.QtGui import QCloseEvent

ENDINGS = (".html", ".pdf")


class ReportDialog(QDialog):
    """The choices of `dermdesk report`, and *Write…*.

    Signals:
        written: With the path, once the file is there.
    """

    written = Signal(object)

    def __init__(self, project: Project, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._folder = project.folder
        self._errand: Errand[Path] | None = None
        self._path: Path | None = None
        self.setWindowTitle(self.tr("Write a report"))
        self.setMinimumWidth(520)
        note = WrappedLabel(
            self.tr(
                "Data, recipes, tables, charts and the surest errors, in one HTML or PDF file that needs nothing "
                "beside it. Pictures are made of pixels anew: no date, place or device of the photograph is in them."
            )
        )
        note.setObjectName("muted")
        self.split = QComboBox()
        for title, split in (
            (self.tr("Test photographs"), Split.TEST),
            (self.tr("Validation photographs"), Split.VAL),
            (self.tr("Training photographs"), Split.TRAIN),
            (self.tr("All photographs"), None),
        ):
            # Qt would give back a plain text for an enum.
            self.split.addItem(title, None if split is None else split.value)
        self.worst = QSpinBox()
        self.worst.setRange(0, 500)
        self.worst.setValue(12)
        self.worst.lineEdit().setTextMargins(6, 0, 0, 0)
        self.photographs = QCheckBox(self.tr("Show them as small pictures"))
        self.photographs.setChecked(True)
        self.file_names = QCheckBox(self.tr("Call them by their files, which may name a patient"))
        form = QFormLayout()
        form.setHorizontalSpacing(2 * SPACE)
        form.setVerticalSpacing(SPACE)
        form.addRow(self.tr("Judge on"), self.split)
        form.addRow(self.tr("Surest errors"), self.worst)
        form.addRow("", self.photographs)
        form.addRow("", self.file_names)
        self._busy = QProgressBar()
        self._busy.setRange(0, 0)
        self._busy.setTextVisible(False)
        self._said = WrappedLabel()
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Save | QDialogButtonBox.StandardButton.Close)
        self.save = self.buttons.button(QDialogButtonBox.StandardButton.Save)
        self.save.setText(self.tr("Write…"))
        self.open_button = self.buttons.addButton(self.tr("Open"), QDialogButtonBox.ButtonRole.ActionRole)
        self.open_button.hide()
        layout = self._column = QVBoxLayout(self)
        layout.setContentsMargins(3 * SPACE, 3 * SPACE, 3 * SPACE, 2 * SPACE)
        layout.setSpacing(2 * SPACE)
        layout.addWidget(note)
        layout.addLayout(form)
        layout.addWidget(self._busy)
        layout.addWidget(self._said)
        layout.addStretch(1)
        layout.addWidget(self.buttons)
        self._busy.hide()
        self._said.hide()
        self.buttons.accepted.connect(self.choose)
        self.buttons.rejected.connect(self.reject)
        self.open_button.clicked.connect(self._open)

    @property
    def said(self) -> str:
        """What is said beneath the choices."""
        return self._said.text()

    def choose(self) -> None:
        """Ask where to, then write."""
        start = str(self._folder.parent / f"{self._folder.name}.html")
        filters = self.tr("Page (*.html);;Paper (*.pdf)")
        name, chosen = QFileDialog.getSaveFileName(self, self.tr("Write the report to"), start, filters)
        if name:
            path = Path(name)
            if path.suffix.lower() not in ENDINGS:
                path = path.with_name(path.name + (".pdf" if "*.pdf" in chosen else ".html"))
            self.write(path)

    def write(self, path: Path) -> None:
        """Write in the background; the ending of the path says which kind."""
        side = self.split.currentData()
        folder, split = self._folder, None if side is None else Split(side)
        worst, photographs, file_names = self.worst.value(), self.photographs.isChecked(), self.file_names.isChecked()

        def work() -> Path:
            from core.evaluation import evaluate
            from core.reporting.content import gather
            from core.reporting.html import write_html
            from core.reporting.pdf import write_pdf

            # A project belongs to one thread, so this one opens its own, to read.
            with Project.open(folder, read_only=True) as project:
                judged = evaluate(project, split, boxes=False)
                names = {entry.name for entry in judged.models if not entry.detects}
                # The same EnsembleNet as in Evaluate; weights of runs that aren't judged here have no place in it.
                kept = {name: weight for name, weight in load_weights(project).items() if name in names}
                content = gather(
                    project,
                    split,
                    now=datetime.now().astimezone(),
                    weights=kept if names - {name for name, weight in kept.items() if not weight} else {},
                    worst=worst,
                )
            writer = write_pdf if path.suffix.lower() == ".pdf" else write_html
            writer(content, path, photographs=photographs, file_names=file_names)
            return path

        self._errand = Errand(work, self)
        self._errand.done.connect(self._done)
        self._errand.failed.connect(self._failed)
        self._show_busy(True)
        self._errand.start()

    def closeEvent(self, event: QCloseEvent) -> None:
        # The file appears whole or not at all, whoever still listens.
        self._errand = None
        super().closeEvent(event)

    def _done(self, path: Path) -> None:
        self._show_busy(False)
        self._path = path
        self.open_button.show()
        self._say(self.tr("Wrote {0}").format(path), "muted")
        self.written.emit(path)

    def _open(self) -> None:
        if self._path is not None and not QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._path))):
            self._say(self.tr("No program here opens it: {0}").format(self._path), "problem")

    def _failed(self, error: Exception) -> None:
        self._show_busy(False)
        if isinstance(error, OSError):
            self._say(self.tr("The report can't be written there: {0}").format(error.strerror), "problem")
        else:
            self._say(told(error), "problem")

    def _say(self, text: str, tone: str) -> None:
        self._said.setText(text)
        self._said.setObjectName(tone)
        self._said.style().polish(self._said)
        self._said.show()
        self._fit()

    def _show_busy(self, busy: bool) -> None:
        self._busy.setVisible(busy)
        self._said.setVisible(not busy and bool(self._said.text()))
        for widget in (self.save, self.split, self.worst, self.photographs, self.file_names):
            widget.setEnabled(not busy)
        self._fit()

    def _fit(self) -> None:
        """Grow where what is said needs it: a layout alone would press the fields together."""
        self._column.activate()
        self.resize(self.width(), max(self.height(), self._column.totalMinimumSize().height()))
