"""How long ended runs were trained, over all their starts; read from their events, off the window's thread."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from core.jobs.protocol import EpochEnd, decode
from desktop.jobs.background import Errand

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from core.jobs.run_folder import RunFolder

_MARK = b'"epoch_end"'


def trained_seconds(events: Path) -> float:
    """The time its epochs took, as `core.jobs.comparing` adds it up; of one told twice, the newer account counts."""
    ends: dict[int, float] = {}
    try:
        with events.open("rb") as stream:
            for line in stream:
                # Nearly all lines are steps, and taking them apart is what would take long.
                if _MARK in line and isinstance(event := decode(line), EpochEnd):
                    ends = {epoch: seconds for epoch, seconds in ends.items() if epoch < event.epoch}
                    ends[event.epoch] = event.seconds
    except OSError:
        return 0.0
    return sum(ends.values())


class Durations(QObject):
    """Remembers what was read; a run that was gone on with is read again.

    Signals:
        found: More is known than before.
    """

    found = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._known: dict[Path, tuple[tuple[int, int], float]] = {}
        self._errand: Errand[dict[Path, tuple[tuple[int, int], float]]] | None = None

    def of(self, run: RunFolder) -> float:
        """Seconds as far as is known by now, 0 where nothing is."""
        _, seconds = self._known.get(run.events_path, ((0, 0), 0.0))
        return seconds

    def look_up(self, runs: Iterable[RunFolder]) -> None:
        """See to it that these are known; `found` follows where they weren't."""
        if self._errand is not None:
            return  # what it doesn't bring is asked for at the next look
        stamps = {run.events_path: _stamp(run.events_path) for run in runs}
        new = {path: stamp for path, stamp in stamps.items() if self._known.get(path, ((0, 0), 0.0))[0] != stamp}
        if new:
            self._errand = Errand(lambda: {path: (stamp, trained_seconds(path)) for path, stamp in new.items()}, self)
            self._errand.done.connect(self._learn)
            self._errand.start()

    def _learn(self, more: dict[Path, tuple[tuple[int, int], float]]) -> None:
        self._errand = None
        self._known |= more
        self.found.emit()


def _stamp(path: Path) -> tuple[int, int]:
    try:
        status = path.stat()
    except OSError:
        return 0, 0
    return status.st_mtime_ns, status.st_size
