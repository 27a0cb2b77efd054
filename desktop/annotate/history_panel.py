"""The history's widgets: of the photograph or of the project, what a change did, and restoring a version."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QHBoxLayout, QLabel, QListView, QPushButton, QVBoxLayout, QWidget

from desktop.annotate.history_model import HistoryDelegate, HistoryItem, HistoryModel
from desktop.annotate.version_sketch import VersionSketch
from desktop.theme import SPACE

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from desktop.annotate.painting import ClassStyle

LIST_HEIGHT = 196


class _List(QListView):
    """A list in which Return does what a double click does; letters and Space are the annotator's keys, passed on."""

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.ShortcutOverride:
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentIndex().isValid():
                event.accept()
                return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.text().isprintable() and event.text():
            event.ignore()
            return
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentIndex().isValid():
            self.activated.emit(self.currentIndex())
            return
        super().keyPressEvent(event)


class HistoryPanel(QWidget):
    """The changes as a list, the chosen one in full below it.

    Signals:
        scope_asked: Show the whole project's history (True) or that of the photograph (False).
        chosen: A row was chosen; its `HistoryItem`.
        photo_asked: Go to the photograph with this id.
        restore_asked: Make the labels what they were after the chosen `HistoryItem`.
    """

    scope_asked = Signal(bool)
    chosen = Signal(object)
    photo_asked = Signal(int)
    restore_asked = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.model = HistoryModel()
        self.of_photo = self._scope_button(self.tr("This photo"), whole=False)
        self.of_project = self._scope_button(self.tr("Project"), whole=True)
        self.of_photo.setChecked(True)
        self.list = _List()
        self.list.setModel(self.model)
        self.list.setItemDelegate(HistoryDelegate(self.list))
        self.list.setAccessibleName(self.tr("History"))
        self.list.setProperty("framed", True)
        self.list.setFixedHeight(LIST_HEIGHT)
        self.list.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.list.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.empty = QLabel()
        self.empty.setObjectName("muted")
        self.empty.setWordWrap(True)
        self.details = QLabel()
        self.details.setObjectName("small")
        self.details.setWordWrap(True)
        self.details.setTextFormat(Qt.TextFormat.PlainText)
        self.sketch = VersionSketch()
        self.go = QPushButton(self.tr("Go to photo"))
        self.restore = QPushButton(self.tr("Restore this version"))
        self.restore.setToolTip(self.tr("Make the labels what they were after this change, as a new edit"))
        scopes = QHBoxLayout()
        scopes.setSpacing(SPACE // 2)
        scopes.addWidget(self.of_photo, 1)
        scopes.addWidget(self.of_project, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(SPACE)
        layout.addLayout(scopes)
        for widget in (self.empty, self.list, self.details, self.sketch, self.go, self.restore):
            layout.addWidget(widget)
        self.list.selectionModel().currentChanged.connect(lambda *_: self._choose())
        self.list.activated.connect(lambda index: self._activate(self.model.item_at(index.row())))
        self.go.clicked.connect(lambda _on=False: self._go())
        self.restore.clicked.connect(lambda _on=False: self._restore())
        self.show_details(None, can_restore=False, size=None, styles={})

    def _scope_button(self, text: str, *, whole: bool) -> QPushButton:
        button = QPushButton(text)
        button.setCheckable(True)
        button.setAutoExclusive(True)
        button.setProperty("segment", True)
        button.clicked.connect(lambda _on=False: self.scope_asked.emit(whole))
        return button

    # What is shown

    @property
    def current(self) -> HistoryItem | None:
        """The chosen row."""
        return self.model.item_at(self.list.currentIndex().row())

    def show_history(self, more: Callable[[], Sequence[HistoryItem]] | None, *, whole: bool, empty: str) -> None:
        """Show a history, read page by page; where it has nothing, say `empty`."""
        (self.of_project if whole else self.of_photo).setChecked(True)
        self.model.show(more)
        has_rows = self.model.rowCount() > 0
        self.list.setVisible(has_rows)
        self.empty.setVisible(not has_rows)
        self.empty.setText(empty)
        self.show_details(None, can_restore=False, size=None, styles={})

    def show_details(
        self,
        item: HistoryItem | None,
        *,
        can_restore: bool,
        can_go: bool = False,
        size: tuple[int, int] | None,
        styles: dict[int, ClassStyle],
    ) -> None:
        """Show what a row did, in full."""
        lines = () if item is None else item.lines
        self.details.setText("\n".join(lines))
        self.details.setVisible(bool(lines))
        before, after = (None, None) if item is None else (item.before, item.after)
        self.sketch.show_versions(before, after, size=size, styles=styles)
        self.restore.setEnabled(can_restore)
        self.restore.setVisible(self.list.isVisibleTo(self))
        self.go.setVisible(can_go)

    # What the person asks for

    def _choose(self) -> None:
        if self.current is not None:
            self.chosen.emit(self.current)

    def _activate(self, item: HistoryItem | None) -> None:
        if item is not None and item.where:
            self._go()
        elif self.restore.isEnabled():
            self._restore()

    def _go(self) -> None:
        item = self.current
        if item is not None and item.image_id is not None:
            self.photo_asked.emit(item.image_id)

    def _restore(self) -> None:
        item = self.current
        if item is not None:
            self.restore_asked.emit(item)
