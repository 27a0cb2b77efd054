"""Which annotation file belongs to which photograph, by folders and stem alone."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


@dataclass(frozen=True, slots=True)
class Pairing:
    """Annotations by photograph, all as relative paths with forward slashes.

    Attributes:
        annotation_of: The annotation of each photograph that has one.
        contested: Annotations that several photographs have an equal claim to, with those photographs.
        unclaimed: Annotations that no photograph has a claim to.
    """

    annotation_of: dict[str, str]
    contested: dict[str, tuple[str, ...]]
    unclaimed: tuple[str, ...]


def pair(photos: Iterable[str], annotations: Iterable[str], *, mirrored: bool) -> Pairing:
    """Pair files by their place and stem: `nevus/a.jpg` with `nevus/a.xml`.

    Args:
        photos: Photographs' places below their folder.
        annotations: Annotations' places below theirs.
        mirrored: The annotations lie in a folder of their own, which may mirror only the lower part of the
            photographs' tree: `images/nevus/a.jpg` finds `nevus/a.xml`, else `a.xml`. The longest match counts.
    """
    by_stem = {_stem(annotation): annotation for annotation in annotations}
    claims: dict[str, dict[int, list[str]]] = {}
    for photo in photos:
        parts = _stem(photo).split("/")
        for dropped in range(len(parts) if mirrored else 1):
            annotation = by_stem.get("/".join(parts[dropped:]))
            if annotation is not None:
                claims.setdefault(annotation, {}).setdefault(dropped, []).append(photo)
                break
    annotation_of, contested = {}, {}
    for annotation, by_distance in claims.items():
        nearest = by_distance[min(by_distance)]
        if len(nearest) == 1:
            annotation_of[nearest[0]] = annotation
        else:
            contested[annotation] = tuple(nearest)
    unclaimed = tuple(annotation for annotation in by_stem.values() if annotation not in claims)
    return Pairing(annotation_of, contested, unclaimed)


def _stem(relative: str) -> str:
    return unicodedata.normalize("NFC", PurePosixPath(relative).with_suffix("").as_posix())
