"""Models against each other on the same photographs."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING, Any

import numpy as np

from core.metrics.agreement import McNemar, holm, mcnemar

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import ArrayLike


@dataclass(frozen=True, slots=True)
class Comparison:
    """McNemar's test between two models.

    Attributes:
        first: Name of the one.
        second: Name of the other.
        n: Photographs that both judged.
        test: The test's outcome.
        adjusted: Its p-value, raised by Holm's method for being one of several comparisons.
    """

    first: str
    second: str
    n: int
    test: McNemar
    adjusted: float

    def to_json(self) -> dict[str, Any]:
        """Plain data."""
        return {
            "models": [self.first, self.second],
            "n": self.n,
            "only_first_right": self.test.only_first,
            "only_second_right": self.test.only_second,
            "p_value": self.test.p_value,
            "p_value_holm": self.adjusted,
            "test": "exact" if self.test.exact else "chi2",
        }


def compare(models: Mapping[str, tuple[Sequence[int], ArrayLike]]) -> tuple[Comparison, ...]:
    """Each pair of models once, on the photographs both judged; pairs without any are left out.

    Args:
        models: By name the ids of the photographs judged, `(N,)`, and whether each was right, `(N,)`.

    >>> (result,) = compare({"a": ([1, 2, 3], [1, 1, 0]), "b": ([3, 2], [1, 1])})
    >>> result.n, result.test.only_second, result.adjusted
    (2, 1, 1.0)
    """
    judged = {name: (np.asarray(ids, dtype=np.int64), np.asarray(hits)) for name, (ids, hits) in models.items()}
    found: list[tuple[str, str, int, McNemar]] = []
    for one, other in combinations(judged, 2):
        (ids, hits), (other_ids, other_hits) = judged[one], judged[other]
        if not np.array_equal(ids, other_ids):
            common, mine, theirs = np.intersect1d(ids, other_ids, assume_unique=True, return_indices=True)
            ids, hits, other_hits = common, hits[mine], other_hits[theirs]
        if len(ids):
            found.append((one, other, len(ids), mcnemar(hits, other_hits)))
    raised = holm([test.p_value for *_, test in found])
    return tuple(Comparison(*entry, adjusted) for entry, adjusted in zip(found, raised, strict=True))
