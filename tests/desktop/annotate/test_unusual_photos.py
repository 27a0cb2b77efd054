"""Photographs at the edge of what there is: a path longer than Windows' old limit, and a hundred megapixels."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from PIL import Image

from core.classes import ClassTable
from core.images import content_hash, probe
from core.importing import import_photos
from core.project.labels import ImageState
from core.project.project import Project
from core.project.records import ImageRecord
from desktop.annotate.photos import CACHE_BYTES, SCREEN_SIDE, PhotoLoader
from desktop.app import open_window
from desktop.theme import install_theme


def test_a_photograph_at_a_path_of_300_characters_is_imported_listed_and_shown(tmp_path, qtbot, qapp):
    place = tmp_path / "photos"
    while len(str(place)) < 240:
        place /= "clinic of dermatology, 照片 & scans"
    path = place / ("é" * (300 - len(str(place)) - 5) + ".jpg")
    assert len(str(path)) == 300
    place.mkdir(parents=True)
    y, x = np.mgrid[0:480, 0:640]
    Image.fromarray(np.stack([x // 3, y // 2, 0 * x + 90], axis=2).astype(np.uint8)).save(path, quality=95)
    digest = content_hash(path)
    folder = tmp_path / "clinic"
    with Project.create(folder, ClassTable.from_names(["Nevus"])) as project:
        report = import_photos(project, tmp_path / "photos", add_classes=True)
        assert (report.images_added, report.problems) == (1, ())

    install_theme(qapp, forced="light")
    window = open_window(folder)
    qtbot.addWidget(window)
    (record,) = window.session.project.images()
    assert record.path == path
    canvas, thumbnails = window.annotate.view.canvas, window.annotate.thumbnails
    qtbot.waitUntil(lambda: canvas.colour_at(630, 10) is not None, timeout=20_000)
    red, green, blue = canvas.colour_at(630, 10)
    assert (red, green, blue) == pytest.approx((210, 5, 90), abs=6)
    assert canvas.viewport is not None
    qtbot.waitUntil(lambda: thumbnails.get(record) is not None, timeout=20_000)
    assert thumbnails.get(record).width() == 128
    assert content_hash(path) == digest
    window.close()


@pytest.mark.slow
def test_a_photograph_of_a_hundred_megapixels_is_shown_reduced_then_whole_within_the_limit(tmp_path, qtbot):
    path = tmp_path / "scan.jpg"
    tile = np.random.default_rng(0).integers(90, 200, (100, 125, 3), dtype=np.uint8)
    # Coarse skin: a picture with something in it, that is quickly drawn and written.
    cv2.imwrite(str(path), cv2.resize(tile, (12_500, 8_000), interpolation=cv2.INTER_LINEAR))
    info = probe(path)
    assert info.width * info.height == 100_000_000
    record = ImageRecord(
        id=1, path=path, relative_path=path.name, sha256=info.sha256, width=info.width, height=info.height,
        orientation=info.orientation, split=None, patient=None, diagnosis=None, state=ImageState.NEW, box_count=0,
        metadata={},
    )  # fmt: skip
    loader = PhotoLoader()
    with qtbot.waitSignal(loader.loaded, timeout=60_000) as told:
        assert loader.show(record) is None
    first = told.args[1].levels[0]
    assert SCREEN_SIDE <= first.width() < 2 * SCREEN_SIDE
    assert loader.cached_bytes < CACHE_BYTES // 10
    with qtbot.waitSignal(loader.loaded, timeout=60_000) as told:
        loader.load_full(record)
    whole = told.args[1]
    assert (whole.levels[0].width(), whole.levels[0].height()) == (12_500, 8_000)
    assert loader.cached_bytes == whole.byte_count <= CACHE_BYTES
    seen = [whole.levels[0].pixelColor(x, y).getRgb()[:3] for x, y in ((50, 40), (6_250, 4_000), (12_450, 7_960))]
    blurred = cv2.imread(str(path))[:, :, ::-1]
    assert seen == [tuple(blurred[y, x]) for x, y in ((50, 40), (6_250, 4_000), (12_450, 7_960))]
    loader.stop()
