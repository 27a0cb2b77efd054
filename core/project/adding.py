"""Adding photographs to the store: what is new, what is known, and what of a known one may be filled in."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import PurePosixPath, PureWindowsPath
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from core.errors import ProjectError
from core.project import schema
from core.project.class_rows import check_class_ids
from core.project.image_facts import label_facts, searched_text
from core.project.image_rows import read_roots, require_root
from core.project.label_rows import KIND_IMPORT, apply_edits, edited_by_hand, insert_boxes, read_labels
from core.project.labels import Edit, ImageLabels, ImageState
from core.project.prediction_rows import delete_predictions_of_image
from core.project.records import AddReport

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from pathlib import Path

    from sqlalchemy import Connection

    from core.project.records import NewImage

WHAT = "Import labels"


@dataclass(slots=True)
class _Known:
    """What must be known of a stored photograph to decide about an incoming one."""

    id: int
    root_id: int
    relative_path: str
    sha256: str
    size: tuple[int, int]
    split: str | None
    patient: str | None
    metadata: dict[str, str]
    diagnosed: bool
    boxed: bool
    edited: bool


class Adder:
    """One run of adding photographs from one root, a batch a transaction.

    | incoming                                         | becomes                                                   |
    |--------------------------------------------------|-----------------------------------------------------------|
    | path known, content known                        | known; empty fields are filled                            |
    | path known, content changed, size as before      | updated: the new content                                  |
    | path known, size changed, no labels              | updated: the new content and size                         |
    | path known, size changed, labels there           | known, named in `changed`: its boxes would lie wrongly    |
    | path new, content known, old file gone           | updated: the new path                                     |
    | path new, content known, old file still there    | known: a second copy of a photograph adds nothing         |
    | path new, content new                            | added                                                     |

    Filling: patient, split and metadata where there are none; boxes and diagnosis where there are none and no person
    has ever edited the photograph. Nothing that is there is replaced.
    """

    def __init__(self, connection: Connection, folder: Path, root: Path) -> None:
        self.root_id = require_root(connection, folder, root)
        self._roots = read_roots(connection, folder)
        self._by_path: dict[str, _Known] = {}
        self._by_hash: dict[str, _Known] = {}
        for entry in _read_known(connection):
            self._remember(entry)

    def _remember(self, entry: _Known) -> None:
        if entry.root_id == self.root_id:
            self._by_path[entry.relative_path] = entry
        self._by_hash[entry.sha256] = entry

    def add(self, connection: Connection, batch: Sequence[NewImage], *, who: str, at: datetime) -> AddReport:
        """Add a batch.

        Raises:
            ProjectError: A relative path leaves its root, or a box's uid is taken.
            ClassTableError: A label names a class the project doesn't have.
        """
        check_class_ids(connection, {box.class_id for image in batch for box in image.boxes})
        check_class_ids(connection, {image.diagnosis for image in batch if image.diagnosis is not None})
        report = AddReport()
        for image in batch:
            _refuse_escape(image)
            known = self._by_path.get(image.relative_path)
            if known is None:
                known = self._by_hash.get(image.sha256)
                if known is None:
                    self._insert(connection, image, at)
                    report = replace(report, added=report.added + 1, boxes=report.boxes + len(image.boxes))
                    continue
                values = self._new_place(known, image)
            elif known.sha256 != image.sha256:
                if (known.boxed or known.edited) and known.size != (image.width, image.height):
                    report = replace(report, known=report.known + 1, changed=(*report.changed, image.path))
                    continue
                values = _content(image)
                delete_predictions_of_image(connection, known.id)
            else:
                values = {}
            values |= _fillable(known, image)
            boxes, filled = self._fill_labels(connection, known, image, who=who, at=at)
            if values:
                self._forget(known)
                for name in ("root_id", "relative_path", "sha256", "split", "patient", "metadata"):
                    setattr(known, name, values.get(name, getattr(known, name)))
                known.size = (values.get("width", known.size[0]), values.get("height", known.size[1]))
                self._remember(known)
                values["search_text"] = searched_text(known.relative_path, known.patient, known.metadata)
                connection.execute(schema.images.update().where(schema.images.c.id == known.id).values(**values))
            if values or filled:
                report = replace(report, updated=report.updated + 1, boxes=report.boxes + boxes)
            else:
                report = replace(report, known=report.known + 1)
        return report

    def _forget(self, entry: _Known) -> None:
        for index, key in ((self._by_path, entry.relative_path), (self._by_hash, entry.sha256)):
            if index.get(key) is entry:
                del index[key]

    def _new_place(self, known: _Known, image: NewImage) -> dict[str, Any]:
        if (self._roots[known.root_id] / known.relative_path).is_file():
            return {}
        return {"root_id": self.root_id, "relative_path": image.relative_path}

    def _insert(self, connection: Connection, image: NewImage, at: datetime) -> None:
        labels = ImageLabels(image.boxes, image.diagnosis, ImageState.LABELLED if image.boxes else ImageState.NEW)
        values = {
            **_content(image),
            "root_id": self.root_id,
            "relative_path": image.relative_path,
            "split": image.split and image.split.value,
            "patient": image.patient,
            "diagnosis": labels.diagnosis,
            "state": labels.state.value,
            "reason": labels.reason,
            "metadata": dict(image.metadata),
            "added_at": at,
            "flagged": labels.flagged,
            "search_text": searched_text(image.relative_path, image.patient, image.metadata),
            **label_facts(labels),
        }
        key = connection.execute(schema.images.insert().values(**values)).inserted_primary_key
        assert key is not None
        insert_boxes(connection, key[0], list(enumerate(image.boxes)))
        self._remember(
            _Known(
                id=key[0],
                root_id=self.root_id,
                relative_path=image.relative_path,
                sha256=image.sha256,
                size=(image.width, image.height),
                split=image.split and image.split.value,
                patient=image.patient,
                metadata=dict(image.metadata),
                diagnosed=image.diagnosis is not None,
                boxed=bool(image.boxes),
                edited=False,
            )
        )

    def _fill_labels(
        self, connection: Connection, known: _Known, image: NewImage, *, who: str, at: datetime
    ) -> tuple[int, bool]:
        """Give a known photograph the labels it lacks; returns how many boxes, and whether anything, was filled."""
        fills_boxes = bool(image.boxes) and not known.boxed
        fills_diagnosis = image.diagnosis is not None and not known.diagnosed
        if known.edited or not (fills_boxes or fills_diagnosis):
            return 0, False
        before = read_labels(connection, (known.id,))[known.id]
        after = before
        if fills_boxes:
            state = ImageState.LABELLED if before.state is ImageState.NEW else before.state
            after = replace(after, boxes=image.boxes, state=state)
        if fills_diagnosis:
            after = replace(after, diagnosis=image.diagnosis)
        apply_edits(connection, (Edit(known.id, before, after, WHAT),), who=who, at=at, kind=KIND_IMPORT)
        known.boxed, known.diagnosed = bool(after.boxes), after.diagnosis is not None
        return len(after.boxes) - len(before.boxes), True


def _read_known(connection: Connection) -> list[_Known]:
    images, boxes = schema.images, schema.boxes
    has_boxes = select(boxes.c.uid).where(boxes.c.image_id == images.c.id).exists()
    rows = connection.execute(
        select(
            images.c.id,
            images.c.root_id,
            images.c.relative_path,
            images.c.sha256,
            images.c.width,
            images.c.height,
            images.c.split,
            images.c.patient,
            images.c.metadata,
            images.c.diagnosis,
            edited_by_hand().label("edited"),
            has_boxes.label("has_boxes"),
        ).order_by(images.c.id.desc())  # the oldest of several with one content is remembered last, so it counts
    )
    return [
        _Known(
            id=row.id,
            root_id=row.root_id,
            relative_path=row.relative_path,
            sha256=row.sha256,
            size=(row.width, row.height),
            split=row.split,
            patient=row.patient,
            metadata=dict(row.metadata),
            diagnosed=row.diagnosis is not None,
            boxed=row.has_boxes,
            edited=row.edited,
        )
        for row in rows
    ]


def _refuse_escape(image: NewImage) -> None:
    try:
        image.relative_path.encode()
    except UnicodeEncodeError as error:
        raise ProjectError(
            "The file's name is no valid text.", hint="Rename the file.", path=repr(image.path)
        ) from error
    path = PurePosixPath(image.relative_path)
    windows = PureWindowsPath(image.relative_path)  # a project may be opened there too
    if path.as_posix() != image.relative_path or not path.parts or ".." in windows.parts or windows.anchor:
        raise ProjectError(
            f"{image.relative_path!r} is no place below the photographs' folder.",
            hint="Relative paths have forward slashes and neither '.' nor '..'.",
            path=image.path,
        )


def _content(image: NewImage) -> dict[str, Any]:
    return {
        "sha256": image.sha256,
        "width": image.width,
        "height": image.height,
        "orientation": image.orientation,
        "file_size": image.file_size,
    }


def _fillable(known: _Known, image: NewImage) -> dict[str, Any]:
    values: dict[str, Any] = {}
    if known.patient is None and image.patient is not None:
        values["patient"] = image.patient
    if known.split is None and image.split is not None:
        values["split"] = image.split.value
    merged = {**image.metadata, **known.metadata}
    if merged != known.metadata:
        values["metadata"] = merged
    return values
