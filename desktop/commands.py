"""The commands that need a window, added to the command line's own."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from core.cli import cli
from core.cli.errors import TellingCommand

if TYPE_CHECKING:
    from collections.abc import Sequence


def command_line(arguments: Sequence[str]) -> int:
    """Run the command line with the window's commands added; the exit status."""
    cli.add_command(open_)
    cli.add_command(demo)
    status: object = 0
    try:
        cli.main(args=list(arguments), prog_name="dermdesk")
    except SystemExit as ended:
        status = ended.code
    return status if isinstance(status, int) else int(status is not None)


@click.command("open", cls=TellingCommand)
@click.argument("project", type=click.Path(path_type=Path), required=False)
def open_(project: Path | None) -> None:
    """Open the window, with PROJECT where one is given."""
    from desktop.app import run

    raise SystemExit(run(project))


@click.command(cls=TellingCommand)
@click.argument("folder", type=click.Path(path_type=Path), required=False)
@click.option("--photos", type=click.IntRange(min=16), default=120, show_default=True, help="How many to draw.")
@click.option("--no-window", is_flag=True, help="Only make the demo.")
def demo(folder: Path | None, photos: int, no_window: bool) -> None:
    """Draw synthetic skin photographs into FOLDER, as a project with boxes, and open it."""
    from core.demo.creating import create_demo
    from desktop.shell import demo_folder

    folder = folder or demo_folder()
    with click.progressbar(length=photos, label="Drawing photographs") as bar:
        create_demo(folder, photos=photos, progress=lambda done, _total, _what: bar.update(done - bar.pos)).close()
    click.echo(f"The demo is in {folder}")
    if not no_window:
        from desktop.app import run

        raise SystemExit(run(folder))
