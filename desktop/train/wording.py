"""Metrics and recipe values as people read them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from desktop.translating import core_text, marked
from desktop.wording import count_text

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

DEVICES = {
    "auto": marked("Train", "GPU where there is one, else CPU"),
    "cpu": marked("Train", "CPU"),
    "cuda": marked("Train", "GPU (CUDA)"),
}
UNITS = {"epochs": "epoch", "photos": "photo", "steps": "step"}
"""Units that are counted, with their noun in `desktop.wording`."""


def value_text(field: RecipeField, value: Value) -> str:
    """A recipe value as people read it."""
    if isinstance(value, bool):
        return _tr("yes") if value else _tr("no")
    if field.is_automatic(value):
        return _tr("automatic")
    if field.unit in UNITS and isinstance(value, int):
        return count_text(value, UNITS[field.unit])
    text = f"{value:g}" if isinstance(value, float) else choice_text(str(value))
    return f"{text} {core_text(field.unit)}" if field.unit else text


def breakable(name: str) -> str:
    """A name that may be broken after an underscore, as after a hyphen: else a long one widens its whole table."""
    return name.replace("_", "_\u200b")


def choice_text(choice: str) -> str:
    """One of a field's choices as people read it."""
    return _tr(METRICS[choice]) if choice in METRICS else core_text(choice)


def unit_text(unit: str, value: int) -> str:
    """What stands after a number of this unit: `epoch` after 1, `epochs` after 2."""
    if unit not in UNITS:
        return core_text(unit)
    few = 1 if value == 1 else 2  # there are no other forms, and a large number would come with commas
    return count_text(few, UNITS[unit]).removeprefix(str(few)).strip()


def _tr(text: str) -> str:
    return QCoreApplication.translate("Train", text)
