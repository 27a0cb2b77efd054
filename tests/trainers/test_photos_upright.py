"""Screen, training and prediction turn a photograph upright by one and the same reading of its EXIF orientation."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
import torch
from PIL import Image
from PySide6.QtGui import QImage
from torch import nn

from core.classes import ClassTable
from core.images import decode, probe
from core.inference.card import ModelCard
from core.inference.catalogue import Task
from core.inference.predictor import Predictor
from core.inference.preprocessing import decode_side
from core.inference.requests import ImageRef
from core.inference.serving import _open
from core.project.labels import ImageState, Split
from core.project.snapshot import SnapshotImage
from desktop.annotate.photos import SCREEN_SIDE, decode_photo
from trainers.disk_cache import DiskCache
from trainers.photos import Budget, roomy_cache, stretched_cache

INPUT = (64, 64)
MEAN, STD = (0.485, 0.456, 0.406), (0.229, 0.224, 0.225)
WIDTH, HEIGHT = 128, 96
GREY_LEVELS = 2
BACK = {
    2: Image.Transpose.FLIP_LEFT_RIGHT, 3: Image.Transpose.ROTATE_180, 4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE, 6: Image.Transpose.ROTATE_90, 7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_270,
}  # fmt: skip
"""From upright to how a camera held so stores it."""


@pytest.fixture(params=range(1, 9), ids=lambda number: f"orientation{number}")
def photo(request, tmp_path):
    """A camera's photograph whose upright picture is redder to the right and greener to the bottom."""
    x, y = np.meshgrid(np.linspace(20, 230, WIDTH), np.linspace(20, 230, HEIGHT))
    upright = np.stack([x, y, np.full_like(x, 120)], axis=2).astype(np.uint8)
    stored = Image.fromarray(upright)
    if request.param in BACK:
        stored = stored.transpose(BACK[request.param])
    exif = Image.Exif()
    exif[0x0112] = request.param
    path = tmp_path / "camera.jpg"
    stored.save(path, quality=98, subsampling=0, exif=exif)
    info = probe(path)
    return upright, SnapshotImage(
        id=1, path=path, sha256=info.sha256, width=info.width, height=info.height, orientation=info.orientation,
        split=Split.TRAIN, image_class=1, patient=None, state=ImageState.LABELLED, boxes=(),
    )  # fmt: skip


def screen(path):
    """What the canvas paints."""
    photo = decode_photo(path, SCREEN_SIDE)  # holds the memory of its levels
    level = photo.levels[0].convertToFormat(QImage.Format.Format_RGB888)
    rows = np.frombuffer(level.constBits(), np.uint8).reshape(level.height(), level.bytesPerLine())
    return rows[:, : 3 * level.width()].reshape(level.height(), level.width(), 3).copy()


def apart(one, other):
    """The largest distance of two pictures, in grey levels."""
    assert one.shape == other.shape
    return float(np.abs(one.astype(float) - other.astype(float)).max())


def fitted(pixels, width, height):
    return cv2.resize(pixels, (width, height), interpolation=cv2.INTER_AREA)


def test_the_screen_shows_what_is_decoded_for_models(photo):
    upright, image = photo
    assert (image.width, image.height) == (WIDTH, HEIGHT)
    assert apart(decode(image.path), upright) < 12  # what JPEG takes
    assert apart(screen(image.path), decode(image.path)) == 0


@pytest.mark.parametrize("times", [1, 2], ids=["decoded", "from the disk"])
def test_training_and_validation_see_what_the_screen_shows(photo, tmp_path, times):
    _, image = photo
    shown = screen(image.path)
    for _ in range(times):
        disk = DiskCache(tmp_path / "cache", limit=10**8)
        roomy = roomy_cache(INPUT, Budget(), disk).get(image)
        stretched = stretched_cache(INPUT, Budget(), disk).get(image)
    height, width = roomy.shape[:2]
    assert width > height
    assert apart(roomy, fitted(shown, width, height)) <= GREY_LEVELS
    assert apart(stretched, fitted(shown, *INPUT[::-1])) <= GREY_LEVELS


class Listening(nn.Module):
    """Keeps what it is fed."""

    def forward(self, images):
        self.fed = images.clone()
        return torch.zeros(len(images), 2)


def test_prediction_sees_what_the_screen_shows(photo):
    _, image = photo
    network = Listening()
    card = ModelCard(
        name="resnet18-1", architecture="resnet18", task=Task.CLASSIFICATION, image_size=INPUT, mean=MEAN, std=STD,
        classes=ClassTable.from_names(["naevus", "melanoma"]),
    )  # fmt: skip
    predictor = Predictor(card, network, device=torch.device("cpu"))
    # Read as the prediction process reads it.
    ref = ImageRef(image.id, image.path, image.sha256, image.width, image.height)
    read = _open(ref, [decode_side(INPUT)])
    predictor.predict([read.pixels[decode_side(INPUT)]], sizes=[read.size])
    fed = network.fed[0].permute(1, 2, 0).numpy()
    pixels = (fed * np.array(STD) + np.array(MEAN)) * 255
    assert apart(pixels, fitted(screen(image.path), *INPUT[::-1])) <= GREY_LEVELS
