"""The queue of suspects of a project: all reasons together, less what people have judged."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from core.project.arrays import NOTHING, SPLITS, StoredArrays
from core.review.box_findings import LEAST_SCORE, bare_findings, box_findings, matched_boxes, size_findings
from core.review.class_findings import disagreement_findings, label_findings, wrong_class_findings
from core.review.duplicates import duplicate_findings
from core.review.embeddings import kept_pairs, read_embeddings
from core.review.opinions import read_opinions
from core.review.quality import LITTLE_INSIDE, heat_findings, quality_findings
from core.review.suspects import Reason, gather

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from core.project.labels import ImageLabels, Split
    from core.project.project import Project
    from core.project.records import HeatShare
    from core.review.embeddings import Embeddings
    from core.review.looks import Look
    from core.review.opinions import Opinions
    from core.review.suspects import Finding, Suspect


@dataclass(frozen=True, slots=True, eq=False)
class Review:
    """What deserves a second look in a project as it is now.

    Attributes:
        suspects: The most suspect first, without those that were judged.
        settled: How many were judged and have not changed since.
        labels: Of the photographs of all suspects.
        opinions: What they were found in.
        trained_only: Photographs with a class of which only models speak that were trained on them, so that nothing
            can be said of their labels.
        embeddings: What a network sees in the photographs, where somebody had that worked out.
    """

    suspects: tuple[Suspect, ...]
    settled: int
    labels: Mapping[int, ImageLabels]
    opinions: Opinions
    trained_only: int
    embeddings: Embeddings | None = None


@dataclass(frozen=True, slots=True)
class Narrowing:
    """Which suspects are asked for; None and empty ask for all.

    Attributes:
        reason: A kind of reason.
        class_id: Photographs labelled so, or that models would label so.
        split: The side they are on.
        model: Reasons of this model.
        image_ids: Only these photographs.
    """

    reason: Reason | None = None
    class_id: int | None = None
    split: Split | None = None
    model: str = ""
    image_ids: frozenset[int] | None = None


def read_review(
    project: Project,
    stored: StoredArrays | None = None,
    *,
    models: Sequence[str] | None = None,
    out_of_fold: Collection[str] = (),
    looks: Mapping[int, Look] | None = None,
    heat: Iterable[HeatShare] = (),
    at_least: float = LEAST_SCORE,
    with_trained: bool = False,
) -> Review:
    """Find the suspects of a project; no network runs.

    Args:
        project: May be open read-only.
        stored: What was read and matched before, and is only worked out again where the project has changed since.
        models: As `core.evaluation.evaluate`.
        out_of_fold: Models whose predictions are known to be out of fold.
        looks: As `core.review.looks` keeps them; without them nothing is said of duplicates and poor photographs.
        heat: How much of heat maps lies in the lesion boxes, besides what the project has stored.
        at_least: Score from which on a predicted box counts.
        with_trained: Also what models say of photographs they were trained on, marked as such.

    Raises:
        UnknownModel, ClassTableError: As `evaluate`.
    """
    stored = StoredArrays() if stored is None else stored
    opinions = read_opinions(project, stored, models=models, out_of_fold=out_of_fold)
    embeddings = read_embeddings(project)
    alike = () if looks is None or embeddings is None else kept_pairs(embeddings, stored)
    found: dict[int, list[Finding]] = {}
    ids = opinions.image_ids.tolist()
    sources = [
        label_findings(opinions),
        wrong_class_findings(opinions, with_trained=with_trained),
        disagreement_findings(opinions),
        size_findings(opinions),
        bare_findings(opinions),
        duplicate_findings(opinions, looks or {}, alike, names_of=lambda ids: _file_names(project, ids)),
        quality_findings(opinions, looks or {}),
        heat_findings(opinions, _heat(project, opinions, heat, chosen=models is not None)),
    ]
    for detector in opinions.found:
        matched = matched_boxes(opinions, detector, stored, at_least=at_least)
        sources.append(box_findings(opinions, detector, matched, with_trained=with_trained))
    for source in sources:
        for place, finding in source:
            found.setdefault(ids[place], []).append(finding)
    for image_id, findings in found.items():
        # Where a model shows which box lacks, that says it all.
        if any(entry.reason is Reason.EXTRA for entry in findings):
            found[image_id] = [entry for entry in findings if entry.reason is not Reason.BARE]
    labels = project.labels_of(found)
    suspects = gather(found, labels)
    unsettled = tuple(suspect for suspect in suspects if not suspect.is_settled(labels[suspect.image_id]))
    return Review(unsettled, len(suspects) - len(unsettled), labels, opinions, _trained_only(opinions), embeddings)


def narrowed(review: Review, wanted: Narrowing) -> tuple[Suspect, ...]:
    """The suspects that are asked for, in the queue's order."""
    if wanted == Narrowing():
        return review.suspects
    places = {key: place for place, key in enumerate(review.opinions.image_ids.tolist())}
    sides = review.opinions.labels.splits

    def fits(suspect: Suspect) -> bool:
        if wanted.image_ids is not None and suspect.image_id not in wanted.image_ids:
            return False
        if wanted.split is not None:
            side = int(sides[places[suspect.image_id]])
            if side == NOTHING or SPLITS[side] is not wanted.split:
                return False
        if wanted.class_id is not None and wanted.class_id not in (
            review.labels[suspect.image_id].image_class,
            suspect.suggested,
        ):
            return False
        return any(
            (wanted.reason is None or entry.reason is wanted.reason)
            and (not wanted.model or wanted.model in entry.models)
            for entry in suspect.findings
        )

    return tuple(suspect for suspect in review.suspects if fits(suspect))


def _heat(project: Project, opinions: Opinions, more: Iterable[HeatShare], *, chosen: bool) -> Iterator[HeatShare]:
    """Shares of the models that are asked, and where all are, of those that have predicted nothing."""
    besides = set() if chosen else {entry.name for entry in project.predicted_models()}
    for entry in (*project.heat_shares(below=LITTLE_INSIDE), *more):
        if entry.model in opinions.probabilities or (not chosen and entry.model not in besides):
            yield entry


def _trained_only(opinions: Opinions) -> int:
    spoken = np.zeros(len(opinions.image_ids), dtype=bool)
    fair = spoken.copy()
    answered = {name: ~np.isnan(values).any(axis=1) for name, values in opinions.probabilities.items()}
    for name, seen in {**answered, **opinions.asked}.items():
        spoken |= seen
        fair |= seen & ~opinions.trained[name]
    return int((opinions.counted & spoken & ~fair).sum())


def _file_names(project: Project, ids: Collection[int]) -> dict[int, str]:
    return {record.id: record.relative_path.rsplit("/", 1)[-1] for record in project.images(ids=ids)}
