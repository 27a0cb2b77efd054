"""The rows of the queue: suspects, and photographs without boxes. Values from values, no widgets."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from core.project.labels import ImageState
from core.review.queue import Narrowing, narrowed
from core.review.suspects import TITLES
from desktop.annotate.painting import style_of
from desktop.review.reading import QueueRow

if TYPE_CHECKING:
    from collections.abc import Collection

    from core.project.labels import ImageLabels
    from core.review.ordering import Order
    from core.review.suspects import Suspect
    from desktop.annotate.painting import ClassStyle
    from desktop.review.reading import Reading


def suspect_rows(reading: Reading, wanted: Narrowing, styles: dict[int, ClassStyle]) -> list[QueueRow]:
    """Suspects as they are asked for; where photographs were asked for alone, those nothing speaks against too."""
    rows = []
    for suspect in narrowed(reading.review, wanted):
        first = next((entry for entry in suspect.findings if wanted.reason in (None, entry.reason)), suspect.first)
        labels = reading.review.labels[suspect.image_id]
        rows.append(
            QueueRow(
                reading.records[suspect.image_id], labels.image_class, TITLES[first.reason],
                first.text, _short(suspect, labels.image_class, styles), suspect.score, suspect,
            )
        )  # fmt: skip
    if wanted.image_ids is not None and replace(wanted, image_ids=None) == Narrowing():
        rows += _plain_rows(reading, wanted.image_ids - {row.record.id for row in rows})
    return rows


def boxless_rows(reading: Reading, order: Order, styles: dict[int, ClassStyle]) -> list[QueueRow]:
    """Photographs without boxes, with what the models think they show."""
    guesses = reading.guesses
    rows = []
    for record in (reading.records[key] for key in reading.boxless[order]):
        short = _tr("No model has seen it")
        if record.id in guesses:
            class_id, sure = guesses[record.id]
            short = f"{style_of(styles, class_id).name}  {sure:.0%}"
        rows.append(QueueRow(record, record.image_class, record.relative_path.rsplit("/", 1)[-1], "", short))
    return rows


def marked(row: QueueRow, labels: ImageLabels, *, boxless: bool) -> QueueRow:
    """The row as the labels of its photograph make it now."""
    aside = labels.state in (ImageState.NOISE, ImageState.REJECTED)
    if row.suspect is None:
        judged = boxless and (aside or bool(labels.boxes or labels.verdicts))
    else:
        judged = aside or row.suspect.is_settled(labels)
    if judged == row.judged and row.class_id == labels.image_class:
        return row
    return replace(row, judged=judged, class_id=labels.image_class)


def _plain_rows(reading: Reading, ids: Collection[int]) -> list[QueueRow]:
    """Photographs somebody asked to see whose labels nothing speaks against, so that all of them are here."""
    title, text = _tr("Nothing suspicious"), _tr("Nothing speaks against the labels of this photo.")
    records = [reading.records[key] for key in ids if key in reading.records]
    records.sort(key=lambda record: record.relative_path)
    return [QueueRow(record, record.image_class, title, text) for record in records]


def _short(suspect: Suspect, given: int | None, styles: dict[int, ClassStyle]) -> str:
    """Which class the label names and which the models would, where that is all there is to it."""
    if suspect.target or suspect.first.suggested is None or given is None:
        return ""
    return f"{style_of(styles, given).name} → {style_of(styles, suspect.first.suggested).name}"


def _tr(text: str) -> str:
    return QCoreApplication.translate("Review", text)
