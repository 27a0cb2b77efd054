"""The command `report`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from core.cli.parameters import (
    FILE,
    SPLITS,
    command,
    judged_models_option,
    names,
    project_argument,
    split_named,
    weights_option,
)

if TYPE_CHECKING:
    from pathlib import Path

WRITERS = (".html", ".pdf")


@command(short_help="Write a report as one HTML or PDF file.")
@project_argument
@click.argument("out", type=FILE, metavar="FILE.html|FILE.pdf")
@click.option("--split", type=click.Choice(SPLITS), default="test", show_default=True, help="Photographs to judge on.")
@judged_models_option
@weights_option
@click.option(
    "--worst", type=click.IntRange(0, 500), default=12, show_default=True, help="How many of the surest errors to show."
)
@click.option("--photographs/--no-photographs", default=True, show_default=True, help="Show them as small pictures.")
@click.option(
    "--file-names/--no-file-names",
    default=False,
    show_default=True,
    help="Call photographs by their files, which may name a patient, instead of by their numbers.",
)
def report(
    project: Path,
    out: Path,
    split: str,
    chosen: str,
    weights: str | None,
    worst: int,
    photographs: bool,
    file_names: bool,
) -> None:
    """Write data, recipes, tables, charts and the surest errors into one file that needs nothing beside it.

    Everything comes from stored predictions. Pictures are made of pixels anew: no EXIF, no place, no device.
    """
    from datetime import datetime

    from core.metrics.ensemble_weights import read_weights
    from core.project.project import Project
    from core.reporting.content import gather
    from core.reporting.html import write_html
    from core.reporting.pdf import write_pdf

    if out.suffix.lower() not in WRITERS:
        raise click.BadParameter(f"{out.name!r} ends in none of {', '.join(WRITERS)}.", param_hint="FILE")
    with Project.open(project, read_only=True) as opened:
        content = gather(
            opened,
            split_named(split),
            names(chosen),
            now=datetime.now().astimezone(),
            weights=read_weights(weights or ""),
            worst=worst,
        )
    write = write_pdf if out.suffix.lower() == ".pdf" else write_html
    write(content, out, photographs=photographs, file_names=file_names)
    if not content.evaluation.models:
        click.echo(
            f"No predictions yet, so it tells of the data alone. Predict with: dermdesk predict {project}", err=True
        )
    click.echo(f"Wrote {out}")
