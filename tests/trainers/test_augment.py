"""Photographs change mildly, boxes move along, and chance comes from the generator alone."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from core.jobs.recipe import Recipe
from trainers.augment import augment_photo, augment_with_boxes

FILL = (0.5, 0.5, 0.5)
PLAIN = Recipe(augment=False)


def photo_with_blob(x1, y1, x2, y2, size=(90, 120)):
    photo = np.zeros((*size, 3), np.uint8)
    photo[y1:y2, x1:x2] = 255
    return photo


def bright_box(image):
    """Box of the pixels above half brightness, of a `(3, H, W)` image."""
    rows, columns = torch.nonzero(image[0] > 127, as_tuple=True)
    return [int(columns.min()), int(rows.min()), int(columns.max()) + 1, int(rows.max()) + 1]


@pytest.mark.parametrize("seed", range(20))
def test_boxes_stay_on_their_lesion(seed):
    photo = photo_with_blob(30, 45, 60, 75)
    boxes = np.array([[30, 45, 60, 75]], np.float32)
    image, found, kept = augment_with_boxes(
        photo, boxes, size=(64, 64), recipe=Recipe(colour_jitter=0.1), random=np.random.default_rng(seed)
    )
    assert image.shape == (3, 64, 64)
    assert image.dtype == torch.uint8
    assert kept.tolist() == [0]
    assert np.abs(found[0].numpy() - bright_box(image)).max() <= 1.5


def test_all_four_flips_occur_and_without_flips_none():
    photo = photo_with_blob(0, 0, 60, 45)
    boxes = np.array([[0, 0, 60, 45]], np.float32)

    def corners(recipe):
        return {
            tuple(
                augment_with_boxes(photo, boxes, size=(64, 64), recipe=recipe, random=np.random.default_rng(seed))[1][
                    0, :2
                ].tolist()
            )
            for seed in range(30)
        }

    assert corners(Recipe()) == {(0.0, 0.0), (32.0, 0.0), (0.0, 32.0), (32.0, 32.0)}
    assert corners(Recipe(flip=False)) == {(0.0, 0.0)}


def test_a_box_that_shrinks_to_nothing_is_left_out_and_the_others_keep_their_place():
    photo = np.zeros((4000, 4000, 3), np.uint8)
    boxes = np.array([[10, 10, 13, 13], [100, 100, 900, 900]], np.float32)
    _, found, kept = augment_with_boxes(photo, boxes, size=(64, 64), recipe=PLAIN, random=np.random.default_rng(0))
    assert kept.tolist() == [1]
    assert found.shape == (1, 4)


def test_a_photograph_without_boxes_has_none():
    _, found, kept = augment_with_boxes(
        photo_with_blob(0, 0, 9, 9), np.zeros((0, 4), np.float32), size=(32, 32), recipe=Recipe(),
        random=np.random.default_rng(0),
    )  # fmt: skip
    assert found.shape == (0, 4)
    assert len(kept) == 0


def test_the_same_generator_gives_the_same_photograph_and_another_one_another():
    photo = np.random.default_rng(0).integers(0, 256, (90, 120, 3), np.uint8)

    def changed(seed):
        return augment_photo(
            photo, size=(64, 64), fill=FILL, recipe=Recipe(colour_jitter=0.2), random=np.random.default_rng(seed)
        )

    assert torch.equal(changed(1), changed(1))
    assert not torch.equal(changed(1), changed(2))
    before = torch.get_rng_state()
    changed(3)
    assert torch.equal(torch.get_rng_state(), before)  # torch's own generator, shared by threads, isn't used


def test_without_augmentation_the_photograph_is_only_stretched():
    photo = photo_with_blob(30, 45, 60, 75)
    image = augment_photo(photo, size=(64, 64), fill=FILL, recipe=PLAIN, random=np.random.default_rng(0))
    assert np.abs(np.array(bright_box(image)) - [16, 32, 32, 53]).max() <= 1


def test_crops_keep_the_promised_share():
    photo = np.zeros((100, 100, 3), np.uint8)
    photo[:, :, 0] = np.linspace(0, 255, 100).astype(np.uint8)[None]
    recipe = Recipe(rotation=0.0, flip=False, crop_scale=0.5)
    for seed in range(30):
        image = augment_photo(photo, size=(64, 64), fill=FILL, recipe=recipe, random=np.random.default_rng(seed))
        shown = (int(image[0].max()) - int(image[0].min())) / 255
        assert shown > 0.5 / 1.2  # at most a fifth narrower than the square root of the share


def test_rotation_fills_corners_with_the_mean_colour():
    photo = np.zeros((64, 64, 3), np.uint8)
    recipe = Recipe(crop_scale=1.0, flip=False, rotation=45.0)
    image = augment_photo(photo, size=(64, 64), fill=(0.2, 0.4, 0.6), recipe=recipe, random=np.random.default_rng(2))
    assert image[:, 0, 0].tolist() == [51, 102, 153]
