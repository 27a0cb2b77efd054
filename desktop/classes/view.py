"""The class manager's window. Signals out, setters in; no decisions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QColor, QIcon, QPainter, QPixmap
from PySide6.QtWidgets import (
    QAbstractItemView,
    QColorDialog,
    QDialog,
    QGridLayout,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QLineEdit,
    QMenu,
    QPushButton,
    QTableView,
    QToolButton,
    QVBoxLayout,
    QWidget,
    QWidgetAction,
)

from core.classes import PALETTE, LesionClass, fold_name
from desktop.annotate.class_palette import class_icon
from desktop.annotate.painting import ClassStyle
from desktop.classes.model import ClassModel, Column
from desktop.quiet_menu import QuietMenu
from desktop.theme import SPACE, theme

if TYPE_CHECKING:
    from collections.abc import Mapping

    from core.classes import ClassTable
    from core.project.class_rows import ClassUsage

SWATCHES_A_ROW = 7


class ClassesView(QDialog):
    """The classes in a table, and buttons for what can be done to the selected one.

    Signals:
        add_asked: Name of the class to add.
        colour_asked: Class id and `#rrggbb`.
        move_asked: Class id and how many places down.
        merge_asked: Class id; into which is still to be asked.
        remove_asked: Class id.
    """

    add_asked = Signal(str)
    colour_asked = Signal(int, str)
    move_asked = Signal(int, int)
    merge_asked = Signal(int)
    remove_asked = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Classes"))
        self.resize(960, 560)
        self._editable = False
        self.model = ClassModel(self._icon)
        self.table = QTableView()
        self.table.setAccessibleName(self.tr("Classes"))
        self.table.setProperty("framed", True)
        self.table.setModel(self.model)
        self.table.setIconSize(QSize(40, 18))
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.table.setShowGrid(False)
        self.table.setTabKeyNavigation(False)
        self.table.verticalHeader().setDefaultSectionSize(30)
        self.table.setWordWrap(False)
        heads = self.table.horizontalHeader()
        heads.setSectionResizeMode(Column.NAME, QHeaderView.ResizeMode.Stretch)
        heads.setHighlightSections(False)
        for column, width in (
            (Column.CODE, 64),
            (Column.BOXES, 76),
            (Column.DIAGNOSES, 92),
            (Column.PHOTOGRAPHS, 76),
            (Column.ALIASES, 190),
        ):
            self.table.setColumnWidth(column, width)
        self._find = QLineEdit()
        self._find.setPlaceholderText(self.tr("Find a class"))
        self._find.setAccessibleName(self._find.placeholderText())
        self._find.setClearButtonEnabled(True)
        self._find.textChanged.connect(self._narrow)
        self._name = QLineEdit()
        self._name.setPlaceholderText(self.tr("Name of a new class"))
        self._name.setAccessibleName(self._name.placeholderText())
        self._name.returnPressed.connect(self._add)
        self._name.textChanged.connect(lambda _text: self._refresh())
        self._add_button = self._button(self.tr("Add"), self._add)
        self._buttons = {
            "rename": self._button(self.tr("Rename"), self._rename),
            "colour": self._button(self.tr("Colour"), None),
            "up": self._button(self.tr("Move up"), lambda: self._ask_move(-1)),
            "down": self._button(self.tr("Move down"), lambda: self._ask_move(1)),
            "merge": self._button(self.tr("Merge into…"), lambda: self.merge_asked.emit(self.selected_id or 0)),
            "remove": self._button(self.tr("Remove…"), lambda: self.remove_asked.emit(self.selected_id or 0)),
        }
        self._buttons["remove"].setProperty("danger", True)
        self._buttons["colour"].setMenu(self._colour_menu())
        self._problem = QLabel()
        self._problem.setWordWrap(True)
        self._problem.setObjectName("muted")
        close = self._button(self.tr("Close"), self.close)
        self._lay_out(close)
        self.table.selectionModel().selectionChanged.connect(lambda *_: self._refresh())
        theme().changed.connect(self.table.viewport().update)
        self._refresh()

    def _button(self, text: str, slot: object) -> QPushButton:
        button = QPushButton(text)
        button.setAutoDefault(False)  # Return in a field adds or renames, it closes and removes nothing
        if slot is not None:
            button.clicked.connect(lambda _on=False: slot())  # type: ignore[operator]
        return button

    def _lay_out(self, close: QPushButton) -> None:
        side = QVBoxLayout()
        side.setSpacing(SPACE)
        for name, button in self._buttons.items():
            if name in ("up", "merge"):
                side.addSpacing(SPACE)
            side.addWidget(button)
        side.addStretch(1)
        side.addWidget(close)
        adding = QHBoxLayout()
        adding.setSpacing(SPACE)
        adding.addWidget(self._name, 1)
        adding.addWidget(self._add_button)
        left = QVBoxLayout()
        left.setSpacing(SPACE)
        left.addWidget(self._find)
        left.addWidget(self.table, 1)
        left.addLayout(adding)
        left.addWidget(self._problem)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(2 * SPACE, 2 * SPACE, 2 * SPACE, 2 * SPACE)
        layout.setSpacing(2 * SPACE)
        layout.addLayout(left, 1)
        layout.addLayout(side)

    def _colour_menu(self) -> QMenu:
        menu = QuietMenu(self)
        holder = QWidget()
        grid = QGridLayout(holder)
        grid.setContentsMargins(SPACE, SPACE, SPACE, SPACE)
        grid.setSpacing(SPACE // 2)
        for place, colour in enumerate(PALETTE):
            swatch = QToolButton()
            swatch.setIcon(_swatch(colour))
            swatch.setIconSize(QSize(24, 24))
            swatch.setAccessibleName(colour)
            swatch.setToolTip(self.tr("{0}, told apart by colour-blind people").format(colour))
            swatch.clicked.connect(lambda _on=False, colour=colour: self._ask_colour(colour, menu))
            grid.addWidget(swatch, place // SWATCHES_A_ROW, place % SWATCHES_A_ROW)
        swatches = QWidgetAction(menu)
        swatches.setDefaultWidget(holder)
        menu.addAction(swatches)
        menu.addAction(self.tr("Another colour…"), self._choose_colour)
        return menu

    # What is shown

    @property
    def selected_id(self) -> int | None:
        """The selected class, None where none is."""
        entry = self.model.class_at(self.table.currentIndex().row())
        return None if entry is None or not self.table.selectionModel().hasSelection() else entry.id

    def show_classes(self, classes: ClassTable, usage: Mapping[int, ClassUsage], *, editable: bool) -> None:
        """Show the class table; the class that was selected stays so."""
        chosen = self.selected_id
        self._editable = editable
        self.model.show(classes, usage, editable=editable)
        self.select(chosen if chosen is not None else next(iter(classes.ids), 0))
        self._narrow(self._find.text())
        self._name.setEnabled(editable)
        self._refresh()

    def select(self, class_id: int) -> None:
        """Select a class and bring it into sight."""
        row = self.model.row_of(class_id)
        if row >= 0:
            self.table.selectRow(row)
            self.table.scrollTo(self.model.index(row, Column.NAME))

    def clear_name(self) -> None:
        """Empty the field of the new class, for the next one."""
        self._name.clear()

    def set_problem(self, text: str) -> None:
        """Say why something was not done; empty for nothing."""
        hint = self.tr("Names, codes and other names are changed by a double click. Undo takes every change back.")
        self._problem.setText(text or hint)
        self._problem.setStyleSheet(f"color: {theme().tones.danger};" if text else "")

    def _refresh(self) -> None:
        row = self.model.row_of(self.selected_id or 0)
        count = self.model.rowCount()
        allowed = self._editable and row >= 0
        for name, button in self._buttons.items():
            button.setEnabled(allowed)
            if name == "up":
                button.setEnabled(allowed and row > 0)
            elif name == "down":
                button.setEnabled(allowed and row < count - 1)
            elif name == "merge":
                button.setEnabled(allowed and count > 1)
        self._add_button.setEnabled(self._editable and bool(self._name.text().strip()))

    def _narrow(self, text: str) -> None:
        wanted = fold_name(text)
        for row in range(self.model.rowCount()):
            entry = self.model.class_at(row)
            names = () if entry is None else (entry.name, entry.code, *entry.aliases)
            self.table.setRowHidden(row, not any(wanted in fold_name(name) for name in names))

    def _icon(self, entry: LesionClass) -> QIcon:
        return class_icon(ClassStyle(entry.code, entry.name, entry.colour), self, width=40)

    # What the person asks for

    def _add(self) -> None:
        if self._editable and self._name.text().strip():
            self.add_asked.emit(self._name.text())

    def _rename(self) -> None:
        index = self.model.index(self.table.currentIndex().row(), Column.NAME)
        self.table.setCurrentIndex(index)
        self.table.edit(index)

    def _ask_move(self, step: int) -> None:
        if self.selected_id is not None:
            self.move_asked.emit(self.selected_id, step)

    def _ask_colour(self, colour: str, menu: QMenu) -> None:
        menu.close()
        if self.selected_id is not None:
            self.colour_asked.emit(self.selected_id, colour)

    def _choose_colour(self) -> None:
        entry = self.model.class_at(self.table.currentIndex().row())
        if entry is None:
            return
        chosen = QColorDialog.getColor(QColor(entry.colour), self, self.tr("Colour of {0}").format(entry.name))
        if chosen.isValid():
            self.colour_asked.emit(entry.id, chosen.name(QColor.NameFormat.HexRgb))


def _swatch(colour: str) -> QIcon:
    pixmap = QPixmap(24, 24)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(colour))
    painter.drawRoundedRect(2, 2, 20, 20, 4, 4)
    painter.end()
    return QIcon(pixmap)
