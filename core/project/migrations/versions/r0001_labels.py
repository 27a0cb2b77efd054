"""Photographs, classes, human labels and their history."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Make the first tables."""
    op.create_table(
        "project",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_project"),
    )
    op.create_table(
        "settings",
        sa.Column("key", sa.String(200), nullable=False),
        sa.Column("value", sa.JSON, nullable=False),
        sa.PrimaryKeyConstraint("key", name="pk_settings"),
    )
    op.create_table(
        "classes",
        sa.Column("id", sa.Integer, autoincrement=False, nullable=False),
        sa.Column("position", sa.Integer, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("code", sa.String(16), nullable=False),
        sa.Column("colour", sa.String(16), nullable=False),
        sa.Column("aliases", sa.JSON, nullable=False),
        sa.Column("removed", sa.Boolean, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_classes"),
    )
    op.create_table(
        "roots",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("path", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_roots"),
        sa.UniqueConstraint("path", name="uq_roots_path"),
    )
    op.create_table(
        "images",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("root_id", sa.Integer, nullable=False),
        sa.Column("relative_path", sa.Text, nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("width", sa.Integer, nullable=False),
        sa.Column("height", sa.Integer, nullable=False),
        sa.Column("orientation", sa.Integer, nullable=False),
        sa.Column("file_size", sa.Integer, nullable=False),
        sa.Column("split", sa.String(16)),
        sa.Column("patient", sa.Text),
        sa.Column("diagnosis", sa.Integer),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("metadata", sa.JSON, nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_images"),
        sa.ForeignKeyConstraint(["root_id"], ["roots.id"], name="fk_images_root_id_roots"),
        sa.ForeignKeyConstraint(["diagnosis"], ["classes.id"], name="fk_images_diagnosis_classes"),
        sa.UniqueConstraint("root_id", "relative_path", name="uq_images_root_id_relative_path"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_images_sha256", "images", ["sha256"])
    op.create_table(
        "boxes",
        sa.Column("uid", sa.String(64), nullable=False),
        sa.Column("image_id", sa.Integer, nullable=False),
        sa.Column("position", sa.Integer, nullable=False),
        sa.Column("x1", sa.Float(53), nullable=False),
        sa.Column("y1", sa.Float(53), nullable=False),
        sa.Column("x2", sa.Float(53), nullable=False),
        sa.Column("y2", sa.Float(53), nullable=False),
        sa.Column("class_id", sa.Integer, nullable=False),
        sa.Column("difficult", sa.Boolean, nullable=False),
        sa.Column("truncated", sa.Boolean, nullable=False),
        sa.Column("occluded", sa.Boolean, nullable=False),
        sa.Column("locked", sa.Boolean, nullable=False),
        sa.Column("note", sa.Text, nullable=False),
        sa.Column("parent", sa.Integer),
        sa.PrimaryKeyConstraint("uid", name="pk_boxes"),
        sa.ForeignKeyConstraint(["image_id"], ["images.id"], name="fk_boxes_image_id_images"),
        sa.ForeignKeyConstraint(["class_id"], ["classes.id"], name="fk_boxes_class_id_classes"),
    )
    op.create_index("ix_boxes_image_id", "boxes", ["image_id"])
    op.create_table(
        "history",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("image_id", sa.Integer, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("who", sa.Text, nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("what", sa.Text, nullable=False),
        sa.Column("before", sa.JSON, nullable=False),
        sa.Column("after", sa.JSON, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_history"),
        sa.ForeignKeyConstraint(["image_id"], ["images.id"], name="fk_history_image_id_images"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_history_image_id_kind", "history", ["image_id", "kind"])
