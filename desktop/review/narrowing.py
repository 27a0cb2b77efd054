"""What the queue's filters offer and mean."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from core.project.labels import Split
from core.review.ordering import Order
from core.review.queue import Narrowing
from core.review.suspects import TITLES, Reason
from desktop.translating import core_text

if TYPE_CHECKING:
    from PySide6.QtWidgets import QComboBox

    from core.review.queue import Review
    from desktop.review.reading import Reading

Choices = list[tuple[object, str]]
NAMED = 3
"""Runs named in a line; of more it only says how many there are."""


def choices(review: Review) -> tuple[Choices, Choices, Choices, Choices]:
    """Reasons that occur with how often, classes, splits and models, each after one that means all."""
    counts: dict[Reason, int] = {}
    for suspect in review.suspects:
        for reason in {entry.reason for entry in suspect.findings}:
            counts[reason] = counts.get(reason, 0) + 1
    reasons: Choices = [(None, _tr("All reasons"))]
    reasons += [(key.value, f"{core_text(TITLES[key])}  ({counts[key]:,})") for key in Reason if key in counts]
    classes: Choices = [(None, _tr("All classes")), *((c.id, c.name) for c in review.opinions.classes)]
    splits: Choices = [
        (None, _tr("All splits")),
        (Split.TRAIN.value, _tr("Training")),
        (Split.VAL.value, _tr("Validation")),
        (Split.TEST.value, _tr("Test")),
    ]
    models: Choices = [("", _tr("All models"))]
    models += [(name, name) for name in (*review.opinions.probabilities, *review.opinions.found)]
    return reasons, classes, splits, models


def wanted_narrowing(reason: QComboBox, class_: QComboBox, split: QComboBox, model: QComboBox) -> Narrowing:
    """What the filters ask for."""
    # Qt gives plain text back for an enum's member.
    kind, side = reason.currentData(), split.currentData()
    return Narrowing(
        reason=None if kind is None else Reason(kind),
        class_id=class_.currentData(),
        split=None if side is None else Split(side),
        model=model.currentData() or "",
    )


def order_title(order: Order) -> str:
    """An order in words."""
    return {
        Order.UNCERTAINTY: _tr("Most uncertain first"),
        Order.DISAGREEMENT: _tr("Most disputed first"),
        Order.DIVERSITY: _tr("Most different first"),
        Order.RARITY: _tr("Rarest class first"),
    }[order]


def hint(reading: Reading) -> str:
    """What the queue leaves out, and why."""
    lines = []
    if number := reading.review.trained_only:
        text = _tr("{0} photos are left out: the models were trained on them, so that their labels look right.")
        lines.append(text.format(f"{number:,}"))
    if reading.unfinished:
        names, more = ", ".join(reading.unfinished[:NAMED]), len(reading.unfinished) - NAMED
        if more > 0:
            names = _tr("{0} and {1} more").format(names, more)
        lines.append(_tr("Unfinished runs are not asked: {0}.").format(names))
    return "\n".join(lines)


def _tr(text: str) -> str:
    return QCoreApplication.translate("Review", text)
