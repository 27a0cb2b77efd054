"""Small pictures of photographs for a report: pixels alone, without anything else the file carries."""

from __future__ import annotations

from typing import TYPE_CHECKING

import cv2
import numpy as np

from core.errors import ImageError
from core.images import thumbnail

if TYPE_CHECKING:
    from collections.abc import Sequence

    from core.project.labels import LesionBox
    from core.project.records import ImageRecord

SIDE = 320
"""Longer side in pixels."""
_QUALITY = 85
_LINE = (255, 255, 255)
_EDGE = (20, 20, 20)


def picture(image: ImageRecord, boxes: Sequence[LesionBox]) -> bytes | None:
    """A JPEG of a photograph with people's boxes on it; None where the file is missing or unreadable.

    It is made of pixels anew, so no EXIF, place or name of the original is in it.
    """
    try:
        pixels = np.ascontiguousarray(thumbnail(image.path, SIDE))
    except ImageError:
        return None
    height, width = pixels.shape[:2]
    for entry in boxes:
        box = entry.box
        start = (round(box.x1 * width / image.width), round(box.y1 * height / image.height))
        end = (round(box.x2 * width / image.width), round(box.y2 * height / image.height))
        cv2.rectangle(pixels, start, end, _EDGE, 3, cv2.LINE_AA)
        cv2.rectangle(pixels, start, end, _LINE, 1, cv2.LINE_AA)
    done, data = cv2.imencode(".jpg", cv2.cvtColor(pixels, cv2.COLOR_RGB2BGR), [cv2.IMWRITE_JPEG_QUALITY, _QUALITY])
    return data.tobytes() if done else None
