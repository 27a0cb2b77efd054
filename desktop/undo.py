"""Steps on Qt's undo stack."""

from __future__ import annotations

from PySide6.QtGui import QUndoCommand


class StepCommand(QUndoCommand):
    """One step of the project's journal.

    The stack only names the step and keeps its place; what it did is read from the journal when it is undone, so a
    stack of a thousand costs nothing and is the same after a restart. Saving, for do, undo and redo alike, is
    `Session`'s, which moves the stack once the save has succeeded: so the stack can't run ahead of what is stored.
    """

    def __init__(self, step_id: int, what: str) -> None:
        super().__init__(what)
        self.step_id = step_id
