"""The small panel over the canvas where a person sets how the photograph is shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QPushButton, QSlider, QToolButton

from desktop.annotate.adjusting import Adjustment
from desktop.annotate.popup import is_escape
from desktop.theme import SPACE, icon

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent

    from desktop.annotate.canvas_surface import CanvasSurface

WIDTH = 288


class AdjustPanel(QFrame):
    """Four sliders in the canvas's upper right corner.

    Signals:
        adjustment_changed: Show the photograph like this `Adjustment`.
        closed: The panel was closed, with its button or Escape; the adjustment stays.
    """

    adjustment_changed = Signal(object)
    closed = Signal()

    def __init__(self, parent: CanvasSurface) -> None:
        super().__init__(parent)
        self.setObjectName("floating")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setAttribute(Qt.WidgetAttribute.WA_NoMousePropagation)
        self.setCursor(Qt.CursorShape.ArrowCursor)
        self.setAccessibleName(self.tr("How the photograph is shown"))
        self._canvas = parent
        self._filling = False
        title = QLabel(self.tr("On screen only"))
        title.setObjectName("heading")
        title.setToolTip(self.tr("The files stay as they are, and models see the photograph without these changes."))
        close = QToolButton()
        close.setIcon(icon("close"))
        close.setAutoRaise(True)
        close.setAccessibleName(self.tr("Close"))
        close.setToolTip(self.tr("Close; the changes stay until they are reset"))
        close.clicked.connect(self.closed)
        top = QHBoxLayout()
        top.addWidget(title, 1)
        top.addWidget(close)
        self._sliders: dict[str, QSlider] = {}
        self._values: dict[str, QLabel] = {}
        grid = QGridLayout(self)
        grid.setContentsMargins(2 * SPACE, SPACE, SPACE, SPACE)
        grid.setHorizontalSpacing(SPACE)
        grid.setVerticalSpacing(SPACE // 2)
        grid.addLayout(top, 0, 0, 1, 3)
        for row, (name, text) in enumerate(
            (
                ("brightness", self.tr("Brightness")),
                ("contrast", self.tr("Contrast")),
                ("gamma", self.tr("Gamma")),
                ("local", self.tr("Local contrast")),
            ),
            start=1,
        ):
            self._add_row(grid, row, name, text)
        self._reset = QPushButton(self.tr("Reset"))
        self._reset.clicked.connect(lambda: self._tell(Adjustment()))
        grid.addWidget(self._reset, 5, 0, 1, 3, Qt.AlignmentFlag.AlignRight)
        grid.setColumnStretch(1, 1)
        self.setFixedWidth(WIDTH)
        self.set_adjustment(Adjustment())
        parent.resized.connect(self._stay_in_corner)
        self.hide()

    def _add_row(self, grid: QGridLayout, row: int, name: str, text: str) -> None:
        label = QLabel(text)
        slider = QSlider(Qt.Orientation.Horizontal)
        slider.setRange(0 if name == "local" else -100, 100)
        slider.setPageStep(10)
        slider.setAccessibleName(text)
        label.setBuddy(slider)
        value = QLabel()
        value.setObjectName("muted")
        value.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        value.setMinimumWidth(value.fontMetrics().horizontalAdvance("+100") + 4)
        slider.valueChanged.connect(self._pulled)
        self._sliders[name], self._values[name] = slider, value
        grid.addWidget(label, row, 0)
        grid.addWidget(slider, row, 1)
        grid.addWidget(value, row, 2)

    @property
    def adjustment(self) -> Adjustment:
        """What the sliders say."""
        return Adjustment(**{name: slider.value() for name, slider in self._sliders.items()})

    def set_adjustment(self, adjustment: Adjustment) -> None:
        """Put the sliders where this adjustment has them."""
        self._filling = True
        for name, slider in self._sliders.items():
            slider.setValue(getattr(adjustment, name))
        self._filling = False
        self._tell_values()

    def _pulled(self) -> None:
        if not self._filling:
            self._tell(self.adjustment)

    def _tell(self, adjustment: Adjustment) -> None:
        self.set_adjustment(adjustment)
        self.adjustment_changed.emit(adjustment)

    def _tell_values(self) -> None:
        for name, slider in self._sliders.items():
            value = slider.value()
            self._values[name].setText(f"{value:+d}" if value else "0")
        self._reset.setEnabled(not self.adjustment.is_neutral)

    def open(self) -> None:
        """Show the panel."""
        self.adjustSize()
        self._stay_in_corner()
        self.show()
        self.raise_()

    def event(self, event: QEvent) -> bool:
        # While a slider has the focus, Escape is the panel's and not the canvas's shortcut.
        if is_escape(event, QEvent.Type.ShortcutOverride):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if is_escape(event, QEvent.Type.KeyPress):
            self.closed.emit()
        else:
            super().keyPressEvent(event)

    def _stay_in_corner(self) -> None:
        self.move(max(SPACE, self._canvas.width() - self.width() - 2 * SPACE), 2 * SPACE)


class AdjustedSign(QToolButton):
    """Says in the canvas's lower left corner that the photograph is shown otherwise than it is; a click resets that."""

    def __init__(self, parent: CanvasSurface) -> None:
        super().__init__(parent)
        self.setObjectName("adjusted")
        self._canvas = parent
        self.setText(self.tr("Adjusted on screen"))
        self.setIcon(icon("close", tone="accent"))
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.setToolTip(self.tr("The photograph is shown otherwise than it is; its file stays. Click to reset."))
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.ArrowCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_NoMousePropagation)
        parent.resized.connect(self._stay_in_corner)
        self.hide()

    def show_sign(self, shown: bool) -> None:
        """Show or hide the sign."""
        self.setVisible(shown)
        self._stay_in_corner()

    def _stay_in_corner(self) -> None:
        self.adjustSize()
        self.move(SPACE, self._canvas.height() - self.height() - SPACE)
