"""The annotate workspace's widgets: list, tool strip, canvas, inspector. Signals out, setters in; no decisions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QSplitter,
    QStackedLayout,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from core.project.labels import ImageState, Split
from desktop.actions import Scope
from desktop.annotate.adjust_panel import AdjustedSign, AdjustPanel
from desktop.annotate.canvas import Canvas
from desktop.annotate.class_palette import ClassPalette, class_icon
from desktop.annotate.image_list import ImageDelegate, ImageListModel, ImageListView
from desktop.annotate.inspector import Inspector
from desktop.annotate.listing import ListFilter
from desktop.theme import SPACE, icon

if TYPE_CHECKING:
    from PySide6.QtCore import QModelIndex

    from core.classes import ClassTable
    from desktop.actions import Actions
    from desktop.annotate.painting import ClassStyle
    from desktop.thumbnails import Thumbnails

SEARCH_DELAY_MS = 150


class AnnotateView(QWidget):
    """The workspace.

    Signals:
        photo_asked: Show the photograph with this id.
        filter_asked: Narrow the list to this `ListFilter`; its `narrowed` part is never set here.
        narrowing_dropped: Show again what another workspace had hidden.
        class_asked: Give the selected boxes, or the next one, this class id.
        verify_tapped: Space was pressed and let go without pushing the photograph.
        import_asked: The empty list's button was pressed.
        reset_adjustment_asked: Show photographs as they are.
    """

    photo_asked = Signal(int)
    filter_asked = Signal(object)
    narrowing_dropped = Signal()
    class_asked = Signal(int)
    verify_tapped = Signal()
    import_asked = Signal()
    reset_adjustment_asked = Signal()

    def __init__(self, actions: Actions, thumbnails: Thumbnails, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._actions = actions
        self.canvas = Canvas()
        self.adjusting = AdjustPanel(self.canvas)
        self._adjusted = AdjustedSign(self.canvas)
        self._adjusted.clicked.connect(lambda: self.reset_adjustment_asked.emit())
        self.inspector = Inspector()
        self.list = ImageListView()
        self.delegate = ImageDelegate(thumbnails, self)
        self.list.setItemDelegate(self.delegate)
        self.palette_window = ClassPalette(self)
        self._model: ImageListModel | None = None

        self._splitter = QSplitter()
        self._splitter.setChildrenCollapsible(False)
        self._splitter.addWidget(self._left_panel())
        self._splitter.addWidget(self._centre())
        self._splitter.addWidget(self.inspector)
        self._splitter.setStretchFactor(1, 1)
        self._splitter.setSizes([272, 900, 296])
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._splitter)

        actions.add_to(self, Scope.ANNOTATE)
        actions.add_to(self.canvas, Scope.CANVAS)
        self.palette_window.class_chosen.connect(self.class_asked)

    # Left

    def _left_panel(self) -> QWidget:
        panel = QFrame()
        panel.setObjectName("panelLeft")
        panel.setMinimumWidth(216)
        self._search = SearchField()
        self._search.setPlaceholderText(self.tr("Search name or patient"))
        self._search.setAccessibleName(self.tr("Search photographs"))
        self._search.setClearButtonEnabled(True)
        self._search.addAction(icon("search", tone="muted"), QLineEdit.ActionPosition.LeadingPosition)
        self._class = _filter_combo(self.tr("Class"))
        self._state = _filter_combo(self.tr("State"))
        self._state.addItem(self.tr("Any state"), None)
        for state in ImageState:
            self._state.addItem(state.value.capitalize(), state)
        self._split = _filter_combo(self.tr("Split"))
        self._split.addItem(self.tr("Any split"), None)
        for split in Split:
            self._split.addItem(split.value.capitalize(), split)
        self.set_classes({})
        combos = QHBoxLayout()
        combos.setSpacing(SPACE // 2)
        combos.addWidget(self._state, 1)
        combos.addWidget(self._split, 1)
        self._banner = QFrame()
        self._banner.setObjectName("banner")
        self._banner_text = QLabel()
        self._banner_text.setWordWrap(True)
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
        self._count = QLabel()
        self._count.setObjectName("small")
        self._nothing = QLabel(self.tr("No photograph fits the filter."))
        self._nothing.setObjectName("muted")
        self._nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._nothing.setWordWrap(True)
        self._list_stack = QStackedLayout()
        self._list_stack.addWidget(self.list)
        self._list_stack.addWidget(self._nothing)

        top = QVBoxLayout()
        top.setContentsMargins(SPACE, SPACE, SPACE, 0)
        top.setSpacing(SPACE)
        top.addWidget(self._search)
        top.addWidget(self._class)
        top.addLayout(combos)
        top.addWidget(self._banner)
        foot = QHBoxLayout()
        foot.setContentsMargins(2 * SPACE, SPACE // 2, SPACE, SPACE // 2)
        foot.addWidget(self._count)
        layout = QVBoxLayout(panel)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(SPACE)
        layout.addLayout(top)
        layout.addLayout(self._list_stack, 1)
        layout.addLayout(foot)

        # Typing narrows the list once the person pauses, not at every letter.
        self._typing = QTimer(self)
        self._typing.setSingleShot(True)
        self._typing.setInterval(SEARCH_DELAY_MS)
        self._typing.timeout.connect(self._ask_filter)
        self._search.textChanged.connect(lambda _text: self._typing.start())
        self._search.returnPressed.connect(lambda: self.canvas.setFocus())
        for combo in (self._class, self._state, self._split):
            combo.activated.connect(lambda _index: self._ask_filter())
        return panel

    # Centre

    def _centre(self) -> QWidget:
        centre = QWidget()
        strip = QFrame()
        strip.setObjectName("toolstrip")
        tools = QHBoxLayout(strip)
        tools.setContentsMargins(SPACE, SPACE // 2, SPACE, SPACE // 2)
        tools.setSpacing(2)
        for group in (
            ("previous", "next"),
            ("draw", "delete"),
            ("undo", "redo"),
            ("zoom_out", "zoom_in", "fit", "actual_size"),
            ("adjust",),
            ("show_predictions",),
        ):
            for action_id in group:
                tools.addWidget(self._tool(action_id))
            tools.addWidget(_upright_rule())
        self._next_class = QToolButton()
        self._next_class.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self._next_class.setIconSize(QSize(36, 18))
        self._next_class.setAccessibleName(self.tr("Class of the next box"))
        self._next_class.setToolTip(self.tr("Class of the next box: press its digit, or C and type"))
        self._next_class.clicked.connect(lambda: self._actions["choose_class"].trigger())
        tools.addWidget(self._next_class)
        tools.addStretch(1)
        self._place = QLabel()
        self._place.setObjectName("muted")
        tools.addWidget(self._place)
        self._notice = QFrame()
        self._notice.setObjectName("notice")
        self._notice_text = QLabel()
        self._notice_text.setWordWrap(True)
        close = QToolButton()
        close.setIcon(icon("close"))
        close.setAccessibleName(self.tr("Close this notice"))
        close.clicked.connect(self._notice.hide)
        notice = QHBoxLayout(self._notice)
        notice.setContentsMargins(2 * SPACE, SPACE // 2, SPACE, SPACE // 2)
        notice.addWidget(self._notice_text, 1)
        notice.addWidget(close, 0, Qt.AlignmentFlag.AlignTop)
        self._notice.hide()
        layout = QVBoxLayout(centre)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(strip)
        layout.addWidget(self._notice)
        self._canvas_stack = QStackedLayout()
        self._canvas_stack.addWidget(self.canvas)
        self._canvas_stack.addWidget(self._empty_page())
        layout.addLayout(self._canvas_stack, 1)
        return centre

    def _empty_page(self) -> QWidget:
        page = QWidget()
        page.setObjectName("page")
        sign = QLabel()
        sign.setPixmap(icon("photo", tone="faint").pixmap(QSize(48, 48), self.devicePixelRatioF()))
        title = QLabel(self.tr("This project has no photographs yet"))
        title.setObjectName("emptyTitle")
        text = QLabel(
            self.tr("Import a folder: sub-folders may name the classes,\nand Pascal VOC files may bring boxes.")
        )
        text.setObjectName("muted")
        text.setAlignment(Qt.AlignmentFlag.AlignCenter)
        button = QPushButton(icon("import", tone="on_accent"), self._actions["import_photos"].text())
        button.setProperty("primary", True)
        button.clicked.connect(lambda: self.import_asked.emit())
        layout = QVBoxLayout(page)
        layout.setSpacing(2 * SPACE)
        layout.addStretch(2)
        for widget in (sign, title, text, button):
            layout.addWidget(widget, 0, Qt.AlignmentFlag.AlignHCenter)
        layout.addStretch(3)
        return page

    def _tool(self, action_id: str) -> QToolButton:
        button = QToolButton()
        button.setDefaultAction(self._actions[action_id])
        button.setIconSize(QSize(20, 20))
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        return button

    # Setters

    def set_model(self, model: ImageListModel) -> None:
        """Show this list."""
        self._model = model
        self.list.setModel(model)
        self.list.selectionModel().currentChanged.connect(self._row_chosen)

    def set_classes(self, styles: dict[int, ClassStyle]) -> None:
        """Offer these classes everywhere."""
        chosen = self._class.currentData()
        self._class.clear()
        self._class.addItem(self.tr("Any class"), None)
        for class_id, style in styles.items():
            self._class.addItem(class_icon(style, self), style.name, class_id)
        self._class.setCurrentIndex(max(0, self._class.findData(chosen)))
        if styles:
            self.delegate.set_styles(styles)
            self.canvas.set_styles(styles)
            self.inspector.set_classes(styles)

    def set_next_class(self, style: ClassStyle | None) -> None:
        """Show the class that the next box gets."""
        self._next_class.setVisible(style is not None)
        if style is not None:
            shown = style.name if len(style.name) <= 26 else style.name[:25] + "…"
            self._next_class.setText(f" {shown}")
            self._next_class.setIcon(class_icon(style, self))
            self.canvas.set_next_colour(style.colour)

    def set_adjusted(self, adjusted: bool) -> None:
        """Say whether the photograph is shown otherwise than it is."""
        self._adjusted.show_sign(adjusted)

    def open_class_palette(self, classes: ClassTable) -> None:
        """Let the person type a class."""
        self.palette_window.open_at(self._next_class, classes)

    def show_current(self, index: QModelIndex) -> None:
        """Mark the row of the photograph shown and bring it into sight."""
        selection = self.list.selectionModel()
        blocked = selection.blockSignals(True)
        self.list.setCurrentIndex(index)
        selection.blockSignals(blocked)
        if index.isValid():
            self.list.scrollTo(index)
        self.list.viewport().update()

    def set_place(self, text: str) -> None:
        """Say which photograph of how many is shown."""
        self._place.setText(text)

    def set_list_size(self, shown: int, total: int) -> None:
        """Say how many photographs the list has."""
        if shown == total:
            self._count.setText(self.tr("{0} photos").format(f"{total:,}"))
        else:
            self._count.setText(self.tr("{0} of {1} photos").format(f"{shown:,}", f"{total:,}"))
        self._nothing.setText(
            self.tr("No photograph fits the filter.") if total else self.tr("No photographs yet.")
        )  # fmt: skip
        self._list_stack.setCurrentIndex(0 if shown else 1)

    def show_empty(self, empty: bool) -> None:
        """Say in place of the canvas that there are no photographs, and how to get some."""
        was_empty = self._canvas_stack.currentIndex() == 1
        self._canvas_stack.setCurrentIndex(1 if empty else 0)
        if was_empty and not empty:
            # The page that had the focus is gone; without this the keys work only after a click.
            self.canvas.setFocus()

    def set_banner(self, text: str) -> None:
        """Say why the list is narrowed; empty where it isn't."""
        self._banner_text.setText(text)
        self._banner.setVisible(bool(text))

    def set_notice(self, text: str) -> None:
        """Say something above the canvas until it is closed; empty for nothing."""
        self._notice_text.setText(text)
        self._notice.setVisible(bool(text))

    def clear_filter(self) -> None:
        """Set search and filters to nothing, without asking for it."""
        self._search.blockSignals(True)
        self._search.clear()
        self._search.blockSignals(False)
        self._typing.stop()
        for combo in (self._class, self._state, self._split):
            combo.setCurrentIndex(0)

    def focus_search(self) -> None:
        """Put the cursor into the search field."""
        self._search.setFocus()
        self._search.selectAll()

    # Held keys

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self._actions.is_held("hold_hide", event) and not event.modifiers():
            if not event.isAutoRepeat():
                self.canvas.hide_boxes(True)
        elif self._actions.is_held("hold_loupe", event) and not event.modifiers():
            if not event.isAutoRepeat():
                self.canvas.hold_loupe(True)
        elif self._actions.is_held("hold_pan", event) and not event.modifiers():
            if not event.isAutoRepeat():
                self.canvas.hold_pan(True)
        else:
            super().keyPressEvent(event)

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        if event.isAutoRepeat():
            return
        if self._actions.is_held("hold_hide", event):
            self.canvas.hide_boxes(False)
        elif self._actions.is_held("hold_loupe", event):
            self.canvas.hold_loupe(False)
        elif self._actions.is_held("hold_pan", event):
            if self.canvas.hold_pan(False):
                self.verify_tapped.emit()
        else:
            super().keyReleaseEvent(event)

    # What the person asks for

    def _row_chosen(self, current: QModelIndex, _previous: QModelIndex) -> None:
        if self._model is not None and current.isValid():
            image_id = self._model.image_at(current.row())
            if image_id is not None:
                self.photo_asked.emit(image_id)

    def _ask_filter(self) -> None:
        self._typing.stop()
        self.filter_asked.emit(
            ListFilter(
                text=self._search.text().strip(),
                class_id=self._class.currentData(),
                state=self._state.currentData(),
                split=self._split.currentData(),
            )
        )


class SearchField(QLineEdit):
    """A field in which Return ends the search and does not accept a prediction."""

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.ShortcutOverride:
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
                event.accept()
                return True
        return super().event(event)


def _filter_combo(name: str) -> QComboBox:
    combo = QComboBox()
    combo.setAccessibleName(name)
    combo.setToolTip(name)
    combo.setIconSize(QSize(36, 18))
    combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    combo.setMinimumContentsLength(6)
    combo.setMaxVisibleItems(20)
    return combo


def _upright_rule() -> QWidget:
    holder = QWidget()
    holder.setFixedWidth(SPACE + 1)
    rule = QFrame(holder)
    rule.setObjectName("separator")
    rule.setGeometry(SPACE // 2, 4, 1, 22)
    return holder
