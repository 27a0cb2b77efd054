"""Before and after a cleaning round, on the same test photographs: the gain, how sure it is, and what flipped."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from core.errors import CleaningError, DermDeskError, MissingPredictions, MixedPredictions
from core.evaluation import evaluate
from core.jobs.run_folder import RunFolder
from core.metrics.agreement import McNemar, holm, mcnemar
from core.metrics.intervals import bootstrap_intervals, share
from core.metrics.model_evaluation import ENSEMBLE, ModelEvaluation, combine
from core.predicting import stored_test_time
from core.project.arrays import NOTHING, SPLITS, STATES, LabelArrays, StoredArrays
from core.project.labels import Split
from core.project.snapshot import freeze
from core.review.cleaning_changes import Changes, changes_between
from core.review.cleaning_snapshots import FrozenLabels

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from numpy.typing import NDArray

    from core.project.project import Project
    from core.project.snapshot import Snapshot
    from core.review.cleaning import CleaningRound

RESAMPLES = 2000
_MEAN = "mean"


@dataclass(frozen=True, slots=True)
class Gain:
    """One model, or EnsembleNet, before and after.

    Attributes:
        title: Name in the catalogue; `ENSEMBLE` for EnsembleNet.
        baseline: Run before; for EnsembleNet those it adds up, with plus signs.
        retrained: Run after, likewise.
        before: Weighted accuracy before, 0 to 1.
        after: Weighted accuracy after, 0 to 1.
        interval: 95 % interval of after minus before.
        test: McNemar's test; `only_first` counts the broken photographs, `only_second` the mended.
        adjusted: Its p-value, raised by Holm's method for being one of several models.
        mended: Ids of photographs wrong before and right after.
        broken: Ids of photographs right before and wrong after.
    """

    title: str
    baseline: str
    retrained: str
    before: float
    after: float
    interval: tuple[float, float]
    test: McNemar
    adjusted: float
    mended: tuple[int, ...]
    broken: tuple[int, ...]

    @property
    def gain(self) -> float:
        """After minus before: 0.04 is what the paper calls 4 %."""
        return self.after - self.before

    def to_json(self) -> dict[str, Any]:
        """Plain data."""
        return {
            "model": self.title,
            "baseline": self.baseline,
            "retrained": self.retrained,
            "before": self.before,
            "after": self.after,
            "gain": self.gain,
            "interval": list(self.interval),
            "p_value": self.test.p_value,
            "p_value_holm": self.adjusted,
            "mended": list(self.mended),
            "broken": list(self.broken),
        }


@dataclass(frozen=True, slots=True)
class Gains:
    """All models of a round on one and the same photographs.

    Attributes:
        n: Photographs judged.
        patients: Patients they are of, where any is known; the intervals draw these then.
        models: One for each baseline run.
        mean: Mean gain over the models.
        mean_interval: Its 95 % interval.
        ensemble: EnsembleNet of the classifiers; None for fewer than two.
    """

    n: int
    patients: int | None
    models: tuple[Gain, ...]
    mean: float
    mean_interval: tuple[float, float]
    ensemble: Gain | None

    @property
    def lead(self) -> Gain:
        """The model to look at first: EnsembleNet, or the only one, or the first."""
        return self.ensemble or self.models[0]

    def all(self) -> tuple[Gain, ...]:
        """The models, then EnsembleNet."""
        return (*self.models, self.ensemble) if self.ensemble else self.models

    def to_json(self) -> dict[str, Any]:
        """Plain data."""
        return {
            "n": self.n,
            "patients": self.patients,
            "models": [entry.to_json() for entry in self.models],
            "mean_gain": self.mean,
            "mean_interval": list(self.mean_interval),
            "ensemble": self.ensemble and self.ensemble.to_json(),
        }


@dataclass(frozen=True, slots=True)
class RoundComparison:
    """What a round has brought.

    Attributes:
        round: The round.
        today: Judged by the labels as they are now.
        start: Judged by the labels as they were when the round began; None where test labels are the same.
        test_changes: What the round changed among test photographs.
        lacking: Photographs left out since not all runs have predicted them.
        learned: Photographs left out since one of the runs had learned from them or was chosen by them.
        resamples: Resamples behind the intervals.
        seed: What they were drawn with.
    """

    round: CleaningRound
    today: Gains
    start: Gains | None
    test_changes: Changes
    lacking: tuple[int, ...]
    learned: tuple[int, ...]
    resamples: int
    seed: int

    def to_json(self) -> dict[str, Any]:
        """Plain data."""
        return {
            "round": self.round.to_json(),
            "today_s_labels": self.today.to_json(),
            "labels_of_the_start": self.start and self.start.to_json(),
            "test_changes": self.test_changes.to_json(),
            "without_prediction": list(self.lacking),
            "learned_by_a_run": list(self.learned),
            "resamples": self.resamples,
            "seed": self.seed,
        }


def compare_round(
    project: Project,
    entry: CleaningRound,
    *,
    resamples: int = RESAMPLES,
    seed: int = 0,
    partly: bool = False,
    now: Snapshot | None = None,
    frozen: FrozenLabels | None = None,
    stored: StoredArrays | None = None,
) -> RoundComparison:
    """Judge the runs before and after a round on the same test photographs; no network runs.

    Where the round changed test labels, the gain is also judged by the labels it began with: these the round didn't
    touch. The intervals are from a paired bootstrap over photographs, over whole patients where any is known; they tell
    what so few photographs can say, not what another seed of the training would have brought.

    Args:
        project: May be open read-only.
        entry: The round; every baseline run has a run after it.
        resamples: Resamples behind the intervals.
        seed: The same seed draws the same resamples.
        partly: Judge on the photographs that all runs have predicted, where some lack a few.
        now: Today's labels, where they have been frozen already.
        frozen: Labels of the beginning and of runs that were read before.
        stored: What was read before, and is only read again where the project has changed since.

    Raises:
        CleaningError: Not every baseline run is trained again, or no photograph is left to compare on.
        MissingPredictions: Runs haven't predicted all photographs; the hint is the command that does.
        MixedPredictions: Runs have looked at the photographs in different ways.
        ClassTableError: A run was trained with other classes than the project's.
        SnapshotError: The labels the round began with can't be read.
    """
    open_ones = [name for name in entry.baseline if not entry.run_of(name)]
    if open_ones:
        raise CleaningError(
            f"Not trained again yet: {', '.join(open_ones)}.", hint=f"Do so: dermdesk clean {project.folder} retrain"
        )
    runs = [name for pair in entry.pairs for name in pair]
    _check_predicted(project, runs)
    _check_alike(project, entry)
    frozen = frozen or FrozenLabels()
    before, now = frozen.before(project.folder, entry), now or freeze(project)
    learned = _learned(project, runs, now, frozen)
    stored = StoredArrays() if stored is None else stored
    today = _judged(project, runs, None, learned, stored)
    start = _judged(project, runs, label_arrays(before, project.classes.ids), learned, stored)
    lacking = {image_id for model in (*today, *start) for image_id in model.missing}
    if lacking and not partly:
        raise _missing(project, {model.name for model in (*today, *start) if model.missing}, len(lacking))
    same = all(_same_truth(one, other) for one, other in zip(today, start, strict=True))
    test = {image.id for snapshot in (before, now) for image in snapshot.split(Split.TEST)}
    return RoundComparison(
        round=entry,
        today=_gains(today, entry, resamples=resamples, seed=seed),
        start=None if same else _gains(start, entry, resamples=resamples, seed=seed),
        test_changes=changes_between(before, now).get(Split.TEST, Changes()),
        lacking=tuple(sorted(lacking)),
        learned=tuple(sorted(learned & test)),
        resamples=resamples,
        seed=seed,
    )


def label_arrays(snapshot: Snapshot, class_ids: Collection[int]) -> LabelArrays:
    """A snapshot's labels as evaluation reads them; a class that isn't among `class_ids` any more is none."""
    numbers: dict[str, int] = {}
    images = snapshot.images
    return LabelArrays(
        image_ids=_integers([image.id for image in images]),
        classes=_integers([_known(image.image_class, class_ids) for image in images]),
        states=_integers([STATES.index(image.state) for image in images]),
        splits=_integers([NOTHING if image.split is None else SPLITS.index(image.split) for image in images]),
        patients=_integers(
            [numbers.setdefault(image.patient, len(numbers)) if image.patient else NOTHING for image in images]
        ),
        judged=np.zeros(len(images), dtype=np.bool_),  # a snapshot has no verdicts
    )


def paired_gains(
    pairs: Sequence[tuple[str, ModelEvaluation, ModelEvaluation]],
    *,
    resamples: int = RESAMPLES,
    seed: int = 0,
) -> Gains:
    """Models before and after, on the photographs that all of them judged. Pure.

    Args:
        pairs: Title, evaluation before, evaluation after; all judged by the same labels.
        resamples: Resamples behind the intervals.
        seed: What they are drawn with.

    Raises:
        CleaningError: There is no photograph that all of them judged.
    """
    first = pairs[0][1]
    common = set(first.image_ids).intersection(*(model.image_ids for _, *both in pairs for model in both))
    ids = tuple(image_id for image_id in first.image_ids if image_id in common)
    if not ids:
        raise CleaningError("There is no test photograph with a class that all the runs have predicted.")
    hits = {title: (_hits(before, ids), _hits(after, ids)) for title, before, after in pairs}
    names = {title: (before.name, after.name) for title, before, after in pairs}
    classifiers = [title for title, before, _ in pairs if not before.detects]
    if len(classifiers) > 1:
        members = {title: both for title, *both in pairs if title in classifiers}
        summed = [combine([both[place] for both in members.values()], ids) for place in (0, 1)]
        hits[ENSEMBLE] = (summed[0].hits, summed[1].hits)
        names[ENSEMBLE] = (" + ".join(summed[0].members), " + ".join(summed[1].members))
    differences = {title: after.astype(np.float64) - before for title, (before, after) in hits.items()}
    singles = [differences[title] for title, *_ in pairs]
    patients = None if first.patients is None else first.patients[_places(first, ids)]
    intervals = bootstrap_intervals(
        {**{title: share(values) for title, values in differences.items()}, _MEAN: share(np.mean(singles, axis=0))},
        n=len(ids),
        groups=patients,
        resamples=resamples,
        seed=seed,
    )
    tests = {title: mcnemar(before, after) for title, (before, after) in hits.items()}
    raised = dict(zip(tests, holm([test.p_value for test in tests.values()]), strict=True))
    gains = {
        title: Gain(
            title=title,
            baseline=names[title][0],
            retrained=names[title][1],
            before=float(before.mean()),
            after=float(after.mean()),
            interval=intervals[title],
            test=tests[title],
            adjusted=raised[title],
            mended=_chosen(ids, ~before & after),
            broken=_chosen(ids, before & ~after),
        )
        for title, (before, after) in hits.items()
    }
    return Gains(
        n=len(ids),
        patients=None if patients is None else len(np.unique(patients)),
        models=tuple(gains[title] for title, *_ in pairs),
        mean=float(np.mean([gains[title].gain for title, *_ in pairs])),
        mean_interval=intervals[_MEAN],
        ensemble=gains.get(ENSEMBLE),
    )


def _gains(judged: Sequence[ModelEvaluation], entry: CleaningRound, *, resamples: int, seed: int) -> Gains:
    by_name = {model.name: model for model in judged}
    pairs = [(by_name[before], by_name[after]) for before, after in entry.pairs]
    architectures = [before.architecture for before, _ in pairs]
    # Two runs of one architecture are told apart by their names.
    titles = [b.architecture if architectures.count(b.architecture) == 1 else b.name for b, _ in pairs]
    return paired_gains(
        [(title, *pair) for title, pair in zip(titles, pairs, strict=True)], resamples=resamples, seed=seed
    )


def _judged(
    project: Project, runs: Sequence[str], labels: LabelArrays | None, learned: Collection[int], stored: StoredArrays
) -> tuple[ModelEvaluation, ...]:
    """The runs on the test photographs that none of them had learned from."""
    among = set(project.image_ids()).difference(learned)
    return evaluate(project, Split.TEST, runs, boxes=False, among=among, labels=labels, stored=stored).models


def _learned(project: Project, runs: Sequence[str], now: Snapshot, frozen: FrozenLabels) -> frozenset[int]:
    """Photographs that a run had learned from or was chosen by, as its own snapshot says, by their content.

    A run whose folder is gone can't be asked.
    """
    ids = {image.sha256: image.id for image in now.images}
    found: set[int] = set()
    done: set[str] = set()
    for name in runs:
        run = RunFolder(project.runs_folder / name)
        try:
            digest = run.job.snapshot_digest
            if digest in done:
                continue
            snapshot = frozen.of_run(run)
        except DermDeskError:
            continue
        done.add(digest)
        for side in (Split.TRAIN, Split.VAL):
            found.update(ids[image.sha256] for image in snapshot.split(side, include_noise=True) if image.sha256 in ids)
    return frozenset(found)


def _check_predicted(project: Project, runs: Sequence[str]) -> None:
    predicted = {entry.name for entry in project.predicted_models()}
    silent = {name for name in runs if name not in predicted}
    if silent:
        raise _missing(project, silent, 0)


def _missing(project: Project, runs: Collection[str], photographs: int) -> MissingPredictions:
    names = sorted(runs)
    what = f"{photographs} of the photographs" if photographs else "the test photographs"
    return MissingPredictions(
        f"Not predicted yet by {', '.join(names)}: {what}.",
        hint=f"Do so: dermdesk predict {project.folder} --models {','.join(names)} --split test",
    )


def _check_alike(project: Project, entry: CleaningRound) -> None:
    """Before and after must have looked at photographs in the same way, or the gain would be that of looking."""
    for before, after in entry.pairs:
        one, other = stored_test_time(project, before), stored_test_time(project, after)
        if one != other:
            raise MixedPredictions(
                f"The predictions of {before!r} were made with the test-time option {one!r}, those of {after!r} with "
                f"{other!r}.",
                hint=f"Ask alike: dermdesk predict {project.folder} --models {after} --split test --tta {one} --again",
            )


def _same_truth(one: ModelEvaluation, other: ModelEvaluation) -> bool:
    return one.image_ids == other.image_ids and bool(np.array_equal(one.truth, other.truth))


def _hits(model: ModelEvaluation, ids: tuple[int, ...]) -> NDArray[np.bool_]:
    return model.hits[_places(model, ids)]


def _places(model: ModelEvaluation, ids: tuple[int, ...]) -> NDArray[np.int64]:
    where = {image_id: place for place, image_id in enumerate(model.image_ids)}
    return np.array([where[image_id] for image_id in ids], dtype=np.int64)


def _chosen(ids: tuple[int, ...], which: NDArray[np.bool_]) -> tuple[int, ...]:
    return tuple(ids[place] for place in np.flatnonzero(which))


def _known(class_id: int | None, class_ids: Collection[int]) -> int:
    return class_id if class_id is not None and class_id in class_ids else NOTHING


def _integers(values: Sequence[int]) -> NDArray[np.int64]:
    return np.array(values, dtype=np.int64)
