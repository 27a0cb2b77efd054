"""The history as rows that are read as the person scrolls."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QPainter
from PySide6.QtWidgets import QApplication, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from desktop.theme import SPACE, theme

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from core.project.labels import ImageLabels

    Index = QModelIndex | QPersistentModelIndex

LINE_HEIGHT = 17


@dataclass(frozen=True, slots=True)
class HistoryItem:
    """One row.

    Attributes:
        what: What was done.
        who: By whom.
        at: When, UTC; None for what was there before anybody did anything.
        lines: What changed, a line each.
        where: The photograph or how many, in the project's history; empty in a photograph's own.
        image_id: The photograph to go to, None where there is none or there are many.
        before: Labels before, where it changed labels.
        after: Labels after: the version that can be restored.
        history_id: Row to read lines and labels from, where they weren't read yet.
    """

    what: str
    who: str
    at: datetime | None
    lines: tuple[str, ...] = ()
    where: str = ""
    image_id: int | None = None
    before: ImageLabels | None = None
    after: ImageLabels | None = None
    history_id: int | None = None

    @property
    def byline(self) -> str:
        """Who and when, as the clock on the wall has it."""
        when = "" if self.at is None else f"{self.at.astimezone():%Y-%m-%d %H:%M}"
        return ", ".join(part for part in (self.who, when) if part)

    @property
    def text(self) -> str:
        """All of it in a few lines."""
        middle = self.where or "; ".join(self.lines)
        return "\n".join(part for part in (self.what, middle, self.byline) if part)


class HistoryModel(QAbstractListModel):
    """Rows of one history; more are fetched as the list is scrolled."""

    def __init__(self) -> None:
        super().__init__()
        self._items: list[HistoryItem] = []
        self._more: Callable[[], Sequence[HistoryItem]] | None = None

    def show(self, more: Callable[[], Sequence[HistoryItem]] | None) -> None:
        """Show the history that this gives page by page, until a page is empty; None for none."""
        self.beginResetModel()
        self._items, self._more = [], more
        self.endResetModel()
        if more is not None:
            self.fetchMore()

    def item_at(self, row: int) -> HistoryItem | None:
        """A row's item; None beyond the last."""
        return self._items[row] if 0 <= row < len(self._items) else None

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._items)

    def canFetchMore(self, parent: Index | None = None) -> bool:
        return self._more is not None and not (parent is not None and parent.isValid())

    def fetchMore(self, parent: Index | None = None) -> None:
        page = () if self._more is None else self._more()
        if not page:
            self._more = None
            return
        first = len(self._items)
        self.beginInsertRows(QModelIndex(), first, first + len(page) - 1)
        self._items += page
        self.endInsertRows()

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: ANN401 - as Qt's
        item = self.item_at(index.row())
        if item is None:
            return None
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return item.text
        if role == Qt.ItemDataRole.ToolTipRole:
            return "\n".join((item.what, *item.lines, item.byline))
        if role == Qt.ItemDataRole.SizeHintRole:
            return QSize(0, LINE_HEIGHT * (item.text.count("\n") + 1) + 8)
        return None


class HistoryDelegate(QStyledItemDelegate):
    """Draws a row: what was done, and below it in a quieter tone what changed, who did it and when."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        self.initStyleOption(option, index)
        lines = str(index.data(Qt.ItemDataRole.DisplayRole)).split("\n")
        option.text = ""
        style = QApplication.style() if option.widget is None else option.widget.style()
        style.drawControl(QStyle.ControlElement.CE_ItemViewItem, option, painter, option.widget)
        room: QRect = option.rect.adjusted(SPACE, 4, -SPACE, -4)
        painter.save()
        font = QFont(option.font)
        for place, line in enumerate(lines):
            font.setWeight(QFont.Weight.DemiBold if place == 0 else QFont.Weight.Normal)
            painter.setFont(font)
            painter.setPen(QColor(theme().tones.text if place == 0 else theme().tones.muted))
            spot = QRect(room.left(), room.top() + place * LINE_HEIGHT, room.width(), LINE_HEIGHT)
            shown = painter.fontMetrics().elidedText(line, Qt.TextElideMode.ElideRight, spot.width())
            painter.drawText(spot, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, shown)
        painter.restore()
