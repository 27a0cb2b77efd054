"""Photographs too blurred, dark or glaring to say much, and models that look beside the lesion."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from core.project.heat_rows import boxes_digest
from core.review.suspects import Finding, Reason

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from core.project.records import HeatShare
    from core.review.looks import Look
    from core.review.opinions import Opinions

BLURRED_SHARE = 0.15
"""Below this share of the project's median sharpness a photograph is blurred: cameras and distances differ."""
BLURRED = 40.0
"""A sharpness at which no photograph is called blurred, however sharp the others are."""
DARK = 45.0
GLARING = 0.12
LITTLE_INSIDE = 0.25
"""Below this share of the heat inside the boxes a model looks elsewhere."""


def quality_findings(opinions: Opinions, looks: Mapping[int, Look]) -> Iterator[tuple[int, Finding]]:
    """Poor photographs among those looked at."""
    if not looks:
        return
    places = {key: place for place, key in enumerate(opinions.image_ids.tolist())}
    blurred = min(BLURRED, BLURRED_SHARE * float(np.median([look.sharpness for look in looks.values()])))
    for image_id, look in looks.items():
        place = places.get(image_id)
        if place is None:
            continue
        for finding in _complaints(look, blurred):
            yield place, finding


def _complaints(look: Look, blurred: float) -> Iterator[Finding]:
    if look.sharpness < blurred:
        score = 0.6 * (1.0 - look.sharpness / blurred) + 0.1
        yield Finding(Reason.QUALITY, score, "The photo is blurred.", evidence="blurred")
    if look.brightness < DARK:
        score = 0.6 * (1.0 - look.brightness / DARK) + 0.1
        yield Finding(Reason.QUALITY, score, "The photo is very dark.", evidence="dark")
    if look.glare > GLARING:
        score = min(0.7, 0.2 + look.glare)
        what = f"Glare or white covers {look.glare:.0%} of the photo."
        yield Finding(Reason.QUALITY, score, what, evidence="glare")


def heat_findings(opinions: Opinions, shares: Iterable[HeatShare]) -> Iterator[tuple[int, Finding]]:
    """Photographs on which a classifier's evidence lies outside the lesion boxes.

    Args:
        opinions: What people and models say.
        shares: Of heat maps that were made; those compared with other boxes than there are now count no more.
    """
    places = {key: place for place, key in enumerate(opinions.image_ids.tolist())}
    latest = {(entry.model, entry.image_id): entry for entry in shares}
    first, counts = opinions.boxes_before, opinions.human.counts
    for entry in latest.values():
        place = places.get(entry.image_id)
        if place is None or entry.share >= LITTLE_INSIDE:
            continue
        mine = opinions.human.boxes[first[place] : first[place] + counts[place]]
        if boxes_digest(map(tuple, mine.tolist())) != entry.boxes:
            continue
        yield place, Finding(
            Reason.HEAT, 0.6 * (1.0 - entry.share / LITTLE_INSIDE) + 0.1,
            f"Only {entry.share:.0%} of what {entry.model} looked at lies in the lesion boxes.",
            models=(entry.model,), evidence=f"{entry.model} {entry.share:.1f}",
        )  # fmt: skip
