"""The open project as the workspaces share it: one selection, one undo stack, one place where edits are saved."""

from __future__ import annotations

import logging
from dataclasses import replace
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QUndoStack

from core.errors import DermDeskError, ProjectMissing, StaleEdit
from desktop.undo import LabelCommand

if TYPE_CHECKING:
    from collections.abc import Sequence

    from core.project.labels import Edit
    from core.project.project import Project

logger = logging.getLogger(__name__)

UNDO_LIMIT = 1000


class PredictsPhotos(Protocol):
    """What a workspace asks of the prediction service; `desktop.predictions` has the real one."""

    def available(self) -> list[str]:
        """Names of the runs that can predict."""

    def predict(self, image_ids: Sequence[int], models: Sequence[str] | None = None) -> int:
        """Start predicting these photographs with these runs, or with all that can; how many answers will come."""


class Session(QObject):
    """The open project, the photograph being looked at, and the undo stack.

    Workspaces listen to the signals and ask through the methods; they never hold on to a project themselves.
    Lives in the window's thread, as the project does.

    Signals:
        project_changed: A project was opened or closed; everything shown is stale.
        image_selected: The photograph with this id is now the current one.
        labels_changed: The stored labels of this photograph are new (edit, undo, redo, or a failed save).
        predictions_changed: Rows of the prediction tables were added or cleared.
        runs_changed: A training run appeared, ended, or was renamed.
        classes_changed: The class table is another one.
        images_changed: Photographs were added, or their splits changed.
        images_filtered: Show only these image ids (a tuple), for this reason; None clears it.
        saved: An edit of this photograph is now on disk.
        save_failed: An edit of this photograph is not; `message` says why.
        message: A line for the status bar or a notice, with its severity: info, warning or error.
        workspace_requested: Switch to `annotate`, `train` or `evaluate`.
    """

    project_changed = Signal()
    image_selected = Signal(int)
    labels_changed = Signal(int)
    predictions_changed = Signal()
    runs_changed = Signal()
    classes_changed = Signal()
    images_changed = Signal()
    images_filtered = Signal(object, str)
    saved = Signal(int)
    save_failed = Signal(int)
    message = Signal(str, str)
    workspace_requested = Signal(str)

    def __init__(self, project: Project | None = None, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._project = project
        self._image_id: int | None = None
        self.undo_stack = QUndoStack(self)
        self.undo_stack.setUndoLimit(UNDO_LIMIT)
        self.prediction_service: PredictsPhotos | None = None

    @property
    def has_project(self) -> bool:
        return self._project is not None

    @property
    def project(self) -> Project:
        """The open project.

        Raises:
            ProjectMissing: None is open.
        """
        if self._project is None:
            raise ProjectMissing("No project is open.", hint="Open or create one first.")
        return self._project

    @property
    def read_only(self) -> bool:
        return self._project is not None and self._project.read_only

    @property
    def image_id(self) -> int | None:
        """The current photograph, None when there is none."""
        return self._image_id

    def set_project(self, project: Project | None) -> None:
        """Make this the open project; the one before is closed and its undo steps are dropped."""
        before, self._project = self._project, project
        self._image_id = None
        self.undo_stack.clear()
        if before is not None and before is not project:
            before.close()
        self.project_changed.emit()

    def lend_project(self) -> None:
        """Close the project for a while, so that a thread of its own can work on it; nothing may be asked of it."""
        self.project.close()

    def take_project_back(self, project: Project) -> None:
        """Go on with the project that was lent, opened anew, on the same photograph and with the same undo steps."""
        self._project = project
        self.classes_changed.emit()
        self.images_changed.emit()

    def select_image(self, image_id: int) -> None:
        """Make this the current photograph."""
        if image_id != self._image_id:
            self._image_id = image_id
            self.image_selected.emit(image_id)

    def show_images(self, ids: Sequence[int] | None, reason: str = "") -> None:
        """Switch to Annotate with the list narrowed to these photographs, or with all of them for None."""
        self.images_filtered.emit(None if ids is None else tuple(ids), reason)
        self.workspace_requested.emit("annotate")

    def set_status(self, text: str, severity: str = "info") -> None:
        """Show a line in the status bar; severity is info, warning or error."""
        self.message.emit(text, severity)

    def apply(self, edit: Edit) -> bool:
        """Save an edit and make it undoable; False when it could not be saved, which has then been told once."""
        if edit.before == edit.after:
            return True
        if not self._save(edit):
            return False
        self.undo_stack.push(LabelCommand(edit))
        return True

    def undo(self) -> bool:
        """Take back the last edit, whichever photograph it was made on, and go to that photograph."""
        while self.undo_stack.canUndo():
            index = self.undo_stack.index() - 1
            if not self._is_dead(index):
                return self._step(index, forward=False)
            self.undo_stack.undo()
        return False

    def redo(self) -> bool:
        """Make again the edit that was last taken back, and go to its photograph."""
        while self.undo_stack.canRedo():
            index = self.undo_stack.index()
            if not self._is_dead(index):
                return self._step(index, forward=True)
            self.undo_stack.redo()
        return False

    def _is_dead(self, index: int) -> bool:
        # Qt drops such a command when the stack passes over it.
        command = self.undo_stack.command(index)
        return command is not None and command.isObsolete()

    def _step(self, index: int, *, forward: bool) -> bool:
        # QUndoStack moves its index even when a command's undo() fails, so the save comes first and the stack follows.
        command = self.undo_stack.command(index)
        if not isinstance(command, LabelCommand):
            raise TypeError(f"the undo stack holds a {type(command).__name__}")
        # The history tells an undo from the edit it takes back.
        edit = command.edit if forward else replace(command.edit.inverse(), what=f"Undo: {command.edit.what}")
        saved = self._save(edit)
        if saved or command.isObsolete():
            (self.undo_stack.redo if forward else self.undo_stack.undo)()
        if saved:
            self.select_image(edit.image_id)
        return saved

    def _save(self, edit: Edit) -> bool:
        try:
            self.project.apply(edit)
        except StaleEdit as error:
            # What the stack remembers of this photograph no longer leads anywhere.
            self._forget(edit.image_id)
            self._tell(error)
        except DermDeskError as error:
            self._tell(error)
        except OSError as error:
            self._tell(error)
        else:
            self.saved.emit(edit.image_id)
            self.labels_changed.emit(edit.image_id)
            return True
        self.save_failed.emit(edit.image_id)
        self.labels_changed.emit(edit.image_id)
        return False

    def _forget(self, image_id: int) -> None:
        for index in range(self.undo_stack.count()):
            command = self.undo_stack.command(index)
            if isinstance(command, LabelCommand) and command.edit.image_id == image_id:
                command.setObsolete(True)

    def _tell(self, error: Exception) -> None:
        logger.error("an edit was not saved: %s", error)
        self.message.emit(str(error), "error")
