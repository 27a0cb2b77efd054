"""What waits, under the list of runs: how many, buttons that change the order, and a pause."""

from __future__ import annotations

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QToolButton, QVBoxLayout, QWidget

from desktop.theme import icon
from desktop.wording import count_text


class QueueBar(QWidget):
    """Hidden while nothing waits.

    Signals:
        moved: The chosen run is to be moved by so many places.
        take_out_requested: The chosen run is to leave the queue; its folder stays.
        pause_requested: Whether to start nothing more.
    """

    moved = Signal(int)
    take_out_requested = Signal()
    pause_requested = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._said = QLabel(self)
        self._said.setObjectName("muted")
        self._said.setWordWrap(True)
        self.earlier = self._tool("chevron-up", self.tr("Train the chosen run earlier"))
        self.later = self._tool("chevron-down", self.tr("Train the chosen run later"))
        self.take_out = self._tool("close", self.tr("Take the chosen run out of the queue; its folder stays"))
        self.pause = QPushButton(self)
        self.pause.setCheckable(True)
        row = QHBoxLayout()
        row.setSpacing(4)
        for button in (self.earlier, self.later, self.take_out):
            row.addWidget(button)
        row.addStretch(1)
        row.addWidget(self.pause)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self._said)
        column.addLayout(row)
        self.earlier.clicked.connect(lambda: self.moved.emit(-1))
        self.later.clicked.connect(lambda: self.moved.emit(1))
        self.take_out.clicked.connect(self.take_out_requested)
        self.pause.clicked.connect(self.pause_requested)
        self.hide()

    def set_queue(self, waiting: int, *, paused: bool) -> None:
        """Say how many runs wait, and whether the queue is paused."""
        self.setVisible(bool(waiting) or paused)
        if paused:
            self._said.setText(self.tr("The queue is paused. {0} waiting.").format(count_text(waiting, "run")))
            self.pause.setText(self.tr("Go on"))
            self.pause.setToolTip(self.tr("Start the runs that wait, one after the other"))
        else:
            self._said.setText(
                self.tr("{0} waiting. They start by themselves, also with this window closed.").format(
                    count_text(waiting, "run")
                )
            )
            self.pause.setText(self.tr("Pause queue"))
            self.pause.setToolTip(self.tr("Start nothing more; what is being trained goes on"))
        self.pause.setChecked(paused)

    def set_chosen(self, *, earlier: bool, later: bool, take_out: bool) -> None:
        """What can be done with the chosen run."""
        self.earlier.setEnabled(earlier)
        self.later.setEnabled(later)
        self.take_out.setEnabled(take_out)

    def _tool(self, name: str, tip: str) -> QToolButton:
        button = QToolButton(self)
        button.setIcon(icon(name))
        button.setIconSize(QSize(16, 16))
        button.setToolTip(tip)
        button.setAccessibleName(tip)
        return button
