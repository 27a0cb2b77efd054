"""Judge the stored predictions of a project against what people say. No network runs."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from core.classes import ClassTable
from core.errors import ClassTableError, UnknownModel
from core.inference.catalogue import Task
from core.metrics.box_table import BoxTable
from core.metrics.calibration import fit_temperature
from core.metrics.classification import NO_DETECTION
from core.metrics.ensemble_weights import ensemble_weights
from core.metrics.model_evaluation import combine_seen
from core.metrics.report import ENSEMBLE, Evaluation, ModelEvaluation
from core.metrics.summary import Temperature
from core.project.arrays import NOTHING, SPLITS, STATES, StoredArrays
from core.project.labels import ImageState, Split
from core.review.unfinished import unfinished_models
from core.run_of_each import Standing, run_of_each

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from numpy.typing import NDArray

    from core.project.arrays import BoxArrays, LabelArrays, PredictionArrays
    from core.project.project import Project
    from core.project.records import PredictedModel

__all__ = ["ENSEMBLE", "Evaluation", "ModelEvaluation", "evaluate", "fit_temperatures", "split_sizes", "with_boxes"]


def evaluate(
    project: Project,
    split: Split | None,
    models: Sequence[str] | None = None,
    *,
    weights: Mapping[str, float] | None = None,
    boxes: bool = True,
    among: Collection[int] | None = None,
    besides: Collection[str] = (),
    labels: LabelArrays | None = None,
    stored: StoredArrays | None = None,
) -> Evaluation:
    """Judge stored predictions; no network runs.

    Only photographs with a class (`ImageLabels.image_class`) count. Rejected ones and noise are left out, as they are
    when training, and counted.

    Args:
        project: May be open read-only.
        split: Photographs of this side; None for all.
        models: Run names, or architectures for the run that stands for each; by default that of each architecture
            that has predictions for the project's classes. See `core.run_of_each`.
        weights: How much classifiers count in EnsembleNet, by run name, or by architecture for the run judged here; 1
            for those without one. A weight of 0 keeps a classifier out of the ensemble.
        boxes: Read detectors' boxes too; without them `with_boxes` can do so later.
        among: Ids of photographs; others of the split are left alone.
        besides: Runs that are only judged where they are named.
        labels: What to judge by in place of the project's labels, such as those of an earlier day; classes and splits
            are theirs too.
        stored: What was read before, and is only read again where the project has changed since.

    Raises:
        UnknownModel: A model was asked for that has no predictions, or has a weight but is not judged here.
        EnsembleError: A weight is negative or not finite, is a detector's, is given twice, or all are 0.
        ClassTableError: A model was asked for whose classes aren't the project's; the hint shows the differences.
    """
    stored = StoredArrays() if stored is None else stored
    classes, current = project.label_arrays(stored)
    photos, left_out = _judged_photos(current if labels is None else labels, classes, split, among)
    predicted, differences = _predicted(project, classes)
    if models is None:
        fitting = [entry for entry in predicted if not differences[entry.name] and entry.name not in besides]
        names = set(_run_of_each(project, fitting, photos, stored).values())
        chosen = sorted((entry for entry in fitting if entry.name in names), key=lambda entry: entry.name)
        shown = {entry.architecture for entry in chosen}
        refused = {
            e.name: differences[e.name] for e in predicted if differences[e.name] and e.architecture not in shown
        }
    else:
        meant = [entry for entry in predicted if entry.architecture in models]
        fitting = [entry for entry in meant if not differences[entry.name]]
        runs = _run_of_each(project, meant, photos, stored) | _run_of_each(project, fitting, photos, stored)
        chosen = list(dict.fromkeys(_named(name, predicted, runs) for name in models))
        refused = {}
        for entry in chosen:
            if differences[entry.name]:
                raise ClassTableError(
                    f"The model {entry.name!r} was trained with other classes than the project's.",
                    hint=f"Differences: {'; '.join(differences[entry.name])}.",
                )
    rows = project.prediction_arrays([entry.name for entry in chosen], stored)
    evaluated = tuple(_judge(entry, rows[entry.name], photos, classes) for entry in chosen)
    if boxes:
        evaluated = tuple(with_boxes(project, entry, stored) if entry.detects else entry for entry in evaluated)
    cnns = [entry for entry in evaluated if not entry.detects]
    factors = ensemble_weights(weights or {}, evaluated)
    ensemble = _ensemble(cnns, photos, factors)
    return Evaluation(split, classes, photos.ids, evaluated, ensemble, left_out, refused)


def with_boxes(project: Project, judged: ModelEvaluation, stored: StoredArrays) -> ModelEvaluation:
    """A detector's evaluation with the boxes of its photographs, people's and its own."""
    human, found = project.box_arrays(judged.name, stored)
    return replace(judged, drawn=_table(human, judged), found=_table(found, judged))


def fit_temperatures(
    project: Project, evaluation: Evaluation, *, stored: StoredArrays | None = None
) -> dict[str, Temperature]:
    """Temperatures of the classifiers of an evaluation and of their ensemble, fitted on the validation photographs.

    Returns:
        By model name, `ENSEMBLE` among them; without those that have no prediction of a validation photograph.
    """
    classifiers = [entry.name for entry in evaluation.models if not entry.detects]
    if not classifiers:
        return {}
    together = evaluation.ensemble
    members = {} if together is None else dict(zip(together.members, together.weights, strict=True))
    # One that is no member was given the weight 0.
    weights = {name: members.get(name, 0.0) for name in classifiers} if members else None
    judged = evaluate(project, Split.VAL, classifiers, weights=weights, stored=stored)
    seen = evaluation.split in (None, Split.VAL)
    return {
        entry.name: Temperature(fit_temperature(entry.truth, entry.probabilities), entry.n, seen)
        for entry in (*judged.models, judged.ensemble)
        if entry is not None and entry.probabilities is not None and entry.n
    }


def split_sizes(
    project: Project, *, stored: StoredArrays | None = None
) -> tuple[ClassTable, dict[Split | None, tuple[int, ...]]]:
    """The classes, and for each split how many photographs of each class it has; those left out are not counted.

    A split without photographs is no key; None stands for photographs that are on no side.
    """
    classes, labels = project.label_arrays(StoredArrays() if stored is None else stored)
    counted, _ = _counted(labels)
    columns = _columns(labels.classes, classes)
    sizes = {}
    for split, side in ((None, NOTHING), *((split, SPLITS.index(split)) for split in Split)):
        chosen = counted & (labels.splits == side)
        if chosen.any():
            counts = np.bincount(columns[chosen], minlength=len(classes))
            sizes[split] = tuple(int(count) for count in counts)
    return classes, sizes


@dataclass(frozen=True, slots=True, eq=False)
class _Photos:
    """Photographs to judge on: ids, columns of their classes, and whose each is where any patient is known."""

    ids: tuple[int, ...]
    image_ids: NDArray[np.int64]
    truth: NDArray[np.int64]
    patients: NDArray[np.int64] | None


def _judged_photos(
    labels: LabelArrays, classes: ClassTable, split: Split | None, among: Collection[int] | None
) -> tuple[_Photos, dict[str, int]]:
    """Photographs of a split that have a class that counts, and how many have none."""
    here = np.ones(len(labels.image_ids), dtype=bool) if split is None else labels.splits == SPLITS.index(split)
    if among is not None:
        here &= np.isin(labels.image_ids, np.fromiter(among, dtype=np.int64, count=len(among)))
    counted, reasons = _counted(labels)
    left_out = {reason: int((here & why).sum()) for reason, why in reasons.items()}
    chosen = here & counted
    image_ids = labels.image_ids[chosen]
    photos = _Photos(
        tuple(image_ids.tolist()), image_ids, _columns(labels.classes[chosen], classes), _patients(labels, chosen)
    )
    return photos, left_out


def _counted(labels: LabelArrays) -> tuple[NDArray[np.bool_], dict[str, NDArray[np.bool_]]]:
    """Whether each photograph can be judged on, and why not."""
    rejected = labels.states == STATES.index(ImageState.REJECTED)
    noise = labels.states == STATES.index(ImageState.NOISE)
    without = (labels.classes == NOTHING) & ~rejected & ~noise
    return ~(rejected | noise | without), {"no_class": without, "rejected": rejected, "noise": noise}


def _columns(class_ids: NDArray[np.int64], classes: ClassTable) -> NDArray[np.int64]:
    """Columns of the class table by class id; `NO_DETECTION` stays for `NOTHING`."""
    known = np.array(classes.ids, dtype=np.int64)
    order = np.argsort(known)
    if not len(known) or not len(class_ids):
        return np.full(len(class_ids), NO_DETECTION, dtype=np.int64)
    places = order[np.minimum(np.searchsorted(known[order], class_ids), len(known) - 1)]
    return np.where(class_ids == NOTHING, NO_DETECTION, places)


def _patients(labels: LabelArrays, chosen: NDArray[np.bool_]) -> NDArray[np.int64] | None:
    """A number that photographs of one patient share; None where no patient is known."""
    patients = labels.patients[chosen]
    unknown = patients == NOTHING
    if unknown.all():
        return None
    # A photograph of nobody known stands for itself.
    patients = np.where(unknown, len(labels.image_ids) + np.arange(len(patients)), patients)
    _, first, numbers = np.unique(patients, return_index=True, return_inverse=True)
    found: NDArray[np.int64] = np.argsort(np.argsort(first))[numbers]
    return found


def _table(arrays: BoxArrays, judged: ModelEvaluation) -> BoxTable:
    """The boxes of the photographs judged, in their order."""
    image_ids = np.array(judged.image_ids, dtype=np.int64)
    order = np.argsort(image_ids)
    places = np.searchsorted(image_ids[order], arrays.image_ids)
    places = np.minimum(places, max(0, len(image_ids) - 1))
    mine = image_ids[order][places] == arrays.image_ids if len(image_ids) else np.zeros(len(places), dtype=bool)
    photos = order[places[mine]] if len(image_ids) else np.zeros(0, dtype=np.int64)
    kept = np.flatnonzero(mine)[np.argsort(photos, kind="stable")]
    return BoxTable(
        np.sort(photos, kind="stable"),
        arrays.boxes[kept],
        _columns(arrays.class_ids[kept], judged.classes),
        arrays.scores[kept],
        judged.n,
    )


def _predicted(project: Project, classes: ClassTable) -> tuple[list[PredictedModel], dict[str, tuple[str, ...]]]:
    """Models with predictions, and by name how their classes differ from the project's."""
    predicted = project.predicted_models()
    cards = {entry.name: project.model_card(entry.name) for entry in predicted}
    differences = {
        name: tuple(classes.differences(ClassTable.from_json(card["classes"]))) for name, card in cards.items()
    }
    return predicted, differences


