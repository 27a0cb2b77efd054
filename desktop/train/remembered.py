"""What was last started of each architecture, kept in the project, so that the dialog can begin with it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from core.errors import RecipeError
from core.jobs.recipe import Recipe

if TYPE_CHECKING:
    from core.project.project import Project

SETTING = "last_trainings"


@dataclass(frozen=True, slots=True)
class LastTraining:
    """How an architecture was trained the last time; the device as the dialog offers it."""

    recipe: Recipe
    device: str


def remember(project: Project, architecture: str, last: LastTraining) -> None:
    """Keep it in the project's settings.

    Raises:
        ProjectReadOnly: The project is open read-only.
    """
    kept = project.get_setting(SETTING) or {}
    entry = {"recipe": last.recipe.to_json(), "device": last.device}
    project.set_setting(SETTING, {**kept, architecture: entry})


def last_training(project: Project, architecture: str) -> LastTraining | None:
    """What was started; None where nothing was, or with fields this version doesn't know."""
    kept = project.get_setting(SETTING)
    entry = kept.get(architecture) if isinstance(kept, dict) else None
    if not isinstance(entry, dict):
        return None
    try:
        return LastTraining(Recipe.from_json(entry.get("recipe", {})), str(entry.get("device", "auto")))
    except RecipeError:
        return None
