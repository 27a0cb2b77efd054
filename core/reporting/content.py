"""What a report says, as values: gathered from stored rows, before anybody decides how it looks."""

from __future__ import annotations

import platform
from collections import Counter
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING

import numpy as np

from core.errors import UnknownModel
from core.evaluation import ENSEMBLE, evaluate, fit_temperatures, split_sizes
from core.inference.card import NO_WEIGHTS
from core.inference.catalogue import architecture
from core.metrics.paper import paper_numbers
from core.metrics.paper_tables import ENSEMBLE_TITLE, table_ii, table_iii, table_iv
from core.model_colours import model_colours

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from core.metrics.paper_tables import Table
    from core.metrics.report import Evaluation, ModelEvaluation
    from core.metrics.summary import Temperature
    from core.project.labels import ImageState, LesionBox, Split
    from core.project.project import Project
    from core.project.records import ImageRecord

WORST = 12
_PACKAGES = ("dermdesk", "torch", "torchvision", "onedl-mmdetection", "pretrainedmodels", "numpy")


@dataclass(frozen=True, slots=True)
class ModelFacts:
    """Where a model comes from.

    Attributes:
        name: Run name.
        architecture: In people's words.
        trained: When its checkpoint was written, as its card says; empty where it says nothing.
        initial_weights: What it started from; empty where it started from scratch.
        snapshot: First digits of its snapshot's digest; empty for imported predictions.
        recipe: Field by field, as plain text.
    """

    name: str
    architecture: str
    trained: str
    initial_weights: str
    snapshot: str
    recipe: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class WorstCase:
    """A photograph that a classifier is sure about, and wrong.

    Attributes:
        image: The photograph.
        truth: Name of its class.
        predicted: Name of the class it was taken for.
        probability: What the classifier gave that class.
        of_truth: What it gave the right one.
        boxes: People's boxes, in upright pixels.
    """

    image: ImageRecord
    truth: str
    predicted: str
    probability: float
    of_truth: float
    boxes: tuple[LesionBox, ...]


@dataclass(frozen=True, slots=True)
class ReportContent:
    """Everything a report shows.

    Attributes:
        project: Name of the project.
        made_at: When, with time zone.
        photographs: All of the project.
        patients: Patients named; 0 where none is.
        states: Photographs in each state.
        sizes: By split, photographs of each class.
        evaluation: What is judged.
        colours: Of the models, as the window draws them.
        temperatures: Of classifiers, fitted on validation photographs.
        facts: Of the models judged.
        tables: The paper's II, III and IV for this project.
        judge: The classifier, or EnsembleNet, whose worst cases are shown; None without a classifier.
        worst: The surest errors first.
        versions: Of what computed this.
    """

    project: str
    made_at: datetime
    photographs: int
    patients: int
    states: Mapping[ImageState, int]
    sizes: Mapping[Split | None, tuple[int, ...]]
    evaluation: Evaluation
    colours: Mapping[str, str]
    temperatures: Mapping[str, Temperature]
    facts: tuple[ModelFacts, ...]
    tables: tuple[Table, ...]
    judge: ModelEvaluation | None
    worst: tuple[WorstCase, ...]
    versions: tuple[tuple[str, str], ...]


def gather(
    project: Project,
    split: Split | None,
    models: Sequence[str] | None = None,
    *,
    now: datetime,
    weights: Mapping[str, float] | None = None,
    worst: int = WORST,
) -> ReportContent:
    """Read what a report shows; nothing is predicted.

    Args:
        project: May be open read-only.
        split: Photographs to judge on; None for all.
        models: As for `core.evaluation.evaluate`.
        now: When the report is made.
        weights: Of the classifiers in EnsembleNet, as for `evaluate`.
        worst: Photographs to show at most.

    Raises:
        UnknownModel, EnsembleError, ClassTableError: As `evaluate`.
    """
    evaluation = evaluate(project, split, models, weights=weights)
    classes, sizes = split_sizes(project)
    records = project.images()
    paper = paper_numbers(classes)
    judge = best_judge(evaluation)
    return ReportContent(
        project=project.name,
        made_at=now,
        photographs=len(records),
        patients=len({record.patient for record in records if record.patient}),
        states=Counter(record.state for record in records),
        sizes=sizes,
        evaluation=evaluation,
        colours=model_colours(project),
        temperatures=fit_temperatures(project, evaluation),
        facts=tuple(_facts(project.model_card(entry.name), entry.name) for entry in evaluation.models),
        tables=(table_ii(classes, sizes, paper), table_iii(evaluation, paper), table_iv(evaluation, paper)),
        judge=judge,
        worst=() if judge is None else worst_cases(project, judge, most=worst),
        versions=_versions(),
    )


def best_judge(evaluation: Evaluation) -> ModelEvaluation | None:
    """EnsembleNet where it has members, else the most accurate classifier; None without one."""
    classifiers = [entry for entry in evaluation.all() if not entry.detects and entry.n]
    if not classifiers:
        return None
    return next(
        (entry for entry in classifiers if entry.name == ENSEMBLE),
        max(classifiers, key=lambda entry: entry.weighted_accuracy),
    )


def worst_cases(project: Project, judge: ModelEvaluation, *, most: int) -> tuple[WorstCase, ...]:
    """The photographs a classifier is surest about among those it got wrong."""
    assert judge.probabilities is not None
    wrong = np.flatnonzero(~judge.hits)
    given = judge.probabilities[wrong, judge.predicted[wrong]]
    chosen = wrong[np.argsort(-given, kind="stable")][:most]
    ids = [judge.image_ids[index] for index in chosen]
    records = {record.id: record for record in project.images(ids=ids)} if ids else {}
    labels = project.labels_of(ids) if ids else {}
    names = judge.classes.names
    return tuple(
        WorstCase(
            image=records[image_id],
            truth=names[judge.truth[index]],
            predicted=names[judge.predicted[index]],
            probability=float(judge.probabilities[index, judge.predicted[index]]),
            of_truth=float(judge.probabilities[index, judge.truth[index]]),
            boxes=labels[image_id].boxes,
        )
        for index, image_id in zip(chosen.tolist(), ids, strict=True)
    )


def title(entry: ModelEvaluation) -> str:
    """What a model is called in a report."""
    return ENSEMBLE_TITLE if entry.name == ENSEMBLE else entry.name


def _facts(card: Mapping[str, object], name: str) -> ModelFacts:
    recipe = card.get("recipe")
    weights = str(card.get("initial_weights", ""))
    return ModelFacts(
        name=name,
        architecture=_architecture_title(str(card.get("architecture", ""))),
        trained=str(card.get("created_at", ""))[:16].replace("T", " "),
        initial_weights="" if weights == NO_WEIGHTS else weights,
        snapshot=str(card.get("snapshot_digest", ""))[:12],
        recipe=tuple((key, str(value)) for key, value in recipe.items()) if isinstance(recipe, dict) else (),
    )


def _architecture_title(name: str) -> str:
    try:
        return architecture(name).title
    except UnknownModel:
        # Imported predictions are of models that only their maker knows.
        return name


def _versions() -> tuple[tuple[str, str], ...]:
    found = [("Python", platform.python_version())]
    for package in _PACKAGES:
        try:
            found.append((package, version(package)))
        except PackageNotFoundError:
            continue
    return tuple(found)
