"""From a followed run to what the view shows of it. Pure: no widgets, no waiting."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from core.jobs.comparing import differences_from_paper
from core.jobs.job import AUTO, FROM_SCRATCH, RunState
from core.jobs.recipe import recipe_fields
from core.model_colours import MODEL_COLOURS
from desktop.charts.curves import RunCurves
from desktop.jobs.tail import last_lines
from desktop.jobs.training import Pulse
from desktop.train.comparison import difference_text
from desktop.train.rows import Notice, RunPage, RunRow
from desktop.train.wording import DEVICES, METRICS, breakable, value_text
from desktop.translating import core_text, marked
from desktop.wording import architecture_title, count_text, date_text, duration_text, percent_text

if TYPE_CHECKING:
    from pathlib import Path

    from core.jobs.job import Job
    from core.jobs.run_folder import RunFolder
    from desktop.jobs.progress import RunProgress
    from desktop.jobs.training import TrainingProcess

LOG_LINES = 400
PRECISION = "map_50"
SCORE_TITLES = {
    "weighted_accuracy": marked("Train", "Weighted accuracy on validation, %"),
    "balanced_accuracy": marked("Train", "Balanced accuracy on validation, %"),
    "image_accuracy": marked("Train", "Photos whose best box has the right class, on validation, %"),
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
        fraction=progress.fraction if process.state.is_active and process.state is not RunState.STARTING else None,
        silent=process.pulse in (Pulse.NO_HELLO, Pulse.SILENT),
        differences=difference_text(job),
    )


def stored_row(run: RunFolder, state: RunState, *, seconds: float = 0.0) -> RunRow:
    """The list's row of an ended run, from its result alone: its events are read when it is looked at.

    Args:
        run: The run.
        state: Where it stands.
        seconds: For which its epochs were trained over all its starts, where that is known: a result knows the last.
    """
    job, result = run.job, run.result
    seconds = seconds or (result.seconds if result else 0.0)
    return RunRow(
        name=run.name,
        architecture=architecture_title(job.architecture),
        state=state.value,
        score=percent_text(result.best_metric) if result else "",
        epochs=count_text(result.epochs, "epoch") if result and result.epochs else "",
        duration=duration_text(seconds) if seconds else "",
        differences=difference_text(job),
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
        can_export=process.run.has_model,
        can_delete=not read_only and not state.is_active,
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
        precision=tuple(
            (float(end.epoch), 100 * end.metrics[PRECISION]) for end in progress.epoch_ends if PRECISION in end.metrics
        ),
        lr=(*progress.rates, *_last_rate(progress)),
        best=(float(best.epoch), 100 * best.metrics[name]) if best and name in best.metrics else None,
    )
    title = SCORE_TITLES.get(name, marked("Train", "Validation score, %"))
    return curves, progress.epochs or process.run.job.recipe.epochs, _tr(title)


def _last_rate(progress: RunProgress) -> list[tuple[float, float]]:
    step = progress.step
    return [] if step is None else [(step.epoch - 1 + step.step / max(1, step.steps), step.lr)]


def _epochs_text(progress: RunProgress, job: Job) -> str:
    done = progress.epoch_ends[-1].epoch if progress.epoch_ends else 0
    if progress.finished is not None or not done:
        return count_text(done, "epoch") if done else ""
    return _tr("{0} of {1} epochs").format(done, progress.epochs or job.recipe.epochs)


def _elapsed(process: TrainingProcess) -> float:
    """Seconds over all its starts: of its epochs, as two runs are compared by; while it lives, of what there was before
    and of its process.
    """
    record = process.run.process
    if process.state.is_active and record is not None:
        return process.progress.seconds_before + max(0.0, time.time() - record.create_time)
    result = process.run.result
    return sum(end.seconds for end in process.progress.epoch_ends) or (result.seconds if result else 0.0)


def _activity(process: TrainingProcess) -> str:
    state, progress = process.state, process.progress
    if state is RunState.QUEUED:
        return _tr("Waits for its turn")
    if state is RunState.STARTING:
        return _tr("The training process is loading its libraries")
    if not state.is_active:
        best = progress.best
        if best is None:
            return _tr("No epoch was finished")
        score = percent_text(best.metrics.get(progress.score_name))
        return _tr("Best checkpoint: epoch {0}, {1} on validation").format(best.epoch, score) + _early_end(process)
    if process.pulse is Pulse.DEAF:
        return _tr("Was asked to stop, and hasn't answered yet")
    if state is RunState.STOPPING:
        return _tr("Stopping: the step is finished, then validated, and the best is kept")
    step, phase = progress.step, progress.phase
    if phase is not None and phase.name != "training":
        # The message counts what it counts; a bare name doesn't.
        if phase.message or not phase.total:
            return core_text(phase.message or phase.name.capitalize())
        return f"{core_text(phase.name.capitalize())} " + _tr("{0} of {1}").format(
            f"{phase.done:,}", f"{phase.total:,}"
        )
    if step is not None:
        text = _tr("Epoch {0} of {1}, step {2} of {3}")
        return text.format(step.epoch, step.epochs, step.step, step.steps)
    return core_text(phase.message) if phase is not None and phase.message else _tr("Getting ready")


def _early_end(process: TrainingProcess) -> str:
    """Why a completed run has fewer epochs than planned: its patience was at an end."""
    progress, recipe = process.progress, process.run.job.recipe
    done = progress.epoch_ends[-1].epoch if progress.epoch_ends else 0
    planned = progress.epochs or recipe.epochs
    if process.state is not RunState.COMPLETED or not recipe.patience or done >= planned:
        return ""
    text = _tr("Ended early, after epoch {0} of {1}: nothing got better for {2} (Patience)")
    return ". " + text.format(done, planned, count_text(recipe.patience, "epoch"))


def _timing(process: TrainingProcess) -> str:
    if not process.state.is_active or process.state is RunState.STARTING:
        return ""
    progress, parts = process.progress, []
    if progress.seconds_left is not None and process.state is not RunState.STOPPING:
        parts.append(_tr("at most {0} left").format(duration_text(progress.seconds_left)))
    if progress.step is not None and progress.step.images_per_second > 0:
        parts.append(_tr("{0} photos/s").format(f"{progress.step.images_per_second:.0f}"))
    if progress.step is not None and progress.step.gpu_bytes:
        parts.append(_tr("{0} GB of the GPU").format(f"{progress.step.gpu_bytes / 2**30:.1f}"))
    return " · ".join(parts)


def _notices(process: TrainingProcess) -> tuple[Notice, ...]:
    notices = []
    failure = process.failure
    if failure is not None and process.state.is_over:
        aborted = process.state is RunState.KILLED and failure.code == "aborted"
        notices.append(Notice("info" if aborted else "error", core_text(failure.message), core_text(failure.hint)))
    if process.pulse is Pulse.NO_HELLO:
        text = _tr("The training process has said nothing since it was started.")
        hint = _tr("Its log may say why. If nothing happens, abort it and resume it.")
        notices.append(Notice("warning", text, hint))
    if process.pulse is Pulse.SILENT:
        text = _tr("The training process has given no sign of life for a while. It may be stuck.")
        notices.append(Notice("warning", text, _tr("Wait a little, or abort it: saved checkpoints stay.")))
    if process.pulse is Pulse.DEAF:
        text = _tr("The training process doesn't answer. It stops once it does.")
        hint = _tr("Abort ends it at once and keeps the last checkpoint.")
        if not process.run.last_path.is_file():
            hint = _tr("Abort ends it at once; it has saved no checkpoint yet.")
        notices.append(Notice("warning", text, hint))
    notices.extend(Notice("warning", core_text(text)[:400]) for text in process.progress.warnings[-4:])
    return tuple(notices)


def _start_text(process: TrainingProcess) -> str:
    if process.state is RunState.QUEUED:
        return _tr("Start now")
    # The folder can be ahead of what is shown: Resume never stands beside Stop.
    return _tr("Resume") if process.state.is_over and process.run.can_resume else ""


def _details(process: TrainingProcess) -> tuple[tuple[str, tuple[tuple[str, str], ...]], ...]:
    job, progress = process.run.job, process.progress
    hello = progress.hello
    about = [
        (_tr("Model"), architecture_title(job.architecture)),
        (_tr("Begun"), date_text(job.created_at)),
        (_tr("Starts from"), breakable(_weights_text(process.run, job))),
        (_tr("Device"), _device_text(hello.device if hello and hello.device else job.device)),
        (_tr("Snapshot"), job.snapshot_digest.removeprefix("sha256:")[:12]),
    ]
    metrics = progress.finished.metrics if progress.finished else (progress.best.metrics if progress.best else {})
    sections = [(_tr("Run"), tuple(about))]
    if metrics:
        pairs = [
            (_tr(METRICS.get(name, name.replace("_", " "))), percent_text(value)) for name, value in metrics.items()
        ]
        sections.append((_tr("Best checkpoint on validation"), tuple(pairs)))
    values, others = job.recipe.to_json(), differences_from_paper(job)
    pairs = []
    for field in recipe_fields(job.task.value):
        if field.name == "devices" and _on_one_cpu(process):
            continue
        text = value_text(field, values[field.name])
        if field.name in others:
            text = _tr("{0} (paper: {1})").format(text, value_text(field, others[field.name][1]))
        pairs.append((core_text(field.label), text))
    sections.append((_tr("Recipe"), tuple(pairs)))
    if hello is not None and hello.versions:
        sections.append((_tr("Versions"), tuple(hello.versions.items())))
    return tuple(sections)


def _on_one_cpu(process: TrainingProcess) -> bool:
    """Whether it trains in one process on a CPU, so that a number of GPUs means nothing."""
    job, hello = process.run.job, process.progress.hello
    return job.recipe.devices <= 1 and (job.device == "cpu" or bool(hello and hello.device.startswith("CPU")))


def _device_text(device: str) -> str:
    return _tr(DEVICES.get(device, device))


def _weights_text(run: RunFolder, job: Job) -> str:
    if run.card_path.is_file():
        used = run.card.initial_weights
        return _tr("scratch") if used == FROM_SCRATCH else used
    if job.initial_weights == FROM_SCRATCH:
        return _tr("scratch")
    return _tr("imported weights, if any") if job.initial_weights == AUTO else _file_name(job.initial_weights)


def _file_name(path: Path | str) -> str:
    return str(path).replace("\\", "/").rsplit("/", 1)[-1]


def _tr(text: str) -> str:
    return QCoreApplication.translate("Train", text)
