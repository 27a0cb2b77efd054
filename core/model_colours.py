"""One colour for each model of a project, the same in the window's charts and in a report."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.jobs.runs import list_runs

if TYPE_CHECKING:
    from collections.abc import Iterable

    from core.jobs.run_folder import RunFolder
    from core.project.project import Project

MODEL_COLOURS = ("#0072b2", "#e69f00", "#009e73", "#cc79a7", "#56b4e9", "#d55e00", "#8c6bb1", "#999933")
"""Told apart with every kind of colour vision (Okabe and Ito's, without the yellow that vanishes on white, then two of
Paul Tol's)."""
ENSEMBLE_COLOUR = "#7d8590"


def model_runs(project: Project) -> list[RunFolder]:
    """Runs with a model that stands for itself, the oldest first."""
    # A fold is asked about what it left out, by whoever trained it.
    return [run for run in reversed(list_runs(project.runs_folder).runs) if run.has_model and not run.job.fold_of]


def assign_colours(names: Iterable[str]) -> dict[str, str]:
    """A colour for each model, by its place in the list; after the eighth they come round again."""
    return {name: MODEL_COLOURS[index % len(MODEL_COLOURS)] for index, name in enumerate(names)}


def model_colours(project: Project) -> dict[str, str]:
    """Colours of all models that could predict or have: runs, the oldest first, then models without a run."""
    names = [run.name for run in model_runs(project)] + [entry.name for entry in project.predicted_models()]
    return assign_colours(dict.fromkeys(names))
