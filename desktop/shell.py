"""Opening, making, importing into and closing projects from the window."""

from __future__ import annotations

import time
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtWidgets import QApplication, QDialog, QFileDialog, QMessageBox, QProgressDialog

from core.errors import DermDeskError, ProjectLocked
from desktop.problem_dialog import ProblemDialog, show_error
from desktop.project_menu import ProjectMenu
from desktop.readings.menu import ReadingsMenu
from desktop.settings import forget_recent, note_recent, read_settings, recent_projects, write_settings
from desktop.task import GivenUp, Task
from desktop.theme import set_theme
from desktop.translating import LANGUAGES, told

if TYPE_CHECKING:
    from core.importing import ImportReport
    from desktop.import_dialog import ImportDialog, ImportWish
    from desktop.keys.bindings import Bindings
    from desktop.main_window import MainWindow
    from desktop.task import Progress

PROGRESS_EVERY_S = 0.05
DEMO_PHOTOS = 120


class Shell(QObject):
    """Does what the File menu and the start page ask for."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._session = window.session
        self._task: Task | None = None
        page = window.start_page
        page.new_asked.connect(self.new_project)
        page.open_asked.connect(self.choose_project)
        page.demo_asked.connect(self.open_demo)
        page.recent_asked.connect(self.open_project)
        page.forget_asked.connect(self._forget)
        window.actions_table.connect_all(
            {
                "new_project": self.new_project,
                "open_project": self.choose_project,
                "open_demo": self.open_demo,
                "import_photos": self.import_photos,
                "close_project": self.close_project,
                "keys": self._show_keys,
                "about": self._show_about,
                "theme_system": lambda: self.set_look(None),
                "theme_light": lambda: self.set_look("light"),
                "theme_dark": lambda: self.set_look("dark"),
                "language_system": lambda: self.set_language(None),
                **{f"language_{name}": partial(self.set_language, name) for name in LANGUAGES},
                "command_palette": self.open_palette,
                "split_photos": self.split_photos,
                "report": self.write_report,
                "weights": self.show_weights,
                "new_training": window.plan_training,
                "queue_earlier": lambda: window.move_in_queue(-1),
                "queue_later": lambda: window.move_in_queue(1),
            }
        )
        self.project_menu = ProjectMenu(window)
        self.readings = ReadingsMenu(window, self.open_project)
        self._session.project_changed.connect(self._tell_recent)
        window.closing.connect(self._wait_for_task)
        self._tell_recent()
        self._tell_look(read_settings().get("look"))
        self._tell_language(read_settings().get("language"))

    # Opening

    def open_project(self, folder: Path, *, read_only: bool = False) -> bool:
        """Open the project in a folder; problems are shown. False where none was opened."""
        from core.project.project import Project

        if self._session.has_project and self._session.project.folder == folder.absolute():
            return True
        try:
            project = Project.open(folder, read_only=read_only)
        except ProjectLocked as error:
            dialog = ProblemDialog.about_lock(error, self._window)
            accepted = dialog.exec() == QDialog.DialogCode.Accepted
            dialog.deleteLater()
            return accepted and self.open_project(folder, read_only=True)
        except DermDeskError as error:
            show_error(error, self._window)
            return False
        self._leave_project()
        note_recent(project.folder)
        self._session.set_project(project)
        return True

    def choose_project(self) -> None:
        """Ask for a project folder and open it."""
        folder = QFileDialog.getExistingDirectory(self._window, self.tr("Folder of the project"))
        if folder:
            self.open_project(Path(folder))

    def new_project(self) -> None:
        """Ask what a new project needs, make it, and offer to import."""
        from core.project.project import Project
        from desktop.new_project_dialog import NewProjectDialog

        dialog = NewProjectDialog(self._window)
        dialog.exec()
        chosen = dialog.chosen
        dialog.deleteLater()
        if chosen is None:
            return
        try:
            project = Project.create(chosen.folder, chosen.classes)
        except DermDeskError as error:
            show_error(error, self._window)
            return
        self._leave_project()
        note_recent(project.folder)
        self._session.set_project(project)

    def close_project(self) -> None:
        """Close the project and show the start page."""
        self._leave_project()
        self._session.set_project(None)

    def _leave_project(self) -> None:
        if self._session.has_project:
            self._window.annotate.controller.remember_place()

    def _forget(self, folder: Path) -> None:
        forget_recent(folder)
        self._tell_recent()

    def _tell_recent(self) -> None:
        if not self._session.has_project:
            self._window.start_page.set_recent(recent_projects())

    # Demo

    def open_demo(self, folder: Path | None = None, *, photos: int = DEMO_PHOTOS) -> None:
        """Draw the demo if it isn't there, and open it."""
        from core.demo.creating import create_demo

        folder = folder or demo_folder()
        dialog = QProgressDialog(
            self.tr("Drawing photographs…"), self.tr("Cancel"), 0, photos, self._window
        )  # fmt: skip
        dialog.setWindowTitle(self.tr("Demo"))
        dialog.setWindowModality(Qt.WindowModality.WindowModal)
        dialog.setMinimumDuration(400)
        dialog.setAutoClose(False)
        dialog.setAutoReset(False)

        def work(progress: Progress) -> None:
            create_demo(folder, photos=photos, progress=_seldom(progress)).close()

        def done(_outcome: object) -> None:
            dialog.close()
            dialog.deleteLater()
            self.open_project(folder)

        def failed(error: Exception) -> None:
            dialog.close()
            dialog.deleteLater()
            if isinstance(error, ProjectLocked):
                self.open_project(folder)
            elif not isinstance(error, GivenUp):
                show_error(error, self._window)

        task = self._begin(Task(work, self))
        task.progressed.connect(lambda at, _total, _what: dialog.setValue(at))
        task.done.connect(done)
        task.failed.connect(failed)
        dialog.canceled.connect(task.give_up)
        dialog.setValue(0)
        task.start()

    # Import

    def import_photos(self) -> None:
        """Ask what to import and do it."""
        from desktop.import_dialog import ImportDialog

        dialog = ImportDialog(has_classes=bool(len(self._session.project.classes)), parent=self._window)
        dialog.import_asked.connect(lambda wish: self._import(dialog, wish))
        dialog.give_up_asked.connect(self._give_up)
        dialog.exec()
        dialog.deleteLater()

    def _import(self, dialog: ImportDialog, wish: ImportWish) -> None:
        folder = self._session.project.folder

        def work(progress: Progress) -> ImportReport:
            from core.importing import import_photos
            from core.project.project import Project

            with Project.open(folder) as project:
                return import_photos(
                    project, wish.source, boxes=wish.boxes, metadata=wish.metadata,
                    add_classes=wish.add_classes, progress=_seldom(progress),
                )  # fmt: skip

        def done(report: ImportReport) -> None:
            self._take_project_back(folder)
            dialog.show_report(report)

        def failed(error: Exception) -> None:
            self._take_project_back(folder)
            dialog.show_form("" if isinstance(error, GivenUp) else told(error))

        # A project belongs to one thread, so the window lends it to the import's for that time.
        self._session.lend_project()
        task = self._begin(Task(work, self))
        task.progressed.connect(dialog.show_progress)
        task.done.connect(done)
        task.failed.connect(failed)
        task.start()

    def _take_project_back(self, folder: Path) -> None:
        from core.project.project import Project

        try:
            self._session.take_project_back(Project.open(folder))
        except DermDeskError as error:
            self._session.set_project(None)
            show_error(error, self._window)

    def _begin(self, task: Task) -> Task:
        self._wait_for_task()
        self._task = task
        return task

    def _give_up(self) -> None:
        if self._task is not None:
            self._task.give_up()

    def _wait_for_task(self) -> None:
        if self._task is not None:
            self._task.give_up()
            self._task.wait()
            self._task = None

    # Look and help

    def set_look(self, look: str | None) -> None:
        """Wear `light`, `dark` or for None what the system says, now and from now on."""
        application = QApplication.instance()
        if isinstance(application, QApplication):
            set_theme(application, look)
        write_settings(look=look)
        self._tell_look(look)

    def _tell_look(self, look: object) -> None:
        for name, value in (("system", None), ("light", "light"), ("dark", "dark")):
            self._window.actions_table[f"theme_{name}"].setChecked(look == value)

    def set_language(self, name: str | None) -> None:
        """Speak this language, or for None the system's, from the next start on."""
        before = read_settings().get("language")
        write_settings(language=name)
        self._tell_language(name)
        if name != before:
            self._session.set_status(self.tr("The language changes when DermDesk is started again."))

    def _tell_language(self, chosen: object) -> None:
        self._window.actions_table["language_system"].setChecked(chosen not in LANGUAGES)
        for name in LANGUAGES:
            self._window.actions_table[f"language_{name}"].setChecked(chosen == name)

    def open_palette(self) -> None:
        """Let the person type what to do."""
        from desktop.command_palette import KEPT_RECENT, CommandPalette, commands_of

        self._window.refresh_actions()
        recent = [name for name in read_settings().get("recent_commands") or [] if isinstance(name, str)]
        palette = CommandPalette(commands_of(self._window.actions_table), recent, self._window)

        def run(name: str) -> None:
            write_settings(recent_commands=[name, *(other for other in recent if other != name)][:KEPT_RECENT])
            # Once the palette is gone, so that a dialog opened by the command isn't beneath it.
            QTimer.singleShot(0, self._window.actions_table[name].trigger)

        palette.chosen.connect(run)
        palette.finished.connect(palette.deleteLater)
        palette.open_over(self._window)

    def _show_keys(self) -> None:
        from desktop.keys_dialog import KeysDialog

        dialog = KeysDialog(self._window.bindings, self._window)
        dialog.bindings_changed.connect(self._set_keys)
        dialog.exec()
        dialog.deleteLater()

    def _set_keys(self, bindings: Bindings) -> None:
        self._window.bindings = bindings
        self._window.actions_table.set_bindings(bindings)
        self._window.refresh_actions()
        write_settings(keys=bindings.to_json())

    # Split, report and weights

    def split_photos(self) -> None:
        """Ask how the photographs shall be split, and do it."""
        from desktop.split_dialog import SplitDialog

        dialog = SplitDialog(self._session.project, self._window)
        dialog.split_made.connect(self._session.images_changed.emit)
        dialog.exec()
        dialog.deleteLater()

    def write_report(self) -> None:
        """Ask what a report shall show, and write it."""
        from desktop.report_dialog import ReportDialog

        dialog = ReportDialog(self._session.project, self._window)
        dialog.exec()
        dialog.deleteLater()

    def show_weights(self) -> None:
        """List the imported weights, and bring in more."""
        from desktop.weights_dialog import WeightsDialog

        dialog = WeightsDialog(self._window)
        dialog.exec()
        dialog.deleteLater()

    def _show_about(self) -> None:
        from importlib.metadata import PackageNotFoundError, version

        try:
            number = version("dermdesk")
        except PackageNotFoundError:
            number = ""
        QMessageBox.about(
            self._window,
            self.tr("About DermDesk"),
            self.tr(
                "DermDesk {0}\n\nA desktop workbench for clinical skin photographs.\n"
                "Nothing leaves this computer. Not a medical device: its predictions are no diagnosis."
            ).format(number),
        )


def demo_folder() -> Path:
    """Where the demo is kept when nobody says otherwise."""
    from platformdirs import user_data_path

    return Path(user_data_path("dermdesk", appauthor=False)) / "demo"


def _seldom(progress: Progress) -> Progress:
    """Pass progress on at most every so often: a signal a photograph would keep the window busy."""
    last = 0.0

    def passed_on(done: int, total: int, what: str) -> None:
        nonlocal last
        now = time.monotonic()
        if now - last >= PROGRESS_EVERY_S or done == total:
            last = now
            progress(done, total, what)

    return passed_on
