"""Class folders: every photograph lies in a folder that bears its class's name."""

from __future__ import annotations

import os
import re
import unicodedata
from dataclasses import dataclass
from pathlib import Path

from core.classes import fold_name
from core.errors import ImageMissing
from core.images import PHOTO_SUFFIXES

_OTHER_PHOTO_SUFFIXES = frozenset({".heic", ".heif", ".avif", ".gif", ".dcm", ".dng", ".cr2", ".nef", ".arw", ".jp2"})
_NO_CLASS = frozenset(
    "image images img imgs photo photos picture pictures jpegimages data dataset train training val valid validation "
    "test testing".split()
)
"""Folder names that say where photographs are kept, not what they show."""


@dataclass(frozen=True, slots=True)
class FolderPhoto:
    """A photograph found below a folder.

    Attributes:
        path: The file.
        relative_path: Its place below the folder, with forward slashes.
        class_name: Name of the folder it lies in, as spelled there; None at the top, or in a folder like `images`.
    """

    path: Path
    relative_path: str
    class_name: str | None


@dataclass(frozen=True, slots=True)
class FolderScan:
    """What lies below a folder, in order of relative path.

    Attributes:
        photos: Files that end like photographs.
        unsupported: Photographs of formats that DermDesk doesn't read, such as HEIC.
        annotations: XML files.
    """

    photos: tuple[FolderPhoto, ...]
    unsupported: tuple[Path, ...]
    annotations: tuple[Path, ...]


def scan_folder(source: Path) -> FolderScan:
    """List what lies below `source`. Hidden files and links to folders are passed over; no file is opened.

    Raises:
        ImageMissing: `source` is no folder.
    """
    if not source.is_dir():
        raise ImageMissing(f"There is no folder {source}.", path=source)
    photos: list[FolderPhoto] = []
    unsupported: list[Path] = []
    annotations: list[Path] = []
    for folder, folders, names in os.walk(source):
        folders[:] = [name for name in folders if not name.startswith(".")]
        for name in names:
            path = Path(folder) / name
            suffix = path.suffix.lower()
            if name.startswith("."):
                continue
            if suffix in PHOTO_SUFFIXES:
                relative = path.relative_to(source)
                photos.append(FolderPhoto(path, relative.as_posix(), _class_name(relative)))
            elif suffix in _OTHER_PHOTO_SUFFIXES:
                unsupported.append(path)
            elif suffix == ".xml":
                annotations.append(path)
    photos.sort(key=lambda photo: photo.relative_path)
    return FolderScan(tuple(photos), tuple(sorted(unsupported)), tuple(sorted(annotations)))


def readable_name(folder_name: str) -> str:
    """The name shown for a class that a folder names: `actinic_keratosis` becomes `Actinic keratosis`."""
    name = re.sub(r"[\s_]+", " ", unicodedata.normalize("NFC", folder_name)).strip()
    return name[:1].upper() + name[1:]


def _class_name(relative: Path) -> str | None:
    folder = relative.parent.name
    return None if not fold_name(folder) or fold_name(folder) in _NO_CLASS else folder
