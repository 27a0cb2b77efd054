"""Delete a run: first what uses it, for the person to know; then the folder, whole or not at all."""

from __future__ import annotations

import os
import shutil
from dataclasses import dataclass
from typing import TYPE_CHECKING

from core.errors import CleaningError, JobError, ProjectReadOnly
from core.jobs.folds import is_out_of_fold, list_folds
from core.jobs.queue import dequeue, read_queue
from core.jobs.run_folder import DELETED, RunFolder
from core.review.cleaning import read_rounds

if TYPE_CHECKING:
    from core.project.project import Project
    from core.review.cleaning import CleaningRound

_DYING = ".deleting-"


@dataclass(frozen=True, slots=True)
class RunUses:
    """What a run is there for.

    Attributes:
        predictions: Photographs with a stored answer of its model; evaluations and ensembles count these.
        folds: Name of the folds it is one of; empty for none.
        stored_folds: Whether answers of these folds are stored, which stay.
        queued: Whether it waits in the queue.
        active: Whether a process works on it, so that it can't be deleted.
        has_model: Whether a trained model goes with it.
        size: Bytes that its folder takes.
        rounds: Names of the cleaning rounds that compare it with another run, by their stored predictions.
        needed_by: Name of the cleaning round under way that can't go on without it; empty for none.
    """

    predictions: int = 0
    folds: str = ""
    stored_folds: bool = False
    queued: bool = False
    active: bool = False
    has_model: bool = False
    size: int = 0
    rounds: tuple[str, ...] = ()
    needed_by: str = ""


def uses_of(project: Project, run: RunFolder) -> RunUses:
    """What uses a run, damaged ones included.

    Args:
        project: May be open read-only.
        run: One of its runs.
    """
    stored = {entry.name: entry for entry in project.predicted_models()}
    folds = next((entry.name for entry in list_folds(project.runs_folder) if run.name in entry.runs), "")
    try:
        active = run.state.is_active
    except JobError:
        active = False
    rounds = _rounds_with(project, run.name)
    return RunUses(
        predictions=stored[run.name].images if run.name in stored else 0,
        folds=folds,
        stored_folds=folds in stored and is_out_of_fold(project.model_card(folds)),
        queued=bool(read_queue(project.runs_folder).runs_of(run.name)),
        active=active,
        has_model=run.has_model,
        size=sum(path.stat().st_size for path in run.path.rglob("*") if path.is_file()),
        rounds=tuple(entry.name for entry in rounds),
        needed_by=next((entry.name for entry in rounds if _needs(project, entry, run.name)), ""),
    )


def delete_run(project: Project, run: RunFolder, *, with_predictions: bool = False) -> None:
    """Delete a run's folder with its model. Stored predictions stay unless asked otherwise, and can be evaluated on.

    Its name isn't given to another run.

    Args:
        project: Open for writing.
        run: One of its runs, not alive.
        with_predictions: Forget the answers of its model, too; boxes that a person accepted stay.

    Raises:
        JobError: A process works on it, or it can't be removed.
        ProjectReadOnly: The project is open read-only.
    """
    if project.read_only:
        raise ProjectReadOnly("The project is open read-only.", hint="Close it elsewhere.", path=project.folder)
    uses = uses_of(project, run)
    if uses.active:
        raise JobError(f"The run {run.name!r} is being trained.", hint="Stop it first.", path=run.path)
    if with_predictions and uses.predictions:
        project.clear_predictions(run.name)
    if uses.queued:
        dequeue(project.runs_folder, run.name)
    graves = run.path.parent / DELETED
    # Renamed first: half a folder must never look like a run.
    dying = run.path.with_name(_DYING + run.name)
    try:
        graves.mkdir(exist_ok=True)
        (graves / run.name).touch()
        shutil.rmtree(dying, ignore_errors=True)
        os.replace(run.path, dying)
    except OSError as error:
        raise JobError(f"The run can't be deleted: {error.strerror}.", path=run.path) from error
    shutil.rmtree(dying, ignore_errors=True)


def _rounds_with(project: Project, name: str) -> tuple[CleaningRound, ...]:
    try:
        rounds = read_rounds(project)
    except CleaningError:
        return ()  # a damaged list is told where rounds are shown, and must not keep a run from being deleted
    return tuple(entry for entry in rounds if name in entry.baseline or any(name in pair for pair in entry.pairs))


def _needs(project: Project, entry: CleaningRound, name: str) -> bool:
    """Whether a round under way would have to train this run again, or have it trained once more."""
    if entry.ended_at is not None:
        return False
    if name not in entry.baseline:
        return True
    after = RunFolder(project.runs_folder / (entry.run_of(name) or name))
    try:
        return after.name == name or not after.state.is_finished
    except JobError:
        return True
