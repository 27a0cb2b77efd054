"""The recipe as a form, built from the fields' own descriptions; it knows no field by name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QSizePolicy,
    QSpinBox,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from desktop.quiet_inputs import QuietCombo, QuietSpin
from desktop.train.wording import choice_text, unit_text
from desktop.translating import core_text

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from core.jobs.recipe_field import RecipeField, Value

EDITOR_WIDTH = 150


class RecipeForm(QWidget):
    """One row a field under collapsible headings; what differs from the preset is set in bold."""

    edited = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows: dict[str, _FieldRow] = {}
        self._opened: set[str] = set()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(4)

    def set_fields(self, fields: Sequence[RecipeField], values: Mapping[str, Value]) -> None:
        """Show these fields with these values, which count as the preset's. The first heading is always open."""
        while (item := self._column.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        self._rows = {}
        groups: dict[str, list[RecipeField]] = {}
        for field in fields:
            groups.setdefault(field.group, []).append(field)
        for index, (name, members) in enumerate(groups.items()):
            section = _Section(core_text(name), opened=index == 0 or name in self._opened, parent=self)
            section.toggled.connect(lambda opened, name=name: self._remember(name, opened))
            for field in members:
                row = _FieldRow(field, values[field.name], section)
                row.edited.connect(self.edited)
                section.add(row)
                self._rows[field.name] = row
            self._column.addWidget(section)

    def texts(self) -> dict[str, str]:
        """What is written in each field, for `Recipe.replace_text`."""
        return {name: row.text() for name, row in self._rows.items()}

    def set_error(self, name: str, message: str) -> None:
        """Show a message under a field; an empty one takes it away."""
        self._rows[name].set_error(message)

    def editor(self, name: str) -> QWidget:
        """The widget in which a field is edited."""
        return self._rows[name].editor

    def _remember(self, name: str, opened: bool) -> None:
        (self._opened.add if opened else self._opened.discard)(name)


class _Section(QWidget):
    """A heading that shows and hides the rows under it."""

    toggled = Signal(bool)

    def __init__(self, title: str, *, opened: bool, parent: QWidget) -> None:
        super().__init__(parent)
        self._button = QToolButton(self)
        self._button.setText(title)
        self._button.setCheckable(True)
        self._button.setChecked(opened)
        self._button.setAutoRaise(True)
        self._button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self._button.setStyleSheet("QToolButton { border: none; font-weight: 600; padding: 6px 2px 2px 0; }")
        self._body = QWidget(self)
        self._form = QFormLayout(self._body)
        self._form.setContentsMargins(20, 2, 0, 6)
        self._form.setHorizontalSpacing(16)
        self._form.setVerticalSpacing(6)
        self._form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.FieldsStayAtSizeHint)
        self._form.setLabelAlignment(Qt.AlignmentFlag.AlignLeft)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._button)
        column.addWidget(self._body)
        self._button.toggled.connect(self._show)
        self._show(opened)

    def add(self, row: _FieldRow) -> None:
        """Add a field's row."""
        self._form.addRow(row.label, row)

    def _show(self, opened: bool) -> None:
        self._body.setVisible(opened)
        self._button.setArrowType(Qt.ArrowType.DownArrow if opened else Qt.ArrowType.RightArrow)
        self.toggled.emit(opened)


class _FieldRow(QWidget):
    """Editor, unit and message of one field."""

    edited = Signal()

    def __init__(self, field: RecipeField, value: Value, parent: QWidget) -> None:
        super().__init__(parent)
        self._field = field
        self._preset = _text(value)
        self.label = QLabel(core_text(field.label), parent)
        self.label.setMinimumWidth(170)
        self.editor = self._make_editor(value)
        self.label.setBuddy(self.editor)
        self.editor.setAccessibleName(self.label.text())
        allowed = self.tr("Allowed: {0}.").format(core_text(field.allowed))
        tip = f"<p style='white-space:normal'>{_plain(field, core_text(field.help))}</p><p>{_plain(field, allowed)}</p>"
        for widget in (self.label, self.editor):
            widget.setToolTip(tip)
        self._error = QLabel(self)
        self._error.setObjectName("fieldError")
        self._error.setStyleSheet("color: #d1453b")
        self._error.setWordWrap(True)
        self._error.hide()
        line = QHBoxLayout()
        line.setSpacing(8)
        line.addWidget(self.editor)
        if field.unit and not isinstance(self.editor, QSpinBox):
            unit = QLabel(core_text(field.unit), self)
            unit.setObjectName("muted")
            line.addWidget(unit)
        line.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addLayout(line)
        column.addWidget(self._error)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)

    def text(self) -> str:
        """What is written."""
        match self.editor:
            case QSpinBox():
                return str(self.editor.value())
            case QCheckBox():
                return "on" if self.editor.isChecked() else "off"
            case QComboBox():
                return str(self.editor.currentData())
            case QLineEdit():
                return self.editor.text()
        raise TypeError(type(self.editor).__name__)

    def set_error(self, message: str) -> None:
        """Show a message under the editor; an empty one takes it away."""
        self._error.setText(message)
        self._error.setVisible(bool(message))

    def _make_editor(self, value: Value) -> QWidget:
        field = self._field
        if field.kind is bool:
            box = QCheckBox(self)
            box.setChecked(bool(value))
            box.toggled.connect(self._changed)
            return box
        if field.choices:
            combo = QuietCombo(self)
            for choice in field.choices:
                combo.addItem(choice_text(choice), choice)
            combo.setCurrentIndex(combo.findData(str(value)))
            combo.currentIndexChanged.connect(self._changed)
            combo.setFixedWidth(EDITOR_WIDTH)
            return combo
        if field.kind is int:
            spin = QuietSpin(self)
            spin.setRange(int(field.minimum or 0), int(field.maximum or 2**31 - 1))
            spin.setValue(int(value))
            if field.unit:
                _follow_unit(spin, field.unit)
            if field.automatic is not None:
                spin.setSpecialValueText(self.tr("automatic"))
            spin.valueChanged.connect(self._changed)
            spin.setFixedWidth(EDITOR_WIDTH)
            spin.lineEdit().setTextMargins(6, 0, 0, 0)
            return spin
        edit = QLineEdit(_text(value), self)
        edit.textEdited.connect(self._changed)
        edit.setFixedWidth(EDITOR_WIDTH)
        return edit

    def _changed(self) -> None:
        font = self.label.font()
        font.setBold(self.text() != self._preset)
        self.label.setFont(font)
        self.edited.emit()


def _follow_unit(spin: QSpinBox, unit: str) -> None:
    """Write the unit after the number: one epoch, two epochs."""

    def write(value: int) -> None:
        spin.setSuffix(f" {unit_text(unit, value)}")

    spin.valueChanged.connect(write)
    write(spin.value())


def _plain(field: RecipeField, text: str) -> str:
    """A sentence about a field with its choices named as the list names them."""
    for choice in field.choices:
        text = text.replace(choice, choice_text(choice))
    return text


def _text(value: Value) -> str:
    if isinstance(value, bool):
        return "on" if value else "off"
    return f"{value:g}" if isinstance(value, float) else str(value)
