"""Stores what folds said once all of them are done; the runner can't, since the window holds the project."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from core.errors import JobError
from core.jobs.folds import FOLDS_FOLDER, HELD_OUT_NAME, folds_to_store, store_out_of_fold
from desktop.jobs.background import Errand
from desktop.translating import told
from desktop.wording import count_text

if TYPE_CHECKING:
    from core.jobs.run_folder import RunFolder
    from core.project.project import Project
    from desktop.session import Session


@dataclass(frozen=True, slots=True)
class _Stored:
    name: str
    photographs: int
    lacking: tuple[str, ...]


class FoldStoring:
    """Looks for answers that aren't stored yet, and stores them in a thread: of many photographs it takes seconds.

    Args:
        session: The open project.
    """

    def __init__(self, session: Session) -> None:
        self._session = session
        self._seen: tuple[object, ...] = ()
        self._errand: Errand[list[_Stored]] | None = None

    def store_if_ready(self) -> None:
        """Store them, if there are any more than at the last look."""
        project = self._session.project
        if project.is_closed or project.read_only or not (project.runs_folder / FOLDS_FOLDER).is_dir():
            return
        if self._errand is not None:
            return  # looked for again once that is stored
        answers = [path.stat().st_mtime for path in project.runs_folder.glob(f"*/{HELD_OUT_NAME}")]
        results = [path.stat().st_mtime for path in project.runs_folder.glob("*-oof-*/result.json")]
        seen = (project.folder, tuple(sorted(answers)), tuple(sorted(results)))
        if seen == self._seen:
            return
        self._seen = seen
        self._errand = Errand(lambda: _store(project))
        self._errand.done.connect(lambda stored: self._tell(project, stored))
        self._errand.failed.connect(lambda error: self._tell_failure(project, error))
        self._errand.start()

    def _tell(self, project: Project, stored: list[_Stored]) -> None:
        self._errand = None
        if not self._is_open(project):
            return
        for one in stored:
            text = _tr("{0} has told what it thinks of {1} that it never learned from.").format(
                one.name, count_text(one.photographs, "photograph")
            )
            if one.lacking:
                text += " " + _tr("Without {0}.").format("; ".join(one.lacking))
            self._session.message.emit(text, "warning" if one.lacking else "info")
        if stored:
            self._session.predictions_changed.emit()

    def _tell_failure(self, project: Project, error: Exception) -> None:
        self._errand = None
        if self._is_open(project):
            self._session.message.emit(told(error), "error")

    def _is_open(self, project: Project) -> bool:
        return self._session.has_project and self._session.project is project


def _store(project: Project) -> list[_Stored]:
    # The window goes on with the same project meanwhile: SQLite lets its reads pass, and its writes wait for this one.
    return [_Stored(name, *store_out_of_fold(project, name, predict=_refuse)) for name in folds_to_store(project)]


def _refuse(run: RunFolder) -> None:
    # Asking takes minutes and a process of its own; the queue's runner does so.
    raise JobError(f"{run.name} wasn't asked about its own photographs.", hint="Run `dermdesk queue PROJECT run`.")


def _tr(text: str) -> str:
    return QCoreApplication.translate("Train", text)
