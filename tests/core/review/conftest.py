"""Forty photographs in two classes with boxes; a classifier and a detector that mostly agree with people."""

from __future__ import annotations

import pytest

from core.classes import ClassTable
from core.geometry import Box
from core.project.labels import Split, new_box
from core.project.project import Project
from core.project.records import NewImage, PredictedBox, Prediction

NEVUS, ROSACEA = 1, 2
HERE = Box(100, 100, 200, 200)
ELSEWHERE = Box(300, 200, 380, 290)
CARD = {"architecture": "a", "task": "classification"}


def vector(class_id, sure=0.9):
    return tuple(sure if number == class_id else 1 - sure for number in (NEVUS, ROSACEA))


@pytest.fixture
def clinic(tmp_path):
    """Ids 1 to 40, of turns Nevus and Rosacea, all for test but 31 to 40, which are for training."""
    photos = tmp_path / "photos"
    photos.mkdir()
    with Project.create(tmp_path / "clinic", ClassTable.from_names(["Nevus", "Rosacea"]), who="ana") as project:
        project.add_images(
            photos,
            [
                NewImage(
                    photos / f"{number:02}.jpg", f"{number:02}.jpg", f"{number:064x}", 400, 300, 1, 100,
                    diagnosis=1 + number % 2, boxes=(new_box(HERE, 1 + number % 2),),
                    split=Split.TRAIN if number >= 30 else Split.TEST,
                )
                for number in range(40)
            ],
        )  # fmt: skip
        yield project


@pytest.fixture
def tell(clinic):
    """Stores what both models say; all as people do but for what is given by image id."""

    def tell(*, probabilities=None, boxes=None, out_of_fold=False):
        labels = clinic.labels_of()
        classes = clinic.classes
        for name, task in (("cnn", "classification"), ("det", "detection")):
            card = {**CARD, "architecture": name, "task": task, "classes": classes.to_json()}
            clinic.add_model(name, {**card, "out_of_fold": out_of_fold}, clinic.runs_folder / name)
        rows = []
        for key, mine in labels.items():
            class_id = mine.image_class or NEVUS
            said = (probabilities or {}).get(key, vector(class_id))
            found = (boxes or {}).get(key, (PredictedBox(HERE, class_id, 0.9),))
            rows += [Prediction("cnn", key, said, None, (1, 2)), Prediction("det", key, None, found, (1, 2))]
        clinic.store_predictions(rows)
        return clinic

    return tell
