"""One demo photograph and the boxes of what was drawn on it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from core.demo.lesions import outline
from core.demo.skin import SkinLook, add_hair, bare_skin, photograph
from core.geometry import Box

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from core.demo.lesions import LesionKind

_SIZES = ((480, 360), (400, 300), (360, 360), (320, 240), (360, 480), (300, 400))
_EDGE = 0.17
"""How far from the photograph's edge lesions keep, as a part of its shorter side."""


@dataclass(frozen=True, slots=True)
class DemoPhoto:
    """Pixels `(H, W, 3)` uint8 RGB, and a box around each lesion; all lesions of a photograph are of one kind."""

    pixels: NDArray[np.uint8]
    boxes: tuple[Box, ...]


def draw_demo_photo(kind: LesionKind, *, rng: np.random.Generator, look: SkinLook | None = None) -> DemoPhoto:
    """Draw a clinical photograph of one to three lesions.

    Args:
        kind: What to draw, one of `core.demo.lesions.KINDS`.
        rng: Source of all chance: the same state gives the same photograph.
        look: The patient's skin; drawn by chance where not given.
    """
    look = look or SkinLook.random(rng)
    width, height = _SIZES[rng.integers(len(_SIZES))]
    scene = bare_skin(rng, look, width=width, height=height)
    boxes: list[Box] = []
    wanted = int(rng.integers(1, kind.most + 1))
    for _ in range(12):
        if len(boxes) == wanted:
            break
        # The first is as large as it likes, later ones make room.
        radius = rng.uniform(*kind.radius) * min(width, height) * (1.0 if not boxes else 0.7)
        margin = _EDGE * min(width, height) + radius
        x, y = (rng.uniform(min(margin, side / 2), max(side - margin, side / 2)) for side in (width, height))
        place = outline(rng, scene.shape, centre=(x, y), radius=radius, wobble=rng.uniform(*kind.wobble))
        if not any(_near(box_around(place.depth > -0.1), other) for other in boxes):
            boxes.append(box_around(kind.draw(rng, scene, place) > 0.3))
    add_hair(rng, scene, look)
    return DemoPhoto(photograph(rng, scene), tuple(boxes))


def box_around(cover: NDArray[np.bool_]) -> Box:
    """The smallest box around what is covered, `(H, W)` booleans of which some are true."""
    rows, columns = np.nonzero(cover.any(axis=1))[0], np.nonzero(cover.any(axis=0))[0]
    return Box(float(columns[0]), float(rows[0]), float(columns[-1] + 1), float(rows[-1] + 1))


def _near(a: Box, b: Box) -> bool:
    gap = 8
    return a.x1 - gap < b.x2 and b.x1 - gap < a.x2 and a.y1 - gap < b.y2 and b.y1 - gap < a.y2
