"""Photographs: what is in a file, its pixels upright, a smaller copy, and the hash that identifies it.

EXIF orientation is applied here, once, and nowhere else: everything outside this module sees upright pixels. Source
files are opened for reading only.
"""

from __future__ import annotations

import hashlib
import io
import struct
import threading
import warnings
import zlib
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

import cv2
import numpy as np
from PIL import Image

from core.errors import ImageError, ImageMissing, ImageTooLarge
from core.truncation import is_truncated, png_exif

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from numpy.typing import NDArray

PHOTO_SUFFIXES = frozenset({".jpg", ".jpeg", ".jpe", ".jfif", ".png", ".bmp", ".tif", ".tiff", ".webp"})
"""File name endings of photographs, in lower case. What a file is, its content says."""

MAX_PIXELS = 250_000_000
"""Most pixels a photograph may have; the largest telephone sensors have 200 million."""

MAX_BYTES = 2 * 1024**3
"""Largest file that is read."""

_FORMATS = ("JPEG", "PNG", "BMP", "TIFF", "WEBP")
_ORIENTATION_TAG = 0x0112
_BROKEN = (
    OSError, ValueError, SyntaxError, TypeError, KeyError, IndexError, OverflowError, struct.error, zlib.error,
)  # fmt: skip
"""What Pillow raises on damaged files."""

# Sizes are checked here, against MAX_PIXELS, before a pixel is decoded; Pillow would warn at a limit of its own.
Image.MAX_IMAGE_PIXELS = None
# What OpenCV logs about a file reaches the person as a typed error instead.
cv2.utils.logging.setLogLevel(cv2.utils.logging.LOG_LEVEL_SILENT)
_pillow_lock = threading.Lock()


@dataclass(frozen=True, slots=True)
class PhotoInfo:
    """What a photograph's file says of itself.

    Attributes:
        width: Upright width in pixels.
        height: Upright height in pixels.
        orientation: EXIF orientation, 1 to 8, that makes the stored pixels upright.
        format: `JPEG`, `PNG`, `BMP`, `TIFF` or `WEBP`, by content.
        file_size: Bytes.
        sha256: Hash of the whole file, in hexadecimal.
    """

    width: int
    height: int
    orientation: int
    format: str
    file_size: int
    sha256: str


def probe(path: Path, *, limit_pixels: int = MAX_PIXELS) -> PhotoInfo:
    """Size, orientation, format and hash of a photograph, without decoding it.

    Args:
        path: The photograph.
        limit_pixels: Most pixels it may have.

    Raises:
        ImageMissing: There is no such file.
        ImageTooLarge: It has more pixels than `limit_pixels`.
        ImageError: It is empty, cut short, unreadable or no photograph.
    """
    data = _read(path)
    image, orientation = _open(data, path, limit_pixels)
    width, height = _upright_size(image, orientation)
    return PhotoInfo(
        width=width,
        height=height,
        orientation=orientation,
        format="JPEG" if image.format == "MPO" else str(image.format),
        file_size=len(data),
        sha256=hashlib.sha256(data).hexdigest(),
    )


def decode(path: Path, *, max_side: int | None = None, limit_pixels: int = MAX_PIXELS) -> NDArray[np.uint8]:
    """Pixels of a photograph as upright RGB `(H, W, 3)`; transparent parts are laid on white.

    Args:
        path: The photograph.
        max_side: A longer side that is enough. The photograph is then decoded at 1/2, 1/4 or 1/8 of its size, the
            smallest of these whose longer side is still at least `max_side`, rounded up: several times faster.
        limit_pixels: Most pixels the file may have.

    Raises:
        ImageMissing: There is no such file.
        ImageTooLarge: It has more pixels than `limit_pixels`; nothing was decoded.
        ImageError: It is empty, cut short, unreadable or no photograph.
    """
    data = _read(path)
    image, orientation = _open(data, path, limit_pixels)
    factor = _reduction(max(image.size), max_side)
    pixels = _decode_with_opencv(data, image, factor)
    if pixels is None:
        pixels = _decode_with_pillow(image, path, factor)
        # Pillow turns TIFFs, and only those, upright while loading them.
        orientation = 1 if image.format == "TIFF" else orientation
    return _upright(pixels, orientation)


