"""How far a cleaning round has come, worked out from labels, runs and stored predictions each time it is asked."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from core.errors import DermDeskError
from core.jobs.job import RunState
from core.jobs.run_folder import RunFolder
from core.project.arrays import StoredArrays
from core.project.labels import ImageState, Split
from core.project.snapshot import freeze
from core.review.cleaning_changes import Changes, Progress, changes_between, read_progress
from core.review.cleaning_snapshots import FrozenLabels

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from core.project.project import Project
    from core.project.snapshot import Snapshot
    from core.review.cleaning import CleaningRound


class RoundState(StrEnum):
    """What is to be done next."""

    REVIEWING = "reviewing"
    """Labels are corrected; nothing is trained again yet."""
    TRAINING = "training"
    """Runs wait, train, or came to nothing and are to be started anew."""
    PREDICT = "predict"
    """All are trained; answers for test photographs are missing."""
    DONE = "done"
    """Before and after can be compared."""


@dataclass(frozen=True, slots=True)
class PairStatus:
    """A baseline run and the run after it.

    Attributes:
        baseline: Name of the run before.
        run: Name of the run after; empty while there is none.
        state: Where the run after stands; None where there is none, or its folder is gone.
        lacking: Photographs to be compared on without an answer, of the run before and of the run after.
        failure: Why the run after came to nothing; empty where it didn't, or nobody knows.
    """

    baseline: str
    run: str
    state: RunState | None
    lacking: tuple[tuple[int, ...], tuple[int, ...]] = ((), ())
    failure: str = ""

    @property
    def is_trained(self) -> bool:
        """Whether the run after has come to a good end."""
        return self.state is not None and self.state.is_finished

    @property
    def came_to_nothing(self) -> bool:
        """Whether there was a run after that is no good."""
        return bool(self.run) and (self.state is None or (self.state.is_over and not self.state.is_finished))

    def to_json(self) -> dict[str, Any]:
        """Plain data."""
        return {
            "baseline": self.baseline,
            "run": self.run or None,
            "state": self.state and self.state.value,
            "without_prediction": {"before": len(self.lacking[0]), "after": len(self.lacking[1])},
            "failure": self.failure or None,
        }


@dataclass(frozen=True, slots=True)
class RoundStatus:
    """Where a round stands.

    Attributes:
        round: The round.
        state: What is to be done next.
        progress: What has changed since it began.
        pairs: Its runs, in the order of the baseline.
        test: Photographs to be compared on.
        older: Baseline runs that were trained on other labels than those the round began with, so that the comparison
            counts more than the round's changes.
        since: Photographs of training and validation that changed once more after the newest second training was made.
        with_noise: Baseline runs whose recipe trains on noise too, so that marking it changes nothing for them.
    """

    round: CleaningRound
    state: RoundState
    progress: Progress
    pairs: tuple[PairStatus, ...]
    test: int
    older: tuple[str, ...] = ()
    since: int = 0
    with_noise: tuple[str, ...] = ()

    @property
    def lacking(self) -> dict[str, tuple[int, ...]]:
        """By run the photographs to be compared on that it hasn't predicted; only runs that lack some."""
        found = {pair.baseline: pair.lacking[0] for pair in self.pairs}
        found |= {pair.run: pair.lacking[1] for pair in self.pairs if pair.run}
        return {name: ids for name, ids in found.items() if ids}

    @property
    def can_compare(self) -> bool:
        """Whether all runs are trained and have predicted at least some of the photographs."""
        return (
            bool(self.pairs)
            and all(pair.is_trained for pair in self.pairs)
            and all(len(ids) < self.test for pair in self.pairs for ids in pair.lacking)
        )

    def to_json(self) -> dict[str, Any]:
        """Plain data."""
        return {
            "round": self.round.to_json(),
            "state": self.state.value,
            "changed": self.progress.to_json(),
            "runs": [pair.to_json() for pair in self.pairs],
            "test_photographs": self.test,
            "baseline_trained_on_other_labels": list(self.older),
            "baseline_trains_on_noise": list(self.with_noise),
            "changed_since_retraining": self.since,
        }


