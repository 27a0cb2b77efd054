"""Stores what folds said once all of them are done; the runner can't, since the window holds the project."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from core.errors import DermDeskError, JobError
from core.jobs.folds import FOLDS_FOLDER, HELD_OUT_NAME, folds_to_store, store_out_of_fold
from desktop.translating import told
from desktop.wording import count_text

if TYPE_CHECKING:
    from core.jobs.run_folder import RunFolder
    from desktop.session import Session


class FoldStoring:
    """Looks for answers that aren't stored yet.

    Args:
        session: The open project.
    """

    def __init__(self, session: Session) -> None:
        self._session = session
        self._seen: tuple[object, ...] = ()

    def store_if_ready(self) -> None:
        """Store them, if there are any more than at the last look."""
        project = self._session.project
        if project.is_closed or project.read_only or not (project.runs_folder / FOLDS_FOLDER).is_dir():
            return
        answers = [path.stat().st_mtime for path in project.runs_folder.glob(f"*/{HELD_OUT_NAME}")]
        results = [path.stat().st_mtime for path in project.runs_folder.glob("*-oof-*/result.json")]
        seen = (project.folder, tuple(sorted(answers)), tuple(sorted(results)))
        if seen == self._seen:
            return
        self._seen = seen
        try:
            for name in folds_to_store(project):
                stored, lacking = store_out_of_fold(project, name, predict=_refuse)
                text = _tr("{0} has told what it thinks of {1} that it never learned from.").format(
                    name, count_text(stored, "photograph")
                )
                if lacking:
                    text += " " + _tr("Without {0}.").format("; ".join(lacking))
                self._session.message.emit(text, "warning" if lacking else "info")
                self._session.predictions_changed.emit()
        except DermDeskError as error:
            self._session.message.emit(told(error), "error")


def _refuse(run: RunFolder) -> None:
    # Asking takes minutes and a process of its own; the queue's runner does so.
    raise JobError(f"{run.name} wasn't asked about its own photographs.", hint="Run `dermdesk queue PROJECT run`.")


def _tr(text: str) -> str:
    return QCoreApplication.translate("Train", text)
