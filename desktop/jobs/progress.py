"""A training run's events, added up into what a person wants to see; for live and ended runs alike."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from core.jobs.protocol import EpochEnd, Event, Failed, Finished, Hello, Phase, Preview, Step, Warned

if TYPE_CHECKING:
    from collections.abc import Iterable

LOSS_POINTS = 1500
"""Points of the training loss kept over a run: more than a screen has pixels for."""

SCORES = frozenset({"weighted_accuracy", "balanced_accuracy", "image_accuracy"})
"""What runs are judged by: classifiers by one of the first two, detectors by the last."""


@dataclass(slots=True)
class RunProgress:
    """What is known of a run so far.

    Attributes:
        hello: Set once the process has spoken.
        phase: The last phase told.
        step: The last step told.
        epochs: Epochs planned; 0 while unknown.
        epoch_ends: One entry a finished epoch, in order.
        losses: `(epoch, training loss)`, epochs as fractions.
        rates: `(epoch, learning rate)`.
        preview: What the last epoch's model said of some photographs; None before there is one.
        warnings: In order, each once.
        failed: The worker's own account of its end.
        finished: The end of a run that ended as it should.
        seconds_before: What the epochs of earlier starts took.
        position: Epochs done, with the part of the one at hand; a resumed run goes on from the last that was kept.
    """

    hello: Hello | None = None
    phase: Phase | None = None
    step: Step | None = None
    epochs: int = 0
    epoch_ends: list[EpochEnd] = field(default_factory=list)
    losses: list[tuple[float, float]] = field(default_factory=list)
    rates: list[tuple[float, float]] = field(default_factory=list)
    preview: Preview | None = None
    warnings: list[str] = field(default_factory=list)
    failed: Failed | None = None
    finished: Finished | None = None
    seconds_before: float = 0.0
    position: float = 0.0
    _kept: float = 0.0

    def add(self, event: Event) -> None:
        """Take in one event."""
        match event:
            case Step():
                self._add_step(event)
            case EpochEnd():
                # A resumed run tells its last epoch again; the newer account counts.
                self.epoch_ends = [end for end in self.epoch_ends if end.epoch < event.epoch]
                self.epoch_ends.append(event)
                self.epochs = event.epochs
                self.position = self._kept = self._reached(event)
            case Preview():
                self.preview = event
            case Phase():
                self.phase = event
            case Hello():
                self.hello = event
                # What an earlier process did last is not what this one does.
                self.failed = self.finished = self.step = self.phase = None
                self.position = self._kept
                self.seconds_before = sum(end.seconds for end in self.epoch_ends)
            case Warned():
                if event.message not in self.warnings:
                    self.warnings.append(event.message)
            case Failed():
                self.failed = event
            case Finished():
                self.finished = event

    def add_all(self, events: Iterable[Event]) -> None:
        """Take in several events."""
        for event in events:
            self.add(event)

    @property
    def fraction(self) -> float | None:
        """How much of the planned epochs is done, 0 to 1; None before the first step."""
        if self.finished is not None:
            return 1.0
        return None if not self.epochs else min(1.0, self.position / self.epochs)

    @property
    def seconds_left(self) -> float | None:
        """Time to the last planned epoch at the pace of the last five; None before an epoch has ended."""
        if not self.epoch_ends or self.fraction is None:
            return None
        recent = self.epoch_ends[-5:]
        pace = sum(end.seconds for end in recent) / len(recent)
        return pace * self.epochs * (1.0 - self.fraction)

    @property
    def score_name(self) -> str:
        """The metric the run is judged by, which trainers tell first; empty before the first validation."""
        names = self.epoch_ends[-1].metrics if self.epoch_ends else {}
        return next((name for name in names if name in SCORES), next(iter(names), ""))

    @property
    def scores(self) -> list[tuple[float, float]]:
        """`(epoch, validation score)`, scores 0 to 1."""
        name = self.score_name
        return [(float(end.epoch), end.metrics[name]) for end in self.epoch_ends if name in end.metrics]

    @property
    def best(self) -> EpochEnd | None:
        """The epoch whose checkpoint is kept."""
        return next((end for end in reversed(self.epoch_ends) if end.best), None)

    def _reached(self, end: EpochEnd) -> float:
        """How far it is at an epoch's end: one that was asked to stop validates in the middle of an epoch."""
        step = self.step
        if step is None or step.epoch > end.epoch:
            return float(end.epoch)
        return max(float(end.epoch - 1), _place(step))

    def _add_step(self, step: Step) -> None:
        self.step = step
        self.epochs = step.epochs
        at = self.position = _place(step)
        if self.losses and self.losses[-1][0] >= at:
            self.losses = [point for point in self.losses if point[0] < at]
            self.rates = [point for point in self.rates if point[0] < at]
        if not self.losses or at - self.losses[-1][0] >= step.epochs / LOSS_POINTS:
            self.losses.append((at, step.loss))
        if not self.rates or self.rates[-1][1] != step.lr:
            self.rates.append((at, step.lr))


def _place(step: Step) -> float:
    return step.epoch - 1 + step.step / max(1, step.steps)
