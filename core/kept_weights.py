"""The weights of a project's classifiers in EnsembleNet, kept among its settings."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from core.project.project import Project

KEY = "ensemble_weights"


def load_weights(project: Project) -> dict[str, float]:
    """Weights by run name; those that are no weight are left out."""
    stored = project.get_setting(KEY)
    if not isinstance(stored, dict):
        return {}
    return {
        name: float(weight)
        for name, weight in stored.items()
        if isinstance(weight, int | float) and math.isfinite(weight) and weight >= 0
    }


def store_weights(project: Project, weights: Mapping[str, float]) -> None:
    """Keep the weights that aren't 1.

    Raises:
        ProjectReadOnly: The project is open read-only.
    """
    project.set_setting(KEY, {name: weight for name, weight in weights.items() if weight != 1})
