"""What people and models say of all photographs, as arrays: what suspects are found in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from core.evaluation import evaluate
from core.metrics.box_table import BoxTable
from core.project.arrays import NOTHING, STATES, BoxArrays
from core.project.labels import ImageState
from core.review.trained_on import trained_on
from core.review.unfinished import unfinished_models

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from numpy.typing import NDArray

    from core.classes import ClassTable
    from core.project.arrays import LabelArrays, PredictionArrays, StoredArrays
    from core.project.project import Project


@dataclass(frozen=True, slots=True, eq=False)
class Opinions:
    """N photographs of a project, ordered by relative path; classes are columns of the table, -1 for none.

    Attributes:
        classes: The project's.
        labels: What people say.
        given: `(N,)` columns of the photographs' classes.
        counted: `(N,)` whether a photograph has a class and is neither noise nor rejected.
        probabilities: By classifier `(N, C)`; a row of NaN where it never saw the photograph.
        trained: By model `(N,)` whether it was trained on the photograph.
        asked: By detector `(N,)` whether it was asked about the photograph.
        human: Boxes people drew; those of one photograph in their order.
        found: By detector, its boxes.
        sizes: `(N, 2)` upright width and height.
    """

    classes: ClassTable
    labels: LabelArrays
    given: NDArray[np.int64]
    counted: NDArray[np.bool_]
    probabilities: dict[str, NDArray[np.float64]]
    trained: dict[str, NDArray[np.bool_]]
    asked: dict[str, NDArray[np.bool_]]
    human: BoxTable
    found: dict[str, BoxTable]
    sizes: NDArray[np.float64]

    @property
    def image_ids(self) -> NDArray[np.int64]:
        return self.labels.image_ids

    def ensemble(self, *, trained: bool) -> NDArray[np.float64]:
        """`(N, C)` mean of the classifiers' probabilities; NaN rows where none counts.

        Args:
            trained: Count also models that were trained on the photograph.
        """
        shape = (len(self.image_ids), len(self.classes))
        total, members = np.zeros(shape), np.zeros((shape[0], 1))
        for name, usable in self.members(trained=trained).items():
            total[usable] += self.probabilities[name][usable]
            members[usable] += 1
        found: NDArray[np.float64] = np.divide(total, members, out=np.full(shape, np.nan), where=members > 0)
        return found

    def members(self, *, trained: bool) -> dict[str, NDArray[np.bool_]]:
        """By classifier `(N,)`, whose probabilities count on which photographs: `ensemble`'s members there.

        Args:
            trained: Count also models that were trained on the photograph.
        """
        return {
            name: np.asarray(~np.isnan(values).any(axis=1) & (trained | ~self.trained[name]), dtype=np.bool_)
            for name, values in self.probabilities.items()
        }

    @property
    def boxes_before(self) -> NDArray[np.int64]:
        """`(N,)` row of each photograph's first human box."""
        counts = self.human.counts
        first: NDArray[np.int64] = np.cumsum(counts) - counts
        return first


def read_opinions(
    project: Project,
    stored: StoredArrays,
    *,
    models: Sequence[str] | None = None,
    out_of_fold: Collection[str] = (),
) -> Opinions:
    """Read what is stored.

    Args:
        project: May be open read-only.
        stored: What was read before, and is only read again where the project has changed since.
        models: As `core.evaluation.evaluate`: by default the latest run of each architecture that came to a good end.
        out_of_fold: Models whose predictions are known to be out of fold, besides those whose card says so.

    Raises:
        UnknownModel, ClassTableError: As `evaluate`.
    """
    besides = unfinished_models(project) if models is None else frozenset[str]()
    judged = evaluate(project, None, models, boxes=False, besides=besides, stored=stored).models
    classes, labels = project.label_arrays(stored)
    names = [entry.name for entry in judged]
    rows = project.prediction_arrays(names, stored)
    detectors = [entry.name for entry in judged if entry.detects]
    known = {entry.name: entry.class_ids for entry in project.predicted_models()}
    given = _columns(labels.classes, classes)
    left_out = np.isin(labels.states, [STATES.index(ImageState.REJECTED), STATES.index(ImageState.NOISE)])
    empty = np.zeros((0, 4))
    human = BoxTable(given[:0], empty, given[:0], empty[:, 0], len(given))
    found = {}
    for name in detectors:
        drawn, boxes = project.box_arrays(name, stored)
        human, found[name] = _table(drawn, labels, classes), _table(boxes, labels, classes)
    if not detectors:
        human = _drawn(project, labels, classes)
    ids, sizes = project.size_arrays(stored)
    return Opinions(
        classes=classes,
        labels=labels,
        given=given,
        counted=(given >= 0) & ~left_out,
        probabilities={
            name: _probabilities(rows[name], labels, classes, known[name]) for name in names if name not in detectors
        },
        trained={name: trained_on(project, name, labels, stored, out_of_fold=name in out_of_fold) for name in names},
        asked={name: np.isin(labels.image_ids, rows[name].image_ids) for name in detectors},
        human=human,
        found=found,
        sizes=sizes[np.searchsorted(ids, labels.image_ids)],
    )


def _columns(class_ids: NDArray[np.int64], classes: ClassTable) -> NDArray[np.int64]:
    places = {class_id: column for column, class_id in enumerate(classes.ids)}
    return np.array([places.get(class_id, NOTHING) for class_id in class_ids.tolist()], dtype=np.int64)


def _probabilities(
    rows: PredictionArrays, labels: LabelArrays, classes: ClassTable, class_ids: tuple[int, ...]
) -> NDArray[np.float64]:
    values = np.full((len(labels.image_ids), len(classes)), np.nan)
    if rows.probabilities is None or not len(rows.image_ids):
        return values
    places = np.minimum(np.searchsorted(rows.image_ids, labels.image_ids), len(rows.image_ids) - 1)
    seen = rows.image_ids[places] == labels.image_ids
    order = [class_ids.index(class_id) for class_id in classes.ids]
    values[seen] = rows.probabilities[places[seen]][:, order]
    return values


def _table(arrays: BoxArrays, labels: LabelArrays, classes: ClassTable) -> BoxTable:
    order = np.argsort(labels.image_ids)
    photos = order[np.searchsorted(labels.image_ids[order], arrays.image_ids)] if len(order) else arrays.image_ids
    kept = np.argsort(photos, kind="stable")
    return BoxTable(
        photos[kept].astype(np.int64),
        arrays.boxes[kept],
        _columns(arrays.class_ids[kept], classes),
        arrays.scores[kept],
        len(labels.image_ids),
    )


def _drawn(project: Project, labels: LabelArrays, classes: ClassTable) -> BoxTable:
    drawn = [(key, entry) for key, mine in project.labels_of().items() for entry in mine.boxes]
    rows = BoxArrays(
        np.array([key for key, _ in drawn], dtype=np.int64),
        np.array([entry.box.as_tuple() for _, entry in drawn], dtype=np.float64).reshape(-1, 4),
        np.array([entry.class_id for _, entry in drawn], dtype=np.int64),
        np.ones(len(drawn)),
    )
    return _table(rows, labels, classes)
