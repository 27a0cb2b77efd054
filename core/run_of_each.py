"""Which run is meant where a project has several of one architecture: one rule for window, command line and report."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


@dataclass(frozen=True, slots=True)
class Standing:
    """What decides whether a run stands for its architecture.

    Attributes:
        name: Run name.
        architecture: What it is a run of.
        answered: Whether it has predictions of any of the photographs judged.
        out_of_fold: Whether it stands for several models, each of which answered for what it was not trained on.
        finished: Whether its training ended as it should; what was never trained here counts too.
        made_at: When, in ISO's form; empty where nobody knows.
    """

    name: str
    architecture: str
    answered: bool = True
    out_of_fold: bool = False
    finished: bool = True
    made_at: str = ""

    @property
    def rank(self) -> tuple[bool, bool, bool, str, int, str]:
        """The greater, the sooner it is meant."""
        number = re.search(r"(\d+)$", self.name)
        counted = int(number[1]) if number else 0
        return (self.answered, not self.out_of_fold, self.finished, self.made_at, counted, self.name)


def run_of_each(runs: Iterable[Standing]) -> dict[str, str]:
    """By architecture the name of the run that is judged, ticked and reported where nobody names another.

    One that has predicted any of the photographs before one that hasn't, one model before answers out of fold, a
    finished training before an unfinished one, and of those alike the latest. How right a run is chooses nothing: the
    best of several on test photographs would look better than it is.

    >>> run_of_each([Standing("resnet50-9", "resnet50"), Standing("resnet50-10", "resnet50", finished=False)])
    {'resnet50': 'resnet50-9'}
    >>> run_of_each([Standing("resnet50-9", "resnet50"), Standing("resnet50-10", "resnet50")])
    {'resnet50': 'resnet50-10'}
    """
    chosen: dict[str, Standing] = {}
    for run in runs:
        known = chosen.get(run.architecture)
        if known is None or run.rank > known.rank:
            chosen[run.architecture] = run
    return {architecture: run.name for architecture, run in chosen.items()}
