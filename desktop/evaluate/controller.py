"""Reads stored rows, adds them up, draws them, and opens the photographs behind every mark."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from core.errors import DermDeskError, QueryError
from core.kept_weights import load_weights, store_weights
from core.model_colours import ENSEMBLE_COLOUR, assign_colours
from core.predicting import unfit_text
from core.project.arrays import StoredArrays
from core.project.labels import Split
from core.replacing import replacing
from desktop.charts.class_bars import Which
from desktop.charts.confusion import Scale, confusion_data
from desktop.charts.export import save_chart
from desktop.charts.sheet import sheet_csv
from desktop.evaluate.class_numbers import (
    bar_groups,
    bar_series,
    bars_sheet,
    class_order,
    confusion_sheet,
    groups_sheet,
)
from desktop.evaluate.models import KnownModel, chosen_runs, known_models, missing_photos, model_row, title_of
from desktop.evaluate.models_sheet import models_sheet
from desktop.evaluate.opened import bar_photos, cell_photos, column_photos, missing_of
from desktop.evaluate.pages import PagesController, Store
from desktop.evaluate.reading import ENSEMBLE, Reading, read
from desktop.evaluate.shown import Shown
from desktop.evaluate.trained_note import TrainedNote
from desktop.evaluate.view import BARS, CONFUSION, MODELS
from desktop.jobs.background import Errand
from desktop.translating import core_text, told
from desktop.wording import count_text

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from PySide6.QtWidgets import QWidget

    from desktop.charts.sheet import SheetData
    from desktop.evaluate.page import Photos
    from desktop.evaluate.view import EvaluateView
    from desktop.predictions import PredictionService
    from desktop.session import Session

ALL = "all"
REFRESH = 250
"""Milliseconds after which a burst of changes is read once."""


class EvaluateController(QObject):
    """Connects the Evaluate view with stored predictions.

    Args:
        view: The workspace.
        session: The open project.
        predictions: What makes missing predictions.
    """

    def __init__(
        self, view: EvaluateView, session: Session, predictions: PredictionService, *, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._view, self._session, self._predictions = view, session, predictions
        self._split = Split.TEST.value
        self._models: dict[str, KnownModel] = {}
        self._weights: dict[str, float] = {}
        self._unchecked: set[str] = set()
        self._decided: set[str] = set()
        self._confusion = ""
        self._query = ""
        self._scale = Scale.COUNT
        self._drawn: tuple[str, ...] = ()
        self._whole: Reading | None = None
        self._reading: Reading | None = None
        self._errand: Errand[Reading] | None = None
        self._action = ""
        self._store = Store(StoredArrays())
        self._pages = PagesController(view, self._store, self)
        self._trained = TrainedNote(view, self._store, self)
        self._refresh = QTimer(self)
        self._refresh.setSingleShot(True)
        self._refresh.setInterval(REFRESH)
        self._refresh.timeout.connect(self.read)
        for signal in (
            session.predictions_changed,
            session.runs_changed,
            session.classes_changed,
            session.images_changed,
            session.labels_changed,
        ):
            signal.connect(self._schedule)
        session.project_changed.connect(self.reload)
        view.split_chosen.connect(self.choose_split)
        view.query_changed.connect(self.narrow)
        view.model_toggled.connect(self.toggle)
        view.weight_chosen.connect(self.weigh)
        view.equal_weights_requested.connect(self.weigh_equally)
        view.confusion_chosen.connect(self.choose_confusion)
        view.scale_chosen.connect(self.choose_scale)
        view.order_chosen.connect(lambda *_: self.show_bars())
        view.predict_requested.connect(self.predict)
        view.cancel_requested.connect(predictions.cancel)
        view.bar_chosen.connect(self.open_bar)
        view.cell_chosen.connect(self.open_cell)
        view.row_chosen.connect(lambda model, class_id: self.open_bar(model, class_id, Which.ALL))
        view.column_chosen.connect(self.open_column)
        view.missing_chosen.connect(self.open_missing)
        view.photos_chosen.connect(self.open_photos)
        view.action_requested.connect(self.act)
        view.save_chart_requested.connect(self.save_chart)
        view.save_sheet_requested.connect(self.save_sheet)
        self._pages.photos_chosen.connect(self.open_photos)
        self._pages.failed.connect(self._tell)
        predictions.progressed.connect(self._show_progress)
        predictions.busy_changed.connect(self._show_busy)
        self.reload()

    def reload(self) -> None:
        """Another project: start over."""
        self._whole = self._reading = None
        self._unchecked, self._decided, self._confusion = set(), set(), ""
        self._split, self._query = Split.TEST.value, ""
        self._view.set_query("")
        self._weights = load_weights(self._session.project) if self._session.has_project else {}
        self._pages.forget()
        self._view.set_empty(self.tr("Reading stored predictions…"), "")
        self.read()

    def read(self) -> None:
        """Read the split's rows in the background, then show them."""
        if not self._session.has_project:
            text = self.tr("Open or create one to see how good its models are.")
            self._view.set_empty(self.tr("No project is open"), text)
            return
        project = self._session.project
        counts = project.counts().by_split
        self._view.set_splits(self._split_choices(counts), self._split)
        self._models = known_models(project)
        folder, split = project.folder, None if self._split == ALL else Split(self._split)
        store, query = self._store, self._query
        self._errand = Errand(
            lambda: store.read(folder, lambda opened, stored: read(opened, split, stored, query=query)), self
        )
        errand = self._errand
        errand.done.connect(lambda outcomes: self._take(errand, outcomes))
        errand.failed.connect(lambda error: self._fail(errand, error))
        errand.start()

    def choose_split(self, split: str) -> None:
        """Judge on another split."""
        self._split = split
        self.read()

    def narrow(self, query: str) -> None:
        """Judge only on photographs that fulfil a query."""
        self._query = query
        self.read()

    def toggle(self, model: str, checked: bool) -> None:
        """Draw a model, or leave it out."""
        self._decided.add(model)
        (self._unchecked.discard if checked else self._unchecked.add)(model)
        self.show()

    def weigh(self, model: str, weight: float) -> None:
        """Let a classifier count more or less in EnsembleNet, and remember it with the project."""
        weights = {**self._weights, model: weight}
        classifiers = [name for name in self._models if self._ticked(name) and self._votes(name)]
        if classifiers and not any(weights.get(name, 1.0) for name in classifiers):
            text = self.tr("At least one ticked classifier needs a weight above 0.")
            self._session.message.emit(text, "warning")
            return
        self._weights = weights
        self._keep_weights()

    def weigh_equally(self) -> None:
        """Back to the paper's plain sum."""
        self._weights = {}
        self._keep_weights()

    def choose_confusion(self, model: str) -> None:
        """Show this model's matrix."""
        self._confusion = model
        self.show_confusion()

    def choose_scale(self, scale: str) -> None:
        """Show the matrix in counts, or in percent of its rows or columns."""
        self._scale = Scale(scale)
        self.show_confusion()

    def predict(self) -> None:
        """Ask for what is missing of the ticked models."""
        for ids, names in self._missing().items():
            self._predictions.predict(ids, names)

    def open_bar(self, model: str, class_id: int, which: str) -> None:
        """Open the photographs of a bar."""
        if self._reading is not None:
            self._open(*bar_photos(self._reading, self._where(), model, class_id, Which(which)))

    def open_cell(self, model: str, truth: int, predicted: int | None) -> None:
        """Open the photographs of a cell of the matrix."""
        if self._reading is not None:
            self._open(*cell_photos(self._reading, self._where(), model, truth, predicted))

    def open_column(self, model: str, predicted: int | None) -> None:
        """Open all photographs that a model took for a class, or on which it found nothing."""
        if self._reading is not None:
            self._open(*column_photos(self._reading, self._where(), model, predicted))

    def open_missing(self, model: str) -> None:
        """Open the photographs that a model has not predicted yet."""
        if self._reading is not None:
            self._open(*missing_of(self._reading, self._where(), model))

    def open_photos(self, photos: Photos) -> None:
        """Open the photographs behind a mark of a page."""
        self._open(photos.find(), photos.reason)

    def act(self) -> None:
        """Do what the empty state offers."""
        if self._action:
            self._session.workspace_requested.emit(self._action)

    def save_chart(self, chart: QWidget, title: str) -> None:
        """Ask where, and write a chart as a picture."""
        path = self._view.ask_file(f"{title}.png", self.tr("Pictures (*.png *.svg)"))
        if path is not None:
            self._told(lambda: save_chart(chart, path, title=title))

    def save_sheet(self, page: str, number: int) -> None:
        """Ask where, and write a table as CSV."""
        sheet = self._sheet(page, number)
        path = None if sheet is None else self._view.ask_file(f"{sheet.title}.csv", self.tr("Tables (*.csv)"))
        if sheet is not None and path is not None:
            self._told(lambda: _write(path, sheet_csv(sheet)))

    def show(self) -> None:
        """Draw what was read."""
        if self._whole is None or not self._session.has_project or self._show_empty(self._whole):
            return
        ticked = [name for name in self._models if self._ticked(name)]
        self._reading = reading = self._whole.with_ensemble(ticked, self._weights)
        self._view.set_summary(self._summary(reading))
        colours = assign_colours(self._models) | {ENSEMBLE: ENSEMBLE_COLOUR}
        judged = [name for name in self._models if reading.has_rows(name)]
        unseen = [name for name in self._models if name not in judged]
        names = [*judged, *([ENSEMBLE] if ENSEMBLE in reading.models else []), *unseen]
        self._view.set_models(
            [
                model_row(
                    name,
                    self._models.get(name),
                    reading,
                    colours[name],
                    checked=self._ticked(name),
                    weights=self._weights,
                )
                for name in names
            ]
        )
        self._show_predict()
        self._drawn = tuple(name for name in names if self._ticked(name) and reading.has_rows(name))
        self._trained.show(reading, self._drawn, self._session.project.folder)
        if not self._drawn:
            self._show_chart_hint(reading, ticked)
            return
        self._view.set_order_models([(name, title_of(name)) for name in self._drawn])
        if self._confusion not in self._drawn:
            self._confusion = max(
                self._drawn, key=lambda name: (self._finished(name), reading.model(name).weighted_accuracy)
            )
        self.show_bars()
        self.show_confusion()
        shown = Shown(reading, self._drawn, colours, self._where())
        self._pages.show(shown, self._session.project.folder)

    def show_bars(self) -> None:
        """Draw accuracy by class, in the order chosen."""
        if self._reading is None or not self._drawn:
            return
        colours = assign_colours(self._models) | {ENSEMBLE: ENSEMBLE_COLOUR}
        columns = class_order(self._reading, self._view.class_order())
        series = [bar_series(self._reading, name, colours[name], columns) for name in self._drawn]
        key = self.tr("thin line: 95 % interval")
        if any(bar.paper is not None for one in series for bar in one.bars):
            key = self.tr("thin line: 95 % interval; thick line: the paper's model")
        self._view.set_bars(bar_groups(self._reading, columns), series, key=key)

    def show_confusion(self) -> None:
        """Draw the chosen model's matrix and the classes it takes for each other."""
        reading = self._reading
        if reading is None or self._confusion not in self._drawn:
            return
        chosen = reading.model(self._confusion)
        table = confusion_data(
            class_ids=reading.classes.ids,
            names=reading.classes.names,
            rows=chosen.confusion.tolist(),
            no_detection=chosen.detects,
            scale=self._scale,
        )
        self._view.set_confusion([(name, title_of(name)) for name in self._drawn], self._confusion, table)
        self._view.set_confused_groups(groups_sheet(Shown(reading, self._drawn, {}, self._where()), chosen))

    def _fail(self, errand: Errand[Reading], error: Exception) -> None:
        if isinstance(error, QueryError):
            if errand is self._errand:
                # What was read before stays: a query is wrong at every second letter while it is typed.
                self._view.set_query_error(error)
        else:
            self._tell(error)

    def _take(self, errand: Errand[Reading], reading: Reading) -> None:
        if errand is self._errand:
            self._view.set_query_error(None)
            self._whole = reading
            self._decide_ticks(reading)
            self.show()

    def _decide_ticks(self, reading: Reading) -> None:
        """Tick the run that stands for each architecture, until the person says otherwise."""
        chosen = chosen_runs(self._models, reading)
        for name in self._models:
            if name not in self._decided:
                (self._unchecked.discard if name in chosen else self._unchecked.add)(name)

    def _ticked(self, name: str) -> bool:
        return name not in self._unchecked

    def _finished(self, name: str) -> bool:
        """Whether nothing that an unfinished run said is in it."""
        members = self._reading.model(name).members if self._reading is not None and name == ENSEMBLE else (name,)
        return all(self._models[member].finished for member in members)

    def _votes(self, name: str) -> bool:
        return self._whole is not None and self._whole.has_rows(name) and not self._whole.model(name).detects

    def _keep_weights(self) -> None:
        if not self._session.read_only:
            store_weights(self._session.project, self._weights)
            self._session.weights_changed.emit()
        self.show()

    def _where(self) -> str:
        """The photographs judged on, within a sentence."""
        where = self._titles()[self._split].lower()
        return f"{where} ({self._query})" if self._query else where

    def _titles(self) -> dict[str, str]:
        return {
            Split.TEST.value: self.tr("Test split"),
            Split.VAL.value: self.tr("Validation split"),
            Split.TRAIN.value: self.tr("Training split"),
            ALL: self.tr("All photos"),
        }

    def _split_choices(self, counts: dict[str | None, int]) -> list[tuple[str, str]]:
        everything = {**counts, ALL: sum(counts.values())}
        return [(key, f"{title} ({everything.get(key, 0):,})") for key, title in self._titles().items()]

    def _summary(self, reading: Reading) -> str:
        left_out = reading.left_out
        parts = [self.tr("{0} photos with a class").format(f"{len(reading):,}")]
        if none := left_out.get("no_class", 0):
            parts.append(self.tr("{0} without one left out").format(f"{none:,}"))
        if noise := left_out.get("noise", 0) + left_out.get("rejected", 0):
            parts.append(self.tr("{0} noise or rejected left out").format(f"{noise:,}"))
        if reading.refused:
            parts.append(
                self.tr("don't fit the project's classes: {0}").format(_why_unfit(reading, list(reading.refused)))
            )
        return " · ".join(parts)

    def _sheet(self, page: str, number: int) -> SheetData | None:
        reading = self._reading
        if reading is None or not self._drawn:
            return None
        if page == BARS:
            return bars_sheet(reading, self._drawn, class_order(reading, self._view.class_order()))
        if page == MODELS:
            return models_sheet([reading.model(name) for name in self._drawn], self._models)
        if page == CONFUSION:
            chosen = reading.model(self._confusion)
            return self._view.confused_groups() if number else confusion_sheet(chosen)
        return self._view.page_view(page).sheets()[number].sheet

    def _missing(self) -> dict[tuple[int, ...], list[str]]:
        if self._reading is None:
            return {}
        return missing_photos([model for model in self._models.values() if self._ticked(model.name)], self._reading)

    def _missing_count(self) -> int:
        return sum(len(ids) * len(names) for ids, names in self._missing().items())

    def _show_predict(self) -> None:
        count = self._missing_count()
        if not count:
            self._view.set_predict("", enabled=False)
            return
        tip = self.tr("Asks the ticked models about the photos they have not seen; stored rows are kept")
        if self._session.read_only:
            tip = self.tr("The project is open read-only, so predictions can't be stored")
        text = self.tr("Predict {0} missing").format(f"{count:,}")
        self._view.set_predict(text, enabled=not self._session.read_only, tip=tip)

    def _show_chart_hint(self, reading: Reading, ticked: list[str]) -> None:
        if not ticked:
            text = self.tr("Tick models in the table to compare them here.")
            self._view.set_chart_hint(self.tr("No model is ticked"), text)
            return
        if not len(reading):
            text = self.tr("No photo of the {0} has a diagnosis, so nobody can be right or wrong.")
            self._view.set_chart_hint(self.tr("No photo with a class"), text.format(self._where()))
            return
        if all(name in reading.refused for name in ticked):
            why = _why_unfit(reading, ticked)
            text = self.tr("{0}. Train again with these classes, or take the change back.").format(why)
            self._view.set_chart_hint(self.tr("The ticked models don't fit the project's classes"), text)
            return
        ticked = [name for name in ticked if name not in reading.refused]
        count = self._missing_count()
        text = self.tr("{0} have not seen the {1} photos of the {2} yet.")
        if len(ticked) == 1:
            text = self.tr("{0} has not seen the {1} photos of the {2} yet.")
        text = text.format(count_text(len(ticked), "model"), f"{len(reading):,}", self._where())
        action = self.tr("Predict {0} missing").format(f"{count:,}") if count and not self._session.read_only else ""
        self._view.set_chart_hint(self.tr("Nothing predicted yet"), text, action)

    def _show_empty(self, reading: Reading) -> bool:
        counts = self._session.project.counts()
        if counts.images == 0:
            text = self.tr("Import some in Annotate first.")
            self._offer(self.tr("The project has no photos yet"), text, "annotate", self.tr("Go to Annotate"))
        elif not self._models:
            text = self.tr("Train one on the training split; its predictions on the test split are judged here.")
            self._offer(self.tr("No model has been trained yet"), text, "train", self.tr("Go to Train"))
        elif len(reading) == 0 and self._split != ALL and all(split is None for split in counts.by_split):
            text = self.tr("Make a split in the Train dialog or with `dermdesk split`, or judge on all photos.")
            self._offer(self.tr("The photos are not split yet"), text, "train", self.tr("Go to Train"))
        elif len(reading) == 0 and not self._query:
            text = self.tr("No photo of the {0} has a diagnosis, so nobody can be right or wrong.")
            text = text.format(self._where())
            self._offer(self.tr("No photo with a class"), text, "annotate", self.tr("Go to Annotate"))
        else:
            return False
        return True

    def _offer(self, title: str, text: str, workspace: str, action: str) -> None:
        self._action = workspace
        self._view.set_empty(title, text, action)

    def _open(self, ids: tuple[int, ...], reason: str) -> None:
        if ids:
            self._session.review_images(ids, reason)
        else:
            self._session.message.emit(self.tr("No photo: {0}.").format(reason), "info")

    def _told(self, save: Callable[[], object]) -> None:
        try:
            save()
        except (DermDeskError, OSError) as error:
            self._tell(error)

    def _tell(self, error: Exception) -> None:
        self._session.message.emit(told(error), "error")

    def _schedule(self, *_: object) -> None:
        self._refresh.start()

    def _show_progress(self, done: int, total: int) -> None:
        if self._predictions.busy:
            self._view.set_progress((done, total), loading=self._predictions.first_asked)

    def _show_busy(self, busy: bool) -> None:
        if not busy:
            self._view.set_progress(None)
            self._schedule()


def _write(path: Path, text: str) -> None:
    # With a mark by which spreadsheets know it is UTF-8: class names aren't all ASCII.
    with replacing(path) as stream:
        stream.write(text.encode("utf-8-sig"))


def _why_unfit(reading: Reading, names: list[str]) -> str:
    return unfit_text({name: list(map(core_text, reading.refused[name])) for name in names})
