"""How far the cleaning round has come, as it is read off the window's thread. Values, and how they are read."""

from __future__ import annotations

import gc
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from core.errors import DermDeskError
from core.project.arrays import StoredArrays
from core.project.project import Project
from core.project.snapshot import freeze
from core.review.cleaning import (
    find_round,
    prepare_round,
    read_rounds,
    write_before,
)
from core.review.cleaning_comparison import compare_round
from core.review.cleaning_runs import baseline_candidates, make_retrainings
from core.review.cleaning_snapshots import FrozenLabels
from core.review.cleaning_status import RoundState, read_status

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from core.review.cleaning import CleaningRound, Retraining
    from core.review.cleaning_comparison import RoundComparison
    from core.review.cleaning_runs import Candidate
    from core.review.cleaning_status import RoundStatus


@dataclass(slots=True)
class Kept:
    """What need not be read twice: stored arrays, and frozen labels. Used by one thread at a time."""

    arrays: StoredArrays = field(default_factory=StoredArrays)
    frozen: FrozenLabels = field(default_factory=FrozenLabels)


@dataclass(frozen=True, slots=True, eq=False)
class CleaningReading:
    """What the bar shows.

    Attributes:
        photographs: How many the project has.
        ended: Rounds that are over, the newest first.
        status: Where the round that is under way stands; None where none is.
        comparison: What it has brought, once that can be said.
        problem: Why that can't be said though all is predicted.
    """

    photographs: int
    ended: tuple[CleaningRound, ...]
    status: RoundStatus | None = None
    comparison: RoundComparison | None = None
    problem: DermDeskError | None = None


def read(folder: Path, kept: Kept) -> CleaningReading:
    """Read it; a project belongs to one thread, so this opens it once more, to read.

    So many small values are made meanwhile that Python would go through all of the program's for cycles, which with
    20,000 photographs stops the window twice for a third of a second; what is made here has none.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        return _read(folder, kept)
    finally:
        if was_on:
            gc.enable()


def _read(folder: Path, kept: Kept) -> CleaningReading:
    with Project.open(folder, read_only=True) as project:
        rounds = read_rounds(project)
        ended = tuple(entry for entry in reversed(rounds) if entry.ended_at is not None)
        photographs = project.counts().images
        current = rounds[-1] if rounds and rounds[-1].ended_at is None else None
        if current is None:
            return CleaningReading(photographs, ended)
        now = freeze(project)
        status = read_status(project, current, now=now, frozen=kept.frozen, stored=kept.arrays)
        if status.state is not RoundState.DONE:
            return CleaningReading(photographs, ended, status)
        try:
            found = compare_round(project, current, now=now, frozen=kept.frozen, stored=kept.arrays)
            return CleaningReading(photographs, ended, status, found)
        except DermDeskError as error:
            return CleaningReading(photographs, ended, status, problem=error)


def read_candidates(folder: Path) -> tuple[Candidate, ...]:
    """Runs that a round can be compared with."""
    with Project.open(folder, read_only=True) as project:
        return baseline_candidates(project)


def prepare(folder: Path, who: str, baseline: Sequence[str], name: str) -> CleaningRound:
    """A round that begins now, its labels frozen on the disk; the project itself isn't told yet."""
    with Project.open(folder, read_only=True, who=who) as project:
        entry, snapshot = prepare_round(project, baseline, name=name)
    write_before(folder, entry, snapshot)
    return entry


def make_runs(folder: Path, entry: CleaningRound, *, again: bool) -> tuple[Retraining, ...]:
    """The runs that train the baseline once more; not queued yet."""
    with Project.open(folder, read_only=True) as project:
        return make_retrainings(project, entry, again=again)


def read_comparison(folder: Path, number: int) -> RoundComparison:
    """What a round has brought, on the photographs that all its runs have predicted."""
    with Project.open(folder, read_only=True) as project:
        return compare_round(project, find_round(project, number), partly=True)
