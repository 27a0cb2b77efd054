"""What every annotation format gives: the boxes somebody drew on one photograph, by class name, before ids exist."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from core.geometry import MIN_SIDE

if TYPE_CHECKING:
    from core.geometry import Box

ROUNDING = 1.5
"""How far, in pixels, a box may stick out of the photograph before that is worth telling: tools that count pixels from
1 and those that round are off by one."""


@dataclass(frozen=True, slots=True)
class NamedBox:
    """A box with the class name its file gives, in the file's own pixels."""

    name: str
    box: Box
    difficult: bool = False
    truncated: bool = False
    occluded: bool = False


@dataclass(frozen=True, slots=True)
class Annotation:
    """The boxes one file tells of one photograph.

    Attributes:
        file_name: Name of the photograph as the file says it, perhaps empty.
        width: Width of the photograph that was annotated, None where the file doesn't say.
        height: Its height, None where the file doesn't say.
        boxes: What could be read.
        problems: What could not, one sentence each.
    """

    file_name: str
    width: int | None
    height: int | None
    boxes: tuple[NamedBox, ...] = ()
    problems: tuple[str, ...] = ()


def fit_to_photo(annotation: Annotation, *, width: int, height: int) -> tuple[tuple[NamedBox, ...], tuple[str, ...]]:
    """The boxes that lie on an upright `width` x `height` photograph, and what is wrong with the others.

    | the file says                                | outcome                                        |
    |----------------------------------------------|------------------------------------------------|
    | another size than the photograph has         | no boxes, one problem; coordinates never scale |
    | no size                                      | taken as the photograph's                      |
    | a box up to `ROUNDING` px outside            | clipped                                        |
    | a box further outside                        | clipped, and a problem                         |
    | a box with less than `MIN_SIDE` px inside    | left out, and a problem                        |

    The annotation's own problems come first.
    """
    problems = list(annotation.problems)
    said = (annotation.width or width, annotation.height or height)
    if said != (width, height):
        turned = " It was drawn on a copy that was turned by a quarter." if said == (height, width) else ""
        count = len(annotation.boxes)
        problems.append(
            f"It was drawn on {said[0]} x {said[1]} pixels, but the photograph has {width} x {height}.{turned} "
            f"{count} {'box was' if count == 1 else 'boxes were'} left out."
        )
        return (), tuple(problems)
    kept = []
    for number, entry in enumerate(annotation.boxes, start=1):
        box = entry.box
        if min(box.width, box.height) < MIN_SIDE:
            problems.append(
                f"Box {number} ({entry.name}) has {box.width:g} x {box.height:g} pixels, less than {MIN_SIDE:g} on a "
                "side; it was left out."
            )
            continue
        inside = box.clipped(width, height)
        if inside is None:
            problems.append(f"Box {number} ({entry.name}) lies outside the photograph; it was left out.")
            continue
        if max(-box.x1, -box.y1, box.x2 - width, box.y2 - height) > ROUNDING:
            problems.append(f"Box {number} ({entry.name}) reaches outside the photograph; it was clipped.")
        kept.append(NamedBox(entry.name, inside, entry.difficult, entry.truncated, entry.occluded))
    return tuple(kept), tuple(problems)
