"""What the models think of the photograph: probability bars a classifier, scored boxes a detector, and a threshold."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter
from PySide6.QtWidgets import (
    QCheckBox,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from desktop.annotate.class_palette import class_icon
from desktop.annotate.heat_panel import HeatPanel
from desktop.annotate.painting import ClassStyle, chip_font, paint_class_chip, style_of
from desktop.annotate.predicted import ENSEMBLE
from desktop.quiet_inputs import QuietSlider
from desktop.theme import SPACE, icon, theme

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QPaintEvent, QResizeEvent

    from desktop.annotate.canvas_painting import PredictedShape
    from desktop.annotate.predicted import Opinion

DEFAULT_THRESHOLD = 0.3
LINE = 24
HEADING = 26
NOTE = 16
MOST_LISTED = 30
BOX_ROW = 26


class OpinionBars(QWidget):
    """Horizontal bars of class probabilities, one group a model.

    Signals:
        heat_asked: Run name of a classifier, and whether to show where it looked.
    """

    heat_asked = Signal(str, bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._opinions: tuple[Opinion, ...] = ()
        self._styles: dict[int, ClassStyle] = {}
        self._buttons: dict[str, QToolButton] = {}
        self._heat_model = ""
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(self.tr("Class probabilities"))
        theme().changed.connect(self.update)

    def show_opinions(self, opinions: Sequence[Opinion], styles: dict[int, ClassStyle]) -> None:
        """Show these opinions, in this order."""
        self._opinions, self._styles = tuple(opinions), styles
        said = [
            f"{opinion.model}{f' ({self._note(opinion)})' if opinion.trained else ''}: "
            + ", ".join(f"{style_of(styles, class_id).name} {value:.1%}" for class_id, value in opinion.ranking)
            for opinion in opinions
        ]
        self.setAccessibleDescription("; ".join(said))
        self.setToolTip("\n".join(said))
        self.setVisible(bool(opinions))
        self._offer_heat()
        self.updateGeometry()
        self.update()

    def set_heat_model(self, model: str) -> None:
        """Show as pressed the button of the model whose heat map is seen; empty for none."""
        self._heat_model = model
        for name, button in self._buttons.items():
            button.setChecked(name == model)

    def _offer_heat(self) -> None:
        """A button for each single classifier, beside its name."""
        models = [opinion.model for opinion in self._opinions if opinion.model != ENSEMBLE]
        for gone in self._buttons.keys() - set(models):
            button = self._buttons.pop(gone)
            button.hide()
            button.deleteLater()
        for model in models:
            if model not in self._buttons:
                self._buttons[model] = self._heat_button(model)
        self.set_heat_model(self._heat_model)
        self._place_buttons()

    def _heat_button(self, model: str) -> QToolButton:
        button = QToolButton(self)
        button.setObjectName("inPanel")
        button.setIcon(icon("heat"))
        button.setIconSize(QSize(14, 14))
        button.setText(self.tr("Where it looked"))
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        button.setCheckable(True)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.setToolTip(self.tr("Lay over the photo where {0} found its evidence").format(model))
        button.setAccessibleName(self.tr("Where {0} looked").format(model))
        button.clicked.connect(lambda on: self.heat_asked.emit(model, on))
        return button

    def _place_buttons(self) -> None:
        top = 0
        for opinion in self._opinions:
            button = self._buttons.get(opinion.model)
            if button is not None:
                size = button.sizeHint()
                button.setGeometry(self.width() - size.width(), top + (HEADING - size.height()) // 2, *size.toTuple())
                button.show()
            top += _height(opinion)

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._place_buttons()
        super().resizeEvent(event)

    def sizeHint(self) -> QSize:
        return QSize(200, sum(map(_height, self._opinions)))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        top = 0.0
        for opinion in self._opinions:
            self._paint_heading(painter, top, opinion)
            top += HEADING
            if opinion.trained:
                self._paint_note(painter, top, self._note(opinion))
                top += NOTE
            for place, (class_id, value) in enumerate(opinion.ranking):
                self._paint_bar(painter, top, class_id, value, first=place == 0)
                top += LINE
            top += SPACE
        painter.end()

    def _paint_heading(self, painter: QPainter, top: float, opinion: Opinion) -> None:
        tones = theme().tones
        font = QFont(self.font())
        font.setPixelSize(12)
        together = opinion.model == ENSEMBLE and opinion.members > 1
        font.setWeight(QFont.Weight.DemiBold if together else QFont.Weight.Medium)
        painter.setFont(font)
        painter.setPen(QColor(tones.text if together else tones.muted))
        text = self.tr("EnsembleNet of {0}").format(opinion.members) if together else opinion.model
        button = self._buttons.get(opinion.model)
        area = QRectF(0, top, self.width() if button is None else button.x() - SPACE / 2, HEADING)
        shown = QFontMetricsF(font).elidedText(text, Qt.TextElideMode.ElideRight, area.width())
        painter.drawText(area, Qt.AlignmentFlag.AlignVCenter, shown)

    def _paint_note(self, painter: QPainter, top: float, note: str) -> None:
        font = QFont(self.font())
        font.setPixelSize(11)
        painter.setFont(font)
        painter.setPen(QColor(theme().tones.warning))
        # A line of its own: beside the name and the button there is no room.
        painter.drawText(QRectF(0, top - 4, self.width(), NOTE), Qt.AlignmentFlag.AlignVCenter, note)

    def _note(self, opinion: Opinion) -> str:
        if opinion.members > 1:
            return self.tr("members trained on this photo")
        return self.tr("trained on this photo")

    def _paint_bar(self, painter: QPainter, top: float, class_id: int, value: float, *, first: bool) -> None:
        tones = theme().tones
        style = style_of(self._styles, class_id)
        paint_class_chip(painter, QRectF(0, top + 3, 38, 17), style, chip_font(self.font(), pixels=10))
        groove = QRectF(46, top + 8, max(20.0, self.width() - 46 - 48), 8)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(tones.line))
        painter.drawRoundedRect(groove, 4, 4)
        filled = QRectF(groove)
        filled.setWidth(max(groove.width() * value, 3.0))
        painter.setBrush(QColor(tones.accent if first else tones.faint))
        painter.drawRoundedRect(filled, min(4.0, filled.width() / 2), 4)
        font = QFont(self.font())
        font.setPixelSize(12)
        font.setWeight(QFont.Weight.DemiBold if first else QFont.Weight.Normal)
        painter.setFont(font)
        painter.setPen(QColor(tones.text if first else tones.muted))
        # A probability below a tenth of a per cent is not none.
        text = f"{value:.0%}" if value >= 0.1 else f"{value:.1%}" if value >= 0.001 else "<0.1%"
        painter.drawText(
            QRectF(self.width() - 48, top, 48, LINE), Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, text
        )


def _height(opinion: Opinion) -> int:
    return HEADING + (NOTE if opinion.trained else 0) + len(opinion.ranking) * LINE + SPACE


class PredictionPanel(QWidget):
    """Bars, threshold, and the predicted boxes.

    Signals:
        threshold_changed: Lowest score shown, 0 to 1.
        prediction_asked: Uid of the predicted box that was clicked.
        prediction_accepted: Uid of the predicted box that was double-clicked.
        accept_asked: The accept button was pressed.
        predict_asked: The predict button was pressed.
        as_i_go_asked: Whether the models shall be asked about each photograph that is looked at.
        heat_asked: Run name of a classifier, and whether to show where it looked.
    """

    threshold_changed = Signal(float)
    prediction_asked = Signal(str)
    prediction_accepted = Signal(str)
    accept_asked = Signal()
    predict_asked = Signal()
    as_i_go_asked = Signal(bool)
    heat_asked = Signal(str, bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._empty = QLabel()
        self._empty.setObjectName("muted")
        self._empty.setWordWrap(True)
        self.bars = OpinionBars()
        self.heat = HeatPanel()
        self._slider = QuietSlider(Qt.Orientation.Horizontal)
        self._slider.setRange(5, 95)
        self._slider.setPageStep(10)
        self._slider.setAccessibleName(self.tr("Lowest score shown"))
        self._slider.setValue(round(DEFAULT_THRESHOLD * 100))
        self._threshold_text = QLabel()
        self._threshold_text.setObjectName("muted")
        self._boxes_text = QLabel()
        self._boxes_text.setObjectName("small")
        self.list = QListWidget()
        self.list.setIconSize(QSize(36, 18))
        self.list.setAccessibleName(self.tr("Predicted boxes"))
        self.list.setProperty("framed", True)
        self._accept = QPushButton(self.tr("Accept box"))
        self._accept.setToolTip(self.tr("Make the chosen predicted box, or the best one, a lesion box (P)"))
        self._predict = QPushButton(self.tr("Predict this photo"))
        self._as_i_go = QCheckBox(self.tr("Predict as I go"))
        self._as_i_go.setToolTip(
            self.tr("Ask the models about each photo you stay on, and about its neighbours, without being told to")
        )

        threshold = QHBoxLayout()
        threshold.setSpacing(SPACE)
        threshold.addWidget(self._threshold_text)
        threshold.addWidget(self._slider, 1)
        self._detections = QWidget()
        boxes = QVBoxLayout(self._detections)
        boxes.setContentsMargins(0, 0, 0, 0)
        boxes.setSpacing(SPACE)
        boxes.addLayout(threshold)
        boxes.addWidget(self.list)
        boxes.addWidget(self._boxes_text)
        boxes.addWidget(self._accept)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(SPACE)
        layout.addWidget(self._empty)
        layout.addWidget(self.bars)
        layout.addWidget(self.heat)
        layout.addWidget(self._detections)
        layout.addWidget(self._predict)
        layout.addWidget(self._as_i_go)

        self._slider.valueChanged.connect(self._threshold_moved)
        self.list.itemClicked.connect(lambda item: self.prediction_asked.emit(item.data(Qt.ItemDataRole.UserRole)))
        self.list.itemDoubleClicked.connect(
            lambda item: self.prediction_accepted.emit(item.data(Qt.ItemDataRole.UserRole))
        )
        self._accept.clicked.connect(lambda: self.accept_asked.emit())
        self._predict.clicked.connect(lambda: self.predict_asked.emit())
        self._as_i_go.clicked.connect(self.as_i_go_asked)
        self.bars.heat_asked.connect(self.heat_asked)
        self._say_threshold()

    @property
    def threshold(self) -> float:
        return self._slider.value() / 100

    def show_predictions(
        self,
        opinions: Sequence[Opinion],
        boxes: Sequence[PredictedShape],
        styles: dict[int, ClassStyle],
        *,
        detectors: int,
    ) -> None:
        """Show opinions, and predicted boxes (best first) of so many detectors."""
        self.bars.show_opinions(opinions, styles)
        self._empty.setVisible(not opinions and not detectors)
        self._detections.setVisible(bool(detectors))
        self.list.clear()
        for shape in boxes[:MOST_LISTED]:
            style = style_of(styles, shape.class_id)
            said = f"{shape.score:.0%}   {style.name}" + (f"   {shape.model}" if detectors > 1 else "")
            item = QListWidgetItem(class_icon(style, self), said)
            item.setData(Qt.ItemDataRole.UserRole, shape.uid)
            item.setSizeHint(QSize(0, BOX_ROW))
            item.setToolTip(f"{style.name}, {shape.score:.3f}, {shape.model}")
            self.list.addItem(item)
        self.list.setVisible(bool(boxes))
        self.list.setFixedHeight(min(6, max(1, self.list.count())) * BOX_ROW + 4)
        further = len(boxes) - MOST_LISTED
        if not boxes:
            self._boxes_text.setText(self.tr("No lesion found with this score."))
        elif further > 0:
            self._boxes_text.setText(self.tr("and {0} more on the photo").format(further))
        self._boxes_text.setVisible(not boxes or further > 0)

    def set_chosen(self, uid: str) -> None:
        """Show this predicted box as chosen."""
        for place in range(self.list.count()):
            if self.list.item(place).data(Qt.ItemDataRole.UserRole) == uid:
                self.list.setCurrentRow(place)
                return
        self.list.setCurrentRow(-1)

    def set_as_i_go(self, on: bool) -> None:
        """Show whether the models are asked about each photograph."""
        self._as_i_go.setChecked(on)

    def set_heat_model(self, model: str) -> None:
        """Show whose heat map is wanted; empty for nobody's."""
        self.bars.set_heat_model(model)

    def set_can(self, *, predict: bool, accept: bool, as_i_go: bool, why_not: str) -> None:
        """Enable the buttons; `why_not` is what to do before there can be predictions."""
        self._predict.setEnabled(predict)
        self._accept.setEnabled(accept)
        self._as_i_go.setEnabled(as_i_go)
        self._empty.setText(why_not)

    def set_busy(self, busy: bool) -> None:
        """Say that the models are at work."""
        self._predict.setText(self.tr("Predicting…") if busy else self.tr("Predict this photo"))
        if busy:
            self._predict.setEnabled(False)

    def _threshold_moved(self) -> None:
        self._say_threshold()
        self.threshold_changed.emit(self.threshold)

    def _say_threshold(self) -> None:
        self._threshold_text.setText(self.tr("Score ≥ {0}").format(f"{self.threshold:.2f}"))
