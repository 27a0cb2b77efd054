"""A table as Markdown, as LaTeX, or as CSV in long form: one number a line."""

from __future__ import annotations

import csv
import io
import re
from typing import TYPE_CHECKING

from core.metrics.paper_tables import PAPER

if TYPE_CHECKING:
    from collections.abc import Sequence

    from core.metrics.paper_tables import Number, Table

CSV_COLUMNS = ("table", "row", "column", "source", "unit", "value")

_LATEX = {
    "\\": r"\textbackslash{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    "<": r"\textless{}",
    ">": r"\textgreater{}",
    "|": r"\textbar{}",
    '"': r"\textquotedbl{}",
    **{letter: f"\\{letter}" for letter in "&%$#_{}"},
}


def to_markdown(table: Table) -> str:
    """A heading, a pipe table with numbers to the right, and notes; ends with a line break."""
    headings = [_plain(text) for text in (*table.headings, *(column.title for column in table.columns))]
    rules = [*("---" for _ in table.headings), *("--:" for _ in table.columns)]
    rows = [[*map(_plain, row.labels), *(_shown(value, "–") for value in row.values)] for row in table.rows]
    lines = [f"### Table {table.number}. {_plain(table.title)}", ""]
    lines += [f"| {' | '.join(cells)} |" for cells in (headings, rules, *rows)]
    if table.notes:
        lines += ["", *(f"- {_plain(note)}" for note in table.notes)]
    return "\n".join(lines) + "\n"


def to_latex(table: Table) -> str:
    """A `table` environment that needs no package; all text is escaped. Ends with a line break."""
    headings = [escape_latex(text) for text in (*table.headings, *(column.title for column in table.columns))]
    rows = [[*map(escape_latex, row.labels), *(_shown(value, "--") for value in row.values)] for row in table.rows]
    places = "l" * len(table.headings) + "r" * len(table.columns)
    lines = [
        r"\begin{table}",
        r"\centering",
        rf"\caption{{{escape_latex(table.title)}}}",
        rf"\begin{{tabular}}{{{places}}}",
        r"\hline",
        rf"{' & '.join(headings)} \\",
        r"\hline",
        *(rf"{' & '.join(cells)} \\" for cells in rows),
        r"\hline",
        r"\end{tabular}",
        *(rf"\par\footnotesize {escape_latex(note)}" for note in table.notes),
        r"\end{table}",
    ]
    return "\n".join(lines) + "\n"


def to_csv(tables: Sequence[Table]) -> str:
    """All numbers of some tables, one a line under `CSV_COLUMNS`; an empty value where there is none."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(CSV_COLUMNS)
    for table in tables:
        for row in table.rows:
            for column, value in zip(table.columns, row.values, strict=True):
                source = PAPER if PAPER in (row.source, column.source) else row.source
                unit = "photographs" if table.number == "II" or column.name == "Photographs" else "%"
                shown = "" if value is None else round(value, 4)
                writer.writerow((table.number, row.name, column.name, source, unit, shown))
    return text.getvalue()


def escape_latex(text: str) -> str:
    r"""Text that LaTeX prints as it is.

    >>> escape_latex("a_b & 100%")
    'a\\_b \\& 100\\%'
    """
    return "".join(_LATEX.get(letter, letter) for letter in _one_line(text))


def _plain(text: str) -> str:
    """Text that Markdown prints as it is, also in a table."""
    return re.sub(r"([\\|*_`<\[\]])", r"\\\1", _one_line(text))


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _shown(value: Number, none: str) -> str:
    if value is None:
        return none
    return str(value) if isinstance(value, int) else f"{value:.2f}"
