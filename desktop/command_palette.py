"""The command palette: type a few letters of what to do, press Return. Only what can be done now is offered."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPalette
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QVBoxLayout,
    QWidget,
)

from desktop.action_spec import Scope
from desktop.action_table import ACTIONS
from desktop.action_text import action_text, action_tip, menu_text, shown_key
from desktop.theme import SPACE, theme

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtCore import QModelIndex, QPersistentModelIndex
    from PySide6.QtWidgets import QStyleOptionViewItem

    from desktop.actions import Actions

WIDTH, MOST_SHOWN = 560, 12
ROW_HEIGHT = 34
COMMAND = Qt.ItemDataRole.UserRole
KEPT_RECENT = 8


@dataclass(frozen=True, slots=True)
class Command:
    """An entry: the action's id, its name, its menu, its key, and further words it is found by."""

    id: str
    text: str
    menu: str = ""
    key: str = ""
    words: str = ""


def match_score(wanted: str, text: str) -> int | None:
    """How well typed letters fit a text: None where they aren't in it in this order, else the higher the better.

    Letters count more at the start of a word and right after one another, so that `np` finds *Next photo* before
    *Zoom in, picture*.

    >>> match_score("np", "Next photo") > match_score("np", "Zoom in picture")
    True
    >>> match_score("xyz", "Next photo") is None
    True
    """
    letters, folded = wanted.casefold().replace(" ", ""), text.casefold()
    if not letters:
        return 0
    best: int | None = None
    for start in [found.start() for found in re.finditer(re.escape(letters[0]), folded)][:24]:
        score, at, before = 0, start, -2
        for letter in letters:
            at = folded.find(letter, at)
            if at < 0:
                break
            score += 6 if at == before + 1 else 5 if at == 0 or not folded[at - 1].isalnum() else 0
            score -= min(3, max(0, at - before - 2)) if before >= 0 else 0
            before, at = at, at + 1
        else:
            score += 4 if start == 0 else 0
            best = score if best is None else max(best, score)
    return best


def found_commands(commands: Sequence[Command], wanted: str, recent: Sequence[str]) -> list[Command]:
    """Commands that fit what was typed, the best first; with nothing typed all of them, the last used first."""
    places = {name: place for place, name in enumerate(recent)}
    ranked = []
    for order, command in enumerate(commands):
        used = places.get(command.id, len(recent))
        in_text = match_score(wanted, command.text)
        beside = match_score(wanted, f"{command.menu} {command.words}")
        if in_text is not None:
            ranked.append(((-in_text, used, order) if wanted.strip() else (0, used, order), command))
        elif beside is not None and beside >= 3 * len(wanted.replace(" ", "")):
            # Words beside the name count only where whole pieces of them fit, and after every name.
            ranked.append(((1000 - beside, used, order), command))
    ranked.sort(key=lambda entry: entry[0])
    return [command for _, command in ranked]


def commands_of(actions: Actions) -> list[Command]:
    """What the table offers now."""
    found = []
    for spec in ACTIONS:
        if spec.scope in (Scope.HELD, Scope.SETTLE) or spec.id == "command_palette" or not actions[spec.id].isEnabled():
            continue
        keys = actions.keys_of(spec.id)
        found.append(
            Command(
                id=spec.id,
                text=action_text(spec),
                menu=menu_text(spec.menu),
                key=shown_key(keys[0]) if keys else "",
                words=f"{spec.text} {action_tip(spec)}",
            )
        )
    return found


