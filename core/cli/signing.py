"""Commands for signed-off versions of a data set: sign, versions."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from core.cli.errors import ToldError
from core.cli.output import counted, percent, table
from core.cli.parameters import TEXT, command, project_argument

if TYPE_CHECKING:
    from pathlib import Path

    from core.project.project import Project
    from core.project.signing import Version, VersionCheck


@command(short_help="Sign off the labels as a named version with a content hash.")
@project_argument
@click.argument("name", type=TEXT)
@click.option("--note", type=TEXT, default="", help="What the version is for.")
@click.option("--who", type=TEXT, help="Who answers for it; the login name, if not given.")
@click.option("--allow-unlabelled", is_flag=True, help="Sign although photographs that count are unlabelled.")
def sign(project: Path, name: str, note: str, who: str | None, allow_unlabelled: bool) -> None:
    """Freeze the labels of PROJECT as the version NAME, with a content hash, counts, the date and who signed.

    The hash is over photographs, classes, sides and boxes: a copy of the project on another computer has the same, and
    a run trained on these labels shows the version's name.
    """
    from core.errors import UnlabelledPhotographs
    from core.project.project import Project
    from core.project.signing import sign_off

    with Project.open(project, read_only=True, who=who) as opened:
        try:
            made = sign_off(opened, name, who=opened.who, note=note, unlabelled_too=allow_unlabelled)
        except UnlabelledPhotographs as error:
            hint = "Label or reject them first, or give --allow-unlabelled."
            raise ToldError(error.message, hint=hint) from error
    standing = made.standing
    click.echo(
        f"Signed {made.name}: {counted(standing.images, 'photograph')}, {counted(standing.boxes, 'box', 'boxes')}, "
        f"{percent(standing.share_verified)} % verified"
        + (f"; {standing.left_out} rejected or noise left out." if standing.left_out else ".")
    )
    for noun, numbers in (("state", standing.by_state), ("class", standing.by_class), ("side", standing.by_split)):
        click.echo(f"by {noun}: " + ", ".join(f"{number} {key or 'none'}" for key, number in sorted(numbers.items())))
    click.echo(f"content hash: {made.digest}")


@command(short_help="List signed-off versions, and check them against the labels of today.")
@project_argument
@click.option("--check", is_flag=True, help="Check the files, and count what the labels of today say otherwise.")
@click.pass_context
def versions(context: click.Context, project: Path, check: bool) -> None:
    """List the signed-off versions of PROJECT, the newest first.

    With --check the exit code is 1 where a file is no longer what was signed.
    """
    from core.project.project import Project
    from core.project.signing import versions as all_versions

    with Project.open(project, read_only=True) as opened:
        found = all_versions(opened.folder)
        checked = _checked(opened, found.versions) if check else {}
    rows = [
        (
            entry.name,
            entry.at.astimezone().strftime("%Y-%m-%d %H:%M"),
            entry.who,
            str(entry.standing.images),
            percent(entry.standing.share_verified),
            entry.digest[:12],
            _verdict(checked[entry.name]) if check else entry.note,
        )
        for entry in found.versions
    ]
    if rows:
        header = ("version", "signed", "by", "photographs", "verified %", "hash", "today" if check else "")
        click.echo(table(rows, header=header, numbers=(3, 4)))
    else:
        click.echo(f"No version yet. Sign one with: dermdesk sign {project} NAME")
    for broken in found.broken:
        click.echo(f"Unreadable: {broken.path}: {broken.reason}", err=True)
    if check and (found.broken or not all(entry.intact for entry in checked.values())):
        context.exit(1)


def _checked(project: Project, found: tuple[Version, ...]) -> dict[str, VersionCheck]:
    from core.project.signing import check_version
    from core.project.snapshot import freeze

    if not found:
        return {}
    now = freeze(project)
    return {entry.name: check_version(project, entry, now=now) for entry in found}


def _verdict(check: VersionCheck) -> str:
    if not check.intact:
        return check.problem
    if check.as_signed:
        return "as signed"
    parts = [
        f"{number} {word}"
        for number, word in ((check.changed, "changed"), (check.added, "added"), (check.removed, "removed"))
        if number
    ]
    return ", ".join([*parts, *(["other classes"] if check.classes_changed else [])])
