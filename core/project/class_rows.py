"""The class table in the store. A removed class keeps its row, so its id is never given to another."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import func, not_, select, union

from core.classes import ClassTable, LesionClass, fold_name
from core.errors import ClassTableError, StaleEdit
from core.project import schema
from core.project.class_editing import with_added
from core.project.versions import changes_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy import Connection

_IDS_IN_USE = select(schema.classes.c.id).where(not_(schema.classes.c.removed))
_KNOWN = "dermdesk_class_ids"


def read_classes(connection: Connection) -> ClassTable:
    """The classes in use, in the order people see them."""
    table = schema.classes
    rows = connection.execute(select(table).where(~table.c.removed).order_by(table.c.position, table.c.id))
    return ClassTable(tuple(LesionClass(r.id, r.name, r.code, r.colour, tuple(r.aliases)) for r in rows))


def write_classes(connection: Connection, classes: ClassTable) -> None:
    """Make these the classes in use; ids that are gone are marked as removed.

    Raises:
        ClassTableError: A class that human labels use would go, or an id of a removed class would get a new meaning.
    """
    table = schema.classes
    stored = {row.id: row for row in connection.execute(select(table))}
    for entry in classes:
        former = stored.get(entry.id)
        if former is not None and former.removed and fold_name(former.name) != fold_name(entry.name):
            raise ClassTableError(
                f"Class id {entry.id} belonged to {former.name!r} and can't be given to {entry.name!r}.",
                hint="Give the new class a new id.",
            )
    gone = [row for row in stored.values() if not row.removed and row.id not in classes.ids]
    for row in gone:
        _refuse_used(connection, row.id, row.name)
        connection.execute(table.update().where(table.c.id == row.id).values(removed=True))
    for position, entry in enumerate(classes):
        values = {
            "position": position,
            "name": entry.name,
            "code": entry.code,
            "colour": entry.colour,
            "aliases": list(entry.aliases),
            "removed": False,
        }
        if entry.id in stored:
            connection.execute(table.update().where(table.c.id == entry.id).values(**values))
        else:
            connection.execute(table.insert().values(id=entry.id, **values))


def _refuse_used(connection: Connection, class_id: int, name: str) -> None:
    boxes = connection.scalar(select(func.count()).select_from(schema.boxes).where(schema.boxes.c.class_id == class_id))
    images = connection.scalar(
        select(func.count()).select_from(schema.images).where(schema.images.c.diagnosis == class_id)
    )
    if boxes or images:
        raise ClassTableError(
            f"Class {name!r} is used by {boxes} boxes and as the diagnosis of {images} photographs, so it stays.",
            hint="Give those another class first.",
        )


def rebased(current: ClassTable, before: ClassTable, after: ClassTable) -> ClassTable:
    """The change from `before` to `after`, made to the classes as they are now: what it doesn't touch stays.

    Raises:
        StaleEdit: A class that the change touches is no longer what it was before.
    """
    now, old, new = ({entry.id: entry for entry in table} for table in (current, before, after))
    for class_id in old.keys() | new.keys():
        if old.get(class_id) == new.get(class_id):
            continue
        if now.get(class_id) != old.get(class_id):
            name = (now.get(class_id) or old.get(class_id) or new[class_id]).name
            raise StaleEdit(f"Class {name!r} was changed meanwhile, so nothing was done.")
        if class_id in new:
            now[class_id] = new[class_id]
        else:
            del now[class_id]
    # Its order counts where it moved, added or removed something; classes it never knew stay behind.
    order = after.ids if before.ids != after.ids else current.ids
    places = [*(key for key in order if key in now), *(key for key in now if key not in order)]
    return ClassTable(tuple(now[key] for key in places))


@dataclass(frozen=True, slots=True)
class ClassUsage:
    """How much human work names a class."""

    boxes: int = 0
    diagnoses: int = 0
    photographs: int = 0

    @property
    def is_unused(self) -> bool:
        return not self.photographs


def read_usage(connection: Connection) -> dict[int, ClassUsage]:
    """Boxes, diagnoses, and photographs with either, by class id; classes nobody uses are left out."""
    boxes, images = schema.boxes, schema.images
    of_boxes = dict(
        connection.execute(select(boxes.c.class_id, func.count()).group_by(boxes.c.class_id)).tuples().all()
    )
    diagnosed = images.c.diagnosis.is_not(None)
    of_images = dict(
        connection.execute(select(images.c.diagnosis, func.count()).where(diagnosed).group_by(images.c.diagnosis))
        .tuples()
        .all()
    )
    both = union(
        select(boxes.c.class_id.label("class_id"), boxes.c.image_id.label("image_id")),
        select(images.c.diagnosis, images.c.id).where(diagnosed),
    ).subquery()
    photographs = dict(
        connection.execute(select(both.c.class_id, func.count()).group_by(both.c.class_id)).tuples().all()
    )
    return {key: ClassUsage(of_boxes.get(key, 0), of_images.get(key, 0), number) for key, number in photographs.items()}


def images_with_class(connection: Connection, class_id: int) -> list[int]:
    """Photographs whose diagnosis or boxes have this class."""
    boxes, images = schema.boxes, schema.images
    found = union(
        select(boxes.c.image_id).where(boxes.c.class_id == class_id),
        select(images.c.id).where(images.c.diagnosis == class_id),
    )
    return sorted(connection.scalars(found))


def fresh_id(connection: Connection) -> int:
    """An id that no class, removed ones included, ever had."""
    return (connection.scalar(select(func.max(schema.classes.c.id))) or 0) + 1


def extended(connection: Connection, names: Iterable[str]) -> ClassTable:
    """The classes in use and, behind them, a class with a fresh id for each name that none answers to."""
    classes = read_classes(connection)
    following = fresh_id(connection)
    for name in names:
        if classes.find(name) is None:
            classes = with_added(classes, following, name)
            following += 1
    return classes


def check_class_ids(connection: Connection, class_ids: Iterable[int], *, version: int | None = None) -> None:
    """Refuse ids that no class in use has.

    Args:
        connection: Within a transaction.
        class_ids: The ids.
        version: The number of changes of the class table, where the caller has read it in this transaction: the ids
            are then those read with the same number before.

    Raises:
        ClassTableError: With the unknown ids.
    """
    wanted = set(class_ids)
    if not wanted:
        return
    # A transaction's own changes are counted at its end.
    if version is None or schema.classes.name in changes_of(connection):
        known = frozenset(connection.scalars(_IDS_IN_USE))
    else:
        kept: tuple[int, frozenset[int]] | None = connection.info.get(_KNOWN)
        if kept is None or kept[0] != version:
            kept = connection.info[_KNOWN] = (version, frozenset(connection.scalars(_IDS_IN_USE)))
        known = kept[1]
    unknown = sorted(wanted - known)
    if unknown:
        raise ClassTableError(f"The project has no class with the id {', '.join(map(str, unknown))}.")
