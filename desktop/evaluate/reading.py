"""All models of a split judged once; any choice of them, and its ensemble, is then taken without reading again."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from core.evaluation import ENSEMBLE, evaluate
from core.metrics.model_evaluation import combine_seen
from core.predicting import unfit_models
from core.project.arrays import StoredArrays
from core.project.query_text import parse

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from core.classes import ClassTable
    from core.metrics.report import ModelEvaluation
    from core.project.arrays import LabelArrays
    from core.project.labels import Split
    from core.project.project import Project

__all__ = ["ENSEMBLE", "Reading", "read"]


@dataclass(frozen=True, slots=True)
class Reading:
    """The models of a split by name, EnsembleNet among them once members are chosen.

    Attributes:
        classes: The project's classes, in the order people see them.
        image_ids: Photographs of the split that have a class.
        class_sizes: How many of them each class has.
        models: Judged models by run name, and `ENSEMBLE`.
        left_out: Photographs that can't be judged, by reason.
        refused: Models with other classes than the project's, with the differences.
        split: Which photographs; None for all.
    """

    classes: ClassTable
    image_ids: tuple[int, ...]
    class_sizes: tuple[int, ...]
    models: Mapping[str, ModelEvaluation]
    left_out: Mapping[str, int]
    refused: Mapping[str, tuple[str, ...]]
    split: Split | None = None

    def __len__(self) -> int:
        return len(self.image_ids)

    def model(self, name: str) -> ModelEvaluation:
        """A judged model."""
        return self.models[name]

    def has_rows(self, name: str) -> bool:
        """Whether a model has judged any of the photographs."""
        return name in self.models and self.models[name].n > 0

    def missing(self, name: str) -> tuple[int, ...]:
        """Photographs a model has not seen: all, where it has no rows. A model of other classes can't see any."""
        if name in self.refused:
            return ()
        return self.models[name].missing if name in self.models else self.image_ids

    def with_ensemble(self, members: Sequence[str], weights: Mapping[str, float] | None = None) -> Reading:
        """With EnsembleNet of those members that are classifiers with rows, where there are at least two of them.

        Args:
            members: Run names.
            weights: By run name; 1 for those without one, and 0 leaves one out.
        """
        factors = weights or {}
        models = {name: judged for name, judged in self.models.items() if name != ENSEMBLE}
        chosen = [
            models[name]
            for name in members
            if self.has_rows(name) and not models[name].detects and factors.get(name, 1.0) > 0
        ]
        if len(chosen) >= 2:
            models[ENSEMBLE] = combine_seen(chosen, self.image_ids, weights=factors)
        return replace(self, models=models)


def read(project: Project, split: Split | None, stored: StoredArrays | None = None, *, query: str = "") -> Reading:
    """Judge all models whose classes are the project's on a split, or on all photographs for None.

    Detectors' boxes are not read; `core.evaluation.with_boxes` brings them where they are shown.

    Args:
        project: May be open read-only.
        split: Photographs of this side.
        stored: What was read before.
        query: Only photographs that fulfil it, as in the search of Annotate; empty for all.

    Raises:
        QueryError: The query can't be understood.
    """
    stored = StoredArrays() if stored is None else stored
    _, labels = project.label_arrays(stored)
    predicted = project.predicted_models()
    refused = unfit_models(project)
    fitting = [entry.name for entry in predicted if entry.name not in refused]
    among = project.matching(parse(query, project.query_words())) if query.strip() else None
    evaluation = evaluate(project, split, fitting, boxes=False, among=among, stored=stored)
    return Reading(
        classes=evaluation.classes,
        image_ids=evaluation.image_ids,
        class_sizes=_class_sizes(labels, evaluation.image_ids, evaluation.classes),
        models={judged.name: judged for judged in evaluation.models},
        left_out=evaluation.left_out,
        refused=refused,
        split=split,
    )


def _class_sizes(labels: LabelArrays, image_ids: Sequence[int], classes: ClassTable) -> tuple[int, ...]:
    judged = labels.classes[np.isin(labels.image_ids, np.array(image_ids, dtype=np.int64))]
    return tuple(int(np.count_nonzero(judged == class_id)) for class_id in classes.ids)
