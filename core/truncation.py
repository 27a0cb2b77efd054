"""Whether a photograph's file ends before its picture does.

Decoders differ: some fill the missing part with grey and say nothing, and a half-grey photograph would be labelled and
trained on. The structure of the file answers without decoding a pixel.
"""

from __future__ import annotations

import re
import struct
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from PIL import Image

_MARKER = re.compile(rb"\xff[^\x00\xff\xd0-\xd7]")
"""A JPEG marker; FF 00 is a stuffed data byte, FF FF is filling, and FF D0 to D7 restart the same scan."""

_TIFF_PARTS = ((273, 279), (324, 325))
"""TIFF tags of offsets and byte counts: of strips, of tiles."""


def is_truncated(data: bytes, image: Image.Image) -> bool:
    """Whether `data`, the whole file that `image` was opened from, stops before the end of its (first) picture.

    Bytes after the end are no fault: telephones put a second picture or notes of their own there.
    """
    if image.format in ("JPEG", "MPO"):
        return not _jpeg_ends(data)
    if image.format == "PNG":
        return not _png_ends(data)
    if image.format == "WEBP":
        return int.from_bytes(data[4:8], "little") + 8 > len(data)
    if image.format == "BMP":
        return _bmp_length(data) > len(data)
    if image.format == "TIFF":
        return _tiff_length(image) > len(data)
    return False


def _jpeg_ends(data: bytes) -> bool:
    """Walk the segments to the end marker; an embedded thumbnail has an end marker too, so searching isn't enough."""
    position = 2
    while found := _MARKER.search(data, position):
        marker, position = data[found.start() + 1], found.end()
        if marker == 0xD9:
            return True
        if marker in (0x01, 0xD8):
            continue
        if position + 2 > len(data):
            return False
        position += struct.unpack_from(">H", data, position)[0]
    return False


def png_exif(data: bytes) -> bytes | None:
    """The EXIF of a PNG, before or behind its picture."""
    return next((data[start : start + length] for kind, start, length in _png_chunks(data) if kind == b"eXIf"), None)


def _png_ends(data: bytes) -> bool:
    return any(kind == b"IEND" for kind, _, _ in _png_chunks(data))


def _png_chunks(data: bytes) -> Iterator[tuple[bytes, int, int]]:
    """Kind, start and length of each chunk that is there whole."""
    position = 8
    while position + 12 <= len(data):
        length, kind = struct.unpack_from(">I4s", data, position)
        if position + 12 + length > len(data):
            return
        yield kind, position + 8, length
        position += 12 + length


def _bmp_length(data: bytes) -> int:
    """Bytes an uncompressed bitmap needs; 0 where the header is of another kind."""
    if len(data) < 34:
        return 34
    start, header = struct.unpack_from("<II", data, 10)
    if header < 40:
        return 0
    width, height, _, bits, compression = struct.unpack_from("<iiHHI", data, 18)
    if compression not in (0, 3):
        return 0
    return int(start + (abs(width) * bits + 31) // 32 * 4 * abs(height))


def _tiff_length(image: Image.Image) -> int:
    tags = getattr(image, "tag_v2", {})
    for offsets, counts in _TIFF_PARTS:
        if offsets in tags and counts in tags:
            return max((int(o) + int(c) for o, c in zip(tags[offsets], tags[counts], strict=False)), default=0)
    return 0
