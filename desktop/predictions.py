"""Predictions for the window: asks the inference worker, stores what it answers, and survives the worker's death."""

from __future__ import annotations

import logging
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from core.errors import DermDeskError, ProjectReadOnly, UnknownModel
from core.heat_keeping import heat_share, keep_heat
from core.inference.requests import (
    Cancel,
    Explain,
    Explained,
    ImageFailed,
    ImageRef,
    ModelRef,
    Predict,
    Predicted,
    RequestDone,
    WorkerFailed,
)
from core.jobs.run_folder import RunFolder
from core.predicting import (
    choose_runs,
    image_refs,
    prediction_from_event,
    register_run,
    stored_test_time,
    unfit_models,
    unfit_text,
)
from desktop.jobs.inference import InferenceProcess
from desktop.translating import core_text

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from core.geometry import Box
    from core.inference.card import ModelCard
    from core.inference.requests import Event
    from core.project.records import HeatShare, Prediction
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
    failed: set[tuple[str, int]] = field(default_factory=set)
    answered: int = 0
    restarts: int = 0

    def command(self, number: int) -> Predict:
        """The rest of the request. Pairs that were answered already may be answered again where models differ."""
        models = tuple(ref for name, ref in self.models.items() if any(model == name for model, _ in self.open))
        images = tuple(ref for image_id, ref in self.images.items() if any(image == image_id for _, image in self.open))
        return Predict(number, models, images)


@dataclass(slots=True)
class _Question:
    """A heat map that was asked for and not yet given."""

    command: Explain
    restarted: bool = False


