"""Accuracy by group: patient, annotator, or any column of the metadata such as region, skin type or camera."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from PySide6.QtCore import QCoreApplication

from core.metrics.intervals import grouped_wilson_interval, wilson_interval
from core.project.groupings import ANNOTATOR, PATIENT
from desktop.charts.marks import Axis, Line, Mark, PlotData
from desktop.charts.sheet import Cell, Heading, SheetData
from desktop.evaluate.models import title_of
from desktop.evaluate.page import Chooser, PageContent
from desktop.evaluate.shown import model_options

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from core.metrics.report import ModelEvaluation
    from core.project.arrays import StoredArrays
    from core.project.project import Project
    from desktop.evaluate.reading import Reading
    from desktop.evaluate.shown import Shown

translate = QCoreApplication.translate
FEW = 30
"""Photographs below which a group's accuracy is shown as doubtful: its interval is then 35 points wide or more."""
MOST_GROUPS = 200
"""A column with more values says which photograph it is, not what group it is in; of patients the worst are shown."""
MOST_MARKS = 40
MOST_LETTERS = 14


def load(project: Project, reading: Reading, drawn: tuple[str, ...], stored: StoredArrays) -> Any:  # noqa: ANN401
    """Columns to group by that have at least two values among the photographs judged."""
    _, labels = project.label_arrays(stored)
    # What an edit changes of them, it changes of the labels too, which are the same object until then.
    columns, _ = stored.get("groupings", "", (id(labels),), lambda: (project.groupings(), labels))
    judged = set(reading.image_ids)
    found = {}
    for name, values in columns.items():
        here = {image_id: value for image_id, value in values.items() if image_id in judged}
        count = len(set(here.values()))
        if count >= 2 and (count <= MOST_GROUPS or name == PATIENT):
            found[name] = here
    return found


def present(shown: Shown) -> PageContent:
    """Each group's accuracy with its interval, the worst first."""
    models, columns = shown.models(), shown.loaded
    if not models:
        return PageContent(note=translate("Evaluate", "Tick a model that has predicted to see how it does by group."))
    if not columns:
        text = translate("Evaluate", "No patients, annotators or metadata columns with two values or more are known.")
        return PageContent(note=text)
    best = max(models, key=lambda model: model.weighted_accuracy).name
    name = shown.chosen("model", [model.name for model in models], best)
    keys = list(columns)
    column = shown.chosen("column", keys, next((key for key in keys if key not in (PATIENT, ANNOTATOR)), keys[0]))
    titles = {PATIENT: translate("Evaluate", "Patient"), ANNOTATOR: translate("Evaluate", "Annotator")}
    choosers = (
        Chooser(
            "column", translate("Evaluate", "Group by"), tuple((key, titles.get(key, key)) for key in keys), column
        ),
        Chooser("model", translate("Evaluate", "Model"), model_options(models), name),
    )
    groups, number = _groups(shown.reading.model(name), columns[column])
    title = titles.get(column, column)
    parts = (_plot(shown, name, groups, title, number), _sheet(shown, name, groups, title))
    note = translate(
        "Evaluate", "Groups of fewer than {0} photos are shown muted: their intervals are too wide to tell much."
    ).format(FEW)
    return PageContent(choosers, parts, note)


class _Group:
    """A model on the photographs of one group, by their rows."""

    def __init__(self, name: str, model: ModelEvaluation, rows: NDArray[np.int64]) -> None:
        self.name, self.n = name, len(rows)
        hits = model.hits[rows]
        self.ids = [model.image_ids[row] for row in rows.tolist()]
        self.right = int(hits.sum())
        self.hits, self.share = hits, self.right / self.n
        self.patients = None if model.patients is None else len(np.unique(model.patients[rows]))
        if model.patients is None:
            self.low, self.high = wilson_interval(self.right, self.n)
        else:
            self.low, self.high = grouped_wilson_interval(hits, model.patients[rows])


