"""What the pages by class are drawn from: ordered groups, bars with intervals, and groups of confused classes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QCoreApplication

from core.metrics.confused_groups import confused_groups
from core.metrics.paper import paper_numbers
from desktop.charts.class_bars import Bar, BarSeries, ClassGroup
from desktop.charts.sheet import Cell, Heading, SheetData
from desktop.evaluate.models import title_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from core.metrics.report import ModelEvaluation
    from desktop.evaluate.reading import Reading
    from desktop.evaluate.shown import Shown

translate = QCoreApplication.translate


def class_order(reading: Reading, order: tuple[str, str, str]) -> list[int]:
    """Columns of the class table in the order asked for.

    Args:
        reading: Judged models.
        order: `table`, `size`, `accuracy` of the first model, or `gain` of the first over the second; best first.
            Classes for which it is unknown come last.
    """
    key, first, second = order
    columns = list(range(len(reading.classes)))
    if key == "size":
        return sorted(columns, key=lambda column: -reading.class_sizes[column])
    if key in ("accuracy", "gain") and first in reading.models:
        ranked = np.array([count.accuracy for count in reading.model(first).per_class])
        if key == "gain" and second in reading.models:
            ranked = ranked - np.array([count.accuracy for count in reading.model(second).per_class])
        return sorted(columns, key=lambda column: (bool(np.isnan(ranked[column])), -ranked[column]))
    return columns


def bar_groups(reading: Reading, columns: Sequence[int]) -> list[ClassGroup]:
    """The classes on the axis."""
    classes = reading.classes.classes
    return [ClassGroup(classes[c].id, classes[c].name, reading.class_sizes[c]) for c in columns]


def bar_series(reading: Reading, name: str, colour: str, columns: Sequence[int]) -> BarSeries:
    """A model's bars."""
    model = reading.model(name)
    paper = paper_numbers(reading.classes)
    printed = None if paper is None else paper.class_accuracy.get(model.architecture)
    counts, bars = model.per_class, []
    for column in columns:
        count, size = counts[column], reading.class_sizes[column]
        detail = ""
        if count.n < size:
            detail = translate("Evaluate", "{0} of {1} photos not predicted yet").format(size - count.n, size)
        low, high = model.class_interval(column)
        bars.append(
            Bar(
                count.n,
                count.correct,
                detail,
                (100 * low, 100 * high) if count.n else None,
                None if printed is None else printed[column],
            )
        )
    return BarSeries(name, title_of(name), colour, tuple(bars))


def bars_sheet(reading: Reading, names: Sequence[str], columns: Sequence[int]) -> SheetData:
    """The bars as a table, to be saved."""
    rows = []
    for column in columns:
        cells = [Cell(reading.classes.names[column]), Cell(str(reading.class_sizes[column]))]
        for name in names:
            count = reading.model(name).per_class[column]
            low, high = reading.model(name).class_interval(column)
            shares = (100 * count.accuracy, 100 * low, 100 * high)
            cells += [Cell(str(count.n), count.n), *(Cell(f"{share:.2f}", share) for share in shares)]
        rows.append(tuple(cells))
    headings = [Heading("class"), Heading("photos")]
    for name in names:
        headings += [Heading(f"{title_of(name)} {what}") for what in ("judged", "accuracy %", "low %", "high %")]
    return SheetData(translate("Evaluate", "Accuracy by class"), tuple(headings), tuple(rows))


def confusion_sheet(model: ModelEvaluation) -> SheetData:
    """The matrix as a table, to be saved: rows truth, columns predicted."""
    names = model.classes.names
    columns = [*names, *(["no detection"] if model.detects else [])]
    rows = tuple(
        (Cell(name), *(Cell(str(count), count) for count in counts))
        for name, counts in zip(names, model.confusion.tolist(), strict=True)
    )
    title = translate("Evaluate", "Confusion matrix of {0}").format(title_of(model.name))
    return SheetData(title, (Heading("truth"), *(Heading(name) for name in columns)), rows)


def groups_sheet(shown: Shown, model: ModelEvaluation) -> SheetData:
    """Groups of classes that a model takes for each other, with the photographs it confused."""
    rows = []
    for group in confused_groups(model.confusion):
        names = ", ".join(model.classes.names[column] for column in group.columns)
        inside = np.isin(model.truth, group.columns) & np.isin(model.predicted, group.columns) & ~model.hits
        what = translate("Evaluate", "{0}, taken for each other by {1}").format(names, title_of(model.name))
        rows.append(
            (
                Cell(f"{group.confused:,}", group.confused, shown.photos(model.image_ids, inside, what)),
                Cell(f"{100 * group.share:.0f} %", 100 * group.share),
                Cell(names, tip=names),
            )
        )
    headings = (
        Heading(translate("Evaluate", "Photos")),
        Heading(translate("Evaluate", "of theirs"), translate("Evaluate", "Share of all photos of these classes")),
        Heading(translate("Evaluate", "Classes"), number=False),
    )
    return SheetData(translate("Evaluate", "Classes taken for each other"), headings, tuple(rows))
