"""Verdicts of reviewers, kept with the labels of a photograph."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Add the column; nobody has said anything yet."""
    op.add_column("images", sa.Column("verdicts", sa.JSON))
