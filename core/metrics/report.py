"""An evaluation as frozen values: what the chart, the table and the JSON report show, and the photographs behind it."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from core.errors import UnknownModel
from core.inference.catalogue import Task
from core.metrics.classification import (
    NO_DETECTION,
    ClassCount,
    balanced_accuracy,
    class_scores,
    confusion,
    per_class,
    top_k,
    weighted_accuracy,
    wilson_interval,
)
from core.metrics.ensemble import ensemble_probabilities, subsets

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from core.classes import ClassTable
    from core.project.labels import Split

ENSEMBLE = "ensemble"
"""Name under which `Evaluation.images` and `Evaluation.model` know EnsembleNet; no run is ever called so."""
TOP_K = 3


@dataclass(frozen=True, slots=True)
class ModelEvaluation:
    """One model, or an ensemble, on the photographs of a split that have a class and a prediction.

    Attributes:
        name: Run name, or `ENSEMBLE`.
        architecture: Name in the catalogue; `ENSEMBLE` for an ensemble.
        task: Classification or detection.
        classes: The project's classes; counts and confusion follow their order.
        image_ids: The photographs judged, N of them.
        truth: `(N,)` positions in `classes`.
        predicted: `(N,)` positions in `classes`, or `NO_DETECTION`.
        probabilities: `(N, C)` in the order of `classes`; None for a detector.
        missing: Ids of photographs of the split with a class but without a prediction. They are in no other number.
        members: Names of the CNNs of an ensemble; empty for one model.
    """

    name: str
    architecture: str
    task: Task
    classes: ClassTable
    image_ids: tuple[int, ...]
    truth: NDArray[np.int64] = field(repr=False, compare=False)
    predicted: NDArray[np.int64] = field(repr=False, compare=False)
    probabilities: NDArray[np.float64] | None = field(repr=False, compare=False)
    missing: tuple[int, ...] = ()
    members: tuple[str, ...] = ()

    @property
    def n(self) -> int:
        """Photographs judged."""
        return len(self.image_ids)

    @property
    def correct(self) -> int:
        """Photographs whose class is right."""
        return int((self.truth == self.predicted).sum())

    @property
    def weighted_accuracy(self) -> float:
        """Sum over classes of (n_c / N) * accuracy_c, 0 to 1; NaN for no photographs."""
        return weighted_accuracy(self.truth, self.predicted, classes=len(self.classes))

    @property
    def balanced_accuracy(self) -> float:
        """Mean accuracy of the classes that have photographs, 0 to 1; NaN for no photographs."""
        return balanced_accuracy(self.truth, self.predicted, classes=len(self.classes))

    @property
    def top_3(self) -> float | None:
        """Share of photographs whose class is among the three most probable; None for a detector."""
        return None if self.probabilities is None else top_k(self.truth, self.probabilities, k=TOP_K)

    @property
    def interval(self) -> tuple[float, float]:
        """Wilson's 95 % interval of the accuracy: what so few photographs can tell."""
        return wilson_interval(self.correct, self.n)

    @property
    def per_class(self) -> tuple[ClassCount, ...]:
        """Photographs and right ones a class, in the order of `classes`."""
        return per_class(self.truth, self.predicted, classes=len(self.classes))

    @property
    def confusion(self) -> NDArray[np.int64]:
        """Counts, rows truth, columns predicted; a detector has one more column, *no detection*."""
        return confusion(self.truth, self.predicted, classes=len(self.classes), no_detection=self.detects)

    @property
    def detects(self) -> bool:
        return self.task is Task.DETECTION

    @property
    def no_detection(self) -> int | None:
        """Photographs in which a detector found no box; None for a CNN."""
        return int((self.predicted == NO_DETECTION).sum()) if self.detects else None

    def images(self, class_id: int | None = None, correct: bool | None = None) -> tuple[int, ...]:
        """Ids of photographs whose truth is this class (any for None), all or only the right or wrong ones.

        Raises:
            ClassTableError: There is no such class.
        """
        chosen = np.ones(self.n, dtype=bool) if class_id is None else self.truth == self._column(class_id)
        if correct is not None:
            chosen &= (self.truth == self.predicted) == correct
        return self._ids(chosen)

    def cell(self, truth: int, predicted: int | None) -> tuple[int, ...]:
        """Ids of the photographs in one cell of the confusion matrix, by class ids; None is *no detection*.

        Raises:
            ClassTableError: There is no such class.
        """
        column = NO_DETECTION if predicted is None else self._column(predicted)
        return self._ids((self.truth == self._column(truth)) & (self.predicted == column))

    def _ids(self, chosen: NDArray[np.bool_]) -> tuple[int, ...]:
        return tuple(self.image_ids[index] for index in np.flatnonzero(chosen))

    def _column(self, class_id: int) -> int:
        self.classes.get(class_id)
        return self.classes.ids.index(class_id)

    def to_json(self) -> dict[str, Any]:
        """Plain data; shares are 0 to 1, and null where there is nothing to take a share of."""
        scores = class_scores(self.truth, self.predicted, classes=len(self.classes))
        rows = zip(self.classes, self.per_class, scores.precision, scores.f1, strict=True)
        return {
            "architecture": self.architecture,
            "task": self.task.value,
            **({"members": list(self.members)} if self.members else {}),
            "n": self.n,
            "missing": len(self.missing),
            "weighted_accuracy": _number(self.weighted_accuracy),
            "interval_95": [_number(end) for end in self.interval],
            "balanced_accuracy": _number(self.balanced_accuracy),
            "top_3": _number(self.top_3),
            "per_class": [
                {
                    "id": entry.id,
                    "name": entry.name,
                    "n": count.n,
                    "correct": count.correct,
                    "accuracy": _number(count.accuracy),
                    "precision": _number(float(precision)),
                    "f1": _number(float(f1)),
                }
                for entry, count, precision, f1 in rows
            ],
            "confusion": self.confusion.tolist(),
            "no_detection": self.no_detection,
        }


