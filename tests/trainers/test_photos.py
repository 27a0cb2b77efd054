"""Photographs are decoded once, checked against the snapshot, and kept within the budget."""

from __future__ import annotations

import numpy as np
import pytest

from core.errors import ImageChanged, ImageError, ImageMissing
from core.images import decode
from core.inference.preprocessing import decode_side, normalise, stretch, to_tensor
from trainers import photos
from trainers.photos import Budget, read_all, roomy_cache, stretched_cache
from trainers.task import Normalise


@pytest.fixture
def decoded(monkeypatch):
    """Names of the photographs decoded, in order."""
    names = []

    def spy(path, **more):
        names.append(path.name)
        return decode(path, **more)

    monkeypatch.setattr(photos, "decode", spy)
    return names


def test_a_photograph_is_decoded_once(make_snapshot, decoded):
    images = make_snapshot(3).images
    cache = roomy_cache((64, 64), Budget(10**9))
    for _ in range(3):
        for image in images:
            cache.get(image)
    assert decoded == ["000.png", "001.png", "002.png"]


def test_beyond_the_budget_photographs_are_decoded_each_time_and_the_first_stay(make_snapshot, decoded):
    images = make_snapshot(3).images
    cache = stretched_cache((64, 64), Budget(2 * 64 * 64 * 3))
    for _ in range(2):
        for image in images:
            cache.get(image)
    assert decoded == ["000.png", "001.png", "002.png", "002.png"]


def test_training_photographs_keep_their_proportions_and_leave_room_to_crop(make_snapshot):
    (image,) = make_snapshot(1).images  # 120 x 90
    assert roomy_cache((64, 64), Budget()).get(image).shape == (74, 99, 3)
    assert roomy_cache((224, 224), Budget()).get(image).shape == (90, 120, 3)  # never enlarged


def test_validation_sees_exactly_what_prediction_sees(make_snapshot):
    (image,) = make_snapshot(1).images
    mean, std = (0.485, 0.456, 0.406), (0.229, 0.224, 0.225)
    predicted = to_tensor(decode(image.path, max_side=decode_side((64, 64))), (64, 64), mean, std)
    photo = stretched_cache((64, 64), Budget()).get(image)
    assert np.array_equal(photo, stretch(decode(image.path), (64, 64)))
    import torch

    ours = Normalise(mean, std)(torch.from_numpy(photo).permute(2, 0, 1)[None])[0]
    assert torch.equal(ours, predicted)
    assert torch.equal(ours, normalise(photo, mean, std))


def test_a_changed_and_a_missing_photograph_are_typed(make_snapshot):
    images = make_snapshot(2).images
    images[0].path.write_bytes(images[1].path.read_bytes())
    images[1].path.unlink()
    cache = roomy_cache((64, 64), Budget())
    with pytest.raises(ImageChanged):
        cache.get(images[0])
    with pytest.raises(ImageMissing):
        cache.get(images[1])


def test_reading_all_reports_failures_and_progress(make_snapshot):
    images = make_snapshot(6).images
    images[2].path.write_bytes(b"")
    cache = roomy_cache((64, 64), Budget())
    seen = []
    report = read_all([(cache, image) for image in images], threads=2, progress=seen.append, should_end=lambda: False)
    assert report.complete
    assert list(report.failures) == [images[2].id]
    assert isinstance(report.failures[images[2].id], ImageError)
    assert seen == [1, 2, 3, 4, 5, 6]


def test_reading_can_be_broken_off(make_snapshot, decoded):
    images = make_snapshot(6).images
    cache = roomy_cache((64, 64), Budget())
    report = read_all(
        [(cache, image) for image in images], threads=1, progress=lambda _: None, should_end=lambda: len(decoded) >= 2
    )
    assert not report.complete
    assert len(decoded) == 2
