"""Colours of the charts: taken from the widget's palette, so that light and dark need no second list."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtGui import QColor, QPalette


@dataclass(frozen=True, slots=True)
class ChartTheme:
    """The colours one chart is drawn in."""

    background: QColor
    text: QColor
    muted: QColor
    grid: QColor
    highlight: QColor
    dark: bool

    @classmethod
    def of(cls, palette: QPalette) -> ChartTheme:
        """The theme that fits a widget's palette."""
        background = palette.color(QPalette.ColorRole.Base)
        text = palette.color(QPalette.ColorRole.Text)
        return cls(
            background=background,
            text=text,
            muted=blend(text, background, 0.38),
            grid=blend(text, background, 0.86),
            highlight=palette.color(QPalette.ColorRole.Highlight),
            dark=background.lightness() < text.lightness(),
        )

    def edge(self, colour: QColor) -> QColor:
        """Outline of a filled mark: darker on light ground and lighter on dark, so that pale fills keep an edge."""
        return colour.lighter(135) if self.dark else colour.darker(135)


def blend(colour: QColor, ground: QColor, share: float) -> QColor:
    """`colour` with `share` (0 to 1) of `ground` mixed in."""
    keep = 1.0 - share
    return QColor(
        round(colour.red() * keep + ground.red() * share),
        round(colour.green() * keep + ground.green() * share),
        round(colour.blue() * keep + ground.blue() * share),
    )


def readable_on(ground: QColor) -> QColor:
    """Black or white, whichever has the greater WCAG contrast on `ground`."""
    luminance = sum(
        weight * (value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4)
        for weight, value in zip(
            (0.2126, 0.7152, 0.0722), (ground.redF(), ground.greenF(), ground.blueF()), strict=True
        )
    )
    return QColor("black") if (luminance + 0.05) / 0.05 > 1.05 / (luminance + 0.05) else QColor("white")
