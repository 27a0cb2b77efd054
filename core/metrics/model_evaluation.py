"""What one model, or an ensemble, got right on some photographs, as a frozen value."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from core.inference.catalogue import Task
from core.metrics.agreement import cohen_kappa
from core.metrics.box_scores import BoxEvaluation, evaluate_boxes
from core.metrics.calibration import Reliability, reliability
from core.metrics.classification import (
    NO_DETECTION,
    ClassCount,
    balanced_accuracy,
    confusion,
    per_class,
    top_k,
    weighted_accuracy,
)
from core.metrics.ensemble import ensemble_probabilities
from core.metrics.intervals import grouped_wilson_interval, wilson_interval
from core.metrics.ranking import class_auroc, macro_auroc
from core.metrics.summary import model_json

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from core.classes import ClassTable
    from core.metrics.box_table import BoxTable
    from core.metrics.summary import Temperature

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
        weights: How much each member counts, in the order of `members`; all 1 as in the paper.
        patients: `(N,)` numbers that say whose photographs belong together; None where the project names no patient.
        drawn: Human boxes of the photographs; None for a classifier, and until they are read.
        found: The detector's own boxes, likewise.
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
    weights: tuple[float, ...] = ()
    patients: NDArray[np.int64] | None = field(default=None, repr=False, compare=False)
    drawn: BoxTable | None = field(default=None, repr=False, compare=False)
    found: BoxTable | None = field(default=None, repr=False, compare=False)

    @property
    def n(self) -> int:
        """Photographs judged."""
        return len(self.image_ids)

    @property
    def hits(self) -> NDArray[np.bool_]:
        """`(N,)` whether each photograph's class is right."""
        right: NDArray[np.bool_] = self.truth == self.predicted
        return right

    @property
    def correct(self) -> int:
        """Photographs whose class is right."""
        return int(self.hits.sum())

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
        return self.top_k(TOP_K)

    def top_k(self, k: int) -> float | None:
        """Weighted top-k accuracy, 0 to 1; None for a detector."""
        return None if self.probabilities is None else top_k(self.truth, self.probabilities, k=k)

    @property
    def auroc(self) -> float | None:
        """Macro AUROC, each class against the others, 0 to 1; None for a detector."""
        return None if self.probabilities is None else macro_auroc(self.truth, self.probabilities)

    @property
    def class_auroc(self) -> NDArray[np.float64] | None:
        """`(C,)` AUROC of each class against the others; None for a detector."""
        return None if self.probabilities is None else class_auroc(self.truth, self.probabilities)

    @property
    def kappa(self) -> float:
        """Cohen's kappa with what people say; NaN for no photographs."""
        return cohen_kappa(self.truth, self.predicted, classes=len(self.classes))

    @property
    def reliability(self) -> Reliability | None:
        """Reliability bins and calibration error of the chosen class's probability; None for a detector."""
        return None if self.probabilities is None else reliability(self.truth, self.probabilities)

    @property
    def interval(self) -> tuple[float, float]:
        """Wilson's 95 % interval of the accuracy: what so few photographs can tell."""
        return wilson_interval(self.correct, self.n)

    @property
    def patient_interval(self) -> tuple[float, float] | None:
        """The same with photographs of one patient counted for what they are worth; None without patients."""
        return None if self.patients is None else grouped_wilson_interval(self.hits, self.patients)

    def class_interval(self, column: int) -> tuple[float, float]:
        """95 % interval of the accuracy of the class in a column, 0 to 1, over patients where they are known."""
        here = self.truth == column
        hits = self.predicted[here] == column
        if self.patients is None:
            return wilson_interval(int(hits.sum()), len(hits))
        return grouped_wilson_interval(hits, self.patients[here])

    @property
    def boxes(self) -> BoxEvaluation | None:
        """How well a detector's boxes find the lesions, over photographs with human boxes; None for a classifier.

        Worked out anew at each call.
        """
        if self.drawn is None or self.found is None:
            return None
        return evaluate_boxes(self.drawn, self.found, classes=len(self.classes))

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
            chosen &= self.hits == correct
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

    def to_json(self, *, bootstrap: int = 0, temperature: Temperature | None = None) -> dict[str, Any]:
        """Plain data; see `core.metrics.summary.model_json`."""
        return model_json(self, bootstrap=bootstrap, temperature=temperature)


def sum_text(ensemble: ModelEvaluation) -> str:
    """What an ensemble adds up: `densenet121-1 + resnet50-1`, with weights in front where they aren't all 1."""
    if all(weight == 1 for weight in ensemble.weights):
        return " + ".join(ensemble.members)
    pairs = zip(ensemble.members, ensemble.weights, strict=True)
    return " + ".join(f"{weight:g} x {name}" for name, weight in pairs)


def combine(
    members: Sequence[ModelEvaluation],
    image_ids: tuple[int, ...],
    *,
    missing: tuple[int, ...] = (),
    name: str = ENSEMBLE,
    weights: Mapping[str, float] | None = None,
) -> ModelEvaluation:
    """EnsembleNet of these members over photographs that all of them judged.

    Args:
        members: Classifiers.
        image_ids: Photographs that all of them judged.
        missing: Photographs that not all of them did.
        name: What the ensemble is called.
        weights: By member name; 1 for those without one, so that none at all give the paper's sum.
    """
    factors = tuple(float((weights or {}).get(member.name, 1.0)) for member in members)
    rows = [_rows(member.image_ids, image_ids) for member in members]
    tables = [
        member.probabilities[row] for member, row in zip(members, rows, strict=True) if member.probabilities is not None
    ]
    probabilities = ensemble_probabilities(tables, weights=factors)
    first, place = members[0], rows[0]
    return ModelEvaluation(
        name=name,
        architecture=ENSEMBLE,
        task=Task.CLASSIFICATION,
        classes=first.classes,
        image_ids=image_ids,
        truth=first.truth[place],
        predicted=probabilities.argmax(axis=1).astype(np.int64),
        probabilities=probabilities,
        missing=missing,
        members=tuple(member.name for member in members),
        weights=factors,
        patients=None if first.patients is None else first.patients[place],
    )


def _rows(known: tuple[int, ...], wanted: tuple[int, ...]) -> NDArray[np.int64] | slice:
    if known is wanted or known == wanted:
        return slice(None)
    ids = np.array(known, dtype=np.int64)
    order = np.argsort(ids)
    places: NDArray[np.int64] = order[np.searchsorted(ids[order], np.array(wanted, dtype=np.int64))]
    return places


def combine_seen(
    members: Sequence[ModelEvaluation], image_ids: tuple[int, ...], *, weights: Mapping[str, float] | None = None
) -> ModelEvaluation:
    """EnsembleNet over those of some photographs that all members judged; the others are its missing ones."""
    if all(member.image_ids is image_ids for member in members):
        return combine(members, image_ids, weights=weights)
    common = set(members[0].image_ids).intersection(*(member.image_ids for member in members[1:]))
    return combine(
        members,
        tuple(image_id for image_id in image_ids if image_id in common),
        missing=tuple(image_id for image_id in image_ids if image_id not in common),
        weights=weights,
    )
