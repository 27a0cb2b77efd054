"""The command `predict`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from core.cli.errors import ToldError
from core.cli.interrupt import INTERRUPTED, stop_on_interrupt
from core.cli.output import LiveLine, counted, tell_problems
from core.cli.parameters import SPLITS, command, device_option, names, project_argument, split_named

if TYPE_CHECKING:
    from pathlib import Path

    from core.predicting import PredictionProblem

_STOPPING = "Stopping after the photograph in hand. Ctrl-C again ends it at once."


@command(short_help="Predict photographs with trained models.")
@project_argument
@click.option(
    "--models",
    "chosen",
    metavar="NAME,…",
    default="all",
    show_default=True,
    help="Runs, or models for their latest finished run; all: the latest finished run of each model.",
)
@click.option("--split", type=click.Choice(SPLITS), default="all", show_default=True, help="Which photographs.")
@click.option("--again", is_flag=True, help="Ask also about photographs that are predicted already.")
@device_option
@click.pass_context
def predict(context: click.Context, project: Path, chosen: str, split: str, again: bool, device: str) -> None:
    """Ask trained models about the photographs of PROJECT and store what they say.

    Ctrl-C ends it after the photograph in hand; what was predicted until then is stored, and the next time only the
    rest is asked for.
    """
    from core.predicting import predict as ask
    from core.project.project import Project

    with (
        Project.open(project) as opened,
        LiveLine("Predicting") as line,
        stop_on_interrupt(line, message=_STOPPING) as stop,
    ):
        line.draw("Starting the inference process", last=True)
        report = ask(
            opened,
            names(chosen),
            split=split_named(split),
            again=again,
            device=device,
            progress=line,
            stop=stop,
        )
    tell_problems([(_place(problem), problem.reason) for problem in report.problems], what="while predicting")
    on = f" on {report.device}" if report.device else ""
    click.echo(
        f"Stored {counted(report.stored, 'prediction')} of {', '.join(report.models)}{on}; "
        f"{report.known} were there before, {counted(len(report.problems), 'problem')}."
    )
    if report.stopped:
        context.exit(INTERRUPTED)
    if report.problems and not report.stored:
        raise ToldError("Nothing could be predicted.", hint="See the problems above.")


def _place(problem: PredictionProblem) -> str:
    return " with ".join(str(part) for part in (problem.path, problem.model) if part is not None)
