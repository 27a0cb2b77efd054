"""Predictions packed as bytes, a detector's word on the whole photograph, and a counter of each table's changes."""

from __future__ import annotations

import json
import struct

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

AT_ONCE = 5000
COUNTED = ("boxes", "classes", "images", "models", "predictions")


def upgrade() -> None:
    """Add the columns, fill them from what is stored, and drop the JSON."""
    versions = op.create_table(
        "versions",
        sa.Column("table_name", sa.String(64), nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("table_name", name="pk_versions"),
    )
    op.bulk_insert(versions, [{"table_name": name, "number": 0} for name in COUNTED])
    op.add_column("predictions", sa.Column("image_class", sa.Integer))
    op.add_column("predictions", sa.Column("packed", sa.LargeBinary))
    op.add_column("predictions", sa.Column("packed_boxes", sa.LargeBinary))
    _fill(op.get_bind())
    with op.batch_alter_table("predictions") as batch:
        batch.drop_column("probabilities")
        batch.alter_column("packed", new_column_name="probabilities", existing_type=sa.LargeBinary)


def _fill(connection: sa.Connection) -> None:
    table = sa.table(
        "predictions",
        *map(sa.column, ("id", "probabilities", "detects", "image_class", "packed", "packed_boxes")),
    )
    boxes = sa.table(
        "predicted_boxes",
        *map(sa.column, ("prediction_id", "rank", "x1", "y1", "x2", "y2", "class_id", "score")),
    )
    written = (
        table.update()
        .where(table.c.id == sa.bindparam("key"))
        .values(
            image_class=sa.bindparam("named", type_=sa.Integer),
            packed=sa.bindparam("floats", type_=sa.LargeBinary),
            packed_boxes=sa.bindparam("found", type_=sa.LargeBinary),
        )
    )
    last = connection.scalar(sa.select(sa.func.max(table.c.id))) or 0
    for start in range(0, last + 1, AT_ONCE):
        here = table.c.id.between(start, start + AT_ONCE - 1)
        found: dict[int, list[float]] = {}
        best: dict[int, tuple[float, int]] = {}
        of_boxes = (
            sa.select(boxes)
            .where(boxes.c.prediction_id.between(start, start + AT_ONCE - 1))
            .order_by(boxes.c.prediction_id, boxes.c.rank)
        )
        for key, _, x1, y1, x2, y2, class_id, score in connection.execute(of_boxes):
            found.setdefault(key, []).extend((x1, y1, x2, y2, class_id, score))
            if key not in best or score > best[key][0]:
                best[key] = (score, class_id)
        rows = []
        for key, floats, detects in connection.execute(
            sa.select(table.c.id, table.c.probabilities, table.c.detects).where(here)
        ):
            # Untyped columns: SQLite gives the JSON as text, PostgreSQL as a list.
            values = json.loads(floats) if isinstance(floats, str) else floats
            rows.append(
                {
                    "key": key,
                    "named": best[key][1] if key in best else None,
                    "floats": None if values is None else _pack(values),
                    "found": _pack(found.get(key, [])) if detects else None,
                }
            )
        if rows:
            connection.execute(written, rows)


def _pack(values: list[float]) -> bytes:
    return struct.pack(f"<{len(values)}d", *values)
