"""All ensembles of the ticked classifiers, ranked, and what their size is worth."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QCoreApplication

from core.metrics.classification import truth_ranks
from core.metrics.ensemble import MOST_MEMBERS, subsets
from core.metrics.model_evaluation import combine
from core.metrics.report import ENSEMBLE
from core.metrics.summary import TOP_KS
from desktop.charts.marks import Axis, Line, Mark, PlotData
from desktop.charts.sheet import Cell, Heading, SheetData
from desktop.evaluate.page import PageContent

if TYPE_CHECKING:
    from core.metrics.report import ModelEvaluation
    from core.project.arrays import StoredArrays
    from core.project.project import Project
    from desktop.evaluate.reading import Reading
    from desktop.evaluate.shown import Shown

translate = QCoreApplication.translate
MOST_KEPT = 512
"""Ensembles kept from one tick to the next, with other weights too."""
COLOUR = "#0072b2"


def load(project: Project, reading: Reading, drawn: tuple[str, ...], stored: StoredArrays) -> Any:  # noqa: ANN401
    """Every ensemble, the best first, with how many photographs are right in its first k."""
    together = reading.models.get(ENSEMBLE)
    if together is None or not together.n or len(together.members) > MOST_MEMBERS:
        return None
    ids = together.image_ids
    weights = dict(zip(together.members, together.weights, strict=True))
    # Rows that were read are the same objects until they change, and live as long as what is made of them.
    voters = [name for name, model in reading.models.items() if name != ENSEMBLE and not model.detects]
    read = [project.label_arrays(stored)[1], *project.prediction_arrays(voters, stored).values()]
    version = (*map(id, read), hash(ids), hash(together.classes.ids))
    known: dict[tuple[tuple[str, float], ...], tuple[ModelEvaluation, dict[int, int]]]
    known, _ = stored.get("ensembles", "", version, lambda: ({}, read))
    if len(known) > MOST_KEPT:
        known.clear()
    cut = {name: combine([reading.model(name)], ids, name=name) for name in together.members}
    found = []
    for members in subsets(together.members):
        key = tuple((name, weights[name]) for name in members)
        if key not in known:
            judged = combine([cut[name] for name in members], ids, weights=weights)
            assert judged.probabilities is not None
            ranks = truth_ranks(judged.truth, judged.probabilities)
            # Of 255 ensembles the probabilities would be half a gigabyte.
            known[key] = replace(judged, probabilities=None), {k: int((ranks < k).sum()) for k in TOP_KS}
        found.append(known[key])
    return sorted(found, key=lambda entry: (-entry[1][1], len(entry[0].members)))


def present(shown: Shown) -> PageContent:
    """The ranking and size against accuracy."""
    if shown.loaded is None:
        text = translate(
            "Evaluate", "Tick two to {0} classifiers that have predicted: their ensembles are ranked here."
        )
        return PageContent(note=text.format(MOST_MEMBERS))
    ranked: list[tuple[ModelEvaluation, dict[int, int]]] = shown.loaded
    ks = [k for k in TOP_KS if k == 1 or k < len(shown.reading.classes)]
    rows, marks = [], []
    for place, (judged, hits) in enumerate(ranked, start=1):
        members = " + ".join(judged.members)
        low, high = judged.patient_interval or judged.interval
        wrong = shown.photos(judged.image_ids, ~judged.hits, translate("Evaluate", "Wrong by {0}").format(members))
        share = hits[1] / judged.n if judged.n else float("nan")
        tip = translate("Evaluate", "{0}\n{1} of {2} right; a click opens the {3} wrong").format(
            members, f"{hits[1]:,}", f"{judged.n:,}", f"{judged.n - hits[1]:,}"
        )
        rows.append(
            (
                Cell(str(place), place),
                Cell(members, tip=members, strong=place == 1),
                Cell(str(len(judged.members)), len(judged.members)),
                *(Cell(f"{100 * hits[k] / judged.n:.2f}" if judged.n else "–", _share(hits[k], judged.n)) for k in ks),
                Cell(f"{100 * low:.1f} – {100 * high:.1f}", 100 * low),
                Cell(f"{judged.n - hits[1]:,}", judged.n - hits[1], wrong, tip),
            )
        )
        marks.append(Mark(len(judged.members), 100 * share, COLOUR, tip, wrong))
    headings = (
        Heading(translate("Evaluate", "Rank")),
        Heading(translate("Evaluate", "Ensemble of"), number=False),
        Heading(translate("Evaluate", "Size")),
        *(Heading(translate("Evaluate", "Top-{0}, %").format(k)) for k in ks),
        Heading(
            translate("Evaluate", "95 % interval"),
            translate("Evaluate", "Of the top-1 accuracy"),
        ),
        Heading(translate("Evaluate", "Wrong")),
    )
    largest = max(len(judged.members) for judged, _ in ranked)
    heights = [mark.y for mark in marks]
    best = tuple((float(size), max(mark.y for mark in marks if mark.x == size)) for size in range(1, largest + 1))
    plot = PlotData(
        translate("Evaluate", "Size of the ensemble against accuracy"),
        Axis(translate("Evaluate", "classifiers in the ensemble"), 0.5, largest + 0.5,
             tuple((size, str(size)) for size in range(1, largest + 1))),
        Axis(translate("Evaluate", "top-1, %"), max(0.0, min(heights) - 3), min(100.0, max(heights) + 3)),
        (Line(best, dashed=True),),
        tuple(marks),
        note=translate("Evaluate", "Each point is an ensemble; the line follows the best of each size."),
    )  # fmt: skip
    note = translate(
        "Evaluate",
        "The best were chosen on these photos, so on others they will do a little worse. Weights count here.",
    )
    sheet = SheetData(translate("Evaluate", "Ensembles"), headings, tuple(rows))
    return PageContent((), (sheet, plot), note)


def _share(hits: int, n: int) -> float:
    return 100 * hits / n if n else float("nan")
