"""The list of keys, made from the table of actions."""

from __future__ import annotations

from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QDialogButtonBox,
    QHeaderView,
    QLineEdit,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from desktop.actions import ACTIONS, shown_key
from desktop.theme import SPACE


class KeysDialog(QDialog):
    """Every action with a key, and what it does."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Keys"))
        self.resize(620, 640)
        self._search = QLineEdit()
        self._search.setPlaceholderText(self.tr("Search"))
        rows = [spec for spec in ACTIONS if spec.keys]
        self._table = QTableWidget(len(rows), 3)
        self._table.setHorizontalHeaderLabels([self.tr("Keys"), self.tr("Action"), self.tr("What it does")])
        self._table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self._table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self._table.setShowGrid(False)
        self._table.setProperty("framed", True)
        self._table.verticalHeader().hide()
        self._table.verticalHeader().setDefaultSectionSize(28)
        for row, spec in enumerate(rows):
            keys = ",  ".join(shown_key(key) for key in spec.keys)
            for column, text in enumerate((keys, spec.text.rstrip("…"), spec.tip)):
                self._table.setItem(row, column, QTableWidgetItem(text))
        self._table.setColumnWidth(0, 150)
        self._table.setColumnWidth(1, 180)
        self._table.horizontalHeader().setSectionResizeMode(2, QHeaderView.ResizeMode.Stretch)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(2 * SPACE, 2 * SPACE, 2 * SPACE, 2 * SPACE)
        layout.setSpacing(SPACE)
        layout.addWidget(self._search)
        layout.addWidget(self._table)
        layout.addWidget(buttons)
        self._search.textChanged.connect(self._narrow)

    def _narrow(self, text: str) -> None:
        for row in range(self._table.rowCount()):
            items = [self._table.item(row, column) for column in range(3)]
            line = " ".join(item.text() for item in items if item is not None)
            self._table.setRowHidden(row, text.casefold() not in line.casefold())
