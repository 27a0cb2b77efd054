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
    """The text a search looks at besides what the labels say: path, patient and further columns, case folded."""
    return _folded((relative_path, patient or "", *map(str, metadata.values())))


def _folded(parts: Iterable[str]) -> str:
    # A line each, so that no search finds the end of one and the start of the next.
    return "\n".join(part for part in parts if part).casefold()


def best_answer(prediction: Prediction) -> tuple[int, float] | None:
    """Class id and score of a model's first choice: the most probable class, the first of equals; for a detector the
    class of the best box, and None where it found nothing."""
    if prediction.probabilities is not None:
        best = max(range(len(prediction.probabilities)), key=prediction.probabilities.__getitem__)
        return int(prediction.class_ids[best]), float(prediction.probabilities[best])
    if not prediction.boxes:
        return None
    first = max(prediction.boxes, key=lambda box: box.score)
    return int(first.class_id), float(first.score)
