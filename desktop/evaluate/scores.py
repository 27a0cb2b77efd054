"""Precision, recall, F1 and AUROC of one model, class by class."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QCoreApplication

from core.metrics.classification import class_scores
from desktop.charts.sheet import Cell, Heading, SheetData
from desktop.evaluate.models import NONE, title_of
from desktop.evaluate.page import Chooser, PageContent
from desktop.evaluate.shown import model_options

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from core.metrics.report import ModelEvaluation
    from desktop.evaluate.shown import Shown

translate = QCoreApplication.translate


def present(shown: Shown) -> PageContent:
    """The scores of the chosen model."""
    models = shown.models()
    best = max(models, key=lambda model: model.weighted_accuracy).name if models else ""
    name = shown.chosen("model", [model.name for model in models], best)
    if not name:
        return PageContent()
    chooser = Chooser("model", translate("Evaluate", "Model"), model_options(models), name)
    return PageContent((chooser,), (_sheet(shown, shown.reading.model(name)),))


def _sheet(shown: Shown, model: ModelEvaluation) -> SheetData:
    scores = class_scores(model.truth, model.predicted, classes=len(model.classes))
    areas = model.class_auroc
    title = title_of(model.name)
    rows: list[tuple[Cell, ...]] = []
    for column, entry in enumerate(model.classes):
        here, said = model.truth == column, model.predicted == column
        low, high = model.class_interval(column)
        count, called, right = int(here.sum()), int(said.sum()), int((here & said).sum())
        taken = translate("Evaluate", "Taken for {0} by {1}").format(entry.name, title)
        got = translate("Evaluate", "{0} that {1} got right").format(entry.name, title)
        rows.append(
            (
                Cell(entry.name, tip=entry.name),
                Cell(f"{count:,}", count, shown.photos(model.image_ids, here, entry.name)),
                Cell(f"{called:,}", called, shown.photos(model.image_ids, said, taken)),
                Cell(f"{right:,}", right, shown.photos(model.image_ids, here & said, got)),
                _share(scores.precision[column]),
                _share(scores.recall[column]),
                Cell(f"{100 * low:.1f} – {100 * high:.1f}" if count else NONE, 100 * low if count else math.nan),
                _share(scores.f1[column]),
                _share(math.nan if areas is None else areas[column]),
            )
        )
    means = [_mean(values) for values in (scores.precision, scores.recall, scores.f1)]
    area = math.nan if areas is None else _mean(areas)
    rows.append(
        (
            Cell(translate("Evaluate", "Mean of the classes"), strong=True),
            *(Cell("") for _ in range(3)),
            _share(means[0]),
            _share(means[1]),
            Cell(""),
            _share(means[2]),
            _share(area),
        )
    )
    headings = (
        Heading(translate("Evaluate", "Class"), number=False),
        Heading(translate("Evaluate", "Photos")),
        Heading(translate("Evaluate", "Called it"), translate("Evaluate", "Photos taken for this class")),
        Heading(translate("Evaluate", "Right")),
        Heading(translate("Evaluate", "Precision, %"), translate("Evaluate", "Share of these that are right")),
        Heading(translate("Evaluate", "Recall, %"), translate("Evaluate", "Share of the class that is right")),
        Heading(translate("Evaluate", "95 % interval"), translate("Evaluate", "Over patients where they are known")),
        Heading("F1, %", translate("Evaluate", "Harmonic mean of precision and recall")),
        Heading("AUROC, %", translate("Evaluate", "Area under the ROC curve")),
    )
    return SheetData(translate("Evaluate", "Scores by class"), headings, tuple(rows))


def _share(value: float) -> Cell:
    return Cell(NONE if math.isnan(value) else f"{100 * value:.1f}", 100 * float(value))


def _mean(values: NDArray[np.float64]) -> float:
    known = values[~np.isnan(values)]
    return float(known.mean()) if known.size else math.nan