@dataclass(frozen=True, slots=True)
class Evaluation:
    """Models side by side on one split.

    Attributes:
        split: The split; None for all photographs.
        classes: The project's classes.
        image_ids: Photographs of the split that have a class, by relative path.
        models: By run name.
        ensemble: EnsembleNet of the CNNs among them, over the photographs all of them predicted; None without a CNN.
        left_out: Photographs of the split that can't be judged, by reason: `no_class`, `rejected`, `noise`.
        refused: Models that were passed over because their classes aren't the project's, with the differences.
    """

    split: Split | None
    classes: ClassTable
    image_ids: tuple[int, ...]
    models: tuple[ModelEvaluation, ...]
    ensemble: ModelEvaluation | None
    left_out: Mapping[str, int]
    refused: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def n(self) -> int:
        """Photographs of the split that have a class."""
        return len(self.image_ids)

    def all(self) -> tuple[ModelEvaluation, ...]:
        """The models, and the ensemble last where it has more than one member."""
        if self.ensemble is None or len(self.ensemble.members) < 2:
            return self.models
        return (*self.models, self.ensemble)

    def model(self, name: str) -> ModelEvaluation:
        """A model by run name, or the ensemble by `ENSEMBLE`.

        Raises:
            UnknownModel: It isn't part of this evaluation.
        """
        known = {entry.name: entry for entry in self.models}
        if self.ensemble is not None:
            known[ENSEMBLE] = self.ensemble
        if name not in known:
            raise UnknownModel(f"{name!r} was not evaluated.", hint=f"These were: {', '.join(known) or 'none'}.")
        return known[name]

    def images(self, model: str, class_id: int | None = None, correct: bool | None = None) -> tuple[int, ...]:
        """Ids of the photographs behind a bar: of this class (any for None), all or only the right or wrong ones.

        Raises:
            UnknownModel: The model isn't part of this evaluation.
            ClassTableError: There is no such class.
        """
        return self.model(model).images(class_id, correct)

    def subsets(self) -> tuple[ModelEvaluation, ...]:
        """All 2^K - 1 ensembles of the K CNNs, the most accurate first, over the photographs all CNNs predicted."""
        if self.ensemble is None:
            return ()
        ids = self.ensemble.image_ids
        found = [combine([self.model(name) for name in chosen], ids) for chosen in subsets(self.ensemble.members)]
        return tuple(sorted(found, key=lambda entry: (-entry.correct, len(entry.members))))

    def to_json(self) -> dict[str, Any]:
        """Plain data, as `dermdesk evaluate --json` prints it."""
        return {
            "split": "all" if self.split is None else self.split.value,
            "n": self.n,
            "left_out": dict(self.left_out),
            "classes": list(self.classes.names),
            "models": {entry.name: entry.to_json() for entry in self.models},
            "ensemble": None if self.ensemble is None else self.ensemble.to_json(),
            "refused": {name: list(lines) for name, lines in self.refused.items()},
        }


def combine(
    members: Sequence[ModelEvaluation], image_ids: tuple[int, ...], *, missing: tuple[int, ...] = ()
) -> ModelEvaluation:
    """EnsembleNet of these members over photographs that all of them judged."""
    places = [{image_id: row for row, image_id in enumerate(member.image_ids)} for member in members]
    rows = [np.array([place[image_id] for image_id in image_ids], dtype=np.int64) for place in places]
    tables = [
        member.probabilities[row] for member, row in zip(members, rows, strict=True) if member.probabilities is not None
    ]
    probabilities = ensemble_probabilities(tables)
    return ModelEvaluation(
        name=ENSEMBLE,
        architecture=ENSEMBLE,
        task=Task.CLASSIFICATION,
        classes=members[0].classes,
        image_ids=image_ids,
        truth=members[0].truth[rows[0]],
        predicted=probabilities.argmax(axis=1).astype(np.int64),
        probabilities=probabilities,
        missing=missing,
        members=tuple(member.name for member in members),
    )


def _number(value: float | None) -> float | None:
    return None if value is None or math.isnan(value) else float(value)
