"""Photographs outlive a run on disk: exact, bounded, mended when damaged, and never in place of a changed file."""

from __future__ import annotations

import os
import shutil
import threading
import time
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import ImageChanged, ImageMissing
from core.images import content_hash, decode
from trainers import disk_cache, photos
from trainers.disk_cache import DiskCache, Entry, Source, pack, unpack, user_disk_cache
from trainers.photos import Budget, roomy_cache, stretched_cache

BIG = 10**9


@pytest.fixture
def work(monkeypatch):
    """Names of the photographs decoded and hashed, in order."""
    done = {"decoded": [], "hashed": []}

    def decode_spy(path, **more):
        done["decoded"].append(path.name)
        return decode(path, **more)

    def hash_spy(path):
        done["hashed"].append(path.name)
        return content_hash(path)

    monkeypatch.setattr(photos, "decode", decode_spy)
    monkeypatch.setattr(photos, "content_hash", hash_spy)
    return done


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "cache"


def read(images, folder, *, limit=BIG, size=64, make=roomy_cache):
    """What a run sees of these photographs, with an empty memory."""
    cache = make((size, size), Budget(0), DiskCache(folder, limit=limit))
    return [cache.get(image) for image in images]


def entries(folder):
    return sorted(path for path in folder.rglob("*") if path.is_file())


@given(st.integers(1, 40), st.integers(1, 40), st.integers(0, 2**32), st.integers(0, 2**62), st.integers(0, 2**31 - 1))
def test_unpack_gives_what_pack_got(height, width, size, modified, seed):
    photo = np.random.default_rng(seed).integers(0, 256, (height, width, 3), np.uint8)
    entry = unpack(pack(Entry(photo, Source(size, modified))))
    assert np.array_equal(entry.photo, photo)
    assert entry.source == Source(size, modified)


@given(st.data())
def test_no_damaged_byte_goes_unnoticed_in_the_pixels(data):
    packed = bytearray(pack(Entry(np.zeros((4, 5, 3), np.uint8), Source(1, 2))))
    place = data.draw(st.integers(disk_cache._HEADER.size, len(packed) - 1))
    packed[place] ^= data.draw(st.integers(1, 255))
    assert unpack(packed) is None
    assert unpack(packed[: data.draw(st.integers(0, len(packed) - 1))]) is None


def test_the_next_run_neither_decodes_nor_hashes(make_snapshot, folder, work):
    images = make_snapshot(3).images
    first = read(images, folder)
    assert (len(work["decoded"]), len(work["hashed"])) == (3, 3)
    second = read(images, folder)
    assert (len(work["decoded"]), len(work["hashed"])) == (3, 3)
    assert all(np.array_equal(a, b) for a, b in zip(first, second, strict=True))


def test_sizes_and_kinds_do_not_mix(make_snapshot, folder):
    images = make_snapshot(1).images
    shapes = [
        read(images, folder, size=size, make=make)[0].shape
        for make in (roomy_cache, stretched_cache)
        for size in (32, 64)
        for _ in range(2)
    ]
    assert shapes == [(37, 49, 3)] * 2 + [(74, 99, 3)] * 2 + [(32, 32, 3)] * 2 + [(64, 64, 3)] * 2


def test_a_photograph_with_the_same_content_elsewhere_is_checked_but_not_decoded(make_snapshot, folder, work, tmp_path):
    (image,) = make_snapshot(1).images
    read([image], folder)
    shutil.copy(image.path, tmp_path / "copy.png")
    read([replace(image, path=tmp_path / "copy.png")], folder)
    assert work["decoded"] == ["000.png"]
    assert work["hashed"] == ["000.png", "copy.png"]


def test_a_changed_or_deleted_photograph_is_found_although_its_old_pixels_are_there(make_snapshot, folder):
    images = make_snapshot(2).images
    read(images, folder)
    images[0].path.write_bytes(images[1].path.read_bytes())
    images[1].path.unlink()
    with pytest.raises(ImageChanged):
        read(images[:1], folder)
    with pytest.raises(ImageMissing):
        read(images[1:], folder)


@pytest.mark.parametrize("damage", [lambda data: data[:-7], lambda data: b"", lambda data: data[:-1] + b"\x99"])
def test_a_damaged_entry_is_made_anew(make_snapshot, folder, work, damage):
    images = make_snapshot(1).images
    first = read(images, folder)
    (path,) = entries(folder)
    path.write_bytes(damage(path.read_bytes()))
    assert np.array_equal(read(images, folder)[0], first[0])
    assert len(work["decoded"]) == 2
    read(images, folder)
    assert len(work["decoded"]) == 2


