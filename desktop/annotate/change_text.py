"""What changed in a photograph's labels, in words: `BCC moved 12 px`, `class MEL → BCC`."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QCoreApplication

from core.project.changes import Change, ChangeKind
from core.project.labels import ImageState
from desktop.annotate.painting import style_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from desktop.annotate.painting import ClassStyle


def _tr(text: str) -> str:
    return QCoreApplication.translate("ChangeText", text)


def change_lines(changes: Iterable[Change], styles: dict[int, ClassStyle]) -> list[str]:
    """One line a change; boxes are named by the code of their class."""
    return [_line(change, styles) for change in changes]


def _line(change: Change, styles: dict[int, ClassStyle]) -> str:
    def code(class_id: object) -> str:
        return _tr("none") if class_id is None else style_of(styles, cast("int", class_id)).code

    box = code(change.class_id)
    match change.kind:
        case ChangeKind.ADDED:
            return _tr("{0} added, {1}").format(box, _size(change.after))
        case ChangeKind.REMOVED:
            return _tr("{0} removed, {1}").format(box, _size(change.before))
        case ChangeKind.MOVED:
            return _tr("{0} moved {1} px").format(box, f"{cast('float', change.after):.0f}")
        case ChangeKind.RESIZED:
            return _tr("{0} resized, {1} → {2}").format(box, _size(change.before), _size(change.after))
        case ChangeKind.CLASS:
            return _tr("class {0} → {1}").format(code(change.before), code(change.after))
        case ChangeKind.FLAG:
            return _tr("{0} {1}: {2}").format(box, _flag(change.name), _tr("yes") if change.after else _tr("no"))
        case ChangeKind.NOTE:
            return _tr("{0} note: {1}").format(box, change.after or _tr("none"))
        case ChangeKind.ORDER:
            return _tr("boxes in another order")
        case ChangeKind.DIAGNOSIS:
            return _tr("diagnosis {0} → {1}").format(code(change.before), code(change.after))
        case ChangeKind.STATE:
            return _tr("state {0} → {1}").format(state_text(change.before), state_text(change.after))
        case ChangeKind.REASON:
            return _tr("reason: {0}").format(change.after or _tr("none"))
        case ChangeKind.VERDICTS:
            return _tr("another answer to a suspect")
    return _tr("flag set") if change.after else _tr("flag taken away")


def state_text(state: object) -> str:
    """A state as people say it."""
    return {
        ImageState.NEW: _tr("new"),
        ImageState.LABELLED: _tr("labelled"),
        ImageState.VERIFIED: _tr("verified"),
        ImageState.REJECTED: _tr("rejected"),
        ImageState.NOISE: _tr("noise"),
    }.get(cast("ImageState", state), str(state))


def _flag(name: str) -> str:
    return {
        "difficult": _tr("difficult"),
        "truncated": _tr("truncated"),
        "occluded": _tr("occluded"),
        "locked": _tr("locked"),
    }[name]


def _size(size: object) -> str:
    width, height = cast("tuple[float, float]", size)
    return f"{width:.0f} × {height:.0f} px"
