"""The command `train`."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from core.cli.errors import TellingCommand, ToldError
from core.cli.interrupt import INTERRUPTED, stop_on_interrupt
from core.cli.making_runs import new_folds, new_run, texts_of
from core.cli.output import LiveLine, counted, percent
from core.cli.parameters import FILE, command, device_option, project_argument
from core.cli.queue import queue_run, work_through

if TYPE_CHECKING:
    from pathlib import Path

    from core.jobs.job import RunResult, RunState
    from core.jobs.protocol import EpochEnd, Event, Failed
    from core.jobs.run_folder import RunFolder
    from core.jobs.slurm import SlurmRequest


_OF_A_NEW_RUN = ("epochs", "preset", "changes", "device", "devices", "initial_weights", "folds")
_OF_A_SCRIPT = ("nodes", "gpus", "cpus", "time")
_STOPPING = "Stopping: finishing the step and keeping the best model. Ctrl-C again ends it at once."


class _TrainCommand(TellingCommand):
    """`train`, whose help goes through the recipe field by field; read only when somebody asks for it."""

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the models and the recipe's fields."""
        from core.inference.catalogue import architectures
        from core.jobs.recipe import Recipe, recipe_fields

        with formatter.section("Models"):
            formatter.write_dl([(entry.name, f"{entry.title}, {entry.task.value}") for entry in architectures()])
        cnn, detector = Recipe.for_architecture("resnet50"), Recipe.for_architecture("retinanet")
        rows = []
        for field in recipe_fields():
            defaults = [str(getattr(recipe, field.name)) for recipe in (cnn, detector)]
            if len(field.tasks) == 1:
                default = f"{defaults['classification' not in field.tasks]}, {field.tasks[0]} only"
            else:
                default = defaults[0] if defaults[0] == defaults[1] else f"{defaults[0]}, detectors {defaults[1]}"
            rows.append((field.name, f"{field.help} It is {field.allowed}. [{default}]"))
        with formatter.section("Recipe fields for --set NAME=VALUE, with the paper's preset in brackets"):
            formatter.write_dl(rows, col_max=24)


@command(cls=_TrainCommand, short_help="Train a model on the labelled photographs.")
@project_argument
@click.option("--model", metavar="NAME", help="The model to train, see below.")
@click.option("--epochs", metavar="N", help="As --set epochs=N.")
@click.option(
    "--preset",
    type=click.Choice(["paper", "quick", "long-tail", "demo"]),
    default="paper",
    show_default=True,
    help="Where the recipe starts: paper; quick, minutes on a CPU; long-tail, for many rare classes; demo, for the "
    "project of `dermdesk demo`.",
)
@click.option("--set", "changes", multiple=True, metavar="NAME=VALUE", help="Change a field of the recipe, see below.")
@device_option
@click.option("--devices", metavar="N|all", help="How many GPUs of the machine share each batch. As --set devices=N.")
@click.option(
    "--weights",
    "initial_weights",
    default="auto",
    show_default=True,
    metavar="auto|none|FILE",
    help="What to start from: auto, the file imported for this model; none, from scratch; or a file.",
)
@click.option("--folds", type=int, metavar="K", help="Train K models by patient; each predicts whom it never saw.")
@click.option("--queue", "queued", is_flag=True, help="Only put it into the queue: see `dermdesk queue --help`.")
@click.option("--resume", "resumed", metavar="RUN", help="Go on with a run that was stopped, killed or lost instead.")
@click.option(
    "--write-slurm",
    "script",
    type=FILE,
    metavar="FILE",
    help="Train nothing now, but make the run and write a script for sbatch that trains it on a cluster.",
)
@click.option("--nodes", type=int, default=1, show_default=True, help="With --write-slurm: machines.")
@click.option("--gpus", type=int, help="With --write-slurm: GPUs of each machine; else as --devices.  [default: 1]")
@click.option("--cpus", type=int, default=8, show_default=True, help="With --write-slurm: cores for each GPU.")
@click.option(
    "--time", default="12:00:00", show_default=True, metavar="HH:MM:SS", help="With --write-slurm: longest time."
)
@click.pass_context
def train(
    context: click.Context,
    project: Path,
    model: str | None,
    epochs: str | None,
    preset: str,
    changes: tuple[str, ...],
    device: str,
    devices: str | None,
    initial_weights: str,
    folds: int | None,
    queued: bool,
    resumed: str | None,
    script: Path | None,
    nodes: int,
    gpus: int | None,
    cpus: int,
    time: str,
) -> None:
    """Train a model on the photographs of PROJECT as they are labelled now.

    Ctrl-C stops decently: the step is finished and the best model kept. A second Ctrl-C ends it at once; nothing is
    deleted. Exit code 0 once training is complete, 130 after Ctrl-C, else 1.

    With --folds, K runs are queued and worked through, whatever the splits: each leaves out a K-th of the patients and
    predicts them, so that label errors can be searched with answers of models that didn't learn the label in question.
    """
    if (model is None) == (resumed is None):
        raise click.UsageError("Say which model to train with --model, or which run to go on with by --resume.")
    wanted = _slurm_request(context, script, nodes, _gpus(gpus, device, devices), cpus, time)
    if script is not None and (queued or folds is not None):
        raise click.UsageError("--write-slurm is for one run that a cluster trains: leave --queue and --folds out.")
    if model is None:
        assert resumed is not None
        if any(_is_given(context, name) for name in _OF_A_NEW_RUN):
            raise click.UsageError("A resumed run goes on with the recipe it has: leave the other options out.")
        run = _resumable(project, resumed)
    else:
        texts = _with_options(texts_of(changes), epochs=epochs, devices="0" if devices == "all" else devices)
        if folds is not None:
            name = new_folds(project, model, folds, preset=preset, texts=texts, device=device, weights=initial_weights)
            context.exit(0 if queued else work_through(project, store=name))
        run = new_run(project, model, preset=preset, texts=texts, device=device, weights=initial_weights)
    if script is not None:
        _write_script(script, run, wanted)
        return
    if queued:
        queue_run(project, run)
        return
    _tell_memory(run)
    context.exit(_follow(run, project))


