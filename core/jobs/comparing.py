"""Two runs side by side: what was asked for, what they learned from, how they fared."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from core.jobs.protocol import EpochEnd
from core.jobs.recipe import Recipe, recipe_fields

if TYPE_CHECKING:
    from core.jobs.job import Job
    from core.jobs.recipe_field import Value
    from core.jobs.run_folder import RunFolder


@dataclass(frozen=True, slots=True)
class RunComparison:
    """What differs between two runs.

    Attributes:
        names: Of the first and the second.
        recipe: Fields of the recipe in which they differ, with both values; of both tasks' fields where those differ.
        same_data: Whether they learned from the same photographs, labels and splits.
        added: Photographs that only the second's snapshot has.
        removed: Photographs that only the first's has.
        relabelled: Photographs in both whose class, boxes, side or state differ.
        metrics: Validation results of the best epoch by name; None where a run has none.
        best_epochs: Which epochs these are; 0 for none.
        seconds: Time each took, as far as is known.
        curves: Each run's epochs, in order.
    """

    names: tuple[str, str]
    recipe: dict[str, tuple[Value, Value]]
    same_data: bool
    added: int
    removed: int
    relabelled: int
    metrics: dict[str, tuple[float | None, float | None]]
    best_epochs: tuple[int, int]
    seconds: tuple[float, float]
    curves: tuple[tuple[EpochEnd, ...], tuple[EpochEnd, ...]] = field(repr=False)


def compare_runs(first: RunFolder, second: RunFolder) -> RunComparison:
    """Compare two runs, finished or not.

    Raises:
        JobError, RecipeError: A run can't be read.
    """
    jobs = first.job, second.job
    curves = epochs_of(first), epochs_of(second)
    best = _best(curves[0]), _best(curves[1])
    added, removed, relabelled = _data(first, second, jobs)
    names = dict.fromkeys(name for end in best if end for name in end.metrics)
    return RunComparison(
        names=(first.name, second.name),
        recipe=_recipe_differences(*jobs),
        same_data=jobs[0].snapshot_digest == jobs[1].snapshot_digest and not (added or removed or relabelled),
        added=added,
        removed=removed,
        relabelled=relabelled,
        metrics={name: (_metric(best[0], name), _metric(best[1], name)) for name in names},
        best_epochs=(best[0].epoch if best[0] else 0, best[1].epoch if best[1] else 0),
        seconds=(sum(end.seconds for end in curves[0]), sum(end.seconds for end in curves[1])),
        curves=curves,
    )


def differences_from_paper(job: Job) -> dict[str, tuple[Value, Value]]:
    """Fields in which a run's recipe isn't the paper's for its architecture: its value, then the paper's.

    What belongs to the machine (seed, threads, devices, precision) doesn't count: it doesn't change what is learned.
    """
    paper = Recipe.for_architecture(job.architecture)
    used = {entry.name for entry in recipe_fields(job.task.value) if entry.group != "Machine"}
    return {name: values for name, values in job.recipe.differences(paper).items() if name in used}


def epochs_of(run: RunFolder) -> tuple[EpochEnd, ...]:
    """A run's epochs in order; of one told twice, as after a resume, the newer account."""
    ends: dict[int, EpochEnd] = {}
    for event in run.events():
        if isinstance(event, EpochEnd):
            ends = {epoch: end for epoch, end in ends.items() if epoch < event.epoch}
            ends[event.epoch] = event
    return tuple(ends.values())


def _recipe_differences(first: Job, second: Job) -> dict[str, tuple[Value, Value]]:
    used = {entry.name for job in (first, second) for entry in recipe_fields(job.task.value)}
    return {name: values for name, values in first.recipe.differences(second.recipe).items() if name in used}


def _data(first: RunFolder, second: RunFolder, jobs: tuple[Job, Job]) -> tuple[int, int, int]:
    if jobs[0].snapshot_digest == jobs[1].snapshot_digest and jobs[0].fold_of == jobs[1].fold_of == "":
        return 0, 0, 0
    if not (first.snapshot_path.is_file() and second.snapshot_path.is_file()):  # an imported model has none
        return 0, 0, 0
    before, after = ({image.sha256: image for image in run.snapshot.images} for run in (first, second))
    facts = [
        {
            key: (
                image.split,
                image.image_class,
                image.state,
                sorted((*box.box.as_tuple(), box.class_id) for box in image.boxes),
            )
            for key, image in side.items()
        }
        for side in (before, after)
    ]
    both = before.keys() & after.keys()
    return (
        len(after.keys() - both),
        len(before.keys() - both),
        sum(facts[0][key] != facts[1][key] for key in both),
    )


def _best(ends: tuple[EpochEnd, ...]) -> EpochEnd | None:
    return next((end for end in reversed(ends) if end.best), None)


def _metric(end: EpochEnd | None, name: str) -> float | None:
    return None if end is None else end.metrics.get(name)
