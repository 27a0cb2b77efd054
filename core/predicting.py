"""Ask trained models about a project's photographs: start the inference process, store what it answers as it comes."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from core.classes import ClassTable
from core.errors import CheckpointError, ClassTableError, GeometryError, JobError, MixedPredictions, UnknownModel
from core.geometry import Box
from core.inference.card import check_classes
from core.inference.requests import (
    TEST_TIME,
    Cancel,
    ImageFailed,
    ImageRef,
    ModelRef,
    Predict,
    Predicted,
    Ready,
    RequestDone,
    WorkerFailed,
)
from core.inference_process import InferenceProcess, worker_command
from core.jobs.runs import find_run, list_runs
from core.project.records import PredictedBox, Prediction

if TYPE_CHECKING:
    import threading
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from core.inference.card import ModelCard
    from core.jobs.run_folder import RunFolder
    from core.project.labels import Split
    from core.project.project import Project
    from core.project.records import ImageRecord

    Progress = Callable[[int, int, str], None]

TEST_TIME_SETTING = "test_time_options"
"""Project setting: the test-time option of each run's stored predictions, where it isn't `none`."""
STORED_AT_ONCE = 64
STORED_WITHIN = 1.0
"""Seconds an answer waits at most before it is stored with its batch."""


@dataclass(frozen=True, slots=True)
class PredictionProblem:
    """A photograph, or a whole model, that gave no answer.

    Attributes:
        path: The photograph; None where the model can't be used at all.
        model: The run; None where no model could be asked, since the photograph can't be read.
        reason: What is wrong, and what to do about it.
    """

    path: Path | None
    model: str | None
    reason: str


@dataclass(frozen=True, slots=True)
class PredictionReport:
    """What came of it.

    Attributes:
        models: The runs that were asked.
        device: What they ran on; empty where nothing was left to ask.
        stored: Answers stored, one a model and photograph.
        known: Answers that were stored before, and were not asked for again.
        problems: What gave no answer.
        stopped: Whether a person ended it early; what came until then is stored.
    """

    models: tuple[str, ...]
    device: str = ""
    stored: int = 0
    known: int = 0
    problems: tuple[PredictionProblem, ...] = ()
    stopped: bool = False


def prediction_from_event(event: Predicted, card: ModelCard) -> Prediction:
    """The row to store for an answer of the inference process.

    Boxes without an area, which a detector may give at a photograph's edge, are left out.

    Raises:
        ClassTableError: The answer is for other classes than the card's.
    """
    if event.class_ids != card.classes.ids:
        raise ClassTableError(f"An answer of {event.model!r} is for other classes than its model card's.")
    boxes = None
    if event.boxes is not None:
        boxes = []
        for row in event.boxes:
            try:
                box = Box(row.x1, row.y1, row.x2, row.y2)
            except GeometryError:
                continue
            boxes.append(PredictedBox(box, row.class_id, row.score))
    return Prediction(
        model=event.model,
        image_id=event.image_id,
        probabilities=event.probabilities,
        boxes=None if boxes is None else tuple(boxes),
        class_ids=event.class_ids,
    )


def image_refs(images: Sequence[ImageRecord]) -> tuple[ImageRef, ...]:
    """Photographs as the inference process wants them; their hash makes it refuse a file that has changed."""
    return tuple(ImageRef(image.id, image.path, image.sha256, image.width, image.height) for image in images)


def choose_runs(project: Project, names: Sequence[str] | None = None) -> list[RunFolder]:
    """The runs that names mean: run names, or architectures for their latest finished run.

    Args:
        project: May be open read-only.
        names: None for the latest finished run of each architecture whose classes are the project's.

    Raises:
        UnknownModel: A name means no run that can predict, or there is none at all.
        ClassTableError: A named run was trained with other classes than the project's.
    """
    if names is not None:
        named = list(dict.fromkeys(find_run(project.runs_folder, name) for name in names))
        for run in named:
            check_classes(run.card, project.classes)
        return named
    usable = [
        run
        for run in list_runs(project.runs_folder)
        if run.has_model
        and run.state.is_finished
        and not run.job.fold_of  # it left out photographs on purpose
        and not project.classes.differences(run.card.classes)
    ]
    latest = {run.job.architecture: run for run in reversed(usable)}
    if not latest and (unfit := unfit_models(project)):
        raise UnknownModel(
            f"No model fits the project's classes: {unfit_text(unfit)}.", hint="Train one again with these classes."
        )
    if not latest:
        raise UnknownModel(
            "The project has no finished run whose classes are the project's.",
            hint="Train one first: `dermdesk train PROJECT --model NAME`.",
        )
    return sorted(latest.values(), key=lambda run: run.name)


def model_classes(project: Project) -> dict[str, ClassTable]:
    """The classes of each model that can predict or has, by its name; folds, which stand for no model, left out."""
    tables: dict[str, ClassTable] = {}
    for run in list_runs(project.runs_folder):
        if run.has_model and not run.job.fold_of:
            try:
                tables[run.name] = run.card.classes
            except CheckpointError:
                continue  # damaged, which is told when it is asked to predict
    for entry in project.predicted_models():
        if entry.name not in tables:
            tables[entry.name] = ClassTable.from_json(project.model_card(entry.name)["classes"])
    return tables


def unfit_models(project: Project) -> dict[str, tuple[str, ...]]:
    """By name the models whose classes aren't the project's, with the differences."""
    lines = {name: tuple(project.classes.differences(table)) for name, table in model_classes(project).items()}
    return {name: differences for name, differences in lines.items() if differences}


def unfit_text(unfit: Mapping[str, Sequence[str]]) -> str:
    """Models and why they don't fit, those with the same differences together."""
    alike: dict[str, list[str]] = {}
    for name, differences in unfit.items():
        alike.setdefault(", ".join(differences), []).append(name)
    return "; ".join(f"{', '.join(names)} ({why})" for why, names in alike.items())


