"""Stored predictions as rows of a file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.prediction_files import FileBox, FilePrediction

if TYPE_CHECKING:
    from collections.abc import Collection

    from core.project.labels import Split
    from core.project.project import Project


def stored_rows(
    project: Project, models: Collection[str] | None = None, *, split: Split | None = None
) -> list[FilePrediction]:
    """What models said of a project's photographs, by path below their root and then by model.

    Args:
        project: May be open read-only.
        models: Names of runs or imported models; None for all.
        split: Photographs of this side; None for all.

    Raises:
        UnknownModel: A model was never noted.
    """
    classes = project.classes
    files = {image.id: image.relative_path for image in project.images(split=split)}
    rows = []
    for entry in project.predictions(models=models, split=split):
        probabilities = None
        if entry.probabilities is not None:
            pairs = zip(entry.class_ids, entry.probabilities, strict=True)
            probabilities = {classes.get(class_id).name: share for class_id, share in pairs}
        boxes = None
        if entry.boxes is not None:
            boxes = tuple(
                FileBox(*found.box.as_tuple(), classes.get(found.class_id).name, found.score) for found in entry.boxes
            )
        rows.append(FilePrediction(files[entry.image_id], entry.model, probabilities, boxes))
    return sorted(rows, key=lambda row: (row.file, row.model))
