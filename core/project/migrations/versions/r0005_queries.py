"""Flags of photographs, and columns and indexes that make queries quick."""

from __future__ import annotations

import json
import struct
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"

BATCH = 500


def upgrade() -> None:
    """Add the columns, fill them from what is there, then make the indexes."""
    for column in (
        sa.Column("flagged", sa.Boolean, nullable=False, server_default=sa.false()),
        sa.Column("box_count", sa.Integer, nullable=False, server_default=sa.text("0")),
        sa.Column("image_class", sa.Integer),
        sa.Column("smallest_area", sa.Float(53)),
        sa.Column("largest_area", sa.Float(53)),
        sa.Column("box_flags", sa.Integer, nullable=False, server_default=sa.text("0")),
        sa.Column("search_text", sa.Text, nullable=False, server_default=sa.text("''")),
        sa.Column("written_text", sa.Text, nullable=False, server_default=sa.text("''")),
    ):
        op.add_column("images", column)
    op.add_column("predictions", sa.Column("top_class", sa.Integer))
    op.add_column("predictions", sa.Column("top_score", sa.Float(53)))
    _fill_images(op.get_bind())
    _fill_predictions(op.get_bind())
    op.create_index("ix_images_relative_path_id", "images", ["relative_path", "id"])
    for name in ("state", "split", "patient", "image_class", "box_count"):
        op.create_index(f"ix_images_{name}", "images", [name])
    op.create_index("ix_history_who_kind_image_id", "history", ["who", "kind", "image_id"])
    op.create_index("ix_predictions_top_score", "predictions", ["top_score", "model_id", "top_class", "image_id"])
    op.create_index("ix_predictions_top_class", "predictions", ["top_class", "model_id", "top_score", "image_id"])


# How a column follows from the others is written out here again, as it was when this revision was made: a migration
# must not change with the code.


def _fill_images(connection: sa.Connection) -> None:
    boxes: dict[int, list[sa.Row[Any]]] = {}
    for row in connection.execute(sa.text("SELECT * FROM boxes ORDER BY image_id, position")):
        boxes.setdefault(row.image_id, []).append(row)
    images = connection.execute(
        sa.text("SELECT id, relative_path, patient, metadata, diagnosis, reason FROM images")
    ).all()
    rows = []
    for image in images:
        mine = boxes.get(image.id, [])
        areas = [(box.x2 - box.x1) * (box.y2 - box.y1) for box in mine]
        classes = {box.class_id for box in mine}
        shared = classes.pop() if len(classes) == 1 else None
        further = image.metadata if isinstance(image.metadata, dict) else json.loads(image.metadata)
        rows.append(
            {
                "key": image.id,
                "box_count": len(areas),
                "image_class": shared if image.diagnosis is None else image.diagnosis,
                "smallest_area": min(areas, default=None),
                "largest_area": max(areas, default=None),
                "box_flags": _bits(mine),
                "search_text": image.relative_path.casefold()
                + "\x1f"
                + _folded((image.patient, *map(str, further.values()))),
                "written_text": _folded((image.reason, *(box.note for box in mine))),
            }
        )
    statement = sa.text(
        "UPDATE images SET box_count = :box_count, image_class = :image_class, smallest_area = :smallest_area, "
        "largest_area = :largest_area, box_flags = :box_flags, search_text = :search_text, "
        "written_text = :written_text WHERE id = :key"
    )
    for start in range(0, len(rows), BATCH):
        connection.execute(statement, rows[start : start + BATCH])


def _fill_predictions(connection: sa.Connection) -> None:
    class_ids = {
        row.id: row.class_ids if isinstance(row.class_ids, list) else json.loads(row.class_ids)
        for row in connection.execute(sa.text("SELECT id, class_ids FROM models"))
    }
    best: dict[int, tuple[int, float]] = {}
    boxes = sa.text("SELECT prediction_id, class_id, score FROM predicted_boxes ORDER BY prediction_id, rank")
    for box in connection.execute(boxes):
        if box.prediction_id not in best or box.score > best[box.prediction_id][1]:
            best[box.prediction_id] = (box.class_id, box.score)
    packed = sa.text("SELECT id, model_id, probabilities FROM predictions WHERE probabilities IS NOT NULL")
    for row in connection.execute(packed):
        values = struct.unpack(f"<{len(row.probabilities) // 8}d", row.probabilities)
        first = max(range(len(values)), key=values.__getitem__)
        best[row.id] = (class_ids[row.model_id][first], values[first])
    rows = [{"key": key, "top_class": class_id, "top_score": score} for key, (class_id, score) in best.items()]
    statement = sa.text("UPDATE predictions SET top_class = :top_class, top_score = :top_score WHERE id = :key")
    for start in range(0, len(rows), BATCH):
        connection.execute(statement, rows[start : start + BATCH])


def _bits(boxes: list[sa.Row[Any]]) -> int:
    bits = 0
    for box in boxes:
        held = (box.difficult, box.truncated, box.occluded, box.locked, box.note)
        bits |= sum(1 << place for place, holds in enumerate(held) if holds)
    return bits


def _folded(parts: tuple[str | None, ...]) -> str:
    return "\n".join(part for part in parts if part).casefold()
