"""Predictions for the window: asks the inference worker, stores what it answers, and survives the worker's death."""

from __future__ import annotations

import logging
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from core.predicting import prediction_from_event
from PySide6.QtCore import QObject, QTimer, Signal

from core.errors import DermDeskError
from core.inference.card import check_classes
from core.inference.requests import (
    Cancel,
    ImageFailed,
    ImageRef,
    ModelRef,
    Predict,
    Predicted,
    RequestDone,
    WorkerFailed,
)
from core.jobs.runs import find_run, list_runs
from desktop.jobs.inference import InferenceProcess

if TYPE_CHECKING:
    from collections.abc import Sequence

    from core.inference.requests import Event
    from core.project.records import Prediction
    from desktop.session import Session

logger = logging.getLogger(__name__)

BATCH = 64
STORE_EVERY = 400
"""Milliseconds after which answers are stored though the batch isn't full: a person waits for the single photo."""
IDLE = 180_000
"""Milliseconds after which an idle worker is let go, so that a training gets its memory back."""


@dataclass(slots=True)
class _Request:
    """What was asked and not yet answered."""

    models: dict[str, ModelRef]
    images: dict[int, ImageRef]
    open: set[tuple[str, int]] = field(default_factory=set)
    failures: list[str] = field(default_factory=list)
    answered: int = 0
    restarts: int = 0

    def command(self, number: int) -> Predict:
        """The rest of the request. Pairs that were answered already may be answered again where models differ."""
        models = tuple(ref for name, ref in self.models.items() if any(model == name for model, _ in self.open))
        images = tuple(ref for image_id, ref in self.images.items() if any(image == image_id for _, image in self.open))
        return Predict(number, models, images)


