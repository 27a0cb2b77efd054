"""How the command line tells errors: what happened, where, what to do next; exit code 1 and no traceback."""

from __future__ import annotations

import os
import traceback
from typing import IO, TYPE_CHECKING, Any

import click

from core.errors import DermDeskError

if TYPE_CHECKING:
    from collections.abc import Callable

TRACEBACK_VARIABLE = "DERMDESK_TRACEBACK"


class ToldError(click.ClickException):
    """An error in words, one line each for what happened, where, and what to do."""

    def __init__(self, message: str, *, path: str | None = None, hint: str = "") -> None:
        super().__init__(message)
        self.path = path
        self.hint = hint

    def show(self, file: IO[Any] | None = None) -> None:
        """Write it to standard error."""
        click.secho(f"Error: {self.message}", file=file, err=file is None, fg="red")
        if self.path and self.path not in self.message:
            click.echo(f"  {self.path}", file=file, err=file is None)
        if self.hint:
            click.echo(f"  {self.hint}", file=file, err=file is None)


def told(run: Callable[[], Any]) -> Any:  # noqa: ANN401 - whatever a command returns
    """Run a command; what goes wrong becomes a `ToldError`."""
    try:
        return run()
    except DermDeskError as error:
        raise ToldError(error.message, path=error.path, hint=error.hint) from error
    except (click.ClickException, click.exceptions.Exit, click.Abort, BrokenPipeError):
        raise
    except OSError as error:
        raise ToldError(f"{error.strerror or error}.", path=_path(error)) from error
    except Exception as error:
        # The last place before Python's own traceback, which helps nobody who didn't write the program.
        if os.environ.get(TRACEBACK_VARIABLE):
            traceback.print_exc()
        raise ToldError(
            f"Something unexpected happened: {type(error).__name__}: {error}",
            hint=f"For a report, run it again with {TRACEBACK_VARIABLE}=1 and add what it prints.",
        ) from error


def _path(error: OSError) -> str | None:
    return None if error.filename is None else os.fsdecode(error.filename)


class TellingCommand(click.Command):
    """A command that tells its errors, whatever group it hangs in."""

    def invoke(self, ctx: click.Context) -> Any:  # noqa: ANN401
        """Run it."""
        return told(lambda: super(TellingCommand, self).invoke(ctx))


class TellingGroup(click.Group):
    """A group that tells its commands' errors, also those of commands that were added from elsewhere."""

    command_class = TellingCommand

    def invoke(self, ctx: click.Context) -> Any:  # noqa: ANN401
        """Run the command that was asked for."""
        return told(lambda: super(TellingGroup, self).invoke(ctx))
