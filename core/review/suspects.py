"""What deserves a second look: a photograph, or a box on it, with the reasons in words."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from core.geometry import Box
    from core.project.labels import ImageLabels

PLACE = "at "
"""How the target begins that is no human box but a place where a model found something."""
EACH_FURTHER = 0.03
"""Which share of what lacks to 1 each further reason adds to the score of the strongest one."""


class Reason(StrEnum):
    """Why something is suspect."""

    LABEL = "label"
    WRONG_CLASS = "wrong_class"
    DISAGREE = "disagree"
    MISSED = "missed"
    EXTRA = "extra"
    OVERLAP = "overlap"
    NO_DETECTION = "no_detection"
    BARE = "bare"
    SIZE = "size"
    DUPLICATE = "duplicate"
    HEAT = "heat"
    QUALITY = "quality"


TITLES = {
    Reason.LABEL: "Probably another class",
    Reason.WRONG_CLASS: "Models are sure of another class",
    Reason.DISAGREE: "Models disagree",
    Reason.MISSED: "No predicted box here",
    Reason.EXTRA: "Predicted box, none drawn",
    Reason.OVERLAP: "Boxes overlap poorly",
    Reason.NO_DETECTION: "No lesion found",
    Reason.BARE: "No box drawn",
    Reason.SIZE: "Unusual box size",
    Reason.DUPLICATE: "Same photo twice",
    Reason.HEAT: "Evidence outside the boxes",
    Reason.QUALITY: "Poor photo",
}
"""What each reason is called."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One reason against what the labels say.

    Attributes:
        reason: Which kind.
        score: 0 to 1, comparable between kinds as far as such things are.
        text: The reason in words.
        box: Which of the photograph's human boxes it is about, counted from 0; None for the whole photograph.
        suggested: Class id that the models prefer.
        place: Box that a model found, in upright pixels.
        models: Names of those who say so.
        others: Ids of other photographs concerned.
        evidence: What it rests on, short; another one makes a suspect that was judged come back.
        trained: Whether these models were trained on the photograph, so that it weighs less.
    """

    reason: Reason
    score: float
    text: str
    box: int | None = None
    suggested: int | None = None
    place: Box | None = None
    models: tuple[str, ...] = ()
    others: tuple[int, ...] = ()
    evidence: str = ""
    trained: bool = False


@dataclass(frozen=True, slots=True)
class Suspect:
    """A photograph, or something on it, with the reasons to look again.

    Attributes:
        image_id: The photograph.
        target: Empty for the photograph as a whole, the uid of a human box, or `PLACE` and where a model found one.
        findings: The reasons, the strongest first; at least one.
        score: 0 to 1; the queue is ordered by it.
        evidence: Digests of the reasons with the labels they are about.
    """

    image_id: int
    target: str
    findings: tuple[Finding, ...]
    score: float
    evidence: frozenset[str]

    @property
    def first(self) -> Finding:
        """The strongest reason."""
        return self.findings[0]

    @property
    def key(self) -> tuple[int, str]:
        """What it is, whatever is said of it."""
        return self.image_id, self.target

    @property
    def suggested(self) -> int | None:
        """Class id the models prefer, by the strongest reason that names one."""
        return next((entry.suggested for entry in self.findings if entry.suggested is not None), None)

    @property
    def place(self) -> Box | None:
        """Where a model sees the lesion, by the strongest reason that says so."""
        return next((entry.place for entry in self.findings if entry.place is not None), None)

    @property
    def has_box(self) -> bool:
        """Whether it is about a human box."""
        return bool(self.target) and not self.target.startswith(PLACE)

    def is_settled(self, labels: ImageLabels) -> bool:
        """Whether a person has judged all of this, and neither label nor prediction has changed since."""
        for verdict in labels.verdicts:
            if verdict.target == self.target:
                return self.evidence <= set(verdict.evidence.split())
        return False


def gather(findings: Mapping[int, Iterable[Finding]], labels: Mapping[int, ImageLabels]) -> list[Suspect]:
    """Suspects of photographs, the most suspect first: what is said of one target counts together.

    Args:
        findings: By image id.
        labels: Of those photographs.
    """
    suspects = []
    for image_id, entries in findings.items():
        if image_id not in labels:
            continue
        targets: dict[str, list[Finding]] = {}
        for entry in entries:
            targets.setdefault(_target(entry, labels[image_id]), []).append(entry)
        suspects += [_suspect(image_id, target, mine, labels[image_id]) for target, mine in targets.items()]
    return sorted(suspects, key=lambda suspect: (-suspect.score, suspect.key))


def _suspect(image_id: int, target: str, findings: list[Finding], labels: ImageLabels) -> Suspect:
    findings.sort(key=lambda entry: -entry.score)
    about = _about(target, labels)
    return Suspect(
        image_id,
        target,
        tuple(replace(entry, text=entry.text.strip()) for entry in findings),
        # A share of what lacks and no sum cut off at 1: the most suspect would all be equally so.
        1.0 - (1.0 - findings[0].score) * (1.0 - EACH_FURTHER) ** (len(findings) - 1),
        frozenset(_digest(f"{about}|{entry.reason.value}|{entry.evidence}") for entry in findings),
    )


def _target(finding: Finding, labels: ImageLabels) -> str:
    if finding.box is not None and finding.box < len(labels.boxes):
        return labels.boxes[finding.box].uid
    if finding.reason is Reason.EXTRA and finding.place is not None:
        return PLACE + ",".join(str(round(value)) for value in finding.place.as_tuple())
    return ""


def _about(target: str, labels: ImageLabels) -> str:
    """The part of the labels that a target's verdict is about."""
    if not target:
        return str(labels.image_class)
    boxes = labels.boxes if target.startswith(PLACE) else [box for box in labels.boxes if box.uid == target]
    return ";".join(f"{box.box.as_tuple()} {box.class_id}" for box in boxes)


def _digest(text: str) -> str:
    return hashlib.sha1(text.encode(), usedforsecurity=False).hexdigest()[:10]
