"""Test-time options: a photograph seen in several ways, the answers put together. Off by default, as in the paper."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import torch
import torchvision

from core.errors import DermDeskError
from core.inference.requests import TEST_TIME, BoxRow
from core.inference.zoo.detectors import MAX_BOXES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

CROP_SHARE = 0.75
"""Side of a crop, as a share of the photograph's."""
SAME_BOX_IOU = 0.5
"""Boxes of one class from two views that overlap by more are one lesion; as in the detectors' own suppression."""


@dataclass(frozen=True, slots=True)
class View:
    """One way to see a photograph.

    Attributes:
        pixels: `(h, w, 3)` RGB.
        left: Where it starts, as a share of the photograph's width.
        top: Where it starts, as a share of the photograph's height.
        share: Its side, as a share of the photograph's.
        mirrored: Whether left and right are exchanged.
    """

    pixels: NDArray[np.uint8]
    left: float = 0.0
    top: float = 0.0
    share: float = 1.0
    mirrored: bool = False


def views(photo: NDArray[np.uint8], option: str) -> list[View]:
    """The photograph alone for `none`; with its mirror image for `flip`; with four corners and the middle for `crops`.

    Raises:
        DermDeskError: There is no such option.
    """
    whole = View(photo)
    match option:
        case "none":
            return [whole]
        case "flip":
            return [whole, View(np.ascontiguousarray(photo[:, ::-1]), mirrored=True)]
        case "crops":
            rest = 1 - CROP_SHARE
            places = [(0.0, 0.0), (rest, 0.0), (0.0, rest), (rest, rest), (rest / 2, rest / 2)]
            return [whole, *(_crop(photo, left, top) for left, top in places)]
    raise DermDeskError(f"{option!r} is no test-time option.", hint=f"Use one of {', '.join(TEST_TIME)}.")


def mean_probabilities(answers: Sequence[NDArray[np.float64]]) -> NDArray[np.float64]:
    """The mean of the views' probabilities `(C,)`."""
    mean: NDArray[np.float64] = np.mean(answers, axis=0)
    return mean


def back_in_photograph(rows: Sequence[BoxRow], view: View, width: int, height: int) -> list[BoxRow]:
    """Boxes of a view in the photograph's upright pixels.

    Args:
        rows: In pixels of the view, whose size is `view.share` times the photograph's.
        view: How the photograph was seen.
        width: Of the photograph.
        height: Of the photograph.
    """
    placed = []
    for row in rows:
        x1, x2 = (width * view.share - row.x2, width * view.share - row.x1) if view.mirrored else (row.x1, row.x2)
        x0, y0 = view.left * width, view.top * height
        placed.append(BoxRow(x1 + x0, row.y1 + y0, x2 + x0, row.y2 + y0, row.class_id, row.score))
    return placed


def merged_boxes(rows: Sequence[BoxRow]) -> tuple[BoxRow, ...]:
    """Boxes of all views, each lesion's best one kept, best first, up to `MAX_BOXES`."""
    if not rows:
        return ()
    boxes = torch.tensor([[row.x1, row.y1, row.x2, row.y2] for row in rows], dtype=torch.float32)
    scores = torch.tensor([row.score for row in rows])
    classes = torch.tensor([row.class_id for row in rows])
    kept = torchvision.ops.batched_nms(boxes, scores, classes, SAME_BOX_IOU)
    return tuple(rows[index] for index in kept[:MAX_BOXES].tolist())


def _crop(photo: NDArray[np.uint8], left: float, top: float) -> View:
    height, width = photo.shape[:2]
    rows, columns = max(1, round(height * CROP_SHARE)), max(1, round(width * CROP_SHARE))
    y, x = round(top * height), round(left * width)
    pixels = np.ascontiguousarray(photo[y : y + rows, x : x + columns])
    return View(pixels, left, top, CROP_SHARE)
