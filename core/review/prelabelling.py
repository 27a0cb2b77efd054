"""Predicted boxes as suggestions on photographs nobody has labelled. Human boxes are only ever added to."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from core.project.labels import Edit, ImageState, new_box, with_boxes
from core.project.verdicts import Verdict, VerdictKind, with_verdict
from core.review.judging import WHAT
from core.review.unfinished import unfinished_models

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from core.project.labels import ImageLabels
    from core.project.project import Project
    from core.project.records import ImageRecord, PredictedBox, Prediction

THRESHOLD = 0.5
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
        return f"suggestion {self.predicted.id}"


@dataclass(frozen=True, slots=True)
class BulkPlan:
    """What accepting all suggestions would do.

    Attributes:
        photographs: How many get boxes.
        boxes: How many boxes they get.
        by_class: How many of each class, by class id.
        without: Unlabelled photographs that were asked about and get none.
        edits: That do it.
    """

    photographs: int
    boxes: int
    by_class: Mapping[int, int]
    without: int
    edits: tuple[Edit, ...]


def is_unlabelled(labels: ImageLabels) -> bool:
    """Whether nobody has drawn or decided anything: only then are boxes suggested."""
    return not labels.boxes and labels.state in (ImageState.NEW, ImageState.LABELLED)


def suggestions(predictions: Iterable[Prediction], labels: ImageLabels, *, at_least: float) -> tuple[Suggestion, ...]:
    """What detectors suggest for one photograph, the surest first.

    Boxes that were judged before or overlap surer ones are left out.
    """
    judged = {verdict.target for verdict in labels.verdicts}
    if not is_unlabelled(labels):
        return ()
    found = [
        Suggestion(box, entry.model) for entry in predictions for box in entry.boxes or () if box.score >= at_least
    ]
    kept: list[Suggestion] = []
    for entry in sorted(found, key=lambda entry: -entry.predicted.score):
        apart = all(entry.predicted.box.iou(other.predicted.box) < SAME for other in kept)
        if apart and entry.target not in judged:
            kept.append(entry)
    return tuple(kept)


def accept(record: ImageRecord, labels: ImageLabels, accepted: Sequence[Suggestion]) -> Edit:
    """Make suggestions lesion boxes that remember where they came from; boxes that are there stay as they are."""
    added = []
    for entry in accepted:
        place = entry.predicted.box.clipped(record.width, record.height)
        if place is not None:
            added.append(new_box(place, entry.predicted.class_id, parent=entry.predicted.id))
    what = "Review: accept predicted box" if len(added) == 1 else f"Review: accept {len(added)} predicted boxes"
    return Edit(record.id, labels, with_boxes(labels, (*labels.boxes, *added)), what)


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
    labels = {key: mine for key, mine in project.labels_of(ids).items() if is_unlabelled(mine)}
    detectors = [entry.name for entry in project.predicted_models() if entry.task == "detection"]
    aside = unfinished_models(project, detectors) if models is None else frozenset[str]()
    chosen = [name for name in (detectors if models is None else models) if name not in aside]
    answers: dict[int, list[Prediction]] = {}
    for entry in project.predictions(models=chosen) if chosen else ():
        if entry.image_id in labels:
            answers.setdefault(entry.image_id, []).append(entry)
    records = {record.id: record for record in project.images(ids=answers)} if answers else {}
    edits, by_class = [], Counter[int]()
    for image_id, said in answers.items():
        wanted = suggestions(said, labels[image_id], at_least=at_least)
        edit = accept(records[image_id], labels[image_id], wanted)
        if not edit.changes_nothing:
            edits.append(edit)
            by_class.update(box.class_id for box in edit.after.boxes)
    return BulkPlan(len(edits), sum(by_class.values()), dict(by_class), len(answers) - len(edits), tuple(edits))


def accept_all(project: Project, plan: BulkPlan) -> int | None:
    """Do what a plan says, as one step that can be undone; its id.

    Raises:
        StaleEdit: A photograph was labelled since the plan was made; nothing was written.
    """
    return project.apply_all(plan.edits, what=bulk_name(plan))


def bulk_name(plan: BulkPlan) -> str:
    """What the step is called."""
    return f"Review: accept {plan.boxes} predicted boxes"
