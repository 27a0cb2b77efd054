"""The class manager's decisions: what is asked for becomes a step of the project, or a reason why not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtWidgets import QApplication, QDialog, QMessageBox

from core.errors import DermDeskError
from core.predicting import model_classes
from core.project.class_editing import (
    models_lost,
    moved,
    recoded,
    recoloured,
    renamed,
    with_added,
    with_aliases,
    without,
)
from desktop.classes.giving_away import GivingAwayDialog, lost_text
from desktop.translating import told

if TYPE_CHECKING:
    from collections.abc import Callable

    from core.classes import ClassTable
    from desktop.classes.view import ClassesView
    from desktop.session import Session


COUNT_AFTER_MS = 300


class ClassesController(QObject):
    """Connects the class manager with the session, for as long as its window is open."""

    def __init__(self, session: Session, view: ClassesView) -> None:
        super().__init__(view)
        self._session = session
        self._view = view
        model = view.model
        model.name_asked.connect(self.rename)
        model.code_asked.connect(self.recode)
        model.aliases_asked.connect(self.set_aliases)
        view.add_asked.connect(self.add)
        view.colour_asked.connect(self.recolour)
        view.move_asked.connect(self.move)
        view.merge_asked.connect(self.merge)
        view.remove_asked.connect(self.remove)
        session.project_changed.connect(view.close)
        session.classes_changed.connect(self.show)
        session.images_changed.connect(self.show)
        # Counting takes a glance at all labels, so it follows once the hand rests.
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(COUNT_AFTER_MS)
        self._soon.timeout.connect(self.show)
        # A method and no lambda: Qt lets go of it when the window is closed.
        session.labels_changed.connect(self._labels_changed)
        view.set_problem("")
        self.show()

    def show(self) -> None:
        """Show the classes as they are stored."""
        if not self._session.has_project:
            return
        project = self._session.project
        self._view.show_classes(project.classes, project.journal.class_usage(), editable=not project.read_only)

    def _labels_changed(self, _image_id: int) -> None:
        self._soon.start()

    def add(self, name: str) -> None:
        """Add a class and select it."""
        try:
            after = with_added(self._session.project.classes, self._session.project.journal.next_class_id(), name)
        except DermDeskError as error:
            self._view.set_problem(told(error))
            return
        if self._agreed(after) and self._try(lambda: self._session.add_class(name)):
            self._view.clear_name()
            self._view.select(self._session.project.classes.ids[-1])

    def rename(self, class_id: int, name: str) -> None:
        """Give a class another name."""
        before = self._name(class_id)
        self._change(lambda classes: renamed(classes, class_id, name), f"Rename class {before} to {name}")

    def recode(self, class_id: int, code: str) -> None:
        """Give a class another short code."""
        self._change(lambda classes: recoded(classes, class_id, code), f"Change code of {self._name(class_id)}")

    def set_aliases(self, class_id: int, text: str) -> None:
        """Give a class these other names, separated by commas."""
        self._change(
            lambda classes: with_aliases(classes, class_id, text.replace("，", ",").split(",")),
            f"Change aliases of {self._name(class_id)}",
        )

    def recolour(self, class_id: int, colour: str) -> None:
        """Give a class another colour."""
        self._change(lambda classes: recoloured(classes, class_id, colour), f"Change colour of {self._name(class_id)}")

    def move(self, class_id: int, step: int) -> None:
        """Move a class so many places down; up where negative."""
        place = self._session.project.classes.ids.index(class_id) + step
        self._change(lambda classes: moved(classes, class_id, place), f"Move class {self._name(class_id)}")

    def merge(self, class_id: int) -> None:
        """Ask into which class this one goes, with what will change, and merge them."""
        self._give_away(class_id, keeps_names=True)

    def remove(self, class_id: int) -> None:
        """Remove a class; one that is used only after asking what becomes of its boxes."""
        if self._view.model.usage_of(class_id).is_unused:
            if self._agreed(without(self._session.project.classes, class_id)):
                self._change(lambda classes: without(classes, class_id), f"Remove class {self._name(class_id)}")
        elif len(self._session.project.classes) < 2:
            self._view.set_problem(self.tr("The only class, and it is used: add another one for its boxes first."))
        else:
            self._give_away(class_id, keeps_names=False)

    def _give_away(self, class_id: int, *, keeps_names: bool) -> None:
        classes = self._session.project.classes
        gone, usage = classes.get(class_id), self._view.model.usage_of(class_id)
        dialog = GivingAwayDialog(
            gone,
            classes,
            usage,
            lost=self._lost(without(classes, class_id)),
            keeps_names=keeps_names,
            parent=self._view,
        )
        accepted, target = dialog.exec() == QDialog.DialogCode.Accepted, dialog.target_id
        dialog.deleteLater()
        if not accepted:
            return
        kept = classes.get(target).name
        what = f"Merge class {gone.name} into {kept}" if keeps_names else f"Remove class {gone.name} for {kept}"
        session = self._session
        self._try(lambda: session.merge_classes(class_id, target, keep_names=keeps_names, what=what))
        self._view.select(target)

    def _lost(self, after: ClassTable) -> tuple[str, ...]:
        """Names of the models that fit now and would not fit these classes."""
        project = self._session.project
        return models_lost(project.classes, after, model_classes(project))

    def _agreed(self, after: ClassTable) -> bool:
        """Whether the person wants these classes, though models may be lost; not asked where none is."""
        lost = self._lost(after)
        if not lost:
            return True
        title, text = self.tr("Change classes?"), f"{lost_text(lost)}\n{self.tr('Undo brings them back.')}"
        return QMessageBox.question(self._view, title, text) == QMessageBox.StandardButton.Yes

    def _name(self, class_id: int) -> str:
        return self._session.project.classes.get(class_id).name

    def _change(self, change: Callable[[ClassTable], ClassTable], what: str) -> None:
        self._try(lambda: self._session.change_classes(change(self._session.project.classes), what))

    def _try(self, do: Callable[[], bool]) -> bool:
        heard: list[str] = []

        def hear(text: str, severity: str) -> None:
            if severity == "error":
                heard.append(text)

        # A failed save is told in the window behind; here it is told where the person looks.
        self._session.message.connect(hear)
        QApplication.setOverrideCursor(Qt.CursorShape.WaitCursor)  # merging thousands of photographs takes seconds
        try:
            done = do()
        except DermDeskError as error:
            done = False
            heard.append(told(error))
        finally:
            QApplication.restoreOverrideCursor()
            self._session.message.disconnect(hear)
        self._view.set_problem(" ".join(heard))
        return done