def _is_given(context: click.Context, name: str) -> bool:
    return context.get_parameter_source(name) is not click.core.ParameterSource.DEFAULT


def _gpus(gpus: int | None, device: str, devices: str | None) -> int:
    """GPUs a machine, as the script shall ask for: what --gpus says, else --device and --devices."""
    if gpus is not None:
        return gpus
    if device == "cpu":
        return 0
    return int(devices) if devices is not None and devices.isdecimal() and int(devices) else 1


def _slurm_request(
    context: click.Context, script: Path | None, nodes: int, gpus: int, cpus: int, time: str
) -> SlurmRequest:
    from core.jobs.slurm import SlurmRequest

    if script is None and any(_is_given(context, name) for name in _OF_A_SCRIPT):
        raise click.UsageError("--nodes, --gpus, --cpus and --time are for --write-slurm FILE.")
    if script is not None and script.exists():
        raise ToldError("There is such a file already.", path=str(script), hint="Choose another name, or delete it.")
    if script is not None and not script.absolute().parent.is_dir():
        raise ToldError("There is no such folder.", path=str(script.absolute().parent))
    return SlurmRequest(nodes=nodes, gpus=gpus, cpus=cpus, time=time)


def _write_script(script: Path, run: RunFolder, wanted: SlurmRequest) -> None:
    from core.jobs.slurm import slurm_script

    # With its real path, since a cluster's machines may mount links elsewhere.
    script.write_text(slurm_script(type(run)(run.path.resolve()), wanted), encoding="utf-8")
    click.echo(f"Run {run.name} in {run.path}, not started.")
    click.echo(f"Next: sbatch {script}")


def _tell_memory(run: RunFolder) -> None:
    """Say whether the training will fit into the memory, and loudly where it won't."""
    from core.jobs.memory_estimate import Level, device_memory, estimate_memory

    job = run.job
    estimate = estimate_memory(job.architecture, job.recipe, device_memory(job.device))
    if estimate is None:
        return
    if estimate.level is Level.RED:
        click.secho(f"Warning: {estimate.sentence}", err=True, fg="yellow")
    else:
        click.echo(estimate.sentence)


def _with_options(texts: dict[str, str], **options: str | None) -> dict[str, str]:
    """The fields of --set together with those that have an option of their own; twice the same is no contradiction."""
    for name, value in options.items():
        if value is not None and texts.setdefault(name, value).strip() != value.strip():
            raise click.UsageError(f"--{name} {value} and --set {name}={texts[name]} contradict each other: say one.")
    return texts


