"""A project of thirty photographs in three classes, with trained runs and, where asked for, stored predictions."""

from __future__ import annotations

import re
import sys
from datetime import UTC, datetime

import pytest

from core.classes import ClassTable
from core.geometry import Box
from core.inference.card import ModelCard, write_card
from core.inference.catalogue import architecture
from core.jobs.job import RunResult, RunState
from core.jobs.recipe import Recipe
from core.jobs.run_folder import RunFolder
from core.project.labels import Edit, Split, new_box, with_boxes
from core.project.project import Project
from core.project.records import NewImage, PredictedBox, Prediction
from core.project.snapshot import freeze
from desktop.charts.marks import PlotData
from desktop.evaluate.reading import read
from desktop.evaluate.shown import Shown
from desktop.jobs.inference import InferenceProcess
from desktop.predictions import PredictionService
from desktop.session import Session

CLASSES = ("Basal Cell Carcinoma", "Nevus", "Rosacea")

# Answers like the real worker, but knows no network: every photograph is of the first class, or of class `id % 3`.
WORKER = """
import os, sys
from core.inference.requests import *
mode = sys.argv[1]
def send(event): print(encode(event), flush=True)
if mode == "mute":
    import time; time.sleep(3600)
send(Ready("pretended", {}, os.getpid()))
for line in sys.stdin:
    match decode(line):
        case Shutdown():
            break
        case Predict() as request:
            count = 0
            print("printed by a library", file=sys.stderr)
            for image in request.images:
                for model in request.models:
                    if mode == "bad_image" and image.id % 5 == 0:
                        send(ImageFailed(request.request, image.id, model.name, "bad_image", "The photo is damaged."))
                        continue
                    first = image.id == request.images[0].id
                    if mode == "die" or (mode == "die_once" and not os.path.exists(sys.argv[2]) and not first):
                        open(sys.argv[2], "w").close()
                        os._exit(9)
                    send(Predicted(request.request, model.name, image.id, (1, 2, 3), (0.6, 0.3, 0.1)))
                    count += 1
            send(RequestDone(request.request, count))
"""


# Where the number of photographs stands that a person reads in a mark's tooltip, by page.
COUNTED = {
    "versus": r"points; ([\d,]+) photos flipped",
    "ensembles": r"a click opens the ([\d,]+) wrong",
    "curves": r"(?:%: |: )([\d,]+) (?:photos|called)",
    "detectors": r"([\d,]+) photos(?: have such a box)?$",
    "groups": r"of ([\d,]+) right, .* a click opens the photos",
    "distribution": r": ([\d,]+) photos?$",
}


def number(text):
    return int(text.replace(",", ""))


def seen_counts(page, part):
    """Each clickable mark or cell of a part, with the number of photographs that a person reads there.

    It is read from what is drawn and written alone, never from what a click hands on. Cells that show a share have
    their number in the tooltip.
    """
    if isinstance(part, PlotData):
        for mark in (mark for mark in part.marks if mark.payload is not None):
            found = {number(re.search(COUNTED[page], mark.tip).group(1))}
            if page == "distribution":
                found.add(round(2**mark.y))
            if page == "detectors" and mark.width:
                found.add(mark.y)
            yield mark, found
        return
    for row in part.rows:
        for heading, cell in zip(part.headings, row, strict=True):
            if cell.payload is not None:
                yield cell, seen_in_cell(page, part, row, heading, cell)


def seen_in_cell(page, part, row, heading, cell):
    if page == "detectors" and heading.title in ("Lesions found", "missed"):
        return {number(re.fullmatch(rf"{cell.text} lesions on ([\d,]+) photos", cell.tip).group(1))}
    if re.fullmatch(r"[\d,]+", cell.text):
        return {number(cell.text)}
    if page == "agreement":
        same, of = re.search(r"the same of ([\d,]+) of ([\d,]+) photos", cell.tip).groups()
        assert cell.text == f"{100 * number(same) / number(of):.1f}"
        return {number(of) - number(same)}
    found = {number(re.match(r"([\d,]+) photos: ", cell.tip).group(1))}
    if part.headings[1].title == "Photographs":  # Table III, whose shares are of these
        found.add(round(float(cell.text) / 100 * number(row[1].text)))
    return found


@pytest.fixture
def seen():
    """See `seen_counts`."""
    return seen_counts


