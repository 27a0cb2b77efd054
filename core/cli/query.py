"""The command that lists photographs which fulfil a query."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from core.cli.errors import ToldError
from core.cli.output import width_of
from core.cli.parameters import command, project_argument

if TYPE_CHECKING:
    from pathlib import Path

    from core.project.project import Project


@command(short_help="List the photographs that fulfil a query.")
@project_argument
@click.argument("text", metavar="QUERY")
@click.option("--count", is_flag=True, help="Print only how many there are.")
@click.option("--relative", is_flag=True, help="Print paths as they are below the photographs' folder.")
def query(project: Path, text: str, count: bool, relative: bool) -> None:
    """List the paths of the photographs that fulfil QUERY, one a line.

    QUERY combines conditions with and, or, not and parentheses; conditions side by side must all hold, and words that
    are no condition are searched in path, patient, metadata and notes:

    \b
      class:nevus box:nevus diagnosis:none   the photograph's class, a box's, the diagnosis
      state:new,labelled  split:test  is:flagged  flag:difficult  annotator:ana  patient:P12
      boxes>=2  boxsize<24px  boxsize>50%  width>2000  megapixels<1
      predicted:nevus  score<0.5  score@MODEL<0.5  disagrees:any  model:MODEL
      text:"left arm"  path:arm/  note:scar

    For example: dermdesk query clinic 'state:new -split:test (boxes=0 or score<0.5) "left arm"'
    """
    from core.project.project import Project

    with Project.open(project, read_only=True) as opened:
        found = matching(opened, text)
        if count:
            click.echo(str(len(found)))
            return
        for image in opened.images(ids=found):
            click.echo(image.relative_path if relative else str(image.path))


def matching(project: Project, text: str) -> set[int]:
    """Ids of the photographs that fulfil a query a person typed.

    Raises:
        ToldError: It is none; the error marks where.
    """
    from core.errors import QueryError
    from core.project.query_text import parse

    try:
        return project.matching(parse(text, project.query_words()))
    except QueryError as error:
        mark = " " * width_of(text[: error.position]) + "^" * max(1, error.length)
        raise ToldError(error.message, hint=f"{text}\n  {mark}\n  {error.hint}".rstrip()) from error
