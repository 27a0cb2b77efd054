"""Delete a run, export its model, bring one in, compare two: asked for in the window, done by core."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QFileDialog

from core.errors import DermDeskError
from core.jobs.comparing import compare_runs
from core.jobs.deleting import delete_run, uses_of
from core.jobs.exporting import export_model, import_model
from desktop.jobs.background import Errand
from desktop.train.comparison import comparison_sections
from desktop.train.questions import ask_delete
from desktop.translating import told

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from PySide6.QtWidgets import QWidget

    from core.jobs.comparing import RunComparison
    from core.jobs.deleting import RunUses
    from core.jobs.run_folder import RunFolder
    from desktop.session import Session
    from desktop.train.view import TrainView

T = TypeVar("T")


class RunKeeping:
    """What is done with runs that have ended.

    Args:
        view: The workspace.
        session: The open project.
        ask_delete: Whether a run is really to be deleted, and what it predicted, too; None for no.
        ask_target: Where a model is to be written.
        ask_source: Which model is to be brought in.
        ask_folder: As `ask_source`, for one that is a folder.
    """

    def __init__(
        self,
        view: TrainView,
        session: Session,
        *,
        ask_delete: Callable[[QWidget, str, RunUses], bool | None] = ask_delete,
        ask_target: Callable[[QWidget, str], Path | None] | None = None,
        ask_source: Callable[[QWidget], Path | None] | None = None,
        ask_folder: Callable[[QWidget], Path | None] | None = None,
    ) -> None:
        self._view, self._session = view, session
        self._ask_delete = ask_delete
        self._ask_target = ask_target or _choose_target
        self._ask_source = ask_source or _choose_source
        self._ask_folder = ask_folder or _choose_folder
        self._errands: list[object] = []
        self._compared: tuple[str, ...] = ()

    def delete(self, run: RunFolder, *, leaving: Callable[[str], object]) -> None:
        """Say what uses the run, and delete it if the person is sure.

        Args:
            run: Not alive.
            leaving: Called with its name before its folder goes.
        """
        if self._session.read_only:
            return
        project, name = self._session.project, run.name
        try:
            with_predictions = self._ask_delete(self._view, name, uses_of(project, run))
            if with_predictions is None:
                return
            leaving(name)
            delete_run(project, run, with_predictions=with_predictions)
        except DermDeskError as error:
            self._session.message.emit(told(error), "error")
            return
        self._session.message.emit(_tr("{0} is deleted.").format(name), "info")
        if with_predictions:
            self._session.predictions_changed.emit()
        self._session.runs_changed.emit()

    def export(self, run: RunFolder) -> None:
        """Write the run's model where the person says."""
        target = self._ask_target(self._view, run.name)
        if target is None:
            return
        said = _tr("The model of {0} is written to {1}.").format(run.name, target.name)
        self._send(lambda: export_model(run, target), lambda _: said)

    def bring_in(self) -> None:
        """Take over a model that was exported elsewhere, as a zip file."""
        self._bring_in(self._ask_source)

    def bring_in_folder(self) -> None:
        """Take over a model that was exported elsewhere, as a folder."""
        self._bring_in(self._ask_folder)

    def _bring_in(self, ask: Callable[[QWidget], Path | None]) -> None:
        if not self._session.has_project or self._session.read_only:
            return
        source = ask(self._view)
        if source is None:
            return
        runs_folder, classes = self._session.project.runs_folder, self._session.project.classes

        def said(run: RunFolder) -> str:
            if classes.differences(run.card.classes):
                text = _tr("{0} is imported, but has other classes than the project: it can't predict here.")
            else:
                text = _tr("{0} is imported and can predict.")
            return text.format(run.name)

        self._send(lambda: import_model(runs_folder, source), said)

    def compare(self, chosen: Sequence[RunFolder]) -> None:
        """Show what differs between the first two of these; nothing where there are fewer."""
        runs = chosen[:2]
        self._compared = tuple(run.name for run in runs)
        if len(runs) < 2:
            self._view.set_comparison(())
            return

        def show(found: RunComparison) -> None:
            if found.names == self._compared:
                self._view.set_comparison(comparison_sections(found))

        errand = Errand(lambda: compare_runs(runs[0], runs[1]))
        errand.done.connect(show)
        errand.failed.connect(self._tell)
        self._start(errand)

    def _send(self, work: Callable[[], T], said: Callable[[T], str]) -> None:
        def done(outcome: T) -> None:
            self._session.message.emit(said(outcome), "info")
            self._session.runs_changed.emit()

        errand = Errand(work)
        errand.done.connect(done)
        errand.failed.connect(self._tell)
        self._start(errand)

    def _start(self, errand: Errand[T]) -> None:
        self._errands = [*self._errands[-4:], errand]
        errand.start()

    def _tell(self, error: Exception) -> None:
        self._session.message.emit(told(error), "error")


def _choose_target(parent: QWidget, name: str) -> Path | None:
    chosen, _ = QFileDialog.getSaveFileName(parent, _tr("Export the model"), f"{name}.zip", _tr("Model (*.zip)"))
    return Path(chosen) if chosen else None


def _choose_source(parent: QWidget) -> Path | None:
    chosen, _ = QFileDialog.getOpenFileName(parent, _tr("Import a model"), "", _tr("Model (*.zip)"))
    return Path(chosen) if chosen else None


def _choose_folder(parent: QWidget) -> Path | None:
    chosen = QFileDialog.getExistingDirectory(parent, _tr("Import a model from its folder"))
    return Path(chosen) if chosen else None


def _tr(text: str) -> str:
    return QCoreApplication.translate("Train", text)