def _resumable(project: Path, name: str) -> RunFolder:
    from core.jobs.run_folder import RunFolder
    from core.project.project import Project

    with Project.open(project, read_only=True) as opened:
        run = RunFolder(opened.runs_folder / name)
    if not run.path.is_dir() or run.path.parent.name != "runs":
        raise ToldError(f"The project has no run {name!r}.", hint=f"See them with: dermdesk runs {project}")
    if not run.can_resume:
        raise ToldError(f"The run {name!r} is {run.state.value}, with nothing to go on from.", path=str(run.path))
    return run


def _follow(run: RunFolder, project: Path) -> int:
    from core.jobs.job import RunState
    from core.jobs.launcher import run_job

    click.echo(f"Run {run.name} in {run.path}")
    with LiveLine() as line, stop_on_interrupt(line, message=_STOPPING) as stop:
        reporter = _Reporter(line)
        try:
            state = run_job(run, reporter, stop)
        except KeyboardInterrupt:
            line.wipe()
            click.echo(f"Run {run.name} was ended at once. {_what_is_left(run)}", err=True)
            return INTERRUPTED
    result = run.result
    if not state.is_finished:
        # Where a full disk took no result, what the process said is all there is.
        failure = result.failure if result else reporter.failure
        raise ToldError(
            failure.message if failure else f"The run is {state.value}.",
            path=str(run.log_path),
            hint=failure.hint if failure else "",
        )
    click.echo(f"Run {run.name} {_ended(state, result)}.")
    if run.has_model:
        click.echo(f"Next: dermdesk predict {project} --models {run.name}")
    return 0 if state is RunState.COMPLETED or not stop.is_set() else INTERRUPTED


def _what_is_left(run: RunFolder) -> str:
    kept = "Its best model so far is kept. " if run.has_model else ""
    return kept + ("Go on with --resume." if run.can_resume else "")


def _ended(state: RunState, result: RunResult | None) -> str:
    if result is None or not result.best_epoch:
        return state.value
    metrics = ", ".join(f"{name.replace('_', ' ')} {percent(value)} %" for name, value in result.metrics.items())
    return f"{state.value} after {counted(result.epochs, 'epoch')}; best epoch {result.best_epoch}: {metrics}"


class _Reporter:
    """Writes a run's events: a line an epoch on standard output, the rest on the live line or standard error.

    Attributes:
        failure: What the run failed of, as its process told it.
    """

    def __init__(self, line: LiveLine) -> None:
        self._line = line
        self.failure: Failed | None = None

    def __call__(self, event: Event) -> None:
        from core.jobs.protocol import EpochEnd, Failed, Hello, Phase, Step, Warned

        match event:
            case Hello():
                self._write(f"Training on {event.device or 'an unnamed device'}")
            case Phase() if event.message:
                self._line.draw(event.message, last=True)
            case Step():
                self._line.draw(
                    f"Epoch {event.epoch}/{event.epochs}  step {event.step}/{event.steps}  loss {event.loss:.4f}  "
                    f"{event.images_per_second:.1f} photographs/s",
                    last=event.step == event.steps,
                )
            case EpochEnd():
                self._write(_epoch_line(event))
            case Warned():
                self._line.wipe()
                click.secho(f"Warning: {event.message}", err=True, fg="yellow")
            case Failed():
                self.failure = event
            case _:
                pass  # how it ended is told once it has

    def _write(self, text: str) -> None:
        self._line.wipe()
        click.echo(text)
        sys.stdout.flush()  # a pipe or a log file shows each epoch when it ends


def _epoch_line(event: EpochEnd) -> str:
    parts = [f"Epoch {event.epoch}/{event.epochs}", f"train loss {event.train_loss:.4f}"]
    if event.val_loss is not None:
        parts.append(f"val loss {event.val_loss:.4f}")
    parts += [f"{name.replace('_', ' ')} {percent(value)} %" for name, value in event.metrics.items()]
    parts += [f"lr {event.lr:g}", f"{event.seconds:.0f} s"]
    return "  ".join(parts) + ("  best" if event.best else "")
