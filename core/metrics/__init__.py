"""Metrics as pure functions on numpy arrays. They know classes by column; `core.evaluation` knows their ids."""
