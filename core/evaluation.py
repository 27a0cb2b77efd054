"""Judge the stored predictions of a project against what people say. No network runs."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

import numpy as np

from core.classes import ClassTable
from core.errors import ClassTableError, UnknownModel
from core.inference.catalogue import Task
from core.metrics.calibration import fit_temperature
from core.metrics.classification import NO_DETECTION
from core.metrics.detection import detector_image_class
from core.metrics.ensemble_weights import ensemble_weights
from core.metrics.report import ENSEMBLE, Evaluation, ModelEvaluation, combine
from core.metrics.summary import Temperature
from core.project.labels import ImageState, Split

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from core.project.labels import ImageLabels, LesionBox
    from core.project.project import Project
    from core.project.records import ImageRecord, PredictedBox, PredictedModel, Prediction

__all__ = ["ENSEMBLE", "Evaluation", "ModelEvaluation", "evaluate", "fit_temperatures", "split_sizes"]


def evaluate(
    project: Project,
    split: Split | None,
    models: Sequence[str] | None = None,
    *,
    weights: Mapping[str, float] | None = None,
) -> Evaluation:
    """Judge stored predictions; no network runs.

    Only photographs with a class (`ImageLabels.image_class`) count. Rejected ones and noise are left out, as they are
    when training, and counted.

    Args:
        project: May be open read-only.
        split: Photographs of this side; None for all.
        models: Run names, or architectures for their latest run; by default the latest run of each architecture that
            has predictions for the project's classes.
        weights: How much classifiers count in EnsembleNet, by run name, or by architecture for the run judged here; 1
            for those without one. A weight of 0 keeps a classifier out of the ensemble.

    Raises:
        UnknownModel: A model was asked for that has no predictions, or has a weight but is not judged here.
        EnsembleError: A weight is negative or not finite, is a detector's, is given twice, or all are 0.
        ClassTableError: A model was asked for whose classes aren't the project's; the hint shows the differences.
    """
    classes, records, all_labels = project.read_all()
    labels = {record.id: all_labels[record.id] for record in records if split is None or record.split is split}
    truth, left_out = _truth(labels, classes)
    predicted = _latest_first(project)
    differences = {entry.name: _differences(project, entry.name, classes) for entry in predicted}
    if models is None:
        fitting = [entry for entry in predicted if not differences[entry.name]]
        chosen = sorted({entry.architecture: entry for entry in reversed(fitting)}.values(), key=lambda e: e.name)
        shown = {entry.architecture for entry in chosen}
        refused = {
            e.name: differences[e.name] for e in predicted if differences[e.name] and e.architecture not in shown
        }
    else:
        chosen = list(dict.fromkeys(_named(name, predicted) for name in models))
        refused = {}
        for entry in chosen:
            if differences[entry.name]:
                raise ClassTableError(
                    f"The model {entry.name!r} was trained with other classes than the project's.",
                    hint=f"Differences (project against model): {'; '.join(differences[entry.name])}.",
                )
    stored = project.predictions(models=[entry.name for entry in chosen], split=split) if chosen else []
    rows: dict[str, dict[int, Prediction]] = {entry.name: {} for entry in chosen}
    for prediction in stored:
        rows[prediction.model][prediction.image_id] = prediction
    patients = _patients([record for record in records if record.id in truth])
    evaluated = tuple(_judge(entry, rows[entry.name], truth, classes, labels, patients) for entry in chosen)
    cnns = [entry for entry in evaluated if not entry.detects]
    factors = ensemble_weights(weights or {}, evaluated)
    ensemble = _ensemble(cnns, tuple(truth), factors)
    return Evaluation(split, classes, tuple(truth), evaluated, ensemble, left_out, refused)


def fit_temperatures(project: Project, evaluation: Evaluation) -> dict[str, Temperature]:
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
    judged = evaluate(project, Split.VAL, classifiers, weights=weights)
    seen = evaluation.split in (None, Split.VAL)
    return {
        entry.name: Temperature(fit_temperature(entry.truth, entry.probabilities), entry.n, seen)
        for entry in (*judged.models, judged.ensemble)
        if entry is not None and entry.probabilities is not None and entry.n
    }


def split_sizes(project: Project) -> tuple[ClassTable, dict[Split | None, tuple[int, ...]]]:
    """The classes, and for each split how many photographs of each class it has; those left out are not counted.

    A split without photographs is no key; None stands for photographs that are on no side.
    """
    classes, records, labels = project.read_all()
    truth, _ = _truth(labels, classes)
    counts = Counter((record.split, truth[record.id]) for record in records if record.id in truth)
    return classes, {
        split: tuple(counts[split, column] for column in range(len(classes)))
        for split in (*Split, None)
        if any(side is split for side, _ in counts)
    }


def _patients(records: Sequence[ImageRecord]) -> dict[int, int] | None:
    """A number by image id that photographs of one patient share; None where no patient is known."""
    if not any(record.patient for record in records):
        return None
    numbers: dict[tuple[str, object], int] = {}
    # A photograph of nobody known stands for itself.
    return {
        record.id: numbers.setdefault(
            ("patient", record.patient) if record.patient else ("photo", record.id), len(numbers)
        )
        for record in records
    }


def _truth(labels: Mapping[int, ImageLabels], classes: ClassTable) -> tuple[dict[int, int], dict[str, int]]:
    """Column of each photograph's class, by image id, and how many photographs have none that counts."""
    columns = {class_id: column for column, class_id in enumerate(classes.ids)}
    truth: dict[int, int] = {}
    left_out = Counter({"no_class": 0, "rejected": 0, "noise": 0})
    for image_id, entry in labels.items():
        if entry.state is ImageState.REJECTED:
            left_out["rejected"] += 1
        elif entry.state is ImageState.NOISE:
            left_out["noise"] += 1
        elif entry.image_class is None:
            left_out["no_class"] += 1
        else:
            truth[image_id] = columns[entry.image_class]
    return truth, dict(left_out)


