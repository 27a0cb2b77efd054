"""Reasons against the class of a whole photograph."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from core.metrics.classification import NO_DETECTION
from core.metrics.suspicion import label_suspicion
from core.review.suspects import Finding, Reason

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from numpy.typing import NDArray

    from core.review.opinions import Opinions

SURE = 0.8
"""From this probability on, a model is sure."""
FAIRLY_SURE = 0.5
WHEN_TRAINED = 0.5
"""What a finding of models that were trained on the photograph weighs."""


def label_findings(opinions: Opinions) -> Iterator[tuple[int, Finding]]:
    """Labels doubted by classifiers that weren't trained on their photographs, ranked as confident learning does.

    Given are those whose most probable class is another than the label, which is then the one proposed: a person who
    sees the probabilities could make nothing of a proposal that the models hold for less likely. How suspect they are
    is the self-confidence's complement (`label_suspicion`); what the confident joint alone flags is left out.

    Returns:
        Position of the photograph and the finding; a score is 0.4 to 1.
    """
    ensemble = opinions.ensemble(trained=False)
    judged = np.flatnonzero(opinions.counted & ~np.isnan(ensemble).any(axis=1))
    if not len(judged) or len(opinions.classes) < 2:
        return
    values, given = ensemble[judged], opinions.given[judged]
    found = label_suspicion(given, values)
    names, ids = opinions.classes.names, opinions.classes.ids
    members = opinions.members(trained=False)
    best = values.argmax(axis=1)
    for row in np.flatnonzero(best != given):
        mine, theirs = int(given[row]), int(best[row])
        yield (
            int(judged[row]),
            Finding(
                Reason.LABEL,
                0.4 + 0.6 * float(found.scores[row]),
                f"Labelled {names[mine]} ({values[row, mine]:.0%}), but models that were not trained on it "
                f"say {names[theirs]} ({values[row, theirs]:.0%}).",
                suggested=ids[theirs],
                models=_names(members, int(judged[row])),
                evidence=f"{ids[theirs]} {values[row, theirs]:.2f} {values[row, mine]:.2f}",
            ),
        )


def wrong_class_findings(opinions: Opinions, *, with_trained: bool) -> Iterator[tuple[int, Finding]]:
    """Photographs of which the classifiers together are sure that they are of another class."""
    unseen = opinions.ensemble(trained=False)
    values = opinions.ensemble(trained=True) if with_trained else unseen
    members = {seen: opinions.members(trained=seen) for seen in (False, True)}
    trained = np.asarray(np.isnan(unseen).any(axis=1), dtype=np.bool_)
    values = np.where(trained[:, None], values, unseen)
    best, top = _best(values)
    names, ids = opinions.classes.names, opinions.classes.ids
    wrong = opinions.counted & (best != opinions.given) & (top >= SURE)
    for row in np.flatnonzero(wrong):
        theirs, mine, sure = int(best[row]), names[int(opinions.given[row])], float(top[row])
        what = (
            f"The classifiers are {sure:.0%} sure of {names[theirs]}; the label says {mine}. They were trained on it."
            if trained[row]
            else f"The classifiers are {sure:.0%} sure of {names[theirs]}; the label says {mine}."
        )
        yield (
            int(row),
            Finding(
                Reason.WRONG_CLASS,
                float(top[row]) * (WHEN_TRAINED if trained[row] else 0.95),
                what,
                suggested=ids[theirs],
                models=_names(members[bool(trained[row])], int(row)),
                evidence=f"{ids[theirs]} {top[row]:.2f}",
                trained=bool(trained[row]),
            ),
        )


def disagreement_findings(opinions: Opinions) -> Iterator[tuple[int, Finding]]:
    """Photographs of which the classifiers together and a detector are both fairly sure, of different classes."""
    members = opinions.members(trained=False)
    best, top = _best(opinions.ensemble(trained=False))
    names, ids = opinions.classes.names, opinions.classes.ids
    for detector in opinions.found:
        said, score = top_box(opinions, detector)
        usable = opinions.counted & ~opinions.trained[detector] & (said >= 0)
        differ = usable & (best >= 0) & (said != best) & (top >= FAIRLY_SURE) & (score >= FAIRLY_SURE)
        for row in np.flatnonzero(differ):
            mine, theirs, given = int(best[row]), int(said[row]), int(opinions.given[row])
            suggested = mine if mine != given else theirs
            yield (
                int(row),
                Finding(
                    Reason.DISAGREE,
                    0.6 * float(min(top[row], score[row])),
                    f"The classifiers say {names[mine]} ({top[row]:.0%}), {detector} says {names[theirs]} "
                    f"({score[row]:.0%}).",
                    suggested=ids[suggested],
                    models=(*_names(members, int(row)), detector),
                    evidence=f"{detector} {ids[mine]} {ids[theirs]}",
                ),
            )


def top_box(opinions: Opinions, detector: str) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """`(N,)` class of a detector's surest box, `NO_DETECTION` for none, and `(N,)` its score."""
    boxes = opinions.found[detector]
    said = np.full(boxes.photographs, NO_DETECTION, dtype=np.int64)
    score = np.zeros(boxes.photographs)
    # Sorted so that the surest is written last.
    order = np.argsort(boxes.scores, kind="stable")
    said[boxes.photos[order]] = boxes.classes[order]
    score[boxes.photos[order]] = boxes.scores[order]
    return said, score


def _names(members: Mapping[str, NDArray[np.bool_]], row: int) -> tuple[str, ...]:
    """Whose probabilities count on a photograph."""
    return tuple(name for name, counts in members.items() if counts[row])


def _best(values: NDArray[np.float64]) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """Most probable column and its probability; -1 and 0 for a row of NaN."""
    known = ~np.isnan(values).any(axis=1) if values.shape[1] else np.zeros(len(values), dtype=bool)
    best = np.full(len(values), -1, dtype=np.int64)
    top = np.zeros(len(values))
    if known.any():  # a project without classes has rows of no column, and of those nothing is the largest
        best[known] = values[known].argmax(axis=1)
        top[known] = values[known].max(axis=1)
    return best, top
