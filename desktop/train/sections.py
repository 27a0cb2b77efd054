"""Headings with small tables under them, as rich text for a label."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

Section = tuple[str, tuple[tuple[str, ...], ...]]
"""A heading and its rows; the first cell of a row of several names the others."""


def sections_html(sections: Sequence[Section], *, muted: str) -> str:
    """The sections as rich text.

    Args:
        sections: What to show.
        muted: Colour of the first cells, `#rrggbb`.
    """
    parts = []
    for heading, rows in sections:
        table = "".join(f"<tr>{_cells(row, muted)}</tr>" for row in rows)
        parts.append(f'<p style="margin:10px 0 3px 0"><b>{escape(heading)}</b></p><table>{table}</table>')
    return "".join(parts)


def _cells(row: tuple[str, ...], muted: str) -> str:
    def style(place: int) -> str:
        return f"color:{muted}; " if place == 0 and len(row) > 1 else ""

    def width(place: int) -> str:
        # Long run names above the second and third column would squeeze what the rows are called.
        return ' width="42%"' if place == 0 and len(row) > 2 else ""

    return "".join(
        f'<td{width(place)} style="{style(place)}padding:1px 12px 1px 0">{escape(cell)}</td>'
        for place, cell in enumerate(row)
    )
