"""Runs of the open project: lists them, shows what they tell, starts the next, and asks before ending one."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from core.errors import DermDeskError
from core.jobs.job import RunState
from core.jobs.runs import list_runs
from core.model_colours import MODEL_COLOURS
from core.project.splits import assign_splits
from desktop.jobs.background import Errand
from desktop.train.beginning import beginning, sees_gpu
from desktop.train.dialog import TrainDialog
from desktop.train.dialog_controller import TrainDialogController
from desktop.train.durations import Durations
from desktop.train.keeping import RunKeeping
from desktop.train.making import freeze_folder, make_runs
from desktop.train.pages import curves_of, page_of, row_of, stored_row
from desktop.train.previews import cards_of
from desktop.train.questions import ask_abort
from desktop.train.remembered import LastTraining, last_training, remember
from desktop.train.run_location import show_in_file_manager, show_or_tell
from desktop.train.watching import watch_of
from desktop.translating import told

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from core.jobs.protocol import Preview
    from core.jobs.run_folder import RunFolder
    from desktop.jobs.training import TrainingProcess
    from desktop.session import Session
    from desktop.train.dialog_controller import Plan
    from desktop.train.rows import RunRow
    from desktop.train.view import TrainView
    from desktop.train.watching import RunWatch

REPAINT_EVERY = 100
"""Milliseconds; what comes in between is painted together."""
CURVES_AFTER = 15
"""Milliseconds after the page: the window has its turn between the two, which are the most there is to paint."""

SPLIT = {"test": 0.25, "val": 0.1, "seed": 0}


class TrainController(QObject):
    """Connects the Train view with run folders and their processes.

    Args:
        view: The workspace.
        session: The open project.
        watch: Follows what is trained; the session's own where left out.
        command: Makes the command of a run instead of the real worker's.
        ask_abort: Whether a run is really to be killed.
        open_folder: Shows a folder to the person; whether something here can.
        has_gpu: Whether this machine has a GPU to train on.
    """

    def __init__(
        self,
        view: TrainView,
        session: Session,
        *,
        watch: RunWatch | None = None,
        command: Callable[[RunFolder], Sequence[str]] | None = None,
        ask_abort: Callable[[TrainView, str], bool] = ask_abort,
        open_folder: Callable[[Path], bool] = show_in_file_manager,
        has_gpu: Callable[[], bool] = sees_gpu,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._view, self._session, self._command = view, session, command
        self._ask_abort = ask_abort
        self._open_folder = open_folder
        self._has_gpu = has_gpu
        self.watch = watch or watch_of(session, view)
        self.queueing = self.watch.queueing
        self.keeping = RunKeeping(view, session)
        self._rows: dict[str, RunRow] = {}
        self._spent = Durations(self)
        self._overlaid: list[str] = []
        self._dirty: set[str] = set()
        self._previewed: tuple[str, Preview | None] = ("", None)
        self._runs: dict[str, tuple[RunFolder, RunState]] = {}
        self._chosen = ""
        self._creating: Errand[list[RunFolder]] | None = None
        self._dialog: TrainDialog | None = None
        session.project_changed.connect(self.reload)
        self.watch.looked.connect(self._list_runs)
        self.watch.updated.connect(self._updated)
        self._spent.found.connect(self._tell_durations)
        view.run_selected.connect(self.choose)
        view.training_requested.connect(self.plan_training)
        view.start_requested.connect(self.start_chosen)
        view.stop_requested.connect(self.stop)
        view.abort_requested.connect(self.abort)
        view.folder_requested.connect(self.open_folder)
        view.runs_chosen.connect(self.overlay)
        view.queue_moved.connect(self.move)
        view.take_out_requested.connect(self.take_out)
        view.pause_requested.connect(self.queueing.set_paused)
        view.import_requested.connect(self.keeping.bring_in)
        view.import_folder_requested.connect(self.keeping.bring_in_folder)
        view.export_requested.connect(self.export)
        view.delete_requested.connect(self.delete)
        self._painting = QTimer(self)
        self._painting.setSingleShot(True)
        self._painting.setInterval(REPAINT_EVERY)
        self._painting.timeout.connect(self._repaint)
        self._drawing = QTimer(self)
        self._drawing.setSingleShot(True)
        self._drawing.setInterval(CURVES_AFTER)
        self._drawing.timeout.connect(self._paint_curves)
        self.reload()

    def reload(self) -> None:
        """Another project: list its runs."""
        self._runs, self._chosen = {}, ""
        self._rows, self._overlaid, self._dirty = {}, [], set()
        if not self._session.has_project:
            self._view.set_runs([])
            self._view.set_can_train(False, self.tr("Open a project first"))
            self._view.set_empty(
                self.tr("No project is open"), self.tr("Open or create one, then train a model on its photos.")
            )
            return
        read_only = self._session.read_only
        why = self.tr("The project is open read-only: another window has it") if read_only else ""
        self._view.set_can_train(not read_only, why)
        self.watch.look()

    def choose(self, name: str) -> None:
        """Show this run."""
        if name != self._chosen and name in self._runs:
            self._chosen = name
            self._show_chosen()

    def overlay(self, names: Sequence[str]) -> None:
        """Draw these runs' curves together, and compare the first two."""
        self._overlaid = [name for name in names if name in self._runs]
        for name in self._overlaid:
            if name not in self.watch.followed:
                self.watch.follow(self._runs[name][0])
        self._show_list()
        # Not the page: the list tells which run is the current one in a moment, after which ones are chosen.
        self._paint_curves()
        self.keeping.compare([self._runs[name][0] for name in self._overlaid])

    def move(self, by: int) -> None:
        """Move the chosen run in the queue."""
        self.queueing.move(self._chosen, by)

    def take_out(self) -> None:
        """Take the chosen run out of the queue."""
        self.queueing.take_out(self._chosen)

    def export(self) -> None:
        """Write the chosen run's model elsewhere."""
        if self._chosen in self._runs:
            self.keeping.export(self._runs[self._chosen][0])

    def delete(self) -> None:
        """Delete the chosen run, if the person is sure."""
        if self._chosen in self._runs:
            self.keeping.delete(self._runs[self._chosen][0], leaving=self.watch.let_go)

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
            freeze=lambda: freeze_folder(folder),
            make_split=self._make_split,
            last=lambda name: last_training(self._session.project, name),
            preferred=model,
            preset=preset,
            parent=self._dialog,
        )
        planner.planned.connect(self.create)
        self._dialog.finished.connect(self._dialog.deleteLater)
        self._dialog.open()

    def create(self, plan: Plan) -> None:
        """Write the run folder, or one a fold, in the background, then put it into the queue."""
        try:
            remember(self._session.project, plan.architecture, LastTraining(plan.recipe, plan.device))
        except DermDeskError as error:
            self._tell(error)
            return
        runs_folder = self._session.project.runs_folder
        self._creating = Errand(lambda: make_runs(runs_folder, plan), self)
        self._creating.done.connect(self._created)
        self._creating.failed.connect(self._tell)
        self._creating.start()

    def start_chosen(self) -> None:
        """Start a waiting run, or resume an ended one; as the next one where another is being trained."""
        if self._chosen not in self._runs:
            return
        run = self._runs[self._chosen][0]
        # Two at once on one device would both crawl, or run out of memory; who serves the queue knows what is free.
        if any(state.is_active for name, (_, state) in self._runs.items() if name != run.name):
            self._put_first(run)
        else:
            self._start(run)

    def stop(self) -> None:
        """Ask the chosen run to end decently."""
        if process := self.watch.followed.get(self._chosen):
            process.stop()

    def abort(self) -> None:
        """Kill the chosen run, if the person is sure."""
        process = self.watch.followed.get(self._chosen)
        if process is not None and self._ask_abort(self._view, self._chosen):
            process.abort()

    def open_folder(self) -> None:
        """Show the chosen run's folder, or say where it is."""
        if self._chosen in self._runs and (said := show_or_tell(self._runs[self._chosen][0].path, self._open_folder)):
            self._session.message.emit(said, "warning")

    def _list_runs(self) -> None:
        found = list_runs(self._session.project.runs_folder)
        self._runs = self._in_order({run.name: (run, run.state) for run in found})
        if self._chosen not in self._runs:
            self._chosen = next(iter(self._runs), "")
        self._overlaid = [name for name in self._overlaid if name in self._runs]
        self._spent.look_up(run for run, state in self._runs.values() if state.is_over)
        self._rows = {name: self._row(name) for name in self._runs}
        self._show_list()
        self._show_chosen()

    def _created(self, runs: list[RunFolder]) -> None:
        first = runs[0]
        self._chosen = first.name
        waits = any(state.is_active for _, state in self._runs.values())
        self.watch.wait_for([run.name for run in runs])
        self.queueing.put([run.name for run in runs], group=first.job.fold_of)
        if self.queueing.queue.paused:
            self._session.message.emit(self.tr("{0} waits: the queue is paused.").format(first.name), "info")
        elif waits:
            self._session.message.emit(self.tr("{0} waits until the run at hand has ended.").format(first.name), "info")
        self._session.runs_changed.emit()
        self._view.select(first.name)

    def _put_first(self, run: RunFolder) -> None:
        self.watch.wait_for([run.name])
        if not self.queueing.put_first(run.name):
            return
        if self.queueing.queue.paused:
            said = self.tr("{0} is the next one, but the queue is paused.").format(run.name)
        else:
            said = self.tr("{0} is the next one: it starts when its device is free.").format(run.name)
        self._session.message.emit(said, "info")

    def _start(self, run: RunFolder) -> None:
        try:
            self.watch.start(run, self._command(run) if self._command else None)
        except DermDeskError as error:
            self._tell(error)
            return
        self._chosen = run.name
        self.watch.look()

    def _updated(self, name: str) -> None:
        # Several runs may tell something at once; they are painted together.
        self._dirty.add(name)
        if not self._painting.isActive():
            self._painting.start()

    def _repaint(self) -> None:
        dirty, self._dirty = self._dirty, set()
        for name in dirty & self.watch.followed.keys() & self._runs.keys():
            process = self.watch.followed[name]
            self._runs[name] = (process.run, process.state)
            self._rows[name] = self._row(name)
        self._show_list()
        if self._chosen in dirty and self._chosen in self.watch.followed:
            self._paint_page(self.watch.followed[self._chosen])
            self._drawing.start()
        elif dirty & set(self._overlaid):
            self._drawing.start()

    def _in_order(self, runs: dict[str, tuple[RunFolder, RunState]]) -> dict[str, tuple[RunFolder, RunState]]:
        """What is trained, then what waits as the queue has it, then the newest first."""
        waiting = self.queueing.waiting()

        def rank(name: str) -> tuple[int, int]:
            if runs[name][1].is_active:
                return 0, 0
            return (1, waiting.index(name)) if name in waiting else (2, 0)

        return {name: runs[name] for name in sorted(runs, key=rank)}

    def _tell_durations(self) -> None:
        self._rows = {name: self._row(name) for name in self._runs}
        self._show_list()

    def _show_list(self) -> None:
        colours = self._colours()
        rows = [self._rows[name] for name in self._runs]
        self._view.set_runs([replace(row, colour=colours[row.name]) if row.name in colours else row for row in rows])
        waiting, entries = self.queueing.waiting(), self.queueing.queue.entries
        groups = list(dict.fromkeys(entry.group for entry in entries if not entry.lanes))
        self._view.set_queue(len(waiting), paused=self.queueing.queue.paused)
        group = next((entry.group for entry in entries if entry.run == self._chosen), "")
        self._view.set_queue_buttons(
            # What is being trained has no place that a move could change.
            earlier=group in groups[1:],
            later=group in groups[:-1],
            take_out=self._chosen in waiting,
        )

    def _colours(self) -> dict[str, str]:
        """A colour for each of the runs that are drawn together; none where one is drawn alone."""
        if len(self._overlaid) < 2:
            return {}
        return {name: MODEL_COLOURS[place % len(MODEL_COLOURS)] for place, name in enumerate(self._overlaid)}

    def _row(self, name: str) -> RunRow:
        run, state = self._runs[name]
        followed = self.watch.followed.get(name)
        if followed is not None and state.is_active:
            row = row_of(followed)
        else:
            row = stored_row(run, state, seconds=self._spent.of(run))
        return replace(row, place=self.queueing.place_of(name) if state is RunState.QUEUED else 0)

    def _show_chosen(self) -> None:
        if not self._chosen:
            self._show_nothing()
            return
        run, _ = self._runs[self._chosen]
        self._view.select(self._chosen)
        process = self.watch.followed.get(self._chosen) or self.watch.follow(run)
        self._paint(process)

    def _paint(self, process: TrainingProcess) -> None:
        self._paint_page(process)
        self._paint_curves()

    def _paint_page(self, process: TrainingProcess) -> None:
        page = page_of(process, read_only=self._session.read_only)
        self._view.set_page(replace(page, row=replace(page.row, place=self.queueing.place_of(process.run.name))))
        self._show_previews(process)

    def _show_previews(self, process: TrainingProcess) -> None:
        preview = process.progress.preview
        shown = (process.run.name, preview)
        if shown == self._previewed:
            return
        self._previewed = shown
        if preview is None:
            self._view.set_previews("", ())
            return
        project = self._session.project
        records = {record.id: record for record in project.images(ids=[photo.image_id for photo in preview.photos])}
        title = self.tr("Validation photos, as epoch {0} sees them").format(preview.epoch)
        self._view.set_previews(title, cards_of(preview, records, project.classes))

    def _paint_curves(self) -> None:
        self._drawing.stop()
        if self._chosen not in self.watch.followed:
            return
        colours = self._colours()
        names = [*colours] if self._chosen in colours else [self._chosen]
        drawn, most = [], 1
        for name in names:
            curves, epochs, _ = curves_of(self.watch.followed[name], colours.get(name, MODEL_COLOURS[0]))
            drawn.append(curves)
            most = max(most, epochs)
        _, _, score = curves_of(self.watch.followed[self._chosen])
        self._view.set_curves(drawn, epochs=most, score=score)

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
