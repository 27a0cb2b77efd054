"""Predicted boxes as suggestions on photographs nobody has labelled. Human boxes are only ever added to.

Suggestions are answered one by one or together. A photograph some of whose suggestions were answered goes on having
the others, also once it has boxes from accepted ones; verdicts remember which were answered.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from core.metrics.box_table import overlapping
from core.project.labels import Edit, ImageState, new_box, with_boxes
from core.project.verdicts import Verdict, VerdictKind, with_verdict
from core.review.judging import WHAT
from core.review.unfinished import unfinished_models

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from numpy.typing import NDArray

    from core.project.labels import ImageLabels
    from core.project.project import Project
    from core.project.records import ImageRecord, PredictedBox, Prediction
    from core.review.opinions import Opinions

THRESHOLD = 0.5
SUGGESTION = "suggestion "
"""How the target of a verdict on a suggestion begins."""
SAME = 0.5
"""From this IoU on, predicted boxes of one photograph show one lesion; the surest is suggested."""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A predicted box that may become a lesion box.

    Attributes:
        predicted: The box, with its class and score.
        model: Who found it.
    """

    predicted: PredictedBox
    model: str

    @property
    def target(self) -> str:
        """Under which a verdict on it is kept."""
        return f"{SUGGESTION}{self.predicted.id}"


@dataclass(frozen=True, slots=True)
class BulkPlan:
    """What accepting all suggestions would do.

    Attributes:
        photographs: How many get boxes.
        boxes: How many boxes they get.
        by_class: How many of each class, by class id.
        without: Photographs with suggestions to come that were asked about and get none.
        edits: That do it.
    """

    photographs: int
    boxes: int
    by_class: Mapping[int, int]
    without: int
    edits: tuple[Edit, ...]


def was_answered(labels: ImageLabels) -> bool:
    """Whether somebody has accepted or rejected a suggestion on the photograph."""
    return any(verdict.target.startswith(SUGGESTION) for verdict in labels.verdicts)


def takes_suggestions(labels: ImageLabels) -> bool:
    """Whether boxes may be suggested: nobody has drawn or decided anything, but for answering suggestions."""
    return labels.state in (ImageState.NEW, ImageState.LABELLED) and (not labels.boxes or was_answered(labels))


def suggestions(predictions: Iterable[Prediction], labels: ImageLabels, *, at_least: float) -> tuple[Suggestion, ...]:
    """What detectors suggest for one photograph and nobody has answered, the surest first.

    Of boxes that show one lesion the surest is suggested, and none once one of them was answered or people have a box
    there. Where people have drawn boxes before any of these suggestions was answered, there are none.
    """
    if not takes_suggestions(labels):
        return ()
    judged = {verdict.target for verdict in labels.verdicts}
    found = [Suggestion(box, entry.model) for entry in predictions for box in entry.boxes or ()]
    answered = [entry.predicted.box for entry in found if entry.target in judged]
    if labels.boxes and not answered:
        return ()  # what was answered were other predictions, and people have labelled it since
    settled = answered + [box.box for box in labels.boxes]
    kept: list[Suggestion] = []
    for entry in sorted(found, key=lambda entry: -entry.predicted.score):
        place = entry.predicted.box
        known = (*settled, *(other.predicted.box for other in kept))
        if entry.predicted.score >= at_least and all(place.iou(other) < SAME for other in known):
            kept.append(entry)
    return tuple(kept)


def accept(record: ImageRecord, labels: ImageLabels, accepted: Sequence[Suggestion]) -> Edit:
    """Make suggestions lesion boxes that remember where they came from; boxes that are there stay as they are."""
    added, verdicts = [], labels.verdicts
    for entry in accepted:
        verdicts = with_verdict(verdicts, Verdict(entry.target, VerdictKind.MODEL_RIGHT, ""))
        place = entry.predicted.box.clipped(record.width, record.height)
        if place is not None:
            added.append(new_box(place, entry.predicted.class_id, parent=entry.predicted.id))
    what = "Review: accept predicted box" if len(added) == 1 else f"Review: accept {len(added)} predicted boxes"
    after = replace(with_boxes(labels, (*labels.boxes, *added)), verdicts=verdicts)
    return Edit(record.id, labels, after, what)


