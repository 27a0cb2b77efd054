"""The photographs behind a bar, a cell or a column, and in words what they are."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QCoreApplication

from core.metrics.classification import NO_DETECTION
from desktop.charts.class_bars import Which
from desktop.evaluate.models import title_of

if TYPE_CHECKING:
    from desktop.evaluate.reading import Reading

translate = QCoreApplication.translate
Opened = tuple[tuple[int, ...], str]
"""Ids, and what the photographs are."""


def bar_photos(reading: Reading, where: str, model: str, class_id: int, which: Which) -> Opened:
    """Photographs of a class: all, or those that a model got right or wrong.

    Args:
        reading: Judged models.
        where: The photographs judged on, within a sentence.
        model: Its name.
        class_id: People's class.
        which: Of these, which ones.
    """
    correct = {Which.WRONG: False, Which.CORRECT: True}.get(which)
    text = {
        Which.WRONG: translate("EvaluateController", "{0}, {1} that {2} got wrong"),
        Which.CORRECT: translate("EvaluateController", "{0}, {1} that {2} got right"),
    }.get(which, "{0}, {1}")
    reason = text.format(reading.classes.get(class_id).name, where, title_of(model))
    return reading.model(model).images(class_id, correct), reason


def cell_photos(reading: Reading, where: str, model: str, truth: int, predicted: int | None) -> Opened:
    """Photographs of a class that a model took for another one, or on which it found nothing (None)."""
    classes = reading.classes
    if predicted is None:
        text = translate("EvaluateController", "{0} on which {1} found nothing")
    elif predicted == truth:
        text = translate("EvaluateController", "{0} that {1} recognised")
    else:
        text = translate("EvaluateController", "{0} that {1} took for {2}")
    said = "" if predicted is None else classes.get(predicted).name
    reason = text.format(classes.get(truth).name, title_of(model), said)
    return reading.model(model).cell(truth, predicted), f"{reason}, {where}"


def column_photos(reading: Reading, where: str, model: str, predicted: int | None) -> Opened:
    """All photographs that a model took for a class, or on which it found nothing (None)."""
    judged = reading.model(model)
    column = NO_DETECTION if predicted is None else reading.classes.ids.index(predicted)
    text = translate("EvaluateController", "Taken for {0} by {1}")
    if predicted is None:
        text = translate("EvaluateController", "{1} found nothing")
    name = "" if predicted is None else reading.classes.get(predicted).name
    ids = tuple(judged.image_ids[place] for place in np.flatnonzero(judged.predicted == column).tolist())
    return ids, f"{text.format(name, title_of(model))}, {where}"


def missing_of(reading: Reading, where: str, model: str) -> Opened:
    """Photographs with a class that a model has not predicted yet."""
    text = translate("EvaluateController", "Not predicted by {0} yet").format(title_of(model))
    return reading.missing(model), f"{text}, {where}"
