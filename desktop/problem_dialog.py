"""How errors look: what happened, where, and what to do; and the one dialog that asks about a locked project."""

from __future__ import annotations

import logging
import sys
import threading
import traceback
from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QObject, QSize, Qt, Signal
from PySide6.QtGui import QFontDatabase
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from core.errors import DermDeskError, ProjectLocked
from desktop.theme import SPACE, icon
from desktop.translating import core_text
from desktop.wording import date_text

if TYPE_CHECKING:
    from types import TracebackType

logger = logging.getLogger(__name__)


class ProblemDialog(QDialog):
    """A message, the file concerned, what to do next, and for programmers what went wrong."""

    def __init__(
        self,
        message: str,
        *,
        path: str = "",
        hint: str = "",
        details: str = "",
        title: str = "",
        sign: str = "error",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(title or "DermDesk")
        self.setMinimumWidth(440)
        picture = QLabel()
        picture.setPixmap(icon(sign, tone="danger" if sign == "error" else "warning").pixmap(QSize(32, 32)))
        self._message = QLabel(message)
        self._message.setObjectName("emptyTitle")
        self._message.setWordWrap(True)
        texts = QVBoxLayout()
        texts.setSpacing(SPACE)
        texts.addWidget(self._message)
        for text, name in ((path, "muted"), (hint, "")):
            if text:
                label = QLabel(text)
                label.setObjectName(name)
                label.setWordWrap(True)
                label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
                texts.addWidget(label)
        top = QHBoxLayout()
        top.setSpacing(2 * SPACE)
        top.addWidget(picture, 0, Qt.AlignmentFlag.AlignTop)
        top.addLayout(texts, 1)
        self.buttons = QDialogButtonBox()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(3 * SPACE, 3 * SPACE, 3 * SPACE, 2 * SPACE)
        layout.setSpacing(2 * SPACE)
        layout.addLayout(top)
        if details:
            box = QPlainTextEdit(details)
            box.setReadOnly(True)
            box.setAccessibleName(_tr("What went wrong, for programmers"))
            box.setTabChangesFocus(True)
            box.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
            box.setMinimumHeight(160)
            layout.addWidget(box)
        layout.addWidget(self.buttons)
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)

    @classmethod
    def about(cls, error: Exception, parent: QWidget | None = None) -> ProblemDialog:
        """The dialog for an error."""
        if isinstance(error, DermDeskError):
            dialog = cls(core_text(error.message), path=error.path or "", hint=core_text(error.hint), parent=parent)
        else:
            dialog = cls(
                _tr("Something went wrong that DermDesk did not foresee."),
                hint=_tr("Your labels are saved at each edit, so nothing is lost. Please report the text below."),
                details="".join(traceback.format_exception(error)),
                parent=parent,
            )
        dialog.buttons.setStandardButtons(QDialogButtonBox.StandardButton.Close)
        return dialog

    @classmethod
    def about_lock(cls, error: ProjectLocked, parent: QWidget | None = None) -> ProblemDialog:
        """The dialog that offers to open a locked project read-only."""
        dialog = cls(
            _tr("{0} has this project open").format(error.who),
            path=error.path or "",
            hint=_tr("Since {0}. You can look at it without changing anything, or try again later.").format(
                _local_time(error.since)
            ),
            title=_tr("Project in use"),
            sign="lock",
            parent=parent,
        )
        yes = dialog.buttons.addButton(_tr("Open read-only"), QDialogButtonBox.ButtonRole.AcceptRole)
        yes.setDefault(True)
        dialog.buttons.addButton(QDialogButtonBox.StandardButton.Cancel)
        return dialog


def show_error(error: Exception, parent: QWidget | None = None) -> None:
    """Show an error until it is closed."""
    logger.error("%s", error)
    dialog = ProblemDialog.about(error, parent)
    dialog.exec()
    dialog.deleteLater()


class Unforeseen(QObject):
    """Catches errors nobody handled: they are logged and shown, and the window goes on."""

    _raised = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._showing = False
        self._raised.connect(self._show, Qt.ConnectionType.QueuedConnection)

    def install(self) -> None:
        """Take over from Python's own hooks."""
        sys.excepthook = self._caught
        threading.excepthook = lambda args: self._caught(args.exc_type, args.exc_value, args.exc_traceback)

    def _caught(self, kind: type[BaseException], error: BaseException | None, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, error or kind(), trace)
            QApplication.quit()
            return
        logger.critical("unforeseen", exc_info=(kind, error or kind(), trace))
        if isinstance(error, Exception):
            self._raised.emit(error)

    def _show(self, error: Exception) -> None:
        # An error in a paint event comes again with each frame: one dialog is enough.
        if self._showing:
            return
        self._showing = True
        try:
            show_error(error, QApplication.activeWindow())
        finally:
            self._showing = False


def _local_time(since: str) -> str:
    """A UTC time in ISO 8601 as the clock on the wall has it; what isn't one stays as it is."""
    try:
        moment = datetime.fromisoformat(since)
    except ValueError:
        return since
    return date_text(moment)


def _tr(text: str) -> str:
    return QCoreApplication.translate("ProblemDialog", text)
