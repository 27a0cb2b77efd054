"""An evaluation as frozen values: what the chart, the table and the JSON report show, and the photographs behind it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from core.errors import EnsembleError, UnknownModel
from core.metrics.comparison import Comparison, compare
from core.metrics.ensemble import MOST_MEMBERS, subsets
from core.metrics.model_evaluation import ENSEMBLE, ModelEvaluation, combine

if TYPE_CHECKING:
    from collections.abc import Mapping

    from core.classes import ClassTable
    from core.metrics.summary import Temperature
    from core.project.labels import Split

__all__ = ["ENSEMBLE", "Evaluation", "ModelEvaluation", "combine"]


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
        """All 2^K - 1 ensembles of the K CNNs, the most accurate first, over the photographs all CNNs predicted.

        Their members have the weights that they have in `ensemble`.

        Raises:
            EnsembleError: There are more CNNs than `MOST_MEMBERS`.
        """
        if self.ensemble is None:
            return ()
        number = len(self.ensemble.members)
        if number > MOST_MEMBERS:
            raise EnsembleError(
                f"Of {number} classifiers there are {2**number - 1:,} ensembles; "
                f"all are made of {MOST_MEMBERS} at most.",
                hint="Name fewer with --models.",
            )
        ids = self.ensemble.image_ids
        weights = dict(zip(self.ensemble.members, self.ensemble.weights, strict=True))
        # Each member cut to these photographs once, not in each of its 2^(K - 1) subsets.
        cut = {name: combine([self.model(name)], ids, name=name) for name in self.ensemble.members}
        found = [
            combine([cut[name] for name in chosen], ids, weights=weights) for chosen in subsets(self.ensemble.members)
        ]
        return tuple(sorted(found, key=lambda entry: (-entry.correct, len(entry.members))))

    def comparisons(self) -> tuple[Comparison, ...]:
        """McNemar's test of each pair of `all()`, on the photographs both judged."""
        return compare({entry.name: (entry.image_ids, entry.hits) for entry in self.all()})

    def to_json(self, *, bootstrap: int = 0, temperatures: Mapping[str, Temperature] | None = None) -> dict[str, Any]:
        """Plain data, as `dermdesk evaluate --json` prints it.

        Args:
            bootstrap: Resamples for bootstrap intervals; 0 for none.
            temperatures: By model name, as `core.evaluation.fit_temperatures` finds them.
        """
        fitted = temperatures or {}

        def plain(entry: ModelEvaluation) -> dict[str, Any]:
            return entry.to_json(bootstrap=bootstrap, temperature=fitted.get(entry.name))

        return {
            "split": "all" if self.split is None else self.split.value,
            "n": self.n,
            "left_out": dict(self.left_out),
            "classes": list(self.classes.names),
            "models": {entry.name: plain(entry) for entry in self.models},
            "ensemble": None if self.ensemble is None else plain(self.ensemble),
            "comparisons": [entry.to_json() for entry in self.comparisons()],
            "refused": {name: list(lines) for name, lines in self.refused.items()},
        }
