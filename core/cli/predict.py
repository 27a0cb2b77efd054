"""The command `predict`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from core.cli.errors import ToldError
from core.cli.interrupt import INTERRUPTED, stop_on_interrupt
from core.cli.output import LiveLine, counted, tell_problems
from core.cli.parameters import FILE, FOLDER, SPLITS, command, device_option, names, split_named
from core.inference.requests import PRECISIONS, TEST_TIME

if TYPE_CHECKING:
    from core.folder_predicting import FolderReport
    from core.predicting import PredictionProblem, PredictionReport
    from core.project.project import Project

_STOPPING = "Stopping after the photograph in hand. Ctrl-C again ends it at once."


@command(short_help="Predict photographs with trained models.")
@click.argument("target", type=FOLDER, metavar="PROJECT|FOLDER")
@click.option(
    "--models",
    "chosen",
    metavar="NAME,…",
    default=("all",),
    show_default="all",
    multiple=True,
    help="Runs, or models for their latest finished run; all: the latest finished run of each model. For a plain "
    "FOLDER: run folders, or zip files of them.",
)
@click.option("--split", type=click.Choice(SPLITS), default="all", show_default=True, help="Which photographs.")
@click.option("--again", is_flag=True, help="Ask also about photographs that are predicted already.")
@click.option("--out", type=FILE, metavar="FILE", help="Write the predictions to this .csv or .json file.")
@click.option(
    "--tta",
    "test_time",
    type=click.Choice(TEST_TIME),
    default="none",
    show_default=True,
    help="Look at each photograph mirrored too, or at its corners and middle too; slower.",
)
@click.option(
    "--precision",
    type=click.Choice(PRECISIONS),
    default="auto",
    show_default=True,
    help="auto: half precision where this machine gains by it.",
)
@device_option
@click.pass_context
def predict(
    context: click.Context,
    target: Path,
    chosen: tuple[str, ...],
    split: str,
    again: bool,
    out: Path | None,
    test_time: str,
    precision: str,
    device: str,
) -> None:
    """Ask trained models about the photographs of PROJECT and store what they say.

    With a plain FOLDER of photographs in place of a project, the answers go to the file of `--out` alone. Ctrl-C ends
    it after the photograph in hand; what was predicted until then is kept, and the next time only the rest is asked
    for.
    """
    from core.prediction_files import check_suffix
    from core.project.opening import DATABASE_NAME

    if out is not None:
        check_suffix(out)
    joined = ",".join(chosen)
    options = {"device": device, "precision": precision, "test_time": test_time}
    if (target / DATABASE_NAME).exists() or not target.is_dir():
        stopped = _predict_project(target, joined, split, again, out, options)
    elif out is None:
        raise ToldError(
            "This folder is no project, so the predictions need a file to go to.",
            path=str(target),
            hint="Add `--out predictions.csv`, or make a project: `dermdesk init`.",
        )
    else:
        stopped = _predict_folder(target, joined, out, options)
    if stopped:
        context.exit(INTERRUPTED)


def _predict_project(
    target: Path, chosen: str, split: str, again: bool, out: Path | None, options: dict[str, str]
) -> bool:
    from core.predicting import predict as ask
    from core.project.project import Project

    with Project.open(target) as opened:
        with LiveLine("Predicting") as line, stop_on_interrupt(line, message=_STOPPING) as stop:
            line.draw("Starting the inference process", last=True)
            report = ask(
                opened,
                names(chosen),
                split=split_named(split),
                again=again,
                device=options["device"],
                precision=options["precision"],
                test_time=options["test_time"],
                progress=line,
                stop=stop,
            )
        if out is not None:
            written = _write_stored(opened, report, split, out)
    tell_problems([(_place(problem), problem.reason) for problem in report.problems], what="while predicting")
    click.echo(
        f"Stored {counted(report.stored, 'prediction')} of {', '.join(report.models)}{_how(report.device, options)}; "
        f"{report.known} were there before, {counted(len(report.problems), 'problem')}."
    )
    if out is not None:
        click.echo(f"Wrote {counted(written, 'prediction')} to {out}.")
    if not report.stopped and report.problems and not report.stored:
        raise ToldError("Nothing could be predicted.", hint="See the problems above.")
    return report.stopped


def _write_stored(project: Project, report: PredictionReport, split: str, out: Path) -> int:
    from core.prediction_exporting import stored_rows
    from core.prediction_files import write_predictions

    rows = stored_rows(project, report.models, split=split_named(split))
    write_predictions(rows, out)
    return len(rows)


def _predict_folder(target: Path, chosen: str, out: Path, options: dict[str, str]) -> bool:
    from core.folder_predicting import open_models, predict_folder
    from core.prediction_files import write_predictions

    places = names(chosen)
    if places is None:
        raise ToldError(
            "This folder is no project, so it has no models of its own.",
            path=str(target),
            hint="Name run folders, or zip files of them, with `--models`.",
        )
    with (
        open_models([Path(place) for place in places]) as models,
        LiveLine("Predicting") as line,
        stop_on_interrupt(line, message=_STOPPING) as stop,
    ):
        line.draw("Starting the inference process", last=True)
        report: FolderReport = predict_folder(
            target,
            models,
            device=options["device"],
            precision=options["precision"],
            test_time=options["test_time"],
            progress=line,
            stop=stop,
        )
        model_names = ", ".join(model.name for model in models)
    tell_problems(report.problems, what="while predicting")
    if report.rows:
        write_predictions(report.rows, out)
        click.echo(
            f"Wrote {counted(len(report.rows), 'prediction')} of {model_names}{_how(report.device, options)} to {out}."
        )
    elif not report.stopped:
        raise ToldError("Nothing could be predicted.", hint="See the problems above.")
    return report.stopped


def _how(device: str, options: dict[str, str]) -> str:
    """Where and how it was computed; nothing where nothing was."""
    if not device:
        return ""
    precision = "" if options["precision"] == "auto" else f" in {options['precision']}"
    test_time = "" if options["test_time"] == "none" else f" with {options['test_time']}"
    return f" on {device}{precision}{test_time}"


def _place(problem: PredictionProblem) -> str:
    return " with ".join(str(part) for part in (problem.path, problem.model) if part is not None)
