"""How boxes look on skin: a colour with a halo, a code on a chip, handles on what is selected."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen

from desktop.annotate.interaction import HANDLES, handle_point

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QFontMetrics

    from core.classes import ClassTable
    from core.geometry import Box
    from desktop.annotate.viewport import Viewport

HANDLE_SIDE = 9.0
CHIP_HEIGHT = 18.0
UNKNOWN = "#b0b0b0"


@dataclass(frozen=True, slots=True)
class ClassStyle:
    """How a class is shown: its short code, full name and colour."""

    code: str
    name: str
    colour: str


def class_styles(classes: ClassTable) -> dict[int, ClassStyle]:
    """Styles by class id."""
    return {entry.id: ClassStyle(entry.code, entry.name, entry.colour) for entry in classes}


def style_of(styles: dict[int, ClassStyle], class_id: int) -> ClassStyle:
    """Style of a class; a grey question mark for one that the table no longer has."""
    return styles.get(class_id) or ClassStyle("?", f"class {class_id}", UNKNOWN)


@lru_cache(maxsize=512)
def relative_luminance(colour: str) -> float:
    """Luminance from 0 (black) to 1 (white), as WCAG 2 defines it."""

    def linear(value: float) -> float:
        return value / 12.92 if value <= 0.03928 else ((value + 0.055) / 1.055) ** 2.4

    shade = QColor(colour)
    return 0.2126 * linear(shade.redF()) + 0.7152 * linear(shade.greenF()) + 0.0722 * linear(shade.blueF())


def contrast(first: str, second: str) -> float:
    """Contrast of two colours from 1 to 21, as WCAG 2 defines it."""
    high, low = sorted((relative_luminance(first), relative_luminance(second)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@lru_cache(maxsize=512)
def ink_on(colour: str) -> str:
    """Black or white, whichever reads better on this colour: never below a contrast of 4.5."""
    soft = max(("#101418", "#ffffff"), key=lambda ink: contrast(ink, colour))
    # On greys of the middle only full black or white is enough.
    return soft if contrast(soft, colour) >= 4.5 else max(("#000000", "#ffffff"), key=lambda ink: contrast(ink, colour))


@lru_cache(maxsize=512)
def halo(colour: str) -> QColor:
    """The rim that sets a line of this colour off from any skin."""
    # A light line needs a dark rim on pale skin, a dark line a light one on dark skin.
    return QColor(0, 0, 0, 170) if relative_luminance(colour) > 0.18 else QColor(255, 255, 255, 200)


def canvas_rect(view: Viewport, box: Box) -> QRectF:
    """Where a box is on the canvas."""
    left, top = view.to_canvas(box.x1, box.y1)
    right, bottom = view.to_canvas(box.x2, box.y2)
    return QRectF(QPointF(left, top), QPointF(right, bottom))


def paint_outline(
    painter: QPainter,
    rect: QRectF,
    colour: str,
    *,
    selected: bool = False,
    predicted: bool = False,
    hovered: bool = False,
    ghost: bool = False,
) -> None:
    """Draw one box without its chip; predicted boxes are dashed, those only previewed have long dashes."""
    # Never a fill, however faint: the colour of the skin inside is what the annotator looks at.
    paint_frame(painter, rect, halo(colour), 5.0 if selected or hovered else 4.0)
    dashes = (4.0, 3.0) if predicted else (9.0, 5.0) if ghost else ()
    paint_frame(painter, rect, QColor(colour), 3.0 if selected or hovered else 2.0, dashes=dashes)


def paint_frame(
    painter: QPainter, rect: QRectF, colour: QColor, width: float, *, dashes: Sequence[float] = ()
) -> None:  # fmt: skip
    """Draw an upright rectangle's lines as whole device pixels: sharper than smoothed ones, and several times faster.

    Args:
        painter: Whose smoothing is left on.
        rect: In logical pixels.
        colour: Of the lines.
        width: In logical pixels.
        dashes: Lengths of dash and gap, in widths.
    """
    ratio = painter.device().devicePixelRatioF()
    thickness = max(1, round(width * ratio))
    # Lines an odd number of pixels thick have their middle within a pixel, others between two.
    shift = 0.5 * (thickness % 2)
    left, top = (round(rect.left() * ratio) + shift) / ratio, (round(rect.top() * ratio) + shift) / ratio
    right, bottom = (round(rect.right() * ratio) + shift) / ratio, (round(rect.bottom() * ratio) + shift) / ratio
    pen = _pen(colour, thickness / ratio)
    if dashes:
        pen.setDashPattern(list(dashes))
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(pen)
    painter.drawRect(QRectF(left, top, right - left, bottom - top))
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)


def paint_label(painter: QPainter, place: QPointF, text: str, *, centred: bool = False) -> None:
    """Draw a few words on a dark pill whose top left corner, or top middle, is at a place; kept on the canvas."""
    painter.setFont(chip_font(painter.font()))
    width = chip_width(QFontMetricsF(painter.font()), text)
    window = painter.window()
    left = place.x() - (width / 2 if centred else 0)
    left = min(max(left, 2.0), window.width() - width - 2)
    top = min(max(place.y(), 2.0), window.height() - CHIP_HEIGHT - 2)
    pill = QRectF(left, top, width, CHIP_HEIGHT)
    painter.setPen(_pen(QColor(255, 255, 255, 60), 1.0))
    painter.setBrush(QColor(16, 20, 24, 215))
    painter.drawRoundedRect(pill, 4, 4)
    painter.setPen(QColor("#ffffff"))
    painter.drawText(pill, Qt.AlignmentFlag.AlignCenter, text)


def paint_handles(painter: QPainter, view: Viewport, box: Box) -> None:
    """Draw the eight handles; those of a short side are left out so that they don't hide the lesion."""
    rect = canvas_rect(view, box)
    painter.setPen(_pen(QColor(20, 24, 28), 1.2))
    painter.setBrush(QColor("#ffffff"))
    for part in HANDLES:
        horizontal, vertical = part.value
        if (horizontal == 0 and rect.width() < 40) or (vertical == 0 and rect.height() < 40):
            continue
        x, y = view.to_canvas(*handle_point(box, part))
        painter.drawRoundedRect(QRectF(x - HANDLE_SIDE / 2, y - HANDLE_SIDE / 2, HANDLE_SIDE, HANDLE_SIDE), 2, 2)


def paint_rubber(painter: QPainter, rect: QRectF, colour: str, *, measure: str) -> None:
    """Draw the box being drawn, with its size in upright pixels."""
    paint_outline(painter, rect, colour, selected=True)
    if measure:
        paint_label(painter, QPointF(rect.left() - 1, rect.bottom() + 3), measure)


def paint_class_chip(painter: QPainter, rect: QRectF, style: ClassStyle, font: QFont) -> None:
    """Draw a class's code on a pill of its colour, for lists."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(style.colour))
    painter.drawRoundedRect(rect, 4, 4)
    painter.setPen(QColor(ink_on(style.colour)))
    painter.setFont(font)
    painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, style.code)


def chip_font(base: QFont, *, pixels: int = 11) -> QFont:
    """Font of chips."""
    font = QFont(base)
    font.setPixelSize(pixels)
    font.setWeight(QFont.Weight.DemiBold)
    return font


def chip_width(metrics: QFontMetrics | QFontMetricsF, text: str) -> float:
    """Width of a chip with this text."""
    return float(metrics.horizontalAdvance(text)) + 12.0


def _pen(colour: QColor, width: float) -> QPen:
    pen = QPen(colour, width)
    pen.setJoinStyle(Qt.PenJoinStyle.MiterJoin)
    return pen
