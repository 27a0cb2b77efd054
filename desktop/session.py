"""The open project as the workspaces share it: one selection, one undo stack, one place where edits are saved."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QUndoStack

from core.errors import ClassTableError, DermDeskError, ProjectMissing, StaleEdit
from core.project.class_editing import with_added
from desktop.asking import Questions
from desktop.saving import Saver
from desktop.translating import core_text, told
from desktop.undo import StepCommand

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from core.classes import ClassTable
    from core.project.labels import Edit
    from core.project.project import Project
    from core.project.steps import Step

logger = logging.getLogger(__name__)

UNDO_LIMIT = 1000
RESTORE_AFTER_MS = 200
"""When a project's undo steps are read: once its first photograph is on the screen."""
ONE_BY_ONE = 20
"""Up to so many photographs of one step are told singly; beyond, the whole list is read again."""


class PredictsPhotos(Protocol):
    """What a workspace asks of the prediction service; `desktop.predictions` has the real one."""

    def available(self) -> list[str]:
        """Names of the runs that can predict."""

    def predict(self, image_ids: Sequence[int], models: Sequence[str] | None = None) -> int:
        """Start predicting these photographs with these runs, or with all that can; how many answers will come."""


class Session(QObject):
    """The open project, the photograph being looked at, and the undo stack.

    Workspaces listen to the signals and ask through the methods; they never hold on to a project themselves.
    Lives in the window's thread, and changes the project there; `questions` read it in another.

    Signals:
        project_changed: A project was opened or closed; everything shown is stale.
        image_selected: The photograph with this id is now the current one.
        labels_changed: The labels of this photograph are new (edit, undo, redo, or a failed save).
        predictions_changed: Rows of the prediction tables were added or cleared.
        weights_changed: The classifiers of EnsembleNet have other weights.
        runs_changed: A training run appeared, ended, or was renamed.
        classes_changed: The class table is another one.
        images_changed: Photographs were added, or their splits changed.
        photos_moved: Files may be in other places now, so what could not be read is worth another try.
        images_filtered: Show only these image ids (a tuple), for this reason; None clears it.
        photos_reviewed: Review these image ids (a tuple), for this reason.
        saving: An edit of this photograph is on its way to the disk; `saved` or `save_failed` follows.
        saved: An edit of this photograph is now on disk; 0 for one of classes or of many photographs.
        save_failed: An edit of this photograph is not; `message` says why.
        step_turned: A step was taken back or made again: its name, its photographs' ids (a tuple), and True for again.
        annotator_changed: Another person works now; their name.
        message: A line for the status bar or a notice, with its severity: info, warning or error.
        workspace_requested: Switch to `annotate`, `train`, `evaluate` or `review`.
    """

    project_changed = Signal()
    image_selected = Signal(int)
    labels_changed = Signal(int)
    predictions_changed = Signal()
    weights_changed = Signal()
    runs_changed = Signal()
    classes_changed = Signal()
    images_changed = Signal()
    photos_moved = Signal()
    images_filtered = Signal(object, str)
    photos_reviewed = Signal(object, str)
    saving = Signal(int)
    saved = Signal(int)
    save_failed = Signal(int)
    step_turned = Signal(str, object, bool)
    annotator_changed = Signal(str)
    message = Signal(str, str)
    workspace_requested = Signal(str)

    def __init__(self, project: Project | None = None, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._project = project
        self._image_id: int | None = None
        self._saver = Saver(self)
        self.questions = Questions(self)
        self.undo_stack = QUndoStack(self)
        self.undo_stack.setUndoLimit(UNDO_LIMIT)
        self._annotator = ""
        self._restoring = QTimer(self)
        self._restoring.setSingleShot(True)
        self._restoring.setInterval(RESTORE_AFTER_MS)
        self._restoring.timeout.connect(self._restore_steps)
        self._restored = True
        if project is not None:
            self._restore_soon()
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
    def annotator(self) -> str:
        """Who is working: the name in the history. Empty while no project is open and nobody gave a name."""
        return self._annotator or ("" if self._project is None else self._project.who)

    def set_annotator(self, name: str) -> None:
        """Say who works from now on. What another person did before is none of theirs to undo."""
        if name == self.annotator:
            return
        self._saver.settle()
        self._annotator = name
        if self._project is not None:
            self._project.who = name
            self._restore_soon()
        self.annotator_changed.emit(name)

    @property
    def read_only(self) -> bool:
        return self._project is not None and self._project.read_only

    @property
    def is_saving(self) -> bool:
        """Whether an edit is on its way to the disk."""
        return self._saver.is_busy

    def settle(self) -> None:
        """Wait until what is being saved is on the disk or has failed, and tell of it."""
        self._saver.settle()

    @property
    def can_undo(self) -> bool:
        """Whether there is a step to take back; one that is being saved is waited for when it is."""
        return self.is_saving or self.undo_stack.canUndo()

    @property
    def image_id(self) -> int | None:
        """The current photograph, None when there is none."""
        return self._image_id

    def set_project(self, project: Project | None) -> None:
        """Make this the open project; the one before is closed. Its undo steps are those it was closed with."""
        self._saver.settle()
        self.questions.forget()
        before, self._project = self._project, project
        self._image_id = None
        self._restored = True
        self.undo_stack.clear()
        if project is not None:
            project.who = self._annotator or project.who
            self._restore_soon()
        if before is not None and before is not project:
            before.close()
        self.project_changed.emit()

    def lend_project(self) -> None:
        """Close the project for a while, so that a thread of its own can work on it; nothing may be asked of it."""
        self._saver.settle()
        self.questions.forget()
        self.project.close()

    def take_project_back(self, project: Project) -> None:
        """Go on with the project that was lent, opened anew, on the same photograph and with the same undo steps."""
        self._project = project
        project.who = self._annotator or project.who
        self.classes_changed.emit()
        self.images_changed.emit()
        self.photos_moved.emit()

    def relink(self, old: Path, new: Path) -> int:
        """Say that the photographs of a folder are in another one now; returns how many.

        Raises:
            ProjectError: None of them is there, or the folder is one of the project's already.
        """
        number = self.project.relink_root(old, new)
        self.images_changed.emit()
        self.photos_moved.emit()
        return number

    def select_image(self, image_id: int) -> None:
        """Make this the current photograph."""
        if image_id != self._image_id:
            self._image_id = image_id
            self.image_selected.emit(image_id)

    def show_images(self, ids: Sequence[int] | None, reason: str = "") -> None:
        """Switch to Annotate with the list narrowed to these photographs, or with all of them for None."""
        self.images_filtered.emit(None if ids is None else tuple(ids), reason)
        self.workspace_requested.emit("annotate")

    def review_images(self, ids: Sequence[int], reason: str = "") -> None:
        """Switch to Review with exactly these photographs, whether they are suspect or not."""
        self.workspace_requested.emit("review")  # which is built by this where it wasn't
        self.photos_reviewed.emit(tuple(ids), reason)

    def set_status(self, text: str, severity: str = "info") -> None:
        """Show a line in the status bar; severity is info, warning or error."""
        self.message.emit(text, severity)

    # Edits

    def apply(self, edit: Edit) -> bool:
        """Save an edit and make it undoable; False when it could not be saved, which has then been told once."""
        if edit.changes_nothing:
            return True
        return self._do(lambda: self.project.apply(edit), edit.what, edit.image_id)

    def apply_soon(self, edit: Edit) -> bool:
        """As `apply`, without waiting for the disk: the edit is shown at once, and `saved` follows in milliseconds.

        Where it can't be saved, `save_failed` and `labels_changed` come instead, and the photograph is gone back to.
        False only where nothing can be saved at all.
        """
        if edit.changes_nothing:
            return True
        if self.read_only:
            return self.apply(edit)
        self._saver.settle()
        self._restore_steps()
        self._saver.follow(
            self.project.apply_soon(edit),
            done=lambda step_id: self._saved_soon(step_id, edit),
            failed=lambda error: self._failed_soon(error, edit),
        )
        self.saving.emit(edit.image_id)
        self.labels_changed.emit(edit.image_id)
        return True

    def _saved_soon(self, step_id: int | None, edit: Edit) -> None:
        if step_id is not None:
            self.undo_stack.push(StepCommand(step_id, edit.what))
        self.saved.emit(edit.image_id)

    def _failed_soon(self, error: Exception, edit: Edit) -> None:
        self._tell_failure(error, (edit.image_id,))
        # The person may have gone on meanwhile, and has to see what is missing.
        self.select_image(edit.image_id)

    def apply_all(self, edits: Sequence[Edit], what: str) -> bool:
        """Save edits of several photographs, all or none, as one step; as `apply`."""
        ids = {edit.image_id for edit in edits if not edit.changes_nothing}
        return not ids or self._do(lambda: self.project.apply_all(edits, what=what), what, *sorted(ids))

    def change_classes(self, after: ClassTable, what: str) -> bool:
        """Make this the class table, as a step; as `apply`."""
        return self._do(lambda: self.project.journal.change_classes(after, what), what, classes=True)

    def add_class(self, name: str) -> bool:
        """Add a class with an id never used before, as a step; as `apply`.

        Raises:
            ClassTableError: A class answers to the name already, or it is empty.
        """
        after = with_added(self.project.classes, self.project.journal.next_class_id(), name)
        return self.change_classes(after, f"Add class {after.classes[-1].name}")

    def merge_classes(self, source: int, target: int, *, keep_names: bool, what: str) -> bool:
        """Give all that is of one class to another and remove it, as one step; as `apply`."""

        def merge() -> int | None:
            return self.project.journal.merge_classes(source, target, keep_names=keep_names, what=what)

        done = self._do(merge, what, classes=True)
        if done:
            self.images_changed.emit()
        return done

    def _do(self, save: Callable[[], int | None], what: str, *image_ids: int, classes: bool = False) -> bool:
        self._saver.settle()
        self._restore_steps()
        try:
            step_id = save()
        except (DermDeskError, OSError) as error:
            self._tell_failure(error, image_ids)
            return False
        if step_id is not None:
            self.undo_stack.push(StepCommand(step_id, what))
        self._tell_saved(image_ids, classes=classes)
        return True

    def _tell_saved(self, image_ids: Sequence[int], *, classes: bool) -> None:
        self.saved.emit(image_ids[0] if len(image_ids) == 1 else 0)
        if classes:
            self.classes_changed.emit()
        if len(image_ids) > ONE_BY_ONE:
            self.images_changed.emit()
        else:
            for image_id in image_ids:
                self.labels_changed.emit(image_id)

    def _tell_failure(self, error: Exception, image_ids: Sequence[int]) -> None:
        logger.error("an edit was not saved: %s", error)
        self.message.emit(told(error), "error")
        for image_id in image_ids[:ONE_BY_ONE] or (0,):
            self.save_failed.emit(image_id)
            if image_id:
                self.labels_changed.emit(image_id)

    # Undo

    def undo(self) -> bool:
        """Take back the last edit, whichever photograph it was made on, and go to that photograph.

        One that no longer fits, since somebody else changed its photograph, is passed over and told; False then.
        """
        self._saver.settle()
        self._restore_steps()
        while self.undo_stack.canUndo():
            index = self.undo_stack.index() - 1
            if not self._is_dead(index):
                return self._turn(index, forward=False)
            self.undo_stack.undo()
        return False

    def redo(self) -> bool:
        """Make again the edit that was last taken back, and go to its photograph; as `undo`."""
        self._saver.settle()
        self._restore_steps()
        while self.undo_stack.canRedo():
            index = self.undo_stack.index()
            if not self._is_dead(index):
                return self._turn(index, forward=True)
            self.undo_stack.redo()
        return False

    def _restore_soon(self) -> None:
        self.undo_stack.clear()
        self._restored = False
        self._restoring.start()

    def _restore_steps(self) -> None:
        """Fill the stack with what this person did, also before the last start. Without effect once done."""
        if self._restored:
            return
        self._restored = True
        self._restoring.stop()
        if self._project is None or self._project.read_only:
            return
        try:
            stacks = self._project.journal.stacks(self._project.who)
        except DermDeskError as error:
            # The labels are what counts; without the steps one can't undo, which is told, and goes on.
            self.message.emit(told(error), "warning")
            return
        steps = (*stacks.done, *reversed(stacks.undone))
        if not steps:
            return
        stack = self.undo_stack
        blocked = stack.blockSignals(True)
        for record in steps:
            stack.push(StepCommand(record.id, record.what))
        stack.setIndex(stack.count() - len(stacks.undone))
        stack.blockSignals(blocked)
        stack.indexChanged.emit(stack.index())

    def _is_dead(self, index: int) -> bool:
        # Qt drops such a command when the stack passes over it.
        command = self.undo_stack.command(index)
        return command is not None and command.isObsolete()

    def _turn(self, index: int, *, forward: bool) -> bool:
        # QUndoStack moves its index even when a command's undo() fails, so the save comes first and the stack follows.
        command = self.undo_stack.command(index)
        if not isinstance(command, StepCommand):
            raise TypeError(f"the undo stack holds a {type(command).__name__}")
        journal = self.project.journal
        try:
            done = (journal.redo if forward else journal.undo)(command.step_id)
        except (StaleEdit, ClassTableError) as error:
            # What the stack remembers of these photographs no longer leads anywhere.
            images = self._forget(command.step_id)
            self._tell_failure(error, images)
        except (DermDeskError, OSError) as error:
            self._tell_failure(error, self._images_of(command.step_id))
        else:
            (self.undo_stack.redo if forward else self.undo_stack.undo)()
            self._tell_turned(done, command.text(), forward=forward)
            return True
        if command.isObsolete():
            (self.undo_stack.redo if forward else self.undo_stack.undo)()
        return False

    def _tell_turned(self, step: Step, what: str, *, forward: bool) -> None:
        images = list(dict.fromkeys(edit.image_id for edit in step.edits))
        self._tell_saved(images, classes=step.classes is not None)
        if step.classes is not None:
            self.set_status(core_text(step.what))
        elif images:
            self.select_image(images[0])
        self.step_turned.emit(what, tuple(images), forward)

    def _images_of(self, step_id: int) -> list[int]:
        try:
            return sorted(self.project.journal.images_of([step_id])[step_id])
        except DermDeskError:
            return []  # the disk that refused the step refuses this as well, and that has been told

    def _forget(self, step_id: int) -> list[int]:
        """Mark a step, and all others of its photographs, as leading nowhere; returns those photographs."""
        commands = [self.undo_stack.command(index) for index in range(self.undo_stack.count())]
        steps = [command for command in commands if isinstance(command, StepCommand)]
        images = self.project.journal.images_of([command.step_id for command in steps])
        touched = images.get(step_id, frozenset())
        for command in steps:
            if command.step_id == step_id or images[command.step_id] & touched:
                command.setObsolete(True)
        return sorted(touched)
