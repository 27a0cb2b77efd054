"""The right-hand panel: the photograph's facts, every reason, what the models say, and photographs like it."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from desktop.annotate.heat_panel import HeatPanel
from desktop.annotate.image_list import paint_picture
from desktop.annotate.painting import ClassStyle, chip_font, paint_class_chip, style_of
from desktop.annotate.prediction_panel import OpinionBars
from desktop.annotate.section import Section
from desktop.elided_label import ElidedLabel
from desktop.theme import SPACE, theme

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QHelpEvent

    from desktop.annotate.listing import Row
    from desktop.annotate.predicted import Opinion
    from desktop.thumbnails import Thumbnails

NEIGHBOUR = 74
NEIGHBOURS = 6
ACROSS = 3


class Neighbours(QWidget):
    """Photographs that are near to one, each with its label.

    Signals:
        chosen: Id of the photograph that was clicked.
    """

    chosen = Signal(int)

    def __init__(self, thumbnails: Thumbnails, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._thumbnails = thumbnails
        self._rows: tuple[Row, ...] = ()
        self._styles: dict[int, ClassStyle] = {}
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme().changed.connect(self.update)

    def show_rows(self, rows: Sequence[Row], styles: dict[int, ClassStyle]) -> None:
        """Show these photographs."""
        self._rows, self._styles = tuple(rows), styles
        self.setAccessibleDescription(", ".join(row.name for row in rows))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        down = -(-len(self._rows) // ACROSS)
        return QSize(ACROSS * (NEIGHBOUR + SPACE), down * (NEIGHBOUR + SPACE))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        for place, row in enumerate(self._rows):
            area = self._area(place)
            paint_picture(painter, area, row, self._thumbnails)
            if row.class_id is not None:
                chip = QRectF(area.left() + 4, area.bottom() - 20, 40, 16)
                paint_class_chip(painter, chip, style_of(self._styles, row.class_id), chip_font(self.font(), pixels=10))
        painter.end()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        row = self._at(event)
        self.setCursor(Qt.CursorShape.ArrowCursor if row is None else Qt.CursorShape.PointingHandCursor)
        name = "" if row is None or row.class_id is None else style_of(self._styles, row.class_id).name
        self.setToolTip("" if row is None else f"{row.record.relative_path}\n{name}".strip())

    def mousePressEvent(self, event: QMouseEvent) -> None:
        row = self._at(event)
        if row is not None:
            self.chosen.emit(row.record.id)

    def _area(self, place: int) -> QRectF:
        down, across = divmod(place, ACROSS)
        return QRectF(across * (NEIGHBOUR + SPACE), down * (NEIGHBOUR + SPACE), NEIGHBOUR, NEIGHBOUR)

    def _at(self, event: QMouseEvent | QHelpEvent) -> Row | None:
        point = event.position() if isinstance(event, QMouseEvent) else event.pos()
        for place, row in enumerate(self._rows):
            if self._area(place).contains(point):
                return row
        return None


class Opinions(QWidget):
    """Bars of every classifier, and where one looked: what `HeatController` asks of a panel.

    Signals:
        heat_asked: Run name of a classifier, and whether to show where it looked.
    """

    heat_asked = Signal(str, bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.bars = OpinionBars()
        self.heat = HeatPanel()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(SPACE)
        layout.addWidget(self.bars)
        layout.addWidget(self.heat)
        self.bars.heat_asked.connect(self.heat_asked)

    def set_heat_model(self, model: str) -> None:
        """Show whose heat map is wanted; empty for nobody's."""
        self.bars.set_heat_model(model)


class SidePanel(QScrollArea):
    """Everything there is to know about the suspect, beside it."""

    def __init__(self, thumbnails: Thumbnails, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("panelRight")
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMinimumWidth(284)
        self._name = ElidedLabel()
        self._name.setObjectName("photoName")
        self._facts = QLabel()
        self._facts.setObjectName("small")
        self._facts.setWordWrap(True)
        self._label = QLabel()
        self._label.setWordWrap(True)
        self._reasons = Section(self.tr("Reasons"))
        self._reason_lines = QVBoxLayout()
        self._reason_lines.setSpacing(SPACE)
        self._reasons.content.addLayout(self._reason_lines)
        self._models = Section(self.tr("Models"))
        self.predictions = Opinions()
        self._silent = QLabel()
        self._silent.setObjectName("muted")
        self._silent.setWordWrap(True)
        self._legend = QLabel(self.tr("Solid boxes are drawn by people, dashed ones by models."))
        self._legend.setObjectName("small")
        self._legend.setWordWrap(True)
        self._models.content.addWidget(self._silent)
        self._models.content.addWidget(self.predictions)
        self._models.content.addWidget(self._legend)
        self._alike = Section("")
        self.neighbours = Neighbours(thumbnails)
        self._alike.content.addWidget(self.neighbours)
        page = QWidget()
        page.setObjectName("panel")
        column = QVBoxLayout(page)
        column.setContentsMargins(0, SPACE, 0, SPACE)
        column.setSpacing(0)
        head = QVBoxLayout()
        head.setContentsMargins(2 * SPACE, SPACE, 2 * SPACE, SPACE)
        head.setSpacing(SPACE // 2)
        for widget in (self._name, self._facts, self._label):
            head.addWidget(widget)
        column.addLayout(head)
        for section in (self._reasons, self._models, self._alike):
            column.addWidget(section)
        column.addStretch(1)
        self.setWidget(page)

    def show_photo(self, name: str, facts: Sequence[str], label: str) -> None:
        """Say which photograph it is and what people say of it."""
        self._name.set_text(name)
        self._facts.setText(" · ".join(facts))
        self._label.setText(label)

    def show_reasons(self, reasons: Sequence[tuple[str, str]]) -> None:
        """Show every reason, title and words, the strongest first."""
        while self._reason_lines.count():
            item = self._reason_lines.takeAt(0)
            widget = None if item is None else item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for title, text in reasons:
            self._reason_lines.addWidget(_reason(title, text))
        self._reasons.setVisible(bool(reasons))

    def show_opinions(self, opinions: Sequence[Opinion], styles: dict[int, ClassStyle], *, silent: str) -> None:
        """Show what the classifiers say; `silent` in its place where there is nothing."""
        self.predictions.bars.show_opinions(opinions, styles)
        self._silent.setText(silent)
        self._silent.setVisible(bool(silent))

    def show_neighbours(self, rows: Sequence[Row], styles: dict[int, ClassStyle], *, by_features: bool = False) -> None:
        """Show photographs like it, and whether they are by what a network sees or by what the models say."""
        title = self.tr("Nearest by features") if by_features else self.tr("Nearest by what the models say")
        self._alike.set_title(title)
        self.neighbours.setAccessibleName(title)
        self._alike.setVisible(bool(rows))
        self.neighbours.show_rows(rows, styles)


def _reason(title: str, text: str) -> QWidget:
    holder = QWidget()
    layout = QHBoxLayout(holder)
    layout.setContentsMargins(0, 0, 0, 0)
    said = QLabel(f"<b>{escape(title)}</b><br>{escape(text)}")
    said.setTextFormat(Qt.TextFormat.RichText)
    said.setWordWrap(True)
    layout.addWidget(said)
    return holder
