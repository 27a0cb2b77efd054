"""The command `relink`: say that a folder of photographs has moved."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from core.cli.output import LiveLine, counted
from core.cli.parameters import FOLDER, command, project_argument

if TYPE_CHECKING:
    from pathlib import Path

    from core.project.roots import RelinkPreview


@command(short_help="Say that a folder of photographs has moved.")
@project_argument
@click.argument("old", type=FOLDER, metavar="OLD", required=False)
@click.argument("new", type=FOLDER, metavar="NEW", required=False)
@click.option("--yes", is_flag=True, help="Don't ask where photographs are missing or others.")
def relink(project: Path, old: Path | None, new: Path | None, yes: bool) -> None:
    """Say that the photographs of OLD now lie in NEW. Without the two, list the folders and what is there.

    Photographs are looked for by their path below the folder, and the content of some is compared. Labels,
    predictions and history are left as they are; no file is moved or written.
    """
    from core.project.project import Project
    from core.project.roots import likely_folder, look_at_root, preview_relink

    if old is None:
        with Project.open(project, read_only=True) as opened:
            for path in opened.roots().values():
                state = look_at_root(path, opened.root_files(path))
                click.echo(f"{path}  {state.found} of {counted(state.photographs, 'photograph')} there")
        return
    if new is None:
        raise click.UsageError("Say which folder they are in now: dermdesk relink PROJECT OLD NEW")
    with Project.open(project) as opened:
        files = opened.root_files(old)
        folder = likely_folder(files, old, new.absolute())
        with LiveLine("Looking") as line:
            found = preview_relink(files, folder, progress=line)
        if files:
            _tell(found)
        if files and found.found and not found.fits and not yes:
            click.confirm("Link them all the same?", abort=True)
        number = opened.relink_root(old, folder)
    click.echo(f"{counted(number, 'photograph')} of {old} now in {folder}.")


def _tell(found: RelinkPreview) -> None:
    click.echo(f"{found.found} of {counted(found.photographs, 'photograph')} are in {found.folder}.")
    for path in found.missing:
        click.echo(f"  not there: {path}")
    same = found.compared - len(found.different)
    click.echo(f"{same} of {found.compared} compared are the same files.")
    for path in found.different:
        click.echo(f"  another photograph: {path}")
