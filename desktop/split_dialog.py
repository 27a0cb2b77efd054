"""Splitting from the window: shares in, and at once what each side would get, before anything is stored."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QDialogButtonBox,
    QDoubleSpinBox,
    QGridLayout,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QSpinBox,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from core.errors import DermDeskError
from core.project.labels import Split
from core.project.splits import SplitItem, assign_splits, split_by_patient, split_items
from desktop.theme import SPACE
from desktop.translating import told

if TYPE_CHECKING:
    from core.project.project import Project

SIDES = (Split.TRAIN, Split.VAL, Split.TEST)
PREVIEW_DELAY_MS = 200
TEST_SHARE, VAL_SHARE = 25.0, 10.0


class SplitDialog(QDialog):
    """Shares of the test and validation sides, the preview, and *Split*.

    Signals:
        split_made: Sides were stored.
    """

    split_made = Signal()

    def __init__(self, project: Project, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._project = project
        self._items = split_items(project)
        self.setWindowTitle(self.tr("Split photographs"))
        self.resize(560, 560)
        note = QLabel(
            self.tr(
                "Models learn from the training side, are chosen by the validation side, and judged by the test side. "
                "All photographs of a patient go to one side."
            )
        )
        note.setObjectName("muted")
        note.setWordWrap(True)
        self.test = _share(self.tr("Test share"), TEST_SHARE)
        self.val = _share(self.tr("Validation share"), VAL_SHARE)
        self.seed = QSpinBox()
        self.seed.setRange(0, 2**31 - 1)
        self.seed.setAccessibleName(self.tr("Seed"))
        self.seed.lineEdit().setTextMargins(6, 0, 0, 0)
        self.seed.setToolTip(self.tr("The same photographs, shares and seed give the same split."))
        self.anew = QCheckBox(self.tr("Deal anew the photographs that are on a side already"))
        self.table = QTableWidget(0, 5)
        self.table.setAccessibleName(self.tr("What each side would get"))
        self.table.setProperty("framed", True)
        self.table.setShowGrid(False)
        self.table.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        self.table.setSelectionMode(QTableWidget.SelectionMode.NoSelection)
        self.table.setTabKeyNavigation(False)
        self.table.verticalHeader().hide()
        self.table.setHorizontalHeaderLabels(
            [self.tr("Class"), self.tr("Training"), self.tr("Validation"), self.tr("Test"), self.tr("Before")]
        )
        header = self.table.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        if (first := self.table.horizontalHeaderItem(0)) is not None:
            first.setTextAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self._warning = QLabel()
        self._warning.setWordWrap(True)
        self._warning.setObjectName("problem")
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel)
        self.split = self.buttons.button(QDialogButtonBox.StandardButton.Ok)
        self.split.setText(self.tr("Split"))
        form = QGridLayout()
        form.setHorizontalSpacing(2 * SPACE)
        form.setVerticalSpacing(SPACE)
        for row, (text, widget) in enumerate(
            ((self.tr("Test"), self.test), (self.tr("Validation"), self.val), (self.tr("Seed"), self.seed))
        ):
            label = QLabel(text)
            label.setBuddy(widget)
            line = QHBoxLayout()
            line.addWidget(widget)
            line.addStretch(1)
            form.addWidget(label, row, 0)
            form.addLayout(line, row, 1)
        form.addWidget(self.anew, 3, 1)
        form.setColumnStretch(1, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(3 * SPACE, 3 * SPACE, 3 * SPACE, 2 * SPACE)
        layout.setSpacing(2 * SPACE)
        layout.addWidget(note)
        layout.addLayout(form)
        layout.addWidget(self.table, 1)
        layout.addWidget(self._warning)
        layout.addWidget(self.buttons)
        self._pausing = QTimer(self)
        self._pausing.setSingleShot(True)
        self._pausing.setInterval(PREVIEW_DELAY_MS)
        self._pausing.timeout.connect(self.preview)
        for box in (self.test, self.val, self.seed):
            box.valueChanged.connect(lambda _value: self._pausing.start())
        self.anew.toggled.connect(lambda _on: self.preview())
        self.buttons.accepted.connect(self._split)
        self.buttons.rejected.connect(self.reject)
        self.preview()

    @property
    def warning(self) -> str:
        """What is said under the table."""
        return self._warning.text()

    def preview(self) -> None:
        """Show what each side would get; nothing is stored."""
        self._pausing.stop()
        items = self._items
        if self.anew.isChecked():
            items = [SplitItem(item.image_id, item.name, item.class_id, item.patient) for item in items]
        try:
            chosen = split_by_patient(
                items, test=self.test.value() / 100, val=self.val.value() / 100, seed=self.seed.value()
            )
        except DermDeskError as error:
            self._fill({})
            self._say(told(error))
            self.split.setEnabled(False)
            return
        self._fill(chosen)
        changes = any(item.split is not chosen.get(item.image_id) for item in self._items)
        self.split.setEnabled(changes)
        if not changes:
            self._say(self.tr("All photographs are on a side already, so nothing would change."))
        elif unknown := sum(item.patient is None for item in self._items):
            self._say(
                self.tr("The patient of {0} of {1} photographs is unknown: one person may be on both sides.").format(
                    f"{unknown:,}", f"{len(self._items):,}"
                )
            )
        else:
            self._say("")

    def _fill(self, chosen: dict[int, Split]) -> None:
        counts = Counter((item.class_id, chosen.get(item.image_id)) for item in self._items)
        before = Counter(item.class_id for item in self._items if item.split is not None)
        classes: list[tuple[str, int | None]] = [(entry.name, entry.id) for entry in self._project.classes]
        if any(item.class_id is None for item in self._items):
            classes.append((self.tr("(no class)"), None))
        self.table.setRowCount(len(classes) + 1)
        for row, (name, class_id) in enumerate(classes):
            self._row(row, name, [counts[class_id, side] for side in SIDES], before[class_id])
        total = [sum(counts[class_id, side] for _, class_id in classes) for side in SIDES]
        self._row(len(classes), self.tr("All photographs"), total, before.total(), bold=True)

    def _row(self, row: int, name: str, numbers: list[int], before: int, *, bold: bool = False) -> None:
        for column, text in enumerate((name, *(f"{number:,}" for number in numbers), f"{before:,}")):
            item = QTableWidgetItem(text)
            if column:
                item.setTextAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            font = item.font()
            font.setBold(bold)
            item.setFont(font)
            self.table.setItem(row, column, item)
        if (header := self.table.horizontalHeaderItem(4)) is not None:
            header.setToolTip(self.tr("Photographs that are on a side now"))

    def _split(self) -> None:
        try:
            assign_splits(
                self._project, test=self.test.value() / 100, val=self.val.value() / 100, seed=self.seed.value(),
                keep=not self.anew.isChecked(),
            )  # fmt: skip
        except DermDeskError as error:
            self._say(told(error))
            return
        self.split_made.emit()
        self.accept()

    def _say(self, text: str) -> None:
        self._warning.setText(text)
        self._warning.setVisible(bool(text))


def _share(name: str, percent: float) -> QDoubleSpinBox:
    box = QDoubleSpinBox()
    box.setRange(0.0, 95.0)
    box.setDecimals(0)
    box.setSingleStep(5.0)
    box.setSuffix(" %")
    box.setValue(percent)
    box.setAccessibleName(name)
    box.setFixedWidth(110)
    box.lineEdit().setTextMargins(6, 0, 0, 0)
    return box