class PredictionService(QObject):
    """Predicts photographs of the open project and stores the rows; says where a classifier looked.

    Signals:
        progressed: Pairs of model and photograph done, and asked for, over all open requests.
        busy_changed: Whether anything is being predicted.
        failed: What went wrong, and what to do next.
        request_ended: Number of a request, and the pairs of model and photograph that failed (a frozenset): asking
            again would fail again. Its answers are stored by then.
        gave_up: The worker died, and died again when it was started anew, so what was asked stays unanswered.
        explained: An `Explained`, in answer to `explain`.
        explain_failed: Number of an `explain` that gets no answer, and why.
    """

    progressed = Signal(int, int)
    busy_changed = Signal(bool)
    failed = Signal(str, str)
    request_ended = Signal(int, object)
    gave_up = Signal()
    explained = Signal(object)
    explain_failed = Signal(int, str)

    def __init__(
        self, session: Session, parent: QObject | None = None, *, process: InferenceProcess | None = None
    ) -> None:
        super().__init__(parent if parent is not None else session)
        self._session = session
        self._process = process or InferenceProcess(self)
        self._process.answered.connect(self._take)
        self._process.ended.connect(self._ended)
        self._requests: dict[int, _Request] = {}
        self._last = 0
        self._done = self._total = 0
        self._questions: dict[int, _Question] = {}
        self._cards: dict[str, ModelCard] = {}
        self._noted: dict[str, RunFolder] = {}
        self._told_options: set[str] = set()
        self._unstored: list[Prediction] = []
        self._unstored_heat: dict[tuple[str, int], HeatShare] = {}
        self._store_timer = _single_shot(self, STORE_EVERY)
        self._store_timer.timeout.connect(self._store)
        self._idle_timer = _single_shot(self, IDLE)
        self._idle_timer.timeout.connect(self._process.close)
        session.project_changed.connect(self._forget)
        session.runs_changed.connect(self._noted.clear)

    @property
    def busy(self) -> bool:
        return bool(self._requests)

    @property
    def first_asked(self) -> str:
        """Run name of the model that is to answer first; empty once anything was answered."""
        names = (model for request in self._requests.values() for model in request.models)
        return "" if self._done else next(names, "")

    @property
    def unstored_heat(self) -> tuple[HeatShare, ...]:
        """How much of the heat maps given lies in the boxes, where the project is open read-only."""
        return tuple(self._unstored_heat.values())

    def waits_for(self, image_id: int) -> bool:
        """Whether an answer about this photograph is still to come."""
        return any(image == image_id for request in self._requests.values() for _, image in request.open)

    def available(self) -> list[str]:
        """Names of the runs that can predict with the project's classes: the latest of each architecture."""
        if not self._session.has_project:
            return []
        try:
            return [run.name for run in choose_runs(self._session.project)]
        except UnknownModel:
            return []

    def predict(self, image_ids: Sequence[int], models: Sequence[str] | None = None) -> int:
        """Predict these photographs with these runs, by default the latest of each architecture; answers become rows.

        Returns:
            How many answers were asked for; 0 where nothing could be, which has then been told.
        """
        number = self.ask(image_ids, models)
        return len(self._requests[number].open) if number else 0

    def ask(self, image_ids: Sequence[int], models: Sequence[str] | None = None) -> int:
        """As `predict`, but gives the request's number, to be told apart and cancelled; 0 where nothing was asked."""
        if self._session.read_only:
            self._tell("The project is open read-only: predictions can't be stored.", "Close the other window first.")
            return 0
        project = self._session.project
        runs = self._usable(models)
        records = project.images(ids=tuple(image_ids))
        if not runs or not records:
            return 0
        request = _Request(
            models={run.name: ModelRef(run.name, run.path) for run in runs},
            images={ref.id: ref for ref in image_refs(records)},
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
        return self._last

    def explain(self, image_id: int, model: str, *, class_id: int | None = None, boxes: Sequence[Box] = ()) -> int:
        """Ask where in a photograph a classifier's evidence lies; read-only projects may ask too.

        How much of it lies in the boxes is stored for the review queue, so ask for the class the model puts first.

        Args:
            image_id: The photograph.
            model: Run name of a classifier.
            class_id: The class to explain; None for the most probable one.
            boxes: Lesion boxes in upright pixels, for the share of the heat inside them.

        Returns:
            Number of the request, which `explained` or `explain_failed` will carry.

        Raises:
            DermDeskError: There is no such run or photograph, or its classes are not the project's.
        """
        project = self._session.project
        (run,) = choose_runs(project, [model])
        (image,) = image_refs([project.image(image_id)])
        self._last += 1
        command = Explain(self._last, ModelRef(run.name, run.path), image, class_id, tuple(boxes))
        self._questions[self._last] = _Question(command)
        self._idle_timer.stop()
        self._process.send(command)
        return self._last

    def cancel_explain(self, number: int) -> None:
        """Nobody wants that heat map any more; an answer on its way is dropped."""
        if self._questions.pop(number, None) is not None:
            self._process.send(Cancel(number))
            self._rest_if_idle()

    def cancel_request(self, number: int) -> None:
        """End one request; what was answered stays stored."""
        if number in self._requests:
            self._process.send(Cancel(number))
            self._close_request(number)

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
        self._questions.clear()
        self._process.close()

    def _usable(self, names: Sequence[str] | None) -> list[RunFolder]:
        """The runs that can predict with this project's classes, noted in the project."""
        project, usable = self._session.project, []
        for chosen in [None] if names is None else [[name] for name in names]:
            if chosen is not None and chosen[0] in self._noted:
                # Going through photographs asks often; a run is looked up and noted once.
                usable.append(self._noted[chosen[0]])
                continue
            try:
                runs = [run for run in choose_runs(project, chosen) if self._is_plain(run.name)]
                for run in runs:
                    self._cards[run.name] = register_run(project, run)
                    self._noted[run.name] = run
            except UnknownModel as error:
                if chosen is not None:
                    self._tell(error.message, error.hint)
                elif unfit := unfit_models(project):
                    text = self.tr("No model fits the project's classes: {0}.").format(
                        unfit_text({name: list(map(core_text, lines)) for name, lines in unfit.items()})
                    )
                    self._say(text, self.tr("Train one again in Train."))
                else:
                    self._say(self.tr("The project has no trained model yet."), self.tr("Train one in Train first."))
            except DermDeskError as error:
                self._tell(error.message, error.hint)
            else:
                usable.extend(runs)
        return usable

    def _is_plain(self, run: str) -> bool:
        """Whether a run's stored answers were made without test-time options, as the window asks; told once if not."""
        option = stored_test_time(self._session.project, run)
        if option != "none" and run not in self._told_options:
            self._told_options.add(run)
            self._tell(
                f"{run} was predicted with --tta {option}, and answers made in different ways aren't mixed.",
                f"Ask it on the command line: dermdesk predict PROJECT --models {run} --tta {option}",
            )
        return option == "none"

    def _take(self, event: Event) -> None:
        match event:
            case Predicted():
                request = self._requests.get(event.request)
                if request is not None:
                    request.answered += 1
                    self._count(request, {(event.model, event.image_id)})
                    self._keep(event)
            case Explained():
                question = self._questions.pop(event.request, None)
                if question is not None:
                    self._keep_heat(question.command, event)
                    self.explained.emit(event)
                    self._rest_if_idle()
            case ImageFailed() if event.request in self._questions:
                self._answer_no(event.request, f"{event.message} {event.hint}".strip())
            case ImageFailed():
                request = self._requests.get(event.request)
                if request is not None:
                    meant = _meant(request, event)
                    request.failures.append(event.message)
                    request.failed |= meant
                    self._count(request, meant)
            case RequestDone():
                if event.request in self._requests:
                    self._close_request(event.request, left=self._requests[event.request].failed)
                elif event.request in self._questions:
                    self._answer_no(event.request, "The model gave no answer.")
            case WorkerFailed():
                self._tell(event.message, event.hint)

    def _count(self, request: _Request, pairs: set[tuple[str, int]]) -> None:
        self._done += len(request.open & pairs)
        request.open -= pairs
        self.progressed.emit(self._done, self._total)

    def _keep(self, event: Predicted) -> None:
        try:
            self._unstored.append(prediction_from_event(event, self._cards[event.model]))
        except DermDeskError as error:
            self._tell(error.message, error.hint)
        if len(self._unstored) >= BATCH:
            self._store()
        elif not self._store_timer.isActive():
            self._store_timer.start()

    def _keep_heat(self, asked: Explain, event: Explained) -> None:
        share = heat_share(asked, event)
        if share is None:
            return
        try:
            keep_heat(self._session.project, RunFolder(asked.model.run_folder), [share])
        except ProjectReadOnly:
            self._unstored_heat[share.model, share.image_id] = share
        except DermDeskError as error:
            self._tell(error.message, error.hint)

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

    def _close_request(self, number: int, *, left: Collection[tuple[str, int]] = ()) -> None:
        request = self._requests.pop(number)
        # Pairs nobody will answer any more leave the total, so that progress can reach its end.
        self._total -= len(request.open)
        if request.failures:
            kinds = sorted(set(request.failures))
            more = f" and {len(kinds) - 1} other reasons" if len(kinds) > 1 else ""
            self._tell(f"{len(request.failures)} predictions failed: {kinds[0]}{more}", "The others are stored.")
        self._store()
        if not self._requests:
            self._done = self._total = 0
            self._rest_if_idle()
            self.busy_changed.emit(False)
        self.request_ended.emit(number, frozenset(left))

    def _rest_if_idle(self) -> None:
        if not self._requests and not self._questions:
            self._idle_timer.start()

    def _answer_no(self, number: int, why: str) -> None:
        del self._questions[number]
        self.explain_failed.emit(number, core_text(why))
        self._rest_if_idle()

    def _ended(self, reason: str) -> None:
        self._store()
        given_up = False
        lost = [number for number, question in self._questions.items() if question.restarted]
        for number, request in list(self._requests.items()):
            # A worker that dies again without having answered anything in between won't do better a third time.
            request.restarts = 0 if request.answered else request.restarts
            if request.restarts >= 1 or not request.open:
                request.failures.clear()
                given_up = True
                self._close_request(number, left=request.open | request.failed)
            else:
                request.restarts += 1
                request.answered = 0
        for number in lost:
            self._answer_no(number, reason)
        if self._requests or self._questions:
            logger.warning("%s Starting it again.", reason)
            self._session.message.emit(self.tr("{0} It is started again.").format(reason), "warning")
            for question in self._questions.values():
                question.restarted = True
                self._process.send(question.command)
            for number, request in self._requests.items():
                self._process.send(request.command(number))
        elif given_up:
            self._tell(reason, "If memory ran out, close other programs or predict with fewer models at once.")
        if given_up:
            self.gave_up.emit()

    def _forget(self) -> None:
        """Another project is open: answers for the one before have nowhere to go."""
        self._unstored.clear()
        self._unstored_heat.clear()
        self._noted.clear()
        self._told_options.clear()
        self._store_timer.stop()
        for number in list(self._questions):
            self.cancel_explain(number)
        for number in list(self._requests):
            self._process.send(Cancel(number))
            self._close_request(number)

    def _tell(self, message: str, hint: str) -> None:
        self._say(core_text(message), core_text(hint))

    def _say(self, message: str, hint: str) -> None:
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
