"""A patch of skin: colour, relief and gloss that lesions change, and the light, hair and camera that come after."""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

import cv2
import numpy as np

from core.demo.noise import blurred, cloudy_noise, creases, smooth_noise, smoothstep

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from core.demo.noise import Field, Floats

_TONES = np.array(
    [(0.94, 0.79, 0.71), (0.90, 0.71, 0.61), (0.83, 0.63, 0.51), (0.70, 0.50, 0.38), (0.50, 0.34, 0.26)], np.float32
)
"""Skin from light to dark, RGB 0 to 1."""

_CLOTHS = np.array([(0.28, 0.45, 0.55), (0.22, 0.40, 0.36), (0.75, 0.77, 0.78), (0.16, 0.17, 0.20)], np.float32)
"""Drapes behind a limb."""


@dataclass(frozen=True, slots=True)
class SkinLook:
    """What all photographs of one patient share.

    Attributes:
        tone: 0 light to 1 dark.
        redness: How ruddy the skin is, 0 to 1.
        coarseness: Depth of the skin's lines, about 1.
        hairs: Hairs in a photograph, about.
        hair_colour: RGB 0 to 1.
        freckles: Freckles in a photograph, about.
    """

    tone: float
    redness: float
    coarseness: float
    hairs: int
    hair_colour: tuple[float, float, float]
    freckles: int

    @classmethod
    def random(cls, rng: np.random.Generator) -> SkinLook:
        """A patient's skin."""
        tone = 0.85 * float(rng.beta(1.2, 2.4))
        dark = float(rng.uniform(0.05, 0.22))
        return cls(
            tone=tone,
            redness=float(rng.uniform(0, 1)),
            coarseness=float(rng.uniform(0.6, 1.5)),
            hairs=int(rng.choice([0, 4, 12, 35], p=[0.45, 0.30, 0.20, 0.05])),
            hair_colour=(dark * 1.4, dark, dark * 0.8),
            freckles=int(rng.choice([0, 6, 25])) if tone < 0.5 else 0,
        )


@dataclass(slots=True)
class Scene:
    """A photograph in the making; lesions draw into its fields.

    Attributes:
        colour: Colour under even light, `(H, W, 3)`, RGB 0 to 1.
        relief: Height above the skin in pixels, `(H, W)`.
        gloss: How much it shines, `(H, W)`, 0 to 1.
    """

    colour: Floats
    relief: Field
    gloss: Field

    @property
    def shape(self) -> tuple[int, int]:
        return self.colour.shape[0], self.colour.shape[1]

    def blend(self, colour: tuple[float, float, float] | Floats, amount: Field) -> None:
        """Lay a colour, one or one a pixel, over the scene, `amount` 0 to 1 thick."""
        thick = amount[:, :, None].astype(np.float32)
        self.colour = self.colour * (1 - thick) + np.asarray(colour, np.float32) * thick

    def stain(self, colour: tuple[float, float, float], amount: Field) -> None:
        """Let less light through, as pigment and blood do: the skin's own colour, multiplied."""
        thick = amount[:, :, None].astype(np.float32)
        self.colour = self.colour * np.exp(np.log(np.array(colour, np.float32)) * thick)


def bare_skin(rng: np.random.Generator, look: SkinLook, *, width: int, height: int) -> Scene:
    """Skin without a lesion."""
    shape = (height, width)
    position = look.tone * (len(_TONES) - 1)
    base = np.array([np.interp(position, range(len(_TONES)), channel) for channel in _TONES.T], np.float32)
    scene = Scene(
        colour=np.broadcast_to(base, (*shape, 3)).astype(np.float32),
        relief=np.zeros(shape, np.float32),
        gloss=np.full(shape, 0.10 + 0.05 * look.redness, np.float32),
    )
    mottling = cloudy_noise(rng, shape, rng.uniform(40, 90))
    scene.stain((1.0, 0.86, 0.84), np.float32(0.2 + 0.4 * look.redness) * smoothstep(mottling, -1.5, 2.0))
    scene.colour *= (1 + 0.018 * cloudy_noise(rng, shape, 18))[:, :, None]

    angle = rng.uniform(0, np.pi)
    relief = creases(rng, shape, angle=angle, length=15) + 0.8 * creases(rng, shape, angle=angle + 1.1, length=11)
    scene.relief += np.float32(0.11 * look.coarseness) * relief + 0.12 * smooth_noise(rng, shape, 6)
    scene.colour *= (1 + np.float32(0.010 * look.coarseness) * relief)[:, :, None]
    pores = smoothstep(smooth_noise(rng, shape, 3.2), 1.5, 2.6)
    scene.stain((0.88, 0.78, 0.74), 0.5 * pores)
    _freckle(rng, scene, look.freckles)
    return scene