def register_run(project: Project, run: RunFolder) -> ModelCard:
    """Note a run as a model of the project, so that its answers can be stored; its card is returned.

    Answers of an earlier checkpoint of the same run (it was resumed since) are cleared: they are another network's.
    """
    card = run.card
    known = {entry.name for entry in project.predicted_models()}
    if run.name in known and project.model_card(run.name).get("created_at") != card.created_at.isoformat():
        project.clear_predictions(run.name)
    project.add_model(run.name, card.to_json(), run.path)
    return card


def stored_test_time(project: Project, run: str) -> str:
    """The test-time option that a run's stored predictions were made with; `none` where there are none."""
    options = project.get_setting(TEST_TIME_SETTING) or {}
    option = options.get(run, "none")
    return option if option in TEST_TIME else "none"


def settle_test_time(project: Project, runs: Sequence[str], test_time: str, *, again: bool = False) -> None:
    """Note the test-time option that runs are asked with, so that no run's stored predictions are of two kinds.

    Args:
        project: Open for writing.
        runs: Names of the runs, which the project knows.
        test_time: One of `TEST_TIME`.
        again: Forget what was predicted in another way, on all splits, in place of an error.

    Raises:
        MixedPredictions: A run has predictions that were made in another way.
    """
    stored = {entry.name for entry in project.predicted_models()}
    options: dict[str, str] = dict(project.get_setting(TEST_TIME_SETTING) or {})
    for run in runs:
        before = stored_test_time(project, run)
        if before == test_time:
            continue
        if run in stored and not again:
            raise MixedPredictions(
                f"The stored predictions of {run!r} were made with the test-time option {before!r}, not {test_time!r}.",
                hint=f"Go on with `--tta {before}`, or add `--again` to forget them and ask anew.",
            )
        if run in stored:
            project.clear_predictions(run)
        options[run] = test_time
    project.set_setting(TEST_TIME_SETTING, {run: option for run, option in options.items() if option != "none"})


