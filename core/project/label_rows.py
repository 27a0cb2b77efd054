"""Human labels in the store: reading them, applying edits, and the history of both."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, select
from sqlalchemy.exc import IntegrityError

from core.errors import ProjectError, StaleEdit
from core.geometry import Box
from core.project import schema
from core.project.class_rows import check_class_ids
from core.project.image_facts import label_facts
from core.project.labels import ImageLabels, ImageState, LesionBox, labels_to_json
from core.project.records import HistoryEntry
from core.project.verdicts import verdicts_from_json, verdicts_to_json

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
    from datetime import datetime

    from sqlalchemy import ColumnElement, Connection, Row

    from core.project.labels import Edit

KIND_EDIT = "edit"
KIND_IMPORT = "import"
KIND_SPLIT = "split"

MANY = 500
"""Above so many ids a query reads all rows and picks, since databases bound the number of parameters."""

_STATES = {state.value: state for state in ImageState}
_IMAGE_COLUMNS = tuple(schema.images.c[name] for name in ("diagnosis", "state", "reason", "flagged", "verdicts"))
_BOX_COLUMNS = tuple(
    schema.boxes.c[name]
    for name in (
        "uid", "x1", "y1", "x2", "y2", "class_id", "difficult", "truncated", "occluded", "locked", "note", "parent",
    )
)  # fmt: skip
# Statements of every edit are made once: building them and finding their compiled text took a third of its time.
_OF_IMAGES = select(schema.images.c.id, *_IMAGE_COLUMNS).order_by(schema.images.c.id)
_OF_BOXES = select(schema.boxes.c.image_id, *_BOX_COLUMNS).order_by(schema.boxes.c.image_id, schema.boxes.c.position)
_ONE = (
    select(
        select(schema.versions.c.number).where(schema.versions.c.table_name == schema.classes.name).scalar_subquery(),
        *_IMAGE_COLUMNS,
        *_BOX_COLUMNS,
    )
    .join_from(schema.images, schema.boxes, schema.boxes.c.image_id == schema.images.c.id, isouter=True)
    .where(schema.images.c.id == bindparam("b_id"))
    .order_by(schema.boxes.c.position)
)
_INSERT_BOX = schema.boxes.insert()
_UPDATE_BOX = schema.boxes.update().where(schema.boxes.c.uid == bindparam("b_uid"))
_DELETE_BOX = schema.boxes.delete().where(schema.boxes.c.uid == bindparam("b_uid"))
_UPDATE_IMAGE = schema.images.update().where(schema.images.c.id == bindparam("b_id"))
_INSERT_HISTORY = schema.history.insert()


def read_labels(connection: Connection, ids: Collection[int] | None = None) -> dict[int, ImageLabels]:
    """Labels by image id, all or those of `ids`, in two queries; in two for each `MANY` where there are more."""
    images, boxes = schema.images, schema.boxes
    if ids is None:
        return _labels(connection.execute(_OF_IMAGES).all(), connection.execute(_OF_BOXES).all())
    found: dict[int, ImageLabels] = {}
    wanted = sorted(set(ids))
    for start in range(0, len(wanted), MANY):
        some = wanted[start : start + MANY]
        found |= _labels(
            connection.execute(_OF_IMAGES.where(images.c.id.in_(some))).all(),
            connection.execute(_OF_BOXES.where(boxes.c.image_id.in_(some))).all(),
        )
    return found


def _labels(of_images: Sequence[Row[Any]], of_boxes: Sequence[Row[Any]]) -> dict[int, ImageLabels]:
    found: dict[int, list[LesionBox]] = {}
    for image_id, *values in of_boxes:
        found.setdefault(image_id, []).append(_box(values))
    return {image_id: _labels_of(tuple(found.get(image_id, ())), *values) for image_id, *values in of_images}


def _labels_of(
    boxes: tuple[LesionBox, ...],
    diagnosis: int | None,
    state: str,
    reason: str,
    flagged: bool,
    verdicts: list[dict[str, Any]] | None,
) -> ImageLabels:
    return ImageLabels(boxes, diagnosis, _STATES[state], reason, flagged, verdicts_from_json(verdicts))


def require_labels(connection: Connection, ids: Collection[int]) -> dict[int, ImageLabels]:
    """As `read_labels`, but every id must be there.

    Raises:
        ProjectError: With the first id that isn't.
    """
    found = read_labels(connection, ids)
    missing = sorted(set(ids) - found.keys())
    if missing:
        raise _unknown(missing[0])
    return found


def _unknown(image_id: int) -> ProjectError:
    return ProjectError(f"The project has no photograph with the id {image_id}.")


def apply_edits(
    connection: Connection, edits: Sequence[Edit], *, who: str, at: datetime, kind: str, step_id: int | None = None
) -> None:
    """Store edits in order, a history row each. Edits that change nothing are checked and leave no row.

    Raises:
        StaleEdit: The stored labels aren't those an edit started from.
        ClassTableError: An edit names a class the project doesn't have.
        ProjectError: A photograph is unknown, or a box's uid belongs to another photograph.
    """
    stored, version = _read_for_edits(connection, {edit.image_id for edit in edits})
    check_class_ids(connection, _class_ids(edit.after for edit in edits), version=version)
    first = dict(stored)
    rows = []
    for edit in edits:
        if stored[edit.image_id] != edit.before:
            raise StaleEdit(
                f"Photograph {edit.image_id} was changed meanwhile, so {edit.what!r} was not done.",
                hint="Look at it again and repeat the edit.",
            )
        if edit.changes_nothing:
            continue
        stored[edit.image_id] = edit.after
        rows.append(
            history_row(
                edit.image_id,
                who=who,
                at=at,
                kind=kind,
                what=edit.what,
                before=labels_to_json(edit.before),
                after=labels_to_json(edit.after),
                step_id=step_id,
            )
        )
    _store(connection, {key: (first[key], after) for key, after in stored.items() if first[key] != after})
    if rows:
        connection.execute(_INSERT_HISTORY, rows)


def _read_for_edits(connection: Connection, ids: Collection[int]) -> tuple[dict[int, ImageLabels], int | None]:
    """As `require_labels`, and for a single photograph the class table's number of changes, read with its labels."""
    if len(ids) != 1:
        return require_labels(connection, ids), None
    (image_id,) = ids
    rows = connection.execute(_ONE, {"b_id": image_id}).all()
    if not rows:
        raise _unknown(image_id)
    version, diagnosis, state, reason, flagged, verdicts = rows[0][:6]
    boxes = tuple(_box(row[6:]) for row in rows if row[6] is not None)
    return {image_id: _labels_of(boxes, diagnosis, state, reason, flagged, verdicts)}, version


