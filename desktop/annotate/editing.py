"""What the annotator's commands do to the labels of a photograph. Pure: labels in, `Edit` out, None for no change."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from core.project.labels import Edit, ImageState, new_box, with_boxes, with_diagnosis, with_flag, with_state
from desktop.annotate.interaction import (
    Part,
    moved_box,
    moved_together,
    placed_box,
    resized_together,
    settled,
    surrounding,
)

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from core.geometry import Box
    from core.project.labels import ImageLabels, LesionBox
    from core.project.records import ImageRecord, PredictedBox

DUPLICATE_OFFSET = 12.0
MOST_PUSHES = 64
ATTRIBUTES = ("difficult", "truncated", "occluded", "locked")


def counted(verb: str, number: int) -> str:
    """`Delete box` or `Delete 3 boxes`."""
    return f"{verb} box" if number == 1 else f"{verb} {number} boxes"


def _edit(image_id: int, before: ImageLabels, after: ImageLabels, what: str) -> Edit | None:
    return None if before == after else Edit(image_id, before, after, what)


def draw(image_id: int, labels: ImageLabels, box: Box, class_id: int) -> tuple[Edit, str]:
    """Add a box; also its uid."""
    added = new_box(box, class_id)
    return Edit(image_id, labels, with_boxes(labels, (*labels.boxes, added)), "Draw box"), added.uid


def reshape(image_id: int, labels: ImageLabels, shapes: Mapping[str, Box], what: str) -> Edit | None:
    """Give boxes new places; locked ones stay where they are."""
    boxes = [
        replace(entry, box=shapes[entry.uid]) if entry.uid in shapes and not entry.locked else entry
        for entry in labels.boxes
    ]
    return _edit(image_id, labels, with_boxes(labels, boxes), what)


def nudge(record: ImageRecord, labels: ImageLabels, uids: Collection[str], dx: float, dy: float) -> Edit | None:
    """Shift boxes by whole pixels, together, as far as the photograph goes."""
    free = [entry for entry in labels.boxes if entry.uid in uids and not entry.locked]
    places = moved_together([entry.box for entry in free], dx, dy, width=record.width, height=record.height)
    shapes = {entry.uid: place for entry, place in zip(free, places, strict=True)}
    return reshape(record.id, labels, shapes, counted("Move", len(free)))


def resize(record: ImageRecord, labels: ImageLabels, uids: Collection[str], dx: float, dy: float) -> Edit | None:
    """Move the right and the lower edge of boxes, or of the box around several, as far as the photograph goes."""
    free = [entry for entry in labels.boxes if entry.uid in uids and not entry.locked]
    if not free:
        return None
    boxes = [entry.box for entry in free]
    around = surrounding(boxes)
    places = resized_together(
        boxes, Part.BOTTOM_RIGHT, around.x2 + dx, around.y2 + dy, width=record.width, height=record.height
    )  # fmt: skip
    shapes = {entry.uid: place for entry, place in zip(free, places, strict=True)}
    return reshape(record.id, labels, shapes, counted("Resize", len(free)))


def delete(image_id: int, labels: ImageLabels, uids: Collection[str]) -> Edit | None:
    """Remove boxes; locked ones stay."""
    gone = {entry.uid for entry in labels.boxes if entry.uid in uids and not entry.locked}
    kept = [entry for entry in labels.boxes if entry.uid not in gone]
    return _edit(image_id, labels, with_boxes(labels, kept), counted("Delete", len(gone)))


def duplicate(record: ImageRecord, labels: ImageLabels, uids: Collection[str]) -> tuple[Edit, list[str]] | None:
    """Copy boxes a little beside themselves; also the uids of the copies."""
    copies = [
        _copied(
            entry,
            moved_box(entry.box, DUPLICATE_OFFSET, DUPLICATE_OFFSET, width=record.width, height=record.height),
        )
        for entry in labels.boxes
        if entry.uid in uids
    ]
    return _added(record, labels, copies, counted("Duplicate", len(copies)))


def paste(
    record: ImageRecord, labels: ImageLabels, copied: Sequence[LesionBox]
) -> tuple[Edit, list[str]] | None:  # fmt: skip
    """Add copies of boxes, of this or another photograph; also the uids of the copies.

    They are cut at the photograph's edges. Where one would lie exactly on a box that is there, all are pushed on
    together until none does, so that a paste is always seen.
    """
    places = [placed_box(entry.box, width=record.width, height=record.height) for entry in copied]
    taken = {entry.box for entry in labels.boxes}
    pushed = places
    for step in range(1, MOST_PUSHES):
        if taken.isdisjoint(pushed):
            break
        offset = DUPLICATE_OFFSET * step
        pushed = moved_together(places, offset, offset, width=record.width, height=record.height)
    copies = [_copied(entry, place) for entry, place in zip(copied, pushed, strict=True)]
    return _added(record, labels, copies, counted("Paste", len(copies)))


def carry_over(
    record: ImageRecord, labels: ImageLabels, previous: Sequence[LesionBox]
) -> tuple[Edit, list[str]] | None:  # fmt: skip
    """Add the boxes of another photograph that aren't here yet, in their places; also the uids of the copies."""
    here = {(entry.box, entry.class_id) for entry in labels.boxes}
    copies = [_copied(entry, placed_box(entry.box, width=record.width, height=record.height)) for entry in previous]
    copies = [entry for entry in copies if (entry.box, entry.class_id) not in here]
    return _added(record, labels, copies, counted("Copy", len(copies)) + " from previous photo")


