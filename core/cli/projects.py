"""Commands that make a project, split it and show what is in it: init, split, info."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from core.cli.output import counted, table
from core.cli.parameters import command, project_argument

if TYPE_CHECKING:
    from pathlib import Path

    from core.classes import ClassTable
    from core.project.project import Project


@command()
@project_argument
@click.option(
    "--classes",
    "source",
    metavar="TEMPLATE|FILE",
    help="A class template such as skin10, or a text file with one class name a line. Without it, the first import "
    "makes the classes from what it finds.",
)
def init(project: Path, source: str | None) -> None:
    """Make an empty project in the folder PROJECT."""
    from core.classes import ClassTable
    from core.project.project import Project

    classes = ClassTable(()) if source is None else _class_table(source)
    with Project.create(project, classes) as made:
        click.echo(f"Made the project {made.folder} with {counted(len(classes), 'class', 'classes')}.")
    if not len(classes):
        click.echo("Its classes will be those of the first import.")


def _class_table(source: str) -> ClassTable:
    from pathlib import Path

    from core.classes import load_class_file, load_template, template_names

    # A template wins over a file of the same name, so that the command means the same in every folder.
    if source not in template_names() and (Path(source).is_file() or Path(source).name != source or "." in source):
        return load_class_file(Path(source))
    return load_template(source)


@command(short_help="Put photographs into train, validation and test.")
@project_argument
@click.option("--test", type=click.FloatRange(0, 1), default=0.25, show_default=True, help="Share to test on.")
@click.option("--val", type=click.FloatRange(0, 1), default=0.1, show_default=True, help="Share to validate on.")
@click.option("--seed", type=int, default=0, show_default=True, help="The same seed splits the same way again.")
@click.option("--redo", is_flag=True, help="Split all photographs anew; without it, sides already given are kept.")
def split(project: Path, test: float, val: float, seed: int, redo: bool) -> None:
    """Put photographs into train, validation and test, by class, all of a patient on one side."""
    from core.project.project import Project
    from core.project.splits import assign_splits

    with Project.open(project) as opened:
        before = {image.id: image.split for image in opened.images()}
        assign_splits(opened, test=test, val=val, seed=seed, keep=not redo)
        images = opened.images()
        click.echo(_split_table(opened))
    if images and all(image.split == before[image.id] for image in images):
        click.echo("All photographs had a split already, so nothing changed; --redo deals all of them anew.", err=True)
    unknown = sum(image.patient is None for image in images)
    if unknown:
        click.echo(
            f"Warning: the patient of {unknown} of {len(images)} photographs is unknown, so photographs of one person "
            "may be on both sides. Bring patients in with: dermdesk import PROJECT SOURCE --metadata FILE.csv",
            err=True,
        )


@command()
@project_argument
def info(project: Path) -> None:
    """Show what is in a project."""
    from core.jobs.runs import list_runs
    from core.project.project import Project

    with Project.open(project, read_only=True) as opened:
        counts = opened.counts()
        runs = list_runs(opened.runs_folder)
        click.echo(f"Project      {opened.folder}")
        click.echo(f"Photographs  {counts.images}")
        for state, number in counts.by_state.items():
            if number:
                click.echo(f"             {number} {state}")
        click.echo(f"Boxes        {counts.boxes}")
        click.echo(f"Runs         {len(runs)}")
        for path in opened.roots().values():
            missing = "" if path.is_dir() else "  (not there: is the disk connected?)"
            click.echo(f"Folder       {path}{missing}")
        for model in opened.predicted_models():
            click.echo(f"Predictions  {model.name}: {counted(model.images, 'photograph')}")
        click.echo()
        click.echo(_split_table(opened))


def _split_table(project: Project) -> str:
    """Photographs and patients by class and side."""
    from core.project.labels import Split

    sides = (*Split, None)
    labels = project.labels_of()
    images = project.images()
    ids = (*project.classes.ids, None)
    counts = {(class_id, side): 0 for class_id in ids for side in sides}
    patients: dict[Split | None, set[str]] = {side: set() for side in sides}
    for image in images:
        counts[labels[image.id].image_class, image.split] += 1
        if image.patient is not None:
            patients[image.split].add(image.patient)
    shown = [side for side in sides if side is not None or any(counts[c, None] for c in ids)]

    def row(name: str, numbers: list[int]) -> list[str]:
        return [name, *map(str, numbers), str(sum(numbers))]

    rows = [row(c.name, [counts[c.id, side] for side in shown]) for c in project.classes]
    unknown = [counts[None, side] for side in shown]
    rows += [row("(no class)", unknown)] if any(unknown) else []
    rows.append(row("photographs", [sum(counts[c, side] for c in ids) for side in shown]))
    rows += [row("patients", [len(patients[side]) for side in shown])] if any(patients.values()) else []
    names = ["(no split)" if side is None else side.value for side in shown]
    return table(rows, header=["", *names, "all"], numbers=range(1, len(shown) + 2))
