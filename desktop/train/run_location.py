"""Shows the folder of a run to the person, or says where it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QUrl
from PySide6.QtGui import QDesktopServices, QGuiApplication

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


def show_in_file_manager(path: Path) -> bool:
    """Ask the desktop to show a folder; whether something answered."""
    return QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))


def show_or_tell(path: Path, show: Callable[[Path], bool]) -> str:
    """Show a folder. Where nothing answers, its path goes to the clipboard and into the sentence returned."""
    if show(path):
        return ""
    QGuiApplication.clipboard().setText(str(path))
    text = QCoreApplication.translate("Train", "No file manager answers. The path is copied to the clipboard: {0}")
    return text.format(path)