def _run_of_each(
    project: Project, runs: Sequence[PredictedModel], photos: _Photos, stored: StoredArrays
) -> dict[str, str]:
    """By architecture the run that stands for it; only of architectures with several runs is anything read."""
    counts = Counter(entry.architecture for entry in runs)
    several = [entry.name for entry in runs if counts[entry.architecture] > 1]
    rows = project.prediction_arrays(several, stored) if several else {}
    unfinished = unfinished_models(project, several) if several else frozenset[str]()
    standings = []
    for entry in runs:
        standing = Standing(entry.name, entry.architecture)
        if entry.name in rows:
            card = project.model_card(entry.name)
            standing = replace(
                standing,
                answered=bool(np.isin(photos.image_ids, rows[entry.name].image_ids).any()),
                out_of_fold=bool(card.get("out_of_fold")),
                finished=entry.name not in unfinished,
                made_at=str(card.get("created_at", "")),
            )
        standings.append(standing)
    return run_of_each(standings)


def _named(name: str, predicted: Sequence[PredictedModel], runs: Mapping[str, str]) -> PredictedModel:
    for entry in predicted:
        if entry.name in (name, runs.get(name)):
            return entry
    known = ", ".join(sorted(entry.name for entry in predicted))
    raise UnknownModel(
        f"There are no predictions of {name!r}.",
        hint=f"There are of: {known}." if known else "Predict first: `dermdesk predict PROJECT --models NAME`.",
    )