def _groups(model: ModelEvaluation, values: dict[int, str]) -> tuple[list[_Group], int]:
    """The groups that the model judged, the worst first and photographs in none last, and how many there are.

    Of very many groups, as patients are, only the worst `MOST_GROUPS`.
    """
    unknown = translate("Evaluate", "not known")
    numbers: dict[str, int] = {}
    said = [numbers.setdefault(values.get(image_id, ""), len(numbers)) for image_id in model.image_ids]
    names, groups = list(numbers), np.array(said, dtype=np.int64)
    sizes = np.bincount(groups, minlength=len(names))
    shares = np.bincount(groups, weights=model.hits, minlength=len(names)) / np.maximum(sizes, 1)
    order = sorted(range(len(names)), key=lambda place: (names[place] == "", shares[place], -sizes[place]))
    by_group, ends = np.argsort(groups, kind="stable"), np.cumsum(sizes)
    return [
        _Group(names[place] or unknown, model, by_group[ends[place] - sizes[place] : ends[place]])
        for place in order[:MOST_GROUPS]
    ], len(names)


def _plot(shown: Shown, name: str, groups: list[_Group], title: str, number: int) -> PlotData:
    model = shown.reading.model(name)
    marks = []
    for place, group in enumerate(groups[:MOST_MARKS]):
        tip = translate("Evaluate", "{0}: {1} of {2} right, {3} to {4} %; a click opens the photos").format(
            group.name, f"{group.right:,}", f"{group.n:,}", f"{100 * group.low:.0f}", f"{100 * group.high:.0f}"
        )
        photos = shown.photos(group.ids, np.ones(group.n, dtype=bool), f"{title} {group.name}")
        colour = shown.colours[name] if group.n >= FEW else "#9aa4af"
        marks.append(Mark(place, 100 * group.share, colour, tip, photos, low=100 * group.low, high=100 * group.high))
    last = max(0.6, len(marks) - 0.4)
    overall = 100 * model.weighted_accuracy
    ticks = tuple((place, _short(group.name)) for place, group in enumerate(groups[:MOST_MARKS]))
    every = max(1, round(len(ticks) / 12))
    note = translate("Evaluate", "{0} by group with 95 % intervals; dashed: all photos").format(title_of(name))
    if number > MOST_MARKS:
        note += translate("Evaluate", "; the {0} worst of {1}").format(MOST_MARKS, f"{number:,}")
    return PlotData(
        translate("Evaluate", "Accuracy by group"),
        Axis(title, -0.6, last, ticks[::every]),
        Axis(translate("Evaluate", "accuracy, %"), 0, 102, tuple((value, str(value)) for value in range(0, 101, 20))),
        (Line(((-0.6, overall), (last, overall)), dashed=True),),
        tuple(marks),
        note=note,
    )


def _short(name: str) -> str:
    return name if len(name) <= MOST_LETTERS else f"{name[: MOST_LETTERS - 1]}…"


def _sheet(shown: Shown, name: str, groups: list[_Group], title: str) -> SheetData:
    rows = []
    for group in groups:
        few = group.n < FEW
        wrong = group.n - group.right
        whole = np.ones(group.n, dtype=bool)
        rows.append(
            (
                Cell(group.name, tip=group.name),
                Cell(f"{group.n:,}", group.n, shown.photos(group.ids, whole, group.name)),
                Cell("" if group.patients is None else f"{group.patients:,}", group.patients),
                Cell(f"{100 * group.share:.1f}", 100 * group.share, doubtful=few),
                Cell(f"{100 * group.low:.1f} – {100 * group.high:.1f}", 100 * group.low, doubtful=few),
                Cell(
                    f"{wrong:,}",
                    wrong,
                    shown.photos(
                        group.ids,
                        ~group.hits,
                        translate("Evaluate", "{0} that {1} got wrong").format(group.name, title_of(name)),
                    ),
                ),
                Cell(translate("Evaluate", "few photos") if few else "", doubtful=True),
            )
        )
    headings = (
        Heading(title, number=False),
        Heading(translate("Evaluate", "Photos")),
        Heading(translate("Evaluate", "Patients")),
        Heading(translate("Evaluate", "Accuracy, %")),
        Heading(translate("Evaluate", "95 % interval"), translate("Evaluate", "Over patients where they are known")),
        Heading(translate("Evaluate", "Wrong")),
        Heading("", number=False),
    )
    return SheetData(translate("Evaluate", "Accuracy by group"), headings, tuple(rows))