def thumbnail(path: Path, side: int) -> NDArray[np.uint8]:
    """A copy of at most `side` pixels on its longer side, upright RGB `(h, w, 3)`; small photographs stay as they are.

    Raises:
        ImageError: As `decode`.
    """
    pixels = decode(path, max_side=side)
    height, width = pixels.shape[:2]
    scale = side / max(height, width)
    if scale >= 1:
        return pixels
    size = (max(1, round(width * scale)), max(1, round(height * scale)))
    return np.asarray(cv2.resize(pixels, size, interpolation=cv2.INTER_AREA), dtype=np.uint8)


def content_hash(path: Path) -> str:
    """SHA-256 of a file's bytes, in hexadecimal.

    Raises:
        ImageMissing: There is no such file.
        ImageError: It can't be read.
    """
    try:
        with path.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()
    except FileNotFoundError as error:
        raise _missing(path) from error
    except OSError as error:
        raise _unreadable(path, error) from error


def _read(path: Path) -> bytes:
    try:
        size = path.stat().st_size
        if not path.is_file():
            raise ImageError(f"{path.name} is no file.", path=path)
        if size > MAX_BYTES:
            raise ImageTooLarge(
                f"{path.name} has {size / 1024**3:.1f} GiB; the limit is {MAX_BYTES / 1024**3:.0f} GiB.", path=path
            )
        data = path.read_bytes()
    except (FileNotFoundError, NotADirectoryError) as error:
        raise _missing(path) from error
    except OSError as error:
        raise _unreadable(path, error) from error
    if not data:
        raise ImageError(f"{path.name} is empty.", hint="Copy it again from where it came.", path=path)
    return data


def _missing(path: Path) -> ImageMissing:
    return ImageMissing(
        f"{path.name} is missing.",
        hint="Is its disk connected? Where its folder was moved, relink it: Project > Relink folder…",
        path=path,
    )


def _unreadable(path: Path, error: OSError) -> ImageError:
    return ImageError(f"{path.name} can't be read: {error.strerror or error}.", path=path)


@contextmanager
def _pillow() -> Iterator[None]:
    """Silence Pillow's warnings about odd metadata.

    `warnings.catch_warnings` changes the whole process, so threads take turns; only headers and rare formats come here.
    """
    with _pillow_lock, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield


def _open(data: bytes, path: Path, limit_pixels: int) -> tuple[Image.Image, int]:
    """The opened, undecoded image and its EXIF orientation."""
    try:
        with _pillow():
            image = Image.open(io.BytesIO(data), formats=_FORMATS)
            orientation = _orientation(data, image)
            truncated = is_truncated(data, image)
    except _BROKEN as error:
        raise ImageError(
            f"{path.name} is no photograph DermDesk can read.",
            hint="It reads JPEG, PNG, BMP, TIFF and WebP.",
            path=path,
        ) from error
    width, height = image.size
    if width * height > limit_pixels:
        raise ImageTooLarge(
            f"{path.name} has {width} x {height} pixels; the limit is {limit_pixels / 1e6:g} million.",
            hint="Save a smaller copy.",
            path=path,
        )
    if width < 1 or height < 1:
        raise ImageError(f"{path.name} has no pixels.", path=path)
    if truncated:
        raise ImageError(
            f"{path.name} is cut short: the end of the picture is missing.",
            hint="Copy it again from where it came.",
            path=path,
        )
    return image, orientation


def _orientation(data: bytes, image: Image.Image) -> int:
    try:
        if image.format == "PNG":
            # PngImageFile.getexif would decode the picture, whose size isn't checked yet, to find EXIF behind it.
            if "exif" not in image.info and (chunk := png_exif(data)) is not None:
                image.info["exif"] = chunk
            value = Image.Image.getexif(image).get(_ORIENTATION_TAG, 1)
        else:
            value = image.getexif().get(_ORIENTATION_TAG, 1)
    except _BROKEN:
        # Damaged EXIF, intact picture: viewers show such a file as it is stored.
        return 1
    return value if value in range(1, 9) else 1


