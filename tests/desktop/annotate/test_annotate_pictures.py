"""Photographs and thumbnails arrive from threads, upright, bounded in memory, and an unreadable one is told."""

from __future__ import annotations

import threading
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest
from PIL import Image
from PySide6.QtGui import QImage

from desktop.annotate.photos import CACHE_BYTES, SCREEN_SIDE, Photo, PhotoLoader, decode_photo
from desktop.thumbnails import Thumbnails

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def loader(qtbot):
    loaders = []

    def make(**options):
        loaders.append(PhotoLoader(**options))
        return loaders[-1]

    yield make
    for made in loaders:
        made.stop()


@pytest.fixture
def thumbnails(qtbot, tmp_path):
    made = Thumbnails(folder=tmp_path / "thumbnails")
    yield made
    made.stop()


def blank(_path, _max_side):
    return Photo((QImage(64, 64, QImage.Format.Format_RGB32),))


def test_a_photo_arrives_with_its_pixels(loader, project, qtbot):
    record = project.images()[0]
    photos = loader()
    with qtbot.waitSignal(photos.loaded, timeout=10_000) as caught:
        assert photos.show(record) is None
    image_id, photo = caught.args
    assert image_id == record.id
    assert (photo.levels[0].width(), photo.levels[0].height()) == (320, 240)
    with Image.open(record.path) as source:
        expected = source.getpixel((17, 200))
    assert photo.levels[0].pixelColor(17, 200).getRgb()[:3] == expected


def test_neighbours_are_at_hand_before_they_are_asked_for(loader, project, qtbot):
    first, second, *_ = project.images()
    photos = loader()
    photos.show(first, ahead=[second])
    qtbot.waitUntil(lambda: len(photos._cache) == 2, timeout=10_000)
    assert photos.show(second) is not None


def test_a_large_photo_is_read_smaller_first_and_whole_when_asked(loader, project, qtbot, tmp_path):
    path = tmp_path / "large.jpg"
    Image.new("RGB", (6000, 3000), "tan").save(path)
    record = replace(project.images()[0], path=path, width=6000, height=3000)
    photos = loader()
    with qtbot.waitSignal(photos.loaded, timeout=20_000) as caught:
        photos.show(record)
    assert SCREEN_SIDE <= caught.args[1].levels[0].width() < 6000
    with qtbot.waitSignal(photos.loaded, timeout=20_000) as caught:
        photos.load_full(record)
    assert caught.args[1].levels[0].width() == 6000
    assert caught.args[1].levels[-1].width() < 1500


def test_a_photo_of_100_megapixels_is_kept_whole_within_the_cache_and_a_larger_one_halved(
    loader, project, monkeypatch, qtbot
):
    seen = []
    monkeypatch.setattr("core.images.decode", lambda _path, *, max_side: np.zeros((10_000, 10_000, 3), np.uint8))
    whole = decode_photo(project.images()[0].path, None)
    assert whole.levels[0].width() == 10_000
    assert whole.byte_count <= CACHE_BYTES == 400 * 1024**2
    assert whole.levels[-1].pixelColor(3, 3).getRgb()[:3] == (0, 0, 0)

    def decode(path, max_side):
        seen.append(max_side)
        return blank(path, max_side)

    photos = loader(decode=decode)
    for width, height in ((10_000, 10_000), (16_320, 12_240)):
        with qtbot.waitSignal(photos._done):
            photos.load_full(replace(project.images()[0], id=width, width=width, height=height))
    assert seen == [None, 8_160]


def test_the_whole_photo_takes_the_place_of_the_reduced_one(loader, project, qtbot):
    record = project.images()[0]
    photos = loader(decode=blank)
    for read in (photos.show, photos.load_full):
        with qtbot.waitSignal(photos.loaded):
            read(record)
    assert photos.cached_bytes == 64 * 64 * 4


def test_the_cache_keeps_to_its_limit(loader, project, qtbot):
    limit = 3 * 64 * 64 * 4
    photos = loader(decode=blank, cache_bytes=limit)
    record = project.images()[0]
    for number in range(12):
        with qtbot.waitSignal(photos.loaded, timeout=5000):
            photos.show(replace(record, id=number))
        assert photos.cached_bytes <= limit


def test_photos_passed_over_are_not_read(loader, project, qtbot):
    read, gate = [], threading.Event()

    def slow(path, max_side):
        gate.wait(5)
        read.append(path.name)
        return blank(path, max_side)

    photos = loader(decode=slow)
    record = project.images()[0]
    records = [replace(record, id=number, path=record.path.with_name(f"{number}.png")) for number in range(30)]
    for each in records:
        photos.show(each)
    with qtbot.waitSignal(photos.loaded, timeout=10_000):
        gate.set()
    assert "29.png" in read
    assert len(read) <= 4


def test_an_unreadable_photo_says_why(loader, project, qtbot):
    record = project.images()[0]
    record.path.write_bytes(b"nothing")
    photos = loader()
    with qtbot.waitSignal(photos.failed, timeout=10_000) as caught:
        photos.show(record)
    assert record.path.name in str(caught.args[1])


def test_zooming_out_uses_a_smaller_level(tmp_path):
    path = tmp_path / "photo.png"
    Image.new("RGB", (2400, 1200), "tan").save(path)
    photo = decode_photo(path, None)
    assert photo.level_for(2400).width() == 2400
    assert photo.level_for(1000).width() == 1200
    assert photo.level_for(9000).width() == 2400


def test_a_thumbnail_is_made_kept_on_disk_and_read_from_there(thumbnails, project, qtbot, tmp_path):
    record = project.images()[0]
    with qtbot.waitSignal(thumbnails.ready, timeout=10_000):
        assert thumbnails.get(record) is None
    picture = thumbnails.get(record)
    assert max(picture.width(), picture.height()) == 128
    assert len(list((tmp_path / "thumbnails").rglob("*.jpg"))) == 1
    assert not list((tmp_path / "thumbnails").rglob("*.part"))
    record.path.unlink()
    again = Thumbnails(folder=tmp_path / "thumbnails")
    with qtbot.waitSignal(again.ready, timeout=10_000):
        again.get(record)
    assert again.get(record) is not None
    again.stop()


def test_an_unreadable_photo_has_no_thumbnail_and_is_not_tried_again(thumbnails, project, qtbot):
    record = project.images()[0]
    record.path.write_bytes(b"nothing")
    with qtbot.waitSignal(thumbnails.ready, timeout=10_000):
        thumbnails.get(record)
    assert thumbnails.is_unreadable(record)
    assert thumbnails.get(record) is None
    assert not thumbnails._wishes


def test_a_full_disk_costs_no_thumbnail(project, qtbot, tmp_path: Path):
    (tmp_path / "file").write_text("in the way")
    made = Thumbnails(folder=tmp_path / "file" / "thumbnails")
    with qtbot.waitSignal(made.ready, timeout=10_000):
        made.get(project.images()[0])
    assert made.get(project.images()[0]) is not None
    made.stop()
