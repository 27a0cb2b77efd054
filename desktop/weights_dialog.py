"""The imported weights, and bringing in another file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QGridLayout,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QPushButton,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from core.inference.catalogue import architectures
from core.inference.weights_folder import Part, WeightsFile, list_weights, weights_folder
from core.weights_importing import import_weights_apart
from desktop.jobs.background import Errand
from desktop.new_project_dialog import PathField, choose_file
from desktop.theme import SPACE, redress
from desktop.translating import told
from desktop.wording import architecture_title

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


class WeightsDialog(QDialog):
    """A table of what there is, and a form for one file more.

    Args:
        import_file: Imports a file for an architecture; called in another thread.
        parent: The window.
    """

    def __init__(
        self,
        parent: QWidget | None = None,
        *,
        import_file: Callable[[Path, str], WeightsFile] = import_weights_apart,
    ) -> None:
        super().__init__(parent)
        self._import_file = import_file
        self._errand: Errand[WeightsFile] | None = None
        self.setWindowTitle(self.tr("Weights"))
        self.resize(680, 460)
        note = QLabel(
            self.tr(
                "Training starts from published weights, which you bring as a file: DermDesk downloads nothing. Files "
                "of torchvision, pretrainedmodels and mmdet are understood, and .safetensors. No code in them is run."
            )
        )
        note.setObjectName("muted")
        note.setWordWrap(True)
        self.table = QTableWidget(0, 5)
        self.table.setAccessibleName(self.tr("Imported weights"))
        self.table.setProperty("framed", True)
        self.table.setShowGrid(False)
        self.table.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        self.table.setSelectionBehavior(QTableWidget.SelectionBehavior.SelectRows)
        self.table.setTabKeyNavigation(False)
        self.table.verticalHeader().hide()
        self.table.setHorizontalHeaderLabels(
            [self.tr("Model"), self.tr("File"), self.tr("Fills"), self.tr("MB"), self.tr("Imported")]
        )
        header = self.table.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(1, QHeaderView.ResizeMode.Stretch)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self._none = QLabel(self.tr("None yet. Until there are some, models learn from scratch."))
        self._none.setObjectName("muted")
        self.file = PathField(
            choose_file(self.tr("Weights file"), self.tr("Weights (*.pth *.pt *.safetensors);;All files (*)")),
            self.tr("Weights file"), placeholder=self.tr("Such as densenet121-a639ec97.pth"),
        )  # fmt: skip
        self.model = QComboBox()
        self.model.setAccessibleName(self.tr("Model"))
        for entry in architectures():
            self.model.addItem(entry.title, entry.name)
        self.start = QPushButton(self.tr("Import"))
        self.start.setAutoDefault(False)
        self._said = QLabel()
        self._said.setWordWrap(True)
        self._said.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        form = QGridLayout()
        form.setHorizontalSpacing(2 * SPACE)
        form.setVerticalSpacing(SPACE)
        form.addWidget(QLabel(self.tr("File")), 0, 0)
        form.addWidget(self.file, 0, 1)
        form.addWidget(QLabel(self.tr("For model")), 1, 0)
        line = QHBoxLayout()
        line.setSpacing(SPACE)
        line.addWidget(self.model, 1)
        line.addWidget(self.start)
        form.addLayout(line, 1, 1)
        form.setColumnStretch(1, 1)
        self.place = QLabel()
        self.place.setObjectName("muted")
        self.place.setWordWrap(True)
        self.place.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(3 * SPACE, 3 * SPACE, 3 * SPACE, 2 * SPACE)
        layout.setSpacing(2 * SPACE)
        layout.addWidget(note)
        layout.addWidget(self.table, 1)
        layout.addWidget(self._none)
        layout.addLayout(form)
        layout.addWidget(self._said)
        layout.addWidget(self.place)
        layout.addWidget(buttons)
        self.start.clicked.connect(self.import_chosen)
        self.file.field.textChanged.connect(self._guess_model)
        buttons.rejected.connect(self.reject)
        self.list_again()

    @property
    def said(self) -> str:
        """What came of the last import."""
        return self._said.text()

    def list_again(self) -> None:
        """Show what is in the weights folder."""
        found = list_weights()
        self.table.setRowCount(len(found))
        for row, weights in enumerate(found):
            part = self.tr("the whole network") if weights.part is Part.MODEL else self.tr("the backbone")
            date = weights.imported_at.astimezone().strftime("%Y-%m-%d")
            texts = (architecture_title(weights.architecture), weights.name, part, f"{weights.size / 1e6:.1f}", date)
            for column, text in enumerate(texts):
                item = QTableWidgetItem(text)
                item.setToolTip(text)
                self.table.setItem(row, column, item)
        self.table.setVisible(bool(found))
        self._none.setVisible(not found)
        self.place.setText(self.tr("They are kept in {0}").format(weights_folder()))

    def import_chosen(self) -> None:
        """Import the file for the model, in the background."""
        path = self.file.path
        if path is None:
            self._say(self.tr("Choose a weights file first."), "problem")
            return
        name = str(self.model.currentData())
        self.start.setEnabled(False)
        self._say(self.tr("Checking {0}…").format(path.name), "muted")
        self._errand = Errand(lambda: self._import_file(path, name), self)
        self._errand.done.connect(self._imported)
        self._errand.failed.connect(self._failed)
        self._errand.start()

    def _imported(self, weights: WeightsFile) -> None:
        self.start.setEnabled(True)
        title = architecture_title(weights.architecture)
        self._say(self.tr("{0} was imported for {1}.").format(weights.name, title), "muted")
        self.list_again()

    def _failed(self, error: Exception) -> None:
        self.start.setEnabled(True)
        self._say(told(error), "problem")

    def _guess_model(self, text: str) -> None:
        """A file is mostly named after its model."""
        name = text.replace("\\", "/").rsplit("/", 1)[-1].casefold()
        fitting = [entry.name for entry in architectures() if name.startswith(entry.name)]
        if fitting:
            self.model.setCurrentIndex(self.model.findData(max(fitting, key=len)))

    def _say(self, text: str, look: str) -> None:
        self._said.setObjectName(look)
        redress(self._said)
        self._said.setText(text)
