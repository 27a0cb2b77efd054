"""Photographs in memory: each is checked and decoded once, then kept small, so that epochs don't wait for the disk."""

from __future__ import annotations

import math
import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING

import cv2
import numpy as np
import psutil

from core.errors import ImageChanged, ImageError
from core.images import content_hash, decode
from core.inference.preprocessing import decode_side, stretch

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from numpy.typing import NDArray

    from core.project.snapshot import SnapshotImage

ROOM_TO_CROP = 1.15
"""How much longer than the input the shorter side of a cached training photograph is."""
_MEMORY_SHARE = 0.25
_MEMORY_LIMIT = 8 * 1024**3


class Budget:
    """Bytes that caches may fill together; safe between threads.

    Args:
        limit: Bytes; a quarter of the free memory where not given.
    """

    def __init__(self, limit: int | None = None) -> None:
        free = psutil.virtual_memory().available
        self._left = min(int(free * _MEMORY_SHARE), _MEMORY_LIMIT) if limit is None else limit
        self._lock = threading.Lock()

    def take(self, size: int) -> bool:
        """Whether `size` bytes were left; if so they are taken."""
        with self._lock:
            if size > self._left:
                return False
            self._left -= size
            return True


class PhotoCache:
    """Upright, reduced photographs by content, as far as the budget goes; the rest is decoded each time.

    What is in stays in: an epoch asks for every photograph once, so dropping the least recent would keep none.

    Args:
        reduce: Makes of a decoded photograph what is kept.
        image_size: Height and width of the network's input, which decides how large photographs are decoded.
        budget: Shared by the caches of a run.
    """

    def __init__(
        self,
        reduce: Callable[[NDArray[np.uint8]], NDArray[np.uint8]],
        *,
        image_size: tuple[int, int],
        budget: Budget,
    ) -> None:
        self._reduce = reduce
        self._decode_side = decode_side(image_size)
        self._budget = budget
        self._kept: dict[str, NDArray[np.uint8]] = {}
        self._checked: set[str] = set()

    def get(self, image: SnapshotImage) -> NDArray[np.uint8]:
        """The reduced photograph, `(h, w, 3)` RGB. Safe between threads.

        Raises:
            ImageChanged: The file is no longer the one the snapshot was taken of.
            ImageError: The file is missing or unreadable.
        """
        kept = self._kept.get(image.sha256)
        if kept is not None:
            return kept
        if image.sha256 not in self._checked:
            if content_hash(image.path) != image.sha256:
                raise ImageChanged(
                    f"{image.path.name} was changed after the snapshot was taken.",
                    hint="Start a new run.",
                    path=image.path,
                )
            self._checked.add(image.sha256)
        photo = self._reduce(decode(image.path, max_side=self._decode_side))
        if self._budget.take(photo.nbytes):
            self._kept[image.sha256] = photo
        return photo


def stretched_cache(image_size: tuple[int, int], budget: Budget) -> PhotoCache:
    """A cache of photographs exactly as prediction stretches them, for validation."""
    return PhotoCache(lambda photo: stretch(photo, image_size), image_size=image_size, budget=budget)


def roomy_cache(image_size: tuple[int, int], budget: Budget) -> PhotoCache:
    """A cache of photographs in their own proportions, a little larger than the input, for augmentation."""
    shorter = math.ceil(ROOM_TO_CROP * max(image_size))
    return PhotoCache(lambda photo: _shrink(photo, shorter), image_size=image_size, budget=budget)


def _shrink(photo: NDArray[np.uint8], shorter_side: int) -> NDArray[np.uint8]:
    height, width = photo.shape[:2]
    scale = shorter_side / min(height, width)
    if scale >= 1:
        return photo
    size = (max(1, round(width * scale)), max(1, round(height * scale)))
    return np.asarray(cv2.resize(photo, size, interpolation=cv2.INTER_AREA), dtype=np.uint8)


@dataclass(frozen=True, slots=True)
class ReadReport:
    """What reading all photographs found.

    Attributes:
        failures: The error of each photograph that can't be used, by image id.
        complete: False where reading was broken off.
    """

    failures: dict[int, ImageError]
    complete: bool


def read_all(
    photos: Iterable[tuple[PhotoCache, SnapshotImage]],
    *,
    threads: int,
    progress: Callable[[int], None],
    should_end: Callable[[], bool],
) -> ReadReport:
    """Read each photograph once, so that the bad ones are known before training begins and the rest is cached.

    Args:
        photos: Each photograph with the cache it belongs into.
        threads: How many to read at a time.
        progress: Called with the number read so far.
        should_end: Asked between photographs; True breaks off.
    """

    def read(entry: tuple[PhotoCache, SnapshotImage]) -> tuple[int, ImageError | None]:
        cache, image = entry
        if should_end():
            return image.id, None
        try:
            cache.get(image)
        except ImageError as error:
            return image.id, error
        return image.id, None

    failures = {}
    with ThreadPoolExecutor(threads, thread_name_prefix="reading") as pool:
        for done, (image_id, error) in enumerate(pool.map(read, photos), start=1):
            if error is not None:
                failures[image_id] = error
            progress(done)
    return ReadReport(failures, complete=not should_end())
