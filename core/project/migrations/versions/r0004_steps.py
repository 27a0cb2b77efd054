"""Steps: what was done in one transaction, so that undo outlives the window and changes of classes have a history."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Add the steps, and to each history row the step it belongs to; rows from before belong to none."""
    op.create_table(
        "steps",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("who", sa.Text, nullable=False),
        sa.Column("what", sa.Text, nullable=False),
        sa.Column("turn", sa.String(16), nullable=False),
        sa.Column("of", sa.Integer),
        sa.Column("classes_before", sa.JSON),
        sa.Column("classes_after", sa.JSON),
        sa.PrimaryKeyConstraint("id", name="pk_steps"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_steps_who", "steps", ["who"])
    op.add_column("history", sa.Column("step_id", sa.Integer))
    op.create_index("ix_history_step_id", "history", ["step_id"])