def _judge(model: PredictedModel, rows: PredictionArrays, photos: _Photos, classes: ClassTable) -> ModelEvaluation:
    task = Task(model.task)
    places = np.minimum(np.searchsorted(rows.image_ids, photos.image_ids), max(0, len(rows.image_ids) - 1))
    seen = np.zeros(len(photos.ids), dtype=bool)
    if len(rows.image_ids):
        seen = rows.image_ids[places] == photos.image_ids
    places = places[seen]
    whole = bool(seen.all())
    probabilities: NDArray[np.float64] | None = None
    if task is Task.CLASSIFICATION and rows.probabilities is not None:
        # Rows are in the order of the model's class ids; the table's order may have changed since.
        order = [model.class_ids.index(class_id) for class_id in classes.ids]
        probabilities = rows.probabilities[places]
        if order != list(range(len(order))):
            probabilities = probabilities[:, order]
        predicted = probabilities.argmax(axis=1) if len(places) else np.zeros(0, dtype=np.int64)
    else:
        predicted = _columns(rows.image_classes[places], classes)
    return ModelEvaluation(
        name=model.name,
        architecture=model.architecture,
        task=task,
        classes=classes,
        # One and the same tuple where a model has seen all, so that comparing models is quick.
        image_ids=photos.ids if whole else tuple(photos.image_ids[seen].tolist()),
        truth=photos.truth[seen],
        predicted=predicted.astype(np.int64),
        probabilities=probabilities,
        missing=() if whole else tuple(photos.image_ids[~seen].tolist()),
        patients=None if photos.patients is None else photos.patients[seen],
    )


def _ensemble(
    judged: Sequence[ModelEvaluation], photos: _Photos, weights: Mapping[str, float]
) -> ModelEvaluation | None:
    cnns = [entry for entry in judged if weights.get(entry.name, 1.0) > 0]
    return combine_seen(cnns, photos.ids, weights=weights) if cnns else None
