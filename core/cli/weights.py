"""The commands `weights import` and `weights list`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from core.cli.errors import TellingGroup
from core.cli.output import table
from core.cli.parameters import FILE, command

if TYPE_CHECKING:
    from pathlib import Path


@click.group(cls=TellingGroup)
def weights() -> None:
    """Bring in the weights that training starts from, and list them."""


@command("import")
@click.argument("file", type=FILE, metavar="FILE")
@click.option("--model", required=True, metavar="NAME", help="The model the file is for, such as densenet121.")
def import_(file: Path, model: str) -> None:
    """Check FILE and copy it into the weights folder.

    FILE is a PyTorch state dict or safetensors as torchvision, pretrainedmodels or mmdet publish them. It is never
    unpickled beyond tensors and plain values.
    """
    from core.inference.weights_folder import Part
    from core.weights_importing import import_weights_apart

    weights = import_weights_apart(file, model)
    part = "the whole network" if weights.part is Part.MODEL else "the backbone"
    size = f"{weights.size / 1e6:.1f} MB"
    click.echo(f"Imported {file.name} for {weights.architecture} ({part}, {size}) into {weights.path}")


@command("list")
def list_() -> None:
    """List the imported weights."""
    from core.inference.weights_folder import list_weights, weights_folder

    found = list_weights()
    if not found:
        click.echo(f"No weights in {weights_folder()}.")
        click.echo("Bring some with: dermdesk weights import FILE --model NAME")
        return
    rows = [
        (w.architecture, w.name, w.part.value, f"{w.size / 1e6:.1f}", w.imported_at.astimezone().strftime("%Y-%m-%d"))
        for w in found
    ]
    click.echo(table(rows, header=("model", "file", "part", "MB", "imported"), numbers=(3,)))
    click.echo(f"in {weights_folder()}")


weights.add_command(import_)
weights.add_command(list_)
