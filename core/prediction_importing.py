"""Another tool's predictions into a project, so that any model can be reviewed beside one's own."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from core.errors import GeometryError, PredictionFileError
from core.geometry import Box
from core.inference.card import ModelCard
from core.inference.catalogue import Task
from core.project.records import PredictedBox, Prediction

if TYPE_CHECKING:
    from collections.abc import Sequence

    from core.classes import ClassTable
    from core.prediction_files import FilePrediction
    from core.project.project import Project
    from core.project.records import ImageRecord

_IMPORTED = "imported_from"
_SUM_MAY_DIFFER = 1e-3


@dataclass(frozen=True, slots=True)
class ImportProblem:
    """Something in the file that was left out, and why.

    Attributes:
        where: The place in the file, or the class.
        reason: What is wrong with it.
    """

    where: str
    reason: str


@dataclass(frozen=True, slots=True)
class PredictionImport:
    """What came of an import.

    Attributes:
        model: The name the predictions are stored under.
        stored: Photographs with an answer.
        problems: What was left out.
    """

    model: str
    stored: int
    problems: tuple[ImportProblem, ...]


def import_predictions(
    project: Project, rows: Sequence[FilePrediction], *, name: str, source: str, model: str | None = None
) -> PredictionImport:
    """Store predictions under the name of the tool that made them; what it said before is replaced.

    Photographs are found by path below their root, whole path, or file name where only one has it. Probabilities of
    classes the project doesn't have are left out, and the rest is scaled to the sum 1.

    Args:
        project: Open for writing.
        rows: As `read_predictions` gives them.
        name: The tool's name.
        source: Name of the file they come from, kept with them.
        model: Which of the file's models, where it holds several.

    Raises:
        PredictionFileError: Nothing of it can be stored, or the name is taken by a run.
    """
    _check_name(project, name)
    rows = _of_model(rows, model)
    if not rows:
        raise PredictionFileError(f"{source} holds no predictions.")
    detects = rows[0].boxes is not None
    if any((row.boxes is not None) != detects for row in rows):
        raise PredictionFileError(
            f"{source} holds probabilities and boxes of the same model.", hint="Import them from two files."
        )
    photographs = _Photographs(project.images())
    problems = _unknown_classes(rows, project.classes)
    answers: dict[int, Prediction] = {}
    for row in rows:
        try:
            image = photographs.find(row.file)
            if image.id in answers:
                raise _LeftOut(f"{row.file} is there twice; the first counts")
            if row.boxes is None:
                answers[image.id] = _probabilities(row, project.classes, image, name)
            else:
                answers[image.id] = _boxes(row, project.classes, image, name, problems)
        except _LeftOut as reason:
            problems.append(ImportProblem(row.where, f"{reason}."))
    if not answers:
        raise PredictionFileError(
            f"Nothing in {source} fits this project.",
            hint=f"First problem, {problems[0].where}: {problems[0].reason}" if problems else "",
        )
    card = ModelCard(
        name=name,
        architecture=name,
        task=Task.DETECTION if detects else Task.CLASSIFICATION,
        classes=project.classes,
        image_size=(1, 1),
        mean=(0.0, 0.0, 0.0),
        std=(1.0, 1.0, 1.0),
        recipe={_IMPORTED: source},
    )
    if name in {entry.name for entry in project.predicted_models()}:
        project.clear_predictions(name)
    project.add_model(name, card.to_json(), project.runs_folder / name)
    project.store_predictions(list(answers.values()))
    return PredictionImport(name, len(answers), tuple(problems))


class _LeftOut(Exception):
    """A row can't be used; its text says why."""


class _Photographs:
    """Finds photographs by what another tool may call them."""

    def __init__(self, images: Sequence[ImageRecord]) -> None:
        self._by_path = {image.relative_path: image for image in images}
        self._by_path |= {image.path.as_posix(): image for image in images}
        self._by_name: dict[str, list[ImageRecord]] = {}
        for image in images:
            self._by_name.setdefault(image.path.name, []).append(image)

    def find(self, file: str) -> ImageRecord:
        path = file.replace("\\", "/").removeprefix("./")
        if path in self._by_path:
            return self._by_path[path]
        same = self._by_name.get(Path(path).name, [])
        if len(same) == 1:
            return same[0]
        raise _LeftOut(
            f"the project has {len(same)} photographs called {Path(path).name}; give the path"
            if same
            else f"the project has no photograph {file}"
        )


def _check_name(project: Project, name: str) -> None:
    if not re.fullmatch(r"\w[\w .+-]*", name) or name == "all":
        raise PredictionFileError(f"{name!r} is no name for a model.", hint="Use letters, digits, dots and hyphens.")
    known = {entry.name for entry in project.predicted_models()}
    imported = name in known and _IMPORTED in project.model_card(name).get("recipe", {})
    if (project.runs_folder / name).exists() or (name in known and not imported):
        raise PredictionFileError(f"{name!r} is a run of this project.", hint="Choose another name with `--name`.")


def _of_model(rows: Sequence[FilePrediction], model: str | None) -> Sequence[FilePrediction]:
    names = list(dict.fromkeys(row.model for row in rows))
    if model is None and len(names) > 1:
        raise PredictionFileError(
            "The file holds the predictions of several models.", hint=f"Choose with `--model`: {', '.join(names)}."
        )
    if model is not None and model not in names:
        raise PredictionFileError(f"The file holds nothing of {model!r}.", hint=f"It has: {', '.join(names)}.")
    return [row for row in rows if model is None or row.model == model]


def _unknown_classes(rows: Sequence[FilePrediction], classes: ClassTable) -> list[ImportProblem]:
    names = {name for row in rows for name in (row.probabilities or {})}
    names |= {box.class_name for row in rows for box in (row.boxes or ())}
    unknown = sorted(name for name in names if classes.find(name) is None)
    known = ", ".join(classes.names)
    return [
        ImportProblem(f"class {name!r}", f"The project doesn't have it; left out. It has: {known}.") for name in unknown
    ]


def _probabilities(row: FilePrediction, classes: ClassTable, image: ImageRecord, name: str) -> Prediction:
    by_id = dict.fromkeys(classes.ids, 0.0)
    for class_name, share in (row.probabilities or {}).items():
        found = classes.find(class_name)
        if found is not None:
            by_id[found.id] += share
    total = sum(by_id.values())
    if total <= 0:
        raise _LeftOut(f"no class of the project has a probability for {row.file}")
    scale = 1.0 if abs(total - 1) <= _SUM_MAY_DIFFER else total
    return Prediction(name, image.id, tuple(value / scale for value in by_id.values()), None, classes.ids)


def _boxes(
    row: FilePrediction, classes: ClassTable, image: ImageRecord, name: str, problems: list[ImportProblem]
) -> Prediction:
    boxes = []
    for box in row.boxes or ():
        found = classes.find(box.class_name)
        if found is None:
            continue
        try:
            inside = Box(
                max(0.0, box.x1), max(0.0, box.y1), min(float(image.width), box.x2), min(float(image.height), box.y2)
            )
        except GeometryError:
            problems.append(ImportProblem(row.where, f"A box of {row.file} has no area inside the photograph."))
            continue
        boxes.append(PredictedBox(inside, found.id, box.score))
    if row.boxes and not boxes:
        # Stored without boxes it would say that nothing was seen, and count as a miss.
        raise _LeftOut(f"none of the boxes of {row.file} can be used, so it counts as not predicted")
    boxes.sort(key=lambda entry: -entry.score)
    return Prediction(name, image.id, None, tuple(boxes), classes.ids)
