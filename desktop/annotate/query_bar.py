"""The search field: takes a query, completes it at the cursor, says what is wrong with it, and explains itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QRect, QSize, QStringListModel, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCompleter, QLabel, QLineEdit, QListView, QToolButton, QVBoxLayout, QWidget

from core.project.query_text import complete
from desktop.annotate.query_help import QueryHelp
from desktop.theme import SPACE, icon, redress
from desktop.translating import core_text

if TYPE_CHECKING:
    from core.errors import QueryError
    from core.project.query_fields import Words
    from core.project.query_text import Completion

SEARCH_DELAY_MS = 150
POPUP_WIDTH = 240
_OF_THE_POPUP = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Tab, Qt.Key.Key_Escape)


class QueryField(QLineEdit):
    """A field in which Return ends the search and does not accept a prediction, and which completes word by word.

    Signals:
        done: Return was pressed, or Escape in an empty field: the person wants to go on annotating.
    """

    done = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words: Words | None = None
        self._completion: Completion | None = None
        self._options = QStringListModel(self)
        self._completer = QCompleter(self._options, self)
        self._completer.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        self._completer.setWidget(self)
        self._completer.setMaxVisibleItems(12)
        self._popup = QListView()
        self._popup.setAccessibleName(self.tr("Completions"))
        self._popup.setProperty("framed", True)
        self._popup.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._completer.setPopup(self._popup)
        self._completer.activated.connect(self._take)
        self.textEdited.connect(lambda _text: self._offer(asked=False))

    def set_words(self, words: Words | None) -> None:
        """Complete with these; None for nothing."""
        self._words = words

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.ShortcutOverride:
            plain = event.modifiers() in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Escape) and plain:
                event.accept()
                return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self._popup.isVisible() and event.key() in _OF_THE_POPUP:
            # The completer asks the field first.
            event.ignore()
        elif event.key() == Qt.Key.Key_Down or (
            event.key() == Qt.Key.Key_Space and event.modifiers() == Qt.KeyboardModifier.ControlModifier
        ):
            self._offer(asked=True)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.done.emit()
        elif event.key() == Qt.Key.Key_Escape:
            if self.text():
                self.clear()
            else:
                self.done.emit()
        else:
            super().keyPressEvent(event)

    def _offer(self, *, asked: bool) -> None:
        """Open the completions; without having been asked only where a value is due, so that plain words stay plain."""
        self._completion = None
        if self._words is not None:
            found = complete(self.text(), self.cursorPosition(), self._words)
            typed = self.text()[found.start : self.cursorPosition()]
            if found.options and found.options != (typed,) and (asked or found.field is not None):
                self._completion = found
        if self._completion is None:
            self._popup.hide()
            return
        self._options.setStringList(list(self._completion.options))
        self._completer.setCompletionPrefix("")
        self._completer.complete(QRect(0, self.height(), max(self.width(), POPUP_WIDTH), 0))

    def _take(self, option: str) -> None:
        found, self._completion = self._completion, None
        if found is None:
            return
        before, after = self.text()[: found.start], self.text()[self.cursorPosition() :]
        # A finished value is followed by a space, a field by its value.
        written = option if option[-1:] in ":>" else f"{option} "
        self.setText(before + written + after.lstrip())
        self.setCursorPosition(len(before + written))
        self.textEdited.emit(self.text())


class QueryBar(QWidget):
    """The field with its error line; `help_button` opens the help and is placed by the panel.

    Signals:
        changed: The text is another one, and the person has paused.
        done: The person wants to go on annotating.
    """

    changed = Signal()
    done = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.field = QueryField()
        self.field.setPlaceholderText(self.tr("Search, or state:new …"))
        self.field.setAccessibleName(self.tr("Search photographs"))
        self.field.setClearButtonEnabled(True)
        self.field.addAction(icon("search", tone="muted"), QLineEdit.ActionPosition.LeadingPosition)
        self.help = QueryHelp(self)
        self.help.example_chosen.connect(self._show_example)
        self.help_button = QToolButton()
        self.help_button.setObjectName("inPanel")
        self.help_button.setText("?")
        self.help_button.setFixedSize(QSize(28, 28))
        self.help_button.setToolTip(self.tr("What can be asked for"))
        self.help_button.setAccessibleName(self.help_button.toolTip())
        self.help_button.clicked.connect(lambda: self.help.open_below(self))
        self._error = QLabel()
        self._error.setObjectName("problem")
        self._error.setWordWrap(True)
        self._error.setTextFormat(Qt.TextFormat.PlainText)
        self._error.hide()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(SPACE // 2)
        layout.addWidget(self.field)
        layout.addWidget(self._error)

        # Typing narrows the list once the person pauses, not at every letter.
        self._typing = QTimer(self)
        self._typing.setSingleShot(True)
        self._typing.setInterval(SEARCH_DELAY_MS)
        self._typing.timeout.connect(self.changed)
        self.field.textChanged.connect(lambda _text: self._typing.start())
        self.field.done.connect(self._finish)

    @property
    def text(self) -> str:
        """The query as it stands."""
        return self.field.text().strip()

    @property
    def error_text(self) -> str:
        """What is said to be wrong; empty where nothing is."""
        return "" if self._error.isHidden() else self._error.text()

    def set_text(self, text: str) -> None:
        """Show a query, without asking for it."""
        blocked = self.field.blockSignals(True)
        self.field.setText(text)
        self.field.blockSignals(blocked)
        self._typing.stop()
        self.set_error(None)

    def set_error(self, error: QueryError | None) -> None:
        """Say what is wrong with the query, and mark the place when the person isn't typing there."""
        self._error.setVisible(error is not None)
        self.field.setProperty("wrong", error is not None)
        redress(self.field)
        if error is not None:
            wrong = self.field.text().strip()[error.position : error.position + error.length]
            said = core_text(error.message)
            place = self.tr("At “{0}”: {1}").format(wrong, said) if wrong else said
            self._error.setText(f"{place} {core_text(error.hint)}".strip())

    def _finish(self) -> None:
        if self._typing.isActive():
            self._typing.stop()
            self.changed.emit()
        self.done.emit()

    def _show_example(self, example: str) -> None:
        text = self.field.text().strip()
        self.field.setText(f"{text} {example}".strip())
        self.field.setFocus()
