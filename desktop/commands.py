"""The commands that need a window, added to the command line's own."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from core.cli import cli

if TYPE_CHECKING:
    from collections.abc import Sequence


def command_line(arguments: Sequence[str]) -> int:
    """Run the command line with the window's commands added; the exit status."""
    group = click.Group("dermdesk", commands={**cli.commands, "open": open_, "demo": demo}, help=cli.help)
    result = group.main(args=list(arguments), prog_name="dermdesk", standalone_mode=True)
    return int(result or 0)


@click.command("open")
@click.argument("project", type=click.Path(path_type=Path), required=False)
def open_(project: Path | None) -> int:
    """Open the window, with PROJECT where one is given."""
    from desktop.app import run

    return run(project)


@click.command()
@click.argument("folder", type=click.Path(path_type=Path), required=False)
@click.option("--photos", type=click.IntRange(min=16), default=120, show_default=True, help="How many to draw.")
@click.option("--no-window", is_flag=True, help="Only make the demo.")
def demo(folder: Path | None, photos: int, no_window: bool) -> int:
    """Draw synthetic skin photographs into FOLDER, as a project with boxes, and open it."""
    from core.demo.creating import create_demo
    from desktop.shell import demo_folder

    folder = folder or demo_folder()
    with click.progressbar(length=photos, label="Drawing") as bar:
        create_demo(folder, photos=photos, progress=lambda done, _total, _what: bar.update(done - bar.pos)).close()
    click.echo(f"The demo is in {folder}")
    if no_window:
        return 0
    from desktop.app import run

    return run(folder)
