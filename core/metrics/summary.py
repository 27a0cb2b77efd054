"""One model's numbers as plain data, as `dermdesk evaluate --json` prints them."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from core.metrics.calibration import expected_calibration_error, negative_log_likelihood, scale_temperature
from core.metrics.classification import class_scores, truth_ranks
from core.metrics.detection import no_detection_rate
from core.metrics.intervals import bootstrap_intervals, class_mean, share, wilson_interval
from core.metrics.ranking import resampled_auroc

if TYPE_CHECKING:
    from core.metrics.intervals import Statistic
    from core.metrics.model_evaluation import ModelEvaluation

TOP_KS = (1, 3, 5)
"""The k of the top-k accuracies; the paper takes 1 and 3 for ten classes, 1 and 5 for a hundred."""


@dataclass(frozen=True, slots=True)
class Temperature:
    """A temperature fitted on validation photographs.

    Attributes:
        value: See `core.metrics.calibration.fit_temperature`.
        n: Validation photographs it was fitted on.
        seen: Whether the photographs judged are among them, so that what it improves there proves nothing.
    """

    value: float
    n: int
    seen: bool = False


def model_json(model: ModelEvaluation, *, bootstrap: int = 0, temperature: Temperature | None = None) -> dict[str, Any]:
    """Plain data; shares are 0 to 1, and null where there is nothing to take a share of.

    Args:
        model: A model or an ensemble.
        bootstrap: Resamples for bootstrap intervals; 0 for none.
        temperature: Of this model, where one could be fitted.
    """
    return {
        "architecture": model.architecture,
        "task": model.task.value,
        **(_members(model) if model.members else {}),
        "n": model.n,
        "missing": len(model.missing),
        "weighted_accuracy": _number(model.weighted_accuracy),
        "interval_95": _ends(model.interval),
        "patients": None if model.patients is None else len(np.unique(model.patients)),
        "patient_interval_95": _ends(model.patient_interval),
        "balanced_accuracy": _number(model.balanced_accuracy),
        "top_3": _number(model.top_3),
        "top_k": None if model.probabilities is None else {str(k): _number(model.top_k(k)) for k in TOP_KS},
        "macro_auroc": _number(model.auroc),
        "kappa": _number(model.kappa),
        "per_class": _per_class(model),
        "confusion": model.confusion.tolist(),
        "calibration": _calibration(model, temperature),
        "bootstrap": _bootstrap(model, bootstrap) if bootstrap else None,
        "no_detection": model.no_detection,
        "no_detection_rate": _number(no_detection_rate(model.predicted)) if model.detects else None,
        "boxes": _boxes(model),
    }


def _members(model: ModelEvaluation) -> dict[str, Any]:
    return {"members": list(model.members), "weights": dict(zip(model.members, model.weights, strict=True))}


def _per_class(model: ModelEvaluation) -> list[dict[str, Any]]:
    scores = class_scores(model.truth, model.predicted, classes=len(model.classes))
    areas = model.class_auroc
    return [
        {
            "id": entry.id,
            "name": entry.name,
            "n": count.n,
            "correct": count.correct,
            "accuracy": _number(count.accuracy),
            "interval_95": _ends(wilson_interval(count.correct, count.n)),
            "patient_interval_95": None if model.patients is None else _ends(model.class_interval(column)),
            "precision": _number(float(scores.precision[column])),
            "recall": _number(float(scores.recall[column])),
            "f1": _number(float(scores.f1[column])),
            "auroc": None if areas is None else _number(float(areas[column])),
        }
        for column, (entry, count) in enumerate(zip(model.classes, model.per_class, strict=True))
    ]


def _calibration(model: ModelEvaluation, temperature: Temperature | None) -> dict[str, Any] | None:
    bins = model.reliability
    if bins is None or model.probabilities is None:
        return None
    rows = zip(bins.edges, bins.edges[1:], bins.counts, bins.confidence, bins.accuracy, strict=False)
    report: dict[str, Any] = {
        "expected_calibration_error": _number(bins.expected_error),
        "negative_log_likelihood": _number(negative_log_likelihood(model.truth, model.probabilities)),
        "bins": [
            {
                "from": float(low),
                "to": float(high),
                "n": int(n),
                "confidence": _number(float(confidence)),
                "accuracy": _number(float(accuracy)),
            }
            for low, high, n, confidence, accuracy in rows
        ],
        "temperature": None,
    }
    if temperature is not None:
        scaled = scale_temperature(model.probabilities, temperature.value)
        report["temperature"] = {
            "value": temperature.value,
            "fitted_on": temperature.n,
            "seen": temperature.seen,
            "expected_calibration_error": _number(expected_calibration_error(model.truth, scaled)),
            "negative_log_likelihood": _number(negative_log_likelihood(model.truth, scaled)),
        }
    return report


def _bootstrap(model: ModelEvaluation, resamples: int) -> dict[str, Any]:
    statistics: dict[str, Statistic] = {
        "weighted_accuracy": share(model.hits),
        "balanced_accuracy": class_mean(model.truth, model.predicted, classes=len(model.classes)),
    }
    if model.probabilities is not None:
        statistics["top_3"] = share(truth_ranks(model.truth, model.probabilities) < 3)
        statistics["macro_auroc"] = resampled_auroc(model.truth, model.probabilities)
    levels = {"images": None, **({} if model.patients is None else {"patients": model.patients})}
    found = {
        level: bootstrap_intervals(statistics, n=model.n, groups=groups, resamples=resamples)
        for level, groups in levels.items()
    }
    return {
        "resamples": resamples,
        **{level: {name: _ends(ends) for name, ends in intervals.items()} for level, intervals in found.items()},
    }


def _boxes(model: ModelEvaluation) -> dict[str, Any] | None:
    boxes = model.boxes
    if boxes is None:
        return None
    precision, matches = boxes.precision, boxes.matches
    return {
        "photographs": boxes.photographs,
        "map_50": _number(precision.map_50),
        "map_50_95": _number(precision.map_50_95),
        "mean_best_iou": _number(boxes.mean_best_iou),
        "found": matches.found,
        "missed": matches.missed,
        "extra": matches.extra,
        "precision": _number(matches.precision),
        "recall": _number(matches.recall),
        "f1": _number(matches.f1),
        "per_class": [
            {"id": entry.id, "name": entry.name, "ap_50": _number(float(at_50)), "ap_50_95": _number(float(at_50_95))}
            for entry, at_50, at_50_95 in zip(model.classes, precision.at_50, precision.at_50_95, strict=True)
        ],
    }


def _ends(interval: tuple[float, float] | None) -> list[float | None] | None:
    return None if interval is None else [_number(end) for end in interval]


def _number(value: float | None) -> float | None:
    return None if value is None or math.isnan(value) else float(value)
