"""Seeded noise fields that skin and lesions are made of."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import cv2
import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.floating[Any]]
    Field = Floats
    """Values over a photograph, `(H, W)`."""


def smooth_noise(rng: np.random.Generator, shape: tuple[int, int], cell: float) -> Field:
    """Smooth noise of mean 0 and deviation 1 whose hills are about `cell` pixels wide."""
    height, width = shape
    grid = rng.standard_normal((int(height / cell) + 4, int(width / cell) + 4)).astype(np.float32)
    size = (int(grid.shape[1] * cell) + 1, int(grid.shape[0] * cell) + 1)
    large = np.asarray(cv2.resize(grid, size, interpolation=cv2.INTER_CUBIC), np.float32)
    top, left = (int(start) for start in rng.integers(0, max(1, int(cell)), 2))
    return _standardised(large[top : top + height, left : left + width])


def cloudy_noise(rng: np.random.Generator, shape: tuple[int, int], cell: float, *, octaves: int = 3) -> Field:
    """Noise of mean 0 and deviation 1 with detail down to `cell / 2**(octaves - 1)` pixels."""
    total = np.zeros(shape, np.float32)
    for octave in range(octaves):
        total += smooth_noise(rng, shape, max(1.5, cell / 2**octave)) * np.float32(0.55**octave)
    return _standardised(total)


def creases(rng: np.random.Generator, shape: tuple[int, int], *, angle: float, length: int) -> Field:
    """Fine parallel lines of mean 0 and deviation 1, at `angle` radians, each about `length` pixels long."""
    side = length | 1
    kernel = np.zeros((side, side), np.float32)
    middle, reach = side // 2, side / 2 - 1
    dx, dy = reach * np.cos(angle), reach * np.sin(angle)
    start, end = (round(middle - dx), round(middle - dy)), (round(middle + dx), round(middle + dy))
    cv2.line(kernel, start, end, 1.0, 1, cv2.LINE_AA)
    lines = np.asarray(cv2.filter2D(rng.standard_normal(shape, np.float32), -1, kernel / kernel.sum()), np.float32)
    return _standardised(lines - blurred(lines, 3.0))


def blurred(field: Field, sigma: float) -> Field:
    """The field through a Gaussian of `sigma` pixels."""
    return np.asarray(cv2.GaussianBlur(field, (0, 0), sigma), np.float32)


def smoothstep(values: Field, low: float, high: float) -> Field:
    """0 below `low`, 1 above `high`, and an S between."""
    t = np.clip((values - low) / (high - low), 0.0, 1.0)
    return np.asarray(t * t * (3.0 - 2.0 * t), dtype=np.float32)


def _standardised(field: Field) -> Field:
    return np.asarray((field - field.mean()) / (field.std() + 1e-6), dtype=np.float32)
