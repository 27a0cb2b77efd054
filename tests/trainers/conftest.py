"""Small snapshots of drawn photographs, and runs on them."""

from __future__ import annotations

from datetime import UTC, datetime

import cv2
import numpy as np
import pytest
import torch

from core.classes import ClassTable
from core.geometry import Box
from core.images import content_hash
from core.jobs.recipe import Recipe
from core.jobs.run_folder import RunFolder
from core.project.labels import ImageState, Split, new_box
from core.project.snapshot import Snapshot, SnapshotImage
from tests.fakes.plain_classifier import Plain
from trainers import classification

CLASSES = ClassTable.from_names(["naevus", "melanoma", "keratosis"])
COLOURS = ((120, 70, 40), (40, 20, 30), (200, 160, 60))


def draw(path, class_index, random):
    """A photograph of skin colour with one blob; returns the blob's box."""
    width, height = 120, 90
    photo = np.empty((height, width, 3), np.uint8)
    photo[:] = (225, 180, 150)
    photo = np.clip(photo.astype(np.int16) + random.integers(-8, 9, photo.shape), 0, 255).astype(np.uint8)
    x, y = int(random.integers(35, 85)), int(random.integers(30, 60))
    cv2.ellipse(photo, (x, y), (18, 14), 0, 0, 360, COLOURS[class_index], -1)
    cv2.imwrite(str(path), photo[:, :, ::-1])
    return Box(x - 18, y - 14, x + 18, y + 14), (width, height)


@pytest.fixture(autouse=True)
def one_thread(monkeypatch):
    """Tiny networks gain nothing from threads, and lose much where other programs want the cores."""
    monkeypatch.setenv("OMP_NUM_THREADS", "1")
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(before)


@pytest.fixture
def plain_classifier(monkeypatch):
    """Classifiers are two linear layers, for what doesn't depend on the network."""
    monkeypatch.setattr(classification, "build_classifier", lambda name, classes: Plain(classes))


@pytest.fixture
def make_snapshot(tmp_path):
    """Draws photographs and freezes them: `make_snapshot(12, val=3)`."""

    def make(count=12, *, val=3, seed=0, boxes=True, patients=False):
        folder = tmp_path / "photos"
        folder.mkdir(exist_ok=True)
        random = np.random.default_rng(seed)
        images = []
        for number in range(count):
            index = number % len(CLASSES)
            path = folder / f"{number:03}.png"
            box, (width, height) = draw(path, index, random)
            class_id = CLASSES.ids[index]
            images.append(
                SnapshotImage(
                    id=number + 1,
                    path=path,
                    sha256=content_hash(path),
                    width=width,
                    height=height,
                    orientation=1,
                    split=Split.VAL if number < val else Split.TRAIN,
                    image_class=class_id,
                    patient=f"p{number // 2}" if patients else None,
                    state=ImageState.LABELLED,
                    boxes=(new_box(box, class_id),) if boxes else (),
                )
            )
        return Snapshot("project", datetime(2026, 1, 2, tzinfo=UTC), CLASSES, tuple(images))

    return make


@pytest.fixture
def make_run(tmp_path, make_snapshot):
    """Makes a tiny run: `make_run("resnet18", epochs=2)`."""

    def make(architecture="resnet18", snapshot=None, *, initial_weights="none", **fields):
        values = {"epochs": 1, "batch_size": 4, "image_size": 64, "lr": 0.01, "patience": 0, "workers": 1, **fields}
        recipe = Recipe.for_architecture(architecture, **values)
        return RunFolder.create(
            tmp_path / "runs",
            architecture,
            recipe,
            snapshot or make_snapshot(),
            initial_weights=initial_weights,
            device="cpu",
        )

    return make
