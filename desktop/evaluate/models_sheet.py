"""The table of models as a sheet, to be saved: numbers in full, shares in percent."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from core.metrics.model_evaluation import sum_text
from desktop.charts.sheet import Cell, Heading, SheetData
from desktop.evaluate.models import title_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from core.metrics.report import ModelEvaluation
    from desktop.evaluate.models import KnownModel

HEADINGS = (
    "model",
    "architecture",
    "photos",
    "right",
    "weighted accuracy %",
    "low %",
    "high %",
    "balanced %",
    "top-3 %",
    "no detection",
    "missing",
)


def models_sheet(models: Sequence[ModelEvaluation], known: Mapping[str, KnownModel]) -> SheetData:
    """A row for each model drawn; EnsembleNet's architecture is what it adds up."""
    rows = []
    for model in models:
        low, high = model.patient_interval or model.interval
        what = known[model.name].architecture if model.name in known else sum_text(model)
        shares = (model.weighted_accuracy, low, high, model.balanced_accuracy, model.top_3)
        silent = model.no_detection
        rows.append(
            (
                Cell(title_of(model.name)),
                Cell(what),
                *(Cell(str(count), count) for count in (model.n, model.correct)),
                *(_share(value) for value in shares),
                Cell("" if silent is None else str(silent), silent),
                Cell(str(len(model.missing)), len(model.missing)),
            )
        )
    title = QCoreApplication.translate("Evaluate", "Models")
    return SheetData(title, tuple(Heading(text) for text in HEADINGS), tuple(rows))


def _share(value: float | None) -> Cell:
    share = math.nan if value is None else 100 * value
    return Cell("" if math.isnan(share) else f"{share:.2f}", share)
