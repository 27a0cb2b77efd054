"""What a person says of a suspect in a review. Part of a photograph's labels, so that it is undone like them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


class VerdictKind(StrEnum):
    """What a reviewer can say."""

    MODEL_RIGHT = "model_right"
    LABEL_RIGHT = "label_right"
    BOTH_WRONG = "both_wrong"
    UNSURE = "unsure"
    NOISE = "noise"
    NO_SUGGESTION = "no_suggestion"
    """A predicted box that was suggested is no lesion box."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """A verdict on one suspect.

    Attributes:
        target: What of the photograph was suspect: empty for the whole, the uid of a human box, or a predicted place.
        kind: What was said.
        evidence: Digest of what there was against the labels; another one makes the suspect come back.
    """

    target: str
    kind: VerdictKind
    evidence: str


def with_verdict(verdicts: Iterable[Verdict], verdict: Verdict) -> tuple[Verdict, ...]:
    """The verdicts with this one, which takes the place of an earlier one on the same target."""
    return (*(entry for entry in verdicts if entry.target != verdict.target), verdict)


def verdicts_to_json(verdicts: Iterable[Verdict]) -> list[dict[str, str]]:
    """Plain data of verdicts."""
    return [{"target": entry.target, "kind": entry.kind.value, "evidence": entry.evidence} for entry in verdicts]


def verdicts_from_json(rows: Iterable[Mapping[str, Any]] | None) -> tuple[Verdict, ...]:
    """The verdicts that `verdicts_to_json` wrote; none for None.

    Raises:
        KeyError, TypeError, ValueError: The data is no verdicts.
    """
    return tuple(Verdict(str(row["target"]), VerdictKind(row["kind"]), str(row["evidence"])) for row in rows or ())
