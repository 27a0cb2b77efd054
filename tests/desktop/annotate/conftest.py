"""A hand at the window; a run to ask, and a pretended worker to answer."""

from __future__ import annotations

import sys
from datetime import UTC, datetime

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication

from core.inference.card import ModelCard, write_card
from core.inference.catalogue import architecture
from core.jobs.job import RunResult, RunState
from core.jobs.recipe import Recipe
from core.jobs.run_folder import RunFolder
from core.project.snapshot import freeze

# Gives every photograph the same probabilities and the same heat; dies, or refuses, where it is told to.
WORKER = """
import os, sys, time
import numpy as np
from core.inference.heat import energy_inside, heat_to_text
from core.inference.requests import *
mode, mark = sys.argv[1:]
def send(event): print(encode(event), flush=True)
send(Ready("pretended", {}, os.getpid()))
for line in sys.stdin:
    match decode(line):
        case Shutdown():
            break
        case Explain() as request:
            if mode == "die" or (mode == "die_once" and not os.path.exists(mark)):
                open(mark, "w").close()
                os._exit(9)
            if mode == "refuse":
                send(ImageFailed(request.request, request.image.id, request.model.name, "oom", "No memory.", "Wait."))
            else:
                image, even = request.image, np.ones((3, 4), np.float32)
                share = energy_inside(even, request.boxes, image.width, image.height)
                heat = heat_to_text(even)
                send(Explained(request.request, request.model.name, image.id, 2, 0.5, 4, 3, heat, share))
            send(RequestDone(request.request, int(mode != "refuse")))
        case Predict() as request:
            if mode == "slow":
                time.sleep(0.5)
            for image in request.images:
                for model in request.models:
                    if mode == "bad" and image.id % 2:
                        send(ImageFailed(request.request, image.id, model.name, "bad_image", "The photo is damaged."))
                    else:
                        send(Predicted(request.request, model.name, image.id, (1, 2, 3), (0.6, 0.3, 0.1)))
            send(RequestDone(request.request, 1))
"""


@pytest.fixture
def pretended(tmp_path):
    """Command line of the pretended worker in one of its modes."""
    return lambda mode="well": [sys.executable, "-c", WORKER, mode, str(tmp_path / "died")]


@pytest.fixture
def add_run():
    """Notes a finished run of an architecture beside a project; its weights are none."""

    def add_run(project, name="resnet18", *, size=(64, 64)):
        run = RunFolder.create(project.runs_folder, name, Recipe.for_architecture(name), freeze(project))
        chosen = architecture(name)
        card = ModelCard(
            name=run.name, architecture=name, task=chosen.task, classes=project.classes, image_size=size,
            mean=chosen.mean, std=chosen.std, metrics={"weighted_accuracy": 0.5}, created_at=datetime.now(UTC),
        )  # fmt: skip
        write_card(card, run.card_path)
        run.best_path.write_bytes(b"weights")
        run.write_result(RunResult(state=RunState.COMPLETED, best_epoch=1, best_metric=0.5, epochs=1, seconds=1.0))
        return run, card

    return add_run


LEFT = Qt.MouseButton.LeftButton


class Hand:
    """A person at the window: coordinates are upright pixels."""

    def __init__(self, window, qtbot):
        self.window, self.qtbot = window, qtbot
        self.canvas = window.annotate.view.canvas
        self.controller = window.annotate.controller
        self.project = window.session.project
        qtbot.waitUntil(lambda: self.canvas._backdrop.photo is not None, timeout=5000)
        self.canvas.setFocus()

    def at(self, x, y):
        left, top = self.canvas.viewport.to_canvas(x, y)
        return QPoint(round(left), round(top))

    def drag(self, start, end, button=LEFT, modifiers=Qt.KeyboardModifier.NoModifier):
        self.qtbot.mousePress(self.canvas, button, modifiers, self.at(*start))
        middle = ((start[0] + end[0]) / 2, (start[1] + end[1]) / 2)
        for place in (middle, end):
            self.qtbot.mouseMove(self.canvas, self.at(*place))
            QApplication.processEvents()
        self.qtbot.mouseRelease(self.canvas, button, modifiers, self.at(*end))
        QApplication.processEvents()

    def click(self, x, y, modifiers=Qt.KeyboardModifier.NoModifier):
        self.qtbot.mouseClick(self.canvas, LEFT, modifiers, self.at(x, y))

    def key(self, key, modifiers=Qt.KeyboardModifier.NoModifier):
        self.qtbot.keyClick(QApplication.focusWidget() or self.canvas, key, modifiers)

    @property
    def image_id(self):
        return self.window.session.image_id

    @property
    def boxes(self):
        return self.project.labels(self.image_id).boxes

    @property
    def selected(self):
        return self.controller.photo.selected


@pytest.fixture
def hand(window, qtbot):
    window.activateWindow()
    qtbot.waitUntil(lambda: window.isVisible())
    return Hand(window, qtbot)
