"""Reasons against lesion boxes: what detectors see beside what people drew, and boxes of unusual size."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from core.geometry import Box
from core.metrics.box_table import UNMATCHED, match_greedily, overlapping, ranks
from core.review.class_findings import FAIRLY_SURE
from core.review.suspects import Finding, Reason

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from core.metrics.box_table import BoxTable, Pairs
    from core.project.arrays import StoredArrays
    from core.review.opinions import Opinions

LEAST_SCORE = 0.3
"""Predicted boxes below it are nothing a detector says."""
TOUCHING = 0.1
"""Least IoU of a predicted and a human box that are meant for the same lesion."""
GOOD = 0.5
"""From this IoU on two boxes are one."""
COVERED = 0.5
"""A predicted box of which so much lies in human boxes shows nothing new."""
ODD = 3.5
"""Robust deviations from the class's usual size beyond which a box is odd (Iglewicz and Hoaglin 1993)."""
FEWEST_OF_A_CLASS = 12
NEARLY_ALL = 0.9
"""Where so many photographs with a class have boxes, one without lacks something."""
_TO_DEVIATION = 1.4826  # of a normal distribution: its standard deviation over its median absolute one


@dataclass(frozen=True, slots=True, eq=False)
class Matched:
    """A detector's boxes beside people's, photographs matched all at once.

    Attributes:
        boxes: The detector's, of at least the score asked for.
        pairs: All that overlap.
        human_of: `(P,)` the human row each predicted box was matched to, or `UNMATCHED`.
        box_of: `(H,)` the other way round.
        iou_of: `(H,)` IoU of each human box with its predicted one; 0 without.
    """

    boxes: BoxTable
    pairs: Pairs
    human_of: NDArray[np.int64]
    box_of: NDArray[np.int64]
    iou_of: NDArray[np.float64]


def matched_boxes(opinions: Opinions, detector: str, stored: StoredArrays, *, at_least: float = LEAST_SCORE) -> Matched:
    """The matching of a detector, worked out once for its predictions and the human boxes as they are."""
    versions = [stored.kept[key][0] for key in (("human", ""), ("boxes", detector), ("labels", ""))]
    key = (*(number for version in versions for number in version), round(1000 * at_least))
    found: Matched = stored.get("matched", detector, key, lambda: match(opinions, detector, at_least=at_least))
    return found


def match(opinions: Opinions, detector: str, *, at_least: float = LEAST_SCORE) -> Matched:
    """Greedy matching by score: the surest box takes the human box it overlaps most, if by `TOUCHING` or more."""
    human = opinions.human
    everything = opinions.found[detector]
    boxes = everything.where(everything.scores >= at_least)
    pairs = overlapping(boxes, human)
    human_of = match_greedily(pairs, ranks(boxes), iou=TOUCHING, humans=len(human))
    box_of = np.full(len(human), UNMATCHED)
    rows = np.flatnonzero(human_of != UNMATCHED)
    box_of[human_of[rows]] = rows
    iou_of = np.zeros(len(human))
    chosen = human_of[pairs.predicted] == pairs.truth
    iou_of[pairs.truth[chosen]] = pairs.iou[chosen]
    return Matched(boxes, pairs, human_of, box_of, iou_of)


