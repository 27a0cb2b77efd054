"""Asks what becomes of a class's boxes and diagnoses before it is merged or removed, and says how many there are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QSize
from PySide6.QtWidgets import QComboBox, QDialog, QDialogButtonBox, QLabel, QVBoxLayout, QWidget

from desktop.annotate.class_palette import class_icon
from desktop.annotate.painting import ClassStyle
from desktop.theme import SPACE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from core.classes import ClassTable, LesionClass
    from core.project.class_rows import ClassUsage


def lost_text(lost: Sequence[str]) -> str:
    """How many models a change of the classes shuts out, and which."""
    text = QCoreApplication.translate("Classes", "Models that will no longer fit and must be trained again: {0} ({1}).")
    return text.format(len(lost), ", ".join(lost))


class GivingAwayDialog(QDialog):
    """A class goes: to which one does it give what it has?

    Args:
        gone: The class that goes.
        classes: All classes.
        usage: What uses the class that goes.
        lost: Names of the models that will no longer fit the project's classes.
        keeps_names: Whether it is merged, so that its names go along; else it is removed.
    """

    def __init__(
        self,
        gone: LesionClass,
        classes: ClassTable,
        usage: ClassUsage,
        *,
        lost: Sequence[str] = (),
        keeps_names: bool,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._gone, self._usage, self._keeps_names, self._lost = gone, usage, keeps_names, lost
        self.setWindowTitle(self.tr("Merge class") if keeps_names else self.tr("Remove class"))
        self.setMinimumWidth(460)
        title = QLabel(
            (self.tr("Merge {0} into") if keeps_names else self.tr("Remove {0} and make what it has")).format(gone.name)
        )
        title.setObjectName("emptyTitle")
        title.setWordWrap(True)
        self.target = QComboBox()
        self.target.setAccessibleName(self.tr("Class that stays"))
        self.target.setIconSize(QSize(36, 18))
        self.target.setMaxVisibleItems(20)
        for entry in classes:
            if entry.id != gone.id:
                style = ClassStyle(entry.code, entry.name, entry.colour)
                self.target.addItem(class_icon(style, self), entry.name, entry.id)
        self.preview = QLabel()
        self.preview.setWordWrap(True)
        self.target.currentIndexChanged.connect(lambda _index: self._tell())
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        yes = buttons.addButton(
            self.tr("Merge") if keeps_names else self.tr("Remove"), QDialogButtonBox.ButtonRole.AcceptRole
        )
        yes.setDefault(True)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(3 * SPACE, 3 * SPACE, 3 * SPACE, 2 * SPACE)
        layout.setSpacing(2 * SPACE)
        for widget in (title, self.target, self.preview, buttons):
            layout.addWidget(widget)
        self._tell()

    @property
    def target_id(self) -> int:
        """The class that stays."""
        return int(self.target.currentData())

    def _tell(self) -> None:
        usage, kept = self._usage, self.target.currentText()
        lines = [
            self.tr("Will change: {0} boxes and {1} diagnoses, on {2} photos.").format(
                f"{usage.boxes:,}", f"{usage.diagnoses:,}", f"{usage.photographs:,}"
            )
            if usage.photographs
            else self.tr("No box and no diagnosis has this class."),
        ]
        if self._keeps_names:
            lines.append(self.tr("Imports that say {0} will then mean {1}.").format(self._gone.name, kept))
        if self._lost:
            lines.append(lost_text(self._lost))
        lines.append(self.tr("It is one step: undo takes it back."))
        self.preview.setText("\n".join(lines))
