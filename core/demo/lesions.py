"""The demo's four kinds of lesion, drawn into a scene. They differ as the real ones do; they teach nobody medicine."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import cv2
import numpy as np

from core.demo.noise import blurred, cloudy_noise, smooth_noise, smoothstep

if TYPE_CHECKING:
    from collections.abc import Callable

    from core.demo.noise import Field
    from core.demo.skin import Scene

    Draw = Callable[[np.random.Generator, "Scene", "Outline"], Field]


@dataclass(frozen=True, slots=True)
class Outline:
    """Where a lesion lies.

    Attributes:
        depth: How far inside a point is, in radii: 1 at the centre, 0 on the border, below 0 outside. `(H, W)`.
        angle: Direction from the centre, radians, `(H, W)`.
        radius: Mean radius in pixels.
    """

    depth: Field
    angle: Field
    radius: float


def outline(
    rng: np.random.Generator, shape: tuple[int, int], *, centre: tuple[float, float], radius: float, wobble: float
) -> Outline:
    """A roundish closed curve; `wobble` 0 is an ellipse, 0.3 quite irregular."""
    y, x = np.mgrid[0 : shape[0], 0 : shape[1]].astype(np.float32)
    turn, stretch = rng.uniform(0, np.pi), rng.uniform(1.0, 1.35)
    dx, dy = x - np.float32(centre[0]), y - np.float32(centre[1])
    cosine, sine, root = math.cos(turn), math.sin(turn), math.sqrt(stretch)
    along = (cosine * dx + sine * dy) / root
    across = (cosine * dy - sine * dx) * root
    angle = np.arctan2(across, along)
    border = np.ones(shape, np.float32)
    for wave in range(2, 8):
        border += np.float32(1.4 * wobble * rng.normal() / wave**1.5) * np.cos(wave * angle + rng.uniform(0, 6.3))
    border += np.float32(wobble * 0.12) * smooth_noise(rng, shape, max(4, radius / 4))
    depth = 1 - np.hypot(along, across) / (radius * np.clip(border, 0.45, 1.6))
    return Outline(depth, angle, radius)


def draw_nevus(rng: np.random.Generator, scene: Scene, place: Outline) -> Field:
    """A mole: brown, unevenly pigmented, fading into the skin, slightly raised. Returns its cover, 0 to 1."""
    soft = rng.uniform(0.10, 0.3)
    cover = smoothstep(place.depth, -soft / 2, soft)
    patches = cloudy_noise(rng, scene.shape, place.radius * 0.7)
    lean = np.cos(place.angle - rng.uniform(0, 6.3))
    density = 0.95 + 0.18 * patches + 0.22 * lean * rng.uniform(0.3, 1.2) + 0.35 * np.clip(place.depth, 0, 1)
    network = np.abs(smooth_noise(rng, scene.shape, 4.5))
    density += 0.18 * (0.8 - network) * smoothstep(-place.depth, -0.7, -0.1)
    brown = (0.50, 0.36, 0.31) if rng.random() < 0.7 else (0.42, 0.33, 0.34)
    scene.stain(brown, cover * np.clip(density, 0.25, 2.2) * np.float32(rng.uniform(0.8, 1.15)))
    dome = np.sqrt(np.clip(place.depth, 0, 1)) * rng.choice([0.02, 0.10, 0.22])
    warty = 0.5 * cover * smooth_noise(rng, scene.shape, 5)
    scene.relief += np.float32(place.radius) * dome + warty
    scene.gloss += 0.08 * cover
    return cover


def draw_psoriasis(rng: np.random.Generator, scene: Scene, place: Outline) -> Field:
    """A plaque: red to salmon, sharply bordered, under loose silvery scale. Returns its cover, 0 to 1."""
    cover = smoothstep(place.depth, -0.04, 0.09)
    flush = 0.30 * smoothstep(place.depth, -0.40, 0.05)
    red = [(0.95, 0.62, 0.63), (0.90, 0.56, 0.58), (0.97, 0.66, 0.62)][rng.integers(3)]
    uneven = 0.75 + 0.16 * cloudy_noise(rng, scene.shape, place.radius / 2)
    scene.stain(red, flush + cover * np.clip(uneven, 0.3, 1.2))
    flakes = cloudy_noise(rng, scene.shape, rng.uniform(10, 16), octaves=4)
    spread = cloudy_noise(rng, scene.shape, place.radius * 0.8)
    amount = rng.uniform(0.1, 0.9)
    thick = flakes + 0.8 * spread + 0.8 * np.clip(place.depth * 2, 0, 1) + amount
    scale = blurred(cover * smoothstep(thick, -0.2, 2.2), 0.8)
    cracks = smoothstep(-np.abs(smooth_noise(rng, scene.shape, 11)), -0.20, 0.0)
    scale = scale * (1 - 0.6 * cracks)
    white = np.array([0.93, 0.89, 0.86], np.float32) * (1 + 0.04 * smooth_noise(rng, scene.shape, 3))[:, :, None]
    scene.blend(white, 0.80 * scale)
    scene.relief += 1.1 * smoothstep(place.depth, -0.08, 0.15)
    scene.relief += scale * (1.0 + 0.30 * smooth_noise(rng, scene.shape, 4))
    return cover


def draw_tinea(rng: np.random.Generator, scene: Scene, place: Outline) -> Field:
    """Ringworm: a red, raised, scaly ring around skin that has cleared. Returns its cover, 0 to 1."""
    wide = rng.uniform(0.13, 0.22)
    warp = 0.05 * cloudy_noise(rng, scene.shape, place.radius / 2.5)
    depth = place.depth + warp
    middle = wide * 1.2
    # The outer slope is steep, the inner one fades.
    side = np.where(depth < middle, wide * 0.75, wide * 1.25)
    ring = np.exp(-(((depth - middle) / side) ** 2))
    gaps = 0.75 + 0.3 * np.sin(place.angle * rng.integers(1, 3) + rng.uniform(0, 6.3)) * rng.uniform(0, 1)
    gaps = gaps + 0.22 * cloudy_noise(rng, scene.shape, place.radius / 3)
    ring = ring * np.clip(gaps, 0.3, 1.15)
    inside = smoothstep(depth, 0.0, 0.4)
    scene.stain((0.93, 0.56, 0.54), 0.25 * smoothstep(depth, -0.35, 0.1))
    scene.stain((0.92, 0.48, 0.46), ring)
    scene.stain((0.88, 0.76, 0.71), inside * (0.25 + 0.15 * cloudy_noise(rng, scene.shape, place.radius / 3)))
    bumps = smoothstep(smooth_noise(rng, scene.shape, 6), 0.3, 1.8) * np.clip(ring, 0, 1)
    scene.stain((0.92, 0.55, 0.53), 0.6 * bumps)
    scene.relief += 1.3 * ring + 1.3 * bumps
    collar = np.exp(-(((depth - middle - wide * 0.5) / (wide * 0.7)) ** 2)) + 0.25 * inside
    flakes = smoothstep(cloudy_noise(rng, scene.shape, 8, octaves=4), 0.0, 1.8) * collar * np.clip(gaps, 0, 1)
    flakes = np.clip(flakes, 0, 1)
    scene.blend((0.92, 0.87, 0.83), 0.35 * flakes)
    scene.relief += 0.6 * flakes
    return smoothstep(depth, -0.06, 0.04)


def draw_carcinoma(rng: np.random.Generator, scene: Scene, place: Outline) -> Field:
    """A nodular basal cell carcinoma: a pearly dome with fine vessels, often broken open in the middle, with a crust.

    Returns its cover, 0 to 1.
    """
    cover = smoothstep(place.depth, -0.06, 0.22)
    scene.stain((0.95, 0.66, 0.65), 0.55 * smoothstep(place.depth, -0.55, 0.1))
    scene.stain((0.94, 0.60, 0.62), 0.5 * cover * (0.7 + 0.3 * cloudy_noise(rng, scene.shape, place.radius / 2)))
    scene.blend((0.93, 0.76, 0.74), 0.55 * cover)
    crust_at = 1 - rng.uniform(0.20, 0.45)
    rough = cloudy_noise(rng, scene.shape, place.radius / 1.8, octaves=4)
    crust = smoothstep(place.depth + 0.14 * rough, crust_at, crust_at + 0.2)
    raw = smoothstep(place.depth + 0.14 * rough, crust_at - 0.22, crust_at + 0.05)
    dome = np.clip(1 - (1 - np.clip(place.depth, -0.1, 1)) ** 2, 0, 1) * place.radius * rng.uniform(0.22, 0.42)
    knobs = cover * smooth_noise(rng, scene.shape, place.radius / 2.5) * place.radius * 0.035
    swelling = dome + knobs - crust * 0.06 * place.radius
    scene.relief += blurred(swelling, max(1.5, place.radius * 0.07))
    scene.gloss += 0.45 * cover * (0.6 + 0.4 * np.clip(rough + 0.5, 0, 1))
    scene.stain((0.84, 0.40, 0.42), 0.8 * _vessels(rng, scene.shape, place) * cover * (1 - crust))

    scene.stain((0.85, 0.42, 0.40), 0.7 * raw)
    blood = (0.36, 0.13, 0.10) if rng.random() < 0.65 else (0.32, 0.19, 0.12)
    honey = (0.68, 0.48, 0.27)
    mix = smoothstep(cloudy_noise(rng, scene.shape, place.radius / 3), -0.3, 1.6)[:, :, None]
    scene.blend(np.array(blood) * (1 - mix) + np.array(honey) * mix, 0.85 * crust)
    scene.relief += crust * 0.7 * cloudy_noise(rng, scene.shape, 6)
    scene.gloss -= 0.25 * crust
    return smoothstep(place.depth, -0.06, 0.10)


def _vessels(rng: np.random.Generator, shape: tuple[int, int], place: Outline) -> Field:
    """Thin threads that wander about just inside the border."""
    rows, columns = np.nonzero((place.depth > 0.02) & (place.depth < 0.25))
    layer = np.zeros(shape, np.float32)
    for start in rng.integers(0, len(rows), 9) if len(rows) else ():
        point = np.array([columns[start], rows[start]], float)
        heading = float(rng.uniform(0, 2 * np.pi))
        for _ in range(int(place.radius * 0.5)):
            step = point + 2.5 * np.array([np.cos(heading), np.sin(heading)])
            cv2.line(layer, (int(point[0]), int(point[1])), (int(step[0]), int(step[1])), 1.0, 1, cv2.LINE_AA)
            point, heading = step, heading + float(rng.normal(0, 0.45))
    return blurred(layer, 0.7)


@dataclass(frozen=True, slots=True)
class LesionKind:
    """One of the demo's classes.

    Attributes:
        folder: Name of its class folder.
        draw: Draws one lesion and returns where it covers the skin.
        radius: Smallest and largest radius, as parts of the photograph's shorter side.
        wobble: Smallest and largest irregularity of its outline.
        most: Most lesions in one photograph.
    """

    folder: str
    draw: Draw
    radius: tuple[float, float]
    wobble: tuple[float, float]
    most: int


KINDS = (
    LesionKind("basal_cell_carcinoma", draw_carcinoma, (0.17, 0.27), (0.05, 0.15), 1),
    LesionKind("nevus", draw_nevus, (0.14, 0.25), (0.08, 0.30), 2),
    LesionKind("psoriasis", draw_psoriasis, (0.18, 0.31), (0.12, 0.30), 3),
    LesionKind("tinea_corporis", draw_tinea, (0.20, 0.33), (0.05, 0.16), 2),
)
"""The demo's classes, in alphabetical order."""