def box_findings(
    opinions: Opinions, detector: str, matched: Matched, *, with_trained: bool
) -> Iterator[tuple[int, Finding]]:
    """What a detector sees elsewhere, or not at all, or as another class.

    Args:
        opinions: What people and models say.
        detector: Name of the model.
        matched: Its matching.
        with_trained: Also of photographs it was trained on.
    """
    usable = opinions.asked[detector] & opinions.counted
    if not with_trained:
        usable &= ~opinions.trained[detector]
    if not usable.any():
        return
    human, boxes = opinions.human, matched.boxes
    inside = usable[human.photos]
    hits = matched.iou_of[inside]
    recall = float((hits > 0).mean()) if len(hits) else 0.0
    typical = float(np.median(hits[hits > 0])) if (hits > 0).any() else GOOD
    worth = _worth(matched, usable[boxes.photos])
    # The surest box that belongs to none of the drawn ones: perhaps it is where a drawn one should be.
    loose = np.zeros(boxes.photographs)
    lonely = matched.human_of == UNMATCHED
    np.maximum.at(loose, boxes.photos[lonely], worth[lonely])
    something = boxes.counts > 0
    position = np.arange(len(human)) - opinions.boxes_before[human.photos]
    customary = _boxes_are_customary(opinions)
    trained = opinions.trained[detector]
    for row in np.flatnonzero(usable & ~something & ((human.counts > 0) | customary)).tolist():
        yield row, Finding(
            Reason.NO_DETECTION, 0.55 * recall, f"{detector} finds no lesion on this photo.", models=(detector,),
            evidence=detector, trained=bool(trained[row]),
        )  # fmt: skip
    for row in np.flatnonzero(inside & something[human.photos] & (matched.box_of == UNMATCHED)).tolist():
        photo = int(human.photos[row])
        yield photo, Finding(
            Reason.MISSED, recall**0.5 * (0.35 + 0.65 * float(loose[photo])),
            f"{detector} sees no lesion in this box, though it finds some elsewhere on the photo.",
            box=int(position[row]), models=(detector,), evidence=detector, trained=bool(trained[photo]),
        )  # fmt: skip
    yield from _pair_findings(opinions, detector, matched, inside, position, typical=typical, worth=worth)
    shown = usable[boxes.photos] & ((human.counts > 0) | customary)[boxes.photos]
    for row in _extra(boxes, human, matched, shown & (boxes.scores >= FAIRLY_SURE)):
        photo = int(boxes.photos[row])
        yield photo, Finding(
            Reason.EXTRA, _extra_score(float(worth[row]), bare=not human.counts[photo]),
            f"{detector} is {boxes.scores[row]:.0%} sure of a lesion where no box is drawn.",
            suggested=_class_id(opinions, int(boxes.classes[row])), place=Box(*map(float, boxes.boxes[row])),
            models=(detector,), evidence=f"{detector} {boxes.scores[row]:.2f}", trained=bool(trained[photo]),
        )  # fmt: skip


def _pair_findings(
    opinions: Opinions,
    detector: str,
    matched: Matched,
    inside: NDArray[np.bool_],
    position: NDArray[np.int64],
    *,
    typical: float,
    worth: NDArray[np.float64],
) -> Iterator[tuple[int, Finding]]:
    human, boxes = opinions.human, matched.boxes
    names = opinions.classes.names
    for row in np.flatnonzero(inside & (matched.box_of != UNMATCHED)):
        photo, mine = int(human.photos[row]), int(matched.box_of[row])
        iou, score = float(matched.iou_of[row]), float(boxes.scores[mine])
        theirs, given = int(boxes.classes[mine]), int(human.classes[row])
        trained = bool(opinions.trained[detector][photo])
        if iou < min(GOOD, typical):
            yield photo, Finding(
                Reason.OVERLAP, (0.3 + 0.7 * float(worth[mine])) * (1.0 - iou / max(typical, GOOD)),
                f"{detector} draws this box elsewhere: the two overlap by {iou:.0%}, usually by {typical:.0%}.",
                box=int(position[row]), place=Box(*map(float, boxes.boxes[mine])), models=(detector,),
                evidence=f"{detector} {','.join(str(round(side)) for side in boxes.boxes[mine].tolist())}",
                trained=trained,
            )  # fmt: skip
        elif theirs != given and theirs >= 0 and given >= 0 and score >= FAIRLY_SURE and iou >= GOOD:
            whole = given == opinions.given[photo]
            yield photo, Finding(
                Reason.WRONG_CLASS, 0.8 * score,
                f"{detector} is {score:.0%} sure that this lesion is {names[theirs]}; the label says {names[given]}.",
                box=None if whole else int(position[row]), suggested=_class_id(opinions, theirs), models=(detector,),
                evidence=f"{detector} {opinions.classes.ids[theirs]} {score:.2f}", trained=trained,
            )  # fmt: skip


