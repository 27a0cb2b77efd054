"""The runs of a cleaning round: which can be its baseline, and the same trainings once more on today's labels."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from core.errors import CleaningError, DermDeskError, MissingWeights
from core.inference.card import NO_WEIGHTS
from core.inference.weights_folder import find_weights
from core.jobs.job import AUTO, FROM_SCRATCH, RunState
from core.jobs.queue import enqueue
from core.jobs.run_folder import RunFolder
from core.jobs.runs import list_runs
from core.project.arrays import StoredArrays
from core.project.labels import Split
from core.project.snapshot import freeze
from core.review.cleaning import CleaningRound, Retraining, read_before, save_round
from core.review.cleaning_changes import Changes, changes_between

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime
    from pathlib import Path

    from core.project.project import Project


@dataclass(frozen=True, slots=True)
class Candidate:
    """A finished run that a round can be compared with.

    Attributes:
        run: Its name.
        architecture: Name in the catalogue.
        metric: Its best validation result, 0 to 1; None where it had none.
        predicted: Test photographs with a stored answer of its model.
        tested: Test photographs in all.
        up_to_date: Whether it was trained on the labels as they are now.
        created_at: When the run was made.
        is_default: Whether it is meant when nobody says which: the best of its architecture.
    """

    run: str
    architecture: str
    metric: float | None
    predicted: int
    tested: int
    up_to_date: bool
    created_at: datetime
    is_default: bool = False


def baseline_candidates(project: Project) -> tuple[Candidate, ...]:
    """Finished runs whose classes are the project's, those meant by default first, then the newest.

    The best of an architecture is, of those with predictions of test photographs where there are any, one that was
    trained on today's labels, then the one with the best validation result. Test results choose nothing.

    Args:
        project: May be open read-only.
    """
    test = np.array([image.id for image in project.images(split=Split.TEST)], dtype=np.int64)
    named = [entry.name for entry in project.predicted_models()]
    answers = project.prediction_arrays(named, StoredArrays())
    digest = freeze(project).digest if project.counts().images else ""
    found = []
    for run in list_runs(project.runs_folder):
        if not run.has_model or not run.state.is_finished or run.job.fold_of:
            continue
        try:
            if project.classes.differences(run.card.classes):
                continue
        except DermDeskError:
            continue  # a damaged card, which Train and `dermdesk runs` tell of
        result = run.result
        predicted = int(np.isin(test, answers[run.name].image_ids).sum()) if run.name in answers else 0
        found.append(
            Candidate(
                run=run.name,
                architecture=run.job.architecture,
                metric=None if result is None else result.best_metric,
                predicted=predicted,
                tested=len(test),
                up_to_date=run.job.snapshot_digest == digest,
                created_at=run.job.created_at,
            )
        )
    best = {}
    for entry in sorted(found, key=_goodness):
        if entry.predicted or not any(other.predicted for other in found):
            best[entry.architecture] = entry.run
    marked = [replace(entry, is_default=best.get(entry.architecture) == entry.run) for entry in found]
    return tuple(sorted(marked, key=lambda entry: not entry.is_default))


def chosen_baseline(candidates: Sequence[Candidate], names: Sequence[str] | None = None) -> tuple[str, ...]:
    """The runs that names mean among the candidates; without names those meant by default.

    Raises:
        CleaningError: A name is no candidate; the hint lists those there are.
    """
    if names is None:
        return tuple(sorted(entry.run for entry in candidates if entry.is_default))
    known = [entry.run for entry in candidates]
    for name in names:
        if name not in known:
            raise CleaningError(
                f"{name!r} is no finished training that a round can be compared with.",
                hint=f"There are: {', '.join(known)}." if known else "Train a model first.",
            )
    return tuple(names)


def make_retrainings(project: Project, entry: CleaningRound, *, again: bool = False) -> tuple[Retraining, ...]:
    """Make the runs that train the baseline runs' recipes once more on today's labels; they are not queued yet.

    Architecture, recipe with its seed, starting weights and device are those of the baseline run. Baseline runs that
    have been trained again already, or wait to be, are passed over; those whose second training came to nothing are
    not.

    Args:
        project: May be open read-only.
        entry: The round.
        again: Train again also those whose second training is finished, since labels have changed once more.

    Returns:
        What is to be queued, for `queue_retrainings`.

    Raises:
        CleaningError: The round is over, nothing that models learn from has changed, a test photograph is on another
            side now, or a baseline run is gone.
        MissingWeights: A file that a baseline run started from isn't there any more.
        SnapshotError: The labels the round began with can't be read.
    """
    if entry.ended_at is not None:
        raise CleaningError(
            f"The cleaning round {entry.name!r} is over.",
            hint=f"Begin a new one: dermdesk clean {project.folder} begin",
        )
    now, before = freeze(project), read_before(project.folder, entry)
    changed = changes_between(before, now)
    _check_sides(changed.get(Split.TEST, Changes()).moved, project.folder)
    if not _learning_changed(changed):
        raise CleaningError(
            "Nothing that models learn from has changed since the round began.",
            hint="Correct or leave out photographs of training or validation first, in Review.",
        )
    made: list[Retraining] = []
    waiting = [name for name in entry.baseline if _is_open(project.runs_folder, entry.run_of(name), again=again)]
    sources = {name: baseline_run(project.runs_folder, name) for name in waiting}
    weights = {name: starting_weights(run) for name, run in sources.items()}
    for name, run in sources.items():
        known = RunFolder(project.runs_folder / entry.run_of(name)) if entry.run_of(name) else None
        if known is not None and known.path.is_dir() and known.state is RunState.QUEUED:
            made.append(Retraining(name, known.name))  # made, but perhaps never queued
            continue
        job = run.job
        new = RunFolder.create(
            project.runs_folder,
            job.architecture,
            job.recipe,
            now,
            initial_weights=weights[name],
            device=job.device,
        )
        made.append(Retraining(name, new.name))
    return tuple(made)


def queue_retrainings(project: Project, entry: CleaningRound, made: Sequence[Retraining]) -> CleaningRound:
    """Note the runs in the round and put them into the queue; whoever calls sees to it that somebody works through it.

    Raises:
        ProjectReadOnly: The project is open read-only.
        JobError: The queue can't be changed.
    """
    new = tuple(one for one in made if one not in entry.retrained)
    changed = replace(entry, retrained=(*entry.retrained, *new))
    if new:
        save_round(project, changed)
    enqueue(project.runs_folder, [one.run for one in made])
    return changed


def baseline_run(runs_folder: Path, name: str) -> RunFolder:
    """The folder of a baseline run.

    Raises:
        CleaningError: It was deleted, or its answers came from elsewhere.
    """
    run = RunFolder(runs_folder / name)
    if not (run.path / "job.json").is_file():
        raise CleaningError(
            f"The run {name!r} isn't there any more, so it can't be trained again.",
            hint="End this round, and begin one with other runs.",
        )
    return run


def starting_weights(run: RunFolder) -> str:
    """What a run must be told to start from what a finished run had started from.

    Raises:
        MissingWeights: That file isn't there any more, or another one has taken its place.
    """
    job = run.job
    if job.initial_weights == FROM_SCRATCH:
        return FROM_SCRATCH
    if job.initial_weights != AUTO:
        return job.initial_weights
    used = run.card.initial_weights
    if used == NO_WEIGHTS:
        return FROM_SCRATCH  # a file imported since would make another beginning of it
    found = find_weights(job.architecture)
    if found is None or found.name != used:
        raise MissingWeights(
            f"The run {run.name!r} started from {used!r}, which isn't what a run would start from today.",
            hint=f"Bring it back: dermdesk weights import {used} --model {job.architecture}",
        )
    return str(found.path)


def _goodness(entry: Candidate) -> tuple[bool, bool, float, datetime]:
    return (entry.predicted > 0, entry.up_to_date, -1.0 if entry.metric is None else entry.metric, entry.created_at)


def _is_open(runs_folder: Path, name: str, *, again: bool) -> bool:
    """Whether there is something to make or to queue for a baseline run whose second training has this name."""
    run = RunFolder(runs_folder / name)
    if not name or not (run.path / "job.json").is_file():
        return True
    state = run.state
    return not state.is_active and (again or not state.is_finished)


def _check_sides(moved: Iterable[int], folder: Path) -> None:
    number = len(tuple(moved))
    if number:
        raise CleaningError(
            f"{number} test photographs of the round's beginning are on another side now: "
            "a model would learn what it is tested on.",
            hint="Bring the split back, or end the round and begin a new one.",
            path=folder,
        )


def _learning_changed(changed: dict[Split | None, Changes]) -> bool:
    learning = changed.get(Split.TRAIN, Changes()) + changed.get(Split.VAL, Changes())
    # What had no side may have come into training.
    return bool(learning) or bool(changed.get(None, Changes()).moved)
