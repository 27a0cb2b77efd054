"""Reads stored rows, adds them up, draws them, and opens the photographs behind every mark."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from core.jobs.runs import list_runs
from core.project.labels import Split
from core.project.project import Project
from desktop.charts.class_bars import Bar, BarSeries, ClassGroup, Which
from desktop.charts.confusion import confusion_data
from desktop.charts.theme import assign_colours
from desktop.evaluate.model_table import ModelRow
from desktop.evaluate.reading import ENSEMBLE, Reading, read
from desktop.jobs.background import Errand
from desktop.wording import architecture_title, count_text, percent_text

if TYPE_CHECKING:
    from pathlib import Path

    from desktop.evaluate.view import EvaluateView
    from desktop.predictions import PredictionService
    from desktop.session import Session

ALL = "all"
SPLITS = (
    (Split.TEST.value, "Test split"),
    (Split.VAL.value, "Validation split"),
    (Split.TRAIN.value, "Training split"),
)
TITLES = {**dict(SPLITS), ALL: "All photos"}
ENSEMBLE_TITLE = "EnsembleNet"
ENSEMBLE_COLOUR = "#7d8590"
REFRESH = 250
"""Milliseconds after which a burst of changes is read once."""


@dataclass(frozen=True, slots=True)
class _Model:
    """A model that has predicted or could."""

    name: str
    architecture: str
    can_predict: bool
    finished: bool = False


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
        self._models: dict[str, _Model] = {}
        self._unchecked: set[str] = set()
        self._decided: set[str] = set()
        self._confusion = ""
        self._whole: Reading | None = None
        self._reading: Reading | None = None
        self._errand: Errand[Reading] | None = None
        self._action = ""
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
        view.model_toggled.connect(self.toggle)
        view.confusion_chosen.connect(self.choose_confusion)
        view.predict_requested.connect(self.predict)
        view.cancel_requested.connect(predictions.cancel)
        view.bar_chosen.connect(self.open_bar)
        view.cell_chosen.connect(self.open_cell)
        view.action_requested.connect(self.act)
        predictions.progressed.connect(self._show_progress)
        predictions.busy_changed.connect(self._show_busy)
        self.reload()

    def reload(self) -> None:
        """Another project: start over."""
        self._whole = self._reading = None
        self._unchecked, self._decided, self._confusion = set(), set(), ""
        self._split = Split.TEST.value
        self._view.set_empty("Reading stored predictions…", "")
        self.read()

    def read(self) -> None:
        """Read the split's rows in the background, then show them."""
        if not self._session.has_project:
            self._view.set_empty("No project is open", "Open or create one to see how good its models are.")
            return
        project = self._session.project
        counts = project.counts().by_split
        self._view.set_splits(_split_choices(counts), self._split)
        self._models = _known_models(project)
        folder, split = project.folder, None if self._split == ALL else Split(self._split)
        self._errand = Errand(lambda: _read(folder, split), self)
        errand = self._errand
        errand.done.connect(lambda outcomes: self._take(errand, outcomes))
        errand.failed.connect(lambda error: self._session.message.emit(str(error), "error"))
        errand.start()

    def choose_split(self, split: str) -> None:
        """Judge on another split."""
        self._split = split
        self.read()

    def toggle(self, model: str, checked: bool) -> None:
        """Draw a model, or leave it out."""
        self._decided.add(model)
        (self._unchecked.discard if checked else self._unchecked.add)(model)
        self.show()

    def choose_confusion(self, model: str) -> None:
        """Show this model's matrix."""
        self._confusion = model
        self.show()

    def predict(self) -> None:
        """Ask for what is missing of the ticked models."""
        for ids, names in self._missing().items():
            self._predictions.predict(ids, names)

    def open_bar(self, model: str, class_id: int, which: str) -> None:
        """Open the photographs of a bar."""
        if self._reading is None:
            return
        correct = {Which.WRONG: False, Which.CORRECT: True}.get(Which(which))
        ids = self._reading.model(model).images(class_id, correct)
        verdict = {Which.WRONG: f" that {_title(model)} got wrong", Which.CORRECT: f" that {_title(model)} got right"}
        name = self._reading.classes.get(class_id).name
        self._open(ids, f"{name}, {TITLES[self._split].lower()}{verdict.get(Which(which), '')}")

    def open_cell(self, model: str, truth: int, predicted: int | None) -> None:
        """Open the photographs of a cell of the matrix."""
        if self._reading is None:
            return
        classes = self._reading.classes
        name = classes.get(truth).name
        if predicted is None:
            reason = f"{name} on which {_title(model)} found nothing"
        elif predicted == truth:
            reason = f"{name} that {_title(model)} recognised"
        else:
            reason = f"{name} that {_title(model)} took for {classes.get(predicted).name}"
        self._open(self._reading.model(model).cell(truth, predicted), f"{reason}, {TITLES[self._split].lower()}")

    def act(self) -> None:
        """Do what the empty state offers."""
        if self._action:
            self._session.workspace_requested.emit(self._action)

    def show(self) -> None:
        """Draw what was read."""
        if self._whole is None or not self._session.has_project or self._show_empty(self._whole):
            return
        ticked = [name for name in self._models if self._ticked(name)]
        self._reading = reading = self._whole.with_ensemble(ticked)
        self._view.set_summary(_summary(reading))
        colours = assign_colours(self._models) | {ENSEMBLE: ENSEMBLE_COLOUR}
        judged = [name for name in self._models if reading.has_rows(name)]
        unseen = [name for name in self._models if name not in judged]
        names = [*judged, *([ENSEMBLE] if ENSEMBLE in reading.models else []), *unseen]
        self._view.set_models([self._row(name, reading, colours[name]) for name in names])
        self._show_predict()
        drawn = [name for name in names if self._ticked(name) and reading.has_rows(name)]
        if not drawn:
            self._show_chart_hint(reading, ticked)
            return
        groups = [
            ClassGroup(entry.id, entry.name, size)
            for entry, size in zip(reading.classes, reading.class_sizes, strict=True)
        ]
        self._view.set_bars(groups, [self._series(name, reading, colours[name]) for name in drawn])
        if self._confusion not in drawn:
            self._confusion = max(drawn, key=lambda name: reading.model(name).weighted_accuracy)
        chosen = reading.model(self._confusion)
        table = confusion_data(
            class_ids=reading.classes.ids,
            names=reading.classes.names,
            rows=chosen.confusion.tolist(),
            no_detection=chosen.detects,
        )
        self._view.set_confusion([(name, _title(name)) for name in drawn], self._confusion, table)

    def _take(self, errand: Errand[Reading], reading: Reading) -> None:
        if errand is self._errand:
            self._whole = reading
            self._decide_ticks(reading)
            self.show()

    def _decide_ticks(self, reading: Reading) -> None:
        """Of several runs of an architecture the latest with rows is drawn, else the latest finished one.

        Until the person says otherwise.
        """

        def rank(model: _Model) -> tuple[bool, bool]:
            return reading.has_rows(model.name), model.finished

        chosen: dict[str, _Model] = {}
        for model in self._models.values():
            if model.architecture not in chosen or rank(model) >= rank(chosen[model.architecture]):
                chosen[model.architecture] = model
        for model in self._models.values():
            if model.name not in self._decided:
                ticked = chosen[model.architecture] is model
                (self._unchecked.discard if ticked else self._unchecked.add)(model.name)

    def _ticked(self, name: str) -> bool:
        return name not in self._unchecked

    def _row(self, name: str, reading: Reading, colour: str) -> ModelRow:
        model = self._models.get(name)
        what = "Sum of the ticked classifiers' probabilities" if model is None else model.architecture
        note = f"{_title(name)}: {what}"
        judged = reading.models.get(name)
        missing = len(reading) if judged is None else len(judged.missing)
        left = f"{missing:,}" if missing else "none"
        if judged is None or not judged.n:
            cells = (what, "0", "–", "–", "–", "–", left)
            return ModelRow(name, _title(name), note, colour, self._ticked(name), cells, missing)
        low, high = judged.interval
        cells = (
            what,
            f"{judged.n:,}",
            percent_text(judged.weighted_accuracy),
            f"{100 * low:.1f} to {100 * high:.1f} %",
            percent_text(judged.top_3) or "–",
            "–" if judged.no_detection is None else f"{judged.no_detection:,}",
            left,
        )
        return ModelRow(name, _title(name), note, colour, self._ticked(name), cells, missing)

    def _series(self, name: str, reading: Reading, colour: str) -> BarSeries:
        bars = []
        for count, size in zip(reading.model(name).per_class, reading.class_sizes, strict=True):
            detail = f"{size - count.n} of {size} photos not predicted yet" if count.n < size else ""
            bars.append(Bar(count.n, count.correct, detail))
        return BarSeries(name, _title(name), colour, tuple(bars))

    def _missing(self) -> dict[tuple[int, ...], list[str]]:
        """Ticked models that can predict, by the photographs they have not seen."""
        groups: dict[tuple[int, ...], list[str]] = {}
        if self._reading is not None:
            for model in self._models.values():
                ids = self._reading.missing(model.name)
                if ids and model.can_predict and self._ticked(model.name):
                    groups.setdefault(ids, []).append(model.name)
        return groups

    def _show_predict(self) -> None:
        count = sum(len(ids) * len(names) for ids, names in self._missing().items())
        if not count:
            self._view.set_predict("", enabled=False)
            return
        tip = "Asks the ticked models about the photos they have not seen; stored rows are kept"
        if self._session.read_only:
            tip = "The project is open read-only, so predictions can't be stored"
        self._view.set_predict(f"Predict {count:,} missing", enabled=not self._session.read_only, tip=tip)

    def _show_chart_hint(self, reading: Reading, ticked: list[str]) -> None:
        if not ticked:
            self._view.set_chart_hint("No model is ticked", "Tick models in the table to compare them here.")
            return
        count = sum(len(ids) * len(names) for ids, names in self._missing().items())
        have = "has" if len(ticked) == 1 else "have"
        where = TITLES[self._split].lower()
        text = f"{count_text(len(ticked), 'model')} {have} not seen the {len(reading):,} photos of the {where} yet."
        action = f"Predict {count:,} missing" if count and not self._session.read_only else ""
        self._view.set_chart_hint("Nothing predicted yet", text, action)

    def _show_empty(self, reading: Reading) -> bool:
        counts = self._session.project.counts()
        if counts.images == 0:
            self._offer("The project has no photos yet", "Import some in Annotate first.", "annotate", "Go to Annotate")
        elif not self._models:
            text = "Train one on the training split; its predictions on the test split are judged here."
            self._offer("No model has been trained yet", text, "train", "Go to Train")
        elif len(reading) == 0 and self._split != ALL and all(split is None for split in counts.by_split):
            text = "Make a split in the Train dialog or with `dermdesk split`, or judge on all photos."
            self._offer("The photos are not split yet", text, "train", "Go to Train")
        elif len(reading) == 0:
            text = f"No photo of the {TITLES[self._split].lower()} has a diagnosis, so nobody can be right or wrong."
            self._offer("No photo with a class", text, "annotate", "Go to Annotate")
        else:
            return False
        return True

    def _offer(self, title: str, text: str, workspace: str, action: str) -> None:
        self._action = workspace
        self._view.set_empty(title, text, action)

    def _open(self, ids: tuple[int, ...], reason: str) -> None:
        if ids:
            self._session.show_images(ids, reason)
        else:
            self._session.message.emit(f"No photo: {reason}.", "info")

    def _schedule(self, *_: object) -> None:
        self._refresh.start()

    def _show_progress(self, done: int, total: int) -> None:
        if self._predictions.busy:
            self._view.set_progress((done, total))

    def _show_busy(self, busy: bool) -> None:
        if not busy:
            self._view.set_progress(None)
            self._schedule()


