"""The dialog in which a training is put together: model, recipe, starting weights, and what it will learn from."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QFormLayout,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from desktop.theme import theme
from desktop.train.notices import Notices
from desktop.train.recipe_form import RecipeForm

if TYPE_CHECKING:
    from collections.abc import Sequence

    from desktop.train.rows import Notice

KEY = Qt.ItemDataRole.UserRole
PAPER = "paper"


@dataclass(frozen=True, slots=True)
class Choice:
    """An entry of a list: what it stands for, what people read, and a second line or tooltip."""

    key: str
    title: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class MaterialTable:
    """What there is of each class on each side.

    Attributes:
        rows: `(class name, train, val, test)`, the last one being the sum.
        lines: Sentences under the table.
        counted: What the numbers count, such as `Photos`.
    """

    rows: tuple[tuple[str, int, int, int], ...] = ()
    lines: tuple[str, ...] = ()
    counted: str = ""


class TrainDialog(QDialog):
    """Shows choices and says what was chosen; decides nothing."""

    architecture_chosen = Signal(str)
    preset_chosen = Signal(str)
    weights_chosen = Signal(str)
    device_chosen = Signal(str)
    folds_chosen = Signal(int)
    recipe_edited = Signal()
    split_requested = Signal()
    start_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("New training"))
        self.resize(1060, 640)
        self.setMinimumSize(900, 480)
        self.models = QListWidget(self)
        self.models.setFrameShape(QFrame.Shape.NoFrame)
        self.models.setAccessibleName(self.tr("Models"))
        self.models.setWordWrap(True)
        self.preset = QComboBox(self)
        self.paper_button = QPushButton(self.tr("Paper's recipe"), self)
        self.paper_button.setToolTip(self.tr("Fill all fields with the recipe of He et al. again"))
        self.paper_button.setAutoDefault(False)
        self.weights = QComboBox(self)
        self.device = QComboBox(self)
        self.folds = QComboBox(self)
        self.folds.addItem(self.tr("One model, as the split says"), 0)
        for number in (3, 5, 10):
            self.folds.addItem(self.tr("{0} models by patient, to search label errors").format(number), number)
        self.folds.setToolTip(
            self.tr("Each model leaves a part of the patients out and predicts them, whatever the split says")
        )
        self.form = RecipeForm(self)
        self.weights_notice = Notices(self)
        self.problems = Notices(self)
        self.split_button = QPushButton(self.tr("Make the split"), self)
        self.split_button.setToolTip(
            self.tr("About a quarter of the photos for test, a tenth for validation, by patient")
        )
        self.split_button.hide()
        self.start_button = QPushButton(self.tr("Start training"), self)
        self.start_button.setDefault(True)
        self.start_button.setMinimumWidth(140)
        self._cancel = QPushButton(self.tr("Cancel"), self)
        self.memory = QLabel(self)
        self.memory.setObjectName("muted")
        self.memory.setWordWrap(True)
        self.memory.setTextFormat(Qt.TextFormat.RichText)
        self._note = QLabel(self)
        self._note.setObjectName("muted")
        self._note.setWordWrap(True)
        self._table = QGridLayout()
        self._table.setHorizontalSpacing(10)
        self._table.setVerticalSpacing(3)
        self._table.setColumnStretch(0, 1)
        self._lines = QLabel(self)
        self._lines.setObjectName("muted")
        self._lines.setWordWrap(True)
        self._lay_out()
        self.models.currentItemChanged.connect(self._tell_model)
        self.preset.activated.connect(lambda: self.preset_chosen.emit(self.preset.currentData()))
        self.paper_button.clicked.connect(self._take_paper)
        self.weights.activated.connect(lambda: self.weights_chosen.emit(self.weights.currentData()))
        self.device.activated.connect(lambda: self.device_chosen.emit(self.device.currentData()))
        self.folds.activated.connect(lambda: self.folds_chosen.emit(self.folds.currentData()))
        self.form.edited.connect(self.recipe_edited)
        self.split_button.clicked.connect(self.split_requested)
        self.start_button.clicked.connect(self.start_requested)
        self._cancel.clicked.connect(self.reject)

    def set_models(self, groups: Sequence[tuple[str, Sequence[Choice]]]) -> None:
        """List models under headings."""
        for heading, choices in groups:
            title = QListWidgetItem(heading)
            title.setFlags(Qt.ItemFlag.NoItemFlags)
            font = title.font()
            font.setBold(True)
            font.setPointSizeF(font.pointSizeF() * 0.9)
            title.setFont(font)
            title.setSizeHint(QSize(0, 34))
            title.setTextAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignBottom)
            self.models.addItem(title)
            for choice in choices:
                item = QListWidgetItem(choice.title)
                item.setData(KEY, choice.key)
                item.setToolTip(choice.note)
                item.setSizeHint(QSize(0, 30))
                self.models.addItem(item)

    def set_model(self, key: str, note: str) -> None:
        """Mark this model as chosen, with a sentence on what it costs."""
        for index in range(self.models.count()):
            item = self.models.item(index)
            if item.data(KEY) == key and item is not self.models.currentItem():
                self.models.setCurrentItem(item)
        self._note.setText(note)

    def set_presets(self, choices: Sequence[Choice], chosen: str) -> None:
        """Offer these presets."""
        _fill(self.preset, choices, chosen)

    def set_paper(self, *, is_paper: bool) -> None:
        """Whether the paper's recipe is the one chosen."""
        self.paper_button.setEnabled(not is_paper)

    def set_weights(self, choices: Sequence[Choice], chosen: str) -> None:
        """Offer these starting weights."""
        _fill(self.weights, choices, chosen)

    def set_devices(self, choices: Sequence[Choice], chosen: str) -> None:
        """Offer these devices."""
        _fill(self.device, choices, chosen)

    def set_weights_notice(self, notices: Sequence[Notice]) -> None:
        """Say what the chosen starting weights mean."""
        self.weights_notice.set_notices(notices)

    def set_material(self, table: MaterialTable, problems: Sequence[Notice], *, offer_split: bool) -> None:
        """Show what the training learns from, and what stands in its way."""
        while (item := self._table.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        if table.rows:
            for column, text in enumerate((table.counted, self.tr("train"), self.tr("val"), self.tr("test"))):
                self._cell(0, column, text, muted=True)
        for line, (name, *counts) in enumerate(table.rows, 1):
            total = line == len(table.rows)
            self._cell(line, 0, name, bold=total)
            for column, count in enumerate(counts, 1):
                self._cell(line, column, f"{count:,}" if count else "–", bold=total, muted=not count)
        self._lines.setText("<br>".join(table.lines))
        self.problems.set_notices(problems)
        self.split_button.setVisible(offer_split)

    def set_memory(self, level: str | None, text: str) -> None:
        """Say beside the buttons how it fits into the memory: `green`, `yellow`, `red`; None where nobody knows."""
        tones = theme().tones
        colour = {"green": tones.good, "yellow": tones.warning, "red": tones.danger}.get(level or "", tones.muted)
        marked = f'<span style="color: {colour}">●</span>&nbsp; {escape(text)}'
        self.memory.setText(marked if text else "")

    def set_can_start(self, allowed: bool) -> None:
        """Whether the training can be started."""
        self.start_button.setEnabled(allowed)

    def _cell(self, row: int, column: int, text: str, *, bold: bool = False, muted: bool = False) -> None:
        label = QLabel(text, self)
        if muted:
            label.setObjectName("muted")
        if bold:
            font = label.font()
            font.setBold(True)
            label.setFont(font)
        if column:
            label.setAlignment(Qt.AlignmentFlag.AlignRight)
        else:
            label.setToolTip(text)
            label.setMinimumWidth(40)
        self._table.addWidget(label, row, column)
        label.show()

    def _take_paper(self) -> None:
        self.preset.setCurrentIndex(self.preset.findData(PAPER))
        self.preset_chosen.emit(PAPER)

    def _tell_model(self, item: QListWidgetItem | None) -> None:
        if item is not None and item.data(KEY):
            self.architecture_chosen.emit(item.data(KEY))

    def _lay_out(self) -> None:
        choices = QFormLayout()
        choices.setHorizontalSpacing(16)
        choices.setVerticalSpacing(8)
        for label, box in (
            (self.tr("Start from"), self.weights),
            (self.tr("Train on"), self.device),
            (self.tr("Folds"), self.folds),
        ):
            box.setMinimumWidth(260)
            box.setAccessibleName(label)
            choices.addRow(label, box)
        self.preset.setAccessibleName(self.tr("Recipe"))
        recipe = QHBoxLayout()
        recipe.setSpacing(8)
        recipe.addWidget(self.preset, 1)
        recipe.addWidget(self.paper_button)
        choices.insertRow(0, self.tr("Recipe"), recipe)
        body = QWidget(self)
        body.setObjectName("page")
        middle = QVBoxLayout(body)
        middle.setContentsMargins(16, 14, 12, 12)
        middle.setSpacing(10)
        middle.addWidget(self._note)
        middle.addLayout(choices)
        middle.addWidget(self.weights_notice)
        middle.addWidget(self.form)
        middle.addStretch(1)
        scroll = _scrolling(body, self)

        learns = QWidget(self)
        learns.setObjectName("panelRight")
        column = QVBoxLayout(learns)
        column.setContentsMargins(14, 14, 14, 12)
        column.setSpacing(10)
        heading = QLabel(self.tr("What it learns from"), self)
        heading.setObjectName("heading")
        column.addWidget(heading)
        column.addWidget(self.problems)
        column.addWidget(self.split_button, 0, Qt.AlignmentFlag.AlignLeft)
        column.addLayout(self._table)
        column.addWidget(self._lines)
        column.addStretch(1)
        right = _scrolling(learns, self)

        columns = QHBoxLayout()
        columns.setSpacing(0)
        chooser = QWidget(self)
        chooser.setObjectName("panelLeft")
        chooser.setFixedWidth(250)
        column = QVBoxLayout(chooser)
        column.setContentsMargins(14, 4, 8, 8)
        column.addWidget(self.models)
        right.setFixedWidth(320)
        columns.addWidget(chooser)
        columns.addWidget(scroll, 1)
        columns.addWidget(right)
        buttons = QHBoxLayout()
        buttons.setContentsMargins(14, 10, 14, 12)
        buttons.setSpacing(8)
        buttons.addWidget(self.memory, 1)
        buttons.addWidget(self._cancel)
        buttons.addWidget(self.start_button)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addLayout(columns, 1)
        outer.addLayout(buttons)


def _scrolling(widget: QWidget, parent: QWidget) -> QScrollArea:
    area = QScrollArea(parent)
    area.setWidget(widget)
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    return area


def _fill(box: QComboBox, choices: Sequence[Choice], chosen: str) -> None:
    box.clear()
    for choice in choices:
        box.addItem(choice.title, choice.key)
        box.setItemData(box.count() - 1, choice.note, Qt.ItemDataRole.ToolTipRole)
    box.setCurrentIndex(max(0, box.findData(chosen)))