def _class_ids(labels: Iterable[ImageLabels]) -> set[int]:
    found: set[int] = set()
    for entry in labels:
        found.update(box.class_id for box in entry.boxes)
        if entry.diagnosis is not None:
            found.add(entry.diagnosis)
    return found


def _store(connection: Connection, changes: Mapping[int, tuple[ImageLabels, ImageLabels]]) -> None:
    """Write the labels of many photographs, given before and after, with a handful of statements for all of them."""
    removed: list[dict[str, Any]] = []
    changed: list[dict[str, Any]] = []
    added: list[dict[str, Any]] = []
    of_images: list[dict[str, Any]] = []
    for image_id, (labels, new_labels) in changes.items():
        before = {box.uid: (position, box) for position, box in enumerate(labels.boxes)}
        after = {box.uid: (position, box) for position, box in enumerate(new_labels.boxes)}
        removed += [{"b_uid": uid} for uid in before if uid not in after]
        for uid, entry in after.items():
            if uid not in before:
                added.append({"uid": uid, **_box_values(image_id, *entry)})
            elif before[uid] != entry:
                changed.append({"b_uid": uid, **_box_values(image_id, *entry)})
        of_images.append(
            {
                "b_id": image_id,
                "diagnosis": _plain(new_labels.diagnosis),
                "state": new_labels.state.value,
                "reason": new_labels.reason,
                "flagged": new_labels.flagged,
                "verdicts": verdicts_to_json(new_labels.verdicts) or None,
                **label_facts(new_labels),
            }
        )
    if removed:
        connection.execute(_DELETE_BOX, removed)
    if changed:
        connection.execute(_UPDATE_BOX, changed)
    _insert(connection, added)
    if of_images:
        connection.execute(_UPDATE_IMAGE, of_images)


def insert_boxes(connection: Connection, image_id: int, entries: Sequence[tuple[int, LesionBox]]) -> None:
    """Add boxes, each with its position, to a photograph.

    Raises:
        ProjectError: A uid is another photograph's.
    """
    _insert(connection, [{"uid": box.uid, **_box_values(image_id, position, box)} for position, box in entries])