def add_run(project, name):
    run = RunFolder.create(project.runs_folder, name, Recipe.for_architecture(name), freeze(project))
    chosen = architecture(name)
    card = ModelCard(
        name=run.name,
        architecture=name,
        task=chosen.task,
        classes=project.classes,
        image_size=chosen.image_size,
        mean=chosen.mean,
        std=chosen.std,
        recipe={},
        snapshot_digest="0" * 64,
        metrics={},
        initial_weights="none",
        versions={},
        created_at=datetime.now(UTC),
    )
    write_card(card, run.card_path)
    run.best_path.write_bytes(b"weights")
    run.write_result(RunResult(state=RunState.COMPLETED, best_epoch=1, best_metric=0.5, epochs=1, seconds=1.0))
    return run, card


@pytest.fixture
def clinic(tmp_path):
    """Photographs: 20 for test (9, 7 and 4 of the classes), 10 for training, and one for test without a class."""
    photos = tmp_path / "photos"
    photos.mkdir()
    classes = [1] * 9 + [2] * 7 + [3] * 4 + [1] * 10 + [None]
    with Project.create(tmp_path / "clinic", ClassTable.from_names(CLASSES)) as project:
        project.add_images(
            photos,
            [
                NewImage(
                    photos / f"{number:02}.jpg", f"{number:02}.jpg", f"{number:064x}", 400, 300, 1, 100,
                    diagnosis=class_id, patient=f"P{number}", split=Split.TRAIN if 20 <= number < 30 else Split.TEST,
                )
                for number, class_id in enumerate(classes)
            ],
        )  # fmt: skip
        yield project


@pytest.fixture
def make_run(clinic):
    """Makes one more trained run of an architecture; the run and its card."""
    return lambda name: add_run(clinic, name)


@pytest.fixture
def runs(clinic):
    """Three trained runs: two classifiers and a detector."""
    return [add_run(clinic, name) for name in ("resnet18", "mobilenet_v3_small", "retinanet_r18")]


@pytest.fixture
def predicted(clinic, runs):
    """Stored answers of all three for the test split; the detector hasn't seen the last two and misses one."""
    for run, card in runs:
        clinic.add_model(run.name, card.to_json(), run.path)
    images = clinic.images(split=Split.TEST)
    rows = []
    for place, image in enumerate(images):
        said = 1 if place % 4 == 0 else (image.diagnosis or 1)
        first = tuple(0.8 if class_id == said else 0.1 for class_id in (1, 2, 3))
        rows.append(Prediction("resnet18-1", image.id, first, None, (1, 2, 3)))
        rows.append(Prediction("mobilenet_v3_small-1", image.id, (0.2, 0.5, 0.3), None, (1, 2, 3)))
        if place < 18:
            box = PredictedBox(Box(10, 10, 90, 90), image.diagnosis or 1, 0.9)
            rows.append(Prediction("retinanet_r18-1", image.id, None, () if place == 3 else (box,), (1, 2, 3)))
    clinic.store_predictions(rows)
    return clinic


COLOURS = dict.fromkeys(("resnet18-1", "mobilenet_v3_small-1", "retinanet_r18-1", "ensemble"), "#0072b2")


@pytest.fixture
def drawn(predicted):
    """The predicted project with lesion boxes on most test photographs, and metadata."""
    for place, image in enumerate(predicted.images(split=Split.TEST)[:15]):
        labels = predicted.labels(image.id)
        if labels.image_class is not None:
            box = new_box(Box(10, 10, 90, 90 + 9 * place), labels.image_class)
            predicted.apply(Edit(image.id, labels, with_boxes(labels, (box,)), "Draw box"))
    return predicted


@pytest.fixture
def shown(drawn):
    reading = read(drawn, Split.TEST).with_ensemble(["resnet18-1", "mobilenet_v3_small-1"])
    return Shown(reading, tuple(reading.models), COLOURS, "test split")


@pytest.fixture
def session(clinic, qtbot):
    return Session(clinic)


@pytest.fixture
def make_service(session, tmp_path):
    """A prediction service over the pretended worker in one of its modes."""
    services = []

    def make(mode="well", **options):
        command = [sys.executable, "-c", WORKER, mode, str(tmp_path / "died")]
        service = PredictionService(session, process=InferenceProcess(session, command=command, **options))
        services.append(service)
        return service

    yield make
    for service in services:
        service.close()