def _extra(boxes: BoxTable, human: BoxTable, matched: Matched, candidates: NDArray[np.bool_]) -> list[int]:
    """Rows of predicted boxes where nobody drew one, of several on one place the surest."""
    iou, covered = np.zeros(len(boxes)), np.zeros(len(boxes))
    pairs = matched.pairs
    np.maximum.at(iou, pairs.predicted, pairs.iou)
    low = np.maximum(boxes.boxes[pairs.predicted, :2], human.boxes[pairs.truth, :2])
    high = np.minimum(boxes.boxes[pairs.predicted, 2:], human.boxes[pairs.truth, 2:])
    own = np.prod(boxes.boxes[:, 2:] - boxes.boxes[:, :2], axis=1)
    np.maximum.at(covered, pairs.predicted, np.prod(np.clip(high - low, 0, None), axis=1) / own[pairs.predicted])
    rows = np.flatnonzero(candidates & (matched.human_of == UNMATCHED) & (iou < TOUCHING * 3) & (covered < COVERED))
    kept: dict[int, list[int]] = {}
    for row in rows[np.argsort(-boxes.scores[rows], kind="stable")].tolist():
        mine = Box(*map(float, boxes.boxes[row]))
        others = kept.setdefault(int(boxes.photos[row]), [])
        if all(mine.iou(Box(*map(float, boxes.boxes[other]))) < GOOD for other in others):
            others.append(row)
    return [row for rows_of_photo in kept.values() for row in rows_of_photo]


def size_findings(opinions: Opinions) -> Iterator[tuple[int, Finding]]:
    """Boxes far larger or smaller, for their share of the photograph, than those of their class."""
    human = opinions.human
    inside = opinions.counted[human.photos]
    area = np.prod(human.boxes[:, 2:] - human.boxes[:, :2], axis=1)
    share = np.log(area / np.prod(opinions.sizes[human.photos], axis=1)) if len(human) else area
    position = np.arange(len(human)) - opinions.boxes_before[human.photos]
    for column, entry in enumerate(opinions.classes):
        mine = np.flatnonzero(inside & (human.classes == column))
        if len(mine) < FEWEST_OF_A_CLASS:
            continue
        middle = float(np.median(share[mine]))
        spread = max(_TO_DEVIATION * float(np.median(np.abs(share[mine] - middle))), 0.1)
        deviations = (share[mine] - middle) / spread
        for row, deviation in zip(mine.tolist(), deviations.tolist(), strict=True):
            if abs(deviation) >= ODD:
                times = float(np.exp(abs(share[row] - middle)))
                # Whole sentences, since words put into one can't be translated.
                what = (
                    f"This box is {times:.0f} times larger than boxes of {entry.name} usually are."
                    if deviation > 0
                    else f"This box is {times:.0f} times smaller than boxes of {entry.name} usually are."
                )
                yield int(human.photos[row]), Finding(
                    Reason.SIZE, min(0.75, 0.1 * abs(deviation)), what, box=int(position[row]),
                    evidence="larger" if deviation > 0 else "smaller",
                )  # fmt: skip


def _worth(matched: Matched, usable: NDArray[np.bool_]) -> NDArray[np.float64]:
    """`(P,)` how often boxes at least as sure as each lie on a drawn one: what scores of different detectors have in
    common."""
    scores = matched.boxes.scores
    order = np.argsort(-scores[usable], kind="stable")
    hits = np.cumsum((matched.human_of != UNMATCHED)[usable][order])
    precision = hits / np.arange(1, len(order) + 1)
    # Of the surest few a single miss says little, so the curve is made to fall only.
    falling = np.maximum.accumulate(precision[::-1])[::-1]
    found = np.zeros(len(scores))
    found[np.flatnonzero(usable)[order]] = falling
    return found


def bare_findings(opinions: Opinions) -> Iterator[tuple[int, Finding]]:
    """Photographs with a class and no box, where nearly all others have one."""
    counted = opinions.counted
    bare = counted & (opinions.human.counts == 0)
    share = 1.0 - float(bare[counted].mean()) if counted.any() else 0.0
    if share >= NEARLY_ALL:
        for row in np.flatnonzero(bare).tolist():
            what = f"No box is drawn on this photo; {share:.0%} of the photos with a class have one."
            yield row, Finding(Reason.BARE, 0.9 * share, what, evidence="bare")


def _extra_score(score: float, *, bare: bool) -> float:
    """A box that nobody drew weighs more on a photograph that has none at all where others have."""
    return 0.6 + 0.4 * score if bare else 0.9 * score


def _boxes_are_customary(opinions: Opinions) -> bool:
    """Whether people draw boxes in this project, so that a photograph without one lacks something."""
    counted = opinions.counted
    return bool(counted.any()) and float((opinions.human.counts[counted] > 0).mean()) >= 0.5


def _class_id(opinions: Opinions, column: int) -> int | None:
    return opinions.classes.ids[column] if column >= 0 else None
