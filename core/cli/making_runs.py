"""Run folders out of what a person typed, for the commands that train and those that queue."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from core.cli.errors import ToldError
from core.cli.output import counted

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from core.jobs.recipe import Recipe
    from core.jobs.run_folder import RunFolder


def texts_of(changes: Sequence[str]) -> dict[str, str]:
    texts = {}
    for change in changes:
        name, sign, value = change.partition("=")
        if not sign or not name.strip():
            raise click.BadParameter(f"{change!r} isn't of the form NAME=VALUE.", param_hint="--set")
        texts[name.strip()] = value
    return texts


def _with_options(texts: dict[str, str], **options: str | None) -> dict[str, str]:
    """The fields of --set together with those that have an option of their own; twice the same is no contradiction."""
    for name, value in options.items():
        if value is not None and texts.setdefault(name, value).strip() != value.strip():
            raise click.UsageError(f"--{name} {value} and --set {name}={texts[name]} contradict each other: say one.")
    return texts


def new_run(
    project: Path, model: str, *, preset: str, texts: Mapping[str, str], device: str, weights: str
) -> RunFolder:
    """Freeze the labels of a project into the folder of a new run.

    Raises:
        ToldError: There is no such weights file, or no photograph to train on.
        UnknownModel, RecipeError, ProjectError: As of the model, the recipe, the project.
    """
    from core.jobs.run_folder import RunFolder
    from core.project.labels import Split
    from core.project.project import Project
    from core.project.snapshot import freeze

    recipe, weights = _recipe(model, preset, texts), _checked(weights)
    # Training reads the snapshot alone, so a window may have the project open for writing meanwhile.
    with Project.open(project, read_only=True) as opened:
        snapshot = freeze(opened)
        if not any(image.split is Split.TRAIN for image in snapshot.images):
            raise ToldError(
                f"None of the {len(snapshot.images)} photographs is in the training split.",
                hint=f"Make the split with: dermdesk split {project}",
            )
        return RunFolder.create(opened.runs_folder, model, recipe, snapshot, initial_weights=weights, device=device)


def new_folds(
    project: Path, model: str, folds: int, *, preset: str, texts: Mapping[str, str], device: str, weights: str
) -> str:
    """Make the runs of folds and queue them; their name.

    Raises:
        ToldError: There is no such weights file.
        UnknownModel, RecipeError, ProjectError: As of the model, the recipe, the project, the folds.
    """
    from core.jobs.folds import create_folds
    from core.jobs.queue import enqueue
    from core.project.project import Project
    from core.project.snapshot import freeze

    recipe, weights = _recipe(model, preset, texts), _checked(weights)
    with Project.open(project, read_only=True) as opened:
        made = create_folds(
            opened.runs_folder, model, recipe, freeze(opened), folds=folds, initial_weights=weights, device=device
        )
        enqueue(opened.runs_folder, made.runs, group=made.name)
    click.echo(f"Queued {made.name}: {counted(len(made.runs), 'fold')}.")
    return made.name


def _recipe(model: str, preset: str, texts: Mapping[str, str]) -> Recipe:
    from core.jobs.recipe import Recipe

    return Recipe.for_architecture(model, preset=preset).replace_text(texts)


def _checked(weights: str) -> str:
    from core.jobs.job import AUTO, FROM_SCRATCH

    if weights in (AUTO, FROM_SCRATCH):
        return weights
    path = Path(weights).absolute()
    if not path.is_file():
        raise ToldError("There is no such weights file.", path=str(path), hint="Or say auto or none.")
    return str(path)
