"""What can be known of a photograph from its labels and metadata, kept in columns of its own so that queries are quick.

The columns say nothing new: they are worked out here, written in the transaction that writes what they come from, and a
test compares them with it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from core.project.labels import ImageLabels, LesionBox
    from core.project.records import Prediction

BOX_FLAGS = {"difficult": 1, "truncated": 2, "occluded": 4, "locked": 8, "note": 16}
"""Bits of `images.box_flags`: set where at least one box is so, or has a note."""

PATH_ENDS = "\x1f"
"""Behind the path in `images.search_text`, so that a search for part of a path finds nothing else."""


def label_facts(labels: ImageLabels) -> dict[str, Any]:
    """Values of the columns of `images` that follow from its labels. Areas are square upright pixels."""
    areas = [box_area(box) for box in labels.boxes]
    image_class = labels.image_class
    return {
        "box_count": len(areas),
        "image_class": None if image_class is None else int(image_class),
        "smallest_area": min(areas, default=None),
        "largest_area": max(areas, default=None),
        "box_flags": flag_bits(labels.boxes),
        "written_text": _folded((labels.reason, *(box.note for box in labels.boxes))),
    }


def box_area(box: LesionBox) -> float:
    """Square upright pixels of a lesion box."""
    return float((box.box.x2 - box.box.x1) * (box.box.y2 - box.box.y1))


def flag_bits(boxes: Iterable[LesionBox]) -> int:
    """The bits of `BOX_FLAGS` that hold for any of the boxes."""
    bits = 0
    for box in boxes:
        for name, bit in BOX_FLAGS.items():
            if getattr(box, name):
                bits |= bit
    return bits


def searched_text(relative_path: str, patient: str | None, metadata: Mapping[str, str]) -> str:
    """The text a search looks at besides what the labels say, case folded: path, then patient and further columns."""
    return relative_path.casefold() + PATH_ENDS + _folded((patient or "", *map(str, metadata.values())))


def _folded(parts: Iterable[str]) -> str:
    # A line each, so that no search finds the end of one and the start of the next.
    return "\n".join(part for part in parts if part).casefold()


def top_answer(prediction: Prediction) -> dict[str, Any]:
    """Values of the columns of `predictions` that name a model's first choice, the first of equal ones.

    That is the most probable class; for a detector the class of the surest box, and null where it found nothing.
    """
    if prediction.probabilities is not None:
        best = max(range(len(prediction.probabilities)), key=prediction.probabilities.__getitem__)
        return {"top_class": int(prediction.class_ids[best]), "top_score": float(prediction.probabilities[best])}
    if not prediction.boxes:
        return {"top_class": None, "top_score": None}
    first = max(prediction.boxes, key=lambda box: box.score)
    return {"top_class": int(first.class_id), "top_score": float(first.score)}
