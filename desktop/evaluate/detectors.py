"""How well detectors' boxes lie on the lesions people drew, and where they found nothing."""

from __future__ import annotations

import math
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np
from PySide6.QtCore import QCoreApplication

from core.evaluation import with_boxes
from core.metrics.average_precision import detection_curve, lesion_hits, prepare_boxes
from core.metrics.box_scores import MATCH_SCORE, best_ious, found_lesions
from core.metrics.classification import NO_DETECTION
from desktop.charts.marks import Axis, Line, Mark, PlotData
from desktop.charts.sheet import Cell, Heading, SheetData
from desktop.evaluate.curve_points import share_axis, spread, thinned
from desktop.evaluate.page import Chooser, PageContent
from desktop.evaluate.shown import model_options
from desktop.translating import marked

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from core.metrics.report import ModelEvaluation
    from core.project.arrays import StoredArrays
    from core.project.project import Project
    from desktop.evaluate.reading import Reading
    from desktop.evaluate.shown import Shown

translate = QCoreApplication.translate
IOUS = ("0.3", "0.5", "0.75", "0.9")
USUAL_IOU = "0.5"
BINS = 20
FOUND = marked("Evaluate", "{0} with a lesion that {1} found")
MISSED = marked("Evaluate", "{0} with a lesion that {1} missed")
ALL = "all"


def load(project: Project, reading: Reading, drawn: tuple[str, ...], stored: StoredArrays) -> Any:  # noqa: ANN401
    """The ticked detectors with their boxes, by name; kept until boxes, labels or the photographs judged are others."""
    _, labels = project.label_arrays(stored)
    judged = {}
    for model in (reading.model(name) for name in drawn if reading.model(name).detects):
        # What was read is one and the same object until it changes, and lives as long as what is made of it.
        read = (labels, *project.box_arrays(model.name, stored))
        version = (*map(id, read), hash(model.image_ids), hash(model.classes.ids))
        worked_out = partial(_work_out, project, model, stored, read)
        judged[model.name] = stored.get("detector", model.name, version, worked_out)
    return judged


def _work_out(project: Project, model: ModelEvaluation, stored: StoredArrays, read: object) -> _Boxes:
    return _Boxes(with_boxes(project, model, stored), read)


class _Boxes:
    """A detector, with what no choice on the page changes worked out, and what was for the IoUs chosen so far."""

    def __init__(self, model: ModelEvaluation, read: object) -> None:
        assert model.drawn is not None
        assert model.found is not None
        self.model, self.drawn, self.found = model, model.drawn, model.found
        self._read = read
        self.looked_at = np.flatnonzero(model.drawn.counts)
        self.ious = best_ious(model.drawn, model.found)
        self.prepared = prepare_boxes(model.drawn.of_photos(self.looked_at), model.found.of_photos(self.looked_at))
        self._hits: dict[str, NDArray[np.bool_]] = {}
        self._lesions: dict[str, NDArray[np.bool_]] = {}
        self.hits(USUAL_IOU)
        self.lesions(USUAL_IOU)

    def hits(self, iou: str) -> NDArray[np.bool_]:
        """See `core.metrics.average_precision.lesion_hits`."""
        if iou not in self._hits:
            self._hits[iou] = lesion_hits(self.prepared, float(iou))
        return self._hits[iou]

    def lesions(self, iou: str) -> NDArray[np.bool_]:
        """See `core.metrics.box_scores.found_lesions`."""
        if iou not in self._lesions:
            self._lesions[iou] = found_lesions(self.drawn, self.found, iou=float(iou))
        return self._lesions[iou]


def present(shown: Shown) -> PageContent:
    """IoU of the surest box, precision and recall at the chosen IoU, and photographs without a detection."""
    judged: dict[str, _Boxes] = shown.loaded
    models = [boxes.model for boxes in judged.values() if boxes.model.n]
    if not models:
        return PageContent(note=translate("Evaluate", "Tick a detector that has predicted to judge its boxes."))
    name = shown.chosen("model", [model.name for model in models])
    iou = shown.chosen("iou", IOUS, USUAL_IOU)
    classes = shown.reading.classes
    column = shown.chosen("class", [ALL, *(str(place) for place in range(len(classes)))], ALL)
    choosers = (
        Chooser("model", translate("Evaluate", "Detector"), model_options(models), name),
        Chooser("iou", translate("Evaluate", "A lesion is found from IoU"), tuple((key, key) for key in IOUS), iou),
        Chooser(
            "class",
            translate("Evaluate", "Class"),
            (
                (ALL, translate("Evaluate", "All classes")),
                *((str(place), entry.name) for place, entry in enumerate(classes)),
            ),
            column,
        ),
    )
    boxes, colour = judged[name], shown.colours[name]
    chosen = None if column == ALL else int(column)
    parts = (
        _histogram(shown, boxes, chosen, colour),
        _curve(shown, boxes, chosen, iou, colour),
        _sheet(shown, boxes, iou),
    )
    return PageContent(choosers, parts, _note())


