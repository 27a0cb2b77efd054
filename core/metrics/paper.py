"""The paper's own numbers, for projects that have its ten classes."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any

from core.classes import fold_name

if TYPE_CHECKING:
    from collections.abc import Mapping

    from core.classes import ClassTable


@dataclass(frozen=True, slots=True)
class PaperNumbers:
    """Tables II to IV of He et al. for Skin-10; accuracies in percent, by DermDesk's names of the architectures.

    Attributes:
        train_images: Training images by class, in the order of the table asked for.
        test_images: Test images by class, in the same order.
        class_accuracy: By architecture, the accuracy of each class in the same order.
        weighted_accuracy: By architecture, over all classes.
        top_k: By architecture, or `ensemble`, the weighted top-k accuracy by k.
        best_top_3: Architectures of the ensemble with the best top-3 accuracy, and that accuracy.
    """

    train_images: tuple[int, ...]
    test_images: tuple[int, ...]
    class_accuracy: Mapping[str, tuple[float, ...]]
    weighted_accuracy: Mapping[str, float]
    top_k: Mapping[str, Mapping[int, float]]
    best_top_3: tuple[tuple[str, ...], float]


def paper_numbers(classes: ClassTable) -> PaperNumbers | None:
    """The paper's numbers in the order of these classes; None unless they are Skin-10, in any order and spelling.

    >>> from core.classes import ClassTable, load_template
    >>> paper_numbers(load_template("skin10")).weighted_accuracy["retinanet"]
    78.31
    >>> paper_numbers(ClassTable.from_names(["Acne Vulgaris", "Rosacea"])) is None
    True
    """
    table, top_k, best = _read()["skin10_test"], _read()["top_k"]["skin10"], _read()["best_top3_ensemble_skin10"]
    places = {fold_name(entry["name"]): place for place, entry in enumerate(table["classes"])}
    named = [fold_name(name) for name in classes.names]
    if set(named) != set(places):
        return None
    order = [places[name] for name in named]
    return PaperNumbers(
        train_images=tuple(int(table["classes"][place]["train_images"]) for place in order),
        test_images=tuple(int(table["classes"][place]["test_images"]) for place in order),
        class_accuracy={
            name: tuple(float(row["class_accuracy"][place]) for place in order) for name, row in table["models"].items()
        },
        weighted_accuracy={name: float(row["weighted_accuracy"]) for name, row in table["models"].items()},
        top_k={
            name: {int(k): float(value) for k, value in zip(top_k["k"], row, strict=True)}
            for name, row in top_k["models"].items()
        },
        best_top_3=(tuple(best["members"]), float(best["top_3"])),
    )


@cache
def _read() -> dict[str, Any]:
    text = (resources.files("resources") / "paper_tables.json").read_text(encoding="utf-8")
    tables: dict[str, Any] = json.loads(text)
    return tables
