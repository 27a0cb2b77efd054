"""A real project with real photographs, one of them gone, and predictions of two classifiers and a detector."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import numpy as np
import pytest
from PIL import Image

from core.classes import ClassTable, LesionClass
from core.geometry import Box
from core.images import probe
from core.inference.card import ModelCard
from core.inference.catalogue import architecture
from core.project.labels import Split, new_box
from core.project.project import Project
from core.project.records import NewImage, PredictedBox, Prediction

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

CLASSES = ClassTable(
    (
        LesionClass(5, "<b>Naevus & Co</b>", "NAE", "#e69f00"),
        LesionClass(2, "湿疹", "ECZ", "#56b4e9"),
        LesionClass(9, "Psoriasis", "PSO", "#009e73"),
    )
)
TRUTH = [5, 5, 5, 2, 2, 9]
PLACE = "52.5200"
"""Stands in each photograph's EXIF, and must never leave it."""


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    photos = tmp_path / "photos"
    photos.mkdir()
    random = np.random.default_rng(0)
    with Project.create(tmp_path / "ward-3", CLASSES) as made:
        images = []
        for number, truth in enumerate([*TRUTH, 5]):
            path = photos / f"Miller-{number}.jpg"
            exif = Image.Exif()
            exif[0x010E] = PLACE
            Image.fromarray(random.integers(0, 255, (90, 120, 3), np.uint8)).save(path, exif=exif)
            info = probe(path)
            images.append(
                NewImage(
                    path, path.name, info.sha256, info.width, info.height, info.orientation, info.file_size,
                    diagnosis=truth, patient=f"P{number // 2}", split=Split.TEST if number < len(TRUTH) else Split.VAL,
                    boxes=(new_box(Box(20, 20, 60, 60), truth),),
                )
            )  # fmt: skip
        made.add_images(photos, images)
        # Right on all but the first, of which it is sure, and the fourth, of which it is less so.
        store(
            made,
            "resnet50-1",
            [(0.1, 0.88, 0.02), *[(0.8, 0.1, 0.1)] * 2, (0.6, 0.3, 0.1), (0.1, 0.8, 0.1), (0.1, 0.1, 0.8)],
        )
        store(made, "densenet121-1", [(0.3, 0.6, 0.1), *[(0.7, 0.2, 0.1)] * 3, (0.2, 0.7, 0.1), (0.2, 0.1, 0.7)])
        found = [
            Prediction("retinanet-1", image.id, None, (PredictedBox(Box(22, 20, 60, 58), 5, 0.9),), CLASSES.ids)
            for image in judged_images(made)
        ]
        add_model(made, "retinanet-1")
        made.store_predictions(found)
        (photos / "Miller-3.jpg").unlink()
        yield made


def judged_images(project: Project):
    return project.images(split=Split.TEST)


def add_model(project: Project, name: str) -> None:
    entry = architecture(name.rpartition("-")[0])
    card = ModelCard(
        name, entry.name, entry.task, CLASSES, entry.image_size, entry.mean, entry.std, "abcdef0123456789",
        {"epochs": 3, "lr": 0.01}, created_at=datetime(2026, 1, 1, tzinfo=UTC),
    )  # fmt: skip
    project.add_model(name, card.to_json(), project.runs_folder / name)


def store(project: Project, name: str, rows) -> None:
    add_model(project, name)
    project.store_predictions(
        [
            Prediction(name, image.id, row, None, CLASSES.ids)
            for image, row in zip(judged_images(project), rows, strict=True)
        ]
    )
