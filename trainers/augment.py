"""Random changes of training photographs, mild enough for skin; boxes move along. Torchvision's v2 functions.

The paper's list is resize, random crop, flips, rotation, normalise (section V-A). Each random choice comes from a
generator that is passed in, so that an example of an epoch looks the same whatever thread or process prepares it.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import torch
from torchvision import tv_tensors
from torchvision.transforms import InterpolationMode
from torchvision.transforms.v2 import functional

from core.geometry import MIN_SIDE

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    import numpy as np
    from numpy.typing import NDArray
    from torch import Tensor

    from core.jobs.recipe import Recipe

_ASPECT = 1.2
"""How much wider or higher than the photograph's own proportions a random crop may be."""


def augment_photo(
    photo: NDArray[np.uint8],
    *,
    size: tuple[int, int],
    fill: Sequence[float],
    recipe: Recipe,
    random: np.random.Generator,
) -> Tensor:
    """A changed photograph for a classifier.

    Args:
        photo: `(h, w, 3)` RGB.
        size: Height and width of the result.
        fill: Colour of the corners that rotation uncovers, 0 to 1, RGB.
        recipe: Says what is changed and how far.
        random: Where chance comes from.

    Returns:
        uint8 `(3, height, width)`.
    """
    image = _image(photo)
    if recipe.augment and recipe.crop_scale < 1:
        top, left, height, width = _crop(photo.shape[0], photo.shape[1], recipe.crop_scale, random)
        image = functional.resized_crop(image, top, left, height, width, list(size), antialias=True)
    else:
        image = functional.resize(image, list(size), antialias=True)
    if recipe.augment:
        if recipe.rotation > 0:
            angle = float(random.uniform(-recipe.rotation, recipe.rotation))
            colour = [255.0 * channel for channel in fill]
            image = functional.rotate(image, angle, interpolation=InterpolationMode.BILINEAR, fill=colour)
        for flip in _flips(recipe, random):
            image = flip(image)
        image = _jitter(image, recipe, random)
    return image.as_subclass(torch.Tensor).contiguous()


def augment_with_boxes(
    photo: NDArray[np.uint8],
    boxes: NDArray[np.float32],
    *,
    size: tuple[int, int],
    recipe: Recipe,
    random: np.random.Generator,
) -> tuple[Tensor, Tensor, Tensor]:
    """A changed photograph for a detector: stretched to the input, flipped, with its boxes.

    Args:
        photo: `(h, w, 3)` RGB.
        boxes: `(n, 4)` x1, y1, x2, y2 in pixels of `photo`.
        size: Height and width of the result.
        recipe: Says what is changed and how far.
        random: Where chance comes from.

    Returns:
        The image, uint8 `(3, height, width)`; the boxes, float32 `(k, 4)` in its pixels; and which of the given boxes
        they are, int64 `(k,)`: those left out have shrunk to nothing.
    """
    image = _image(photo)
    targets = tv_tensors.BoundingBoxes(
        torch.from_numpy(boxes.copy()), format=tv_tensors.BoundingBoxFormat.XYXY, canvas_size=photo.shape[:2]
    )
    image, targets = functional.resize(image, list(size), antialias=True), functional.resize(targets, list(size))
    if recipe.augment:
        for flip in _flips(recipe, random):
            image, targets = flip(image), flip(targets)
        image = _jitter(image, recipe, random)
    found = functional.clamp_bounding_boxes(targets).as_subclass(torch.Tensor)
    # A box of a 12 MP photograph may be a sliver at 400 px; less than a third of MIN_SIDE has no gradient to follow.
    kept = ((found[:, 2:] - found[:, :2]) >= MIN_SIDE / 3).all(dim=1).nonzero().flatten()
    return image.as_subclass(torch.Tensor).contiguous(), found[kept], kept


def _image(photo: NDArray[np.uint8]) -> Tensor:
    image: Tensor = tv_tensors.Image(torch.from_numpy(photo).permute(2, 0, 1))
    return image


def _crop(height: int, width: int, scale: float, random: np.random.Generator) -> tuple[int, int, int, int]:
    area = float(random.uniform(scale, 1.0))
    ratio = math.exp(float(random.uniform(-math.log(_ASPECT), math.log(_ASPECT))))
    crop_height = min(height, max(1, round(height * math.sqrt(area / ratio))))
    crop_width = min(width, max(1, round(width * math.sqrt(area * ratio))))
    top = int(random.integers(0, height - crop_height + 1))
    left = int(random.integers(0, width - crop_width + 1))
    return top, left, crop_height, crop_width


def _flips(recipe: Recipe, random: np.random.Generator) -> list[Callable[[Tensor], Tensor]]:
    if not recipe.flip:
        return []
    chosen = random.random(2) < 0.5
    both = (functional.horizontal_flip, functional.vertical_flip)
    return [flip for flip, wanted in zip(both, chosen, strict=True) if wanted]


def _jitter(image: Tensor, recipe: Recipe, random: np.random.Generator) -> Tensor:
    if recipe.colour_jitter <= 0:
        return image
    change = random.uniform(1 - recipe.colour_jitter, 1 + recipe.colour_jitter, size=3)
    image = functional.adjust_brightness(image, float(change[0]))
    image = functional.adjust_contrast(image, float(change[1]))
    image = functional.adjust_saturation(image, float(change[2]))
    return image
