"""Photographs in an order, and where each of them comes."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence


@dataclass(frozen=True, slots=True)
class Order:
    """Ids of photographs as the list shows them. A value, so that a thread can put it together.

    Attributes:
        ids: Each once.
        places: Where each comes, from 0.
    """

    ids: Sequence[int] = ()
    places: Mapping[int, int] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        # Made by the interpreter itself: a comprehension takes twice as long, which counts with a hundred thousand.
        object.__setattr__(self, "places", dict(zip(self.ids, range(len(self.ids)), strict=True)))

    def among(self, found: Collection[int] | None) -> Order:
        """Those that are in `found`, in the same order; all for None."""
        if found is None:
            return self
        ids = list(filter(found.__contains__, self.ids))
        return self if len(ids) == len(self.ids) else Order(ids)
