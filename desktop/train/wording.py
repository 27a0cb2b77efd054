"""Metrics and recipe values as people read them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from desktop.translating import core_text, marked

if TYPE_CHECKING:
    from core.jobs.recipe_field import RecipeField, Value

METRICS = {
    "weighted_accuracy": marked("Train", "weighted accuracy"),
    "balanced_accuracy": marked("Train", "balanced accuracy"),
    "image_accuracy": marked("Train", "image accuracy"),
    "top_3": marked("Train", "top 3"),
    "mean_average_precision": marked("Train", "mean average precision"),
    "no_detection": marked("Train", "no detection"),
    "recall_50": marked("Train", "lesions found at IoU 0.5"),
    "map_50": marked("Train", "mAP at IoU 0.5"),
    "map_50_95": marked("Train", "mAP at IoU 0.5 to 0.95"),
}


def value_text(field: RecipeField, value: Value) -> str:
    """A recipe value as people read it."""
    if isinstance(value, bool):
        return _tr("yes") if value else _tr("no")
    if field.is_automatic(value):
        return _tr("automatic")
    text = f"{value:g}" if isinstance(value, float) else core_text(str(value))
    return f"{text} {core_text(field.unit)}" if field.unit else text


def _tr(text: str) -> str:
    return QCoreApplication.translate("Train", text)
