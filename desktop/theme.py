"""One look in light and dark, following the system: palette, style sheet, and icons that take the palette's colours."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from functools import lru_cache
from importlib import resources
from pathlib import Path
from string import Template
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QByteArray, QObject, QRect, QRectF, QSize, QStandardPaths, Qt, Signal
from PySide6.QtGui import QColor, QFont, QIcon, QIconEngine, QPainter, QPalette, QPixmap
from PySide6.QtSvg import QSvgRenderer

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication, QWidget

SPACE = 8
"""The step of all spacing, in logical pixels."""


@dataclass(frozen=True, slots=True)
class Tones:
    """Colours of one theme, as `#rrggbb`; texts reach a contrast of 4.5 on `window` and `base`."""

    window: str
    base: str
    rail: str
    field: str
    canvas: str
    text: str
    muted: str
    faint: str
    line: str
    edge: str
    hover: str
    scroll: str
    accent: str
    accent_strong: str
    accent_soft: str
    on_accent: str
    good: str
    warning: str
    danger: str
    notice: str
    tooltip: str
    tooltip_text: str


LIGHT = Tones(
    window="#f3f5f7", base="#ffffff", rail="#eceff2", field="#ffffff", canvas="#dde1e6",
    text="#1a2129", muted="#56616e", faint="#9aa4af", line="#dfe4e9", edge="#c3cbd4", hover="#e6eaee", scroll="#c6cdd5",
    accent="#0b6e80", accent_strong="#095b6a", accent_soft="#d8eef1", on_accent="#ffffff",
    good="#1d7a46", warning="#8f5a00", danger="#b3261e", notice="#fff4dc", tooltip="#1f262d", tooltip_text="#f2f4f6",
)  # fmt: skip
DARK = Tones(
    window="#16191d", base="#1e2227", rail="#191c21", field="#272c33", canvas="#0f1114",
    text="#e7eaee", muted="#a2acb7", faint="#66707b", line="#2c323a", edge="#3e4650", hover="#2b3139", scroll="#3d454f",
    accent="#4fc0d0", accent_strong="#74d3e0", accent_soft="#173b43", on_accent="#06242a",
    good="#5fcf91", warning="#f2b84b", danger="#ff8a80", notice="#3a2f14", tooltip="#e7eaee", tooltip_text="#16191d",
)  # fmt: skip


class Theme(QObject):
    """The tones in use. `changed` is emitted after the application wears new ones."""

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.tones = LIGHT
        self.forced: str | None = None

    @property
    def is_dark(self) -> bool:
        return self.tones is DARK


@lru_cache(maxsize=1)
def theme() -> Theme:
    """The application's theme."""
    return Theme()


def install_theme(app: QApplication, *, forced: str | None = None) -> None:
    """Dress the application and go on following the system's light or dark; `forced` is `light` or `dark`."""
    current = theme()
    current.forced = forced
    app.setStyle("Fusion")
    font = app.font()
    font.setPointSizeF(10.0)
    font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    app.setFont(font)
    hints = app.styleHints()
    hints.colorSchemeChanged.connect(lambda scheme: wear(app, _wanted(scheme)))
    wear(app, _wanted(hints.colorScheme()))


def set_theme(app: QApplication, forced: str | None) -> None:
    """Wear `light`, `dark`, or for None what the system says."""
    theme().forced = forced
    wear(app, _wanted(app.styleHints().colorScheme()))


def _wanted(scheme: Qt.ColorScheme) -> Tones:
    forced = theme().forced
    if forced is not None:
        return DARK if forced == "dark" else LIGHT
    return DARK if scheme == Qt.ColorScheme.Dark else LIGHT


def wear(app: QApplication, tones: Tones) -> None:
    """Set palette and style sheet to these tones."""
    theme().tones = tones
    _painted.cache_clear()
    app.setPalette(_palette(tones))
    sheet = (resources.files("resources") / "themes" / "dermdesk.qss").read_text(encoding="utf-8")
    pictures = {
        "chevron_down": _picture_file("chevron-down", tones.muted),
        "chevron_up": _picture_file("chevron-up", tones.muted),
        "check": _picture_file("check", tones.on_accent),
    }
    app.setStyleSheet(Template(sheet).substitute(asdict(tones), **pictures))
    theme().changed.emit()


