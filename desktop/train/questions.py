"""The questions the Train workspace asks before something can't be taken back."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QCheckBox, QMessageBox

from desktop.wording import count_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtWidgets import QPushButton, QWidget

    from core.jobs.deleting import RunUses


class Closing(StrEnum):
    """What is to become of a training when the window closes."""

    KEEP = "keep"
    STOP = "stop"
    CANCEL = "cancel"


def closing_box(
    parent: QWidget | None, names: Sequence[str], waiting: int = 0
) -> tuple[QMessageBox, dict[object, Closing]]:
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
    if waiting:
        box.setInformativeText(
            _tr(
                "It can go on without this window, and {0} that wait then follow by themselves. "
                "Or it stops now, keeps its best checkpoint, and the queue is paused."
            ).format(count_text(waiting, "run"))
        )
    keep = box.addButton(_tr("Keep training in the background"), QMessageBox.ButtonRole.AcceptRole)
    stop = box.addButton(_tr("Stop and keep the best"), QMessageBox.ButtonRole.DestructiveRole)
    cancel = box.addButton(QMessageBox.StandardButton.Cancel)
    box.setDefaultButton(keep)
    box.setEscapeButton(cancel)
    return box, {keep: Closing.KEEP, stop: Closing.STOP, cancel: Closing.CANCEL}


def ask_closing(parent: QWidget | None, names: Sequence[str], waiting: int = 0) -> Closing:
    """What is to become of these runs, and of those that wait."""
    box, meanings = closing_box(parent, names, waiting)
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


def delete_box(parent: QWidget | None, name: str, uses: RunUses) -> tuple[QMessageBox, QPushButton, QCheckBox]:
    """The box that asks whether to delete a run, its yes, and whether predictions go, too."""
    box = QMessageBox(parent)
    box.setIcon(QMessageBox.Icon.Warning)
    box.setWindowTitle(_tr("Delete run"))
    box.setText(_tr("Delete {0}?").format(name))
    said = [_tr("Its folder takes {0} MB.").format(f"{uses.size / 2**20:.1f}")]
    if uses.has_model:
        said.append(_tr("Its trained model goes with it; export it first to keep it."))
    if uses.predictions:
        said.append(
            _tr("Its model has predicted {0}; evaluations use these.").format(
                count_text(uses.predictions, "photograph")
            )
        )
    if uses.folds:
        said.append(_tr("It is one of the folds {0}.").format(uses.folds))
        if uses.stored_folds:
            said.append(_tr("What they said out of fold is stored, and stays."))
    if uses.queued:
        said.append(_tr("It is taken out of the queue."))
    if uses.rounds:
        said.append(_tr("Cleaning rounds compare it by its predictions: {0}.").format(", ".join(uses.rounds)))
    if uses.needed_by:
        said.append(_tr("{0} is under way and needs it.").format(uses.needed_by))
    box.setInformativeText(" ".join(said))
    too = QCheckBox(_tr("Delete its predictions, too"), box)
    if uses.predictions:
        box.setCheckBox(too)
    yes = box.addButton(_tr("Delete"), QMessageBox.ButtonRole.DestructiveRole)
    cancel = box.addButton(QMessageBox.StandardButton.Cancel)
    box.setDefaultButton(cancel)
    box.setEscapeButton(cancel)
    return box, yes, too


def ask_delete(parent: QWidget | None, name: str, uses: RunUses) -> bool | None:
    """Whether to forget what a run's model predicted, too; None to delete nothing."""
    box, yes, too = delete_box(parent, name, uses)
    box.exec()
    answer = too.isChecked() if box.clickedButton() is yes else None
    box.deleteLater()
    return answer


def _tr(text: str) -> str:
    return QCoreApplication.translate("Train", text)
