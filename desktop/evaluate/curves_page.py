"""Whether a classifier's probabilities mean what they say, and what a threshold on one class finds and costs."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QCoreApplication

from core.metrics.calibration import BINS, confidence_bins, reliability
from core.metrics.curves import ThresholdCurve, threshold_curve
from core.metrics.ranking import auroc
from desktop.charts.marks import Axis, Line, Mark, PlotData
from desktop.evaluate.curve_points import SHARES, share_axis, spread, thinned
from desktop.evaluate.models import title_of
from desktop.evaluate.page import Chooser, PageContent
from desktop.evaluate.shown import model_options

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from core.metrics.report import ModelEvaluation
    from desktop.evaluate.shown import Shown

translate = QCoreApplication.translate


def present(shown: Shown) -> PageContent:
    """Reliability, ROC and precision-recall of the chosen classifier and class."""
    models = shown.classifiers()
    if not models:
        return PageContent(note=translate("Evaluate", "Tick a classifier that has predicted to see its curves."))
    name = shown.chosen("model", [model.name for model in models], max(models, key=lambda m: m.weighted_accuracy).name)
    model = shown.reading.model(name)
    classes = shown.reading.classes
    column = int(shown.chosen("class", [str(place) for place in range(len(classes))], _largest(model)))
    choosers = (
        Chooser("model", translate("Evaluate", "Model"), model_options(models), name),
        Chooser(
            "class",
            translate("Evaluate", "Class of the curves"),
            tuple((str(place), entry.name) for place, entry in enumerate(classes)),
            str(column),
        ),
    )
    colour = shown.colours[name]
    parts = (_reliability(shown, model, colour), *_curves(shown, model, column, colour))
    note = translate(
        "Evaluate",
        "A bar opens the photos of its bin; a point on a curve opens the photos called this class at its threshold.",
    )
    return PageContent(choosers, parts, note)


def _largest(model: ModelEvaluation) -> str:
    counts = np.bincount(model.truth, minlength=len(model.classes))
    return str(int(counts.argmax()))


def _reliability(shown: Shown, model: ModelEvaluation, colour: str) -> PlotData:
    assert model.probabilities is not None
    bins = reliability(model.truth, model.probabilities)
    places = confidence_bins(model.probabilities)
    title = title_of(model.name)
    marks = []
    for place in range(BINS):
        count = int(bins.counts[place])
        low, high = float(bins.edges[place]), float(bins.edges[place + 1])
        if not count:
            continue
        share = float(bins.accuracy[place])
        tip = translate("Evaluate", "Said {0} to {1} %: {2} photos, {3} % right").format(
            f"{100 * low:.0f}", f"{100 * high:.0f}", f"{count:,}", f"{100 * share:.1f}"
        )
        what = translate("Evaluate", "{0} sure to {1} to {2} %").format(title, f"{100 * low:.0f}", f"{100 * high:.0f}")
        photos = shown.photos(model.image_ids, places == place, what)
        marks.append(Mark((low + high) / 2, share, colour, tip, photos, width=high - low))
    error = translate("Evaluate", "Reliability; expected calibration error {0} %").format(
        f"{100 * bins.expected_error:.1f}" if not math.isnan(bins.expected_error) else "–"
    )
    return PlotData(
        translate("Evaluate", "Reliability"),
        share_axis(translate("Evaluate", "probability of the class it chose")),
        Axis(translate("Evaluate", "share right"), 0, 1.02, SHARES),
        (Line(((0, 0), (1, 1)), dashed=True),),
        tuple(marks),
        note=error,
    )


def _curves(shown: Shown, model: ModelEvaluation, column: int, colour: str) -> tuple[PlotData, PlotData]:
    assert model.probabilities is not None
    scores = model.probabilities[:, column]
    positive = model.truth == column
    curve = threshold_curve(positive, scores)
    name = model.classes.names[column]
    axis = share_axis(translate("Evaluate", "share of the class found"))
    recall, fall_out, precision = curve.recall, curve.fall_out, curve.precision
    area = auroc(positive, scores)
    roc = PlotData(
        translate("Evaluate", "ROC of {0}").format(name),
        share_axis(translate("Evaluate", "share of others called it")),
        axis,
        (
            Line(((0, 0), (1, 1)), dashed=True),
            Line(((0.0, 0.0), *thinned(fall_out, recall)), colour),
        ),
        _marks(shown, model, curve, fall_out, recall, scores, name, colour),
        note=translate("Evaluate", "ROC of {0}; area {1}").format(name, _number(area)),
    )
    frequency = curve.positives / max(1, curve.positives + curve.negatives)
    pr = PlotData(
        translate("Evaluate", "Precision and recall of {0}").format(name),
        axis,
        share_axis(translate("Evaluate", "share of those called it that are")),
        (Line(((0, frequency), (1, frequency)), dashed=True), Line(thinned(recall, precision), colour)),
        _marks(shown, model, curve, recall, precision, scores, name, colour),
        note=translate("Evaluate", "Precision and recall of {0}; average precision {1}").format(
            name, _number(curve.average_precision)
        ),
    )
    return roc, pr


def _marks(
    shown: Shown,
    model: ModelEvaluation,
    curve: ThresholdCurve,
    x: NDArray[np.float64],
    y: NDArray[np.float64],
    scores: NDArray[np.float64],
    name: str,
    colour: str,
) -> tuple[Mark, ...]:
    marks = []
    for place in spread(curve.recall):
        least = float(curve.thresholds[place])
        tip = translate("Evaluate", "At {0} %: {1} called {2}, {3} of them rightly; {4} of {5} found").format(
            f"{100 * least:.1f}",
            f"{int(curve.called[place]):,}",
            name,
            f"{int(curve.right[place]):,}",
            f"{int(curve.right[place]):,}",
            f"{curve.positives:,}",
        )
        what = translate("Evaluate", "{0} at least {1} % sure of {2}").format(
            title_of(model.name), f"{100 * least:.1f}", name
        )
        photos = shown.photos(model.image_ids, scores >= least, what)
        marks.append(Mark(float(x[place]), float(y[place]), colour, tip, photos))
    return tuple(mark for mark in marks if not math.isnan(mark.x) and not math.isnan(mark.y))


def _number(value: float) -> str:
    return "–" if math.isnan(value) else f"{value:.3f}"
