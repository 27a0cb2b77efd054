"""What alembic runs: the migrations on the connection that `core.project.upgrade` hands over."""

from __future__ import annotations

from alembic import context

from core.project.schema import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    # SQLite can't alter a column in place; alembic then copies the table.
    render_as_batch=True,
)
with context.begin_transaction():
    context.run_migrations()
