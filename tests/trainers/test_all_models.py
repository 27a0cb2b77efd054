"""The paper's six models train an epoch on real lesions, cut out small, and the predictor takes what they wrote."""

from __future__ import annotations

import csv
import math
import threading
from datetime import UTC, datetime

import cv2
import pytest
import torch

from core.classes import ClassTable
from core.geometry import Box
from core.images import content_hash, decode
from core.inference.catalogue import Task, architectures
from core.inference.predictor import Predictor
from core.jobs.job import RunState
from core.jobs.protocol import EpochEnd, Preview
from core.project.labels import ImageState, Split, new_box
from core.project.snapshot import Snapshot, SnapshotImage
from trainers import worker

pytestmark = pytest.mark.slow

SIDE = 80
PHOTOS = 6


class Channel:
    should_end = False

    def __init__(self):
        self.events = []
        self.stop_requested = self.parent_gone = threading.Event()

    def emit(self, event):
        self.events.append(event)


@pytest.fixture
def crops(pad, tmp_path):
    """A snapshot of six lesions of three classes with a margin around them, at most 80 px."""
    with (pad / "manifest.csv").open(encoding="utf-8", newline="") as stream:
        rows = [row for row in csv.DictReader(stream) if row["boxes"] and "|" not in row["boxes"]]
    names = sorted({row["diagnosis"] for row in rows})[:3]
    classes = ClassTable.from_names(names)
    images = []
    for number in range(PHOTOS):
        name = names[number % 3]
        row = [row for row in rows if row["diagnosis"] == name][number // 3]
        x1, y1, x2, y2 = (round(float(side)) for side in row["boxes"].split(";"))
        photo = decode(pad / row["file"])
        margin = (x2 - x1 + y2 - y1) // 8
        left, top = max(0, x1 - margin), max(0, y1 - margin)
        crop = photo[top : y2 + margin, left : x2 + margin]
        scale = SIDE / max(crop.shape[:2])
        crop = cv2.resize(crop, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
        path = tmp_path / f"{number}.png"
        cv2.imwrite(str(path), crop[:, :, ::-1])
        box = Box(*((side - offset) * scale for side, offset in zip((x1, y1, x2, y2), (left, top) * 2, strict=True)))
        class_id = classes.ids[number % 3]
        height, width = crop.shape[:2]
        images.append(
            SnapshotImage(
                id=number + 1, path=path, sha256=content_hash(path), width=width, height=height, orientation=1,
                split=Split.VAL if number >= 4 else Split.TRAIN, image_class=class_id, patient=row["patient_id"],
                state=ImageState.VERIFIED, boxes=(new_box(box, class_id),),
            )
        )  # fmt: skip
    return Snapshot("pad", datetime(2026, 1, 2, tzinfo=UTC), classes, tuple(images))


@pytest.mark.parametrize("name", [entry.name for entry in architectures() if entry.paper])
def test_a_model_of_the_paper_trains_an_epoch(make_run, crops, name):
    run = make_run(name, crops, batch_size=4, image_size=64, lr=0.001, workers=0, clip_gradient=10.0)
    channel = Channel()
    code = worker.work(run, channel)
    assert code == 0, channel.events[-1]
    assert run.state is RunState.COMPLETED
    (epoch,) = (event for event in channel.events if isinstance(event, EpochEnd))
    assert math.isfinite(epoch.train_loss)
    assert epoch.best
    assert any(isinstance(event, Preview) for event in channel.events)
    run.last_path.unlink()  # nearly a gigabyte of the larger ones, which pytest would keep
    predictor = Predictor.load(run.path, device=torch.device("cpu"))
    (answer,) = predictor.predict([decode(crops.images[0].path)])
    assert (answer.boxes is None) == (run.job.task is Task.CLASSIFICATION)
    run.best_path.unlink()