def _copied(entry: LesionBox, place: Box) -> LesionBox:
    # Neither the lock nor the prediction it came from: both belong to the box that was copied.
    return new_box(
        place, entry.class_id, difficult=entry.difficult, truncated=entry.truncated,
        occluded=entry.occluded, note=entry.note,
    )  # fmt: skip


def _added(
    record: ImageRecord, labels: ImageLabels, added: Sequence[LesionBox], what: str
) -> tuple[Edit, list[str]] | None:  # fmt: skip
    if not added:
        return None
    after = with_boxes(labels, (*labels.boxes, *added))
    return Edit(record.id, labels, after, what), [entry.uid for entry in added]


def set_class(image_id: int, labels: ImageLabels, uids: Collection[str], class_id: int) -> Edit | None:
    """Give boxes a class."""
    boxes = [replace(entry, class_id=class_id) if entry.uid in uids else entry for entry in labels.boxes]
    changed = sum(1 for old, new in zip(labels.boxes, boxes, strict=True) if old != new)
    return _edit(image_id, labels, with_boxes(labels, boxes), counted("Set class of", changed))


def set_attribute(
    image_id: int, labels: ImageLabels, uids: Collection[str], *, attribute: str, on: bool
) -> Edit | None:  # fmt: skip
    """Set `difficult`, `truncated`, `occluded` or `locked` of boxes."""
    if attribute not in ATTRIBUTES:
        raise ValueError(f"a box has no attribute {attribute!r} to be set")
    changed: dict[str, Any] = {attribute: on}
    boxes = [replace(entry, **changed) if entry.uid in uids else entry for entry in labels.boxes]
    what = attribute.capitalize() if on else f"Not {attribute}"
    return _edit(image_id, labels, with_boxes(labels, boxes), what)


def set_note(image_id: int, labels: ImageLabels, uids: Collection[str], note: str) -> Edit | None:
    """Write a note on boxes; empty takes it away."""
    boxes = [replace(entry, note=note) if entry.uid in uids else entry for entry in labels.boxes]
    return _edit(image_id, labels, with_boxes(labels, boxes), "Write note" if note else "Clear note")


def diagnose(image_id: int, labels: ImageLabels, class_id: int | None) -> Edit | None:
    """Set or clear the class of the whole photograph."""
    what = "Set diagnosis" if class_id is not None else "Clear diagnosis"
    return _edit(image_id, labels, with_diagnosis(labels, class_id), what)


def mark(image_id: int, labels: ImageLabels, state: ImageState, *, reason: str = "") -> Edit | None:
    """Say how far the labelling has come; asking for `LABELLED` on a photograph without marks gives `NEW`."""
    if state is ImageState.LABELLED and not labels.boxes and labels.diagnosis is None:
        state = ImageState.NEW
    return _edit(image_id, labels, with_state(labels, state, reason=reason), f"Mark {state.value}")


def flag(image_id: int, labels: ImageLabels, flagged: bool) -> Edit | None:
    """Flag the photograph to come back to it, or take its flag away."""
    return _edit(image_id, labels, with_flag(labels, flagged), "Flag" if flagged else "Take flag away")


def accept(record: ImageRecord, labels: ImageLabels, predicted: PredictedBox) -> tuple[Edit, str] | None:
    """Copy a predicted box into a human one that remembers it; None where that was done before."""
    if predicted.id is not None and any(entry.parent == predicted.id for entry in labels.boxes):
        return None
    place = settled(predicted.box, width=record.width, height=record.height)
    added = new_box(place, predicted.class_id, parent=predicted.id)
    after = with_boxes(labels, (*labels.boxes, added))
    return Edit(record.id, labels, after, "Accept predicted box"), added.uid
