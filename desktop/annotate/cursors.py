"""The pointer's shape over a lesion box: it says what a press would take hold of."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt

from desktop.annotate.interaction import Part

if TYPE_CHECKING:
    from desktop.annotate.interaction import HitTarget

_CURSORS = {
    Part.TOP_LEFT: Qt.CursorShape.SizeFDiagCursor,
    Part.BOTTOM_RIGHT: Qt.CursorShape.SizeFDiagCursor,
    Part.TOP_RIGHT: Qt.CursorShape.SizeBDiagCursor,
    Part.BOTTOM_LEFT: Qt.CursorShape.SizeBDiagCursor,
    Part.TOP: Qt.CursorShape.SizeVerCursor,
    Part.BOTTOM: Qt.CursorShape.SizeVerCursor,
    Part.LEFT: Qt.CursorShape.SizeHorCursor,
    Part.RIGHT: Qt.CursorShape.SizeHorCursor,
    Part.BODY: Qt.CursorShape.SizeAllCursor,
}


def cursor_over(hit: HitTarget, *, selected: bool, editable: bool) -> Qt.CursorShape:
    """Shape over a box that is, or is not yet, selected."""
    if not editable:
        return Qt.CursorShape.ArrowCursor
    return _CURSORS[hit.part] if selected else Qt.CursorShape.PointingHandCursor
