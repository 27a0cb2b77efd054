"""The queue as it is read off the window's thread. Values, and how they are read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from core.project.project import Project
from core.review.embeddings import embed
from core.review.looks import read_looks, take_looks
from core.review.ordering import Order, in_order, without_boxes
from core.review.prelabelling import THRESHOLD, half_answered
from core.review.queue import read_review
from core.review.unfinished import unfinished_models

if TYPE_CHECKING:
    import threading
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from core.project.arrays import StoredArrays
    from core.project.records import HeatShare, ImageRecord
    from core.review.embeddings import EmbeddingReport
    from core.review.opinions import Opinions
    from core.review.queue import Review
    from core.review.suspects import Suspect
    from desktop.task import Progress


@dataclass(frozen=True, slots=True, eq=False)
class Reading:
    """What the workspace shows.

    Attributes:
        review: The suspects.
        records: All photographs by id.
        boxless: Ids of photographs without boxes, and of those with suggestions left to answer, by order.
        guesses: Of those, by image id, the class id that the classifiers together find most probable, and how much.
        looked: Whether photographs were looked at for duplicates and quality.
        unfinished: Runs with predictions that came to no good end, and so aren't asked.
    """

    review: Review
    records: Mapping[int, ImageRecord]
    boxless: Mapping[Order, tuple[int, ...]]
    guesses: Mapping[int, tuple[int, float]]
    looked: bool
    unfinished: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class QueueRow:
    """A row of the queue.

    Attributes:
        record: The photograph.
        class_id: Its class.
        title: Why it is there, in two or three words of `core`.
        text: The reason in words of `core`; translated where it is shown, since a queue can be long.
        short: The same as the list says it, where that can be shorter.
        score: 0 to 1; None where it has none.
        suspect: What a verdict is about; None for a photograph without boxes.
        judged: Whether somebody has judged it.
        suspects: All suspects on the photograph, where the row stands for the whole of it.
        waiting: How many of these nobody has judged.
    """

    record: ImageRecord
    class_id: int | None
    title: str
    text: str
    short: str = ""
    score: float | None = None
    suspect: Suspect | None = None
    judged: bool = False
    suspects: tuple[Suspect, ...] = ()
    waiting: int = 0

    @property
    def key(self) -> tuple[int, str]:
        """What it is, whatever is said of it."""
        return (self.record.id, "" if self.suspect is None or self.suspects else self.suspect.target)

    @property
    def name(self) -> str:
        return self.record.relative_path.rsplit("/", 1)[-1]


def read(folder: Path, stored: StoredArrays, heat: Sequence[HeatShare] = (), at_least: float = THRESHOLD) -> Reading:
    """Read a project's queue; a project belongs to one thread, so this opens it once more, to read.

    Args:
        folder: The project's.
        stored: What was read before.
        heat: Shares of heat that couldn't be stored.
        at_least: Score from which on boxes are suggested.
    """
    with Project.open(folder, read_only=True) as project:
        looks = read_looks(project)
        review = read_review(project, stored, looks=looks, heat=heat)
        records = {record.id: record for record in project.images()}
        opinions = review.opinions
        chosen = np.union1d(without_boxes(opinions), half_answered(project, opinions, at_least=at_least))
        boxless = {
            order: tuple(opinions.image_ids[in_order(opinions, chosen, order)].tolist()) for order in Order
        }  # fmt: skip
        unfinished = tuple(sorted(unfinished_models(project)))
        return Reading(review, records, boxless, _guesses(opinions, chosen), bool(looks), unfinished)


def trained_on(reading: Reading, image_id: int) -> frozenset[str]:
    """Models that were trained on a photograph."""
    opinions = reading.review.opinions
    (places,) = np.nonzero(opinions.image_ids == image_id)
    return frozenset(name for name, trained in opinions.trained.items() if trained[places].any())


def _guesses(opinions: Opinions, chosen: NDArray[np.int64]) -> dict[int, tuple[int, float]]:
    values = opinions.ensemble(trained=True)[chosen]
    return {
        image_id: (opinions.classes.ids[int(row.argmax())], float(row.max()))
        for image_id, row in zip(opinions.image_ids[chosen].tolist(), values, strict=True)
        if len(row) and not np.isnan(row).any()
    }


def take_features(folder: Path, model: str, progress: Progress, stop: threading.Event) -> EmbeddingReport:
    """Let a classifier see the photographs it hasn't seen yet, in the inference process, and keep what it sees.

    Args:
        folder: The project's.
        model: A run.
        progress: Told done, in all, and the photograph.
        stop: Ends it after the photographs in hand.
    """
    with Project.open(folder, read_only=True) as project:
        return embed(project, model, progress=progress, stop=stop)


def look(folder: Path, progress: Progress) -> int:
    """Look at the photographs nobody has looked at yet; how many are known then."""
    with Project.open(folder, read_only=True) as project:
        images = project.images()
    return len(take_looks(folder, images, progress=progress))