def predict(
    project: Project,
    models: Sequence[str] | None = None,
    *,
    split: Split | None = None,
    again: bool = False,
    device: str = "auto",
    precision: str = "auto",
    test_time: str = "none",
    progress: Progress | None = None,
    stop: threading.Event | None = None,
    command: Sequence[str] | None = None,
) -> PredictionReport:
    """Ask models about photographs in a process of its own, and store the answers as they come.

    Args:
        project: Open for writing.
        models: As `choose_runs`.
        split: Photographs of this side; None for all.
        again: Ask also where an answer is stored already.
        device: `auto`, `cpu`, `cuda` or `cuda:1`.
        precision: `auto` for half precision where the hardware has it, or `float32`.
        test_time: One of `TEST_TIME`.
        progress: Called with answers done, answers in all, and the photograph in hand.
        stop: Set it, from any thread, to end after the photograph in hand.
        command: What to start instead of the real worker.

    Raises:
        UnknownModel, ClassTableError: As `choose_runs`.
        MixedPredictions: As `settle_test_time`.
        JobError: The process can't be started, died or hung; what came until then is stored.
    """
    runs = choose_runs(project, models)
    cards = {run.name: register_run(project, run) for run in runs}
    settle_test_time(project, list(cards), test_time, again=again)
    images = {image.id: image for image in project.images(split=split)}
    done = set() if again else {(row.model, row.image_id) for row in project.predictions(models=cards, split=split)}
    requests = _requests(runs, images, done, test_time)
    total = sum(len(request.models) * len(request.images) for request in requests)
    known = len(runs) * len(images) - total
    if not requests:
        return PredictionReport(tuple(cards), known=known)
    with InferenceProcess(command or worker_command(device=device, precision=precision)) as worker:
        conversation = _Conversation(project, cards, images, total, progress)
        try:
            for request in requests:
                conversation.hold(worker, request, stop)
                if conversation.stopped:
                    break
        finally:
            conversation.store()
    return PredictionReport(
        models=tuple(cards),
        device=conversation.device,
        stored=conversation.stored,
        known=known,
        problems=tuple(conversation.problems),
        stopped=conversation.stopped,
    )


def _requests(
    runs: Sequence[RunFolder], images: Mapping[int, ImageRecord], done: set[tuple[str, int]], test_time: str
) -> list[Predict]:
    """One request for each set of photographs that lack the same models, so that each is decoded once."""
    lacking: dict[tuple[str, ...], list[ImageRecord]] = {}
    for image in images.values():
        names = tuple(run.name for run in runs if (run.name, image.id) not in done)
        if names:
            lacking.setdefault(names, []).append(image)
    folders = {run.name: run.path for run in runs}
    return [
        Predict(number, tuple(ModelRef(name, folders[name].absolute()) for name in names), image_refs(some), test_time)
        for number, (names, some) in enumerate(lacking.items(), start=1)
    ]


class _Conversation:
    """What is said in answer to requests: kept, stored in batches, and counted."""

    def __init__(
        self,
        project: Project,
        cards: Mapping[str, ModelCard],
        images: Mapping[int, ImageRecord],
        total: int,
        progress: Progress | None,
    ) -> None:
        self._project = project
        self._cards = cards
        self._images = images
        self._total = total
        self._progress = progress
        self._waiting: list[Prediction] = []
        self._stored_at = time.monotonic()
        self._done = 0
        self.device = ""
        self.stored = 0
        self.problems: list[PredictionProblem] = []
        self.stopped = False

    def hold(self, worker: InferenceProcess, request: Predict, stop: threading.Event | None) -> None:
        """Send a request and take its answers until it is done."""
        worker.send(request)
        while True:
            if stop is not None and stop.is_set() and not self.stopped:
                self.stopped = True
                worker.send(Cancel(request.request))
                if not self.device:
                    return  # still importing its libraries: nothing is in hand
            event = worker.receive()
            if event is None:
                self._store_if_due()
                continue
            match event:
                case Ready():
                    self.device = event.device
                case Predicted():
                    self._waiting.append(prediction_from_event(event, self._cards[event.model]))
                    self._advance(1, self._images[event.image_id].relative_path)
                case ImageFailed():
                    self._fail(event, request)
                case RequestDone() if event.request == request.request:
                    return
                case WorkerFailed():
                    raise JobError(event.message, hint=event.hint or worker.last_words())
            self._store_if_due()

    def store(self) -> None:
        """Store what has come."""
        if self._waiting:
            self._project.store_predictions(self._waiting)
            self.stored += len(self._waiting)
            self._waiting = []
        self._stored_at = time.monotonic()

    def _store_if_due(self) -> None:
        if len(self._waiting) >= STORED_AT_ONCE or time.monotonic() - self._stored_at > STORED_WITHIN:
            self.store()

    def _fail(self, event: ImageFailed, request: Predict) -> None:
        image = None if event.image_id is None else self._images[event.image_id]
        reason = f"{event.message} {event.hint}".strip()
        self.problems.append(PredictionProblem(None if image is None else image.path, event.model, reason))
        models = 1 if event.model is not None else len(request.models)
        photos = 1 if image is not None else len(request.images)
        self._advance(models * photos, image.relative_path if image else str(event.model))

    def _advance(self, answers: int, what: str) -> None:
        self._done = min(self._total, self._done + answers)
        if self._progress is not None:
            self._progress(self._done, self._total, what)
