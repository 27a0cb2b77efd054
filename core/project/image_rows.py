"""Photographs in the store: roots, records, splits and counts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import case, func, select

from core.errors import ProjectError
from core.project import schema
from core.project.label_rows import KIND_SPLIT, MANY, history_row
from core.project.labels import ImageState, Split
from core.project.records import ClassProgress, Counts, ImageRecord
from core.project.roots import located_path, stored_path

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from datetime import datetime
    from pathlib import Path

    from sqlalchemy import Connection

_STATES = {state.value: state for state in ImageState}
_SPLITS: dict[str | None, Split | None] = {None: None, **{split.value: split for split in Split}}


def stored_root(folder: Path, root: Path) -> str:
    """How a root is written down: relative to the project folder when inside it, so both can be moved together."""
    return stored_path(folder.resolve(), root.resolve())


def read_roots(connection: Connection, folder: Path) -> dict[int, Path]:
    """Absolute root folders by id."""
    rows = connection.execute(select(schema.roots.c.id, schema.roots.c.path))
    return {row.id: located_path(folder.resolve(), row.path) for row in rows}


def require_root(connection: Connection, folder: Path, root: Path) -> int:
    """Id of a root folder, which is noted when it is new.

    Raises:
        ProjectError: It is no folder.
    """
    if not root.is_dir():
        raise ProjectError("The photographs' folder isn't there.", path=root)
    path = stored_root(folder, root)
    table = schema.roots
    found = connection.scalar(select(table.c.id).where(table.c.path == path))
    if found is not None:
        return int(found)
    key = connection.execute(table.insert().values(path=path)).inserted_primary_key
    assert key is not None
    return int(key[0])


def relink_root(connection: Connection, folder: Path, old: Path, new: Path) -> int:
    """Say that a root's photographs now lie in another folder; returns how many photographs that are.

    Raises:
        ProjectError: `old` is no root, `new` is one already or is no folder, or holds none of the photographs.
    """
    table, images = schema.roots, schema.images
    roots = read_roots(connection, folder)
    root_id = next((key for key, path in roots.items() if path in (old, old.resolve())), None)
    if root_id is None:
        raise ProjectError(
            "The project has no photographs from this folder.",
            hint=f"It has some from: {', '.join(map(str, roots.values())) or 'nowhere'}.",
            path=old,
        )
    if not new.is_dir():
        raise ProjectError("The photographs' new folder isn't there.", path=new)
    if any(key != root_id and path == new.resolve() for key, path in roots.items()):
        raise ProjectError(
            "The project already has photographs from this folder.",
            hint="Import it again: photographs that moved there are recognised by their content.",
            path=new,
        )
    paths = connection.scalars(select(images.c.relative_path).where(images.c.root_id == root_id)).all()
    if paths and not any((new / path).is_file() for path in paths):
        raise ProjectError(f"None of the {len(paths)} photographs is in the new folder.", path=new)
    connection.execute(table.update().where(table.c.id == root_id).values(path=stored_root(folder, new)))
    return len(paths)


def read_images(
    connection: Connection, folder: Path, *, split: Split | None = None, ids: Collection[int] | None = None
) -> list[ImageRecord]:
    """Photographs ordered by relative path, in one query (and one for the few roots)."""
    images = schema.images
    query = select(
        images.c.id,
        images.c.root_id,
        images.c.relative_path,
        images.c.sha256,
        images.c.width,
        images.c.height,
        images.c.orientation,
        images.c.split,
        images.c.patient,
        images.c.diagnosis,
        images.c.state,
        images.c.box_count,
        images.c.metadata,
        images.c.image_class,
        images.c.flagged,
        images.c.reason,
    ).order_by(images.c.relative_path, images.c.id)
    if split is not None:
        query = query.where(images.c.split == split.value)
    wanted = None
    if ids is not None:
        wanted = frozenset(ids)
        if len(wanted) <= MANY:
            query = query.where(images.c.id.in_(wanted))
    roots = read_roots(connection, folder)
    # Positions and no names, rows fetched at once: this runs over all photographs each time a list is filled.
    return [
        ImageRecord(
            row[0],
            roots[row[1]] / row[2],
            row[2],
            row[3],
            row[4],
            row[5],
            row[6],
            _SPLITS[row[7]],
            row[8],
            row[9],
            _STATES[row[10]],
            row[11],
            row[12],
            row[13],
            row[14],
            row[15],
        )
        for row in connection.execute(query).all()
        if wanted is None or row[0] in wanted
    ]


def write_splits(
    connection: Connection, assignments: Mapping[int, Split | None], *, who: str, at: datetime, what: str
) -> int:
    """Put photographs on the sides given, a history row for each that changes; returns how many change.

    Raises:
        ProjectError: A photograph is unknown, or a patient would be on two sides.
    """
    images = schema.images
    query = select(images.c.id, images.c.split)
    if len(assignments) <= MANY:
        query = query.where(images.c.id.in_(assignments))
    stored = {row.id: _SPLITS[row.split] for row in connection.execute(query)}
    unknown = sorted(assignments.keys() - stored.keys())
    if unknown:
        raise ProjectError(f"The project has no photograph with the id {unknown[0]}.")
    changes = {key: split for key, split in assignments.items() if stored[key] is not split}
    for split in (None, *Split):
        ids = [key for key, value in changes.items() if value is split]
        for start in range(0, len(ids), MANY):
            chosen = images.c.id.in_(ids[start : start + MANY])
            connection.execute(images.update().where(chosen).values(split=split and split.value))
    if not changes:
        return 0
    _refuse_divided_patients(connection, changes)
    connection.execute(
        schema.history.insert(),
        [
            history_row(
                key,
                who=who,
                at=at,
                kind=KIND_SPLIT,
                what=what,
                before={"split": stored[key]},
                after={"split": split},
            )
            for key, split in changes.items()
        ],
    )
    return len(changes)


def _refuse_divided_patients(connection: Connection, changed: Collection[int]) -> None:
    images = schema.images
    divided = (
        select(images.c.patient)
        .where(images.c.patient.is_not(None), images.c.split.is_not(None))
        .group_by(images.c.patient)
        .having(func.min(images.c.split) != func.max(images.c.split))
    )
    # Patients that a table brought in divided are not this change's fault, unless it touches them.
    rows = connection.execute(select(images.c.id, images.c.patient).where(images.c.patient.in_(divided)))
    patients = sorted({row.patient for row in rows if row.id in changed})
    if patients:
        raise ProjectError(
            f"Patient {patients[0]!r} would have photographs on two sides of the split"
            + (f", and so would {len(patients) - 1} others." if len(patients) > 1 else "."),
            hint="Move all photographs of a patient together.",
        )


def read_counts(connection: Connection) -> Counts:
    """Numbers of photographs by state, class and split."""
    images = schema.images
    # Each of these is answered by an index alone.
    states = connection.execute(select(images.c.state, func.count()).group_by(images.c.state))
    by_state = {state.value: 0 for state in ImageState} | {row[0]: row[1] for row in states}
    splits = connection.execute(select(images.c.split, func.count()).group_by(images.c.split))
    by_split: dict[str | None, int] = {split.value: 0 for split in Split}
    by_split |= {row[0]: row[1] for row in splits}
    classes = connection.execute(select(images.c.image_class, func.count()).group_by(images.c.image_class))
    return Counts(
        images=sum(by_state.values()),
        boxes=connection.scalar(select(func.sum(images.c.box_count))) or 0,
        by_state=by_state,
        by_class={row[0]: row[1] for row in classes},
        by_split=by_split,
    )


def read_progress(connection: Connection) -> dict[int | None, ClassProgress]:
    """How far each class has come, by class id, in one query; classes without a photograph are left out."""
    images = schema.images
    verified = images.c.state == ImageState.VERIFIED.value
    done = images.c.state.in_((ImageState.LABELLED.value, ImageState.VERIFIED.value))
    query = select(
        images.c.image_class, func.count(), func.sum(case((done, 1), else_=0)), func.sum(case((verified, 1), else_=0))
    ).group_by(images.c.image_class)
    return {row[0]: ClassProgress(*row) for row in connection.execute(query)}


def read_reasons(connection: Connection, limit: int) -> list[str]:
    """Reasons of rejected photographs and of noise, the most usual first."""
    images = schema.images
    left_out = images.c.state.in_((ImageState.REJECTED.value, ImageState.NOISE.value))
    query = (
        select(images.c.reason)
        .where(left_out, images.c.reason != "")
        .group_by(images.c.reason)
        .order_by(func.count().desc(), images.c.reason)
        .limit(limit)
    )
    return list(connection.scalars(query))
