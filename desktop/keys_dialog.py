"""All actions with their keys, and choosing other keys: what a new key would be taken from is said before it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QHBoxLayout,
    QHeaderView,
    QLineEdit,
    QPushButton,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from desktop.action_text import action_text, action_tip, menu_text, shown_key
from desktop.keys.bindings import Bindings, may_have, only_shown
from desktop.keys.catcher import KeyCatcher
from desktop.theme import SPACE

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QKeyEvent

    from desktop.action_spec import ActionSpec

ACTION, KEYS, MENU, TIP = range(4)
SPEC = Qt.ItemDataRole.UserRole


class KeysDialog(QDialog):
    """The cheat sheet, in which a row can be given another key.

    Signals:
        bindings_changed: The `Bindings` that shall work from now on.
    """

    bindings_changed = Signal(object)

    def __init__(self, bindings: Bindings | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bindings = bindings or Bindings()
        self._asking: tuple[ActionSpec, str, bool] | None = None
        self.setWindowTitle(self.tr("Keys"))
        self.resize(980, 680)
        self.search = QLineEdit()
        self.search.setPlaceholderText(self.tr("Search actions and keys"))
        self.search.setAccessibleName(self.search.placeholderText())
        self.search.setClearButtonEnabled(True)
        self.table = self._made_table()
        self.catcher = KeyCatcher()
        self.catcher.setObjectName("keyQuestion")
        self.take = self._button(self.tr("Take it"), self._take)
        self.leave = self._button(self.tr("Leave it"), self._leave)
        self.change = self._button(self.tr("Change key…"), lambda: self._listen(instead=True))
        self.add = self._button(self.tr("Add a key…"), lambda: self._listen(instead=False))
        self.clear = self._button(self.tr("No key"), self._clear)
        self.reset = self._button(self.tr("Usual key"), self._reset)
        self.reset_all = self._button(self.tr("All usual keys"), self._reset_all)
        close = self._button(self.tr("Close"), self.reject)
        question = QHBoxLayout()
        question.addWidget(self.catcher, 1)
        question.addWidget(self.take)
        question.addWidget(self.leave)
        buttons = QHBoxLayout()
        for button in (self.change, self.add, self.clear, self.reset, self.reset_all):
            buttons.addWidget(button)
        buttons.addStretch(1)
        buttons.addWidget(close)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(2 * SPACE, 2 * SPACE, 2 * SPACE, 2 * SPACE)
        layout.setSpacing(SPACE)
        layout.addWidget(self.search)
        layout.addWidget(self.table, 1)
        layout.addLayout(question)
        layout.addLayout(buttons)
        self.search.textChanged.connect(self._narrow)
        self.search.returnPressed.connect(self.table.setFocus)
        self.table.itemSelectionChanged.connect(self._chosen)
        self.table.itemDoubleClicked.connect(lambda _item: self._listen(instead=True))
        self.table.asked_to_change.connect(lambda: self._listen(instead=True))
        self.table.asked_to_clear.connect(self._clear)
        self.catcher.caught.connect(self._caught)
        self.catcher.gave_up.connect(self._leave)
        self._say_usual()
        self._fill()
        self.table.selectRow(0)

    @property
    def bindings(self) -> Bindings:
        return self._bindings

    @property
    def question(self) -> str:
        """The line under the table."""
        return self.catcher.text()

    def keys_shown(self, action_id: str) -> str:
        """What the table says of an action's keys."""
        for row in range(self.table.rowCount()):
            if self._spec_at(row).id == action_id:
                return self._text_at(row, KEYS)
        raise KeyError(action_id)

    def choose(self, action_id: str) -> None:
        """Select the row of an action."""
        for row in range(self.table.rowCount()):
            if self._spec_at(row).id == action_id:
                self.table.selectRow(row)
                self._bring_into_sight()

    # Table

    def _made_table(self) -> _KeyTable:
        table = _KeyTable(len(self._bindings.specs), 4)
        table.setHorizontalHeaderLabels([self.tr("Action"), self.tr("Keys"), self.tr("Menu"), self.tr("What it does")])
        table.setAccessibleName(self.tr("Actions and their keys"))
        table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        table.setTabKeyNavigation(False)
        table.setShowGrid(False)
        table.setProperty("framed", True)
        table.verticalHeader().hide()
        table.verticalHeader().setMinimumSectionSize(28)
        # As high as the longest text needs: a description is never cut.
        table.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        table.setWordWrap(True)
        table.setColumnWidth(ACTION, 200)
        table.setColumnWidth(KEYS, 170)
        table.setColumnWidth(MENU, 90)
        header = table.horizontalHeader()
        header.setSectionResizeMode(TIP, QHeaderView.ResizeMode.Stretch)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        return table

    def _fill(self) -> None:
        for row, (spec, keys) in enumerate(only_shown(self._bindings, self._bindings.specs)):
            texts = (action_text(spec), keys, menu_text(spec.menu), action_tip(spec))
            for column, text in enumerate(texts):
                item = self.table.item(row, column)
                if item is None:
                    item = QTableWidgetItem()
                    item.setData(SPEC, spec)
                    self.table.setItem(row, column, item)
                item.setText(text)
                item.setToolTip(text)
                font = item.font()
                font.setBold(column == KEYS and self._bindings.is_changed(spec))
                item.setFont(font)
        self._chosen()

    def _narrow(self, text: str) -> None:
        wanted = text.casefold()
        first = None
        for row in range(self.table.rowCount()):
            spec = self._spec_at(row)
            line = " ".join([*(self._text_at(row, column) for column in range(4)), spec.text]).casefold()
            self.table.setRowHidden(row, wanted not in line)
            first = row if first is None and wanted in line else first
        if first is not None and (self.table.currentRow() < 0 or self.table.isRowHidden(self.table.currentRow())):
            self.table.selectRow(first)

    def _spec_at(self, row: int) -> ActionSpec:
        item = self.table.item(row, ACTION)
        assert item is not None
        spec: ActionSpec = item.data(SPEC)
        return spec

    def _text_at(self, row: int, column: int) -> str:
        item = self.table.item(row, column)
        return "" if item is None else item.text()

    def _current(self) -> ActionSpec | None:
        row = self.table.currentRow()
        return None if row < 0 or self.table.isRowHidden(row) else self._spec_at(row)

    def _chosen(self) -> None:
        spec = self._current()
        for button in (self.change, self.add, self.clear):
            button.setEnabled(spec is not None)
        self.clear.setEnabled(spec is not None and bool(self._bindings.keys_of(spec)))
        self.reset.setEnabled(spec is not None and self._bindings.is_changed(spec))
        self.reset_all.setEnabled(bool(self._bindings.changed))

    # Changing

    def _listen(self, *, instead: bool) -> None:
        spec = self._current()
        if spec is None:
            return
        self._show_answers(False)
        self._instead = instead
        text = self.tr("Press the new key for {0}. Esc leaves it as it is.").format(action_text(spec))
        self.catcher.listen(text)

    def _caught(self, key: str) -> None:
        spec = self._current()
        if spec is None:
            return
        if not may_have(key, spec):
            self._rest(self.tr("{0} is done while a key is held, so it takes a key alone.").format(action_text(spec)))
            return
        owners = self._bindings.owners(key, spec)
        if not owners:
            self._set(self._bindings.with_key(spec, key, instead=self._instead))
            self._rest(self.tr("{0} now has {1}.").format(action_text(spec), shown_key(key)))
            return
        self._asking = (spec, key, self._instead)
        names = ", ".join(action_text(owner) for owner in owners)
        self.catcher.setText(
            self.tr("{0} belongs to {1}. Shall {2} take it?").format(shown_key(key), names, action_text(spec))
        )
        self._show_answers(True)
        self.leave.setFocus()

    def _take(self) -> None:
        if self._asking is not None:
            spec, key, instead = self._asking
            self._set(self._bindings.with_key(spec, key, instead=instead))
            self._rest(self.tr("{0} now has {1}.").format(action_text(spec), shown_key(key)))

    def _leave(self) -> None:
        self._rest(self.tr("Nothing was changed."))

    def _clear(self) -> None:
        spec = self._current()
        if spec is not None:
            self._set(self._bindings.without_keys(spec))
            self._rest(self.tr("{0} has no key now.").format(action_text(spec)))

    def _reset(self) -> None:
        spec = self._current()
        if spec is not None:
            self._set(self._bindings.reset(spec))
            self._rest(self.tr("{0} has its usual key again.").format(action_text(spec)))

    def _reset_all(self) -> None:
        self._set(Bindings(specs=self._bindings.specs))
        self._rest(self.tr("All actions have their usual keys again."))

    def _set(self, bindings: Bindings) -> None:
        self._bindings = bindings
        self._fill()
        self.bindings_changed.emit(bindings)

    def _rest(self, text: str) -> None:
        self._asking = None
        self._show_answers(False)
        self.catcher.setText(text)
        self.table.setFocus()

    def _show_answers(self, shown: bool) -> None:
        for button in (self.take, self.leave):
            button.setVisible(shown)
        # The buttons take their height from the table.
        QTimer.singleShot(0, self, self._bring_into_sight)

    def _bring_into_sight(self) -> None:
        if (item := self.table.currentItem()) is not None:
            self.table.scrollToItem(item)

    def _say_usual(self) -> None:
        self._instead = True
        self._show_answers(False)
        self.catcher.setText(self.tr("Return or a double click on a row gives it another key; bold keys were chosen."))

    def _button(self, text: str, act: Callable[[], None]) -> QPushButton:
        button = QPushButton(text)
        button.setAutoDefault(False)
        button.clicked.connect(lambda: act())
        return button


class _KeyTable(QTableWidget):
    """Return asks for a new key, Delete for none.

    Signals:
        asked_to_change: Return was pressed on a row.
        asked_to_clear: Delete was.
    """

    asked_to_change = Signal()
    asked_to_clear = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.asked_to_change.emit()
        elif event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.asked_to_clear.emit()
        else:
            super().keyPressEvent(event)