def read_status(
    project: Project,
    entry: CleaningRound,
    *,
    now: Snapshot | None = None,
    frozen: FrozenLabels | None = None,
    stored: StoredArrays | None = None,
) -> RoundStatus:
    """Where a round stands.

    Args:
        project: May be open read-only.
        entry: The round.
        now: Today's labels, where they have been frozen already.
        frozen: Labels of the beginning and of runs that were read before.
        stored: What was read before, and is only read again where the project has changed since.

    Raises:
        SnapshotError: The labels it began with can't be read.
    """
    frozen = frozen or FrozenLabels()
    before = frozen.before(project.folder, entry)
    now = now or freeze(project)
    test = compared_on(before, now)
    answered = _answered(project, entry, StoredArrays() if stored is None else stored)
    pairs = []
    for name in entry.baseline:
        run = entry.run_of(name)
        state, failure = _state_of(project.runs_folder, run)
        lacking = tuple(sorted(test - answered.get(name, set()))), tuple(sorted(test - answered.get(run, set())))
        pairs.append(PairStatus(name, run, state, lacking if run else (lacking[0], ()), failure))
    return RoundStatus(
        round=entry,
        state=state_of(tuple(pairs)),
        progress=read_progress(project, before, now, since=entry.began_at),
        pairs=tuple(pairs),
        test=len(test),
        older=_older(project, entry, before, frozen),
        since=_since(project, entry, now, frozen),
        with_noise=_with_noise(project, entry),
    )


def state_of(pairs: tuple[PairStatus, ...]) -> RoundState:
    """What is to be done next. Pure.

    | runs after the baseline                   | state     |
    |-------------------------------------------|-----------|
    | none yet                                  | reviewing |
    | some waiting, training, missing or failed | training  |
    | all finished, answers missing             | predict   |
    | all finished, all answers there           | done      |
    """
    if not any(pair.run for pair in pairs):
        return RoundState.REVIEWING
    if not all(pair.is_trained for pair in pairs):
        return RoundState.TRAINING
    if any(ids for pair in pairs for ids in pair.lacking):
        return RoundState.PREDICT
    return RoundState.DONE


def compared_on(before: Snapshot, now: Snapshot) -> set[int]:
    """Photographs that are judged by today's labels, by those of the beginning, or by both."""
    left_out = (ImageState.REJECTED, ImageState.NOISE)
    return {
        image.id
        for snapshot in (before, now)
        for image in snapshot.images
        if image.split is Split.TEST and image.image_class is not None and image.state not in left_out
    }


def _answered(project: Project, entry: CleaningRound, stored: StoredArrays) -> Mapping[str, set[int]]:
    wanted = {*entry.baseline, *(run for _, run in entry.pairs)}
    named = [model.name for model in project.predicted_models() if model.name in wanted]
    return {name: set(rows.image_ids.tolist()) for name, rows in project.prediction_arrays(named, stored).items()}


def _state_of(runs_folder: Path, name: str) -> tuple[RunState | None, str]:
    run = RunFolder(runs_folder / name)
    if not name or not (run.path / "job.json").is_file():
        return None, ""
    try:
        result = run.result
        failure = "" if result is None or result.failure is None else result.failure.message
        return run.state, failure
    except DermDeskError as error:
        return RunState.FAILED, str(error)


def _older(project: Project, entry: CleaningRound, before: Snapshot, frozen: FrozenLabels) -> tuple[str, ...]:
    """Baseline runs that learned from other labels than the round began with; deleted ones can't be asked."""
    found, known = [], {entry.digest: False}
    for name in entry.baseline:
        run = RunFolder(project.runs_folder / name)
        try:
            digest = run.job.snapshot_digest
            if digest not in known:
                changed = changes_between(frozen.of_run(run), before)
                known[digest] = bool(Progress(changed).learning or changed.get(None, Changes()).moved)
        except DermDeskError:
            continue
        if known[digest]:
            found.append(name)
    return tuple(found)


def _since(project: Project, entry: CleaningRound, now: Snapshot, frozen: FrozenLabels) -> int:
    newest = [RunFolder(project.runs_folder / run) for _, run in entry.pairs]
    try:
        digests = {run.job.snapshot_digest: run for run in newest}
        return max(
            (len(Progress(changes_between(frozen.of_run(run), now)).learning.photographs) for run in digests.values()),
            default=0,
        )
    except DermDeskError:
        return 0  # a run's folder is gone, which its state tells


def _with_noise(project: Project, entry: CleaningRound) -> tuple[str, ...]:
    found = []
    for name in entry.baseline:
        try:
            if RunFolder(project.runs_folder / name).job.recipe.include_noise:
                found.append(name)
        except DermDeskError:
            continue
    return tuple(found)
