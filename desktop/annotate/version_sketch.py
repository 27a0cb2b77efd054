"""Two versions of a photograph's boxes side by side, drawn small: before and after."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtWidgets import QWidget

from desktop.annotate.painting import chip_font, style_of
from desktop.theme import SPACE, theme

if TYPE_CHECKING:
    from PySide6.QtGui import QPaintEvent

    from core.project.labels import ImageLabels
    from desktop.annotate.painting import ClassStyle

HEIGHT = 104


class VersionSketch(QWidget):
    """Draws the boxes of both versions in frames of the photograph's shape."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._versions: tuple[ImageLabels, ImageLabels] | None = None
        self._size = (1, 1)
        self._styles: dict[int, ClassStyle] = {}
        self.setFixedHeight(HEIGHT)
        self.setAccessibleName(self.tr("Boxes before and after"))
        self.hide()

    def show_versions(
        self,
        before: ImageLabels | None,
        after: ImageLabels | None,
        *,
        size: tuple[int, int] | None,
        styles: dict[int, ClassStyle],
    ) -> None:
        """Show both, in a photograph of this width and height; nothing where one is None or both have the same."""
        shown = before is not None and after is not None and size is not None and before.boxes != after.boxes
        self._versions = (before, after) if before is not None and after is not None else None
        self._size, self._styles = size or (1, 1), styles
        self.setVisible(shown)
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(220, HEIGHT)

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._versions is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(chip_font(self.font(), pixels=10))
        room = (self.width() - SPACE) / 2
        for place, (labels, name) in enumerate(zip(self._versions, (self.tr("Before"), self.tr("After")), strict=True)):
            self._paint(painter, QRectF(place * (room + SPACE), 0, room, self.height()), labels, name)
        painter.end()

    def _paint(self, painter: QPainter, room: QRectF, labels: ImageLabels, name: str) -> None:
        tones = theme().tones
        painter.setPen(QColor(tones.muted))
        painter.drawText(room, Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft, name)
        free = room.adjusted(0, 16, 0, 0)
        scale = min(free.width() / self._size[0], free.height() / self._size[1])
        frame = QRectF(free.left(), free.top(), self._size[0] * scale, self._size[1] * scale)
        painter.setPen(QPen(QColor(tones.edge), 1))
        painter.setBrush(QColor(tones.canvas))
        painter.drawRect(frame.adjusted(0.5, 0.5, -0.5, -0.5))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for entry in labels.boxes:
            box, style = entry.box, style_of(self._styles, entry.class_id)
            place = QRectF(
                frame.left() + box.x1 * scale, frame.top() + box.y1 * scale, box.width * scale, box.height * scale
            )
            painter.setPen(QPen(QColor(style.colour), 2))
            painter.drawRect(place)
            painter.setPen(QColor(tones.text))
            painter.drawText(place.adjusted(3, 1, 200, 20), Qt.AlignmentFlag.AlignTop, style.code)