def _latest_first(project: Project) -> list[PredictedModel]:
    def age(entry: PredictedModel) -> tuple[str, int]:
        number = re.search(r"(\d+)$", entry.name)
        return (str(project.model_card(entry.name).get("created_at", "")), int(number[1]) if number else 0)

    return sorted(project.predicted_models(), key=age, reverse=True)


def _differences(project: Project, name: str, classes: ClassTable) -> tuple[str, ...]:
    return tuple(classes.differences(ClassTable.from_json(project.model_card(name)["classes"])))


def _named(name: str, predicted: Sequence[PredictedModel]) -> PredictedModel:
    for entry in predicted:
        if entry.name == name:
            return entry
    for entry in predicted:
        if entry.architecture == name:
            return entry
    known = ", ".join(sorted(entry.name for entry in predicted))
    raise UnknownModel(
        f"There are no predictions of {name!r}.",
        hint=f"There are of: {known}." if known else "Predict first: `dermdesk predict PROJECT --models NAME`.",
    )


def _judge(
    model: PredictedModel,
    rows: Mapping[int, Prediction],
    truth: Mapping[int, int],
    classes: ClassTable,
    labels: Mapping[int, ImageLabels],
    patients: Mapping[int, int] | None,
) -> ModelEvaluation:
    judged = [image_id for image_id in truth if image_id in rows]
    task = Task(model.task)
    columns = {class_id: column for column, class_id in enumerate(classes.ids)}
    probabilities: NDArray[np.float64] | None = None
    drawn: list[tuple[LesionBox, ...]] = []
    found: list[tuple[PredictedBox, ...]] = []
    if task is Task.CLASSIFICATION:
        table = [rows[image_id].probabilities for image_id in judged]
        # Rows are in the order of the model's class ids; the table's order may have changed since.
        order = [model.class_ids.index(class_id) for class_id in classes.ids]
        probabilities = np.asarray(table, dtype=np.float64).reshape(len(judged), len(model.class_ids))[:, order]
        predicted = probabilities.argmax(axis=1) if judged else np.zeros(0, dtype=np.int64)
    else:
        drawn = [labels[image_id].boxes for image_id in judged]
        found = [rows[image_id].boxes or () for image_id in judged]
        best = [detector_image_class([box.class_id for box in boxes], [box.score for box in boxes]) for boxes in found]
        predicted = np.array([NO_DETECTION if named is None else columns[named] for named in best], dtype=np.int64)
    return ModelEvaluation(
        name=model.name,
        architecture=model.architecture,
        task=task,
        classes=classes,
        image_ids=tuple(judged),
        truth=np.array([truth[image_id] for image_id in judged], dtype=np.int64),
        predicted=predicted.astype(np.int64),
        probabilities=probabilities,
        missing=tuple(image_id for image_id in truth if image_id not in rows),
        patients=None if patients is None else np.array([patients[image_id] for image_id in judged], dtype=np.int64),
        drawn=tuple(drawn),
        found=tuple(found),
    )


def _ensemble(
    judged: Sequence[ModelEvaluation], image_ids: Sequence[int], weights: Mapping[str, float]
) -> ModelEvaluation | None:
    cnns = [entry for entry in judged if weights.get(entry.name, 1.0) > 0]
    if not cnns:
        return None
    common = set(cnns[0].image_ids).intersection(*(entry.image_ids for entry in cnns))
    return combine(
        cnns,
        tuple(image_id for image_id in image_ids if image_id in common),
        missing=tuple(image_id for image_id in image_ids if image_id not in common),
        weights=weights,
    )
