"""What a cleaning round has changed: two snapshots side by side, and the verdicts given meanwhile."""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from typing import TYPE_CHECKING, Any

from core.project.labels import ImageState, Split, labels_from_json

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime

    from core.project.project import Project
    from core.project.snapshot import Snapshot, SnapshotImage

HISTORY_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Changes:
    """Ids of the photographs that changed, rising; one may be in several lists.

    Attributes:
        relabelled: Of another class than before.
        boxes: With boxes added, removed, moved or of another class.
        noise: Marked as noise since.
        rejected: Rejected since.
        returned: Noise or rejected before, and no longer.
        moved: On another side of the split.
        added: New to the project.
    """

    relabelled: tuple[int, ...] = ()
    boxes: tuple[int, ...] = ()
    noise: tuple[int, ...] = ()
    rejected: tuple[int, ...] = ()
    returned: tuple[int, ...] = ()
    moved: tuple[int, ...] = ()
    added: tuple[int, ...] = ()

    @property
    def photographs(self) -> tuple[int, ...]:
        """All that changed, each once."""
        return _united(getattr(self, entry.name) for entry in fields(self))

    @property
    def fixed(self) -> tuple[int, ...]:
        """Those whose class or boxes changed, each once."""
        return _united((self.relabelled, self.boxes))

    def __add__(self, other: Changes) -> Changes:
        return Changes(*(_united((getattr(self, e.name), getattr(other, e.name))) for e in fields(self)))

    def __bool__(self) -> bool:
        return any(getattr(self, entry.name) for entry in fields(self))

    def to_json(self) -> dict[str, int]:
        """How many of each, as plain data."""
        return {
            "photographs": len(self.photographs),
            **{entry.name: len(getattr(self, entry.name)) for entry in fields(self)},
        }


@dataclass(frozen=True, slots=True)
class Progress:
    """What has changed since a round began.

    Attributes:
        by_split: By the side a photograph was on when the round began, for a new one the side it is on now.
        verdicts: Verdicts given in Review since and not taken back.
    """

    by_split: Mapping[Split | None, Changes] = field(default_factory=dict)
    verdicts: int = 0

    @property
    def learning(self) -> Changes:
        """What models learn from and are chosen by: training and validation."""
        return self.of(Split.TRAIN) + self.of(Split.VAL)

    @property
    def test(self) -> Changes:
        """What models are compared on. Nothing of it is ever learned."""
        return self.of(Split.TEST)

    def of(self, split: Split | None) -> Changes:
        """What changed on one side."""
        return self.by_split.get(split, Changes())

    def to_json(self) -> dict[str, Any]:
        """Plain data."""
        sides: tuple[Split | None, ...] = (*Split, None)
        return {
            "by_split": {side.value if side else "none": self.of(side).to_json() for side in sides},
            "verdicts": self.verdicts,
        }


def changes_between(before: Snapshot, after: Snapshot) -> dict[Split | None, Changes]:
    """What is different in `after`, by the side in `before`; sides without a change are left out. Pure."""
    known = {image.id: image for image in before.images}
    found: dict[Split | None, dict[str, list[int]]] = {}
    for image in after.images:
        old = known.get(image.id)
        side = image.split if old is None else old.split
        for kind in ("added",) if old is None else _kinds(old, image):
            found.setdefault(side, {}).setdefault(kind, []).append(image.id)
    return {side: Changes(**{kind: tuple(sorted(ids)) for kind, ids in lists.items()}) for side, lists in found.items()}


def read_progress(project: Project, before: Snapshot, now: Snapshot, *, since: datetime) -> Progress:
    """What has changed between two snapshots, and the verdicts given since."""
    return Progress(changes_between(before, now), verdicts_since(project, since))


def verdicts_since(project: Project, since: datetime) -> int:
    """Verdicts given since a moment that still stand."""
    first: dict[int, Mapping[str, Any]] = {}
    oldest: int | None = None
    while True:
        entries = project.journal.history(limit=HISTORY_AT_ONCE, older_than=oldest)
        for entry in entries:
            if entry.at < since:
                entries = []
                break
            if entry.kind == "edit":
                first[entry.image_id] = entry.before  # the oldest stays, since the newest come first
        if not entries:
            break
        oldest = entries[-1].id
    given = 0
    for image_id, labels in project.labels_of(first).items() if first else ():
        before = labels_from_json(first[image_id]).verdicts
        given += sum(verdict not in before for verdict in labels.verdicts)
    return given


def _kinds(old: SnapshotImage, new: SnapshotImage) -> Iterable[str]:
    if old is new or old == new:
        return
    if old.image_class != new.image_class:
        yield "relabelled"
    if _boxes(old) != _boxes(new):
        yield "boxes"
    if old.state is not new.state:
        if new.state is ImageState.NOISE:
            yield "noise"
        elif new.state is ImageState.REJECTED:
            yield "rejected"
        elif old.state in (ImageState.NOISE, ImageState.REJECTED):
            yield "returned"
    if old.split is not new.split:
        yield "moved"


def _boxes(image: SnapshotImage) -> list[tuple[Any, ...]]:
    """What a model learns of the boxes; names and notes of theirs are left out, as in `Snapshot.digest`."""
    return sorted(
        (*entry.box.as_tuple(), entry.class_id, entry.difficult, entry.truncated, entry.occluded)
        for entry in image.boxes
    )


def _united(lists: Iterable[tuple[int, ...]]) -> tuple[int, ...]:
    return tuple(sorted(set().union(*lists)))
