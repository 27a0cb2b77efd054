"""Choosing a class by typing: a small window over the canvas that narrows the list letter by letter."""

from __future__ import annotations

from time import monotonic
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QIcon, QKeyEvent, QPainter, QPixmap, QPixmapCache
from PySide6.QtWidgets import QFrame, QLineEdit, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from core.classes import fold_name
from desktop.annotate.painting import ClassStyle, chip_font, paint_class_chip
from desktop.annotate.popup import Popup
from desktop.theme import SPACE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from core.classes import ClassTable, LesionClass


ROW = 28
RETURN_AFTER = 1.0
"""Seconds within which a Return after a number that was taken at once is a habit, and means nothing else."""


def numbers_of(number: int) -> tuple[str, ...]:
    """How a place in the table may be typed: up to the hundredth also with two digits, that being 00 as ten is 0."""
    return (str(number), f"{number % 100:02}") if number <= 100 else (str(number),)


def meant_by_number(classes: Iterable[LesionClass], text: str) -> LesionClass | None:
    """The class that typed digits alone mean, once nothing that begins with them can mean another.

    Letters never do: who types a name types on, and the rest of it would be the annotator's keys.
    """
    wanted = fold_name(text)
    if not (wanted.isascii() and wanted.isdigit()):
        return None
    found = matching_classes(classes, wanted)
    return found[0] if len(found) == 1 else None


def matching_classes(classes: Iterable[LesionClass], text: str) -> list[LesionClass]:
    """Classes a typed text may mean: by code, by number, then by the start of code, name, word or alias, then anywhere.

    The number is the place in the table, counted from 1, as `numbers_of` writes it: a way to any class also where names
    are in a script that the keyboard doesn't have. Within a rank the table's order stays.
    """
    wanted = fold_name(text)
    if not wanted:
        return list(classes)

    def rank(entry: LesionClass, number: int) -> int | None:
        name = fold_name(entry.name)
        if fold_name(entry.code) == wanted:
            return 0
        if wanted in numbers_of(number):
            return 1
        if any(written.startswith(wanted) for written in numbers_of(number)):
            return 2
        if fold_name(entry.code).startswith(wanted):
            return 3
        if name.startswith(wanted):
            return 4
        if any(word.startswith(wanted) for word in name.split()):
            return 5
        if any(fold_name(alias).startswith(wanted) for alias in entry.aliases):
            return 6
        return 7 if wanted in name else None

    ranked = [(rank(entry, number), number, entry) for number, entry in enumerate(classes, start=1)]
    return [entry for _, _, entry in sorted((row for row in ranked if row[0] is not None), key=lambda row: row[:2])]


def class_icon(style: ClassStyle, widget: QWidget, *, width: int = 36, height: int = 18) -> QIcon:
    """A class's chip as an icon, for lists and combo boxes."""
    ratio = widget.devicePixelRatioF()
    # Asked for a few times at each edit; Qt's own cache ends with the application, as its pictures must.
    key = f"class {style.code} {style.colour} {width}x{height}@{ratio} {widget.font().key()}"
    pixmap = QPixmap()
    if not QPixmapCache.find(key, pixmap):
        pixmap = QPixmap(round(width * ratio), round(height * ratio))
        pixmap.setDevicePixelRatio(ratio)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        place = QRectF(0.5, 0.5, width - 1, height - 1)
        paint_class_chip(painter, place, style, chip_font(widget.font(), pixels=10))
        painter.end()
        QPixmapCache.insert(key, pixmap)
    made = QIcon(pixmap)
    # Qt would dim the chip in a selected row, and the colour is the message.
    made.addPixmap(pixmap, QIcon.Mode.Selected)
    return made


class ClassPalette(Popup):
    """A pop-up with a field and the classes it may mean; Return takes the first, Escape none.

    A number is taken as soon as it can mean no other class.

    Signals:
        class_chosen: Class id.
    """

    class_chosen = Signal(int)

    def __init__(self, parent: QWidget | None = None, *, clock: Callable[[], float] = monotonic) -> None:
        super().__init__(parent)
        self.clock = clock
        self.setFrameShape(QFrame.Shape.StyledPanel)
        self._classes: ClassTable | None = None
        self._taken_at = -RETURN_AFTER
        self._field = QLineEdit()
        self._field.setPlaceholderText(self.tr("Class name, code or number"))
        self._field.setAccessibleName(self._field.placeholderText())
        self._icons: dict[int, QIcon] = {}
        self._field.setClearButtonEnabled(True)
        self._list = QListWidget()
        self._list.setIconSize(QSize(36, 18))
        self._list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(SPACE, SPACE, SPACE, SPACE)
        layout.setSpacing(SPACE)
        layout.addWidget(self._field)
        layout.addWidget(self._list)
        self.setFixedWidth(320)
        self._field.textChanged.connect(self._narrow)
        self._field.textEdited.connect(self._take_number)
        self._field.returnPressed.connect(self._take_current)
        self._field.installEventFilter(self)
        self._list.itemClicked.connect(self._take)

    def open_at(self, place: QWidget, classes: ClassTable) -> None:
        """Show the classes below a widget."""
        self._classes = classes
        self._icons = {
            entry.id: class_icon(ClassStyle(entry.code, entry.name, entry.colour), self) for entry in classes
        }
        self._field.clear()
        self._narrow("")
        self.adjustSize()
        self.move(place.mapToGlobal(place.rect().bottomLeft()))
        self.show()
        self._field.setFocus()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        # Up and down walk the list while the field keeps the focus.
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()))
            if step is not None and self._list.count():
                self._list.setCurrentRow((self._list.currentRow() + step) % self._list.count())
                return True
        return super().eventFilter(watched, event)

    def _narrow(self, text: str) -> None:
        self._list.clear()
        positions = {entry.id: number for number, entry in enumerate(self._classes or (), start=1)}
        for entry in matching_classes(self._classes or (), text):
            item = QListWidgetItem(self._icons[entry.id], f"{positions[entry.id]}   {entry.name}")
            item.setToolTip(entry.name)
            item.setSizeHint(QSize(0, ROW))
            item.setData(Qt.ItemDataRole.UserRole, entry.id)
            self._list.addItem(item)
        if not self._list.count():
            # The list is closed: a slip of the keys makes no class.
            nothing = QListWidgetItem(self.tr("No such class. Project > Classes… adds one."))
            nothing.setFlags(Qt.ItemFlag.NoItemFlags)
            nothing.setSizeHint(QSize(0, ROW))
            self._list.addItem(nothing)
        self._list.setCurrentRow(0)
        self._list.setFixedHeight(min(10, max(1, self._list.count())) * ROW + 6)
        self.adjustSize()

    def owns_return(self) -> bool:
        """Whether a Return pressed now, once, still belongs to the number that was taken without one."""
        owns = self.clock() - self._taken_at < RETURN_AFTER
        self._taken_at = -RETURN_AFTER
        return owns

    def _take_number(self, text: str) -> None:
        meant = meant_by_number(self._classes or (), text)
        if meant is not None:
            self._taken_at = self.clock()
            self.hide()
            self.class_chosen.emit(meant.id)

    def _take_current(self) -> None:
        item = self._list.currentItem()
        if item is not None and item.flags() & Qt.ItemFlag.ItemIsEnabled:
            self._take(item)

    def _take(self, item: QListWidgetItem) -> None:
        self.hide()
        self.class_chosen.emit(int(item.data(Qt.ItemDataRole.UserRole)))
