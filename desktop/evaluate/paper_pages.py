"""Tables II, III and IV of the paper for this project; each cell of ours opens the photographs it counts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QCoreApplication

from core.evaluation import split_sizes
from core.metrics.classification import truth_ranks
from core.metrics.paper import paper_numbers
from core.metrics.paper_tables import PAPER, table_ii, table_iii, table_iv
from core.metrics.report import ENSEMBLE, Evaluation
from core.metrics.summary import TOP_KS
from desktop.charts.sheet import Cell, Heading, SheetData
from desktop.evaluate.distribution import photos_of
from desktop.evaluate.models import NONE, title_of
from desktop.evaluate.page import Chooser, PageContent

if TYPE_CHECKING:
    from core.metrics.paper_tables import Table
    from core.project.arrays import LabelArrays, StoredArrays
    from core.project.project import Project
    from desktop.evaluate.page import Photos
    from desktop.evaluate.reading import Reading
    from desktop.evaluate.shown import Shown

translate = QCoreApplication.translate
LONG_NOTE = 500
_SIDES = {"Training": "train", "Validation": "val", "Testing": "test", "No split": "none"}


def load(project: Project, reading: Reading, drawn: tuple[str, ...], stored: StoredArrays) -> Any:  # noqa: ANN401
    """The three tables, and the labels behind the second."""
    singles = tuple(reading.model(name) for name in drawn if name != ENSEMBLE)
    evaluation = Evaluation(
        reading.split,
        reading.classes,
        reading.image_ids,
        singles,
        reading.models.get(ENSEMBLE),
        reading.left_out,
    )
    paper = paper_numbers(reading.classes)
    classes, sizes = split_sizes(project, stored=stored)
    tables = {
        "II": table_ii(classes, sizes, paper),
        "III": table_iii(evaluation, paper),
        "IV": table_iv(evaluation, paper),
    }
    return tables, project.label_arrays(stored)[1]


def present(shown: Shown) -> PageContent:
    """The chosen table."""
    tables, labels = shown.loaded
    number = shown.chosen("table", list(tables), "IV")
    table: Table = tables[number]
    options = tuple(
        (key, translate("Evaluate", "Table {0}: {1}").format(key, entry.title)) for key, entry in tables.items()
    )
    headings = (
        *(Heading(title, number=False) for title in table.headings),
        *(Heading(column.title, column.name) for column in table.columns),
    )
    rows = []
    for place, row in enumerate(table.rows):
        cells = [Cell(text, tip=row.name) for text in row.labels]
        for index, (column, value) in enumerate(zip(table.columns, row.values, strict=True)):
            text = NONE if value is None else f"{value:,}" if isinstance(value, int) else f"{value:.2f}"
            theirs = PAPER in (row.source, column.source)
            photos = None if theirs or value is None else _photos(shown, labels, table, place, index)
            saved = float("nan") if value is None else value
            cells.append(Cell(text, saved, photos, tip=_tip(photos), doubtful=theirs))
        rows.append(tuple(cells))
    sheet = SheetData(f"Table {table.number}", headings, tuple(rows))
    chooser = Chooser("table", translate("Evaluate", "Table"), options, number)
    # The names of a hundred classes would take the table's place; headings tell theirs when pointed at.
    return PageContent((chooser,), (sheet,), " ".join(note for note in table.notes if len(note) < LONG_NOTE))


def _tip(photos: Photos | None) -> str:
    return "" if photos is None else translate("Evaluate", "{0} photos: {1}").format(f"{photos.count:,}", photos.reason)


def _photos(shown: Shown, labels: LabelArrays, table: Table, row: int, column: int) -> Photos | None:
    """What a cell counts: photographs of the class (II), judged or right within the first k (III), right (IV)."""
    entry, classes = table.rows[row], shown.reading.classes
    if table.number == "II":
        whole = row == len(classes)
        side = _SIDES[table.columns[column].title]
        name = entry.name if not whole else translate("Evaluate", "All classes")
        return photos_of(labels, None if whole else classes.ids[row], side, f"{name}, {table.columns[column].title}")
    if not entry.model or entry.model not in shown.reading.models:
        return None
    model, title = shown.reading.model(entry.model), title_of(entry.model)
    if table.number == "III":
        if column == 0:
            return shown.photos(model.image_ids, model.truth >= 0, translate("Evaluate", "Judged by {0}").format(title))
        k = [k for k in TOP_KS if k == 1 or k < len(classes)][column - 1]
        assert model.probabilities is not None
        within = truth_ranks(model.truth, model.probabilities) < k
        return shown.photos(
            model.image_ids, within, translate("Evaluate", "{0} right in its first {1}").format(title, k)
        )
    right = model.hits
    if column < len(classes):
        right = right & (model.truth == column)
        what = translate("Evaluate", "{0} that {1} got right").format(classes.names[column], title)
        return shown.photos(model.image_ids, right, what)
    return shown.photos(model.image_ids, right, translate("Evaluate", "{0} right").format(title))
