"""Photograph to tensor."""

from __future__ import annotations

import numpy as np
import pytest
import torch
import torchvision.transforms.v2.functional as transforms

from core.inference.catalogue import HALF, IMAGENET_MEAN, IMAGENET_STD
from core.inference.preprocessing import decode_side, stretch, to_tensor

PHOTO = np.random.default_rng(0).integers(0, 256, (60, 90, 3), np.uint8)


def test_without_resizing_it_is_torchvisions_normalisation():
    expected = transforms.normalize(
        torch.from_numpy(PHOTO).permute(2, 0, 1) / 255, list(IMAGENET_MEAN), list(IMAGENET_STD)
    )
    found = to_tensor(PHOTO, (60, 90), IMAGENET_MEAN, IMAGENET_STD)
    assert found.dtype == torch.float32
    torch.testing.assert_close(found, expected, atol=2e-6, rtol=1e-5)


def test_half_and_half_is_minus_one_to_one():
    extremes = np.array([[[0, 255, 128]]], np.uint8)
    assert to_tensor(extremes, (1, 1), HALF, HALF).flatten().tolist() == pytest.approx([-1, 1, 0.00392], abs=1e-4)


def test_size_is_height_and_width_and_the_whole_photo_is_kept():
    photo = np.zeros((100, 200, 3), np.uint8)
    photo[:50] = 255
    found = stretch(photo, (20, 10))
    assert found.shape == (20, 10, 3)
    assert found[:10].min() == 255
    assert found[10:].max() == 0


def test_shrinking_averages():
    checkers = (np.indices((64, 64)).sum(0) % 2 * 254).astype(np.uint8)[..., None].repeat(3, 2)
    assert np.ptp(stretch(checkers, (16, 16)).astype(int)) <= 1


def test_growing_is_smooth():
    assert len(np.unique(stretch(np.array([[[0] * 3, [255] * 3]], np.uint8), (8, 8)))) > 4


def test_the_photograph_is_left_alone():
    photo = PHOTO.copy()
    photo.setflags(write=False)
    to_tensor(photo, (60, 90), HALF, HALF)
    assert np.array_equal(photo, PHOTO)


def test_usual_sizes_share_a_decode():
    assert decode_side((224, 224)) == decode_side((400, 400)) == decode_side((512, 512))
    assert decode_side((600, 900)) == 1800
