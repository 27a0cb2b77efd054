"""What a cleaning round asks: which runs to compare with, whether to train again, whether to end it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHeaderView,
    QLabel,
    QLineEdit,
    QMessageBox,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from desktop.theme import SPACE
from desktop.wording import architecture_title, count_text, percent_text
from desktop.wrapped_label import WrappedLabel

if TYPE_CHECKING:
    from collections.abc import Sequence

    from core.review.cleaning_runs import Candidate
    from core.review.cleaning_status import RoundStatus


class BeginDialog(QDialog):
    """Finished runs to be ticked, and a name for the round; `chosen` has the runs."""

    def __init__(self, candidates: Sequence[Candidate], *, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Begin a cleaning round"))
        self.resize(720, 420)
        self._candidates = tuple(candidates)
        note = WrappedLabel(
            self.tr(
                "The labels are frozen as they are. Once you have corrected them, the ticked runs are trained again "
                "with the same recipe, seed and starting weights, and both are compared on the test photos."
            )
        )
        note.setObjectName("muted")
        self.name = QLineEdit()
        self.name.setPlaceholderText(name)
        self.name.setAccessibleName(self.tr("Name of the round"))
        label = QLabel(self.tr("Name"))
        label.setBuddy(self.name)
        headings = [self.tr("Run"), self.tr("Model"), self.tr("Validation"), self.tr("Test photos predicted")]
        self.table = QTableWidget(len(self._candidates), len(headings))
        self.table.setAccessibleName(self.tr("Runs to compare with"))
        self.table.setProperty("framed", True)
        self.table.setShowGrid(False)
        self.table.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        self.table.setSelectionBehavior(QTableWidget.SelectionBehavior.SelectRows)
        self.table.setTabKeyNavigation(False)
        self.table.verticalHeader().hide()
        self.table.setHorizontalHeaderLabels(headings)
        for row, entry in enumerate(self._candidates):
            self._fill(row, entry)
        header = self.table.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        for column in range(len(headings)):
            if (item := self.table.horizontalHeaderItem(column)) is not None:
                item.setTextAlignment(_side(column))
        self._warning = WrappedLabel()
        self._warning.setObjectName("muted")
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel)
        self.begin = self.buttons.button(QDialogButtonBox.StandardButton.Ok)
        self.begin.setText(self.tr("Begin"))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(3 * SPACE, 3 * SPACE, 3 * SPACE, 2 * SPACE)
        layout.setSpacing(SPACE + 4)
        named = QVBoxLayout()
        named.setSpacing(SPACE // 2)
        named.addWidget(label)
        named.addWidget(self.name)
        layout.addWidget(note)
        layout.addLayout(named)
        layout.addWidget(self.table, 1)
        layout.addWidget(self._warning)
        layout.addWidget(self.buttons)
        self.table.itemChanged.connect(lambda _item: self._tell())
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)
        self._tell()

    @property
    def chosen(self) -> tuple[str, ...]:
        """Names of the ticked runs."""
        return tuple(entry.run for entry in self._ticked())

    @property
    def warning(self) -> str:
        """What is said under the table."""
        return self._warning.text()

    def _ticked(self) -> list[Candidate]:
        found = []
        for row, entry in enumerate(self._candidates):
            item = self.table.item(row, 0)
            if item is not None and item.checkState() is Qt.CheckState.Checked:
                found.append(entry)
        return found

    def _fill(self, row: int, entry: Candidate) -> None:
        texts = (
            entry.run,
            architecture_title(entry.architecture),
            percent_text(entry.metric),
            f"{entry.predicted:,} / {entry.tested:,}",
        )
        for column, text in enumerate(texts):
            item = QTableWidgetItem(text)
            item.setTextAlignment(_side(column))
            if column == 0:
                item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
                item.setCheckState(Qt.CheckState.Checked if entry.is_default else Qt.CheckState.Unchecked)
            self.table.setItem(row, column, item)

    def _tell(self) -> None:
        ticked = self._ticked()
        self.begin.setEnabled(bool(ticked))
        older = [entry.run for entry in ticked if not entry.up_to_date]
        text = ""
        if not self._candidates:
            text = self.tr("No training has finished yet whose classes are the project's. Train a model first.")
        elif not ticked:
            text = self.tr("Tick at least one run.")
        elif older:
            text = self.tr(
                "Labels, splits or states have changed since {0} began to train. If what models learn from is among "
                "it, the gain counts that, too."
            ).format(", ".join(older))
        self._warning.setText(text)
        self._warning.setVisible(bool(text))


def ask_retrain(parent: QWidget | None, status: RoundStatus, *, again: bool) -> bool:
    """Whether the trainings are to be queued."""
    names = list(status.round.baseline)
    if not again:
        names = [pair.baseline for pair in status.pairs if not pair.is_trained]
    box = QMessageBox(parent)
    box.setIcon(QMessageBox.Icon.Question)
    box.setWindowTitle(_tr("Train again"))
    box.setText(_tr("Train {0} again on the labels as they are now?").format(", ".join(names)))
    changed = count_text(len(status.progress.learning.photographs), "photo")
    box.setInformativeText(
        _tr(
            "Same recipe, seed and starting weights; {0} to learn from changed since the round began. The trainings go "
            "to the end of the queue and start by themselves, also with this window closed."
        ).format(changed)
    )
    yes = box.addButton(_tr("Train again"), QMessageBox.ButtonRole.AcceptRole)
    cancel = box.addButton(QMessageBox.StandardButton.Cancel)
    box.setDefaultButton(yes)
    box.setEscapeButton(cancel)
    box.exec()
    answer = box.clickedButton() is yes
    box.deleteLater()
    return answer


def ask_end(parent: QWidget | None, name: str, *, compared: bool) -> bool:
    """Whether a round is to be over."""
    box = QMessageBox(parent)
    box.setIcon(QMessageBox.Icon.Question)
    box.setWindowTitle(_tr("End the round"))
    box.setText(_tr("End {0}?").format(name))
    said = _tr("Labels and runs stay, and what it brought can be shown again.")
    if not compared:
        said = _tr("It has not been compared yet. Labels and runs stay; it can't be gone on with.")
    box.setInformativeText(said)
    yes = box.addButton(_tr("End it"), QMessageBox.ButtonRole.AcceptRole)
    cancel = box.addButton(QMessageBox.StandardButton.Cancel)
    box.setDefaultButton(cancel if not compared else yes)
    box.setEscapeButton(cancel)
    box.exec()
    answer = box.clickedButton() is yes
    box.deleteLater()
    return answer


def _side(column: int) -> Qt.AlignmentFlag:
    side = Qt.AlignmentFlag.AlignLeft if column < 2 else Qt.AlignmentFlag.AlignRight
    return side | Qt.AlignmentFlag.AlignVCenter


def _tr(text: str) -> str:
    return QCoreApplication.translate("Cleaning", text)
