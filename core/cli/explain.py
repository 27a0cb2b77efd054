"""The command `explain`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from core.cli.errors import ToldError
from core.cli.interrupt import INTERRUPTED, stop_on_interrupt
from core.cli.output import LiveLine, counted, percent, tell_problems
from core.cli.parameters import FILE, TEXT, command, device_option, project_argument
from core.cli.query import matching

if TYPE_CHECKING:
    from pathlib import Path

    from core.explaining import HeatReport, PhotoExplanation

_STOPPING = "Stopping after the photograph in hand. Ctrl-C again ends it at once."


@command(short_help="Show where in photographs a model's evidence lies.")
@project_argument
@click.argument("photograph", metavar="[PHOTO_OR_ID]", required=False)
@click.option("--model", required=True, metavar="NAME", help="A run, or a model for its latest finished run.")
@click.option("--out", type=FILE, metavar="FILE.png", help="Where the picture of PHOTO_OR_ID goes.")
@click.option("--class", "class_name", metavar="NAME", help="The class to explain; by default the most probable one.")
@click.option("--opacity", type=click.FloatRange(0, 1), default=0.6, show_default=True, help="Of the hottest places.")
@click.option("--all", "everything", is_flag=True, help="Look at all photographs with lesion boxes, for the queue.")
@click.option("--where", type=TEXT, metavar="QUERY", help="Look at those that fulfil a query, as in dermdesk query.")
@click.option("--again", is_flag=True, help="With --all or --where: ask also where it is known already.")
@device_option
@click.pass_context
def explain(
    context: click.Context, project: Path, photograph: str | None, model: str, out: Path | None,
    class_name: str | None, opacity: float, everything: bool, where: str | None, again: bool, device: str,
) -> None:  # fmt: skip
    """Lay a heat map (Grad-CAM) over a photograph of PROJECT and say how much of the heat is in its lesion boxes.

    A model that is right for a wrong reason, a ruler or a mark beside the lesion, has its heat outside the boxes. How
    much of it is inside is kept for the most probable class, and `dermdesk review --reason heat` lists where it is
    little. With --all or --where that is worked out for many photographs, and no picture is written.
    """
    if sum((photograph is not None, everything, where is not None)) != 1:
        raise click.UsageError("Name one photograph, or say --all or --where QUERY.")
    if photograph is None:
        if out is not None or class_name is not None:
            raise click.UsageError("--out and --class go with one photograph.")
        if _explain_many(project, model, where, again=again, device=device).stopped:
            context.exit(INTERRUPTED)
        return
    if out is None:
        raise click.UsageError("Say where the picture goes: --out FILE.png.")
    _explain_one(project, photograph, model, out, class_name, opacity=opacity, device=device)


def _explain_one(
    project: Path, photograph: str, model: str, out: Path, class_name: str | None, *, opacity: float, device: str
) -> None:
    import cv2

    from core.explaining import explain as ask
    from core.explaining import picture
    from core.project.project import Project

    if out.suffix.lower() != ".png":
        raise click.BadParameter("The picture is written as .png.", param_hint="--out")
    with Project.open(project, read_only=True) as opened:
        found = ask(opened, photograph, model, class_name=class_name, device=device)
    pixels = cv2.cvtColor(picture(found, opacity=opacity), cv2.COLOR_RGB2BGR)
    _, data = cv2.imencode(".png", pixels)
    out.write_bytes(data.tobytes())
    if not found.heat.any():
        energy = "nothing in the photograph speaks for it"
    elif found.energy is None:
        energy = "there is no lesion box to compare the heat with"
    else:
        energy = f"{percent(found.energy)} % of the heat is inside the lesion boxes"
    click.echo(
        f"{found.image.relative_path}: {found.model} gives {found.lesion_class.name} "
        f"{percent(found.probability)} %; {energy}."
    )
    click.echo(f"Wrote {out}.")
    if class_name is None:
        _keep(project, found)


def _keep(project: Path, found: PhotoExplanation) -> None:
    """Store the share of one heat map; the picture is what was asked for, so what hinders it is told and no error."""
    from core.errors import ProjectError
    from core.heat_keeping import keep_heat
    from core.jobs.runs import find_run
    from core.project.project import Project

    if found.share is None:
        return
    try:
        with Project.open(project) as opened:
            keep_heat(opened, find_run(opened.runs_folder, found.model), [found.share])
    except ProjectError as error:
        click.echo(f"Not kept for the review queue: {error.message}", err=True)


def _explain_many(project: Path, model: str, where: str | None, *, again: bool, device: str) -> HeatReport:
    from core.explaining import explain_many
    from core.project.project import Project

    with Project.open(project) as opened:
        images = opened.images() if where is None else opened.images(ids=matching(opened, where))
        with LiveLine("Explaining") as line, stop_on_interrupt(line, message=_STOPPING) as stop:
            line.draw("Starting the inference process", last=True)
            report = explain_many(opened, images, model, again=again, device=device, progress=line, stop=stop)
    tell_problems([(str(path), reason) for path, reason in report.problems], what="while explaining")
    click.echo(
        f"Stored where {report.run} looks on {counted(report.made, 'photograph')}; {report.known} were known before, "
        f"{report.boxless} have no lesion box, in {report.cold} nothing speaks for the class."
    )
    if report.beside:
        click.echo(
            f"On {counted(report.beside, 'photograph')} its evidence lies outside the boxes. "
            f"See: dermdesk review {project} --reason heat"
        )
    if report.problems and not report.made and not report.stopped:
        raise ToldError("No photograph could be explained.", hint="See the problems above.")
    return report
