"""Alembic migrations of the store, shipped with the code and run when a project is opened."""
