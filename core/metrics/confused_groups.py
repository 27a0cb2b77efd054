"""Classes that a model takes for each other, gathered into groups."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

LEAST_SHARE = 0.1
"""Share of two classes' images taken for the other one from which they are in one group."""


@dataclass(frozen=True, slots=True)
class ConfusedGroup:
    """Classes that are taken for each other.

    Attributes:
        columns: Two or more classes, in column order.
        confused: Images of one of them that were taken for another of them.
        n: Images of all of them.
    """

    columns: tuple[int, ...]
    confused: int
    n: int

    @property
    def share(self) -> float:
        """Confused images among all of the group's, 0 to 1."""
        return self.confused / self.n if self.n else 0.0


def confused_groups(confusion: ArrayLike, *, least: float = LEAST_SHARE) -> tuple[ConfusedGroup, ...]:
    """Groups of mutually confused classes, the one with the most confused images first.

    Two classes belong together where at least `least` of their images are taken for the other of the two, and so do
    classes that a chain of such pairs connects. Both must err towards the other: one class that swallows all others is
    no mutual confusion.

    Args:
        confusion: `(C, C)` or `(C, C + 1)` counts, rows truth; a last column *no detection* counts in no group.
        least: Above 0.

    >>> table = [[8, 2, 0], [3, 7, 0], [0, 0, 9]]
    >>> confused_groups(table)
    (ConfusedGroup(columns=(0, 1), confused=5, n=20),)
    """
    counts = np.asarray(confusion, dtype=np.int64)
    classes = len(counts)
    square, sizes = counts[:, :classes], counts.sum(axis=1)
    both = square + square.T
    mutual = (square > 0) & (square.T > 0) & (both >= least * (sizes[:, None] + sizes[None, :]))
    np.fill_diagonal(mutual, False)
    left = set(range(classes))
    found = []
    while left:
        group, edge = set(), [left.pop()]
        while edge:
            column = edge.pop()
            group.add(column)
            reached = {int(other) for other in np.flatnonzero(mutual[column])} - group
            edge.extend(reached)
            left -= reached
        if len(group) > 1:
            columns = tuple(sorted(group))
            inside = square[np.ix_(columns, columns)]
            found.append(ConfusedGroup(columns, int(inside.sum() - np.trace(inside)), int(sizes[list(columns)].sum())))
    return tuple(sorted(found, key=lambda group: (-group.confused, group.columns)))
