"""The questions the Train workspace asks before something can't be taken back."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QMessageBox

from desktop.wording import count_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtWidgets import QWidget


class Closing(StrEnum):
    """What is to become of a training when the window closes."""

    KEEP = "keep"
    STOP = "stop"
    CANCEL = "cancel"


def closing_box(parent: QWidget | None, names: Sequence[str]) -> tuple[QMessageBox, dict[object, Closing]]:
    """The box that asks about living runs, and what each of its buttons means."""
    box = QMessageBox(parent)
    box.setIcon(QMessageBox.Icon.Question)
    box.setWindowTitle(_tr("Training goes on"))
    if len(names) == 1:
        box.setText(_tr("{0} is still training.").format(names[0]))
    else:
        box.setText(_tr("{0} are still training.").format(count_text(len(names), "run")))
    box.setInformativeText(
        _tr(
            "It can go on without this window, and is shown again when DermDesk next opens the project. "
            "Or it stops now and keeps its best checkpoint."
        )
    )
    keep = box.addButton(_tr("Keep training in the background"), QMessageBox.ButtonRole.AcceptRole)
    stop = box.addButton(_tr("Stop and keep the best"), QMessageBox.ButtonRole.DestructiveRole)
    cancel = box.addButton(QMessageBox.StandardButton.Cancel)
    box.setDefaultButton(keep)
    box.setEscapeButton(cancel)
    return box, {keep: Closing.KEEP, stop: Closing.STOP, cancel: Closing.CANCEL}


def ask_closing(parent: QWidget | None, names: Sequence[str]) -> Closing:
    """What is to become of these runs."""
    box, meanings = closing_box(parent, names)
    box.exec()
    answer = meanings.get(box.clickedButton(), Closing.CANCEL)
    box.deleteLater()
    return answer


def ask_abort(parent: QWidget | None, name: str) -> bool:
    """Whether a run is really to be killed."""
    box = QMessageBox(parent)
    box.setIcon(QMessageBox.Icon.Warning)
    box.setWindowTitle(_tr("Abort training"))
    box.setText(_tr("End {0} at once?").format(name))
    box.setInformativeText(
        _tr(
            "The epoch at hand is lost. Checkpoints that were saved stay, and it can be resumed from the last one. "
            "Stop instead finishes the step and validates first."
        )
    )
    yes = box.addButton(_tr("Abort"), QMessageBox.ButtonRole.DestructiveRole)
    cancel = box.addButton(QMessageBox.StandardButton.Cancel)
    box.setDefaultButton(cancel)
    box.setEscapeButton(cancel)
    box.exec()
    answer = box.clickedButton() is yes
    box.deleteLater()
    return answer


def _tr(text: str) -> str:
    return QCoreApplication.translate("Train", text)