def _read(folder: Path, split: Split | None) -> Reading:
    # A project belongs to one thread, so this one opens its own, to read.
    with Project.open(folder, read_only=True) as project:
        return read(project, split)


def _title(name: str) -> str:
    return ENSEMBLE_TITLE if name == ENSEMBLE else name


def _known_models(project: Project) -> dict[str, _Model]:
    """Models that could predict or have, the oldest run first."""
    models: dict[str, _Model] = {}
    for run in reversed(list_runs(project.runs_folder).runs):
        if run.has_model:
            title = architecture_title(run.job.architecture)
            models[run.name] = _Model(run.name, title, can_predict=True, finished=run.state.is_finished)
    for stored in project.predicted_models():
        models.setdefault(stored.name, _Model(stored.name, architecture_title(stored.architecture), can_predict=False))
    return models


def _split_choices(counts: dict[str | None, int]) -> list[tuple[str, str]]:
    choices = [(key, f"{title} ({counts.get(key, 0):,})") for key, title in SPLITS]
    return [*choices, (ALL, f"{TITLES[ALL]} ({sum(counts.values()):,})")]


def _summary(reading: Reading) -> str:
    left_out = reading.left_out
    parts = [f"{len(reading):,} photos with a class"]
    if none := left_out.get("no_class", 0):
        parts.append(f"{none:,} without one left out")
    if noise := left_out.get("noise", 0) + left_out.get("rejected", 0):
        parts.append(f"{noise:,} noise or rejected left out")
    if reading.refused:
        parts.append(f"of other classes, so not shown: {', '.join(reading.refused)}")
    return " · ".join(parts)
