"""How much each classifier counts in EnsembleNet, as a person wrote it down."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from core.errors import EnsembleError, UnknownModel

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from core.metrics.model_evaluation import ModelEvaluation


def read_weights(text: str) -> dict[str, float]:
    """Weights from `NAME=NUMBER,…`.

    Raises:
        EnsembleError: A part is no `NAME=NUMBER`, or a name comes twice.

    >>> read_weights("densenet121=2, resnet50-1=0.5")
    {'densenet121': 2.0, 'resnet50-1': 0.5}
    """
    found: dict[str, float] = {}
    for part in filter(None, (part.strip() for part in text.split(","))):
        name, _, number = (side.strip() for side in part.partition("="))
        try:
            weight = float(number)
        except ValueError:
            weight = math.nan
        if not name or math.isnan(weight):
            raise EnsembleError(f"{part!r} is no weight.", hint="Write NAME=NUMBER, as in densenet121=2,resnet50=1.")
        if name in found:
            raise EnsembleError(f"{name!r} has two weights.", hint="Give it one.")
        found[name] = weight
    return found


def ensemble_weights(given: Mapping[str, float], judged: Sequence[ModelEvaluation]) -> dict[str, float]:
    """The weight of each classifier by run name; 1 where none was given.

    Args:
        given: By run name, or by architecture for the first of its runs in `judged`.
        judged: Models, detectors among them.

    Raises:
        UnknownModel: A name is none of theirs.
        EnsembleError: A weight is negative or not finite, is a detector's, is given twice, or all are 0.
    """
    weights = {entry.name: 1.0 for entry in judged if not entry.detects}
    named: dict[str, str] = {}
    for name, weight in given.items():
        found = next((entry for entry in judged if entry.name == name), None)
        found = found or next((entry for entry in judged if entry.architecture == name), None)
        if found is None:
            known = ", ".join(weights) or "none"
            raise UnknownModel(f"{name!r} has a weight, but is not judged here.", hint=f"Classifiers: {known}.")
        if found.detects:
            raise EnsembleError(
                f"{name!r} is a detector and has no part in EnsembleNet.", hint="Give weights to classifiers."
            )
        if not math.isfinite(weight) or weight < 0:
            raise EnsembleError(
                f"The weight {weight:g} of {name!r} is no weight.", hint="Weights are 0 or more; 0 leaves it out."
            )
        if found.name in named:
            raise EnsembleError(
                f"{name!r} and {named[found.name]!r} are one run with two weights.", hint="Give it one."
            )
        named[found.name] = name
        weights[found.name] = float(weight)
    if weights and not any(weights.values()):
        raise EnsembleError("All weights are 0, so no classifier is left.", hint="Give at least one a weight above 0.")
    return weights
