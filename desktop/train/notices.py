"""Sentences that must not be missed, each in a tinted box with a sign."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPalette
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from desktop.charts.theme import blend
from desktop.train.state_icons import state_icon

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QPaintEvent

    from desktop.train.rows import Notice

TINTS = {"error": "#d1453b", "warning": "#b7791f", "info": "#2f7fc1"}
SIGNS = {"error": "failed", "warning": "silent", "info": "queued"}


class NoticeBox(QWidget):
    """One notice."""

    def __init__(self, notice: Notice, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.notice = notice
        self._tint = QColor(TINTS[notice.severity])
        sign = QLabel(self)
        sign.setPixmap(state_icon(SIGNS[notice.severity]).pixmap(QSize(16, 16)))
        text = QLabel(notice.text, self)
        text.setWordWrap(True)
        text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        column = QVBoxLayout()
        column.setSpacing(2)
        column.addWidget(text)
        if notice.hint:
            hint = QLabel(notice.hint, self)
            hint.setWordWrap(True)
            font = hint.font()
            font.setBold(True)
            hint.setFont(font)
            column.addWidget(hint)
        row = QHBoxLayout(self)
        row.setContentsMargins(10, 8, 10, 8)
        row.setSpacing(8)
        row.addWidget(sign, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(column, 1)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ground = self.palette().color(QPalette.ColorRole.Window)
        painter.setPen(blend(self._tint, ground, 0.45))
        painter.setBrush(blend(self._tint, ground, 0.86))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 6, 6)
        painter.end()


class Notices(QWidget):
    """Notices above one another; no height when there are none."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shown: tuple[Notice, ...] = ()
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(6)
        self.hide()

    def set_notices(self, notices: Sequence[Notice]) -> None:
        """Show these instead of those before."""
        if tuple(notices) == self._shown:
            return
        self._shown = tuple(notices)
        while (item := self._layout.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        for notice in notices:
            self._layout.addWidget(NoticeBox(notice, self))
        self.setVisible(bool(notices))

    def texts(self) -> list[str]:
        """What is shown, for tests and screen readers."""
        return [notice.text for notice in self._shown]
