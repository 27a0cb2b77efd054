"""Why a photograph is left out: typed, or chosen from reasons given before. Return without a text gives none."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Signal
from PySide6.QtWidgets import QCompleter, QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget

from core.project.labels import ImageState
from desktop.annotate.popup import Popup
from desktop.theme import SPACE

if TYPE_CHECKING:
    from collections.abc import Sequence

MOST_OFFERED = 6


class ReasonPopup(Popup):
    """The question, over the canvas; a click elsewhere or Escape changes nothing.

    Signals:
        given: The `ImageState` asked about, and the reason.
    """

    given = Signal(object, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._state = ImageState.REJECTED
        self._title = QLabel()
        self._title.setObjectName("heading")
        self.field = QLineEdit()
        self.field.setMinimumWidth(280)
        self.field.setPlaceholderText(self.tr("Reason, or nothing"))
        self.field.returnPressed.connect(lambda: self._give(self.field.text()))
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(2 * SPACE, SPACE, 2 * SPACE, 2 * SPACE)
        self._layout.setSpacing(SPACE // 2)
        self._layout.addWidget(self._title)
        self._layout.addWidget(self.field)
        self._offered: list[QPushButton] = []

    def open_over(self, widget: QWidget, state: ImageState, known: Sequence[str], *, present: str = "") -> None:
        """Ask, over the middle of a widget; `present` is the reason the photograph has, selected to be typed over."""
        self._state = state
        rejected = state is ImageState.REJECTED
        self._title.setText(self.tr("Reject: why?") if rejected else self.tr("Noise: why?"))
        self.field.setAccessibleName(self._title.text())
        self.field.setText(present)
        self.field.selectAll()
        self.field.setCompleter(QCompleter(list(known), self.field))
        for button in self._offered:
            self._layout.removeWidget(button)
            button.deleteLater()
        self._offered = []
        for reason in known[:MOST_OFFERED]:
            button = QPushButton(reason)
            button.setProperty("row", True)
            button.clicked.connect(lambda _on=False, reason=reason: self._give(reason))
            self._layout.addWidget(button)
            self._offered.append(button)
        self.adjustSize()
        self.move(widget.mapToGlobal(QPoint((widget.width() - self.width()) // 2, widget.height() // 4)))
        self.show()
        self.field.setFocus()

    def _give(self, reason: str) -> None:
        self.hide()
        self.given.emit(self._state, " ".join(reason.split()))
