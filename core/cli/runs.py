"""The command for runs: list, compare, delete, export and import."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from core.cli.errors import ToldError
from core.cli.output import counted, percent, table
from core.cli.parameters import FOLDER, ProjectFirst

if TYPE_CHECKING:
    from core.jobs.deleting import RunUses
    from core.jobs.run_folder import RunFolder
    from core.project.project import Project


@click.group(cls=ProjectFirst, invoke_without_command=True, short_help="List, compare, delete, export, import runs.")
@click.argument("project", type=FOLDER, metavar="PROJECT")
@click.pass_context
def runs(context: click.Context, project: Path) -> None:
    """List the training runs of PROJECT, the newest first; or compare, delete, export and import them."""
    context.obj = project
    if context.invoked_subcommand is None:
        _list(project)


@runs.command()
@click.argument("first")
@click.argument("second")
@click.pass_obj
def compare(project: Path, first: str, second: str) -> None:
    """Show what differs between two runs: recipe, data, results."""
    from core.jobs.comparing import compare_runs
    from core.project.project import Project

    with Project.open(project, read_only=True) as opened:
        found = compare_runs(_run(opened, first), _run(opened, second))
    rows = [(name, str(one), str(other)) for name, (one, other) in found.recipe.items()]
    rows += [
        (name.replace("_", " ") + " %", percent(one), percent(other)) for name, (one, other) in found.metrics.items()
    ]
    rows.append(("best epoch", str(found.best_epochs[0]), str(found.best_epochs[1])))
    rows.append(("minutes", f"{found.seconds[0] / 60:.1f}", f"{found.seconds[1] / 60:.1f}"))
    click.echo(table(rows, header=("", *found.names), numbers=(1, 2)))
    if not found.recipe:
        click.echo("The recipes are the same.")
    if found.same_data:
        click.echo("Both learned from the same photographs and labels.")
    else:
        click.echo(
            f"They learned from different data: {found.names[1]} has {found.added} more and {found.removed} fewer "
            f"photographs, and {found.relabelled} with other labels or on another side."
        )


@runs.command()
@click.argument("name", metavar="RUN")
@click.option("--yes", is_flag=True, help="Don't ask.")
@click.option("--with-predictions", is_flag=True, help="Forget what its model has predicted, too.")
@click.pass_obj
def delete(project: Path, name: str, yes: bool, with_predictions: bool) -> None:
    """Delete a run with its model, after saying what uses it.

    Stored predictions stay, so that evaluations can be made again; boxes that a person accepted stay in any case.
    """
    from core.jobs.deleting import delete_run, uses_of
    from core.project.project import Project

    with Project.open(project) as opened:
        run = _run(opened, name)
        for line in _uses_text(uses_of(opened, run), with_predictions):
            click.echo(line)
        if not yes:
            click.confirm(f"Delete {name}?", abort=True)
        delete_run(opened, run, with_predictions=with_predictions)
    click.echo(f"Deleted {name}.")


@runs.command()
@click.argument("name", metavar="RUN")
@click.argument("target", type=click.Path(path_type=Path), metavar="FOLDER|FILE.zip")
@click.pass_obj
def export(project: Path, name: str, target: Path) -> None:
    """Write a run's model for another workstation: weights, card and class table; no photographs, no paths."""
    from core.jobs.exporting import export_model
    from core.project.project import Project

    with Project.open(project, read_only=True) as opened:
        export_model(_run(opened, name), target)
    click.echo(f"Wrote the model of {name} to {target}.")


@runs.command("import")
@click.argument("source", type=click.Path(path_type=Path), metavar="FOLDER|FILE.zip")
@click.pass_obj
def import_(project: Path, source: Path) -> None:
    """Take over a model that `export` wrote, after checking that it is whole."""
    from core.jobs.exporting import import_model
    from core.project.project import Project

    with Project.open(project, read_only=True) as opened:
        run = import_model(opened.runs_folder, source)
        differences = opened.classes.differences(run.card.classes)
    if not differences:
        click.echo(f"Imported {run.name}. Next: dermdesk predict {project} --models {run.name}")
    else:
        click.echo(f"Imported {run.name}.")
        click.secho("Warning: it has other classes than the project: it can't predict here.", err=True, fg="yellow")
        for difference in differences:
            click.echo(f"  {difference}", err=True)


def _run(project: Project, name: str) -> RunFolder:
    from core.jobs.run_folder import RunFolder

    run = RunFolder(project.runs_folder / name)
    if not run.path.is_dir() or run.path.parent.name != "runs" or name.startswith("."):
        raise ToldError(f"The project has no run {name!r}.", hint=f"See them with: dermdesk runs {project.folder}")
    return run


def _uses_text(uses: RunUses, with_predictions: bool) -> list[str]:
    lines = [
        f"Its folder takes {uses.size / 2**20:.1f} MB." + (" A trained model goes with it." if uses.has_model else "")
    ]
    if uses.predictions:
        fate = "are forgotten" if with_predictions else "stay, and can be evaluated on"
        lines.append(f"Its predictions of {counted(uses.predictions, 'photograph')} {fate}.")
    if uses.folds:
        lines.append(
            f"It is one of the folds {uses.folds}"
            + ("; what they said is stored and stays." * uses.stored_folds or ".")
        )
    if uses.queued:
        lines.append("It is taken out of the queue.")
    if uses.rounds:
        fate = "what that brought can't be told any more" if with_predictions else "its predictions stay for that"
        if not uses.predictions:
            fate = "it has predicted nothing yet"
        lines.append(f"Compared in {counted(len(uses.rounds), 'cleaning round')}: {', '.join(uses.rounds)}; {fate}.")
    if uses.needed_by:
        lines.append(f"{uses.needed_by} is under way and needs it.")
    return lines


def _list(project: Path) -> None:
    from core.jobs.runs import list_runs
    from core.project.project import Project
    from core.project.signing import names_by_digest

    with Project.open(project, read_only=True) as opened:
        found = list_runs(opened.runs_folder)
        signed = names_by_digest(opened.folder)
    rows = []
    for run in found:
        result = run.result
        best = "" if result is None or result.best_metric is None else percent(result.best_metric)
        epochs = f"{result.epochs}/{run.job.recipe.epochs}" if result else f"-/{run.job.recipe.epochs}"
        started = run.job.created_at.astimezone().strftime("%Y-%m-%d %H:%M")
        why = result.failure.message if result and result.failure else ""
        # Only where there are versions, the column that says on which of them a run was trained.
        version = (signed.get(run.job.snapshot_digest, "-"),) if signed else ()
        rows.append((run.name, run.state.value, epochs, best, started, *version, why))
    if rows:
        versions = ("version",) if signed else ()
        click.echo(table(rows, header=("run", "state", "epochs", "best %", "made", *versions, ""), numbers=(2, 3)))
    else:
        click.echo(f"No runs yet. Train with: dermdesk train {project} --model densenet121")
    for broken in found.broken:
        click.echo(f"Unreadable: {broken.path}: {broken.reason}", err=True)