def _freckle(rng: np.random.Generator, scene: Scene, count: int) -> None:
    height, width = scene.shape
    spots = np.zeros(scene.shape, np.float32)
    for _ in range(count):
        centre = (int(rng.integers(width)), int(rng.integers(height)))
        axes = (int(rng.integers(1, 4)), int(rng.integers(1, 3)))
        cv2.ellipse(spots, centre, axes, float(rng.uniform(0, 180)), 0, 360, float(rng.uniform(0.3, 0.9)), -1)
    scene.stain((0.80, 0.68, 0.60), blurred(spots, 1.2))


def add_hair(rng: np.random.Generator, scene: Scene, look: SkinLook) -> None:
    """Lay hairs over skin and lesions: bent, thinning lines that lean the same way."""
    height, width = scene.shape
    fine = 4  # drawn four times as large, so that a hair can be thinner than a pixel
    layer = np.zeros((height * fine, width * fine), np.uint8)
    leaning = rng.uniform(0, 2 * np.pi)
    for _ in range(rng.poisson(look.hairs)):
        angle, bend = rng.normal(leaning, 0.30), rng.normal(0, 0.010)
        length, point = rng.uniform(40, 130), rng.uniform((0, 0), (width, height))
        points = []
        for _ in range(12):
            points.append(point * fine)
            point = point + length / 12 * np.array([np.cos(angle), np.sin(angle)])
            angle += bend * length / 12
        thick = int(rng.integers(2, 4))
        for index, (start, end) in enumerate(pairwise(points)):
            ends = tuple(map(int, start)), tuple(map(int, end))
            cv2.line(layer, *ends, 255, max(1, round(thick * (1 - index / 14))), cv2.LINE_AA)
    cover = np.asarray(cv2.resize(layer, (width, height), interpolation=cv2.INTER_AREA), np.float32) / 255
    shadow = np.roll(blurred(cover, 1.5), (2, 2), axis=(0, 1))
    scene.stain((0.82, 0.76, 0.74), shadow)
    scene.blend(look.hair_colour, 0.85 * cover)


def photograph(rng: np.random.Generator, scene: Scene) -> NDArray[np.uint8]:
    """The scene under one lamp, through a telephone's camera: `(H, W, 3)` RGB."""
    height, width = scene.shape
    y, x = np.mgrid[0:height, 0:width].astype(np.float32)
    toward = rng.uniform(0, 2 * np.pi)
    tilt = rng.uniform(0.5, 0.8)
    light = np.array([np.cos(toward) * tilt, np.sin(toward) * tilt, 1.0])
    light /= np.linalg.norm(light)

    across = (math.cos(toward) * (x - width / 2) + math.sin(toward) * (y - height / 2)) / max(width, height)
    limb = rng.uniform(0.1, 0.5)  # how round the limb is that the skin lies on
    relief = scene.relief.astype(np.float32)
    slopes = [cv2.Sobel(relief, cv2.CV_32F, dx, 1 - dx, scale=0.125) for dx in (1, 0)]
    normal = np.stack([-slopes[0], -slopes[1], np.ones(scene.shape, np.float32)], axis=2)
    normal = normal / np.linalg.norm(normal, axis=2, keepdims=True)
    lit = normal @ light.astype(np.float32)
    diffuse = 0.35 + 0.65 * lit / light[2]
    halfway = light + np.array([0, 0, 1.0])
    halfway /= np.linalg.norm(halfway)
    shine = np.clip(normal @ halfway.astype(np.float32), 0, 1) ** 60
    spot = np.exp(-((across - rng.uniform(-0.1, 0.35)) ** 2) / 0.12)

    bowl = 1 + limb * (across - 0.9 * across**2 - 0.12)
    image = scene.colour * (diffuse * bowl)[:, :, None] + (scene.gloss * (0.25 + spot) * shine)[:, :, None]
    distance = ((x / width - 0.5) ** 2 + (y / height - 0.5) ** 2) * 2
    image *= (1 - rng.uniform(0.05, 0.2) * distance)[:, :, None]
    image = image * ((1 + rng.normal(0, 0.025, 3)) * rng.uniform(0.92, 1.06)).astype(np.float32)
    if rng.random() < 0.15:
        image = _with_background(rng, image, across)
    image = blurred(image.astype(np.float32), rng.uniform(0.45, 0.8))
    image = image + np.float32(0.010) * rng.standard_normal(image.shape, np.float32)
    return np.asarray(np.clip(image * 255 + 0.5, 0, 255), np.uint8)


def _with_background(rng: np.random.Generator, image: Floats, across: Field) -> Floats:
    """The limb ends near one edge; behind it lies a drape, out of focus. Lesions keep away from the edges."""
    height, width = across.shape
    edge = across + 0.012 * smooth_noise(rng, across.shape, 120)
    border = float(edge.min()) + 0.07
    cloth: Floats = _CLOTHS[rng.integers(len(_CLOTHS))]
    folds = 1 + 0.16 * smooth_noise(rng, (height, width), 45)
    shade = 1 - 0.45 * smoothstep(-edge, -border - 0.16, -border)
    limb = smoothstep(edge, border - 0.004, border + 0.006)[:, :, None]
    return image * shade[:, :, None] * limb + cloth * folds[:, :, None] * (1 - limb)
