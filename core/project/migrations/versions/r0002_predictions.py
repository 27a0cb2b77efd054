"""Models and what they predicted, apart from everything human."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Add models, predictions and predicted boxes."""
    op.create_table(
        "models",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("architecture", sa.Text, nullable=False),
        sa.Column("task", sa.String(32), nullable=False),
        sa.Column("class_ids", sa.JSON, nullable=False),
        sa.Column("card", sa.JSON, nullable=False),
        sa.Column("run_folder", sa.Text, nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_models"),
        sa.UniqueConstraint("name", name="uq_models_name"),
    )
    op.create_table(
        "predictions",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("model_id", sa.Integer, nullable=False),
        sa.Column("image_id", sa.Integer, nullable=False),
        sa.Column("probabilities", sa.JSON),
        sa.Column("detects", sa.Boolean, nullable=False),
        sa.Column("predicted_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_predictions"),
        sa.ForeignKeyConstraint(["model_id"], ["models.id"], name="fk_predictions_model_id_models"),
        sa.ForeignKeyConstraint(["image_id"], ["images.id"], name="fk_predictions_image_id_images"),
        sa.UniqueConstraint("model_id", "image_id", name="uq_predictions_model_id_image_id"),
    )
    op.create_index("ix_predictions_image_id", "predictions", ["image_id"])
    op.create_table(
        "predicted_boxes",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("prediction_id", sa.Integer, nullable=False),
        sa.Column("rank", sa.Integer, nullable=False),
        sa.Column("x1", sa.Float(53), nullable=False),
        sa.Column("y1", sa.Float(53), nullable=False),
        sa.Column("x2", sa.Float(53), nullable=False),
        sa.Column("y2", sa.Float(53), nullable=False),
        sa.Column("class_id", sa.Integer, nullable=False),
        sa.Column("score", sa.Float(53), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_predicted_boxes"),
        sa.ForeignKeyConstraint(
            ["prediction_id"],
            ["predictions.id"],
            name="fk_predicted_boxes_prediction_id_predictions",
            ondelete="CASCADE",
        ),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_predicted_boxes_prediction_id", "predicted_boxes", ["prediction_id"])
