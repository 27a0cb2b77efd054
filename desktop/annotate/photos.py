"""Photographs for the screen: decoded in threads, neighbours ahead of time, kept in a cache with a limit in bytes."""

from __future__ import annotations

import logging
import threading
from collections import OrderedDict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QSize, Qt, QThreadPool, QTimer, Signal
from PySide6.QtGui import QImage

from core.errors import DermDeskError, ImageError
from desktop.task import start_in

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from core.project.records import ImageRecord

logger = logging.getLogger(__name__)

SCREEN_SIDE = 1600
"""Longer side that is enough until somebody zooms in; larger photographs are decoded at 1/2, 1/4 or 1/8.

The 4032 px of a 12-megapixel camera are then read at half, in a third of the time.
"""

CACHE_BYTES = 400 * 1024**2

PACKED_FROM = 40_000_000
"""Pixels from which three bytes are kept for each and not four, which are painted quicker."""

MOST_FULL = 100_000_000
"""Pixels of the largest photograph that is kept whole within `CACHE_BYTES`; larger ones are halved."""

SMALLEST_LEVEL = 512
AHEAD_AFTER_MS = 12


@dataclass(frozen=True, slots=True)
class Photo:
    """Decoded pixels of a photograph, upright, with half-size copies so that zooming out stays smooth and quick.

    Attributes:
        levels: The decoded picture, then copies each half as large.
        owner: What holds the memory of the first level, where that isn't the level itself.
    """

    levels: tuple[QImage, ...]
    owner: object = field(default=None, compare=False, repr=False)

    @property
    def byte_count(self) -> int:
        return sum(level.sizeInBytes() for level in self.levels)

    def level_for(self, device_width: float) -> QImage:
        """The smallest level that is still at least so many device pixels wide."""
        best = self.levels[0]
        for level in self.levels:
            if level.width() >= device_width:
                best = level
        return best


@dataclass(frozen=True, slots=True)
class _Key:
    image_id: int
    full: bool


