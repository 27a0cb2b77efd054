"""A project with wrong labels, lacking boxes and photographs nobody labelled, in the real window."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image
from PySide6.QtWidgets import QApplication

from core.classes import ClassTable
from core.geometry import Box
from core.images import probe
from core.project.labels import Split, new_box
from core.project.project import Project
from core.project.records import NewImage, PredictedBox, Prediction

NEVUS, ROSACEA = 1, 2
HERE = Box(60, 40, 160, 120)
ELSEWHERE = Box(200, 120, 280, 200)


@pytest.fixture
def clinic(tmp_path):
    """Ids 1 to 20 labelled, 21 to 24 new. The models disagree about 1 (class), 2 (place) and 3 (one box more)."""
    photos = tmp_path / "photos"
    photos.mkdir()
    pixels = np.full((240, 320, 3), 180, dtype=np.uint8)
    folder = tmp_path / "clinic"
    with Project.create(folder, ClassTable.from_names(["Nevus", "Rosacea"]), who="ana") as project:
        images = []
        for number in range(24):
            pixels[0, 0] = number
            path = photos / f"{number:02}.png"
            Image.fromarray(pixels).save(path)
            info = probe(path)
            class_id = 1 + number % 2
            labelled = number < 20
            images.append(
                NewImage(
                    path, path.name, info.sha256, info.width, info.height, info.orientation, info.file_size,
                    diagnosis=class_id if labelled else None, boxes=(new_box(HERE, class_id),) if labelled else (),
                    split=Split.TEST,
                )
            )  # fmt: skip
        project.add_images(photos, images)
        for name, task in (("cnn", "classification"), ("det", "detection")):
            card = {"architecture": name, "task": task, "classes": project.classes.to_json()}
            project.add_model(name, card, project.runs_folder / name)
        rows = []
        for key in range(1, 25):
            class_id = 1 + (key - 1) % 2
            sure = (0.9, 0.1) if class_id == NEVUS else (0.1, 0.9)
            found = [PredictedBox(HERE, class_id, 0.9)]
            if key == 1:
                sure = (0.03, 0.97)
            elif key == 2:
                found = [PredictedBox(Box(110, 60, 210, 140), class_id, 0.9)]
            elif key == 3:
                found.append(PredictedBox(ELSEWHERE, class_id, 0.8))
            rows += [Prediction("cnn", key, sure, None, (1, 2)), Prediction("det", key, None, tuple(found), (1, 2))]
        project.store_predictions(rows)
    return folder


@pytest.fixture
def window(qtbot, clinic):
    from desktop.app import open_window
    from desktop.theme import install_theme

    application = QApplication.instance()
    assert isinstance(application, QApplication)
    install_theme(application, forced="light")
    opened = open_window(clinic)
    opened.resize(1280, 720)
    qtbot.addWidget(opened)
    qtbot.waitExposed(opened)
    yield opened
    opened.close()


@pytest.fixture
def workspace(window, qtbot):
    """The Review workspace once its queue is there."""
    window.activateWindow()
    window.show_workspace("review")
    made = window._built["review"]
    qtbot.waitUntil(lambda: made.view.model.rowCount() > 0, timeout=15_000)
    return made