def _upright_size(image: Image.Image, orientation: int) -> tuple[int, int]:
    width, height = image.size
    # Pillow gives the upright size of a TIFF and the stored size of everything else.
    return (height, width) if orientation >= 5 and image.format != "TIFF" else (width, height)


def _reduction(longer_side: int, max_side: int | None) -> int:
    if max_side is None:
        return 1
    return next((factor for factor in (8, 4, 2) if -(-longer_side // factor) >= max_side), 1)


def _has_alpha(image: Image.Image) -> bool:
    return image.mode in ("RGBA", "LA", "PA", "RGBa", "La") or "transparency" in image.info


def _decode_with_opencv(data: bytes, image: Image.Image, factor: int) -> NDArray[np.uint8] | None:
    """RGB as stored, or None for what Pillow does better: CMYK, transparency, TIFF, or what OpenCV refuses."""
    if image.format == "TIFF" or image.mode == "CMYK" or _has_alpha(image):
        return None
    reduced = {2: cv2.IMREAD_REDUCED_COLOR_2, 4: cv2.IMREAD_REDUCED_COLOR_4, 8: cv2.IMREAD_REDUCED_COLOR_8}
    in_decoder = image.format in ("JPEG", "MPO")
    flag = reduced.get(factor, cv2.IMREAD_COLOR) if in_decoder else cv2.IMREAD_COLOR
    try:
        stored = cv2.imdecode(np.frombuffer(data, np.uint8), flag | cv2.IMREAD_IGNORE_ORIENTATION)
    except cv2.error:
        return None
    if stored is None:
        return None
    pixels = np.asarray(cv2.cvtColor(stored, cv2.COLOR_BGR2RGB), dtype=np.uint8)
    return pixels if in_decoder else _shrunk(pixels, factor)


def _decode_with_pillow(image: Image.Image, path: Path, factor: int) -> NDArray[np.uint8]:
    try:
        with _pillow():
            image.load()
            if image.mode.startswith("I;16"):
                eight_bits = (np.asarray(image).astype(np.uint16) >> 8).astype(np.uint8)
                pixels = np.repeat(eight_bits[:, :, None], 3, axis=2)
            elif image.mode in ("F", "I"):
                raise ImageError(
                    f"{path.name} has 32 bits a channel, which is no photograph.",
                    hint="Save it with 8 or 16 bits a channel.",
                    path=path,
                )
            elif _has_alpha(image):
                layer = image.convert("RGBA")
                paper = Image.new("RGBA", layer.size, "white")
                pixels = np.asarray(Image.alpha_composite(paper, layer).convert("RGB"))
            else:
                pixels = np.asarray(image.convert("RGB"))
    except _BROKEN as error:
        raise ImageError(f"{path.name} is damaged: {error}.", path=path) from error
    return _shrunk(pixels, factor)


def _shrunk(pixels: NDArray[np.uint8], factor: int) -> NDArray[np.uint8]:
    """Averaged down by `factor`, sizes rounded up as JPEG decoders do."""
    if factor == 1:
        return pixels
    height, width = pixels.shape[:2]
    size = (-(-width // factor), -(-height // factor))
    return np.asarray(cv2.resize(pixels, size, interpolation=cv2.INTER_AREA), dtype=np.uint8)


def _upright(pixels: NDArray[np.uint8], orientation: int) -> NDArray[np.uint8]:
    """Stored pixels `(H, W, 3)` turned as EXIF orientation 1 to 8 asks (Exif 2.32, tag 274)."""
    if orientation in (2, 3, 7, 8):
        pixels = pixels[:, ::-1]
    if orientation in (3, 4, 6, 7):
        pixels = pixels[::-1]
    if orientation >= 5:
        pixels = pixels.transpose(1, 0, 2)
    return np.ascontiguousarray(pixels)
