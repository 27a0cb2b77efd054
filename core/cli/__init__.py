"""The `dermdesk` command: all that the window does, without a screen. It calls the same functions of `core`."""

from core.cli.main import cli

__all__ = ["cli"]