class PredictionService(QObject):
    """Predicts photographs of the open project and stores the rows.

    Signals:
        progressed: Pairs of model and photograph done, and asked for, over all open requests.
        busy_changed: Whether anything is being predicted.
        failed: What went wrong, and what to do next.
    """

    progressed = Signal(int, int)
    busy_changed = Signal(bool)
    failed = Signal(str, str)

    def __init__(
        self, session: Session, parent: QObject | None = None, *, process: InferenceProcess | None = None
    ) -> None:
        super().__init__(parent if parent is not None else session)
        self._session = session
        self._process = process or InferenceProcess(self)
        self._process.event.connect(self._take)
        self._process.ended.connect(self._ended)
        self._requests: dict[int, _Request] = {}
        self._last = 0
        self._done = self._total = 0
        self._unstored: list[Prediction] = []
        self._store_timer = _single_shot(self, STORE_EVERY)
        self._store_timer.timeout.connect(self._store)
        self._idle_timer = _single_shot(self, IDLE)
        self._idle_timer.timeout.connect(self._process.close)
        session.project_changed.connect(self._forget)

    @property
    def busy(self) -> bool:
        return bool(self._requests)

    def available(self) -> list[str]:
        """Names of the runs that can predict, the newest first."""
        if not self._session.has_project:
            return []
        return [run.name for run in list_runs(self._session.project.runs_folder) if run.has_model]

    def predict(self, image_ids: Sequence[int], models: Sequence[str] | None = None) -> int:
        """Predict these photographs with these runs, or with all that have a model; results become stored rows.

        Returns:
            How many answers were asked for; 0 where nothing could be, which has then been told.
        """
        if self._session.read_only:
            self._tell(
                "The project is open read-only, so predictions can't be stored.", "Close the other window first."
            )
            return 0
        project = self._session.project
        refs = self._usable(self.available() if models is None else models)
        records = project.images(ids=tuple(image_ids))
        if not refs or not records:
            return 0
        request = _Request(
            models={ref.name: ref for ref in refs},
            images={
                record.id: ImageRef(record.id, record.path, record.sha256, record.width, record.height)
                for record in records
            },
        )
        request.open = {(model, image) for model in request.models for image in request.images}
        was_busy = self.busy
        self._last += 1
        self._requests[self._last] = request
        self._total += len(request.open)
        self._idle_timer.stop()
        self._process.send(request.command(self._last))
        if not was_busy:
            self.busy_changed.emit(True)
        self.progressed.emit(self._done, self._total)
        return len(request.open)

    def cancel(self) -> None:
        """End all open requests; what was answered stays stored."""
        for number in list(self._requests):
            self._process.send(Cancel(number))
            self._close_request(number)
        self._store()

    def close(self) -> None:
        """End the worker, before the window goes."""
        self._store()
        self._requests.clear()
        self._process.close()

    def _usable(self, names: Sequence[str]) -> list[ModelRef]:
        """The runs that can predict with this project's classes, noted in the project."""
        project, refs = self._session.project, []
        if not names:
            self._tell("No model has been trained yet.", "Train one first.")
        for name in names:
            try:
                run = find_run(project.runs_folder, name)
                card = run.card
                check_classes(card, project.classes)
                project.add_model(run.name, card.to_json(), run.path)
            except DermDeskError as error:
                self._tell(f"{name} can't predict: {error.message}", error.hint)
            else:
                refs.append(ModelRef(run.name, run.path))
        return refs

    def _take(self, event: Event) -> None:
        match event:
            case Predicted():
                request = self._requests.get(event.request)
                if request is not None:
                    request.answered += 1
                    self._count(request, {(event.model, event.image_id)})
                    self._keep(prediction_from_event(event))
            case ImageFailed():
                request = self._requests.get(event.request)
                if request is not None:
                    request.failures.append(event.message)
                    self._count(request, _meant(request, event))
            case RequestDone():
                if event.request in self._requests:
                    self._close_request(event.request)
            case WorkerFailed():
                self._tell(event.message, event.hint)

    def _count(self, request: _Request, pairs: set[tuple[str, int]]) -> None:
        self._done += len(request.open & pairs)
        request.open -= pairs
        self.progressed.emit(self._done, self._total)

    def _keep(self, prediction: Prediction) -> None:
        self._unstored.append(prediction)
        if len(self._unstored) >= BATCH:
            self._store()
        elif not self._store_timer.isActive():
            self._store_timer.start()

    def _store(self) -> None:
        self._store_timer.stop()
        if not self._unstored or not self._session.has_project:
            return
        rows, self._unstored = self._unstored, []
        try:
            self._session.project.store_predictions(rows)
        except DermDeskError as error:
            self._tell(f"{len(rows)} predictions could not be stored: {error.message}", error.hint)
        else:
            self._session.predictions_changed.emit()

    def _close_request(self, number: int) -> None:
        request = self._requests.pop(number)
        # Pairs nobody will answer any more leave the total, so that progress can reach its end.
        self._total -= len(request.open)
        if request.failures:
            kinds = sorted(set(request.failures))
            more = f" and {len(kinds) - 1} other reasons" if len(kinds) > 1 else ""
            self._tell(f"{len(request.failures)} predictions failed: {kinds[0]}{more}", "The others are stored.")
        if not self._requests:
            self._store()
            self._done = self._total = 0
            self._idle_timer.start()
            self.busy_changed.emit(False)

    def _ended(self, reason: str) -> None:
        self._store()
        if not self._requests:
            return
        for number, request in list(self._requests.items()):
            # A worker that dies again without having answered anything in between won't do better a third time.
            request.restarts = 0 if request.answered else request.restarts
            if request.restarts >= 1 or not request.open:
                request.failures.clear()
                self._close_request(number)
            else:
                request.restarts += 1
                request.answered = 0
        if self._requests:
            logger.warning("%s Starting it again.", reason)
            self._session.message.emit(f"{reason} It is started again.", "warning")
            for number, request in self._requests.items():
                self._process.send(request.command(number))
        else:
            self._tell(reason, "If memory ran out, close other programs or predict with fewer models at once.")

    def _forget(self) -> None:
        """Another project is open: answers for the one before have nowhere to go."""
        self._unstored.clear()
        self._store_timer.stop()
        for number in list(self._requests):
            self._process.send(Cancel(number))
            self._close_request(number)

    def _tell(self, message: str, hint: str) -> None:
        self._session.message.emit(f"{message} {hint}".strip(), "error")
        self.failed.emit(message, hint)


def _meant(request: _Request, failure: ImageFailed) -> set[tuple[str, int]]:
    """The pairs a failure is about: of one photograph, of one model, or of both."""
    return {
        (model, image)
        for model, image in request.open
        if failure.model in (None, model) and failure.image_id in (None, image)
    }


def _single_shot(parent: QObject, milliseconds: int) -> QTimer:
    timer = QTimer(parent)
    timer.setSingleShot(True)
    timer.setInterval(milliseconds)
    return timer
