"""Whether models say the same, and whether one is better than another by more than chance."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QCoreApplication

from core.metrics.comparison import compare
from desktop.charts.sheet import Cell, Heading, SheetData
from desktop.evaluate.models import NONE, title_of
from desktop.evaluate.page import PageContent

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from core.metrics.report import ModelEvaluation
    from desktop.evaluate.shown import Shown

translate = QCoreApplication.translate
LEVEL = 0.05


def common(one: ModelEvaluation, other: ModelEvaluation) -> tuple[NDArray[np.int64], NDArray[np.int64], list[int]]:
    """Rows of both models on the photographs both judged, and those photographs' ids."""
    if one.image_ids is other.image_ids or one.image_ids == other.image_ids:
        rows = np.arange(one.n)
        return rows, rows, list(one.image_ids)
    ids, mine, theirs = np.intersect1d(
        np.array(one.image_ids), np.array(other.image_ids), assume_unique=True, return_indices=True
    )
    return mine, theirs, ids.tolist()


def present(shown: Shown) -> PageContent:
    """Share of photographs on which two models say the same, and McNemar's test of each pair."""
    models = shown.models()
    if len(models) < 2:
        return PageContent(note=translate("Evaluate", "Tick two models that have predicted to compare what they say."))
    return PageContent(
        (),
        (_matrix(shown, models), _tests(shown, models)),
        translate(
            "Evaluate",
            "Above: photos on which two models say the same; a click opens those on which they differ. Below: "
            "McNemar's test on photos only one of them has right; p after Holm's correction for several tests. Bold: "
            "below 0.05.",
        ),
        stacked=True,
    )


def _matrix(shown: Shown, models: list[ModelEvaluation]) -> SheetData:
    rows = []
    for one in models:
        cells = [Cell(title_of(one.name), strong=True)]
        for other in models:
            mine, theirs, ids = common(one, other)
            if one is other or not ids:
                cells.append(Cell(NONE, float("nan")))
                continue
            same = one.predicted[mine] == other.predicted[theirs]
            names = title_of(one.name), title_of(other.name)
            what = translate("Evaluate", "{0} and {1} differ").format(*names)
            tip = translate("Evaluate", "{0} and {1} say the same of {2} of {3} photos").format(
                *names, f"{int(same.sum()):,}", f"{len(ids):,}"
            )
            cells.append(
                Cell(f"{100 * same.mean():.1f}", 100 * float(same.mean()), shown.photos(ids, ~same, what), tip)
            )
        rows.append(tuple(cells))
    headings = (
        Heading(translate("Evaluate", "Same answer, %"), number=False),
        *(Heading(title_of(model.name)) for model in models),
    )
    return SheetData(translate("Evaluate", "Agreement of models"), headings, tuple(rows))


def _tests(shown: Shown, models: list[ModelEvaluation]) -> SheetData:
    by_name = {model.name: model for model in models}
    rows = []
    for entry in compare({model.name: (model.image_ids, model.hits) for model in models}):
        one, other = by_name[entry.first], by_name[entry.second]
        mine, theirs, ids = common(one, other)
        first, second = one.hits[mine], other.hits[theirs]
        names = title_of(entry.first), title_of(entry.second)
        only = translate("Evaluate", "Only {0} right, not {1}")
        sure = entry.adjusted < LEVEL
        rows.append(
            (
                Cell(names[0], strong=sure and entry.test.only_first > entry.test.only_second),
                Cell(names[1], strong=sure and entry.test.only_second > entry.test.only_first),
                Cell(
                    f"{entry.test.only_first:,}",
                    entry.test.only_first,
                    shown.photos(ids, first & ~second, only.format(*names)),
                ),
                Cell(
                    f"{entry.test.only_second:,}",
                    entry.test.only_second,
                    shown.photos(ids, second & ~first, only.format(*names[::-1])),
                ),
                Cell(f"{entry.n:,}", entry.n),
                Cell(p_text(entry.test.p_value), entry.test.p_value),
                Cell(p_text(entry.adjusted), entry.adjusted, strong=sure),
            )
        )
    headings = (
        Heading(translate("Evaluate", "First"), number=False),
        Heading(translate("Evaluate", "Second"), number=False),
        Heading(translate("Evaluate", "Only first right")),
        Heading(translate("Evaluate", "Only second right")),
        Heading(translate("Evaluate", "Photos")),
        Heading("p", translate("Evaluate", "How often chance alone gives so large a difference")),
        Heading(translate("Evaluate", "p, Holm")),
    )  # fmt: skip
    return SheetData(translate("Evaluate", "McNemar's test"), headings, tuple(rows))


def p_text(value: float) -> str:
    """A p-value to three places, never as 0."""
    return "< 0.001" if value < 0.001 else f"{value:.3f}"
