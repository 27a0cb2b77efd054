"""How much of heat maps lies in the lesion boxes."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    """Add the table; nothing is known of heat maps that were made before."""
    op.create_table(
        "heat_shares",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("model_id", sa.Integer, nullable=False),
        sa.Column("image_id", sa.Integer, nullable=False),
        sa.Column("class_id", sa.Integer, nullable=False),
        sa.Column("boxes", sa.String(16), nullable=False),
        sa.Column("share", sa.Float(53), nullable=False),
        sa.Column("how", sa.String(32), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_heat_shares"),
        sa.ForeignKeyConstraint(["model_id"], ["models.id"], name="fk_heat_shares_model_id_models"),
        sa.ForeignKeyConstraint(["image_id"], ["images.id"], name="fk_heat_shares_image_id_images"),
        sa.UniqueConstraint("model_id", "image_id", name="uq_heat_shares_model_id_image_id"),
    )
    op.create_index("ix_heat_shares_image_id", "heat_shares", ["image_id"])