def _palette(tones: Tones) -> QPalette:
    palette = QPalette()
    roles = {
        QPalette.ColorRole.Window: tones.window,
        QPalette.ColorRole.WindowText: tones.text,
        QPalette.ColorRole.Base: tones.base,
        QPalette.ColorRole.AlternateBase: tones.window,
        QPalette.ColorRole.Text: tones.text,
        QPalette.ColorRole.PlaceholderText: tones.muted,
        QPalette.ColorRole.Button: tones.base,
        QPalette.ColorRole.ButtonText: tones.text,
        QPalette.ColorRole.BrightText: tones.danger,
        QPalette.ColorRole.Highlight: tones.accent,
        QPalette.ColorRole.HighlightedText: tones.on_accent,
        QPalette.ColorRole.Link: tones.accent,
        QPalette.ColorRole.ToolTipBase: tones.tooltip,
        QPalette.ColorRole.ToolTipText: tones.tooltip_text,
        QPalette.ColorRole.Mid: tones.edge,
        QPalette.ColorRole.Midlight: tones.line,
        QPalette.ColorRole.Accent: tones.accent,
    }
    for role, colour in roles.items():
        palette.setColor(role, QColor(colour))
    for role in (QPalette.ColorRole.Text, QPalette.ColorRole.WindowText, QPalette.ColorRole.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, role, QColor(tones.faint))
    return palette


@lru_cache(maxsize=256)
def _drawing(name: str) -> str:
    return (resources.files("resources") / "icons" / f"{name}.svg").read_text(encoding="utf-8")


@lru_cache(maxsize=1024)
def _painted(name: str, colour: str, width: int, height: int) -> QPixmap:
    pixmap = QPixmap(width, height)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    renderer = QSvgRenderer(QByteArray(_drawing(name).replace("currentColor", colour).encode()))
    renderer.render(painter, QRectF(0, 0, width, height))
    painter.end()
    return pixmap


def _picture_file(name: str, colour: str) -> str:
    # Style sheets take pictures by address only, so the few they need are written once a colour to the user's cache.
    folder = Path(QStandardPaths.writableLocation(QStandardPaths.StandardLocation.GenericCacheLocation))
    target = folder / "dermdesk" / "pictures" / f"{name}-{colour.lstrip('#')}.svg"
    if not target.is_file():
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(_drawing(name).replace("currentColor", colour), encoding="utf-8")
    return target.as_posix()


class _ThemedIcon(QIconEngine):
    """Draws an icon in the tones worn at the moment of painting."""

    def __init__(self, name: str, tone: str | None) -> None:
        super().__init__()
        self._name, self._tone = name, tone

    def clone(self) -> QIconEngine:
        return _ThemedIcon(self._name, self._tone)

    def _colour(self, mode: QIcon.Mode, state: QIcon.State) -> str:
        tones = theme().tones
        if mode == QIcon.Mode.Disabled:
            return tones.faint
        if self._tone is not None:
            return cast("str", getattr(tones, self._tone))
        return tones.accent if state == QIcon.State.On else tones.text

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, state: QIcon.State) -> None:
        ratio = painter.device().devicePixelRatioF()
        pixmap = self._at(QSize(round(rect.width() * ratio), round(rect.height() * ratio)), mode, state)
        painter.drawPixmap(rect, pixmap)

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        return self._at(size, mode, state)

    def scaledPixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State, scale: float) -> QPixmap:
        # The size is in logical pixels; a picture of so many would be blown up on a sharper screen.
        sharp = QPixmap(self._at(size * scale, mode, state))
        sharp.setDevicePixelRatio(scale)
        return sharp

    def _at(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        side = max(1, min(size.width(), size.height()))
        return _painted(self._name, self._colour(mode, state), side, side)


def icon(name: str, *, tone: str | None = None) -> QIcon:
    """An icon of `resources/icons` that follows the theme; `tone` names a field of `Tones` other than the text's."""
    _drawing(name)  # an unknown name fails here, not in a paint event
    return QIcon(_ThemedIcon(name, tone))


def redress(widget: QWidget) -> None:
    """Let the style sheet look again at a widget one of whose properties has changed; Qt doesn't by itself."""
    widget.style().unpolish(widget)
    widget.style().polish(widget)
