"""How much of the queue still waits, as the labels are now: suspects to judge and photographs to answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.review.ordering import Order
from desktop.review.queue_rows import is_aside

if TYPE_CHECKING:
    from core.project.labels import ImageLabels
    from core.review.suspects import Suspect
    from desktop.review.reading import Reading


class Waiting:
    """Counts on from a reading with each photograph whose labels have changed since, whatever list shows it.

    Args:
        reading: The queue as it was read.
    """

    def __init__(self, reading: Reading) -> None:
        self._suspects: dict[int, list[Suspect]] = {}
        for suspect in reading.review.suspects:
            self._suspects.setdefault(suspect.image_id, []).append(suspect)
        self._boxless = frozenset(reading.boxless[Order.UNCERTAINTY])
        self._total = len(reading.review.suspects)
        self._judged: dict[int, int] = {}
        self._answered: set[int] = set()

    @property
    def suspects(self) -> int:
        """Suspects that nobody has judged."""
        return self._total - sum(self._judged.values())

    @property
    def boxless(self) -> int:
        """Photographs without boxes, or with some suggestions left, that nobody has answered."""
        return len(self._boxless) - len(self._answered)

    def is_boxless(self, image_id: int) -> bool:
        """Whether a photograph is among those without boxes."""
        return image_id in self._boxless

    def note(self, image_id: int, labels: ImageLabels, *, answered: bool) -> None:
        """Take the labels of a photograph as they are now, and whether it is answered where it had no boxes."""
        mine = self._suspects.get(image_id, [])
        self._judged[image_id] = len(mine) if is_aside(labels) else sum(one.is_settled(labels) for one in mine)
        (self._answered.add if answered else self._answered.discard)(image_id)
