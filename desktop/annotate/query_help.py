"""What can be asked for, as a sheet under the search field: each line is an example that a click or Return adds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QPoint, Qt, Signal
from PySide6.QtWidgets import QGridLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from desktop.annotate.popup import Popup
from desktop.theme import SPACE

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent


def _examples() -> list[tuple[str, str]]:
    return [
        ("class:none", QCoreApplication.translate("QueryHelp", "class of the photo; box: of a box; diagnosis:")),
        ("state:new,labelled", QCoreApplication.translate("QueryHelp", "new, labelled, verified, rejected, noise")),
        ("split:test", QCoreApplication.translate("QueryHelp", "train, val, test or none")),
        ("boxes>=2", QCoreApplication.translate("QueryHelp", "number of boxes")),
        ("boxsize<24px", QCoreApplication.translate("QueryHelp", "a box smaller than a square of 24 px")),
        ("boxsize>50%", QCoreApplication.translate("QueryHelp", "a box over half of the photo")),
        ("width>2000", QCoreApplication.translate("QueryHelp", "size of the photo; also height, megapixels")),
        ("patient:P12", QCoreApplication.translate("QueryHelp", "photos of a patient, or none")),
        ("annotator:ana", QCoreApplication.translate("QueryHelp", "who edited the labels")),
        ("is:flagged", QCoreApplication.translate("QueryHelp", "photos to come back to")),
        ("flag:difficult", QCoreApplication.translate("QueryHelp", "also truncated, occluded, locked, note")),
        ("score<0.5", QCoreApplication.translate("QueryHelp", "how sure a model was; score@MODEL for one")),
        ("predicted:none", QCoreApplication.translate("QueryHelp", "a model's first choice")),
        ("disagrees:any", QCoreApplication.translate("QueryHelp", "a model says another class than you")),
        ('text:"left arm"', QCoreApplication.translate("QueryHelp", "in path, patient, metadata, notes")),
        ("-split:test", QCoreApplication.translate("QueryHelp", "a minus, or not: the opposite")),
        ("(boxes=0 or score<0.5)", QCoreApplication.translate("QueryHelp", "side by side: both; or: one of them")),
    ]


class _Example(QPushButton):
    """A button that Return presses, outside a dialog too."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)


class QueryHelp(Popup):
    """The sheet.

    Signals:
        example_chosen: The person wants this text in the query.
    """

    example_chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(self.tr("What can be asked for"))
        title = QLabel(self.tr("What can be asked for"))
        title.setObjectName("heading")
        grid = QGridLayout()
        grid.setHorizontalSpacing(2 * SPACE)
        grid.setVerticalSpacing(0)
        for place, (example, meaning) in enumerate(_examples()):
            button = _Example(example)
            button.setProperty("flat", True)
            button.clicked.connect(lambda _on=False, example=example: self._choose(example))
            told = QLabel(meaning)
            told.setObjectName("muted")
            grid.addWidget(button, place, 0, Qt.AlignmentFlag.AlignLeft)
            grid.addWidget(told, place, 1)
        foot = QLabel(self.tr("Plain words are searched as text. Down or Ctrl+Space completes."))
        foot.setObjectName("small")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(2 * SPACE, SPACE, 2 * SPACE, SPACE)
        layout.setSpacing(SPACE)
        layout.addWidget(title)
        layout.addLayout(grid)
        layout.addWidget(foot)

    def open_below(self, widget: QWidget) -> None:
        """Show the sheet under a widget, on its screen."""
        self.adjustSize()
        corner = widget.mapToGlobal(QPoint(0, widget.height() + 2))
        screen = widget.screen().availableGeometry()
        x = max(screen.left(), min(corner.x(), screen.right() - self.width()))
        y = max(screen.top(), min(corner.y(), screen.bottom() - self.height()))
        self.move(x, y)
        self.show()
        first = self.findChild(QPushButton)
        if first is not None:
            first.setFocus()

    def _choose(self, example: str) -> None:
        self.hide()
        self.example_chosen.emit(example)
