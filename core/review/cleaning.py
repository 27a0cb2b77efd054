"""Cleaning rounds: labels are corrected, noise is marked, the same models are trained again and compared.

A round notes where it began: who, when, which runs it is compared with, and a snapshot of the labels. How far it has
come is worked out from the labels, the runs and the stored predictions (`core.review.cleaning_status`). The paper does
this once, by hand: Skin-100 is Skin-100-Noise without 290 noisy photographs, on the same test set (section III and
Table III).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from core.errors import CleaningError, SnapshotError
from core.project.snapshot import freeze, read_snapshot, write_snapshot

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from core.project.project import Project
    from core.project.snapshot import Snapshot

KEY = "cleaning_rounds"
"""Project setting that holds the rounds."""
FOLDER = "rounds"
BEFORE = "before.json"


@dataclass(frozen=True, slots=True)
class Retraining:
    """A run of the round that trains again what a baseline run had trained.

    Attributes:
        baseline: Name of the run before.
        run: Name of the run after.
    """

    baseline: str
    run: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CleaningRound:
    """One round, as the project keeps it.

    Attributes:
        id: 1 for a project's first round, rising.
        name: What a person calls it.
        who: Who began it.
        began_at: UTC.
        digest: Digest of the labels it began with, a snapshot of which lies in `rounds/round-ID/before.json`.
        baseline: Names of the runs it is compared with.
        retrained: Runs made from them; of several for one baseline run the last counts.
        ended_at: UTC; None while it is under way.
    """

    id: int
    name: str
    who: str
    began_at: datetime
    digest: str
    baseline: tuple[str, ...]
    retrained: tuple[Retraining, ...] = ()
    ended_at: datetime | None = None

    def run_of(self, baseline: str) -> str:
        """The run that counts as the baseline run trained again; empty for none yet."""
        return next((entry.run for entry in reversed(self.retrained) if entry.baseline == baseline), "")

    @property
    def pairs(self) -> tuple[tuple[str, str], ...]:
        """Baseline run and the run after it, where there is one, in the order of `baseline`."""
        return tuple((name, self.run_of(name)) for name in self.baseline if self.run_of(name))

    def to_json(self) -> dict[str, Any]:
        """Plain data."""
        return {
            "id": self.id,
            "name": self.name,
            "who": self.who,
            "began_at": self.began_at.isoformat(),
            "digest": self.digest,
            "baseline": list(self.baseline),
            "retrained": [{"baseline": entry.baseline, "run": entry.run} for entry in self.retrained],
            "ended_at": self.ended_at and self.ended_at.isoformat(),
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> CleaningRound:
        """The round that `to_json` wrote.

        Raises:
            CleaningError: A field is missing or of the wrong kind.
        """
        try:
            ended = data["ended_at"]
            return cls(
                id=int(data["id"]),
                name=str(data["name"]),
                who=str(data["who"]),
                began_at=datetime.fromisoformat(data["began_at"]),
                digest=str(data["digest"]),
                baseline=tuple(str(name) for name in data["baseline"]),
                retrained=tuple(Retraining(str(row["baseline"]), str(row["run"])) for row in data["retrained"]),
                ended_at=None if ended is None else datetime.fromisoformat(ended),
            )
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise CleaningError(f"This is no cleaning round: {type(error).__name__}: {error}.") from error


def read_rounds(project: Project) -> tuple[CleaningRound, ...]:
    """All rounds of a project, the oldest first.

    Raises:
        CleaningError: What the project keeps is damaged.
    """
    stored = project.get_setting(KEY)
    if stored is None:
        return ()
    if not isinstance(stored, list):
        raise CleaningError("The project's list of cleaning rounds is damaged.", path=project.folder)
    return tuple(CleaningRound.from_json(row) for row in stored)


def current_round(project: Project) -> CleaningRound | None:
    """The round that is under way, if one is."""
    rounds = read_rounds(project)
    return rounds[-1] if rounds and rounds[-1].ended_at is None else None


def find_round(project: Project, number: int | None = None) -> CleaningRound:
    """The round with this number; without one the latest.

    Raises:
        CleaningError: There is none.
    """
    rounds = read_rounds(project)
    if not rounds:
        raise CleaningError(
            "The project has no cleaning round yet.", hint=f"Begin one: dermdesk clean {project.folder} begin"
        )
    if number is None:
        return rounds[-1]
    for entry in rounds:
        if entry.id == number:
            return entry
    raise CleaningError(
        f"The project has no cleaning round {number}.", hint=f"There are: {', '.join(str(e.id) for e in rounds)}."
    )


def prepare_round(project: Project, baseline: Sequence[str], *, name: str = "") -> tuple[CleaningRound, Snapshot]:
    """The round that would begin now, and the labels it would begin with; nothing is written.

    Args:
        project: May be open read-only.
        baseline: Names of finished runs to be compared with.
        name: What to call it; `Round 1` and so on where empty.

    Raises:
        CleaningError: Another round is under way, or no baseline run was named.
        SnapshotError: The project has no photographs.
    """
    rounds = read_rounds(project)
    if rounds and rounds[-1].ended_at is None:
        raise CleaningError(
            f"The cleaning round {rounds[-1].name!r} is under way.",
            hint=f"End it first: dermdesk clean {project.folder} end",
        )
    chosen = tuple(dict.fromkeys(baseline))
    if not chosen:
        raise CleaningError(
            "A cleaning round needs at least one finished training to be compared with.",
            hint=f"Train a model first: dermdesk train {project.folder} --model NAME",
        )
    snapshot = freeze(project)
    number = max((entry.id for entry in rounds), default=0) + 1
    entry = CleaningRound(
        id=number,
        name=name.strip() or f"Round {number}",
        who=project.who,
        began_at=datetime.now(UTC),
        digest=snapshot.digest,
        baseline=chosen,
    )
    return entry, snapshot


def begin_round(project: Project, baseline: Sequence[str], *, name: str = "") -> CleaningRound:
    """Begin a round now: its labels are frozen, then it is noted.

    Raises:
        CleaningError, SnapshotError: As `prepare_round`; or the disk refuses.
        ProjectReadOnly: The project is open read-only.
    """
    entry, snapshot = prepare_round(project, baseline, name=name)
    write_before(project.folder, entry, snapshot)
    save_round(project, entry)
    return entry


def save_round(project: Project, entry: CleaningRound) -> None:
    """Note a new round, or what has become of a known one.

    Raises:
        ProjectReadOnly: The project is open read-only.
    """
    rounds = {known.id: known for known in read_rounds(project)}
    rounds[entry.id] = entry
    project.set_setting(KEY, [rounds[key].to_json() for key in sorted(rounds)])


def end_round(project: Project, entry: CleaningRound) -> CleaningRound:
    """Note that a round is over; it can be read and compared as before. Ending it twice changes nothing.

    Raises:
        ProjectReadOnly: The project is open read-only.
    """
    if entry.ended_at is not None:
        return entry
    ended = replace(entry, ended_at=datetime.now(UTC))
    save_round(project, ended)
    return ended


def before_path(folder: Path, entry: CleaningRound) -> Path:
    """Where the labels a round began with are kept, in the project's folder."""
    return folder / FOLDER / f"round-{entry.id}" / BEFORE


def write_before(folder: Path, entry: CleaningRound, snapshot: Snapshot) -> None:
    """Keep the labels a round begins with; the file is whole or not there.

    Raises:
        SnapshotError: The disk refuses.
    """
    path = before_path(folder, entry)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise SnapshotError(f"The snapshot can't be written: {error.strerror}.", path=path) from error
    write_snapshot(snapshot, path)


def read_before(folder: Path, entry: CleaningRound) -> Snapshot:
    """The labels a round began with.

    Raises:
        SnapshotError: The file is missing, damaged, or of another round.
    """
    path = before_path(folder, entry)
    snapshot = read_snapshot(path)
    if snapshot.digest != entry.digest:
        raise SnapshotError("The snapshot is not of the labels that this cleaning round began with.", path=path)
    return snapshot
