"""Runs of the open project: lists them, follows them, starts the next, and asks before ending one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QObject, QTimer, QUrl
from PySide6.QtGui import QDesktopServices

from core.errors import DermDeskError
from core.jobs.job import RunState
from core.jobs.run_folder import RunFolder
from core.jobs.runs import list_runs
from core.project.project import Project
from core.project.snapshot import freeze
from core.project.splits import assign_splits
from desktop.jobs.background import Errand
from desktop.jobs.training import TrainingProcess
from desktop.train.beginning import beginning, sees_gpu
from desktop.train.dialog import TrainDialog
from desktop.train.dialog_controller import TrainDialogController
from desktop.train.pages import curves_of, page_of, row_of, stored_row
from desktop.train.questions import Closing, ask_abort, ask_closing
from desktop.translating import core_text, told

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from core.project.snapshot import Snapshot
    from desktop.session import Session
    from desktop.train.dialog_controller import Plan
    from desktop.train.rows import RunRow
    from desktop.train.view import TrainView

LOOK_FOR_RUNS = 3000
"""Milliseconds between two looks for runs that the command line or another window began."""

SPLIT = {"test": 0.25, "val": 0.1, "seed": 0}


class TrainController(QObject):
    """Connects the Train view with run folders and their processes.

    Args:
        view: The workspace.
        session: The open project.
        command: Makes the command of a run instead of the real worker's.
        ask_abort: Whether a run is really to be killed.
        ask_closing: What becomes of living runs when the window closes.
        open_folder: Shows a folder to the person.
        has_gpu: Whether this machine has a GPU to train on.
    """

    def __init__(
        self,
        view: TrainView,
        session: Session,
        *,
        command: Callable[[RunFolder], Sequence[str]] | None = None,
        ask_abort: Callable[[TrainView, str], bool] = ask_abort,
        ask_closing: Callable[[TrainView, Sequence[str]], Closing] = ask_closing,
        open_folder: Callable[[Path], object] | None = None,
        has_gpu: Callable[[], bool] = sees_gpu,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._view, self._session, self._command = view, session, command
        self._ask_abort, self._ask_closing = ask_abort, ask_closing
        self._open_folder = open_folder or _show_in_file_manager
        self._has_gpu = has_gpu
        self._runs: dict[str, tuple[RunFolder, RunState]] = {}
        self._followed: dict[str, TrainingProcess] = {}
        self._live: set[str] = set()
        self._chosen = ""
        self._creating: Errand[RunFolder] | None = None
        self._dialog: TrainDialog | None = None
        session.project_changed.connect(self.reload)
        session.runs_changed.connect(self.look_for_runs)
        view.run_selected.connect(self.choose)
        view.training_requested.connect(self.plan_training)
        view.start_requested.connect(self.start_chosen)
        view.stop_requested.connect(self.stop)
        view.abort_requested.connect(self.abort)
        view.folder_requested.connect(self.open_folder)
        view.set_close_guard(self.may_close)
        self._clock = QTimer(self)
        self._clock.setInterval(LOOK_FOR_RUNS)
        self._clock.timeout.connect(self.look_for_runs)
        self.reload()

    def reload(self) -> None:
        """Another project: forget what was followed, list its runs."""
        for process in self._followed.values():
            process.let_go()
            process.deleteLater()
        self._followed, self._runs, self._live, self._chosen = {}, {}, set(), ""
        if not self._session.has_project:
            self._clock.stop()
            self._view.set_runs([])
            self._view.set_can_train(False, self.tr("Open a project first"))
            self._view.set_empty(
                self.tr("No project is open"), self.tr("Open or create one, then train a model on its photos.")
            )
            return
        read_only = self._session.read_only
        why = self.tr("The project is open read-only: another window has it") if read_only else ""
        self._view.set_can_train(not read_only, why)
        self._clock.start()
        self.look_for_runs()

    def look_for_runs(self) -> None:
        """Read the runs folder again; follow what is alive."""
        if not self._session.has_project:
            return
        found = list_runs(self._session.project.runs_folder)
        self._runs = {run.name: (run, run.state) for run in found}
        for name, (run, state) in self._runs.items():
            if state.is_active and name not in self._live:
                self._live.add(name)
                self._follow(run)
        if self._chosen not in self._runs:
            self._chosen = next(iter(self._runs), "")
        self._show_list()
        self._show_chosen()

    def choose(self, name: str) -> None:
        """Show this run."""
        if name != self._chosen and name in self._runs:
            self._chosen = name
            self._show_chosen()

    def plan_training(self) -> None:
        """Open the dialog."""
        if not self._session.has_project or self._session.read_only:
            return
        folder = self._session.project.folder
        self._dialog = TrainDialog(self._view)
        last = next(iter(self._runs.values()), None)
        model, preset = beginning(last[0].job.architecture if last else None, has_gpu=self._has_gpu())
        planner = TrainDialogController(
            self._dialog,
            freeze=lambda: _freeze(folder),
            make_split=self._make_split,
            preferred=model,
            preset=preset,
            parent=self._dialog,
        )
        planner.planned.connect(self.create)
        self._dialog.finished.connect(self._dialog.deleteLater)
        self._dialog.open()

    def create(self, plan: Plan) -> None:
        """Write the run folder in the background, then start it, or let it wait while another run trains."""
        runs_folder = self._session.project.runs_folder
        self._creating = Errand(
            lambda: RunFolder.create(
                runs_folder,
                plan.architecture,
                plan.recipe,
                plan.snapshot,
                initial_weights=plan.initial_weights,
                device=plan.device,
            ),
            self,
        )
        self._creating.done.connect(self._created)
        self._creating.failed.connect(self._tell)
        self._creating.start()

    def start_chosen(self) -> None:
        """Start a waiting run, or resume an ended one."""
        if self._chosen in self._runs:
            self._start(self._runs[self._chosen][0])

    def stop(self) -> None:
        """Ask the chosen run to end decently."""
        if process := self._followed.get(self._chosen):
            process.stop()

    def abort(self) -> None:
        """Kill the chosen run, if the person is sure."""
        process = self._followed.get(self._chosen)
        if process is not None and self._ask_abort(self._view, self._chosen):
            process.abort()

    def open_folder(self) -> None:
        """Show the chosen run's folder."""
        if self._chosen in self._runs:
            self._open_folder(self._runs[self._chosen][0].path)

    def may_close(self) -> bool:
        """Whether the window may close; living runs are kept, stopped, or the closing is cancelled."""
        living = [name for name in self._live if self._runs[name][0].state.is_active]
        if not living or self._session.read_only:
            return True
        answer = self._ask_closing(self._view, living)
        if answer is Closing.STOP:
            for name in living:
                self._runs[name][0].request_stop()
        return answer is not Closing.CANCEL

    def _created(self, run: RunFolder) -> None:
        self._chosen = run.name
        if any(state.is_active for _, state in self._runs.values()):
            self._session.message.emit(self.tr("{0} waits until the run at hand has ended.").format(run.name), "info")
        else:
            self._start(run)
        self._session.runs_changed.emit()
        self._view.select(run.name)

    def _start(self, run: RunFolder) -> None:
        process = self._process_of(run)
        try:
            process.start(self._command(run) if self._command else None)
        except DermDeskError as error:
            self._tell(error)
            return
        self._live.add(run.name)
        self._chosen = run.name
        self.look_for_runs()

    def _follow(self, run: RunFolder) -> TrainingProcess:
        process = self._process_of(run)
        process.follow()
        return process

    def _process_of(self, run: RunFolder) -> TrainingProcess:
        process = self._followed.get(run.name)
        if process is None:
            process = self._followed[run.name] = TrainingProcess(run, self)
            process.updated.connect(lambda name=run.name: self._updated(name))
            process.ended.connect(lambda name=run.name: self._ended(name))
        return process

    def _updated(self, name: str) -> None:
        process = self._followed[name]
        self._runs[name] = (process.run, process.state)
        self._show_list()
        if name == self._chosen:
            self._paint(process)

    def _ended(self, name: str) -> None:
        if name not in self._live:
            return
        self._live.discard(name)
        process = self._followed[name]
        good = process.state.is_finished
        self._session.message.emit(_farewell(process), "info" if good else "error")
        self._session.runs_changed.emit()
        self._start_next()

    def _start_next(self) -> None:
        if self._session.read_only or any(state.is_active for _, state in self._runs.values()):
            return
        waiting = [run for run, state in self._runs.values() if state is RunState.QUEUED]
        if waiting:
            # The list has the newest first, a queue serves the oldest.
            self._start(waiting[-1])

    def _show_list(self) -> None:
        self._view.set_runs([self._row(name) for name in self._runs])

    def _row(self, name: str) -> RunRow:
        run, state = self._runs[name]
        followed = self._followed.get(name)
        return row_of(followed) if followed is not None and state.is_active else stored_row(run, state)

    def _show_chosen(self) -> None:
        if not self._chosen:
            self._show_nothing()
            return
        run, _ = self._runs[self._chosen]
        self._view.select(self._chosen)
        process = self._followed.get(self._chosen) or self._follow(run)
        self._paint(process)

    def _paint(self, process: TrainingProcess) -> None:
        self._view.set_page(page_of(process, read_only=self._session.read_only))
        curves, epochs, score = curves_of(process)
        self._view.set_curves([curves], epochs=epochs, score=score)

    def _show_nothing(self) -> None:
        if self._session.project.counts().images == 0:
            text = self.tr(
                "The project has no photos yet. Import some in Annotate, give them classes or boxes, then train."
            )
            self._view.set_empty(self.tr("Nothing to train on"), text)
        else:
            text = self.tr(
                "A classifier learns the class of a whole photo, a detector learns the lesion boxes. "
                "Both learn from a frozen copy of the labels, so you can go on labelling meanwhile."
            )
            action = "" if self._session.read_only else self.tr("New training…")
            self._view.set_empty(self.tr("No model has been trained yet"), text, action)

    def _make_split(self) -> None:
        assign_splits(self._session.project, **SPLIT)  # type: ignore[arg-type]
        self._session.images_changed.emit()

    def _tell(self, error: Exception) -> None:
        self._session.message.emit(told(error), "error")


def _freeze(folder: Path) -> Snapshot:
    # A project belongs to one thread, so this one opens its own, to read.
    with Project.open(folder, read_only=True) as project:
        return freeze(project)


def _farewell(process: TrainingProcess) -> str:
    name, failure = process.run.name, process.failure
    if process.state is RunState.COMPLETED:
        return _tr("{0} has finished training.").format(name)
    if process.state is RunState.STOPPED:
        return _tr("{0} has stopped and kept its best checkpoint.").format(name)
    if process.state is RunState.KILLED and failure is not None and failure.code == "aborted":
        return _tr("{0} was aborted.").format(name)
    if failure is not None:
        return _tr("{0} has failed: {1}").format(name, core_text(failure.message))
    return _tr("{0} has ended without a result.").format(name)


def _show_in_file_manager(path: Path) -> None:
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))


def _tr(text: str) -> str:
    return QCoreApplication.translate("Train", text)
