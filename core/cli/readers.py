"""The command `readers`: a blind second reading, and how far two readers agree."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from core.cli.output import counted, percent, table
from core.cli.parameters import FOLDER, command, project_argument

if TYPE_CHECKING:
    from collections.abc import Collection
    from pathlib import Path

    from core.project.project import Project
    from core.review.second_reading import Conflict, ReaderAgreement


@command(short_help="Draw a sample for a second reader, or compare two readers.")
@project_argument
@click.argument("other", type=FOLDER, metavar="OTHER", required=False)
@click.option("--sample", type=click.IntRange(1), metavar="N", help="List N photographs, of each class its share.")
@click.option("--seed", type=int, default=0, show_default=True, help="The same gives the same sample.")
def readers(project: Path, other: Path | None, sample: int | None, seed: int) -> None:
    """Compare the labels of PROJECT with those of OTHER, the second reader's project, and list conflicts.

    The second reader works blind: in a new project of the photographs that --sample lists, without their labels. The
    same photographs are recognised by their content. F1 counts boxes that overlap by half or more; kappa is Cohen's.
    """
    from core.project.project import Project

    if (other is None) == (sample is None):
        raise click.UsageError("Give either OTHER or --sample.")
    with Project.open(project, read_only=True) as first:
        if sample is not None:
            _list_sample(first, sample, seed)
        elif other is not None:
            with Project.open(other, read_only=True) as second:
                _compare(first, second)


def _list_sample(project: Project, size: int, seed: int) -> None:
    from core.review.second_reading import draw_sample

    records = {record.id: record for record in project.images()}
    labelled = {key: record.image_class for key, record in records.items() if record.image_class or record.box_count}
    for image_id in draw_sample(labelled, size, seed=seed):
        click.echo(str(records[image_id].path))


def _compare(first: Project, second: Project) -> None:
    from core.review.second_reading import agreement, both_readings

    found = agreement(*both_readings(first, second), first.classes)
    tell_agreement(first, found)
    if found.conflicts:
        click.echo()
        click.echo(f"To be settled: {counted(len(found.conflicts), 'photograph')}")
        click.echo(conflict_table(first, found.conflicts))


def conflict_table(project: Project, conflicts: Collection[Conflict]) -> str:
    """Photographs on which two readers differ, a line each: what each says of the class, and boxes of one alone."""
    paths = {record.id: record.relative_path for record in project.images(ids={entry.image_id for entry in conflicts})}
    rows = [
        (
            paths[entry.image_id],
            _class_name(project, entry.first),
            _class_name(project, entry.second),
            str(entry.only_first),
            str(entry.only_second),
        )
        for entry in conflicts
    ]
    header = ("photograph", "first", "second", "boxes only first", "boxes only second")
    return table(rows, header=header, numbers=(3, 4))


def tell_agreement(project: Project, found: ReaderAgreement) -> None:
    """Write how far two readers agree: boxes, classes, each class."""
    click.echo(f"{counted(found.photographs, 'photograph')} read by both")
    if not found.photographs:
        return
    click.echo(f"boxes: F1 {percent(found.f1)} %, mean IoU of those both drew {percent(found.mean_iou)} %")
    click.echo(f"classes: kappa {_number(found.kappa)}")
    click.echo()
    kappas = [(entry.name, _number(found.kappa_by_class[entry.id])) for entry in project.classes]
    click.echo(table(kappas, header=("class", "kappa"), numbers=(1,)))


def _class_name(project: Project, class_id: int | None) -> str:
    return "-" if class_id is None else project.classes.get(class_id).name


def _number(value: float) -> str:
    return "-" if value != value else f"{value:.3f}"
