"""What a plot shows: lines to read and marks to click, each mark with what it stands for. Plain values, no Qt."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

MOST_TICKS = 14
NEAR = 14.0
"""Pixels from a point within which a click means it."""


@dataclass(frozen=True, slots=True)
class Axis:
    """One axis: its title, its range, and its labelled ticks (pyqtgraph's own where none are given)."""

    title: str
    low: float
    high: float
    ticks: tuple[tuple[float, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Line:
    """A line; an empty colour is the theme's muted one."""

    points: tuple[tuple[float, float], ...]
    colour: str = ""
    dashed: bool = False


@dataclass(frozen=True, slots=True)
class Mark:
    """A point, or a bar where it has a width, that can be clicked.

    Attributes:
        x: Its middle.
        y: The point, or the bar's top.
        colour: `#rrggbb`.
        tip: What hovering says.
        payload: What a click hands on; None for a mark without photographs.
        width: Of a bar, in units of the x axis; 0 for a point.
        low: Lower end of its interval, None without one.
        high: Upper end.
        base: Foot of a bar.
    """

    x: float
    y: float
    colour: str
    tip: str
    payload: object = None
    width: float = 0.0
    low: float | None = None
    high: float | None = None
    base: float = 0.0


@dataclass(frozen=True, slots=True)
class PlotData:
    """A whole plot.

    Attributes:
        title: Its name for screen readers and for saved files.
        x: The axis below.
        y: The axis at the left.
        lines: Drawn first.
        marks: In the order in which arrow keys reach them.
        legend: Pairs of title and colour; empty for none.
        note: A line above the plot.
    """

    title: str
    x: Axis
    y: Axis
    lines: tuple[Line, ...] = ()
    marks: tuple[Mark, ...] = ()
    legend: tuple[tuple[str, str], ...] = ()
    note: str = ""


def code_ticks(codes: Sequence[str]) -> tuple[tuple[float, str], ...]:
    """Ticks at 0, 1, 2, ...: every one, or of many only as many as can be read.

    >>> code_ticks(["A", "B"]), len(code_ticks(["A"] * 100))
    (((0.0, 'A'), (1.0, 'B')), 13)
    """
    every = max(1, math.ceil(len(codes) / MOST_TICKS))
    return tuple((float(place), code) for place, code in enumerate(codes) if place % every == 0)


def hit(marks: tuple[Mark, ...], x: float, y: float, *, per_x: float, per_y: float) -> int | None:
    """The mark under a point: the bar whose column holds it, or the nearest point within `NEAR` pixels.

    Args:
        marks: Of the plot.
        x: In units of the x axis.
        y: In units of the y axis.
        per_x: Units of the x axis a pixel.
        per_y: Units of the y axis a pixel.

    >>> bars = (Mark(0, 3, "#000000", "", width=1.0), Mark(1, 0, "#000000", "", width=1.0))
    >>> hit(bars, 0.9, 2, per_x=0.01, per_y=0.01), hit(bars, 1.6, 2, per_x=0.01, per_y=0.01)
    (1, None)
    """
    best, found = NEAR, None
    for place, mark in enumerate(marks):
        if mark.width:
            # The whole column counts, not only the filled part: an empty bin could never be pointed at otherwise.
            if abs(x - mark.x) <= mark.width / 2:
                return place
            continue
        distance = math.hypot((x - mark.x) / per_x, (y - mark.y) / per_y)
        if distance <= best:
            best, found = distance, place
    return found