def _histogram(shown: Shown, boxes: _Boxes, column: int | None, colour: str) -> PlotData:
    model, ious = boxes.model, boxes.ious
    looked_at = np.zeros(model.n, dtype=bool)
    looked_at[boxes.looked_at] = True
    if column is not None:
        looked_at &= model.truth == column
    places = np.minimum((ious * BINS).astype(np.int64), BINS - 1)
    counts = np.bincount(places[looked_at], minlength=BINS)
    marks = []
    for place, count in enumerate(counts.tolist()):
        low, high = place / BINS, (place + 1) / BINS
        what = translate("Evaluate", "IoU {0} to {1} by {2}").format(f"{low:.2f}", f"{high:.2f}", model.name)
        photos = shown.photos(model.image_ids, looked_at & (places == place), what)
        tip = translate("Evaluate", "IoU {0} to {1}: {2} photos").format(f"{low:.2f}", f"{high:.2f}", f"{count:,}")
        marks.append(Mark((low + high) / 2, count, colour, tip, photos, width=1 / BINS))
    mean = float(ious[looked_at].mean()) if looked_at.any() else math.nan
    return PlotData(
        translate("Evaluate", "IoU of the surest box"),
        share_axis(translate("Evaluate", "IoU of the surest box")),
        Axis(translate("Evaluate", "photos"), 0, max(1.0, 1.08 * float(counts.max(initial=1)))),
        marks=tuple(marks),
        note=translate("Evaluate", "{0} photos with human boxes; mean IoU {1}").format(
            f"{int(looked_at.sum()):,}", "–" if math.isnan(mean) else f"{mean:.2f}"
        ),
    )


def _curve(shown: Shown, boxes: _Boxes, column: int | None, iou: str, colour: str) -> PlotData:
    model, looked_at, found = boxes.model, boxes.looked_at, boxes.prepared.found
    curve = detection_curve(boxes.prepared, column=column, iou=float(iou), hits=boxes.hits(iou))
    marks = []
    if len(curve.scores) and not math.isnan(curve.recall[0]):
        mine = np.ones(len(found), dtype=bool) if column is None else found.classes == column
        for place in spread(curve.recall / max(curve.recall[-1], 1e-12)):
            least = float(curve.scores[place])
            sure = np.zeros(model.n, dtype=bool)
            sure[looked_at[found.photos[mine & (found.scores >= least)]]] = True
            tip = translate(
                "Evaluate", "Score from {0}: precision {1} %, recall {2} %; {3} photos have such a box"
            ).format(
                f"{least:.2f}",
                f"{100 * curve.precision[place]:.1f}",
                f"{100 * curve.recall[place]:.1f}",
                f"{int(sure.sum()):,}",
            )
            what = translate("Evaluate", "{0} with a box of score {1} or more").format(model.name, f"{least:.2f}")
            photos = shown.photos(model.image_ids, sure, what)
            marks.append(Mark(float(curve.recall[place]), float(curve.precision[place]), colour, tip, photos))
    line = thinned(curve.recall, curve.precision)
    return PlotData(
        translate("Evaluate", "Precision and recall of boxes"),
        share_axis(translate("Evaluate", "share of lesions found")),
        share_axis(translate("Evaluate", "share of boxes that are right")),
        (Line(line, colour),),
        tuple(marks),
        note=translate("Evaluate", "Average precision at IoU {0}: {1}").format(
            iou, "–" if math.isnan(curve.average) else f"{100 * curve.average:.1f} %"
        ),
    )


def _sheet(shown: Shown, boxes: _Boxes, iou: str) -> SheetData:
    model = boxes.model
    lesions = boxes.lesions(iou)
    found, missed = (translate("Evaluate", text) for text in (FOUND, MISSED))
    silent = model.predicted == NO_DETECTION
    rows = []
    for column, entry in enumerate([None, *model.classes]):
        here = np.ones(model.n, dtype=bool) if entry is None else model.truth == column - 1
        name = translate("Evaluate", "All classes") if entry is None else entry.name
        mine = lesions[here[boxes.drawn.photos]]
        count, nothing = int(here.sum()), int((here & silent).sum())
        what = translate("Evaluate", "{0} on which {1} found nothing").format(name, model.name)
        recall = float(mine.mean()) if len(mine) else math.nan
        rows.append(
            (
                Cell(name, strong=entry is None),
                Cell(f"{count:,}", count, shown.photos(model.image_ids, here, name)),
                Cell(f"{nothing:,}", nothing, shown.photos(model.image_ids, here & silent, what)),
                _lesions(shown, boxes, name, here, lesions, found),
                _lesions(shown, boxes, name, here, ~lesions, missed),
                Cell("–" if math.isnan(recall) else f"{100 * recall:.1f}", 100 * recall),
            )
        )
    headings = (
        Heading(translate("Evaluate", "Class"), number=False),
        Heading(translate("Evaluate", "Photos")),
        Heading(translate("Evaluate", "No detection"), translate("Evaluate", "Photos on which it found nothing")),
        Heading(translate("Evaluate", "Lesions found")),
        Heading(translate("Evaluate", "missed")),
        Heading(translate("Evaluate", "found, %")),
    )
    return SheetData(translate("Evaluate", "Detections by class"), headings, tuple(rows))


def _lesions(
    shown: Shown, boxes: _Boxes, name: str, here: NDArray[np.bool_], chosen: NDArray[np.bool_], what: str
) -> Cell:
    """How many of the lesions chosen are on some photographs; a click opens those photographs."""
    photos = boxes.drawn.photos[chosen]
    photos = photos[here[photos]]
    on = np.zeros(len(here), dtype=bool)
    on[photos] = True
    opened = shown.photos(boxes.model.image_ids, on, what.format(name, boxes.model.name))
    tip = "" if opened is None else translate("Evaluate", "{0} lesions on {1} photos").format(
        f"{len(photos):,}", f"{opened.count:,}"
    )  # fmt: skip
    return Cell(f"{len(photos):,}", len(photos), opened, tip)


def _note() -> str:
    text = translate(
        "Evaluate",
        "Boxes count as found lesions from score {0}, whatever their class; the curve asks for the right class too. "
        "No box is an IoU of 0.",
    )
    return text.format(f"{MATCH_SCORE:g}")
