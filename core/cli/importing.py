"""The command `import`."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING, cast

import click

from core.cli.output import LiveLine, counted, tell_problems
from core.cli.parameters import FILE, FOLDER, command, project_argument

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from core.importing import ImportFormat, Problem


@command("import", short_help="Bring photographs, classes and boxes into a project.")
@project_argument
@click.argument("source", type=FOLDER, metavar="SOURCE")
@click.option("--boxes", type=FOLDER, help="Folder of Pascal VOC files (LabelImg) that mirrors SOURCE.")
@click.option(
    "--format",
    "format_",
    type=click.Choice(["auto", "folder", "voc"]),
    default="auto",
    show_default=True,
    help="folder: classes from folder names. voc: boxes from Pascal VOC. auto: both.",
)
@click.option("--metadata", type=FILE, help="CSV with a row a photograph: class, patient, split, anything else.")
@click.option("--file-column", metavar="NAME", help="Its column with the photograph's file; guessed where not given.")
@click.option("--class-column", metavar="NAME", help="Its column with the class; guessed where not given.")
@click.option("--patient-column", metavar="NAME", help="Its column with the patient; guessed where not given.")
@click.option("--split-column", metavar="NAME", help="Its column with train, val or test; guessed where not given.")
@click.option("--add-classes", is_flag=True, help="Add classes that the project doesn't have yet.")
@click.option("--problems", "problem_file", type=FILE, help="Write all problems to this CSV: file, reason.")
def import_(
    project: Path,
    source: Path,
    boxes: Path | None,
    format_: str,
    metadata: Path | None,
    file_column: str | None,
    class_column: str | None,
    patient_column: str | None,
    split_column: str | None,
    add_classes: bool,
    problem_file: Path | None,
) -> None:
    """Bring the photographs below the folder SOURCE into PROJECT.

    The files stay where they are. What is wrong with one is listed and stops no other; importing again adds nothing
    twice and never replaces what a person has labelled.
    """
    from core.cli.classes import tell_lost
    from core.importing import import_photos
    from core.metadata import MetadataColumns
    from core.project.project import Project

    with Project.open(project) as opened:
        with LiveLine("Reading") as line:
            report = import_photos(
                opened,
                source,
                boxes=boxes,
                format=cast("ImportFormat", format_),
                metadata=metadata,
                columns=MetadataColumns(file_column, class_column, patient_column, split_column),
                add_classes=add_classes,
                progress=line,
            )
        counts, classes = opened.counts(), len(opened.classes)
    tell_problems(
        [(str(problem.path), problem.reason) for problem in report.problems],
        what="on import",
        everything="" if problem_file else "; all of them with --problems FILE.csv",
    )
    if problem_file is not None:
        _write_problems(report.problems, problem_file)
    before = f" ({report.images_known} known before, {report.images_updated} completed)"
    click.echo(
        f"Imported {counted(report.images_added, 'photograph')}"
        f"{before if report.images_known or report.images_updated else ''}"
        f" and {counted(report.boxes_added, 'box', 'boxes')}; {counted(len(report.problems), 'problem')}."
    )
    if report.classes_added:
        click.echo(f"New classes: {', '.join(report.classes_added)}.")
    tell_lost(report.models_lost, "no longer fit")
    click.echo(
        f"The project has {counted(counts.images, 'photograph')}, {counted(counts.boxes, 'box', 'boxes')}, "
        f"{counted(classes, 'class', 'classes')}."
    )


def _write_problems(problems: Sequence[Problem], path: Path) -> None:
    with path.open("w", encoding="utf-8", newline="") as stream:
        table = csv.writer(stream)
        table.writerow(("file", "reason"))
        table.writerows((str(problem.path), problem.reason) for problem in problems)
