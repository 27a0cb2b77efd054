"""The `dermdesk` command. Opening the window takes the short way; everything else is the command line's."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

PROJECT_FILE = "dermdesk.sqlite"


def main(argv: Sequence[str] | None = None) -> int:
    """Run `dermdesk`; the exit status.

    | arguments                 | what happens                                       |
    |---------------------------|----------------------------------------------------|
    | none                      | the window, on its start page                      |
    | `PROJECT`, `open PROJECT` | the window, with this project                      |
    | `demo [FOLDER]`           | the demo is made if need be, and opened            |
    | anything else             | the command line, see `dermdesk --help`            |
    """
    arguments = list(sys.argv[1:] if argv is None else argv)
    if not arguments:
        return _window(None)
    project = _project_meant(arguments)
    if project is not None:
        return _window(project)
    from desktop.commands import command_line

    return command_line(arguments)


def _project_meant(arguments: Sequence[str]) -> Path | None:
    if len(arguments) == 2 and arguments[0] == "open" and not arguments[1].startswith("-"):
        return Path(arguments[1])
    if len(arguments) == 1 and (Path(arguments[0]) / PROJECT_FILE).is_file():
        return Path(arguments[0])
    return None


def _window(project: Path | None) -> int:
    from desktop.app import run

    return run(project)


if __name__ == "__main__":
    raise SystemExit(main())
