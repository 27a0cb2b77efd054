"""Stored predictions of one photograph, as the panel and the canvas show them. Pure values."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from core.metrics.ensemble import ensemble_probabilities
from desktop.annotate.canvas_painting import PredictedShape

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from core.project.records import PredictedBox, Prediction

ENSEMBLE = "EnsembleNet"
TOP = 5
TOP_OF_MEMBER = 3


@dataclass(frozen=True, slots=True)
class Opinion:
    """What one classifier, or all of them together, think of a photograph.

    Attributes:
        model: The run, or `ENSEMBLE`.
        ranking: Class ids and probabilities, best first.
        members: How many classifiers it is.
        trained: Whether it, or one of its members, was trained on the photograph.
    """

    model: str
    ranking: tuple[tuple[int, float], ...]
    members: int = 1
    trained: bool = False


def opinions(
    predictions: Sequence[Prediction],
    *,
    weights: Mapping[str, float] | None = None,
    top: int = TOP,
    trained: Collection[str] = (),
) -> list[Opinion]:
    """One opinion a classifier; where at least two know the same classes, EnsembleNet comes first.

    Args:
        predictions: Stored rows of one photograph.
        weights: How much each run counts in EnsembleNet, by name; 1 for those not named, 0 keeps one out of it.
        top: Classes shown.
        trained: Runs that were trained on the photograph.
    """
    counts = weights or {}
    classifiers = [(entry, entry.probabilities) for entry in predictions if entry.probabilities is not None]
    found = [
        Opinion(entry.model, _ranked(entry.class_ids, values, top), trained=entry.model in trained)
        for entry, values in classifiers
    ]
    groups: dict[tuple[int, ...], list[tuple[str, float, tuple[float, ...]]]] = {}
    for entry, values in classifiers:
        if (weight := counts.get(entry.model, 1.0)) > 0:
            groups.setdefault(entry.class_ids, []).append((entry.model, weight, values))
    for class_ids, members in groups.items():
        if len(members) > 1:
            factors = [weight for _, weight, _ in members]
            summed = ensemble_probabilities([[values] for _, _, values in members], weights=factors)[0]
            ranking = _ranked(class_ids, [float(value) for value in summed], top)
            seen = any(model in trained for model, _, _ in members)
            found.insert(0, Opinion(ENSEMBLE, ranking, len(members), trained=seen))
    if len(found) > 1:
        # The ensemble is shown in full, its members only with what they would choose.
        return [
            entry if entry.model == ENSEMBLE else replace(entry, ranking=entry.ranking[:TOP_OF_MEMBER])
            for entry in found
        ]
    return found


def best_classifier(opinions: Sequence[Opinion], metrics: Mapping[str, float]) -> str:
    """The model to ask where it looked: the best on validation; else the first shown; empty where there is none.

    Args:
        opinions: As shown.
        metrics: The metric people see, of the models that have one.
    """
    models = [entry.model for entry in opinions if entry.model != ENSEMBLE]
    return max(models, key=lambda model: metrics.get(model, float("-inf")), default="")


def shape_uid(box: PredictedBox, model: str, position: int) -> str:
    """Name of a predicted box on the canvas."""
    return f"p{box.id}" if box.id is not None else f"{model}#{position}"


def shapes(predictions: Sequence[Prediction], *, at_least: float) -> list[tuple[PredictedShape, PredictedBox]]:
    """Predicted boxes of all detectors with at least this score, the best first."""
    found = [
        (PredictedShape(shape_uid(box, entry.model, position), box.box, box.class_id, box.score, entry.model), box)
        for entry in predictions
        for position, box in enumerate(entry.boxes or ())
        if box.score >= at_least
    ]
    return sorted(found, key=lambda pair: -pair[0].score)


def _ranked(class_ids: Sequence[int], values: Sequence[float], top: int) -> tuple[tuple[int, float], ...]:
    order = sorted(zip(class_ids, values, strict=True), key=lambda pair: -pair[1])
    return tuple(order[:top])
