"""How much of classifiers' heat maps lies in the lesion boxes, in the store. The maps themselves are not kept."""

from __future__ import annotations

import hashlib
import struct
from typing import TYPE_CHECKING

from sqlalchemy import select

from core.errors import ProjectError, UnknownModel
from core.project import schema
from core.project.records import HeatShare

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence
    from datetime import datetime

    from sqlalchemy import Connection

    Corners = tuple[float, float, float, float]


def boxes_digest(boxes: Iterable[Corners]) -> str:
    """What lesion boxes are known by to a share of heat: their places alone, in any order.

    >>> boxes_digest([(0, 0, 9, 9), (1, 1, 5, 5)]) == boxes_digest([(1, 1, 5, 5), (0, 0, 9, 9)])
    True
    """
    packed = b"".join(struct.pack("<4d", *corners) for corners in sorted(boxes))
    return hashlib.sha1(packed, usedforsecurity=False).hexdigest()[:16]


def write_heat(connection: Connection, shares: Sequence[HeatShare], *, at: datetime) -> None:
    """Store shares; each replaces what was known of its model and photograph.

    Raises:
        UnknownModel: A share's model was never noted.
        ProjectError: A photograph is unknown.
    """
    table, models, images = schema.heat_shares, schema.models, schema.images
    ids = {row[0]: row[1] for row in connection.execute(select(models.c.name, models.c.id))}
    latest = {(entry.model, entry.image_id): entry for entry in shares}
    for entry in latest.values():
        if entry.model not in ids:
            raise UnknownModel(
                f"The project knows no model {entry.model!r}.", hint=f"It knows: {', '.join(ids) or 'none'}."
            )
        if connection.scalar(select(images.c.id).where(images.c.id == entry.image_id)) is None:
            raise ProjectError(f"The project has no photograph with the id {entry.image_id}.")
        key = {"model_id": ids[entry.model], "image_id": int(entry.image_id)}
        connection.execute(
            table.delete().where(table.c.model_id == key["model_id"], table.c.image_id == key["image_id"])
        )
        connection.execute(
            table.insert().values(
                **key,
                class_id=int(entry.class_id),
                boxes=entry.boxes,
                share=float(entry.share),
                how=entry.how,
                made_at=at,
            )
        )


def read_heat(
    connection: Connection, *, models: Collection[str] | None = None, below: float | None = None
) -> list[HeatShare]:
    """Stored shares by model and photograph, also of boxes that have changed since.

    Args:
        connection: Of the store.
        models: Only of these.
        below: Only smaller ones.
    """
    table, known = schema.heat_shares, schema.models
    query = (
        select(known.c.name, table.c.image_id, table.c.class_id, table.c.share, table.c.boxes, table.c.how)
        .join(known, known.c.id == table.c.model_id)
        .order_by(known.c.name, table.c.image_id)
    )
    if models is not None:
        query = query.where(known.c.name.in_(models))
    if below is not None:
        query = query.where(table.c.share < below)
    return [HeatShare(*row) for row in connection.execute(query).all()]
