"""Small pictures for lists: made in threads, newest wish first, kept on disk by content hash and side."""

from __future__ import annotations

import os
import tempfile
import threading
from collections import OrderedDict
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QObject, Qt, QThreadPool, Signal
from PySide6.QtGui import QImage, QImageWriter, QPixmap

from core.errors import DermDeskError
from desktop.task import start_in

if TYPE_CHECKING:
    from core.project.records import ImageRecord

SIDE = 128
"""Longer side in device pixels: enough for a row of 56 logical pixels on a screen scaled by two."""

KEPT_IN_MEMORY = 2000
MOST_WISHES = 120


def cache_folder() -> Path:
    """Where thumbnails are kept: the user's cache folder."""
    from platformdirs import user_cache_path

    return Path(user_cache_path("dermdesk", appauthor=False)) / "thumbnails"


class Thumbnails(QObject):
    """Thumbnails by image id.

    Signals:
        ready: The thumbnail of this image id is there, or will never be.
    """

    ready = Signal(int)
    _done = Signal(int, str, object)

    def __init__(self, parent: QObject | None = None, *, folder: Path | None = None, side: int = SIDE) -> None:
        super().__init__(parent)
        self._folder = folder if folder is not None else cache_folder()
        self._side = side
        self._kept: OrderedDict[str, QPixmap | None] = OrderedDict()
        self._wishes: OrderedDict[str, tuple[int, Path]] = OrderedDict()
        self._lock = threading.Lock()
        self._stopped = threading.Event()
        self._pool = QThreadPool(self)
        self._pool.setMaxThreadCount(1)
        self._running = 0
        self._done.connect(self._take, Qt.ConnectionType.QueuedConnection)

    def get(self, record: ImageRecord) -> QPixmap | None:
        """The thumbnail where it is at hand; else None, and `ready` follows."""
        if record.sha256 in self._kept:
            self._kept.move_to_end(record.sha256)
            return self._kept[record.sha256]
        if self._stopped.is_set():
            return None
        with self._lock:
            # The rows a person looks at now go before those scrolled past.
            self._wishes[record.sha256] = (record.id, record.path)
            self._wishes.move_to_end(record.sha256)
            while len(self._wishes) > MOST_WISHES:
                self._wishes.popitem(last=False)
            start = self._running < self._pool.maxThreadCount()
            self._running += start
        if start:
            start_in(self._pool, self._work)
        return None

    def is_unreadable(self, record: ImageRecord) -> bool:
        """Whether making this thumbnail was tried and failed."""
        return record.sha256 in self._kept and self._kept[record.sha256] is None

    def try_again(self) -> None:
        """Forget which could not be read: their files may be elsewhere now."""
        for sha256 in [key for key, picture in self._kept.items() if picture is None]:
            del self._kept[sha256]

    def stop(self) -> None:
        """End the threads."""
        self._stopped.set()
        with self._lock:
            self._wishes.clear()
        self._pool.clear()
        self._pool.waitForDone()

    def _work(self) -> None:
        while True:
            with self._lock:
                if not self._wishes or self._stopped.is_set():
                    self._running -= 1
                    return
                sha256, (image_id, path) = self._wishes.popitem()
            try:
                picture = self._read(sha256, path)
            except BaseException:
                with self._lock:
                    self._running -= 1
                raise
            if not self._stopped.is_set():
                self._done.emit(image_id, sha256, picture)

    def _read(self, sha256: str, path: Path) -> QImage | None:
        place = self._folder / sha256[:2] / f"{sha256}-{self._side}.jpg"
        picture = QImage(str(place)) if place.is_file() else QImage()
        if not picture.isNull():
            return picture
        from core.images import thumbnail  # brings in OpenCV, which the window does not wait for

        try:
            pixels = thumbnail(path, self._side)
        except (DermDeskError, OSError, ValueError):
            return None
        height, width = pixels.shape[:2]
        picture = QImage(pixels.data, width, height, pixels.strides[0], QImage.Format.Format_RGB888).copy()
        self._write(picture, place)
        return picture

    def _write(self, picture: QImage, place: Path) -> None:
        try:
            place.parent.mkdir(parents=True, exist_ok=True)
            handle, name = tempfile.mkstemp(dir=place.parent, suffix=".part")
            os.close(handle)
            writer = QImageWriter(name, QByteArray(b"jpeg"))
            writer.setQuality(85)
            if writer.write(picture):
                os.replace(name, place)
            else:
                Path(name).unlink(missing_ok=True)
        except OSError:
            # A full or read-only cache costs time, not work: the thumbnail is made again next time.
            return

    def _take(self, image_id: int, sha256: str, picture: QImage | None) -> None:
        self._kept[sha256] = None if picture is None else QPixmap.fromImage(picture)
        while len(self._kept) > KEPT_IN_MEMORY:
            self._kept.popitem(last=False)
        self.ready.emit(image_id)
