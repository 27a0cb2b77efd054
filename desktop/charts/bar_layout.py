"""Where grouped bars stand, and which one a point is on: pure arithmetic, testable without a window."""

from __future__ import annotations

from dataclasses import dataclass

GROUP_FILL = 0.82
"""Share of a group's unit of width that bars fill; the rest is the gap between classes."""


@dataclass(frozen=True, slots=True)
class BarPlace:
    """One bar: its group (a class) and its series (a model), both as positions from zero."""

    group: int
    series: int


@dataclass(frozen=True, slots=True)
class BarLayout:
    """Grouped bars on an axis where group `g` is centred on `g` and is one unit wide."""

    groups: int
    series: int

    @property
    def bar_width(self) -> float:
        return GROUP_FILL / max(1, self.series)

    def centre(self, group: int, series: int) -> float:
        """The x of a bar's middle."""
        return group - GROUP_FILL / 2 + (series + 0.5) * self.bar_width

    def at(self, x: float) -> BarPlace | None:
        """The bar whose column holds `x`; None in the gap between groups.

        The whole column counts, not only the filled part: a bar of 0 % could never be clicked otherwise.
        """
        group = round(x)
        if not 0 <= group < self.groups or self.series == 0:
            return None
        series = int((x - group + GROUP_FILL / 2) // self.bar_width)
        return BarPlace(group, series) if 0 <= series < self.series else None

    def moved(self, place: BarPlace, *, groups: int = 0, series: int = 0) -> BarPlace:
        """The place some steps on, stopped at the chart's edges; past a group's last bar the next group begins."""
        flat = place.group * self.series + place.series + series + groups * self.series
        flat = min(max(flat, 0), self.groups * self.series - 1)
        return BarPlace(*divmod(flat, self.series))
