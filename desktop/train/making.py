"""From a plan to run folders; in a thread of its own, since a snapshot of many photographs takes a while."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.jobs.folds import create_folds
from core.jobs.run_folder import RunFolder
from core.project.project import Project
from core.project.snapshot import freeze

if TYPE_CHECKING:
    from pathlib import Path

    from core.project.snapshot import Snapshot
    from desktop.train.dialog_controller import Plan


def freeze_folder(folder: Path) -> Snapshot:
    """The labels of a project as they stand.

    Raises:
        ProjectError, SnapshotError: The project can't be read, or has no photographs.
    """
    # A project belongs to one thread, so this one opens its own, to read.
    with Project.open(folder, read_only=True) as project:
        return freeze(project)


def make_runs(runs_folder: Path, plan: Plan) -> list[RunFolder]:
    """The folders of a plan, queued: one, or one a fold.

    Raises:
        ProjectError: There are fewer patients than folds.
    """
    if plan.folds:
        made = create_folds(
            runs_folder,
            plan.architecture,
            plan.recipe,
            plan.snapshot,
            folds=plan.folds,
            initial_weights=plan.initial_weights,
            device=plan.device,
        )
        return [RunFolder(runs_folder / name) for name in made.runs]
    return [
        RunFolder.create(
            runs_folder,
            plan.architecture,
            plan.recipe,
            plan.snapshot,
            initial_weights=plan.initial_weights,
            device=plan.device,
        )
    ]
