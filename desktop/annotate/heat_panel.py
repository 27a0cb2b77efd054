"""Where a model looked, in words: the model and class, what the colours mean, the opacity, the share in the boxes."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QLinearGradient, QPainter, QPaintEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from desktop.annotate.heat_colours import ANCHORS, LEVELS, cover
from desktop.quiet_inputs import QuietSlider
from desktop.theme import SPACE, redress, theme

DEFAULT_OPACITY = 0.7


class HeatScale(QWidget):
    """The colours from little heat to much, as faint as they lie on the skin."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(self.tr("Colours from little to much heat"))

    def sizeHint(self) -> QSize:
        return QSize(80, 8)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colours = QLinearGradient(0, 0, self.width(), 0)
        for place, name in enumerate(ANCHORS):
            share = place / (len(ANCHORS) - 1)
            colour = QColor(name)
            colour.setAlphaF(float(cover()[round(share * (LEVELS - 1))]))
            colours.setColorAt(share, colour)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colours)
        painter.drawRoundedRect(QRectF(self.rect()), 4, 4)
        painter.end()


class ShareBar(QWidget):
    """A share of a whole, 0 to 1."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._share = 0.0
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(80, 6)

    def set_share(self, share: float) -> None:
        """Fill the bar so far."""
        self._share = share
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(theme().tones.line))
        whole = QRectF(self.rect())
        painter.drawRoundedRect(whole, 3, 3)
        filled = QRectF(whole)
        filled.setWidth(whole.width() * self._share)
        painter.setBrush(QColor(theme().tones.accent))
        painter.drawRoundedRect(filled, min(3.0, filled.width() / 2), 3)
        painter.end()


class HeatPanel(QFrame):
    """Shown while a heat map is asked for, seen, or has failed.

    Signals:
        opacity_changed: Opacity of the hottest places, 0 to 1.
        grew: It appeared, or became taller.
    """

    opacity_changed = Signal(float)
    grew = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title = QLabel()
        self._title.setObjectName("heading")
        self._title.setWordWrap(True)
        self._text = QLabel()
        self._text.setWordWrap(True)
        self._share = ShareBar()
        self._slider = QuietSlider(Qt.Orientation.Horizontal)
        self._slider.setRange(0, 100)
        self._slider.setPageStep(10)
        self._slider.setAccessibleName(self.tr("Opacity of the heat map"))
        self._percent = QLabel()
        self._percent.setObjectName("muted")
        self._percent.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._percent.setMinimumWidth(self._percent.fontMetrics().horizontalAdvance("100 %") + 4)

        self._controls = QWidget()
        opacity = QLabel(self.tr("Opacity"))
        opacity.setObjectName("muted")
        colours = QLabel(self.tr("Heat"))
        colours.setObjectName("muted")
        ends = QHBoxLayout()
        ends.setSpacing(SPACE)
        for label in (self.tr("little"), self.tr("much")):
            end = QLabel(label)
            end.setObjectName("small")
            ends.addWidget(end)
        ends.insertWidget(1, HeatScale(), 1)
        grid = QGridLayout(self._controls)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(SPACE)
        grid.setVerticalSpacing(SPACE // 2)
        grid.addWidget(colours, 0, 0)
        grid.addLayout(ends, 0, 1, 1, 2)
        grid.addWidget(opacity, 1, 0)
        grid.addWidget(self._slider, 1, 1)
        grid.addWidget(self._percent, 1, 2)
        grid.setColumnStretch(1, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, SPACE)
        layout.setSpacing(SPACE // 2)
        layout.addWidget(self._title)
        layout.addWidget(self._text)
        layout.addWidget(self._share)
        layout.addSpacing(SPACE // 2)
        layout.addWidget(self._controls)
        self._slider.valueChanged.connect(self._moved)
        self.set_opacity(DEFAULT_OPACITY)
        self.show_nothing()

    @property
    def opacity(self) -> float:
        return self._slider.value() / 100

    def set_opacity(self, opacity: float) -> None:
        """Set the slider, without asking for it."""
        self._slider.blockSignals(True)
        self._slider.setValue(round(opacity * 100))
        self._slider.blockSignals(False)
        self._percent.setText(f"{self._slider.value()} %")

    def show_nothing(self) -> None:
        """No heat map is wanted."""
        self.hide()

    def show_busy(self, model: str, class_name: str) -> None:
        """Say that the model is being asked."""
        self._show(self._named(model, class_name), self.tr("Asking the model…"), tone="muted")

    def show_problem(self, model: str, class_name: str, problem: str) -> None:
        """Say why there is no heat map."""
        self._show(self._named(model, class_name), problem, tone="problem")

    def show_heat(self, model: str, class_name: str, *, share: float | None, empty: bool, boxes: int) -> None:
        """Say how much of the heat lies inside the lesion boxes.

        Args:
            model: Run name.
            class_name: The class that is explained.
            share: 0 to 1; None where it can't be told.
            empty: Whether nothing in the photograph speaks for the class.
            boxes: How many lesion boxes there are.
        """
        inside = self.tr("the lesion box") if boxes == 1 else self.tr("the lesion boxes")
        if empty:
            text, tone = self.tr("Nothing in this photo speaks for this class."), "muted"
        elif share is None:
            text, tone = self.tr("Draw a box around the lesion to see how much of the heat lies inside it."), "muted"
        else:
            text, tone = self.tr("{0} % of the heat lies inside {1}").format(round(share * 100), inside), ""
        self._show(self._named(model, class_name), text, tone=tone, share=share, controls=not empty)

    def _named(self, model: str, class_name: str) -> str:
        return self.tr("Where {0} looked for {1}").format(model, class_name)

    def _show(self, title: str, text: str, *, tone: str, share: float | None = None, controls: bool = False) -> None:
        self._title.setText(title)
        self._text.setText(text)
        self._text.setObjectName(tone)
        redress(self._text)
        self._share.setVisible(share is not None)
        self._share.set_share(share or 0.0)
        self._controls.setVisible(controls)
        self.show()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.grew.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().height() > event.oldSize().height():
            self.grew.emit()

    def _moved(self, value: int) -> None:
        self._percent.setText(f"{value} %")
        self.opacity_changed.emit(self.opacity)
