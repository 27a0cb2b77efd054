"""The annotate workspace's widgets: list, tool strip, canvas, inspector. Signals out, setters in; no decisions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSplitter,
    QStackedLayout,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from desktop.action_spec import Scope
from desktop.annotate.adjust_panel import AdjustedSign, AdjustPanel
from desktop.annotate.class_palette import ClassPalette, class_icon
from desktop.annotate.keys_back import KeysBack
from desktop.annotate.reason_popup import ReasonPopup
from desktop.annotate.relink_button import RelinkButton
from desktop.theme import SPACE, icon

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtCore import QModelIndex
    from PySide6.QtGui import QKeyEvent

    from core.classes import ClassTable
    from core.errors import QueryError
    from core.project.labels import ImageState
    from core.project.query_fields import Words
    from desktop.actions import Actions
    from desktop.annotate.image_list import ImageListModel
    from desktop.annotate.painting import ClassStyle
    from desktop.annotate.parts import Parts
    from desktop.annotate.saved_views import SavedView


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
        view_chosen, view_saved, view_renamed, view_deleted: As `ListPanel`'s.
        reason_given: Put the photograph into this `ImageState`, for this reason.
    """

    photo_asked = Signal(int)
    filter_asked = Signal(object)
    narrowing_dropped = Signal()
    class_asked = Signal(int)
    verify_tapped = Signal()
    import_asked = Signal()
    reset_adjustment_asked = Signal()
    view_chosen = Signal(str)
    view_saved = Signal(str)
    view_renamed = Signal(str, str)
    view_deleted = Signal(str)
    reason_given = Signal(object, str)

    def __init__(self, actions: Actions, parts: Parts, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._actions = actions
        self.canvas = parts.canvas
        self._keys = KeysBack(self.canvas, self)
        self.adjusting = AdjustPanel(self.canvas)
        self._adjusted = AdjustedSign(self.canvas)
        self._adjusted.clicked.connect(lambda: self.reset_adjustment_asked.emit())
        self._relink = RelinkButton(actions["relink"], self.canvas)
        self.inspector = parts.inspector
        self.photos = parts.photos
        self.list = self.photos.list
        self.palette_window = ClassPalette(self)
        self._reasons = ReasonPopup(self)
        self._reasons.given.connect(self.reason_given)

        # Each is made in its place: moving a widget dresses all it holds anew, which takes longer than making it.
        self._splitter = QSplitter(self)
        self._splitter.setChildrenCollapsible(False)
        self._splitter.addWidget(self.photos)
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
        self.inspector.hand_keys_to(self.canvas)
        self.inspector.note_done.connect(lambda: self.canvas.setFocus())
        self.photos.hand_keys_to(self.canvas)
        photos = self.photos
        photos.photo_asked.connect(self.photo_asked)
        photos.filter_asked.connect(self.filter_asked)
        photos.narrowing_dropped.connect(self.narrowing_dropped)
        photos.search_done.connect(lambda: self.canvas.setFocus())
        photos.view_chosen.connect(self.view_chosen)
        photos.view_saved.connect(self.view_saved)
        photos.view_renamed.connect(self.view_renamed)
        photos.view_deleted.connect(self.view_deleted)

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
        # What is typed elsewhere, such as a note, is said before the tool does its work.
        self._keys.watch(button)
        return button

    # Setters

    def set_model(self, model: ImageListModel) -> None:
        """Show this list."""
        self.photos.set_model(model)

    def set_classes(self, styles: dict[int, ClassStyle]) -> None:
        """Offer these classes everywhere."""
        self.photos.set_classes(styles)
        if styles:
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

    def ask_reason(self, state: ImageState, known: Sequence[str], *, present: str) -> None:
        """Ask why the photograph gets this state, offering the reason it has and those given before."""
        self._reasons.open_over(self.canvas, state, known, present=present)

    def offer_relink(self, offered: bool) -> None:
        """Offer to say where the folder of the photograph shown is now."""
        self._relink.offer(offered)

    def set_adjusted(self, adjusted: bool) -> None:
        """Say whether the photograph is shown otherwise than it is."""
        self._adjusted.show_sign(adjusted)

    def open_class_palette(self, classes: ClassTable) -> None:
        """Let the person type a class."""
        self.palette_window.open_at(self._next_class, classes)

    def show_current(self, index: QModelIndex) -> None:
        """Mark the row of the photograph shown and bring it into sight."""
        self.photos.show_current(index)

    def set_place(self, text: str) -> None:
        """Say which photograph of how many is shown."""
        self._place.setText(text)

    def set_list_size(self, shown: int, total: int) -> None:
        """Say how many photographs the list has."""
        self.photos.set_list_size(shown, total)

    def set_as_grid(self, as_grid: bool) -> None:
        """Show the photographs as thumbnails, or as a list."""
        self.photos.set_as_grid(as_grid)

    def set_query_words(self, words: Words | None) -> None:
        """Complete queries with these."""
        self.photos.query.field.set_words(words)

    def set_query_error(self, error: QueryError | None) -> None:
        """Say under the search field what is wrong with the query; None for nothing."""
        self.photos.query.set_error(error)

    def show_query(self, text: str) -> None:
        """Show this query and no other filter, without asking for it."""
        self.photos.show_query(text)

    def set_views(self, views: Sequence[SavedView], *, editable: bool) -> None:
        """Offer these saved views."""
        self.photos.set_views(views, editable=editable)

    def show_empty(self, empty: bool) -> None:
        """Say in place of the canvas that there are no photographs, and how to get some."""
        was_empty = self._canvas_stack.currentIndex() == 1
        self._canvas_stack.setCurrentIndex(1 if empty else 0)
        if was_empty and not empty:
            # The page that had the focus is gone; without this the keys work only after a click.
            self.canvas.setFocus()

    def set_banner(self, text: str) -> None:
        """Say why the list is narrowed; empty where it isn't."""
        self.photos.set_banner(text)

    def set_notice(self, text: str) -> None:
        """Say something above the canvas until it is closed; empty for nothing."""
        self._notice_text.setText(text)
        self._notice.setVisible(bool(text))

    def clear_filter(self) -> None:
        """Set search and filters to nothing, without asking for it."""
        self.photos.show_query("")

    def focus_search(self) -> None:
        """Put the cursor into the search field."""
        self.photos.query.field.setFocus()
        self.photos.query.field.selectAll()

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


def _upright_rule() -> QWidget:
    holder = QWidget()
    holder.setFixedWidth(SPACE + 1)
    rule = QFrame(holder)
    rule.setObjectName("separator")
    rule.setGeometry(SPACE // 2, 4, 1, 22)
    return holder
