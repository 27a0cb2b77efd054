"""Arguments and options that several commands share."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from core.cli.errors import TellingCommand, TellingGroup

if TYPE_CHECKING:
    from collections.abc import Callable

    from core.project.labels import Split

_F = TypeVar("_F", bound="Callable[..., Any]")

SPLITS = ("train", "val", "test", "all")
FOLDER = click.Path(path_type=Path, file_okay=False)
FILE = click.Path(path_type=Path, dir_okay=False)


class _Text(click.ParamType[str]):
    """Text a person typed, also in a locale whose encoding Python can't name: it is read as UTF-8 then."""

    name = "text"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:  # noqa: ANN401
        """The text.

        Raises:
            click.BadParameter: It is no text in UTF-8 either.
        """
        try:
            return os.fsencode(str(value)).decode("utf-8") if _has_surrogates(str(value)) else str(value)
        except UnicodeDecodeError:
            self.fail("This is no text in UTF-8.", param, ctx)


def _has_surrogates(text: str) -> bool:
    return any("\ud800" <= letter <= "\udfff" for letter in text)


TEXT = _Text()


class ProjectFirst(TellingGroup):
    """A group whose own options may stand behind PROJECT, as those of commands do."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Parse them; a group takes what follows its argument for a command."""
        if len(args) > 1 and not args[0].startswith("-") and args[1].startswith("-"):
            args = [*args[1:], args[0]]
        return super().parse_args(ctx, args)


def command(name: str | None = None, **more: Any) -> Callable[[_F], click.Command]:  # noqa: ANN401 - as click's
    """As `click.command`, for a command that tells its errors."""
    return click.command(name, cls=more.pop("cls", TellingCommand), **more)


def project_argument(function: _F) -> _F:
    """The folder of the project, the first argument of most commands."""
    return click.argument("project", type=FOLDER, metavar="PROJECT")(function)


def device_option(function: _F) -> _F:
    """Where networks run."""
    return click.option(
        "--device",
        default="auto",
        show_default=True,
        metavar="auto|cpu|cuda|cuda:N",
        callback=_check_device,
        help="Where networks run; auto takes the GPU where there is one.",
    )(function)


def judged_models_option(function: _F) -> _F:
    """Models whose stored predictions are judged."""
    return click.option(
        "--models",
        "chosen",
        metavar="NAME,…",
        default="all",
        show_default=True,
        help="Runs, or models for one run of each; all: of each the latest finished that has predictions.",
    )(function)


def weights_option(function: _F) -> _F:
    """Weights of the classifiers in EnsembleNet."""
    return click.option(
        "--weights",
        metavar="NAME=NUMBER,…",
        help="How much classifiers count in EnsembleNet; 1 for those not named, 0 leaves one out.",
    )(function)


def names(text: str | None) -> list[str] | None:
    """Names separated by commas; None for nothing and for `all`.

    Raises:
        click.BadParameter: There is no name between the commas.
    """
    if text is None or text.strip() == "all":
        return None
    found = [name.strip() for name in text.split(",") if name.strip()]
    if not found:
        raise click.BadParameter("Name at least one model.", param_hint="--models")
    return found


def split_named(name: str) -> Split | None:
    """The split of an option; None for `all`."""
    from core.project.labels import Split

    return None if name == "all" else Split(name)


def _check_device(context: click.Context, parameter: click.Parameter, value: str) -> str:
    kind, colon, number = value.partition(":")
    if value in ("auto", "cpu", "cuda") or (kind == "cuda" and colon and number.isdecimal()):
        return value
    raise click.BadParameter(f"{value!r} is none of auto, cpu, cuda and cuda:N.")
