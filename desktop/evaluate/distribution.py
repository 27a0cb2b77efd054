"""How many photographs each class has, on a log2 axis (the paper's Fig. 1), and by split."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np
from PySide6.QtCore import QCoreApplication

from core.project.arrays import NOTHING, SPLITS, STATES
from core.project.labels import ImageState
from desktop.charts.marks import Axis, Mark, PlotData, code_ticks
from desktop.charts.sheet import Cell, Heading, SheetData
from desktop.evaluate.page import Chooser, PageContent, Photos
from desktop.wording import count_text

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from core.classes import ClassTable
    from core.project.arrays import LabelArrays, StoredArrays
    from core.project.project import Project
    from desktop.evaluate.reading import Reading
    from desktop.evaluate.shown import Shown

translate = QCoreApplication.translate
FOOT = -0.5
"""Where bars begin: a class of one photograph is 0 on this axis and must still be seen."""


def load(project: Project, reading: Reading, drawn: tuple[str, ...], stored: StoredArrays) -> Any:  # noqa: ANN401
    """Classes and labels of the whole project."""
    return project.label_arrays(stored)


def sides() -> list[tuple[str, str]]:
    """Sides of the split and what they are called."""
    return [
        ("train", translate("Evaluate", "Training")),
        ("val", translate("Evaluate", "Validation")),
        ("test", translate("Evaluate", "Test")),
        ("none", translate("Evaluate", "No split")),
    ]


def class_photos(labels: LabelArrays, class_id: int | None, side: str) -> NDArray[np.bool_]:
    """Which photographs are of a class (any for None) and on a side (`all` for any), as far as they count."""
    left_out = [STATES.index(ImageState.REJECTED), STATES.index(ImageState.NOISE)]
    chosen = ~np.isin(labels.states, left_out)
    chosen &= labels.classes != NOTHING if class_id is None else labels.classes == class_id
    if side != "all":
        number = NOTHING if side == "none" else [split.value for split in SPLITS].index(side)
        chosen &= labels.splits == number
    return chosen


def photos_of(labels: LabelArrays, class_id: int | None, side: str, what: str) -> Photos | None:
    """The photographs of a class on a side."""
    chosen = class_photos(labels, class_id, side)
    count = int(chosen.sum())
    if not count:
        return None
    return Photos(count, what, lambda: tuple(labels.image_ids[chosen].tolist()))


def present(shown: Shown) -> PageContent:
    """Bars from the largest class to the smallest, and the numbers by split."""
    classes: ClassTable
    labels: LabelArrays
    classes, labels = shown.loaded
    all_sides = [("all", translate("Evaluate", "All photos")), *sides()]
    side = shown.chosen("side", [key for key, _ in all_sides])
    counts = {entry.id: int(class_photos(labels, entry.id, side).sum()) for entry in classes}
    order = sorted(classes, key=lambda entry: -counts[entry.id])
    title = dict(all_sides)[side]
    marks = []
    for place, entry in enumerate(order):
        count = counts[entry.id]
        what = f"{entry.name}, {title.lower()}"
        tip = f"{entry.name}: {count_text(count, 'photo')}"
        top = math.log2(count) if count else FOOT
        marks.append(
            Mark(place, top, entry.colour, tip, photos_of(labels, entry.id, side, what), width=0.86, base=FOOT)
        )
    highest = max(1, max(counts.values(), default=1))
    powers = range(math.ceil(math.log2(highest)) + 1)
    plot = PlotData(
        translate("Evaluate", "Photos by class"),
        Axis("", -0.6, max(0.6, len(order) - 0.4), code_ticks([entry.code for entry in order])),
        Axis(
            translate("Evaluate", "photos, log2"),
            FOOT,
            math.log2(highest) + 0.4,
            tuple((power, f"{2**power:,}") for power in powers),
        ),
        marks=tuple(marks),
    )
    chooser = Chooser("side", translate("Evaluate", "Photos"), tuple(all_sides), side)
    return PageContent((chooser,), (plot, _sheet(classes, labels)))


def _sheet(classes: ClassTable, labels: LabelArrays) -> SheetData:
    columns = [entry for entry in sides() if class_photos(labels, None, entry[0]).any()]
    rows = []
    for entry in [*classes, None]:
        name = translate("Evaluate", "All classes") if entry is None else entry.name
        cells = [Cell(name, strong=entry is None)]
        for key, title in [*columns, ("all", translate("Evaluate", "all"))]:
            found = photos_of(labels, None if entry is None else entry.id, key, f"{name}, {title.lower()}")
            count = 0 if found is None else found.count
            cells.append(Cell(f"{count:,}", count, found))
        rows.append(tuple(cells))
    headings = (
        Heading(translate("Evaluate", "Class"), number=False),
        *(Heading(title) for _, title in columns),
        Heading(translate("Evaluate", "All")),
    )
    return SheetData(translate("Evaluate", "Photos by class and split"), headings, tuple(rows))
