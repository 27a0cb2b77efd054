"""The command for the queue: list, add, run, move, remove, pause and go on."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from core.cli.errors import ToldError
from core.cli.interrupt import INTERRUPTED, stop_on_interrupt
from core.cli.making_runs import new_folds, new_run, texts_of
from core.cli.output import LiveLine, counted, table
from core.cli.parameters import FOLDER, ProjectFirst, device_option, names

if TYPE_CHECKING:
    from pathlib import Path

    from core.jobs.run_folder import RunFolder

_STOPPING = (
    "Stopping: finishing the step and keeping the best model; the rest stays queued. Ctrl-C again ends it at once."
)


@click.group(cls=ProjectFirst, invoke_without_command=True, short_help="Train several models, one after the other.")
@click.argument("project", type=FOLDER, metavar="PROJECT")
@click.pass_context
def queue(context: click.Context, project: Path) -> None:
    """List the queue of PROJECT, change it, or work through it.

    Each GPU trains one run at a time, and so does the CPU. The queue is a file in the project: it survives a restart of
    the window and of the machine, and the window shows the same one. A run that fails doesn't stop the next.
    """
    context.obj = project
    if context.invoked_subcommand is None:
        _list(_runs_folder(project), project)


@queue.command()
@click.option("--models", required=True, metavar="NAMES|paper", help="Models separated by commas; or the paper's six.")
@click.option(
    "--preset",
    type=click.Choice(["paper", "quick", "long-tail", "demo"]),
    default="paper",
    show_default=True,
    help="As of `dermdesk train`.",
)
@click.option("--set", "changes", multiple=True, metavar="NAME=VALUE", help="As of `dermdesk train`; for all of them.")
@click.option("--weights", default="auto", show_default=True, metavar="auto|none|FILE", help="As of `dermdesk train`.")
@click.option("--folds", type=int, metavar="K", help="As of `dermdesk train`.")
@device_option
@click.pass_obj
def add(
    project: Path, models: str, preset: str, changes: tuple[str, ...], weights: str, folds: int | None, device: str
) -> None:
    """Put new runs at the end, on the labels as they are now; or runs that were stopped or lost, by their names."""
    from core.inference.catalogue import architectures

    runs_folder = _runs_folder(project)
    texts = texts_of(changes)
    chosen = [entry.name for entry in architectures() if entry.paper] if models == "paper" else names(models) or []
    for name in chosen:
        if (runs_folder / name / "job.json").is_file():
            _put(runs_folder, name)
        elif folds is not None:
            new_folds(project, name, folds, preset=preset, texts=texts, device=device, weights=weights)
        else:
            made = new_run(project, name, preset=preset, texts=texts, device=device, weights=weights)
            _put(runs_folder, made.name)
    click.echo(f"Work through it with: dermdesk queue {project} run")


@queue.command()
@click.option("--detach", is_flag=True, help="Leave a process behind that does it, and return.")
@click.pass_context
def run(context: click.Context, detach: bool) -> None:
    """Work through the queue to its end.

    Ctrl-C stops the runs at hand decently and leaves the rest in the queue; a second one ends them at once.
    """
    project: Path = context.obj
    if not detach:
        context.exit(work_through(project))
    from core.jobs.queue import read_queue, set_paused
    from core.jobs.queue_runner import LOG_NAME, ensure_runner

    runs_folder = _runs_folder(project)
    set_paused(runs_folder, False)
    if ensure_runner(runs_folder):
        click.echo(f"Working through {_counted(len(read_queue(runs_folder).entries))}. See {runs_folder / LOG_NAME}.")
    else:
        click.echo("The queue is empty, or is worked through already.")


@queue.command()
@click.argument("name")
@click.option("--up", "by", flag_value=-1, type=int, help="One place towards the front.")
@click.option("--down", "by", flag_value=1, type=int, help="One place towards the end.")
@click.option("--first", "by", flag_value=-(10**6), type=int, help="To the front.")
@click.option("--last", "by", flag_value=10**6, type=int, help="To the end.")
@click.pass_obj
def move(project: Path, name: str, by: int | None) -> None:
    """Move a run, or folds by their name."""
    from core.jobs.queue import move as move_entry

    if by is None:
        raise click.UsageError("Say where to: --up, --down, --first or --last.")
    move_entry(_runs_folder(project), name, by)
    _list(_runs_folder(project), project)


@queue.command()
@click.argument("name")
@click.pass_obj
def remove(project: Path, name: str) -> None:
    """Take a run, or folds by their name, out of the queue; the folders stay."""
    from core.jobs.queue import dequeue

    gone = dequeue(_runs_folder(project), name)
    click.echo(f"Taken out: {', '.join(gone)}.")


@queue.command()
@click.pass_obj
def pause(project: Path) -> None:
    """Start nothing more; what is being trained goes on."""
    from core.jobs.queue import set_paused

    set_paused(_runs_folder(project), True)
    click.echo(f"Paused. Go on with: dermdesk queue {project} run")


def queue_run(project: Path, made: RunFolder) -> None:
    """Put a run into the queue and say so."""
    _put(_runs_folder(project), made.name)
    click.echo(f"Work through it with: dermdesk queue {project} run")


def work_through(project: Path, *, store: str = "") -> int:
    """Serve the queue in this process, and store what folds said; the exit code.

    Args:
        project: The project's folder.
        store: Name of folds that were asked for: what is wrong with them is an error.
    """
    from core.jobs.folds import store_ready_folds
    from core.jobs.queue import read_queue, set_paused
    from core.jobs.queue_runner import QueueRunner

    runs_folder = _runs_folder(project)
    set_paused(runs_folder, False)
    asked = read_queue(runs_folder)
    with LiveLine() as line, stop_on_interrupt(line, message=_STOPPING) as stop:

        def tell(text: str) -> None:
            line.wipe()
            click.echo(text)

        try:
            QueueRunner(runs_folder, tell=tell).work(stop)
        except KeyboardInterrupt:
            click.echo("Ended at once; nothing is deleted.", err=True)
            return INTERRUPTED
    left = read_queue(runs_folder).entries
    failed = [name for name in (entry.run for entry in asked.entries) if _failed(runs_folder, name)]
    click.echo(f"{_counted(len(asked.entries) - len(left))} done, {len(failed)} failed, {len(left)} left.")
    ready = store_ready_folds(project, click.echo)
    if store and store not in ready:
        click.echo(f"{store} isn't complete: see dermdesk runs {project}.", err=True)
    if failed and not stop.is_set():
        raise ToldError(f"Not trained: {', '.join(failed)}.", hint=f"See why with: dermdesk runs {project}")
    return INTERRUPTED if stop.is_set() else 0


def _failed(runs_folder: Path, name: str) -> bool:
    from core.jobs.run_folder import RunFolder

    folder = RunFolder(runs_folder / name)
    return folder.path.is_dir() and folder.state.is_over and not folder.state.is_finished


def _list(runs_folder: Path, project: Path) -> None:
    from core.jobs.queue import read_queue
    from core.jobs.queue_runner import is_served
    from core.jobs.run_folder import RunFolder

    found = read_queue(runs_folder)
    if not found.entries:
        click.echo(f"The queue is empty. Fill it with: dermdesk queue {project} add --models paper")
        return
    rows = []
    for number, entry in enumerate(found.entries, start=1):
        folder = RunFolder(runs_folder / entry.run)
        state = folder.state.value if (folder.path / "job.json").is_file() else "deleted"
        folds = "" if entry.group == entry.run else entry.group
        rows.append((str(number), entry.run, state, ", ".join(entry.lanes), folds))
    click.echo(table(rows, header=("", "run", "state", "on", "folds"), numbers=(0,)))
    if found.paused:
        click.echo("Paused.")
    elif not is_served(runs_folder):
        click.echo(f"Nobody works through it. Do so with: dermdesk queue {project} run")


def _put(runs_folder: Path, name: str) -> None:
    from core.jobs.queue import enqueue

    enqueue(runs_folder, [name])
    click.echo(f"Queued {name}.")


def _runs_folder(project: Path) -> Path:
    from core.project.project import Project

    with Project.open(project, read_only=True) as opened:
        return opened.runs_folder


def _counted(number: int) -> str:
    return counted(number, "training")
