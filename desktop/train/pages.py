"""From a followed run to what the view shows of it. Pure: no widgets, no waiting."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from core.jobs.job import AUTO, FROM_SCRATCH, RunState
from core.jobs.recipe import recipe_fields
from desktop.charts.curves import RunCurves
from desktop.charts.theme import MODEL_COLOURS
from desktop.jobs.tail import last_lines
from desktop.jobs.training import Pulse
from desktop.train.rows import Notice, RunPage, RunRow
from desktop.wording import architecture_title, count_text, duration_text, percent_text

if TYPE_CHECKING:
    from pathlib import Path

    from core.jobs.job import Job
    from core.jobs.recipe_field import RecipeField, Value
    from core.jobs.run_folder import RunFolder
    from desktop.jobs.progress import RunProgress
    from desktop.jobs.training import TrainingProcess

LOG_LINES = 400
SCORE_TITLES = {
    "weighted_accuracy": "Weighted accuracy on validation, %",
    "image_accuracy": "Photos whose best box has the right class, on validation, %",
}


def row_of(process: TrainingProcess) -> RunRow:
    """The list's row of a run that is followed."""
    job, progress = process.run.job, process.progress
    best = progress.best
    score = best.metrics.get(progress.score_name) if best else None
    return RunRow(
        name=process.run.name,
        architecture=architecture_title(job.architecture),
        state=process.state.value,
        score=percent_text(score),
        epochs=_epochs_text(progress, job),
        duration=duration_text(_elapsed(process)) if process.state is not RunState.QUEUED else "",
        fraction=progress.fraction if process.state.is_active else None,
        silent=process.pulse is not Pulse.WELL,
    )


def stored_row(run: RunFolder, state: RunState) -> RunRow:
    """The list's row of an ended run, from its result alone: its events are read when it is looked at."""
    job, result = run.job, run.result
    return RunRow(
        name=run.name,
        architecture=architecture_title(job.architecture),
        state=state.value,
        score=percent_text(result.best_metric) if result else "",
        epochs=count_text(result.epochs, "epoch") if result and result.epochs else "",
        duration=duration_text(result.seconds) if result and result.seconds else "",
    )


def page_of(process: TrainingProcess, *, read_only: bool = False) -> RunPage:
    """Everything about the chosen run but its curves."""
    state = process.state
    return RunPage(
        row=row_of(process),
        activity=_activity(process),
        timing=_timing(process),
        notices=_notices(process),
        details=_details(process),
        log=tuple(last_lines(process.run.log_path, LOG_LINES)),
        can_stop=not read_only and state in (RunState.STARTING, RunState.RUNNING),
        can_abort=not read_only and state.is_active,
        start=_start_text(process) if not read_only else "",
    )


def curves_of(process: TrainingProcess, colour: str = MODEL_COLOURS[0]) -> tuple[RunCurves, int, str]:
    """Its curves, the epochs planned, and the name of its score."""
    progress = process.progress
    best = progress.best
    name = progress.score_name
    curves = RunCurves(
        title=process.run.name,
        colour=colour,
        train_loss=tuple(progress.losses),
        val_loss=tuple((float(end.epoch), end.val_loss) for end in progress.epoch_ends if end.val_loss is not None),
        score=tuple((epoch, 100 * score) for epoch, score in progress.scores),
        lr=(*progress.rates, *_last_rate(progress)),
        best=(float(best.epoch), 100 * best.metrics[name]) if best and name in best.metrics else None,
    )
    return curves, progress.epochs or process.run.job.recipe.epochs, SCORE_TITLES.get(name, "Validation score, %")


def _last_rate(progress: RunProgress) -> list[tuple[float, float]]:
    step = progress.step
    return [] if step is None else [(step.epoch - 1 + step.step / max(1, step.steps), step.lr)]


def _epochs_text(progress: RunProgress, job: Job) -> str:
    done = progress.epoch_ends[-1].epoch if progress.epoch_ends else 0
    if progress.finished is not None or not done:
        return count_text(done, "epoch") if done else ""
    return f"{done} of {progress.epochs or job.recipe.epochs} epochs"


def _elapsed(process: TrainingProcess) -> float:
    result = process.run.result
    if result is not None and result.seconds:
        return result.seconds
    record = process.run.process
    if process.state.is_active and record is not None:
        return max(0.0, time.time() - record.create_time)
    return sum(end.seconds for end in process.progress.epoch_ends)