def decode_photo(path: Path, max_side: int | None) -> Photo:
    """Read a photograph for the screen; `max_side` None for all its pixels.

    Raises:
        ImageError: It can't be read.
    """
    from core.images import decode  # brings in OpenCV, which the window does not wait for

    pixels = decode(path, max_side=max_side)
    height, width = pixels.shape[:2]
    packed = width * height > PACKED_FROM
    picture = QImage(pixels.data, width, height, pixels.strides[0], QImage.Format.Format_RGB888)
    levels = [picture if packed else picture.convertToFormat(QImage.Format.Format_RGB32)]
    while max(levels[-1].width(), levels[-1].height()) // 2 >= SMALLEST_LEVEL:
        half = QSize(max(1, levels[-1].width() // 2), max(1, levels[-1].height() // 2))
        smaller = levels[-1].scaled(
            half, Qt.AspectRatioMode.IgnoreAspectRatio, Qt.TransformationMode.SmoothTransformation
        )
        levels.append(smaller.convertToFormat(levels[0].format()))
    return Photo(tuple(levels), pixels if packed else None)


class PhotoLoader(QObject):
    """Loads photographs without holding up the window.

    Signals:
        loaded: Image id and its `Photo`.
        failed: Image id and the `DermDeskError` that says why.
    """

    loaded = Signal(int, object)
    failed = Signal(int, object)
    _done = Signal(object, object)

    def __init__(
        self,
        parent: QObject | None = None,
        *,
        decode: Callable[[Path, int | None], Photo] = decode_photo,
        cache_bytes: int = CACHE_BYTES,
    ) -> None:
        super().__init__(parent)
        self._decode = decode
        self._limit = cache_bytes
        self._cache: OrderedDict[_Key, Photo] = OrderedDict()
        self._pending: set[_Key] = set()
        self._wanted: set[_Key] = set()
        self._current: int | None = None
        self._ahead: tuple[ImageRecord, ...] = ()
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(AHEAD_AFTER_MS)
        self._pause.timeout.connect(self._read_ahead)
        self._stopped = threading.Event()
        self._pool = QThreadPool(self)
        self._pool.setMaxThreadCount(2)
        self._done.connect(self._take, Qt.ConnectionType.QueuedConnection)

    @property
    def cached_bytes(self) -> int:
        return sum(photo.byte_count for photo in self._cache.values())

    def show(self, record: ImageRecord, *, ahead: Sequence[ImageRecord] = ()) -> Photo | None:
        """Make this the photograph wanted now and read those `ahead` afterwards.

        Returns:
            The photo where it is at hand; None where `loaded` or `failed` will tell.
        """
        self._current = record.id
        key = _Key(record.id, full=False)
        self._wanted = {key, *(_Key(other.id, full=False) for other in ahead)}
        at_hand = self._at_hand(record.id)
        if at_hand is None:
            self._start(key, record, priority=10)
        # A moment later: a thread that starts takes the interpreter from the painting of this photograph.
        self._ahead = tuple(ahead)
        self._pause.start()
        return at_hand

    def _read_ahead(self) -> None:
        for other in self._ahead:
            if self._at_hand(other.id) is None:
                self._start(_Key(other.id, full=False), other, priority=0)

    def load_full(self, record: ImageRecord) -> None:
        """Read all pixels of a photograph, since somebody looks closely."""
        key = _Key(record.id, full=True)
        self._wanted.add(key)
        if key in self._cache:
            self.loaded.emit(record.id, self._cache[key])
        else:
            self._start(key, record, priority=5)

    def forget(self) -> None:
        """Drop all photographs, since another project was opened."""
        self._cache.clear()
        self._wanted = set()
        self._current = None
        self._pause.stop()

    def stop(self) -> None:
        """End the threads; what they still read is thrown away."""
        self._stopped.set()
        self._pause.stop()
        self._pool.clear()
        self._pool.waitForDone()

    def _at_hand(self, image_id: int) -> Photo | None:
        for full in (True, False):
            key = _Key(image_id, full)
            if key in self._cache:
                self._cache.move_to_end(key)
                return self._cache[key]
        return None

    def _start(self, key: _Key, record: ImageRecord, *, priority: int) -> None:
        if key in self._pending or self._stopped.is_set():
            return
        self._pending.add(key)
        path, max_side = record.path, _longest_side(record) if key.full else SCREEN_SIDE

        def read() -> None:
            # Somebody who holds the next key down leaves photographs behind before their turn comes.
            if self._stopped.is_set() or key not in self._wanted:
                outcome: object = None
            else:
                try:
                    outcome = self._decode(path, max_side)
                except DermDeskError as error:
                    outcome = error
                except (OSError, MemoryError, ValueError) as error:
                    outcome = ImageError(f"{path.name} can't be shown: {error}.", path=path)
            if not self._stopped.is_set():
                self._done.emit(key, outcome)

        start_in(self._pool, read, priority=priority)

    def _take(self, key: _Key, outcome: object) -> None:
        self._pending.discard(key)
        if isinstance(outcome, Photo):
            self._keep(key, outcome)
            if key.image_id == self._current:
                self.loaded.emit(key.image_id, outcome)
        elif isinstance(outcome, DermDeskError):
            logger.warning("photograph %d: %s", key.image_id, outcome)
            if key.image_id == self._current:
                self.failed.emit(key.image_id, outcome)

    def _keep(self, key: _Key, photo: Photo) -> None:
        self._cache[key] = photo
        if key.full:
            self._cache.pop(_Key(key.image_id, full=False), None)
        while self.cached_bytes > self._limit and len(self._cache) > 1:
            self._cache.popitem(last=False)


def _longest_side(record: ImageRecord) -> int | None:
    """The longer side at which a photograph is read whole: its own, None, or half of it for the largest."""
    if record.width * record.height <= MOST_FULL:
        return None
    return -(-max(record.width, record.height) // 2)
