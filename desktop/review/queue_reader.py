"""Works the queue out off the window's thread; looks at the photographs, or lets a network see them, when asked to."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from core.project.arrays import StoredArrays
from core.review.embeddings import EmbeddingReport
from core.review.prelabelling import THRESHOLD
from desktop.jobs.background import Errand
from desktop.predictions import PredictionService
from desktop.review.reading import look, read, take_features
from desktop.task import GivenUp, Task

if TYPE_CHECKING:
    from collections.abc import Callable

    from desktop.review.reading import Reading
    from desktop.session import Session
    from desktop.task import Progress

REFRESH = 300
"""Milliseconds after which a burst of changes is read once."""


class QueueReader(QObject):
    """Reads a project's queue, anew after changes, one reading at a time.

    Args:
        session: The open project.
        is_seen: Whether somebody looks at the queue; one nobody sees is read once somebody does.
        parent: Owner.

    Attributes:
        at_least: Score from which on boxes are suggested; photographs with some left to answer stay in the queue.

    Signals:
        begun: A reading begins; what changes from now on may not be in it.
        taken: A `Reading` is there.
        failed: The queue can't be worked out, for this error.
        looks_failed: Looking at the photographs failed, for this error.
        features_taken: An `EmbeddingReport` of what a network has seen of the photographs.
        progressed: `(done, total)` of what is under way, 0 for unknown; None for nothing.
        working: Whether something is under way that a person can stop.
    """

    begun = Signal()
    taken = Signal(object)
    failed = Signal(object)
    looks_failed = Signal(object)
    features_taken = Signal(object)
    progressed = Signal(object)
    working = Signal(bool)

    def __init__(self, session: Session, *, is_seen: Callable[[], bool], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session, self._is_seen = session, is_seen
        self._stored = StoredArrays()
        self.at_least = THRESHOLD
        self._errand: Errand[Reading] | None = None
        self._again = False
        self._stale = False
        self._looking: Task | None = None
        self._enough: threading.Event | None = None
        self._refresh = QTimer(self)
        self._refresh.setSingleShot(True)
        self._refresh.setInterval(REFRESH)
        self._refresh.timeout.connect(self._read_if_seen)
        for signal in (
            session.predictions_changed, session.runs_changed, session.classes_changed, session.images_changed,
        ):  # fmt: skip
            signal.connect(self._refresh.start)

    @property
    def is_stale(self) -> bool:
        """Whether the project has changed since the queue was read, and nobody has looked at it."""
        return self._stale

    def forget(self) -> None:
        """Another project: what is being read is nobody's any more."""
        self._errand, self._again = None, False
        # A new one: the thread that still reads goes on with what it has, which one thread at a time may use.
        self._stored = StoredArrays()

    def read(self) -> None:
        """Work the queue out anew."""
        if not self._session.has_project or self._session.project.is_closed:
            return
        if self._errand is not None:
            self._again = True  # what was read is used by one thread at a time
            return
        folder, stored, at_least = self._session.project.folder, self._stored, self.at_least
        service = self._session.prediction_service
        heat = service.unstored_heat if isinstance(service, PredictionService) else ()
        errand: Errand[Reading] = Errand(lambda: read(folder, stored, heat, at_least), self)
        self._errand = errand
        self._stale = False
        self.begun.emit()
        self.progressed.emit((0, 0))
        errand.done.connect(lambda reading: self._take(errand, reading))
        errand.failed.connect(lambda error: self._take_failure(errand, error))
        errand.start()

    def catch_up(self) -> None:
        """The queue is looked at: read what has changed meanwhile."""
        if self._stale:
            self.read()

    def take_looks(self) -> None:
        """Look at every photograph once, for duplicates and poor ones, in a thread of its own; then read anew."""
        if self._can_begin():
            folder = self._session.project.folder
            self._begin(lambda progress: look(folder, progress))

    def take_features(self, model: str) -> None:
        """Let a classifier see every photograph once, to find those alike by; in its process, then read anew."""
        if self._can_begin():
            folder, enough = self._session.project.folder, threading.Event()
            self._enough = enough
            self._begin(lambda progress: take_features(folder, model, progress, enough))

    def end_work(self) -> None:
        """End looking or seeing after the photograph in hand; what came until then is kept."""
        if self._enough is not None:
            self._enough.set()
        elif self._looking is not None:
            self._looking.give_up()

    def stop(self) -> None:
        """End the thread that looks."""
        if self._looking is not None:
            self.end_work()
            self._looking.give_up()
            self._looking.wait()
            self._looking = None

    def _can_begin(self) -> bool:
        if self._looking is not None:
            self._session.set_status(self.tr("The photos are being looked at already."), "info")
        return self._looking is None and self._session.has_project

    def _begin(self, work: Callable[[Progress], object]) -> None:
        self._looking = Task(work, self)
        self._looking.progressed.connect(lambda done, total, _what: self.progressed.emit((done, total)))
        self._looking.done.connect(self._end_looking)
        self._looking.failed.connect(self._end_looking)
        self.progressed.emit((0, 0))
        self.working.emit(True)
        self._looking.start()

    def _read_if_seen(self) -> None:
        if self._is_seen():
            self.read()
        else:
            self._stale = True

    def _take(self, errand: Errand[Reading], reading: Reading) -> None:
        if errand is self._errand:
            self._end_reading()
            self.taken.emit(reading)

    def _take_failure(self, errand: Errand[Reading], error: Exception) -> None:
        if errand is self._errand:
            self._end_reading()
            self.failed.emit(error)

    def _end_reading(self) -> None:
        self._errand = None
        self.progressed.emit(None)
        if self._again:
            self._again = False
            self._refresh.start()

    def _end_looking(self, outcome: object) -> None:
        self._looking = self._enough = None
        self.progressed.emit(None)
        self.working.emit(False)
        if isinstance(outcome, EmbeddingReport):
            self.features_taken.emit(outcome)
        # Also where somebody had enough: what came until then is kept.
        if isinstance(outcome, GivenUp) or not isinstance(outcome, Exception):
            self.read()
        else:
            self.looks_failed.emit(outcome)
