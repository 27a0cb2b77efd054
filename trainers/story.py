"""What log.txt tells of a run, so that a person who opens it next week knows how it went."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from core.jobs.protocol import EpochEnd, Failed, Finished, Hello, Phase, Warned

if TYPE_CHECKING:
    import threading

    from core.jobs.job import Job
    from core.jobs.protocol import Event
    from trainers.run import Channel
    from trainers.selection import Selection

_log = logging.getLogger("trainers")


class LoggedChannel:
    """A channel whose events are written into the log as well, as sentences.

    Args:
        channel: Where they go.
    """

    def __init__(self, channel: Channel) -> None:
        self._channel = channel
        self._told = ""

    @property
    def stop_requested(self) -> threading.Event:
        return self._channel.stop_requested

    @property
    def parent_gone(self) -> threading.Event:
        return self._channel.parent_gone

    @property
    def should_end(self) -> bool:
        return self._channel.should_end

    def emit(self, event: Event) -> None:
        """Tell an event, and log what a person would want to read of it."""
        text = sentence(event)
        if text and text != self._told:
            self._told = text
            _log.info("%s", text)
        self._channel.emit(event)


def sentence(event: Event) -> str:
    """An event in words; empty for those that come many times a second.

    >>> sentence(EpochEnd(2, 40, 1.25, None, {"weighted_accuracy": 0.5}, 0.01, 61.0, best=True))
    'Epoch 2 of 40: train loss 1.2500, weighted accuracy 50.00 %, lr 0.01, 61 s, the best so far'
    """
    match event:
        case Hello():
            versions = ", ".join(f"{name} {version}" for name, version in event.versions.items())
            return f"Training on {event.device or 'an unnamed device'} ({versions})"
        case Phase() if not event.total and event.name != "validating" and not event.message.startswith("Epoch "):
            return event.message
        case EpochEnd():
            parts = [f"train loss {event.train_loss:.4f}"]
            if event.val_loss is not None:
                parts.append(f"val loss {event.val_loss:.4f}")
            parts += [f"{name.replace('_', ' ')} {100 * value:.2f} %" for name, value in event.metrics.items()]
            parts += [f"lr {event.lr:g}", f"{event.seconds:.0f} s"]
            best = ", the best so far" if event.best else ""
            return f"Epoch {event.epoch} of {event.epochs}: {', '.join(parts)}{best}"
        case Warned():
            return f"Warning: {event.message}"
        case Failed():
            return f"Failed ({event.code}): {event.message} {event.hint}".rstrip()
        case Finished():
            best = f"; the best model is that of epoch {event.best_epoch}" if event.best_epoch else ""
            return f"Ended: {event.state}{best}"
        case _:
            return ""


def log_job(job: Job) -> None:
    """Say what was asked: the model, and where its recipe isn't the paper's."""
    _log.info("Run %s: %s, made %s", job.name, job.architecture, job.created_at.isoformat(timespec="seconds"))
    changes = job.recipe.differences(type(job.recipe).for_architecture(job.architecture))
    told = ", ".join(f"{name} {mine} (paper {paper})" for name, (mine, paper) in changes.items())
    _log.info("Recipe: %s", told or "the paper's")


def log_selection(selection: Selection, *, names: tuple[str, ...]) -> None:
    """Say what it learns from: how many photographs, and of which classes."""
    counts = [0] * len(names)
    for example in selection.train:
        present = {int(index) for index in example.box_classes}
        for index in {example.class_index} if example.class_index is not None else present:
            counts[index] += 1
    of = ", ".join(f"{name} {count}" for name, count in zip(names, counts, strict=True))
    _log.info("Photographs: %d to learn from (%s), %d to validate on", len(selection.train), of, len(selection.val))
