"""Starts the application: look, log, error hook, window."""

from __future__ import annotations

import gc
import logging
import os
import sys
import threading
from logging.handlers import RotatingFileHandler
from pathlib import Path

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtWidgets import QApplication

from desktop.main_window import MainWindow
from desktop.problem_dialog import Unforeseen
from desktop.settings import read_settings
from desktop.shell import Shell
from desktop.theme import install_theme
from desktop.translating import install_language

logger = logging.getLogger(__name__)


def open_window(project: Path | None = None, *, read_only: bool = False) -> MainWindow:
    """A visible window, with a project in it where one is given. Needs an application."""
    window = MainWindow()
    shell = Shell(window)
    window.show()
    if project is not None:
        shell.open_project(project, read_only=read_only)
    return window


def spare_collections(window: MainWindow) -> None:
    """Take each workspace, once it is built, and what it imported, out of Python's search for cycles as well."""
    window.workspace_built.connect(lambda _name: _keep_what_is_there())


def run(project: Path | None = None) -> int:
    """Start the application and stay until its window is closed; the exit status."""
    application = make_application()
    errors = Unforeseen(application)
    errors.install()
    _start_log()
    window = MainWindow()
    spare_collections(window)
    shell = Shell(window)
    window.show()
    if project is None:
        # While a person looks at the start page, what opening a project needs is imported, then built.
        prepared = _Prepared(application)
        prepared.imported.connect(window.build_by_and_by, Qt.ConnectionType.QueuedConnection)
        prepared.imported.connect(_keep_what_is_there, Qt.ConnectionType.QueuedConnection)
        threading.Thread(target=prepared.read_ahead, name="read ahead").start()
    else:
        # After the first painting, so that a person sees the window while the project is read.
        QTimer.singleShot(0, lambda: shell.open_project(project))
    logger.info("window shown")
    status = application.exec()
    window.deleteLater()
    return int(status)


def make_application() -> QApplication:
    """The application in its language and look."""
    _clear_foreign_plugin_path()
    application = QApplication(sys.argv[:1])
    application.setApplicationName("dermdesk")
    application.setApplicationDisplayName("DermDesk")
    application.setDesktopFileName("dermdesk")
    look = read_settings().get("look")
    install_language(application, read_settings().get("language"))
    install_theme(application, forced=look if look in ("light", "dark") else None)
    return application


class _Prepared(QObject):
    """Imports in a thread what the first project needs.

    Signals:
        imported: All of it is there; said in that thread.
    """

    imported = Signal()

    def read_ahead(self) -> None:
        from core import images  # noqa: F401 - brings in OpenCV, for which the first photograph would wait
        from core.project import project  # noqa: F401
        from desktop import predictions  # noqa: F401
        from desktop.annotate import parts, workspace  # noqa: F401

        self.imported.emit()


def _keep_what_is_there() -> None:
    """Take what was imported out of Python's search for cycles, which stopped the window for 70 ms each time."""
    gc.freeze()


def _clear_foreign_plugin_path() -> None:
    # opencv-python, where it is installed instead of the headless build, points Qt at its own plugins on import.
    for name in ("QT_QPA_PLATFORM_PLUGIN_PATH", "QT_QPA_FONTDIR"):
        if "cv2" in os.environ.get(name, ""):
            del os.environ[name]


def _start_log() -> None:
    from platformdirs import user_log_path

    folder = Path(user_log_path("dermdesk", appauthor=False))
    handlers: list[logging.Handler] = [logging.StreamHandler()]
    try:
        folder.mkdir(parents=True, exist_ok=True)
        handlers.append(
            RotatingFileHandler(folder / "window.log", maxBytes=1_000_000, backupCount=3, encoding="utf-8", delay=True)
        )
    except OSError:
        pass  # a read-only home keeps no log; the console still has it
    for handler in handlers:
        handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    handlers[0].setLevel(logging.WARNING)
    logging.basicConfig(level=logging.INFO, handlers=handlers)
