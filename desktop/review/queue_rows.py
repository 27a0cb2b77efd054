"""The rows of the queue: suspects, and photographs without boxes. Values from values, no widgets."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from core.project.labels import ImageState
from core.review.queue import narrowed
from core.review.suspects import TITLES
from desktop.annotate.painting import style_of
from desktop.review.reading import QueueRow

if TYPE_CHECKING:
    from core.project.labels import ImageLabels
    from core.project.records import ImageRecord
    from core.review.ordering import Order
    from core.review.queue import Narrowing
    from core.review.suspects import Reason, Suspect
    from desktop.annotate.painting import ClassStyle
    from desktop.review.reading import Reading


def suspect_rows(reading: Reading, wanted: Narrowing, styles: dict[int, ClassStyle]) -> list[QueueRow]:
    """Suspects as they are asked for."""
    records, labels = reading.records, reading.review.labels
    return [
        _suspect_row(records[suspect.image_id], labels[suspect.image_id].image_class, suspect, styles, wanted.reason)
        for suspect in narrowed(reading.review, wanted)
    ]


def photo_rows(reading: Reading, wanted: Narrowing, styles: dict[int, ClassStyle]) -> list[QueueRow]:
    """One row for each of the photographs of `wanted.image_ids` that the filters leave.

    Suspect photographs come first, the most suspect one at the top, each with all suspects on it; then those whose
    labels nothing speaks against.
    """
    found: dict[int, list[Suspect]] = {}
    for suspect in narrowed(reading.review, wanted):
        found.setdefault(suspect.image_id, []).append(suspect)
    rows = []
    for image_id, suspects in found.items():
        given = reading.review.labels[image_id].image_class
        row = _suspect_row(reading.records[image_id], given, suspects[0], styles, wanted.reason)
        rows.append(replace(row, suspects=tuple(suspects), waiting=len(suspects)))
    return rows + _plain_rows(reading, wanted, frozenset(found))


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


def marked(row: QueueRow, labels: ImageLabels, styles: dict[int, ClassStyle], *, answered: bool = False) -> QueueRow:
    """The row as the labels of its photograph make it now; the same one where nothing has changed.

    A row that stands for a whole photograph is about the first suspect on it that nobody has judged.

    Args:
        row: As it was.
        labels: Of its photograph now.
        styles: Of the classes.
        answered: Of a photograph without boxes when the queue was read: whether nothing is left to be answered on it.
    """
    aside = is_aside(labels)
    if row.suspect is None:
        return replace(row, judged=answered, class_id=labels.image_class)
    if not row.suspects:
        return replace(row, judged=aside or row.suspect.is_settled(labels), class_id=labels.image_class)
    waiting = [] if aside else [suspect for suspect in row.suspects if not suspect.is_settled(labels)]
    shown = row.suspect if row.suspect in waiting or not waiting else waiting[0]
    if shown is not row.suspect:
        row = replace(_suspect_row(row.record, labels.image_class, shown, styles), suspects=row.suspects)
    return replace(row, waiting=len(waiting), judged=not waiting, class_id=labels.image_class)


def is_aside(labels: ImageLabels) -> bool:
    """Whether a photograph was put aside, so that nothing on it waits for a verdict."""
    return labels.state in (ImageState.NOISE, ImageState.REJECTED)


def _suspect_row(
    record: ImageRecord,
    given: int | None,
    suspect: Suspect,
    styles: dict[int, ClassStyle],
    reason: Reason | None = None,
) -> QueueRow:
    """A suspect, by its reason of a kind where one is asked for, else by its strongest."""
    first = next((entry for entry in suspect.findings if entry.reason is reason), suspect.first)
    short = _short(suspect, given, styles)
    return QueueRow(record, given, TITLES[first.reason], first.text, short, suspect.score, suspect)


def _plain_rows(reading: Reading, wanted: Narrowing, beside: frozenset[int]) -> list[QueueRow]:
    """The others of the photographs asked for that the filters leave: those whose labels nothing speaks against."""
    if wanted.image_ids is None or wanted.reason is not None or wanted.model:
        return []
    short, text = _tr("Nothing suspicious"), _tr("Nothing speaks against the labels of this photo.")
    records = [reading.records[key] for key in wanted.image_ids - beside if key in reading.records]
    return [
        QueueRow(record, record.image_class, record.relative_path.rsplit("/", 1)[-1], text, short)
        for record in sorted(records, key=lambda record: record.relative_path)
        if wanted.class_id in (None, record.image_class) and wanted.split in (None, record.split)
    ]


def _short(suspect: Suspect, given: int | None, styles: dict[int, ClassStyle]) -> str:
    """Which class the label names and which the models would, where that is all there is to it."""
    if suspect.target or suspect.first.suggested is None or given is None:
        return ""
    return f"{style_of(styles, given).name} → {style_of(styles, suspect.first.suggested).name}"


def _tr(text: str) -> str:
    return QCoreApplication.translate("Review", text)
