"""Upright, reduced photographs on disk, by content, so that only the first run on them decodes them.

Stored as plain pixels with a checksum. Measured with 224 px photographs (258 px on the shorter side) on one core:

| stored as      | size    | write   | read    | largest error |
|----------------|---------|---------|---------|---------------|
| pixels + CRC32 | 195 KiB | 0.03 ms | 0.03 ms | 0             |
| PNG, level 1   | 97 KiB  | 3.4 ms  | 1.6 ms  | 0             |
| WebP, lossless | 62 KiB  | 39 ms   | 1.2 ms  | 0             |
| JPEG, 95       | 24 KiB  | 0.2 ms  | 0.3 ms  | 27 of 255     |

Loss is ruled out: a run would then see other pixels in its first epoch than in those after it, and validation others
than prediction does. Of the lossless ones, plain pixels cost disk, which is bounded, and no time. A process that died
in the middle of a write, or a disk that forgot, is found by the checksum, so nothing is ever waited for to reach the
disk; several runs may share the folder.
"""

from __future__ import annotations

import logging
import os
import shutil
import struct
import tempfile
import time
import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Self

import numpy as np
import platformdirs

from core.errors import ImageError, ImageMissing

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

FOLDER_VARIABLE = "DERMDESK_TRAINING_CACHE"
"""A folder to use instead of the user's cache folder; `off` for none."""
SIZE_VARIABLE = "DERMDESK_TRAINING_CACHE_GB"
_DEFAULT_GB = 20.0
_LEAVE_FREE = 2 * 2**30
"""Bytes that are left free on the disk, whatever the limit."""
_KEPT_DAYS = 90
"""Unused for longer, a photograph goes: it is a patient's."""
_DAY = 86_400.0
_TOUCH_AFTER = 3600.0
_LOOK_EVERY = 64
_SHARERS = 16
"""So many processes may fill the cache at the same time without going beyond its limit."""
_HEADER = struct.Struct("<8sIIIQq")
_MAGIC = b"DDPHOTO1"
_SUFFIX = ".rgb"
_PART = ".part"
_log = logging.getLogger("trainers")


@dataclass(frozen=True, slots=True)
class Source:
    """A photograph's file as the file system describes it; the same again, it wasn't touched.

    Attributes:
        size: Bytes.
        modified: Nanoseconds since 1970.
    """

    size: int
    modified: int

    @classmethod
    def of(cls, path: Path) -> Self:
        """That of a file.

        Raises:
            ImageMissing: There is no such file.
            ImageError: It can't be looked at.
        """
        try:
            found = path.stat()
        except FileNotFoundError as error:
            raise ImageMissing(f"{path.name} is missing.", hint="Is its disk connected?", path=path) from error
        except OSError as error:
            raise ImageError(f"{path.name} can't be read: {error.strerror}.", path=path) from error
        return cls(found.st_size, found.st_mtime_ns)


@dataclass(frozen=True, slots=True, eq=False)
class Entry:
    """A photograph of the cache.

    Attributes:
        photo: `(h, w, 3)` RGB.
        source: The file it was made of, when its content was last checked.
    """

    photo: NDArray[np.uint8]
    source: Source