class CommandPalette(QDialog):
    """A field over a list, both reached without leaving the keyboard.

    Signals:
        chosen: The id of an action; the palette is closed.
    """

    chosen = Signal(str)

    def __init__(self, commands: Sequence[Command], recent: Sequence[str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Find a command"))
        self.setWindowFlag(Qt.WindowType.FramelessWindowHint)
        self.setObjectName("palette")
        self._commands, self._recent = tuple(commands), tuple(recent)
        self.field = QLineEdit()
        self.field.setPlaceholderText(self.tr("What shall be done?"))
        self.field.setAccessibleName(self.windowTitle())
        self.field.setClearButtonEnabled(True)
        self.list = QListWidget()
        self.list.setAccessibleName(self.tr("Commands"))
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.list.setUniformItemSizes(True)
        self.list.setItemDelegate(_CommandDelegate(self.list))
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(SPACE, SPACE, SPACE, SPACE)
        layout.setSpacing(SPACE)
        layout.addWidget(self.field)
        layout.addWidget(self.list)
        self.setFixedWidth(WIDTH)
        self.field.textChanged.connect(self._narrow)
        self.field.returnPressed.connect(self._choose)
        self.list.itemClicked.connect(lambda _item: self._choose())
        self.field.installEventFilter(self)
        self._narrow("")

    def shown(self) -> list[Command]:
        """What is listed, the best first."""
        return [self.list.item(row).data(COMMAND) for row in range(self.list.count())]

    def open_over(self, window: QWidget) -> None:
        """Show it in the upper middle of a window."""
        self.adjustSize()
        corner = window.mapToGlobal(window.rect().topLeft())
        self.move(corner.x() + (window.width() - WIDTH) // 2, corner.y() + max(48, window.height() // 8))
        self.open()
        self.field.setFocus()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            key = Qt.Key(event.key())
            page = MOST_SHOWN - 1
            step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageDown: page, Qt.Key.Key_PageUp: -page}.get(key)
            if step is not None and self.list.count():
                row = self.list.currentRow() + step
                # One step past an end comes round to the other; a page stops there.
                count = self.list.count()
                self.list.setCurrentRow(row % count if abs(step) == 1 else min(count - 1, max(0, row)))
                return True
        return super().eventFilter(watched, event)

    def _narrow(self, text: str) -> None:
        self.list.clear()
        for command in found_commands(self._commands, text, self._recent):
            item = QListWidgetItem(command.text)
            item.setData(COMMAND, command)
            item.setData(Qt.ItemDataRole.AccessibleTextRole, ", ".join(filter(None, (command.text, command.key))))
            self.list.addItem(item)
        if not self.list.count():
            nothing = QListWidgetItem(self.tr("Nothing that can be done now fits."))
            nothing.setFlags(Qt.ItemFlag.NoItemFlags)
            nothing.setData(COMMAND, Command("", nothing.text()))
            self.list.addItem(nothing)
        self.list.setCurrentRow(0)
        self.list.setFixedHeight(ROW_HEIGHT * min(MOST_SHOWN, max(1, self.list.count())) + 4)
        self.adjustSize()

    def _choose(self) -> None:
        item = self.list.currentItem()
        command = None if item is None else item.data(COMMAND)
        if isinstance(command, Command) and command.id:
            self.accept()
            self.chosen.emit(command.id)


class _CommandDelegate(QStyledItemDelegate):
    """Name at the left, menu beside it, key at the right."""

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(0, ROW_HEIGHT)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:  # fmt: skip
        command: Command = index.data(COMMAND)
        tones = theme().tones
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        area = option.rect.adjusted(0, 1, 0, -1)
        if option.state & QStyle.StateFlag.State_Selected and command.id:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(tones.accent_soft))
            painter.drawRoundedRect(area, 5, 5)
        metrics = option.fontMetrics
        inner = area.adjusted(SPACE, 0, -SPACE, 0)
        key_width = metrics.horizontalAdvance(command.key)
        muted = QColor(tones.muted)
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.setPen(muted)
        painter.drawText(inner, middle | Qt.AlignmentFlag.AlignRight, command.key)
        room = inner.width() - key_width - (2 * SPACE if command.key else 0)
        painter.setPen(option.palette.color(QPalette.ColorRole.Text) if command.id else muted)
        name = metrics.elidedText(command.text, Qt.TextElideMode.ElideRight, room)
        painter.drawText(QRect(inner.left(), inner.top(), room, inner.height()), middle, name)
        used = metrics.horizontalAdvance(name) + 2 * SPACE
        if command.menu and room - used > 40:
            painter.setPen(muted)
            rest = QRect(inner.left() + used, inner.top(), room - used, inner.height())
            painter.drawText(rest, middle, metrics.elidedText(command.menu, Qt.TextElideMode.ElideRight, rest.width()))
        painter.restore()
