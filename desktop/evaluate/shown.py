"""What every page is drawn from: the models ticked on the photographs judged, with their titles and colours."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from desktop.evaluate.models import title_of
from desktop.evaluate.page import Photos

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from core.metrics.report import ModelEvaluation
    from desktop.evaluate.reading import Reading


@dataclass(frozen=True, slots=True)
class Shown:
    """What is shown now.

    Attributes:
        reading: Judged models, EnsembleNet of the ticked ones among them.
        drawn: Names of the models that are ticked and have rows, in the order of the table.
        colours: `#rrggbb` by name.
        where: The photographs judged on, in words: `test split`.
        choices: What was chosen on the page, by chooser.
        loaded: What the page had read for itself; None before.
    """

    reading: Reading
    drawn: tuple[str, ...]
    colours: Mapping[str, str]
    where: str
    choices: Mapping[str, str] = field(default_factory=dict)
    loaded: Any = None

    def models(self) -> list[ModelEvaluation]:
        """The models drawn."""
        return [self.reading.model(name) for name in self.drawn]

    def classifiers(self) -> list[ModelEvaluation]:
        """Those that give probabilities."""
        return [model for model in self.models() if model.probabilities is not None]

    def detectors(self) -> list[ModelEvaluation]:
        """Those that give boxes."""
        return [model for model in self.models() if model.detects]

    def chosen(self, key: str, options: Sequence[str], default: str | None = None) -> str:
        """What was chosen, where it is still an option, else the default or the first."""
        wanted = self.choices.get(key, "")
        if wanted in options:
            return wanted
        return default if default is not None and default in options else (options[0] if options else "")

    def photos(self, ids: Sequence[int], chosen: NDArray[np.bool_], what: str) -> Photos | None:
        """The photographs chosen among some; None where there are none."""
        count = int(np.count_nonzero(chosen))
        if not count:
            return None
        # A page has a hundred marks, of which a person clicks one: which photographs they are waits until then.
        return Photos(
            count, f"{what}, {self.where}", lambda: tuple(ids[place] for place in np.flatnonzero(chosen).tolist())
        )


def model_options(models: Sequence[ModelEvaluation]) -> tuple[tuple[str, str], ...]:
    """Options of a chooser of models."""
    return tuple((model.name, title_of(model.name)) for model in models)
