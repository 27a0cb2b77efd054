"""Second readings and signed-off versions in the Project menu, and what tells a blind reader of being one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QPushButton

from core.errors import DermDeskError
from desktop.translating import told

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from core.project.reading_note import ReadingNote
    from desktop.main_window import MainWindow


class ReadingsMenu(QObject):
    """Opens the dialogs, and while a blind reading is open says so, with a way back.

    In a reading its reader is the annotator, whoever worked before; that one is it again afterwards.

    Args:
        window: The window.
        open_project: Opens the project in a folder; False where it couldn't.
    """

    def __init__(self, window: MainWindow, open_project: Callable[[Path], bool]) -> None:
        super().__init__(window)
        self._window, self._session, self._open = window, window.session, open_project
        self.note: ReadingNote | None = None
        self._back_to: Path | None = None
        self._before = ""
        self.back = QPushButton()
        self.back.setProperty("flat", True)
        self.back.hide()
        self.back.clicked.connect(lambda _on=False: self.go_back())
        window.statusBar().addPermanentWidget(self.back)
        window.actions_table.connect_all({"second_reading": self.open, "sign_off": self.sign_off})
        self._session.project_changed.connect(self._project_changed)

    def open(self) -> None:
        """Show the second readings of the project."""
        from desktop.readings.controller import ReadingsController
        from desktop.readings.dialog import ReadingsDialog

        if self.note is not None:
            self._session.set_status(
                self.tr("This is a second reading itself; open {0} to see how far it agrees.").format(
                    self.note.project
                ),
                "warning",
            )
            return
        view = ReadingsDialog(self._window)
        asked = ReadingsController(self._session, view)
        view.exec()
        opened, settled = asked.to_open, asked.to_settle
        view.deleteLater()
        if opened is not None:
            self._open(opened)
        elif settled is not None:
            from desktop.readings.settling_controller import SettlingController
            from desktop.readings.settling_view import SettlingView

            settling = SettlingView(self._window.actions_table, self._window)
            SettlingController(self._session, settled, settling)
            settling.show()
            settling.activateWindow()

    def sign_off(self) -> None:
        """Show the versions, and sign one."""
        from desktop.signing_dialog import SigningDialog

        dialog = SigningDialog(self._session.project, self._session.annotator, self._window)
        dialog.exec()
        dialog.deleteLater()

    def go_back(self) -> None:
        """Open the project that the reading was drawn from."""
        if self._back_to is not None:
            self._open(self._back_to)

    def _project_changed(self) -> None:
        session, was_blind = self._session, self.note
        self.note, self._back_to = None, None
        if session.has_project:
            # With the first project and not before: the window is to be there first.
            from core.project.reading_note import first_project, reading_note

            try:
                self._back_to = first_project(session.project)
                self.note = reading_note(session.project)
            except DermDeskError as error:
                session.set_status(told(error), "warning")
        if was_blind is not None and session.annotator == was_blind.reader and self._before:
            session.set_annotator(self._before)
        self._before = ""
        self.back.setVisible(self.note is not None)
        if self.note is not None or was_blind is not None:
            self._window.annotate.controller.model.shows_folders = self.note is None
        if self.note is None:
            return
        self._before = session.annotator
        session.set_annotator(self.note.reader)
        title = self.tr("Blind second reading of {0}").format(self.note.project)
        self._window.setWindowTitle(f"{title} - DermDesk")
        self.back.setText(self.tr("{0} · Back").format(title) if self._back_to is not None else title)
        self.back.setEnabled(self._back_to is not None)
        self.back.setToolTip(
            self.tr("{0} reads without seeing what was said before. Click to go back to {1}.").format(
                self.note.reader, self.note.project
            )
        )
        self.back.setAccessibleName(self.back.text())
        session.set_status(
            self.tr(
                "You work as {0} here, and see nothing of the first reading; all but Annotate is closed meanwhile."
            ).format(self.note.reader)
        )