def reject(record: ImageRecord, labels: ImageLabels, rejected: Sequence[Suggestion]) -> Edit:
    """Keep suggestions from being made again."""
    verdicts = labels.verdicts
    for entry in rejected:
        verdicts = with_verdict(verdicts, Verdict(entry.target, VerdictKind.NO_SUGGESTION, ""))
    return Edit(record.id, labels, replace(labels, verdicts=verdicts), WHAT[VerdictKind.NO_SUGGESTION])


def bulk_plan(
    project: Project, *, at_least: float, models: Collection[str] | None = None, ids: Collection[int] | None = None
) -> BulkPlan:
    """What accepting every suggestion of at least this score would do; changes nothing.

    Args:
        project: May be open read-only.
        at_least: Score, 0 to 1.
        models: Only of these detectors; by default of all whose runs came to a good end.
        ids: Only for these photographs.

    Raises:
        UnknownModel: A name in `models` was never noted.
    """
    labels = {
        key: mine
        for key, mine in project.labels_of(ids).items()
        # Beside a box of somebody's own none is added without a look at it.
        if takes_suggestions(mine) and all(box.parent is not None for box in mine.boxes)
    }
    chosen = suggesting_models(project) if models is None else list(models)
    answers: dict[int, list[Prediction]] = {}
    for entry in project.predictions(models=chosen) if chosen else ():
        if entry.image_id in labels:
            answers.setdefault(entry.image_id, []).append(entry)
    records = {record.id: record for record in project.images(ids=answers)} if answers else {}
    edits, by_class, without = [], Counter[int](), 0
    for image_id, said in answers.items():
        wanted = suggestions(said, labels[image_id], at_least=at_least)
        edit = accept(records[image_id], labels[image_id], wanted)
        added = edit.after.boxes[len(edit.before.boxes) :]
        if added:
            edits.append(edit)
            by_class.update(box.class_id for box in added)
        elif not labels[image_id].boxes:
            without += 1
    return BulkPlan(len(edits), sum(by_class.values()), dict(by_class), without, tuple(edits))


def suggesting_models(project: Project) -> list[str]:
    """The detectors whose runs came to a good end: what the others found is suggested to nobody."""
    detectors = [entry.name for entry in project.predicted_models() if entry.task == "detection"]
    aside = unfinished_models(project, detectors)
    return [name for name in detectors if name not in aside]


def half_answered(project: Project, opinions: Opinions, *, at_least: float) -> NDArray[np.int64]:
    """Positions of the photographs that have boxes from suggestions, and others that nobody has answered yet.

    Args:
        project: May be open read-only.
        opinions: What people and models say in it.
        at_least: Score from which on boxes are suggested.
    """
    begun = opinions.labels.judged & (opinions.human.counts > 0)
    waiting = np.zeros(len(begun), dtype=np.bool_)
    for everything in opinions.found.values():
        boxes = everything.where((everything.scores >= at_least) & begun[everything.photos])
        pairs = overlapping(boxes, opinions.human)
        iou = np.zeros(len(boxes))
        np.maximum.at(iou, pairs.predicted, pairs.iou)
        waiting[boxes.photos[iou < SAME]] = True
    # Only these few may lack an answer; which of their boxes were answered stands in their labels.
    rows = np.flatnonzero(waiting)
    ids = opinions.image_ids[rows].tolist()
    labels, models = project.labels_of(ids), suggesting_models(project) if ids else []
    found = [
        row
        for row, key in zip(rows.tolist(), ids, strict=True)
        if takes_suggestions(labels[key])
        and suggestions(project.predictions(key, models), labels[key], at_least=at_least)
    ]
    return np.array(found, dtype=np.int64)


def accept_all(project: Project, plan: BulkPlan) -> int | None:
    """Do what a plan says, as one step that can be undone; its id.

    Raises:
        StaleEdit: A photograph was labelled since the plan was made; nothing was written.
    """
    return project.apply_all(plan.edits, what=bulk_name(plan))


def bulk_name(plan: BulkPlan) -> str:
    """What the step is called."""
    return f"Review: accept {plan.boxes} predicted boxes"