def test_it_is_bounded_and_what_was_used_least_recently_goes_first(make_snapshot, folder, work):
    images = make_snapshot(6).images
    read(images[:4], folder)
    now = time.time()
    paths = {image.sha256: next(p for p in entries(folder) if image.sha256 in p.name) for image in images[:4]}
    for age, image in enumerate(images[:4]):  # the first was used last
        os.utime(paths[image.sha256], (now - 10 * age, now - 10 * age))
    size = next(iter(paths.values())).stat().st_size
    cache = DiskCache(folder, limit=3 * size)
    assert cache.trim() == 2 * size  # a tenth below the limit
    assert [paths[image.sha256].exists() for image in images[:4]] == [True, True, False, False]
    photo = roomy_cache((64, 64), Budget(0), cache)
    for image in images[4:]:
        photo.get(image)
    assert len(entries(folder)) == 3
    assert cache.size <= 3 * size


@pytest.mark.parametrize("processes", [2, 4])
def test_several_processes_keep_the_limit_together(folder, processes):
    """Each begins without a look at what is there, as all but the first of a run do; one photograph in turn."""
    photo = Entry(np.zeros((100, 100, 3), np.uint8), Source(1, 1))
    size = len(pack(photo))
    caches = [DiskCache(folder, limit=40 * size) for _ in range(processes)]
    for number in range(60):
        caches[number % processes].store("kind", f"{number:064x}", photo)
    assert len(entries(folder)) == 40
    late = DiskCache(folder, limit=40 * size)
    late.store("kind", f"{60:064x}", photo)
    assert len(entries(folder)) == 40


def test_while_there_is_much_room_nobody_looks_at_every_file_for_each_photograph(folder, monkeypatch):
    photo = Entry(np.zeros((10, 10, 3), np.uint8), Source(1, 1))
    looks, real = [], DiskCache._files

    def files(self):
        looks.append(1)
        return real(self)

    monkeypatch.setattr(DiskCache, "_files", files)
    cache = DiskCache(folder, limit=1000 * len(pack(photo)))
    for number in range(1000):
        cache.store("kind", f"{number:064x}", photo)
    assert len(entries(folder)) == 1000
    assert len(looks) < 100


def test_what_nobody_used_for_a_season_and_what_crashes_left_goes(make_snapshot, folder):
    images = make_snapshot(2).images
    read(images, folder)
    old, kept = entries(folder)
    rest = old.with_name(".x.part")
    rest.touch()
    past = time.time() - 91 * 86_400
    for path in (old, rest):
        os.utime(path, (past, past))
    DiskCache(folder, limit=BIG).trim()
    assert entries(folder) == [kept]


def test_using_a_photograph_makes_it_recent(make_snapshot, folder):
    images = make_snapshot(1).images
    read(images, folder)
    (path,) = entries(folder)
    past = time.time() - 10 * 86_400
    os.utime(path, (past, past))
    read(images, folder)
    assert path.stat().st_mtime > past + 86_400


@pytest.mark.parametrize("trouble", ["read-only", "full"])
def test_without_room_photographs_are_read_all_the_same(make_snapshot, folder, monkeypatch, trouble):
    images = make_snapshot(3).images
    if trouble == "full":
        monkeypatch.setattr(disk_cache.shutil, "disk_usage", lambda _: shutil._ntuple_diskusage(10, 9, 1))
    else:
        folder.write_text("a file where the folder should be")
    assert [photo.shape for photo in read(images, folder)] == [(74, 99, 3)] * 3
    assert not folder.is_dir() or not entries(folder)


def test_two_runs_at_once_get_whole_photographs(make_snapshot, folder):
    images = make_snapshot(8).images
    expected = read(images, folder.with_name("other"))
    wrong = []

    def run():
        for _ in range(5):
            cache = DiskCache(folder, limit=4 * expected[0].nbytes)
            cache.trim()
            photo = roomy_cache((64, 64), Budget(0), cache)
            wrong.extend(
                image for image, pixels in zip(images, expected, strict=True)
                if not np.array_equal(photo.get(image), pixels)
            )  # fmt: skip

    threads = [threading.Thread(target=run) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not wrong
    assert not [path for path in entries(folder) if path.suffix == ".part"]


def test_where_and_how_large_it_is_can_be_chosen(monkeypatch, tmp_path):
    monkeypatch.setenv("DERMDESK_TRAINING_CACHE", "off")
    assert user_disk_cache() is None
    monkeypatch.setenv("DERMDESK_TRAINING_CACHE", str(tmp_path / "here"))
    monkeypatch.setenv("DERMDESK_TRAINING_CACHE_GB", "0.5")
    cache = user_disk_cache()
    assert (cache._folder, cache._limit) == (tmp_path / "here", 500_000_000)
    monkeypatch.setenv("DERMDESK_TRAINING_CACHE_GB", "many")
    assert user_disk_cache()._limit == 20_000_000_000


def test_the_folder_is_the_persons_own(make_snapshot, folder):
    read(make_snapshot(1).images, folder)
    assert folder.stat().st_mode & 0o077 == 0
