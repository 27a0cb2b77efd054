"""From a photograph's pixels to a network's input: one way, for prediction and for the trainers' test transform."""

from __future__ import annotations

from typing import TYPE_CHECKING

import cv2
import numpy as np
import torch

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray
    from torch import Tensor

_USUAL_DECODE_SIDE = 1024


def decode_side(image_size: tuple[int, int]) -> int:
    """Longer side, in pixels, at which photographs are decoded for networks of this input size.

    At least twice the input, so that the last reduction averages; and the same for every usual size, so that a model's
    answer doesn't depend on which other models share the decoded photograph.

    >>> decode_side((224, 224)), decode_side((400, 400)), decode_side((800, 600))
    (1024, 1024, 1600)
    """
    return max(_USUAL_DECODE_SIDE, 2 * max(image_size))


def stretch(photo: NDArray[np.uint8], size: tuple[int, int]) -> NDArray[np.uint8]:
    """The photograph stretched to `size` (height, width), as the paper does, whatever its proportions.

    Args:
        photo: `(H, W, 3)` RGB.
        size: Height and width in pixels.
    """
    height, width = size
    if photo.shape[:2] == size:
        return photo
    # Area averaging where both sides shrink; it would be blocky where one grows.
    shrinks = photo.shape[0] >= height and photo.shape[1] >= width
    interpolation = cv2.INTER_AREA if shrinks else cv2.INTER_LINEAR
    return np.asarray(cv2.resize(photo, (width, height), interpolation=interpolation), dtype=np.uint8)


def normalise(photo: NDArray[np.uint8], mean: Sequence[float], std: Sequence[float]) -> Tensor:
    """Pixels `(H, W, 3)` RGB as float32 `(3, H, W)`: scaled to 0 to 1, minus `mean`, divided by `std`."""
    scale = torch.tensor(std, dtype=torch.float32) * 255.0
    shift = torch.tensor(mean, dtype=torch.float32) / torch.tensor(std, dtype=torch.float32)
    # A copy, because torch refuses the read-only arrays that decoders may return.
    pixels = torch.from_numpy(np.array(photo)).permute(2, 0, 1).to(torch.float32)
    return pixels.div_(scale[:, None, None]).sub_(shift[:, None, None]).contiguous()


def to_tensor(photo: NDArray[np.uint8], size: tuple[int, int], mean: Sequence[float], std: Sequence[float]) -> Tensor:
    """Stretch and normalise a photograph.

    Args:
        photo: `(H, W, 3)` RGB, upright.
        size: Height and width of the network's input.
        mean: Per channel, RGB in 0 to 1.
        std: Per channel, RGB in 0 to 1.

    Returns:
        float32 `(3, height, width)`.
    """
    return normalise(stretch(photo, size), mean, std)
