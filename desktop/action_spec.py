"""What a row of the table of actions is: where its keys work, and when it can be used. Values, without Qt."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable


class Scope(Enum):
    """Where a key works."""

    WINDOW = "window"
    ANNOTATE = "annotate"
    CANVAS = "canvas"
    REVIEW = "review"
    SETTLE = "settle"
    """The window in which conflicts of two readers are settled."""
    HELD = "held"
    """Held down on the canvas; has no QAction and is handled by the annotate view."""


IN_ANNOTATE = frozenset({Scope.ANNOTATE, Scope.CANVAS, Scope.HELD})


def scopes_overlap(one: Scope, other: Scope) -> bool:
    """Whether a key can be meant for both: the window's keys work everywhere, a workspace's only there."""
    if Scope.WINDOW in (one, other) or one is other:
        return True
    return one in IN_ANNOTATE and other in IN_ANNOTATE


@dataclass(frozen=True, slots=True)
class Situation:
    """What the enabled-when column looks at."""

    has_project: bool = False
    blind: bool = False
    read_only: bool = False
    annotating: bool = False
    has_image: bool = False
    has_selection: bool = False
    can_predict: bool = False
    can_undo: bool = False
    can_redo: bool = False
    reviewing: bool = False
    has_suspect: bool = False
    has_suggestion: bool = False
    has_reviewed: bool = False
    can_correct: bool = False

    @property
    def can_edit(self) -> bool:
        return self.has_image and not self.read_only


@dataclass(frozen=True, slots=True)
class ActionSpec:
    """A row of the table.

    Attributes:
        id: Name in code.
        text: Name in menus, in English; `action_text` gives it in the window's language, as `menu` and `tip` are.
        menu: Menu it is listed in; empty for none. A `|` at the end asks for a separator after it.
        keys: Shortcuts, the first shown; a person may choose others (`desktop.keys`).
        icon: File of `resources/icons`.
        tip: Tooltip, without the key, which is added.
        scope: Where its keys work.
        enabled: When it can be used.
        checkable: Whether it stays down.
        repeats: Whether holding the key repeats it.
    """

    id: str
    text: str
    menu: str = ""
    keys: tuple[str, ...] = ()
    icon: str = ""
    tip: str = ""
    scope: Scope = Scope.WINDOW
    enabled: Callable[[Situation], bool] = lambda situation: True
    checkable: bool = False
    repeats: bool = False
