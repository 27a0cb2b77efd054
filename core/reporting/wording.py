"""A report's sentences and cells, the same on a page and on paper."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from core.project.labels import ImageState, Split
from core.reporting.content import title

if TYPE_CHECKING:
    from core.metrics.paper_tables import Number, Table
    from core.reporting.content import ModelFacts, ReportContent, WorstCase

SPLIT_TITLES = {
    Split.TRAIN: "Training photographs",
    Split.VAL: "Validation photographs",
    Split.TEST: "Test photographs",
    None: "All photographs",
}
HOW_TO_READ = (
    "Left: rows are the truth, columns the prediction; the deeper, the larger its share of the row. "
    "Right: bars that end on the dashed line keep what they promise."
)
_LEFT_OUT = {"no_class": "without a class", "rejected": "rejected", "noise": "marked as noise"}


@dataclass(frozen=True, slots=True)
class GridRow:
    """Texts of a line."""

    labels: tuple[str, ...]
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Grid:
    """A table as texts.

    Attributes:
        number: As the paper numbers it; empty where it doesn't.
        title: What it shows.
        headings: Of the columns of words.
        columns: Of the columns of numbers.
        rows: Its lines.
        notes: What to know in reading it.
    """

    number: str
    title: str
    headings: tuple[str, ...]
    columns: tuple[str, ...]
    rows: tuple[GridRow, ...]
    notes: tuple[str, ...] = ()


def data_line(content: ReportContent) -> str:
    """How much there is."""
    parts = [f"{content.photographs:,} photographs"]
    if content.patients:
        parts.append(f"of {content.patients:,} patients")
    states = [f"{content.states[state]:,} {state.value}" for state in ImageState if content.states.get(state)]
    return f"{' '.join(parts)}: {', '.join(states)}." if states else f"{' '.join(parts)}."


def left_out_lines(content: ReportContent) -> list[str]:
    """What isn't judged, and why."""
    evaluation = content.evaluation
    left = [f"{number:,} {_LEFT_OUT[reason]}" for reason, number in evaluation.left_out.items() if number]
    judged = f"Judged on {evaluation.n:,} photographs with a class"
    lines = [f"{judged}; left out: {', '.join(left)}." if left else f"{judged}."]
    lines += [
        f"{title(entry)} has no prediction of {len(entry.missing):,} of them."
        for entry in evaluation.all()
        if entry.missing
    ]
    return lines


def numbers(content: ReportContent) -> Grid:
    """A line of numbers a model."""
    rows = []
    for entry in content.evaluation.all():
        low, high = entry.patient_interval or entry.interval
        bins = entry.reliability
        shares = (entry.balanced_accuracy, entry.top_3, entry.auroc, None if bins is None else bins.expected_error)
        rows.append(
            GridRow(
                (title(entry),),
                (
                    f"{entry.n:,}",
                    percent(entry.weighted_accuracy),
                    f"{100 * low:.1f} to {100 * high:.1f}" if entry.n else "–",
                    *map(percent, shares),
                    "–" if entry.no_detection is None else f"{entry.no_detection:,}",
                ),
            )
        )
    columns = (
        *("Photographs", "Weighted accuracy %", "95 % interval", "Balanced %", "Top-3 %", "AUROC %"),
        *("Calibration error %", "No detection"),
    )
    return Grid("", "", ("Model",), columns, tuple(rows))


def as_grid(table: Table) -> Grid:
    """One of the paper's tables as texts."""
    rows = tuple(GridRow(row.labels, tuple(map(_cell, row.values))) for row in table.rows)
    return Grid(
        table.number, table.title, table.headings, tuple(column.title for column in table.columns), rows, table.notes
    )


def facts_line(fact: ModelFacts) -> str:
    """Where a model comes from."""
    parts = [fact.architecture]
    if fact.trained:
        parts.append(f"trained {fact.trained} UTC")
    if fact.recipe:
        parts.append(f"from {fact.initial_weights}" if fact.initial_weights else "from scratch")
    if fact.snapshot:
        parts.append(f"snapshot {fact.snapshot}")
    return ", ".join(parts) + "."


def confidence_line(content: ReportContent, name: str, error: float) -> str:
    """The calibration error, and the temperature that would lessen it."""
    fitted = content.temperatures.get(name)
    line = f"Expected calibration error {percent(error)} %"
    if fitted is None:
        return f"{line}."
    return f"{line}; {fitted.n:,} validation photographs ask for a temperature of {fitted.value:.2f}."


def case_name(case: WorstCase, *, file_names: bool) -> str:
    """What a photograph is called: its number in the project, unless file names are wanted."""
    return case.image.relative_path if file_names else f"Photograph {case.image.id}"


def case_numbers(case: WorstCase) -> str:
    """How sure the model is."""
    return f"{100 * case.probability:.0f} % sure, {100 * case.of_truth:.0f} % for the truth"


def percent(value: float | None) -> str:
    """A share as a percentage; a dash where there is none."""
    return "–" if value is None or math.isnan(value) else f"{100 * value:.2f}"


def _cell(value: Number) -> str:
    return "–" if value is None else f"{value:,}" if isinstance(value, int) else f"{value:.2f}"
