"""A frozen copy of a project's labels: what a training run reads, and nothing edited later leaks into (D7)."""

from __future__ import annotations

import hashlib
import json
import os
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from core.classes import ClassTable
from core.errors import DermDeskError, SnapshotError
from core.project.labels import ImageState, LesionBox, Split, box_from_json, box_to_json

if TYPE_CHECKING:
    from collections.abc import Mapping

    from core.project.project import Project

FORMAT = 1


@dataclass(frozen=True, slots=True)
class SnapshotImage:
    """A photograph as it was labelled when the snapshot was taken; sizes and boxes in upright pixels.

    `image_class` is the diagnosis, else the class all its boxes share, else None.
    """

    id: int
    path: Path
    sha256: str
    width: int
    height: int
    orientation: int
    split: Split | None
    image_class: int | None
    patient: str | None
    state: ImageState
    boxes: tuple[LesionBox, ...]

    def content(self) -> list[Any]:
        """What is said of the photograph, as plain data that can be compared: no id, no place, no note."""
        return [
            self.width,
            self.height,
            self.orientation,
            self.split or "",
            -1 if self.image_class is None else self.image_class,
            self.patient or "",
            self.state.value,
            sorted(
                [
                    *(float(value) for value in box.box.as_tuple()),
                    box.class_id,
                    box.difficult,
                    box.truncated,
                    box.occluded,
                ]
                for box in self.boxes
            ),
        ]


@dataclass(frozen=True)
class Snapshot:
    """A project's classes and labels at one moment."""

    project_id: str
    created_at: datetime
    classes: ClassTable
    images: tuple[SnapshotImage, ...]

    @cached_property
    def digest(self) -> str:
        """SHA-256 over what a model learns from: photographs' content, sides, patients, states, classes and boxes.

        Two projects with the same photographs and labels have the same digest, whatever their folders, ids, dates
        and notes.
        """
        rows = sorted([image.sha256, *image.content()] for image in self.images)
        return hashlib.sha256(_canonical([self.classes.digest(), rows])).hexdigest()

    def split(self, split: Split, *, include_noise: bool = False) -> tuple[SnapshotImage, ...]:
        """Photographs of one side. Rejected ones never count, those marked as noise only when asked for."""
        left_out = {ImageState.REJECTED} if include_noise else {ImageState.REJECTED, ImageState.NOISE}
        return tuple(image for image in self.images if image.split is split and image.state not in left_out)


def freeze(project: Project) -> Snapshot:
    """The project's labels as they stand, photographs ordered by relative path.

    Raises:
        SnapshotError: The project has no photographs.
    """
    classes, images, labels = project.read_all()
    if not images:
        raise SnapshotError("The project has no photographs.", hint="Import some first.", path=project.folder)
    return Snapshot(
        project_id=project.id,
        created_at=datetime.now(UTC),
        classes=classes,
        images=tuple(
            SnapshotImage(
                id=image.id,
                path=image.path,
                sha256=image.sha256,
                width=image.width,
                height=image.height,
                orientation=image.orientation,
                split=image.split,
                image_class=labels[image.id].image_class,
                patient=image.patient,
                state=labels[image.id].state,
                boxes=labels[image.id].boxes,
            )
            for image in images
        ),
    )


def write_snapshot(snapshot: Snapshot, path: Path) -> None:
    """Write a snapshot as JSON; the file is whole or not there.

    Raises:
        SnapshotError: The disk refuses.
    """
    content = {
        "project_id": snapshot.project_id,
        "created_at": snapshot.created_at.isoformat(),
        "classes": snapshot.classes.to_json(),
        "images": [_image_to_json(image) for image in snapshot.images],
    }
    document = {
        "format": FORMAT,
        "digest": snapshot.digest,
        # Over the whole content: the digest leaves out paths, ids and notes, which can be damaged too.
        "checksum": hashlib.sha256(_canonical(content)).hexdigest(),
        "content": content,
    }
    temporary = path.with_name(f"{path.name}.new")
    try:
        with temporary.open("w", encoding="utf-8") as file:
            json.dump(document, file)
            file.flush()
            os.fsync(file.fileno())
        os.replace(temporary, path)
    except OSError as error:
        raise SnapshotError(f"The snapshot can't be written: {error.strerror}.", path=path) from error


def read_snapshot(path: Path) -> Snapshot:
    """The snapshot that `write_snapshot` wrote.

    Raises:
        SnapshotError: The file is missing, damaged, changed by hand or of a newer format.
    """
    try:
        document = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise SnapshotError(f"The snapshot can't be read: {error.strerror}.", path=path) from error
    except ValueError as error:
        raise SnapshotError("The snapshot is damaged: it is no JSON.", path=path) from error
    try:
        if document["format"] != FORMAT:
            raise SnapshotError(
                f"The snapshot has format {document['format']}, this DermDesk knows {FORMAT}.", path=path
            )
        content = document["content"]
        if hashlib.sha256(_canonical(content)).hexdigest() != document["checksum"]:
            raise SnapshotError("The snapshot was changed after it was written.", hint="Start the run anew.", path=path)
        snapshot = Snapshot(
            project_id=str(content["project_id"]),
            created_at=datetime.fromisoformat(content["created_at"]),
            classes=ClassTable.from_json(content["classes"]),
            images=tuple(_image_from_json(row) for row in content["images"]),
        )
        if snapshot.digest != document["digest"]:
            raise SnapshotError("The snapshot's digest is not that of its labels.", path=path)
    except SnapshotError:
        raise
    except (KeyError, TypeError, ValueError, AttributeError, DermDeskError) as error:
        raise SnapshotError(f"The snapshot is damaged: {error!r}.", path=path) from error
    return snapshot


def _canonical(value: Any) -> bytes:  # noqa: ANN401
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=True).encode()


def _image_to_json(image: SnapshotImage) -> dict[str, Any]:
    return {
        "id": image.id,
        "path": str(image.path),
        "sha256": image.sha256,
        "width": image.width,
        "height": image.height,
        "orientation": image.orientation,
        "split": image.split and image.split.value,
        "image_class": image.image_class,
        "patient": image.patient,
        "state": image.state.value,
        "boxes": [box_to_json(box) for box in image.boxes],
    }


def _image_from_json(row: Mapping[str, Any]) -> SnapshotImage:
    return SnapshotImage(
        id=int(row["id"]),
        path=Path(row["path"]),
        sha256=str(row["sha256"]),
        width=int(row["width"]),
        height=int(row["height"]),
        orientation=int(row["orientation"]),
        split=None if row["split"] is None else Split(row["split"]),
        image_class=None if row["image_class"] is None else int(row["image_class"]),
        patient=None if row["patient"] is None else str(row["patient"]),
        state=ImageState(row["state"]),
        boxes=tuple(box_from_json(box) for box in row["boxes"]),
    )
