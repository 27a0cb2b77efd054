"""How a photograph looks: two perceptual hashes, sharpness and light, from a small copy; kept beside the project."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

import cv2
import numpy as np

from core.errors import ImageError
from core.images import decode
from core.replacing import replacing

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from core.project.project import Project
    from core.project.records import ImageRecord

KEPT_NAME = "looks.json"
VERSION = 1
SIDE = 512
"""Longer side, in pixels, of the copy that is looked at."""
_HASH = 8
_BLOWN = 250


@dataclass(frozen=True, slots=True)
class Look:
    """How a photograph looks.

    Attributes:
        waves: 64 bits, the signs of its coarsest cosine waves about their median (pHash).
        steps: 64 bits, whether it gets lighter from each of 9 x 8 places to the next (dHash).
        sharpness: Variance of the Laplacian over the copy, in grey values squared; about 10 and less is blurred.
        brightness: Mean grey value, 0 to 255.
        glare: Share of pixels that are blown out, 0 to 1.
    """

    waves: int
    steps: int
    sharpness: float
    brightness: float
    glare: float


def look_at(pixels: NDArray[np.uint8]) -> Look:
    """How an upright RGB picture looks.

    >>> look_at(np.full((40, 40, 3), 10, np.uint8)).brightness
    10.0
    """
    longer = max(pixels.shape[:2])
    if longer > SIDE:
        factor = SIDE / longer
        size = (max(1, round(pixels.shape[1] * factor)), max(1, round(pixels.shape[0] * factor)))
        pixels = cv2.resize(pixels, size, interpolation=cv2.INTER_AREA).astype(np.uint8)
    grey = cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY)
    waves = cv2.dct(cv2.resize(grey, (32, 32), interpolation=cv2.INTER_AREA).astype(np.float32))[:_HASH, :_HASH]
    coarse = waves.flatten()
    # The first is the mean brightness, which says nothing of what is shown.
    above = coarse > np.median(coarse[1:])
    steps = cv2.resize(grey, (_HASH + 1, _HASH), interpolation=cv2.INTER_AREA).astype(np.int16)
    return Look(
        waves=_bits(above),
        steps=_bits((np.diff(steps, axis=1) > 0).flatten()),
        sharpness=round(float(cv2.Laplacian(grey, cv2.CV_64F).var()), 2),
        brightness=round(float(grey.mean()), 1),
        glare=round(float((pixels.min(axis=2) >= _BLOWN).mean()), 4),
    )


def read_looks(project: Project) -> dict[int, Look]:
    """What is known of the looks of a project's photographs, by image id."""
    known = _kept(project.folder / KEPT_NAME)
    return {record.id: known[record.sha256] for record in project.images() if record.sha256 in known}


def take_looks(
    folder: Path, images: Sequence[ImageRecord], *, progress: Callable[[int, int, str], None] | None = None
) -> dict[int, Look]:
    """Look at the photographs that were never looked at, and keep what was seen in the project's folder.

    Args:
        folder: The project's.
        images: Its photographs. Those that can't be read are left out.
        progress: Told done, total and the photograph; may raise to stop, and what was seen is kept all the same.
    """
    path = folder / KEPT_NAME
    known = _kept(path)
    lacking = [record for record in images if record.sha256 not in known]
    try:
        for number, record in enumerate(lacking):
            if progress is not None:
                progress(number, len(lacking), record.relative_path)
            try:
                known[record.sha256] = look_at(decode(record.path, max_side=SIDE))
            except ImageError:
                continue  # the list of photographs tells which can't be read
    finally:
        if lacking:
            _keep(path, known)
    return {record.id: known[record.sha256] for record in images if record.sha256 in known}


def _bits(values: NDArray[np.bool_]) -> int:
    return int("".join("1" if value else "0" for value in values.tolist()), 2)


def _kept(path: Path) -> dict[str, Look]:
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
        if data["version"] != VERSION:
            return {}
        return {str(key): Look(int(a), int(b), *map(float, rest)) for key, (a, b, *rest) in data["looks"].items()}
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return {}  # worked out again: it says nothing the photographs don't


def _keep(path: Path, looks: Mapping[str, Look]) -> None:
    rows = {
        key: [look.waves, look.steps, look.sharpness, look.brightness, look.glare] for key, look in looks.items()
    }  # fmt: skip
    try:
        with replacing(path) as stream:
            stream.write(json.dumps({"version": VERSION, "looks": rows}).encode())
    except OSError:
        return  # a project on a read-only disk is looked at again next time
