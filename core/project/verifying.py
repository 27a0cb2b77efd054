"""Verified means seen by a second person: who gave a photograph its labels, and who may verify them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from core.project import schema
from core.project.label_rows import KIND_EDIT, KIND_IMPORT, MANY

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from sqlalchemy import Connection

    from core.project.records import HistoryEntry


def annotator_of(history: Iterable[HistoryEntry]) -> str | None:
    """Who gave a photograph the boxes and the diagnosis it has now; None where they came with a file or there are none.

    | the labels of now came                            | annotator                                   |
    |---------------------------------------------------|---------------------------------------------|
    | by an edit of boxes or diagnosis                  | who made it                                 |
    | back, by undo or by restoring an earlier version  | who had made them first                     |
    | with an import                                    | nobody: the file doesn't say who drew them  |

    State, flag, notes and the protection of boxes say nothing about the lesion and make nobody an annotator.

    Args:
        history: Of one photograph, the newest first.
    """
    turns = [(entry.who, entry.kind, _drawn(entry.before), _drawn(entry.after)) for entry in history if _says(entry)]
    changes = [turn for turn in turns if turn[2] != turn[3]]
    if not changes:
        return None
    now = changes[0][3]
    if now == _NOTHING or changes[-1][2] == now:  # back to what it was before anybody's edit
        return None
    who, kind, _, _ = next(turn for turn in reversed(changes) if turn[3] == now)
    return who if kind == KIND_EDIT else None


def same_person(one: str | None, other: str | None) -> bool:
    """Whether two names are one person's; somebody unknown is nobody's double.

    >>> same_person("Ana  Lima", "ana lima"), same_person(None, None)
    (True, False)
    """
    return one is not None and other is not None and " ".join(one.split()).casefold() == " ".join(
        other.split()
    ).casefold()  # fmt: skip


def may_verify(reader: str, annotator: str | None) -> bool:
    """Whether a reader's yes makes a photograph verified: the reader isn't the one who labelled it."""
    return not same_person(reader, annotator)


def read_annotators(connection: Connection, ids: Collection[int]) -> dict[int, str | None]:
    """Annotators by image id, as `annotator_of`."""
    table = schema.history
    columns = (table.c.image_id, table.c.who, table.c.kind, table.c.before, table.c.after)
    query = select(*columns).where(table.c.kind.in_((KIND_EDIT, KIND_IMPORT))).order_by(table.c.id.desc())
    found: dict[int, list[Any]] = {image_id: [] for image_id in ids}
    wanted = sorted(found)
    for start in range(0, len(wanted), MANY):
        for row in connection.execute(query.where(table.c.image_id.in_(wanted[start : start + MANY]))):
            found[row.image_id].append(row)
    return {image_id: annotator_of(rows) for image_id, rows in found.items()}


_NOTHING: tuple[object, ...] = (None, ())


def _says(entry: HistoryEntry) -> bool:
    return entry.kind in (KIND_EDIT, KIND_IMPORT)


def _drawn(labels: Mapping[str, Any]) -> tuple[object, ...]:
    """What labels of the history say about lesions, to be compared."""
    boxes = tuple(sorted((box["uid"], tuple(box["box"]), box["class_id"]) for box in labels["boxes"]))
    return labels["diagnosis"], boxes
