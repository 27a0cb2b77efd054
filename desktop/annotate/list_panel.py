"""The left panel: search, filters, saved views, and the photographs as a list or as thumbnails."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QInputDialog,
    QLabel,
    QLineEdit,
    QStackedLayout,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from core.project.labels import ImageState, Split
from desktop.annotate.class_palette import class_icon
from desktop.annotate.image_list import ImageDelegate, ImageListModel, ImageListView, state_text
from desktop.annotate.keys_back import KeysBack
from desktop.annotate.listing import ListFilter
from desktop.annotate.query_bar import QueryBar
from desktop.annotate.thumbnail_grid import ThumbnailGrid
from desktop.quiet_inputs import QuietCombo
from desktop.quiet_menu import QuietMenu
from desktop.theme import SPACE, icon
from desktop.translating import core_text
from desktop.wrapped_label import WrappedLabel

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtCore import QModelIndex
    from PySide6.QtGui import QAction

    from desktop.annotate.painting import ClassStyle
    from desktop.annotate.saved_views import SavedView
    from desktop.thumbnails import Thumbnails


class ListPanel(QFrame):
    """The panel.

    Signals:
        photo_asked: Show the photograph with this id.
        filter_asked: Narrow the list to this `ListFilter`; its `narrowed` part is never set here.
        narrowing_dropped: Show again what another workspace had hidden.
        search_done: The person is through with searching.
        view_chosen: Narrow the list to the saved view of this name.
        view_saved: Keep the present filter under this name.
        view_renamed: Give a saved view, named first, another name.
        view_deleted: Forget the saved view of this name.
    """

    photo_asked = Signal(int)
    filter_asked = Signal(object)
    narrowing_dropped = Signal()
    search_done = Signal()
    view_chosen = Signal(str)
    view_saved = Signal(str)
    view_renamed = Signal(str, str)
    view_deleted = Signal(str)

    def __init__(self, thumbnails: Thumbnails, grid_action: QAction, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("panelLeft")
        self.setMinimumWidth(216)
        self._model: ImageListModel | None = None
        self._offered: tuple[SavedView, ...] = ()
        self.list = ImageListView()
        self.delegate = ImageDelegate(thumbnails, self)
        self.list.setItemDelegate(self.delegate)
        self.grid = ThumbnailGrid(thumbnails)
        self.query = QueryBar()
        self.query.changed.connect(self.ask_filter)
        self.query.done.connect(self.search_done)
        self._views = QToolButton()
        self._views.setObjectName("inPanel")
        self._views.setIcon(icon("bookmark", tone="muted"))
        self._views.setFixedSize(QSize(28, 28))
        self._views.setToolTip(self.tr("Saved views"))
        self._views.setAccessibleName(self._views.toolTip())
        self._views.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self._views_menu = QuietMenu(self._views)
        self._views.setMenu(self._views_menu)
        self._make_combos()
        self._make_banner()
        self._count = QLabel()
        self._count.setObjectName("small")
        as_grid = QToolButton()
        as_grid.setObjectName("inPanel")
        as_grid.setDefaultAction(grid_action)
        as_grid.setIconSize(QSize(16, 16))
        self._nothing = QLabel(self.tr("No photograph fits the filter."))
        self._nothing.setObjectName("muted")
        self._nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._nothing.setWordWrap(True)
        self._as_grid = False
        self._stack = QStackedLayout()
        for page in (self.list, self.grid, self._nothing):
            self._stack.addWidget(page)

        beside = QHBoxLayout()
        beside.setSpacing(SPACE // 2)
        beside.addWidget(self._class, 1)
        beside.addWidget(self._views)
        beside.addWidget(self.query.help_button)
        combos = QHBoxLayout()
        combos.setSpacing(SPACE // 2)
        combos.addWidget(self._state, 1)
        combos.addWidget(self._split, 1)
        top = QVBoxLayout()
        top.setContentsMargins(SPACE, SPACE, SPACE, 0)
        top.setSpacing(SPACE)
        top.addWidget(self.query)
        top.addLayout(beside)
        top.addLayout(combos)
        top.addWidget(self._banner)
        foot = QHBoxLayout()
        foot.setContentsMargins(2 * SPACE, SPACE // 2, SPACE, SPACE // 2)
        foot.addWidget(self._count, 1)
        foot.addWidget(as_grid)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(SPACE)
        layout.addLayout(top)
        layout.addLayout(self._stack, 1)
        layout.addLayout(foot)

    def _make_combos(self) -> None:
        self._class = _filter_combo(self.tr("Class"))
        self._state = _filter_combo(self.tr("State"))
        self._state.addItem(self.tr("Any state"), None)
        for state in ImageState:
            self._state.addItem(state_text(state).capitalize(), state)
        self._split = _filter_combo(self.tr("Split"))
        self._split.addItem(self.tr("Any split"), None)
        for split in Split:
            self._split.addItem(core_text(split.value).capitalize(), split)
        for combo in (self._class, self._state, self._split):
            combo.activated.connect(lambda _index: self.ask_filter())
        self.set_classes({})

    def _make_banner(self) -> None:
        self._banner = QFrame()
        self._banner.setObjectName("banner")
        self._banner_text = WrappedLabel()
        drop = QToolButton()
        drop.setIcon(icon("close"))
        drop.setToolTip(self.tr("Show all photographs again"))
        drop.setAccessibleName(drop.toolTip())
        drop.clicked.connect(lambda: self.narrowing_dropped.emit())
        banner = QHBoxLayout(self._banner)
        banner.setContentsMargins(SPACE, SPACE // 2, SPACE // 2, SPACE // 2)
        banner.addWidget(self._banner_text, 1)
        banner.addWidget(drop, 0, Qt.AlignmentFlag.AlignTop)
        self._banner.hide()

    def hand_keys_to(self, owner: QWidget) -> None:
        """Let a press of the mouse on a filter give the keys to this widget."""
        KeysBack(owner, self).watch(self._class, self._state, self._split)

    # Setters

    def set_model(self, model: ImageListModel) -> None:
        """Show this list; list and grid share one selection."""
        self._model = model
        self.list.setModel(model)
        self.grid.setModel(model)
        self.grid.setSelectionModel(self.list.selectionModel())
        self.list.selectionModel().currentChanged.connect(self._row_chosen)

    def set_classes(self, styles: dict[int, ClassStyle]) -> None:
        """Offer these classes."""
        chosen = self._class.currentData()
        self._class.clear()
        self._class.addItem(self.tr("Any class"), None)
        for class_id, style in styles.items():
            self._class.addItem(class_icon(style, self), style.name, class_id)
        self._class.setCurrentIndex(max(0, self._class.findData(chosen)))
        if styles:
            self.delegate.set_styles(styles)
            self.grid.set_styles(styles)

    def show_current(self, index: QModelIndex) -> None:
        """Mark the photograph shown and bring it into sight."""
        selection = self.list.selectionModel()
        blocked = selection.blockSignals(True)
        self.list.setCurrentIndex(index)
        selection.blockSignals(blocked)
        self._photographs.show_current(index)

    def set_as_grid(self, as_grid: bool) -> None:
        """Show thumbnails instead of the list, or the list again; the focus goes along."""
        had_focus = self.list.hasFocus() or self.grid.hasFocus()
        self._as_grid = as_grid
        if self._stack.currentWidget() is not self._nothing:
            self._stack.setCurrentWidget(self._photographs)
        if had_focus:
            self._photographs.setFocus()
        self._photographs.scrollTo(self.list.currentIndex())

    @property
    def _photographs(self) -> ImageListView | ThumbnailGrid:
        return self.grid if self._as_grid else self.list

    def set_list_size(self, shown: int, total: int) -> None:
        """Say how many photographs the list has."""
        if shown == total:
            self._count.setText(self.tr("{0} photos").format(f"{total:,}"))
        else:
            self._count.setText(self.tr("{0} of {1} photos").format(f"{shown:,}", f"{total:,}"))
        self._nothing.setText(self.tr("No photograph fits the filter.") if total else self.tr("No photographs yet."))
        self._stack.setCurrentWidget(self._photographs if shown else self._nothing)

    def set_banner(self, text: str) -> None:
        """Say why the list is narrowed; empty where it isn't."""
        self._banner_text.setText(text)
        self._banner.setVisible(bool(text))

    def show_query(self, text: str) -> None:
        """Show this query and no other filter, without asking for it."""
        self.query.set_text(text)
        for combo in (self._class, self._state, self._split):
            combo.setCurrentIndex(0)

    def set_views(self, views: Sequence[SavedView], *, editable: bool) -> None:
        """Offer these saved views."""
        self._offered = tuple(views)
        menu = self._views_menu
        menu.clear()
        for view in views:
            entry = menu.addAction(icon("bookmark"), view.name)
            entry.setToolTip(view.query)
            entry.triggered.connect(lambda _on=False, name=view.name: self.view_chosen.emit(name))
        menu.setToolTipsVisible(True)
        if views:
            menu.addSeparator()
        save = menu.addAction(self.tr("Save this view…"))
        save.triggered.connect(lambda: self._save_view())
        rename, delete = menu.addMenu(self.tr("Rename")), menu.addMenu(self.tr("Delete"))
        for view in views:
            entry = rename.addAction(f"{view.name}…")
            entry.triggered.connect(lambda _on=False, name=view.name: self._rename_view(name))
            entry = delete.addAction(view.name)
            entry.triggered.connect(lambda _on=False, name=view.name: self.view_deleted.emit(name))
        save.setEnabled(editable)
        rename.setEnabled(editable and bool(views))
        delete.setEnabled(editable and bool(views))

    # What the person asks for

    def _save_view(self) -> None:
        name, sure = QInputDialog.getText(
            self, self.tr("Save this view"), self.tr("Name of the view"), QLineEdit.EchoMode.Normal, self.query.text
        )
        if sure and name.strip():
            self.view_saved.emit(name.strip())

    def _rename_view(self, old: str) -> None:
        name, sure = QInputDialog.getText(
            self, self.tr("Rename view"), self.tr("Name of the view"), QLineEdit.EchoMode.Normal, old
        )
        if sure and name.strip() and name.strip() != old:
            self.view_renamed.emit(old, name.strip())

    def _row_chosen(self, current: QModelIndex, _previous: QModelIndex) -> None:
        if self._model is not None and current.isValid():
            image_id = self._model.image_at(current.row())
            if image_id is not None:
                self.photo_asked.emit(image_id)

    def ask_filter(self) -> None:
        """Ask for what the fields say."""
        # Qt hands enums of strings back as strings.
        state, split = self._state.currentData(), self._split.currentData()
        self.filter_asked.emit(
            ListFilter(
                text=self.query.text,
                class_id=self._class.currentData(),
                state=None if state is None else ImageState(state),
                split=None if split is None else Split(split),
            )
        )


def _filter_combo(name: str) -> QuietCombo:
    combo = QuietCombo()
    combo.setAccessibleName(name)
    combo.setToolTip(name)
    combo.setIconSize(QSize(36, 18))
    combo.setSizeAdjustPolicy(QuietCombo.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    combo.setMinimumContentsLength(6)
    combo.setMaxVisibleItems(20)
    return combo
