"""Pascal VOC as LabelImg writes it: one XML file a photograph, beside it or in a mirrored folder.

Coordinates are taken as plain pixel positions with the origin at the photograph's upper left corner, since LabelImg
writes what it draws: `xmin = 0`, `xmax = W` is the whole width. The 2007 challenge itself counted pixels from 1; files
of that kind come out one pixel to the lower right, which `fit_to_photo` forgives at the edges.
"""

from __future__ import annotations

import math
import os
import re
import uuid
from typing import TYPE_CHECKING
from xml.etree import ElementTree as PlainTree

from defusedxml import DefusedXmlException, ElementTree

from core.errors import AnnotationError, GeometryError
from core.formats.annotation import Annotation, NamedBox
from core.geometry import Box

if TYPE_CHECKING:
    from pathlib import Path
    from xml.etree.ElementTree import Element

SUFFIX = ".xml"
MAX_BYTES = 16 * 1024**2
"""Largest annotation file that is read."""

_CORNERS = ("xmin", "ymin", "xmax", "ymax")
_UNWRITABLE = re.compile("[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML 1.0 can't hold; a carriage return comes back as a line feed, so it counts."""


def read_voc(path: Path) -> Annotation:
    """Boxes of one Pascal VOC file. Objects that make no box become problems; the others are kept.

    A file without a size, or with the size 0 that some tools write, is read as one that doesn't say.

    Raises:
        AnnotationError: The file can't be read, is no XML, defines entities, or is no Pascal VOC.
    """
    try:
        if path.stat().st_size > MAX_BYTES:
            raise AnnotationError(f"{path.name} is larger than {MAX_BYTES // 1024**2} MiB.", path=path)
        root: Element = ElementTree.fromstring(path.read_bytes(), forbid_dtd=True)
    except OSError as error:
        raise AnnotationError(f"{path.name} can't be read: {error.strerror or error}.", path=path) from error
    except DefusedXmlException as error:
        raise AnnotationError(
            f"{path.name} defines its own XML entities, which no annotation needs; it was not opened.", path=path
        ) from error
    except (PlainTree.ParseError, LookupError, ValueError) as error:
        raise AnnotationError(f"{path.name} is no XML: {error}.", path=path) from error
    if root.tag != "annotation":
        raise AnnotationError(f"{path.name} is no Pascal VOC: it begins with <{root.tag}>.", path=path)
    boxes, problems = [], []
    for number, element in enumerate(root.iterfind("object"), start=1):
        try:
            boxes.append(_read_object(element))
        except (AnnotationError, GeometryError) as error:
            problems.append(f"Object {number} was left out: {error.message}")
    return Annotation(
        file_name=_text(root, "filename"),
        width=_size(root, "width"),
        height=_size(root, "height"),
        boxes=tuple(boxes),
        problems=tuple(problems),
    )


def write_voc(path: Path, annotation: Annotation) -> None:
    """Write one Pascal VOC file that LabelImg opens; coordinates are rounded to whole pixels.

    The file appears whole or not at all.

    Raises:
        AnnotationError: A name holds characters XML can't, or the file can't be written.
    """
    root = PlainTree.Element("annotation")
    _add(root, "folder", path.parent.name)
    _add(root, "filename", annotation.file_name)
    size = PlainTree.SubElement(root, "size")
    _add(size, "width", str(annotation.width or 0))
    _add(size, "height", str(annotation.height or 0))
    _add(size, "depth", "3")
    _add(root, "segmented", "0")
    for entry in annotation.boxes:
        element = PlainTree.SubElement(root, "object")
        _add(element, "name", entry.name)
        _add(element, "pose", "Unspecified")
        _add(element, "truncated", str(int(entry.truncated)))
        _add(element, "difficult", str(int(entry.difficult)))
        _add(element, "occluded", str(int(entry.occluded)))
        corners = PlainTree.SubElement(element, "bndbox")
        for tag, value in zip(_CORNERS, entry.box.as_tuple(), strict=True):
            # Halves go up, always: rounding them to even could make a box of 3 pixels one of 2.
            _add(corners, tag, str(math.floor(value + 0.5)))
    PlainTree.indent(root, "\t")
    _replace(path, PlainTree.tostring(root, encoding="utf-8", xml_declaration=True) + b"\n")


def _read_object(element: Element) -> NamedBox:
    name = _text(element, "name")
    if not name:
        raise AnnotationError("it has no class name.")
    corners = element.find("bndbox")
    if corners is None:
        raise AnnotationError(f"{name} has no bndbox.")
    values = []
    for tag in _CORNERS:
        text = _text(corners, tag)
        try:
            values.append(float(text))
        except ValueError:
            raise AnnotationError(f"{tag} of {name} is {text!r}, no number.") from None
    return NamedBox(
        name=name,
        box=Box(*values),
        difficult=_flag(element, "difficult"),
        truncated=_flag(element, "truncated"),
        occluded=_flag(element, "occluded"),
    )


def _text(element: Element, tag: str) -> str:
    return (element.findtext(tag) or "").strip()


def _flag(element: Element, tag: str) -> bool:
    return _text(element, tag).casefold() in ("1", "true", "yes")


def _size(root: Element, tag: str) -> int | None:
    try:
        value = float(_text(root, f"size/{tag}"))
    except ValueError:
        return None
    return int(value) if math.isfinite(value) and value >= 1 else None


def _add(parent: Element, tag: str, text: str) -> None:
    if found := _UNWRITABLE.search(text):
        raise AnnotationError(f"{text!r} holds {found.group()!r}, which XML can't.")
    PlainTree.SubElement(parent, tag).text = text


def _replace(path: Path, content: bytes) -> None:
    """Put `content` in place of the file in one step."""
    temporary = path.with_name(f".{path.stem[:40]}-{uuid.uuid4().hex}.tmp")
    try:
        with temporary.open("xb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        temporary.replace(path)
    except OSError as error:
        temporary.unlink(missing_ok=True)
        raise AnnotationError(f"{path.name} can't be written: {error.strerror or error}.", path=path) from error
