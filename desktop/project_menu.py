"""What the Project menu asks for: classes, moved folders, and who is working."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QInputDialog, QPushButton

from core.project.lock import user_name
from desktop.jobs.background import Errand
from desktop.settings import read_settings, write_settings

if TYPE_CHECKING:
    from pathlib import Path

    from desktop.main_window import MainWindow

LONGEST_NAME = 24


class ProjectMenu(QObject):
    """Opens the windows of the Project menu, and shows the annotator's name in the status bar."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._session = window.session
        self._looking: Errand[list[Path]] | None = None
        self.annotator = QPushButton()
        self.annotator.setProperty("flat", True)
        self.annotator.clicked.connect(lambda _on=False: self.ask_annotator())
        window.statusBar().addPermanentWidget(self.annotator)
        window.actions_table.connect_all(
            {"classes": self.open_classes, "relink": self.open_relink, "annotator": self.ask_annotator}
        )
        session = self._session
        session.annotator_changed.connect(lambda _name: self._show_annotator())
        session.project_changed.connect(self._show_annotator)
        session.project_changed.connect(self._look_for_roots)
        chosen = read_settings().get("annotator")
        session.set_annotator(chosen if isinstance(chosen, str) and chosen.strip() else user_name())
        self._show_annotator()

    # Classes

    def open_classes(self) -> None:
        """Show the class manager, which may stay open beside the work."""
        from desktop.classes.controller import ClassesController
        from desktop.classes.view import ClassesView

        shown = self._window.findChild(ClassesView)
        if shown is not None:
            shown.activateWindow()
            return
        view = ClassesView(self._window)
        ClassesController(self._session, view)
        view.finished.connect(view.deleteLater)
        view.show()

    # Folders

    def open_relink(self) -> None:
        """Show the folders of photographs, and let one be linked to where it is now."""
        from desktop.relink_dialog import RelinkDialog

        dialog = RelinkDialog(self._session, self._window)
        dialog.exec()
        dialog.deleteLater()

    def _look_for_roots(self) -> None:
        """Say when a folder isn't there: with one glance at each, in a thread, since a share may take its time."""
        self._looking = None
        if not self._session.has_project:
            return
        roots = list(self._session.project.roots().values())
        errand = Errand(lambda: [root for root in roots if not root.is_dir()], self)
        errand.done.connect(partial(self._tell_missing, errand))
        self._looking = errand
        errand.start()

    def _tell_missing(self, errand: Errand[list[Path]], missing: list[Path]) -> None:
        if errand is not self._looking or not missing:
            return
        self._session.set_status(
            self.tr("The folder {0} isn't there: Project > Relink folder… says where it is now.").format(missing[0]),
            "warning",
        )

    # Annotator

    def ask_annotator(self) -> None:
        """Ask who is working; the name is remembered and stands in the history."""
        name, accepted = QInputDialog.getText(
            self._window,
            self.tr("Annotator"),
            self.tr("Your name, as the history shall have it:"),
            text=self._session.annotator,
        )
        name = " ".join(name.split())
        if accepted and name:
            write_settings(annotator=name)
            self._session.set_annotator(name)

    def _show_annotator(self) -> None:
        name = self._session.annotator
        shown = name if len(name) <= LONGEST_NAME else name[: LONGEST_NAME - 1] + "…"
        self.annotator.setText(shown)
        self.annotator.setToolTip(self.tr("Annotator: {0}. Click to change.").format(name))
        self.annotator.setAccessibleName(self.tr("Annotator: {0}").format(name))
        self.annotator.setVisible(self._session.has_project)
