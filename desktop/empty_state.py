"""What a workspace shows instead of nothing: a title, a sentence that says what to do first, and perhaps a button."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLabel, QPushButton, QVBoxLayout, QWidget

if TYPE_CHECKING:
    from PySide6.QtGui import QResizeEvent

WIDTH = 460


class EmptyState(QWidget):
    """Centred text with one thing to do."""

    action_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title = QLabel(self)
        self._title.setObjectName("emptyTitle")
        self._text = QLabel(self)
        self._text.setObjectName("muted")
        self._text.setWordWrap(True)
        self._text.setAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
        self.button = QPushButton(self)
        self.button.setProperty("primary", True)
        self.button.clicked.connect(self.action_requested)
        column = QVBoxLayout(self)
        column.setSpacing(12)
        column.addStretch(2)
        for widget in (self._title, self._text, self.button):
            column.addWidget(widget, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(3)

    def set_text(self, title: str, text: str, action: str = "") -> None:
        """Say this; an empty action hides the button."""
        self._title.setText(title)
        self._text.setText(text)
        self.button.setText(action)
        self.button.setVisible(bool(action))
        self._fit()

    def texts(self) -> tuple[str, str, str]:
        """Title, sentence and button as shown."""
        return self._title.text(), self._text.text(), self.button.text()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        # A wrapped label in a centred layout isn't given the height its width asks for, so both are settled here.
        width = min(WIDTH, max(160, self.width() - 40))
        self._text.ensurePolished()
        self._text.setFixedSize(width, max(0, self._text.heightForWidth(width)))
