"""Copied boxes as text, for the clipboard: from photograph to photograph, and from project to project by class name."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from core.errors import GeometryError
from core.project.labels import LesionBox, box_from_json, box_to_json

if TYPE_CHECKING:
    from collections.abc import Sequence

    from core.classes import ClassTable

MOST_CHARACTERS = 4_000_000
"""Longest text that is read: what another program put there is not trusted."""


@dataclass(frozen=True, slots=True)
class CopiedBoxes:
    """Boxes for the photograph they are pasted on, and how many were left out since their class isn't known here."""

    boxes: tuple[LesionBox, ...]
    unknown: int = 0


def to_text(boxes: Sequence[LesionBox], *, project_id: str, classes: ClassTable) -> str:
    """Copied boxes as text."""
    rows = [
        {**box_to_json(entry), "parent": None, "class_name": classes.get(entry.class_id).name}
        for entry in boxes
    ]  # fmt: skip
    return json.dumps({"project": project_id, "boxes": rows}, ensure_ascii=False)


def from_text(text: str, *, project_id: str, classes: ClassTable) -> CopiedBoxes:
    """The boxes that `to_text` wrote; none where the text is something else.

    Within a project classes are known by id. Of another project's boxes those are taken whose class has the same name
    here.
    """
    if len(text) > MOST_CHARACTERS:
        return CopiedBoxes(())
    found: list[LesionBox] = []
    unknown = 0
    try:
        data = json.loads(text)
        same = data["project"] == project_id
        for row in data["boxes"]:
            entry = box_from_json(row)
            known = classes.find(str(row["class_name"]))
            if same and entry.class_id in classes.ids:
                found.append(entry)
            elif not same and known is not None:
                found.append(replace(entry, class_id=known.id))
            else:
                unknown += 1
    except (KeyError, TypeError, ValueError, OverflowError, RecursionError, GeometryError):
        return CopiedBoxes(())
    return CopiedBoxes(tuple(found), unknown)
