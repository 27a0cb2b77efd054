"""The command `readings`: blind second readings, from drawing the sample to settling conflicts."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from core.cli.errors import ToldError
from core.cli.output import counted, percent, table
from core.cli.parameters import FOLDER, TEXT, ProjectFirst
from core.cli.readers import conflict_table, tell_agreement

if TYPE_CHECKING:
    from pathlib import Path

    from core.project.project import Project
    from core.review.readings import Compared


@click.group(cls=ProjectFirst, invoke_without_command=True, short_help="Blind second readings: begin, compare, settle.")
@click.argument("project", type=FOLDER, metavar="PROJECT")
@click.pass_context
def readings(context: click.Context, project: Path) -> None:
    """List the second readings of PROJECT; or begin one, compare, settle conflicts, verify what both see the same.

    A reading is a project of its own in PROJECT/readings, which the second reader opens in the window.
    """
    context.obj = project
    if context.invoked_subcommand is None:
        _list(project)


@readings.command()
@click.argument("reader", type=TEXT)
@click.option("--size", type=click.IntRange(1), default=50, show_default=True, help="Photographs, of each class some.")
@click.option("--seed", type=int, default=0, show_default=True, help="The same draws the same sample.")
@click.pass_obj
def begin(project: Path, reader: str, size: int, seed: int) -> None:
    """Draw a sample for READER, who labelled none of it, into a project without labels."""
    from core.project.project import Project
    from core.review.readings import begin_reading

    with Project.open(project, read_only=True) as opened:
        made = begin_reading(opened, size, seed=seed, reader=reader)
    click.echo(f"Made the reading {made.name} with {counted(made.total, 'photograph')} for {made.reader}.")
    click.echo(f"Next: dermdesk open {made.folder}")


@readings.command()
@click.argument("name", metavar="READING")
@click.pass_obj
def compare(project: Path, name: str) -> None:
    """Show how far two readers agree, and what is to be settled."""
    from core.project.project import Project

    with Project.open(project, read_only=True) as opened:
        found = _compared(opened, name)
        click.echo(
            f"{found.reading.read} of {counted(found.reading.total, 'photograph')} read by {found.reading.reader}"
        )
        tell_agreement(opened, found.agreement)
        if found.settled:
            click.echo(f"\nSettled: {counted(found.settled, 'photograph')}")
        if found.conflicts:
            click.echo(f"\nTo be settled: {counted(len(found.conflicts), 'photograph')}")
            click.echo(conflict_table(opened, found.agreement.conflicts))


@readings.command()
@click.argument("name", metavar="READING")
@click.argument("photograph", type=TEXT)
@click.argument("right", type=click.Choice(("first", "second", "neither")))
@click.option("--who", type=TEXT, help="Who settles; the login name, if not given.")
@click.pass_obj
def settle(project: Path, name: str, photograph: str, right: str, who: str | None) -> None:
    """Say which reader is right about PHOTOGRAPH, given as `compare` lists it.

    Labels become the second reader's where that one is right; where neither is, the photograph is flagged to be drawn
    anew. Verified it is where the one who settles isn't the one who was right.
    """
    from core.project.project import Project
    from core.review.settling import Ruling
    from core.review.settling import settle as settled

    with Project.open(project, who=who) as opened:
        found = _compared(opened, name)
        paths = {record.relative_path: record.id for record in opened.images(ids=found.pairs.keys())}
        if photograph not in paths:
            raise ToldError(
                f"{photograph!r} was not read by both.", hint=f"See: dermdesk readings {project} compare {name}"
            )
        image_id = paths[photograph]
        edit = settled(
            image_id, found.pairs[image_id], Ruling(right), reading=found.reading.id, who=opened.who
        )  # fmt: skip
        if edit is None:
            click.echo("Nothing changed: it was settled so already.")
            return
        opened.apply(edit)
        left = len(_compared(opened, name).conflicts)
    click.echo(f"{edit.what}. {counted(left, 'photograph')} left to settle.")


@readings.command()
@click.argument("name", metavar="READING")
@click.option("--who", type=TEXT, help="In whose name; the login name, if not given.")
@click.pass_obj
def verify(project: Path, name: str, who: str | None) -> None:
    """Mark verified what both readers say the same of, where they are two people; one step, which can be undone."""
    from core.project.project import Project
    from core.review.settling import verify_agreed

    with Project.open(project, who=who) as opened:
        edits = verify_agreed(_compared(opened, name).pairs, opened.classes)
        opened.apply_all(edits, what=f"Second reading: verify {counted(len(edits), 'photograph')}")
    click.echo(f"Verified {counted(len(edits), 'photograph')}.")


def _compared(project: Project, name: str) -> Compared:
    from core.review.readings import compare_reading, reading_named

    return compare_reading(project, reading_named(project.folder, name))


def _list(project: Path) -> None:
    from core.errors import DermDeskError
    from core.project.project import Project
    from core.review.readings import compare_reading
    from core.review.readings import readings as all_readings

    rows = []
    with Project.open(project, read_only=True) as opened:
        found = all_readings(opened.folder)
        for entry in found.readings:
            row = (entry.name, entry.reader, f"{entry.read}/{entry.total}")
            try:
                compared = compare_reading(opened, entry)
            except DermDeskError as error:
                rows.append((*row, "-", "-", "-", "", error.message))
                continue
            said = compared.agreement
            kappa = "-" if said.kappa != said.kappa else f"{said.kappa:.3f}"
            rows.append(
                (*row, percent(said.f1), percent(said.mean_iou), kappa, str(len(compared.conflicts)), "")
            )  # fmt: skip
    if rows:
        header = ("reading", "reader", "read", "F1 %", "mean IoU %", "kappa", "to settle", "")
        click.echo(table(rows, header=header, numbers=(2, 3, 4, 5, 6)))
    else:
        click.echo(f"No second reading yet. Begin one with: dermdesk readings {project} begin READER")
    for broken in found.broken:
        click.echo(f"Unreadable: {broken.folder}: {broken.reason}", err=True)
