"""Two models, or two runs, on the same photographs: what got better, what broke, and the photographs that flipped."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QCoreApplication

from core.metrics.agreement import mcnemar
from desktop.charts.marks import Axis, Line, Mark, PlotData, code_ticks
from desktop.charts.sheet import Cell, Heading, SheetData
from desktop.evaluate.agreement_page import common, p_text
from desktop.evaluate.models import NONE, title_of
from desktop.evaluate.page import Chooser, PageContent
from desktop.evaluate.reading import ENSEMBLE
from desktop.evaluate.shown import model_options

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from core.metrics.report import ModelEvaluation
    from desktop.evaluate.shown import Shown

translate = QCoreApplication.translate
BETTER, WORSE = "#0072b2", "#d55e00"


def present(shown: Shown) -> PageContent:
    """Gain by class, and the photographs mended and broken."""
    models = shown.models()
    if len(models) < 2:
        return PageContent(note=translate("Evaluate", "Tick two models that have predicted to set them side by side."))
    names = [model.name for model in models]
    usual = _worth_comparing(shown)
    before, after = shown.chosen("before", names, usual[0]), shown.chosen("after", names, usual[1])
    if after == before and "after" not in shown.choices:
        after = next(name for name in reversed(names) if name != before)
    choosers = (
        Chooser("before", translate("Evaluate", "Before"), model_options(models), before),
        Chooser("after", translate("Evaluate", "After"), model_options(models), after),
    )
    one, other = shown.reading.model(before), shown.reading.model(after)
    mine, theirs, ids = common(one, other)
    if before == after or not ids:
        return PageContent(choosers, (), translate("Evaluate", "Choose two models that judged the same photos."))
    first, second, truth = one.hits[mine], other.hits[theirs], one.truth[mine]
    test = mcnemar(first, second)
    gain = 100 * (float(second.mean()) - float(first.mean()))
    note = translate(
        "Evaluate", "From {0} to {1}: {2} points on {3} photos; {4} mended, {5} broken; McNemar's p {6}."
    ).format(
        title_of(before),
        title_of(after),
        f"{gain:+.2f}",
        f"{len(ids):,}",
        f"{test.only_second:,}",
        f"{test.only_first:,}",
        p_text(test.p_value),
    )
    rows = _Rows(shown, one, other, ids, first, second, truth)
    return PageContent(choosers, (rows.plot(), rows.sheet()), note)


def _worth_comparing(shown: Shown) -> tuple[str, str]:
    """What is set side by side until somebody chooses.

    As in the paper's section IV-B: EnsembleNet, or the best classifier, and the best detector. Where only one of the
    kinds is drawn, the first and the last model.
    """
    names = list(shown.drawn)
    classifiers, detectors = shown.classifiers(), [model for model in shown.detectors() if model.n]
    if not classifiers or not detectors:
        return names[0], names[-1]
    best = max(classifiers, key=lambda model: (model.name == ENSEMBLE, model.weighted_accuracy))
    return best.name, max(detectors, key=lambda model: model.weighted_accuracy).name


class _Rows:
    """Both models' hits on the photographs both judged, by class."""

    def __init__(
        self,
        shown: Shown,
        one: ModelEvaluation,
        other: ModelEvaluation,
        ids: list[int],
        first: NDArray[np.bool_],
        second: NDArray[np.bool_],
        truth: NDArray[np.int64],
    ) -> None:
        self._shown, self._one, self._other = shown, one, other
        self._ids, self._first, self._second, self._truth = ids, first, second, truth
        self._columns = [column for column in range(len(one.classes)) if (truth == column).any()]

    def gain(self, column: int) -> float:
        """Points of accuracy the second has more on a class."""
        here = self._truth == column
        return 100 * (float(self._second[here].mean()) - float(self._first[here].mean()))

    def plot(self) -> PlotData:
        """Gain by class, the greatest first; a bar opens the photographs that flipped."""
        order = sorted(self._columns, key=lambda column: -self.gain(column))
        marks = []
        for place, column in enumerate(order):
            name, gain = self._one.classes.names[column], self.gain(column)
            flipped = (self._truth == column) & (self._first != self._second)
            tip = translate("Evaluate", "{0}: {1} points; {2} photos flipped").format(
                name, f"{gain:+.1f}", f"{int(flipped.sum()):,}"
            )
            what = translate("Evaluate", "{0} that flipped between {1} and {2}").format(name, *self._titles())
            photos = self._shown.photos(self._ids, flipped, what)
            marks.append(Mark(place, gain, BETTER if gain >= 0 else WORSE, tip, photos, width=0.8))
        low, high = min([-5.0, *(mark.y * 1.1 for mark in marks)]), max([5.0, *(mark.y * 1.1 for mark in marks)])
        codes = code_ticks([self._one.classes.classes[column].code for column in order])
        return PlotData(
            translate("Evaluate", "Gain by class"),
            Axis("", -0.6, max(0.6, len(order) - 0.4), codes),
            Axis(translate("Evaluate", "points of accuracy gained"), low, high),
            (Line(((-0.6, 0.0), (max(0.6, len(order) - 0.4), 0.0))),),
            tuple(marks),
        )

    def sheet(self) -> SheetData:
        """Numbers by class."""
        rows = []
        for column in [None, *self._columns]:
            here = np.ones(len(self._ids), dtype=bool) if column is None else self._truth == column
            name = translate("Evaluate", "All classes") if column is None else self._one.classes.names[column]
            a, b = float(self._first[here].mean()), float(self._second[here].mean())
            rows.append(
                (
                    Cell(name, strong=column is None),
                    Cell(f"{int(here.sum()):,}", int(here.sum()), self._photos(here, name)),
                    Cell(f"{100 * a:.1f}", 100 * a),
                    Cell(f"{100 * b:.1f}", 100 * b),
                    Cell(f"{100 * (b - a):+.1f}", 100 * (b - a)),
                    self._cell(here & ~self._first & self._second, translate("Evaluate", "{0} that {2} mends")),
                    self._cell(here & self._first & ~self._second, translate("Evaluate", "{0} that {2} breaks")),
                    self._cell(here & ~self._first & ~self._second, translate("Evaluate", "{0} that both get wrong")),
                )
            )
        before, after = self._titles()
        headings = (
            Heading(translate("Evaluate", "Class"), number=False),
            Heading(translate("Evaluate", "Photos")),
            Heading(translate("Evaluate", "Before, %"), before),
            Heading(translate("Evaluate", "After, %"), after),
            Heading(translate("Evaluate", "Gain")),
            Heading(translate("Evaluate", "Mended"), translate("Evaluate", "Wrong before, right after")),
            Heading(translate("Evaluate", "Broken"), translate("Evaluate", "Right before, wrong after")),
            Heading(translate("Evaluate", "Both wrong")),
        )
        return SheetData(translate("Evaluate", "Before and after"), headings, tuple(rows))

    def _titles(self) -> tuple[str, str]:
        return title_of(self._one.name), title_of(self._other.name)

    def _cell(self, chosen: NDArray[np.bool_], what: str) -> Cell:
        count = int(chosen.sum())
        here = translate("Evaluate", "Photos")
        return Cell(f"{count:,}" if count else NONE, count, self._photos(chosen, what.format(here, *self._titles())))

    def _photos(self, chosen: NDArray[np.bool_], what: str) -> object:
        return self._shown.photos(self._ids, chosen, what)
