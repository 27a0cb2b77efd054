"""The commands `predictions import` and `predictions export`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from core.cli.errors import TellingGroup
from core.cli.output import counted, tell_problems
from core.cli.parameters import FILE, SPLITS, command, names, project_argument, split_named

if TYPE_CHECKING:
    from pathlib import Path


@click.group(cls=TellingGroup, short_help="Bring in another tool's predictions, or write out stored ones.")
def predictions() -> None:
    """Bring in another tool's predictions, or write out stored ones."""


@command("import", short_help="Bring in another tool's predictions.")
@project_argument
@click.argument("file", type=FILE, metavar="FILE")
@click.option("--name", required=True, metavar="NAME", help="What to call the tool among the models.")
@click.option("--model", metavar="NAME", help="Which of the models in FILE, where it holds several.")
@click.option("--categories", type=FILE, help="For COCO results: JSON with `categories` and, by number, `images`.")
def import_predictions(project: Path, file: Path, name: str, model: str | None, categories: Path | None) -> None:
    """Store what another tool says of the photographs of PROJECT, to be evaluated and reviewed as any model's answers.

    FILE is a .csv table with the column `file` and one a class, named as the class, with probabilities from 0 to 1; or
    a .json list of COCO results (bbox, score, category_id or category, image_id or file_name); or a file that
    `predict --out` wrote. Importing under the same name again replaces what the tool said before. Labels that people
    made are never touched.
    """
    from core.prediction_files import read_predictions
    from core.prediction_importing import import_predictions as store
    from core.project.project import Project

    rows = read_predictions(file, categories=categories)
    with Project.open(project) as opened:
        report = store(opened, rows, name=name, source=file.name, model=model)
    tell_problems([(problem.where, problem.reason) for problem in report.problems], what="in the file")
    click.echo(
        f"Stored {counted(report.stored, 'prediction')} of {report.model}; {counted(len(report.problems), 'problem')}."
    )


@command("export", short_help="Write stored predictions to a file.")
@project_argument
@click.option("--out", type=FILE, required=True, metavar="FILE", help="A .csv or .json file.")
@click.option("--models", "chosen", metavar="NAME,…", default="all", show_default=True, help="Whose predictions.")
@click.option("--split", type=click.Choice(SPLITS), default="all", show_default=True, help="Which photographs.")
def export_predictions(project: Path, out: Path, chosen: str, split: str) -> None:
    """Write the stored predictions of PROJECT to a table (.csv), or with all boxes to .json; nothing is predicted."""
    from core.prediction_exporting import stored_rows
    from core.prediction_files import write_predictions
    from core.project.project import Project

    with Project.open(project, read_only=True) as opened:
        rows = stored_rows(opened, names(chosen), split=split_named(split))
    write_predictions(rows, out)
    click.echo(f"Wrote {counted(len(rows), 'prediction')} to {out}.")


predictions.add_command(import_predictions)
predictions.add_command(export_predictions)
