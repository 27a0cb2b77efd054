"""The commands `weights import` and `weights list`."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import click

from core.cli.errors import TellingGroup, ToldError
from core.cli.output import table
from core.cli.parameters import FILE, command

if TYPE_CHECKING:
    from pathlib import Path

# Reading a weights file takes torch, which this process never imports (ARCHITECTURE, rules of the layers).
_IMPORT = """
import json, os, sys
from pathlib import Path
answers = os.fdopen(os.dup(1), "w")
os.dup2(2, 1)
from core.errors import DermDeskError
from core.inference.weights import import_weights
from core.inference.weights_folder import describe
try:
    weights = import_weights(Path(sys.argv[1]), sys.argv[2])
    answer = {"path": str(weights.path), **describe(weights)}
except DermDeskError as error:
    answer = {"error": error.message, "hint": error.hint, "at": error.path}
answers.write(json.dumps(answer))
answers.close()
"""


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
    from core.inference.catalogue import architecture

    name = architecture(model).name
    if not file.is_file():
        raise ToldError("There is no such weights file.", path=str(file))
    answer = _ask(file.absolute(), name)
    if "error" in answer:
        raise ToldError(answer["error"], path=answer["at"], hint=answer["hint"])
    part = "the whole network" if answer["part"] == "model" else "the backbone"
    click.echo(f"Imported {file.name} for {name} ({part}, {answer['size'] / 1e6:.1f} MB) into {answer['path']}")


def _ask(file: Path, name: str) -> dict[str, Any]:
    child = subprocess.run([sys.executable, "-c", _IMPORT, str(file), name], capture_output=True, check=False)
    try:
        answer = json.loads(child.stdout)
    except ValueError:
        said = child.stderr.decode("utf-8", errors="replace").strip().splitlines()
        raise ToldError(
            f"The weights could not be read (exit code {child.returncode}).",
            path=str(file),
            hint=said[-1] if said else "Run `dermdesk doctor`.",
        ) from None
    assert isinstance(answer, dict)
    return answer


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
