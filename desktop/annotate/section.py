"""A part of a side panel: a heading, perhaps folded, over content."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QToolButton, QVBoxLayout, QWidget

from desktop.theme import SPACE, icon


class Section(QWidget):
    """A heading, perhaps folded, over content."""

    opened = Signal()

    def __init__(self, title: str, *, folded: bool | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title = title
        self._heading = QLabel(title)
        self._heading.setObjectName("heading")
        self._arrow = QToolButton()
        self._arrow.setAutoRaise(True)
        self._arrow.setAccessibleName(title)
        self._arrow.setVisible(folded is not None)
        self._arrow.setStyleSheet("QToolButton { border: none; }")
        self.body = QWidget()
        self.content = QVBoxLayout(self.body)
        self.content.setContentsMargins(0, 0, 0, 0)
        self.content.setSpacing(SPACE)
        top = QHBoxLayout()
        top.setContentsMargins(0, 0, 0, 0)
        top.addWidget(self._heading, 1)
        top.addWidget(self._arrow)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(2 * SPACE, SPACE, 2 * SPACE, SPACE)
        layout.setSpacing(SPACE)
        layout.addLayout(top)
        layout.addWidget(self.body)
        self._arrow.clicked.connect(lambda: self.fold(self.is_open))
        self.fold(bool(folded))

    @property
    def is_open(self) -> bool:
        return not self.body.isHidden()

    def fold(self, folded: bool) -> None:
        """Hide or show the content."""
        self.body.setHidden(folded)
        self._arrow.setIcon(icon("chevron-down" if folded else "chevron-up", tone="muted"))
        if not folded:
            self.opened.emit()

    def set_title(self, title: str) -> None:
        """Give it another heading."""
        self._title = title
        self._heading.setText(title)
        self._arrow.setAccessibleName(title)

    def set_count(self, count: int | None) -> None:
        """Put a number behind the title."""
        self._heading.setText(self._title if count is None else f"{self._title}  ·  {count}")
