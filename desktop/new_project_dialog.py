"""Asking for what a new project needs: a folder, and where its classes come from."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QButtonGroup,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QGridLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from core.classes import ClassTable, load_class_file, load_template, template_names
from core.errors import DermDeskError
from desktop.theme import SPACE
from desktop.translating import told
from desktop.wording import count_text

if TYPE_CHECKING:
    from collections.abc import Callable


@dataclass(frozen=True, slots=True)
class NewProject:
    """What was chosen: the project's folder and its class table, empty where an import shall make it."""

    folder: Path
    classes: ClassTable


class PathField(QWidget):
    """A field for a path with a button that opens a file dialog."""

    def __init__(self, choose: Callable[[QWidget, str], str], name: str, *, placeholder: str = "") -> None:
        super().__init__()
        self.field = QLineEdit()
        self.field.setAccessibleName(name)
        self.field.setPlaceholderText(placeholder)
        button = QPushButton("…")
        button.setFixedWidth(40)
        button.setAutoDefault(False)
        button.setAccessibleName(self.tr("Choose: {0}").format(name))
        button.clicked.connect(lambda: self._chosen(choose(self, self.field.text())))
        layout = QGridLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(SPACE // 2)
        layout.addWidget(self.field, 0, 0)
        layout.addWidget(button, 0, 1)

    @property
    def path(self) -> Path | None:
        """What is written there, None for nothing."""
        text = self.field.text().strip()
        return Path(text).expanduser() if text else None

    def _chosen(self, path: str) -> None:
        if path:
            self.field.setText(path)


def choose_folder(title: str) -> Callable[[QWidget, str], str]:
    """A file dialog for a folder."""
    return lambda parent, start: QFileDialog.getExistingDirectory(parent, title, start)


def choose_file(title: str, kinds: str) -> Callable[[QWidget, str], str]:
    """A file dialog for a file."""
    return lambda parent, start: QFileDialog.getOpenFileName(parent, title, start, kinds)[0]


class NewProjectDialog(QDialog):
    """`chosen` is set once the dialog was accepted."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("New project"))
        self.setMinimumWidth(520)
        self.chosen: NewProject | None = None
        self.folder = PathField(
            choose_folder(self.tr("Folder of the project")), self.tr("Folder"),
            placeholder=self.tr("A new or empty folder; photographs stay where they are"),
        )  # fmt: skip
        self.from_folders = QRadioButton(self.tr("From the folders or boxes of the first import"))
        self.from_template = QRadioButton(self.tr("A template"))
        self.from_file = QRadioButton(self.tr("A text file, one name a line"))
        self.from_folders.setChecked(True)
        group = QButtonGroup(self)
        self.template = QComboBox()
        self.template.setAccessibleName(self.tr("A template"))
        for name in template_names():
            table = load_template(name)
            self.template.addItem(f"{name}  ({count_text(len(table), 'class')})", name)
        self.file = PathField(
            choose_file(self.tr("Class file"), self.tr("Text (*.txt);;All files (*)")), self.tr("Class file")
        )
        self._problem = QLabel()
        self._problem.setWordWrap(True)
        self._problem.setObjectName("problem")
        self._problem.hide()
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel)
        buttons.button(QDialogButtonBox.StandardButton.Ok).setText(self.tr("Create"))
        form = QGridLayout()
        form.setHorizontalSpacing(2 * SPACE)
        form.setVerticalSpacing(SPACE)
        form.addWidget(QLabel(self.tr("Folder")), 0, 0)
        form.addWidget(self.folder, 0, 1)
        form.addWidget(QLabel(self.tr("Classes")), 1, 0)
        form.addWidget(self.from_folders, 1, 1)
        for row, (radio, widget) in enumerate(((self.from_template, self.template), (self.from_file, self.file))):
            form.addWidget(radio, 2 + 2 * row, 1)
            form.addWidget(widget, 3 + 2 * row, 1)
            widget.setEnabled(False)
            radio.toggled.connect(widget.setEnabled)
        for radio in (self.from_folders, self.from_template, self.from_file):
            group.addButton(radio)
        form.setColumnStretch(1, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(3 * SPACE, 3 * SPACE, 3 * SPACE, 2 * SPACE)
        layout.setSpacing(2 * SPACE)
        layout.addLayout(form)
        layout.addWidget(self._problem)
        layout.addStretch(1)
        layout.addWidget(buttons)
        buttons.accepted.connect(self._take)
        buttons.rejected.connect(self.reject)
        self.setWindowFlag(Qt.WindowType.WindowContextHelpButtonHint, False)

    def _take(self) -> None:
        folder = self.folder.path
        try:
            if folder is None:
                self._say(self.tr("Choose the folder of the project."))
                return
            self.chosen = NewProject(folder, self._classes())
        except DermDeskError as error:
            self._say(told(error))
            return
        self.accept()

    def _classes(self) -> ClassTable:
        if self.from_template.isChecked():
            return load_template(str(self.template.currentData()))
        if self.from_file.isChecked():
            return load_class_file(self.file.path or Path())
        return ClassTable(())

    def _say(self, text: str) -> None:
        self._problem.setText(text)
        self._problem.show()
