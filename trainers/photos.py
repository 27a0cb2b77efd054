"""Photographs kept small, in memory and on disk: each is checked and decoded once, so that epochs don't wait for it."""

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
from trainers.disk_cache import Entry, Source

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from numpy.typing import NDArray

    from core.project.snapshot import SnapshotImage
    from trainers.disk_cache import DiskCache

ROOM_TO_CROP = 1.15
"""How much longer than the input the shorter side of a cached training photograph is."""
_MEMORY_SHARE = 0.25
_MEMORY_LIMIT = 8 * 1024**3
_VERSION = 1
"""Raised when photographs are reduced in another way."""


class Budget:
    """Bytes that caches may fill together; safe between threads.

    Args:
        limit: Bytes; a quarter of the free memory where not given.
        processes: Of the run on this machine, which share that.
    """

    def __init__(self, limit: int | None = None, *, processes: int = 1) -> None:
        free = psutil.virtual_memory().available
        self._left = min(int(free * _MEMORY_SHARE), _MEMORY_LIMIT) // processes if limit is None else limit
        self._lock = threading.Lock()

    def take(self, size: int) -> bool:
        """Whether `size` bytes were left; if so they are taken."""
        with self._lock:
            if size > self._left:
                return False
            self._left -= size
            return True


class PhotoCache:
    """Upright, reduced photographs by content: in memory as far as the budget goes, on disk as far as its limit goes.

    What is in memory stays: an epoch asks for every photograph once, so dropping the least recent would keep none.

    Args:
        reduce: Makes of a decoded photograph what is kept.
        kind: Name of what `reduce` makes; photographs of one kind and content are the same.
        image_size: Height and width of the network's input, which decides how large photographs are decoded.
        budget: Memory, shared by the caches of a run.
        disk: Where photographs outlive the run; nowhere where not given.
    """

    def __init__(
        self,
        reduce: Callable[[NDArray[np.uint8]], NDArray[np.uint8]],
        *,
        kind: str,
        image_size: tuple[int, int],
        budget: Budget,
        disk: DiskCache | None = None,
    ) -> None:
        self._reduce = reduce
        self._decode_side = decode_side(image_size)
        # Another OpenCV may decode to other pixels, and prediction would then see others than training.
        self._kind = f"{kind}-of-{self._decode_side}-v{_VERSION}-cv{cv2.__version__}"
        self._budget = budget
        self._disk = disk
        self._kept: dict[str, NDArray[np.uint8]] = {}
        self._checked: set[str] = set()

    def get(self, image: SnapshotImage) -> NDArray[np.uint8]:
        """The reduced photograph, `(h, w, 3)` RGB, not to be written to. Safe between threads.

        Raises:
            ImageChanged: The file is no longer the one the snapshot was taken of.
            ImageError: The file is missing or unreadable.
        """
        kept = self._kept.get(image.sha256)
        if kept is not None:
            return kept
        photo = self._read(image)
        if self._budget.take(photo.nbytes):
            self._kept[image.sha256] = photo
        return photo

    def _read(self, image: SnapshotImage) -> NDArray[np.uint8]:
        entry = None if self._disk is None else self._disk.load(self._kind, image.sha256)
        if image.sha256 in self._checked and entry is not None:
            return entry.photo
        # Looked at before its content: what is written meanwhile looks touched the next time.
        source = Source.of(image.path)
        if image.sha256 not in self._checked:
            if entry is None or entry.source != source:
                _check(image)
            self._checked.add(image.sha256)
        if entry is not None and entry.source == source:
            return entry.photo
        photo = self._reduce(decode(image.path, max_side=self._decode_side)) if entry is None else entry.photo
        if self._disk is not None:
            self._disk.store(self._kind, image.sha256, Entry(photo, source))
        return photo


def _check(image: SnapshotImage) -> None:
    if content_hash(image.path) != image.sha256:
        raise ImageChanged(
            f"{image.path.name} was changed after the snapshot was taken.", hint="Start a new run.", path=image.path
        )


def stretched_cache(image_size: tuple[int, int], budget: Budget, disk: DiskCache | None = None) -> PhotoCache:
    """A cache of photographs exactly as prediction stretches them, for validation."""
    height, width = image_size
    return PhotoCache(
        lambda photo: stretch(photo, image_size),
        kind=f"stretched-{height}x{width}",
        image_size=image_size,
        budget=budget,
        disk=disk,
    )


def roomy_cache(image_size: tuple[int, int], budget: Budget, disk: DiskCache | None = None) -> PhotoCache:
    """A cache of photographs in their own proportions, a little larger than the input, for augmentation."""
    shorter = math.ceil(ROOM_TO_CROP * max(image_size))
    return PhotoCache(
        lambda photo: _shrink(photo, shorter), kind=f"roomy-{shorter}", image_size=image_size, budget=budget, disk=disk
    )


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
