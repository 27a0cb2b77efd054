"""The window of second readings: begin one, see how far readers have come and agree, and go on from there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QLineEdit,
    QProgressBar,
    QPushButton,
    QSpinBox,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from desktop.theme import SPACE, redress
from desktop.wording import count_text
from desktop.wrapped_label import WrappedLabel

if TYPE_CHECKING:
    from collections.abc import Sequence


@dataclass(frozen=True, slots=True)
class ReadingRow:
    """A reading as the list shows it; numbers are texts already, a dash where there is none.

    Attributes:
        name: Of the reading.
        reader: Who reads.
        read: How far, such as `12 of 50`.
        f1: Of boxes.
        iou: Mean IoU of boxes both drew.
        kappa: Of classes.
        to_settle: Conflicts that are open.
        settled: Conflicts that were settled.
        agreed: Photographs that can be marked verified.
        kappas: Name of a class and its kappa.
        problem: Why it can't be compared; empty where it can.
    """

    name: str
    reader: str
    read: str
    f1: str = "-"
    iou: str = "-"
    kappa: str = "-"
    to_settle: int = 0
    settled: int = 0
    agreed: int = 0
    kappas: tuple[tuple[str, str], ...] = ()
    problem: str = ""


class ReadingsDialog(QDialog):
    """Shows readings and says what was asked for.

    Signals:
        begin_asked: Reader's name, size of the sample, seed.
        open_asked: Row of the reading to be opened.
        settle_asked: Row of the reading whose conflicts are to be settled.
        verify_asked: Row of the reading of which what both say the same is to be verified.
    """

    begin_asked = Signal(str, int, int)
    open_asked = Signal(int)
    settle_asked = Signal(int)
    verify_asked = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows: tuple[ReadingRow, ...] = ()
        self._busy_now = False
        self.setWindowTitle(self.tr("Second reading"))
        self.resize(900, 600)
        note = WrappedLabel(
            self.tr(
                "A second person reads a sample of the labelled photographs in a project of their own, without seeing "
                "what was said before. Both are compared then; what they see differently, a third person settles."
            )
        )
        note.setObjectName("muted")
        self.reader = QLineEdit()
        self.reader.setPlaceholderText(self.tr("Second reader's name"))
        self.reader.setAccessibleName(self.tr("Second reader's name"))
        self.size_box = QSpinBox()
        self.size_box.setRange(1, 100_000)
        self.size_box.setValue(50)
        self.size_box.setAccessibleName(self.tr("Photographs"))
        self.size_box.lineEdit().setTextMargins(6, 0, 0, 0)
        self.size_box.setToolTip(self.tr("Of each class its share, and at least one"))
        self.seed = QSpinBox()
        self.seed.setRange(0, 2**31 - 1)
        self.seed.setAccessibleName(self.tr("Seed"))
        self.seed.setMaximumWidth(110)
        self.seed.lineEdit().setTextMargins(6, 0, 0, 0)
        self.seed.setToolTip(self.tr("The same photographs, labels and seed give the same sample."))
        self.begin = QPushButton(self.tr("Begin"))
        self.begin.setProperty("primary", True)
        self.begin.setDefault(True)
        line = QHBoxLayout()
        line.setSpacing(SPACE)
        line.addWidget(self.reader, 1)
        for text, widget in ((self.tr("Photographs"), self.size_box), (self.tr("Seed"), self.seed)):
            label = QLabel(text)
            label.setBuddy(widget)
            line.addSpacing(SPACE)
            line.addWidget(label)
            line.addWidget(widget)
        line.addSpacing(SPACE)
        line.addWidget(self.begin)
        self.table = _table(
            (self.tr("Reading"), self.tr("Reader"), self.tr("Read"), self.tr("F1"), self.tr("Mean IoU"),
             self.tr("Kappa"), self.tr("To settle")), self.tr("Second readings"), stretched=1, numbers_from=2,
        )  # fmt: skip
        self.table.setSelectionBehavior(QTableWidget.SelectionBehavior.SelectRows)
        self.table.setSelectionMode(QTableWidget.SelectionMode.SingleSelection)
        self.kappas = _table(
            (self.tr("Class"), self.tr("Kappa")), self.tr("Kappa by class"), stretched=0, numbers_from=1
        )
        self.kappas.setSelectionMode(QTableWidget.SelectionMode.NoSelection)
        tables = QHBoxLayout()
        tables.setSpacing(2 * SPACE)
        tables.addWidget(self.table, 5)
        tables.addWidget(self.kappas, 2)
        self._none = QLabel(self.tr("No second reading yet."))
        self._none.setObjectName("muted")
        self._none.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.open_button = QPushButton(self.tr("Open reading"))
        self.settle_button = QPushButton()
        self.verify_button = QPushButton()
        row = QHBoxLayout()
        row.setSpacing(SPACE)
        for button in (self.open_button, self.settle_button, self.verify_button):
            button.setAutoDefault(False)
            row.addWidget(button)
        row.addStretch(1)
        self._busy = QProgressBar()
        self._busy.setRange(0, 0)
        self._busy.setTextVisible(False)
        self._busy.setFixedHeight(5)
        self._said = WrappedLabel()
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        # Else Enter in the name's field would close the window.
        buttons.button(QDialogButtonBox.StandardButton.Close).setAutoDefault(False)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(3 * SPACE, 3 * SPACE, 3 * SPACE, 2 * SPACE)
        layout.setSpacing(2 * SPACE)
        layout.addWidget(note)
        layout.addLayout(line)
        layout.addLayout(tables, 1)
        layout.addWidget(self._none, 1)
        layout.addLayout(row)
        layout.addWidget(self._busy)
        layout.addWidget(self._said)
        layout.addWidget(buttons)
        self.begin.clicked.connect(lambda _on=False: self._ask_begin())
        self.reader.textChanged.connect(lambda _text: self._enable())
        self.table.itemSelectionChanged.connect(self._show_chosen)
        self.table.itemDoubleClicked.connect(lambda item: self.open_asked.emit(item.row()))
        self.open_button.clicked.connect(lambda _on=False: self.open_asked.emit(self.chosen))
        self.settle_button.clicked.connect(lambda _on=False: self.settle_asked.emit(self.chosen))
        self.verify_button.clicked.connect(lambda _on=False: self.verify_asked.emit(self.chosen))
        buttons.rejected.connect(self.reject)
        self.set_rows(())
        self.set_busy(False)
        self.say("")

    @property
    def chosen(self) -> int:
        """Row of the reading that is chosen; -1 for none."""
        rows = self.table.selectionModel().selectedRows()
        return rows[0].row() if rows else -1

    @property
    def said(self) -> str:
        """What is said beneath the list."""
        return self._said.text()

    def set_writable(self, writable: bool) -> None:
        """Whether labels may be changed."""
        for button in (self.settle_button, self.verify_button):
            button.setProperty("may", writable)
        self._enable()

    def set_rows(self, rows: Sequence[ReadingRow], *, choose: str = "") -> None:
        """Show these readings; the one named so is chosen, else the one chosen before, else the first."""
        before = self._rows[self.chosen].name if 0 <= self.chosen < len(self._rows) else ""
        self._rows = tuple(rows)
        self.table.setRowCount(len(rows))
        for place, row in enumerate(rows):
            to_settle = str(row.to_settle) if not row.problem else "-"
            texts = (row.name, row.reader, row.read, row.f1, row.iou, row.kappa, to_settle)
            _fill(self.table, place, texts, numbers_from=2)
        for widget in (self.table, self.kappas, self.open_button, self.settle_button, self.verify_button):
            widget.setVisible(bool(rows))
        self._none.setVisible(not rows)
        names = [row.name for row in rows]
        for name in (choose, before):
            if name in names:
                self.table.selectRow(names.index(name))
                break
        else:
            if rows:
                self.table.selectRow(0)
        self._show_chosen()

    def set_busy(self, busy: bool) -> None:
        """Say that something is under way; nothing can be asked for meanwhile."""
        self._busy_now = busy
        policy = self._busy.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        self._busy.setSizePolicy(policy)
        self._busy.setVisible(busy)
        self._enable()

    def say(self, text: str, tone: str = "muted") -> None:
        """Say a sentence beneath the list; `problem` for one that went wrong."""
        self._said.setText(text)
        self._said.setObjectName(tone)
        redress(self._said)
        self._said.setVisible(bool(text))

    def _show_chosen(self) -> None:
        row = self._rows[self.chosen] if 0 <= self.chosen < len(self._rows) else None
        kappas = row.kappas if row is not None else ()
        self.kappas.setRowCount(len(kappas))
        for place, texts in enumerate(kappas):
            _fill(self.kappas, place, texts, numbers_from=1)
        self._enable()
        if row is not None and row.problem:
            self.say(row.problem, "problem")

    def _enable(self) -> None:
        row = self._rows[self.chosen] if 0 <= self.chosen < len(self._rows) else None
        free = not self._busy_now
        self.begin.setEnabled(free and bool(self.reader.text().strip()))
        self.open_button.setEnabled(free and row is not None)
        to_settle, agreed = (row.to_settle, row.agreed) if row is not None else (0, 0)
        self.settle_button.setText(self.tr("Settle {0}…").format(count_text(to_settle, "conflict")))
        self.settle_button.setEnabled(free and bool(to_settle) and bool(self.settle_button.property("may")))
        self.verify_button.setText(self.tr("Verify {0} both agree on").format(count_text(agreed, "photograph")))
        self.verify_button.setEnabled(free and bool(agreed) and bool(self.verify_button.property("may")))

    def _ask_begin(self) -> None:
        self.begin_asked.emit(" ".join(self.reader.text().split()), self.size_box.value(), self.seed.value())


def _table(titles: Sequence[str], name: str, *, stretched: int, numbers_from: int) -> QTableWidget:
    table = QTableWidget(0, len(titles))
    table.setAccessibleName(name)
    table.setProperty("framed", True)
    table.setShowGrid(False)
    table.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
    table.setTabKeyNavigation(False)
    table.verticalHeader().hide()
    table.setHorizontalHeaderLabels(list(titles))
    header = table.horizontalHeader()
    header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
    header.setSectionResizeMode(stretched, QHeaderView.ResizeMode.Stretch)
    header.setHighlightSections(False)
    for column in range(len(titles)):
        side = Qt.AlignmentFlag.AlignRight if column >= numbers_from else Qt.AlignmentFlag.AlignLeft
        if (item := table.horizontalHeaderItem(column)) is not None:
            item.setTextAlignment(side | Qt.AlignmentFlag.AlignVCenter)
    return table


def _fill(table: QTableWidget, row: int, texts: Sequence[str], *, numbers_from: int) -> None:
    for column, text in enumerate(texts):
        item = QTableWidgetItem(text)
        if column >= numbers_from:
            item.setTextAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        table.setItem(row, column, item)
