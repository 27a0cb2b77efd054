"""What is shown without a project: make one, open one, look at the demo, or go on with a recent one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QPushButton, QToolButton, QVBoxLayout, QWidget

from desktop.elided_label import ElidedLabel
from desktop.theme import SPACE, icon

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path


class StartPage(QWidget):
    """Cards for the three beginnings, and the recent projects.

    Signals:
        new_asked: Make a project.
        open_asked: Choose a project folder.
        demo_asked: Open the demo.
        recent_asked: Open the project in this folder (a `Path`).
        forget_asked: Take this folder off the list (a `Path`).
    """

    new_asked = Signal()
    open_asked = Signal()
    demo_asked = Signal()
    recent_asked = Signal(object)
    forget_asked = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        title = QLabel("DermDesk")
        title.setObjectName("title")
        subtitle = QLabel(
            self.tr("Label, train, evaluate and correct clinical skin photographs, on this computer only.")
        )
        subtitle.setObjectName("subtitle")
        subtitle.setWordWrap(True)

        self._cards = QGridLayout()
        self._cards.setSpacing(2 * SPACE)
        for place, (name, text, hint, signal) in enumerate(
            (
                ("new", self.tr("New project…"), self.tr("For a folder of your photographs"), self.new_asked),
                ("open", self.tr("Open project…"), self.tr("Go on where you stopped"), self.open_asked),
                ("demo", self.tr("Open demo"), self.tr("120 drawn photographs"), self.demo_asked),
            )
        ):
            self._cards.addWidget(_Card(name, text, hint, signal), 0, place)
            self._cards.setColumnStretch(place, 1)

        self._recent_title = QLabel(self.tr("Recent projects"))
        self._recent_title.setObjectName("heading")
        self._recent = QVBoxLayout()
        self._recent.setSpacing(SPACE // 2)
        self._none = QLabel(self.tr("None yet. Projects you open are listed here."))
        self._none.setObjectName("muted")

        column = QWidget()
        column.setMaximumWidth(800)
        inner = QVBoxLayout(column)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(SPACE)
        inner.addWidget(title)
        inner.addWidget(subtitle)
        inner.addSpacing(3 * SPACE)
        inner.addLayout(self._cards)
        inner.addSpacing(4 * SPACE)
        inner.addWidget(self._recent_title)
        inner.addWidget(self._none)
        inner.addLayout(self._recent)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(4 * SPACE, 4 * SPACE, 4 * SPACE, 4 * SPACE)
        layout.addStretch(2)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(column, 20)
        row.addStretch(1)
        layout.addLayout(row)
        layout.addStretch(3)

    def set_recent(self, folders: Sequence[Path]) -> None:
        """List these project folders."""
        while (item := self._recent.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.deleteLater()
        for folder in folders:
            self._recent.addWidget(self._recent_row(folder))
        self._none.setVisible(not folders)

    def _recent_row(self, folder: Path) -> QWidget:
        row = QFrame()
        row.setObjectName("recentRow")
        there = folder.is_dir()
        button = QPushButton(icon("photo", tone="muted"), folder.name)
        button.setProperty("row", True)
        button.setToolTip(str(folder) if there else self.tr("{0} isn't there any more").format(folder))
        button.setEnabled(there)
        button.clicked.connect(lambda: self.recent_asked.emit(folder))
        forget = QToolButton()
        forget.setIcon(icon("close", tone="muted"))
        forget.setAutoRaise(True)
        forget.setToolTip(self.tr("Take {0} off this list; the project stays").format(folder.name))
        forget.setAccessibleName(forget.toolTip())
        forget.clicked.connect(lambda: self.forget_asked.emit(folder))
        layout = QHBoxLayout(row)
        layout.setContentsMargins(0, 0, SPACE // 2, 0)
        layout.setSpacing(SPACE // 2)
        place = ElidedLabel(str(folder.parent))
        place.setObjectName("muted")
        layout.addWidget(button)
        layout.addWidget(place, 1)
        layout.addWidget(forget)
        return row


class _Card(QPushButton):
    """A large button with a sign, a title and a line under it."""

    def __init__(self, name: str, text: str, hint: str, signal: object) -> None:
        super().__init__()
        self.setProperty("card", True)
        self.setMinimumHeight(116)
        self.setAccessibleName(text)
        self.setAccessibleDescription(hint)
        sign = QLabel()
        sign.setPixmap(icon(name, tone="accent").pixmap(QSize(28, 28), self.devicePixelRatioF()))
        title = QLabel(text)
        title.setObjectName("cardTitle")
        line = QLabel(hint)
        line.setObjectName("muted")
        line.setWordWrap(True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(2 * SPACE, 2 * SPACE, 2 * SPACE, 2 * SPACE)
        layout.setSpacing(SPACE // 2)
        for label in (sign, title, line):
            label.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
            layout.addWidget(label)
        layout.addStretch(1)
        self.clicked.connect(lambda: signal.emit())  # type: ignore[attr-defined]
