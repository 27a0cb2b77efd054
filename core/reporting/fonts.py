"""Letters for charts and paper: matplotlib's own fonts, and one of this machine's for Chinese where there is any."""

from __future__ import annotations

from functools import cache
from pathlib import Path

_CHINESE = (
    "Noto Sans CJK SC",
    "Noto Sans SC",
    "Source Han Sans SC",
    "Microsoft YaHei",
    "WenQuanYi Micro Hei",
    "SimHei",
)


@cache
def chinese_font() -> tuple[str, Path] | None:
    """Name and file of a font with Chinese letters; None where this machine has none of those known."""
    from matplotlib import font_manager

    known = {entry.name: Path(entry.fname) for entry in font_manager.fontManager.ttflist}
    return next(((name, known[name]) for name in _CHINESE if name in known), None)


def families() -> list[str]:
    """Font families for a chart, the first that has a letter is taken."""
    chinese = chinese_font()
    return ["DejaVu Sans", *([] if chinese is None else [chinese[0]])]


def text_fonts() -> tuple[Path, Path]:
    """Files of the regular and the bold font: Latin, Greek, Cyrillic and Turkish letters wherever this runs."""
    import matplotlib

    folder = Path(matplotlib.get_data_path()) / "fonts" / "ttf"
    return folder / "DejaVuSans.ttf", folder / "DejaVuSans-Bold.ttf"