class DiskCache:
    """Reduced photographs in a folder, by kind and content. Safe between threads and between processes.

    Args:
        folder: Where; made when it's needed.
        limit: Bytes it may fill.
    """

    def __init__(self, folder: Path, *, limit: int) -> None:
        self._folder = folder
        self._limit = limit
        self._size = 0
        self._until_look = 0
        self._writes = 0
        self._full = False

    def load(self, kind: str, sha256: str) -> Entry | None:
        """The photograph; None where it isn't there, or is damaged and has been removed.

        Args:
            kind: How it was reduced, and by which version.
            sha256: Content hash of its file.
        """
        path = self._path(kind, sha256)
        try:
            with path.open("rb") as stream:
                found = os.fstat(stream.fileno())
                data = bytearray(found.st_size)  # not bytes: torch wants pixels it could write to
                stream.readinto(data)
        except OSError:
            return None
        entry = unpack(data)
        if entry is None:
            _log.info("a damaged photograph was dropped from the training cache: %s", path)
            path.unlink(missing_ok=True)
        elif time.time() - found.st_mtime > _TOUCH_AFTER:
            try:
                os.utime(path)
            except OSError:
                pass  # a cache that can't be written is still one to read
        return entry

    def store(self, kind: str, sha256: str, entry: Entry) -> None:
        """Keep a photograph, while there is room; without room nothing happens."""
        data = pack(entry)
        if self._full or not self._fits(len(data)):
            return
        path = self._path(kind, sha256)
        try:
            if self._writes % _LOOK_EVERY == 0 and not self._has_room():
                self._full = True
                return
            path.parent.mkdir(parents=True, exist_ok=True)
            handle, name = tempfile.mkstemp(dir=path.parent, prefix=".", suffix=_PART)
            try:
                with os.fdopen(handle, "wb") as stream:
                    stream.write(data)
                os.replace(name, path)
            except BaseException:
                Path(name).unlink(missing_ok=True)
                raise
        except OSError as error:
            # It only saves time: training goes on without it.
            _log.info("the training cache takes no more photographs: %s", error)
            self._full = True
            return
        self._writes += 1
        self._size += len(data)
        self._until_look -= len(data)

    def trim(self) -> int:
        """Make room: drop what wasn't used for long, and the least recently used beyond the limit; the bytes dropped.

        To be called between runs, since it looks at every file once.
        """
        now, dropped, kept = time.time(), 0, []
        for path, size, used in self._files():
            is_part = path.name.endswith(_PART)
            if now - used > (_DAY if is_part else _KEPT_DAYS * _DAY):
                dropped += _drop(path, size)
            elif not is_part:
                kept.append((used, size, path))
        self._size = sum(size for _, size, _ in kept)
        for _, size, path in sorted(kept, key=lambda entry: entry[0]):
            # A tenth below the limit, so that this run has room for photographs of its own.
            if self._size <= 0.9 * self._limit:
                break
            dropped += _drop(path, size)
            self._size -= size
        self._until_look = self._part_of_room()
        self._full = False
        return dropped

    @property
    def size(self) -> int:
        """Bytes it fills, as of the last look and this process's own writes."""
        return self._size

    def _fits(self, size: int) -> bool:
        """Whether so many bytes are within the limit, which the other processes of a run, and other runs, fill as well.

        Looking at every file takes a while, so it's done the more often the less room there is.
        """
        if self._until_look < size <= self._limit - self._size:
            self._size = sum(found for _, found, _ in self._files())
            self._until_look = self._part_of_room()
        return self._size + size <= self._limit

    def _part_of_room(self) -> int:
        return (self._limit - self._size) // _SHARERS

    def _has_room(self) -> bool:
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        return shutil.disk_usage(self._folder).free > _LEAVE_FREE

    def _path(self, kind: str, sha256: str) -> Path:
        return self._folder / kind / sha256[:2] / f"{sha256}{_SUFFIX}"

    def _files(self) -> Iterator[tuple[Path, int, float]]:
        for folder, _, names in os.walk(self._folder):
            for name in names:
                if not name.endswith((_SUFFIX, _PART)):
                    continue
                path = Path(folder, name)
                try:
                    found = path.stat()
                except OSError:
                    continue  # another run has dropped it
                yield path, found.st_size, found.st_mtime


def pack(entry: Entry) -> bytes:
    """An entry as bytes: a header of magic, height, width, checksum and source, then the pixels."""
    height, width, channels = entry.photo.shape
    assert channels == 3
    pixels = np.ascontiguousarray(entry.photo).tobytes()
    source = entry.source
    return _HEADER.pack(_MAGIC, height, width, zlib.crc32(pixels), source.size, source.modified) + pixels


def unpack(data: bytes | bytearray) -> Entry | None:
    """The entry that `pack` made these bytes of; None for any others."""
    if len(data) < _HEADER.size:
        return None
    magic, height, width, checksum, size, modified = _HEADER.unpack_from(data)
    pixels = memoryview(data)[_HEADER.size :]
    if magic != _MAGIC or height * width * 3 != len(pixels) or zlib.crc32(pixels) != checksum:
        return None
    photo = np.frombuffer(pixels, dtype=np.uint8).reshape(height, width, 3)
    return Entry(photo, Source(size, modified))


def user_disk_cache() -> DiskCache | None:
    """The cache of the person who trains; None where it is switched off.

    `DERMDESK_TRAINING_CACHE` names another folder, or is `off`; `DERMDESK_TRAINING_CACHE_GB` says how much it may hold.
    """
    place = os.environ.get(FOLDER_VARIABLE, "")
    if place.lower() == "off":
        return None
    folder = Path(place) if place else platformdirs.user_cache_path("dermdesk", appauthor=False) / "training"
    try:
        gigabytes = float(os.environ.get(SIZE_VARIABLE, _DEFAULT_GB))
    except ValueError:
        _log.warning("%s is no number: %g GB are used", SIZE_VARIABLE, _DEFAULT_GB)
        gigabytes = _DEFAULT_GB
    return DiskCache(folder, limit=int(gigabytes * 1e9)) if gigabytes > 0 else None


def _drop(path: Path, size: int) -> int:
    try:
        path.unlink()
    except OSError:
        return 0
    return size
