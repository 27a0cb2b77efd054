"""The command `explain`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from core.cli.output import percent
from core.cli.parameters import FILE, command, device_option, project_argument

if TYPE_CHECKING:
    from pathlib import Path


@command(short_help="Show where in a photograph a model's evidence lies.")
@project_argument
@click.argument("photograph", metavar="PHOTO_OR_ID")
@click.option("--model", required=True, metavar="NAME", help="A run, or a model for its latest finished run.")
@click.option("--out", type=FILE, required=True, metavar="FILE.png", help="Where the picture goes.")
@click.option("--class", "class_name", metavar="NAME", help="The class to explain; by default the most probable one.")
@click.option("--opacity", type=click.FloatRange(0, 1), default=0.6, show_default=True, help="Of the hottest places.")
@device_option
def explain(
    project: Path, photograph: str, model: str, out: Path, class_name: str | None, opacity: float, device: str
) -> None:
    """Lay a heat map (Grad-CAM) over a photograph of PROJECT and say how much of the heat is in its lesion boxes.

    A model that is right for a wrong reason, a ruler or a mark beside the lesion, has its heat outside the boxes.
    """
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
