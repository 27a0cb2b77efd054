"""Stands for the pipes of a run that is trained in this process: keeps its events, and asks for a stop when told to."""

from __future__ import annotations

import threading

from core.jobs.protocol import Warned
from trainers import worker


class Channel:
    """Args: when: Asked with each event: the name of a wish, or None."""

    def __init__(self, when=lambda event: None):
        self.events = []
        self.stop_requested = threading.Event()
        self.parent_gone = threading.Event()
        self._when = when

    @property
    def should_end(self):
        return self.stop_requested.is_set() or self.parent_gone.is_set()

    def emit(self, event):
        self.events.append(event)
        wish = self._when(event)
        if wish is not None:
            getattr(self, wish).set()

    def of_kind(self, kind):
        return [event for event in self.events if isinstance(event, kind)]

    @property
    def warnings(self):
        return "\n".join(event.message for event in self.of_kind(Warned))


def train(run, when=lambda event: None):
    channel = Channel(when)
    code = worker.work(run, channel)
    assert (code == 0) == run.state.is_finished
    return channel