def _activity(process: TrainingProcess) -> str:
    state, progress = process.state, process.progress
    if state is RunState.QUEUED:
        return "Waits for its turn"
    if state is RunState.STARTING:
        return "The training process is loading its libraries"
    if not state.is_active:
        best = progress.best
        if best is None:
            return "No epoch was finished"
        score = percent_text(best.metrics.get(progress.score_name))
        return f"Best checkpoint: epoch {best.epoch}, {score} on validation"
    if state is RunState.STOPPING:
        return "Stopping: the step is finished, then validated, and the best is kept"
    step, phase = progress.step, progress.phase
    if phase is not None and phase.name != "training":
        counted = f" {phase.done:,} of {phase.total:,}" if phase.total else ""
        return f"{phase.message or phase.name.capitalize()}{counted}"
    if step is not None:
        return f"Epoch {step.epoch} of {step.epochs}, step {step.step} of {step.steps}"
    return phase.message if phase is not None and phase.message else "Getting ready"


def _timing(process: TrainingProcess) -> str:
    if not process.state.is_active:
        return ""
    progress, parts = process.progress, []
    if progress.seconds_left is not None:
        parts.append(f"at most {duration_text(progress.seconds_left)} left")
    if progress.step is not None and progress.step.images_per_second > 0:
        parts.append(f"{progress.step.images_per_second:.0f} photos/s")
    return " · ".join(parts)


def _notices(process: TrainingProcess) -> tuple[Notice, ...]:
    notices = []
    failure = process.failure
    if failure is not None and process.state.is_over:
        aborted = process.state is RunState.KILLED and failure.code == "aborted"
        notices.append(Notice("info" if aborted else "error", failure.message, failure.hint))
    if process.pulse is Pulse.NO_HELLO:
        text = "The training process has said nothing since it was started."
        notices.append(Notice("warning", text, "Its log may say why. If nothing happens, abort it and start again."))
    if process.pulse is Pulse.SILENT:
        text = "The training process has given no sign of life for a while. It may be stuck."
        notices.append(Notice("warning", text, "Wait a little, or abort it: saved checkpoints stay."))
    notices.extend(Notice("warning", text[:400]) for text in process.progress.warnings[-4:])
    return tuple(notices)


def _start_text(process: TrainingProcess) -> str:
    if process.state is RunState.QUEUED:
        return "Start now"
    return "Resume" if process.run.can_resume else ""


def _details(process: TrainingProcess) -> tuple[tuple[str, tuple[tuple[str, str], ...]], ...]:
    job, progress = process.run.job, process.progress
    hello = progress.hello
    about = [
        ("Model", architecture_title(job.architecture)),
        ("Begun", job.created_at.astimezone().strftime("%d %b %Y, %H:%M")),
        ("Starts from", _weights_text(process.run, job)),
        ("Device", hello.device if hello and hello.device else job.device),
        ("Snapshot", job.snapshot_digest.removeprefix("sha256:")[:12]),
    ]
    metrics = progress.finished.metrics if progress.finished else (progress.best.metrics if progress.best else {})
    sections = [("Run", tuple(about))]
    if metrics:
        pairs = [(name.replace("_", " "), percent_text(value)) for name, value in metrics.items()]
        sections.append(("Best checkpoint on validation", tuple(pairs)))
    values = job.recipe.to_json()
    fields = recipe_fields(job.task.value)
    sections.append(("Recipe", tuple((field.label, value_text(field, values[field.name])) for field in fields)))
    if hello is not None and hello.versions:
        sections.append(("Versions", tuple(hello.versions.items())))
    return tuple(sections)


def _weights_text(run: RunFolder, job: Job) -> str:
    if run.card_path.is_file():
        used = run.card.initial_weights
        return "scratch" if used == FROM_SCRATCH else used
    if job.initial_weights == FROM_SCRATCH:
        return "scratch"
    return "imported weights, if any" if job.initial_weights == AUTO else _file_name(job.initial_weights)


def _file_name(path: Path | str) -> str:
    return str(path).replace("\\", "/").rsplit("/", 1)[-1]


def value_text(field: RecipeField, value: Value) -> str:
    """A recipe value as people read it."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    text = f"{value:g}" if isinstance(value, float) else str(value)
    return f"{text} {field.unit}" if field.unit else text
