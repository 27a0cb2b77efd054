"""A label of several lines that is never cut."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QLabel, QWidget

if TYPE_CHECKING:
    from PySide6.QtGui import QResizeEvent


class WrappedLabel(QLabel):
    """As high as its text is at its width.

    Nested layouts ask a wrapping label for its height at a width they then don't give it.
    """

    def __init__(self, text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self.setWordWrap(True)

    def setText(self, text: str) -> None:
        super().setText(text)
        self._fit(self.width())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit(event.size().width())

    def minimumSizeHint(self) -> QSize:
        """Narrower than its longest line, so that a narrow panel wraps it."""
        return QSize(0, super().minimumSizeHint().height())

    def _fit(self, width: int) -> None:
        self.setMinimumHeight(max(0, self.heightForWidth(width)))