def _insert(connection: Connection, rows: Sequence[dict[str, Any]]) -> None:
    if not rows:
        return
    try:
        connection.execute(_INSERT_BOX, rows)
    except IntegrityError as error:
        # Classes and photographs were looked up, so it is a name: asked beforehand it would cost every edit a query.
        names = ", ".join(row["uid"] for row in rows[:3]) + (", …" if len(rows) > 3 else "")
        raise ProjectError(
            f"The lesion box {names} belongs to another photograph."
            if len(rows) == 1
            else f"One of the lesion boxes {names} belongs to another photograph.",
            hint="Copy it as a new box instead.",
        ) from error


def _box_values(image_id: int, position: int, entry: LesionBox) -> dict[str, Any]:
    # Plain numbers: a driver knows nothing of numpy's.
    return {
        "image_id": image_id,
        "position": position,
        "x1": float(entry.box.x1),
        "y1": float(entry.box.y1),
        "x2": float(entry.box.x2),
        "y2": float(entry.box.y2),
        "class_id": int(entry.class_id),
        "difficult": entry.difficult,
        "truncated": entry.truncated,
        "occluded": entry.occluded,
        "locked": entry.locked,
        "note": entry.note,
        "parent": _plain(entry.parent),
    }


def _plain(number: int | None) -> int | None:
    return None if number is None else int(number)


def _box(values: Sequence[Any]) -> LesionBox:
    uid, x1, y1, x2, y2, *others = values
    return LesionBox(uid, Box(x1, y1, x2, y2), *others)


def history_row(
    image_id: int,
    *,
    who: str,
    at: datetime,
    kind: str,
    what: str,
    before: dict[str, Any],
    after: dict[str, Any],
    step_id: int | None = None,
) -> dict[str, Any]:
    """Values of one history row."""
    return {
        "image_id": image_id,
        "who": who,
        "at": at,
        "kind": kind,
        "what": what,
        "before": before,
        "after": after,
        "step_id": step_id,
    }


def read_history(
    connection: Connection, image_id: int | None, limit: int, *, older_than: int | None = None
) -> Iterator[HistoryEntry]:
    """History, the newest first; only rows older than the one with the id `older_than`, where it is given."""
    table = schema.history
    query = select(table).order_by(table.c.id.desc()).limit(limit)
    if image_id is not None:
        query = query.where(table.c.image_id == image_id)
    if older_than is not None:
        query = query.where(table.c.id < older_than)
    for row in connection.execute(query):
        yield HistoryEntry(
            id=row.id,
            image_id=row.image_id,
            at=row.at,
            who=row.who,
            kind=row.kind,
            what=row.what,
            before=row.before,
            after=row.after,
            step_id=row.step_id,
        )


@dataclass(frozen=True, slots=True)
class HistoryGroup:
    """History rows that belong together: those of one step, or of one import or split.

    Attributes:
        newest: Id of its newest row.
        oldest: Id of its oldest row; the next group begins below.
        image_id: The photograph of its newest row.
        photographs: How many photographs it changed.
        at: When, UTC.
        who: The person.
        kind: As a history entry's.
        what: What a person would call it.
        step_id: The step, where it was one.
    """

    newest: int
    oldest: int
    image_id: int
    photographs: int
    at: datetime
    who: str
    kind: str
    what: str
    step_id: int | None


def read_groups(connection: Connection, limit: int, *, older_than: int | None = None) -> list[HistoryGroup]:
    """The history in groups, the newest first, without what was before and after: an import may have thousands."""
    table = schema.history
    columns = (table.c.id, table.c.image_id, table.c.at, table.c.who, table.c.kind, table.c.what, table.c.step_id)
    query = select(*columns).order_by(table.c.id.desc())
    if older_than is not None:
        query = query.where(table.c.id < older_than)
    groups: list[HistoryGroup] = []
    images: set[int] = set()
    rows = connection.execution_options(yield_per=500).execute(query)
    for key, image_id, at, who, kind, what, step_id in rows:
        last = groups[-1] if groups else None
        together = last is not None and (
            step_id == last.step_id
            if step_id is not None or last.step_id is not None
            else (kind, what, who) == (last.kind, last.what, last.who) and kind != KIND_EDIT
        )
        if last is not None and together:
            images.add(image_id)
            groups[-1] = replace(last, oldest=key, photographs=len(images))
            continue
        if len(groups) == limit:
            break
        images = {image_id}
        groups.append(HistoryGroup(key, key, image_id, 1, at, who, kind, what, step_id))
    rows.close()
    return groups


def edited_by_hand() -> ColumnElement[bool]:
    """Whether a person has edited the labels of `schema.images`' row, as a condition for a query on images."""
    table = schema.history
    return select(table.c.id).where(table.c.image_id == schema.images.c.id, table.c.kind == KIND_EDIT).exists()
