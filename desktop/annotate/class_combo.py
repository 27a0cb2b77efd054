"""A box to choose a class in, that changes by nothing but a choice."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt

from desktop.annotate.class_palette import class_icon
from desktop.quiet_inputs import QuietCombo

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent
    from PySide6.QtWidgets import QWidget

    from desktop.annotate.painting import ClassStyle


class ClassCombo(QuietCombo):
    """The classes with their chips.

    Qt's combo box takes a typed letter for the beginning of a name, and letters are the annotator's keys: while it is
    closed it hands them on.
    """

    def __init__(self, name: str, *, none: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._none = none
        self.setAccessibleName(name)
        self.setToolTip(name)
        self.setIconSize(QSize(36, 18))
        self.setSizeAdjustPolicy(QuietCombo.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(10)
        self.setMaxVisibleItems(20)

    def set_classes(self, styles: dict[int, ClassStyle]) -> None:
        """Offer these classes, in this order, after the word for none where there is one."""
        self.clear()
        if self._none:
            self.addItem(self._none, None)
        for class_id, style in styles.items():
            self.addItem(class_icon(style, self), style.name, class_id)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.text().isprintable() and event.text() and event.key() != Qt.Key.Key_Space:
            event.ignore()
        else:
            super().keyPressEvent(event)
