"""Edits on Qt's undo stack."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtGui import QUndoCommand

if TYPE_CHECKING:
    from core.project.labels import Edit


class LabelCommand(QUndoCommand):
    """One edit of one photograph's labels.

    The stack only remembers and names it. Saving, for do, undo and redo alike, is `Session`'s, which moves the stack
    once the save has succeeded: so the stack can't run ahead of what is stored.
    """

    def __init__(self, edit: Edit) -> None:
        super().__init__(edit.what)
        self.edit = edit
