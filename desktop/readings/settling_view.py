"""Where conflicts of two readers are settled: the photograph with both readings, and who is right."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtWidgets import (
    QDialog,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from desktop.action_spec import Scope
from desktop.annotate.canvas import Canvas
from desktop.elided_label import ElidedLabel
from desktop.review.verdict_button import VerdictButton
from desktop.theme import SPACE, theme
from desktop.wrapped_label import WrappedLabel

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent, QPaintEvent

    from desktop.actions import Actions

RULINGS = ("settle_first", "settle_second", "settle_neither")


class SettlingView(QDialog):
    """Shows one conflict at a time; decides nothing. Stays open beside the work; `finished` says that it is gone."""

    def __init__(self, actions: Actions, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.actions_table = actions
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Settle conflicts"))
        self.setMinimumSize(720, 480)
        self.resize(1080, 660)
        self.canvas = Canvas()
        self.canvas.set_editable(False)
        self._title = ElidedLabel()
        self._title.setObjectName("emptyTitle")
        self._place = QLabel()
        self._place.setObjectName("muted")
        self._difference = WrappedLabel()
        self._difference.setObjectName("muted")
        self.first = ReaderCard(dashed=False)
        self.second = ReaderCard(dashed=True)
        self._state = WrappedLabel()
        self._state.setObjectName("muted")
        head = QFrame()
        head.setObjectName("toolstrip")
        lines = QVBoxLayout(head)
        lines.setContentsMargins(2 * SPACE, SPACE, 2 * SPACE, SPACE)
        lines.setSpacing(2)
        row = QHBoxLayout()
        row.addWidget(self._title, 1)
        row.addWidget(self._place)
        for name in ("settle_previous", "settle_next"):
            button = QToolButton()
            button.setDefaultAction(actions[name])
            button.setIconSize(QSize(18, 18))
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            row.addWidget(button)
        lines.addLayout(row)
        lines.addWidget(self._difference)
        side = QFrame()
        side.setObjectName("panelRight")
        side.setFixedWidth(260)
        column = QVBoxLayout(side)
        column.setContentsMargins(2 * SPACE, 2 * SPACE, 2 * SPACE, 2 * SPACE)
        column.setSpacing(3 * SPACE)
        column.addWidget(self.first)
        column.addWidget(self.second)
        column.addWidget(self._state)
        column.addStretch(1)
        bar = QFrame()
        bar.setObjectName("panel")
        verdicts = QHBoxLayout(bar)
        verdicts.setContentsMargins(SPACE, SPACE, SPACE, SPACE)
        verdicts.setSpacing(SPACE - 2)
        self.buttons = [VerdictButton(actions, name) for name in RULINGS]
        for verdict in self.buttons:
            verdict.setAutoDefault(False)
            verdicts.addWidget(verdict, 1)
        middle = QHBoxLayout()
        middle.setSpacing(0)
        middle.addWidget(self.canvas, 1)
        middle.addWidget(side)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(head)
        layout.addLayout(middle, 1)
        layout.addWidget(bar)
        actions.add_to(self, Scope.SETTLE)
        self.addActions([actions["undo"], actions["redo"]])
        self.canvas.setFocus()

    @property
    def place(self) -> str:
        """Which of how many is shown."""
        return self._place.text()

    @property
    def state(self) -> str:
        """Whether it is settled, in words."""
        return self._state.text()

    def set_head(self, title: str, place: str, difference: str) -> None:
        """Say which photograph it is, which of how many, and what the readers see differently."""
        self._title.set_text(title)
        self._place.setText(place)
        self._difference.setText(difference)

    def set_state(self, text: str) -> None:
        """Say whether it is settled."""
        self._state.setText(text)
        self._state.setVisible(bool(text))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self.actions_table.is_held("hold_hide", event) and not event.modifiers():
            self.canvas.hide_boxes(True)
        elif self.actions_table.is_held("hold_loupe", event) and not event.modifiers():
            self.canvas.hold_loupe(True)
        else:
            super().keyPressEvent(event)

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        if event.isAutoRepeat():
            return
        if self.actions_table.is_held("hold_hide", event):
            self.canvas.hide_boxes(False)
        elif self.actions_table.is_held("hold_loupe", event):
            self.canvas.hold_loupe(False)
        else:
            super().keyReleaseEvent(event)


class ReaderCard(QWidget):
    """What one reader says, under the line their boxes are drawn with."""

    def __init__(self, *, dashed: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._who = QLabel()
        self._who.setObjectName("muted")
        self._class = WrappedLabel()
        self._class.setObjectName("cardTitle")
        self._class.setTextFormat(Qt.TextFormat.PlainText)
        self._who.setTextFormat(Qt.TextFormat.PlainText)
        self._boxes = WrappedLabel()
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(SPACE)
        grid.setVerticalSpacing(SPACE // 2)
        grid.addWidget(_Line(dashed), 0, 0)
        grid.addWidget(self._who, 0, 1)
        grid.addWidget(self._class, 1, 0, 1, 2)
        grid.addWidget(self._boxes, 2, 0, 1, 2)
        grid.setColumnStretch(1, 1)

    @property
    def text(self) -> str:
        """All it says, a line each."""
        return "\n".join((self._who.text(), self._class.text(), self._boxes.text()))

    def show_reading(self, who: str, class_name: str, boxes: str) -> None:
        """Show who says which class, and the boxes in words."""
        self._who.setText(who)
        self._class.setText(class_name)
        self._boxes.setText(boxes)


class _Line(QWidget):
    """A piece of the line that boxes are drawn with."""

    def __init__(self, dashed: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._dashed = dashed
        self.setFixedSize(36, 14)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        pen = QPen(QColor(theme().tones.text), 2.0)
        if self._dashed:
            pen.setDashPattern([4.0, 3.0])
        painter.setPen(pen)
        painter.drawLine(0, self.height() // 2, self.width(), self.height() // 2)
        painter.end()
