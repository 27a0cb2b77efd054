"""The one table of actions. Menus, tool strips, tooltips and shortcuts are made from it; nothing else sets a key."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAction, QKeySequence

from desktop.theme import icon

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from PySide6.QtWidgets import QWidget


class Scope(Enum):
    """Where a key works."""

    WINDOW = "window"
    ANNOTATE = "annotate"
    CANVAS = "canvas"
    HELD = "held"
    """Held down on the canvas; has no QAction and is handled by the annotate view."""


@dataclass(frozen=True, slots=True)
class Situation:
    """What the enabled-when column looks at."""

    has_project: bool = False
    read_only: bool = False
    annotating: bool = False
    has_image: bool = False
    has_selection: bool = False
    has_prediction: bool = False
    can_predict: bool = False
    can_explain: bool = False
    can_undo: bool = False
    can_redo: bool = False

    @property
    def can_edit(self) -> bool:
        return self.has_image and not self.read_only


@dataclass(frozen=True, slots=True)
class ActionSpec:
    """A row of the table.

    Attributes:
        id: Name in code.
        text: Name in menus.
        menu: Menu it is listed in; empty for none. A `|` at the end asks for a separator after it.
        keys: Shortcuts, the first shown.
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


def _project(situation: Situation) -> bool:
    return situation.has_project


def _writable(situation: Situation) -> bool:
    return situation.has_project and not situation.read_only


def _image(situation: Situation) -> bool:
    return situation.has_image


def _edit(situation: Situation) -> bool:
    return situation.can_edit


def _edit_selection(situation: Situation) -> bool:
    return situation.can_edit and situation.has_selection


def _digit_rows() -> list[ActionSpec]:
    rows = []
    for number in range(1, 11):
        digit = str(number % 10)
        rows.append(
            ActionSpec(
                f"class_{number}", f"Class {number}", keys=(digit,), scope=Scope.ANNOTATE, enabled=_edit,
                tip=f"Give the selected boxes, or the next one, class {number} of the list",
            )
        )  # fmt: skip
        rows.append(
            ActionSpec(
                f"diagnosis_{number}", f"Diagnosis {number}", keys=(f"Alt+{digit}",), scope=Scope.ANNOTATE,
                enabled=_edit, tip=f"Diagnose class {number} of the list",
            )
        )  # fmt: skip
    return rows


def _nudge_rows() -> list[ActionSpec]:
    rows = []
    for direction in ("Left", "Right", "Up", "Down"):
        rows.append(
            ActionSpec(
                f"nudge_{direction.lower()}", f"Nudge {direction.lower()}", keys=(direction,), scope=Scope.CANVAS,
                enabled=_edit_selection, repeats=True, tip="Move the selected boxes by 1 px",
            )
        )  # fmt: skip
        rows.append(
            ActionSpec(
                f"push_{direction.lower()}", f"Push {direction.lower()}", keys=(f"Shift+{direction}",),
                scope=Scope.CANVAS, enabled=_edit_selection, repeats=True, tip="Move the selected boxes by 10 px",
            )
        )  # fmt: skip
    return rows


ACTIONS: tuple[ActionSpec, ...] = (
    ActionSpec("new_project", "New project…", "File", ("Ctrl+N",), "new", "Make a project for your photographs"),
    ActionSpec("open_project", "Open project…", "File", ("Ctrl+O",), "open", "Open the folder of a project"),
    ActionSpec("open_demo", "Open demo", "File|", (), "demo", "Draw 120 skin photographs and open them as a project"),
    ActionSpec(
        "import_photos", "Import photographs…", "File", ("Ctrl+I",), "import",
        "Add photographs, boxes and a metadata table", enabled=_writable,
    ),
    ActionSpec("close_project", "Close project", "File|", ("Ctrl+W",), "close", enabled=_project),
    ActionSpec("quit", "Quit", "File", ("Ctrl+Q",)),
    ActionSpec(
        "undo", "Undo", "Edit", ("Ctrl+Z",), "undo", "Take back the last edit and go to its photograph",
        enabled=lambda s: s.can_undo and not s.read_only, repeats=True,
    ),
    ActionSpec(
        "redo", "Redo", "Edit|", ("Ctrl+Shift+Z", "Ctrl+Y"), "redo", "Make the edit again",
        enabled=lambda s: s.can_redo and not s.read_only, repeats=True,
    ),
    ActionSpec(
        "draw", "Draw a box", "Edit", ("W",), "draw", "Drag, or click two corners; dragging on bare skin draws as well",
        Scope.ANNOTATE, _edit, checkable=True,
    ),
    ActionSpec(
        "delete", "Delete", "Edit", ("Del", "Backspace"), "delete", "Delete the selected boxes",
        Scope.ANNOTATE, _edit_selection,
    ),
    ActionSpec(
        "duplicate", "Duplicate", "Edit", ("Ctrl+D",), "", "Copy the selected boxes beside themselves",
        Scope.ANNOTATE, _edit_selection,
    ),
    ActionSpec("select_all", "Select all boxes", "Edit|", ("Ctrl+A",), "", "", Scope.ANNOTATE, _image),
    ActionSpec(
        "choose_class", "Choose class…", "Edit", ("C",), "search", "Type a few letters of a class name or code",
        Scope.ANNOTATE, _edit,
    ),
    ActionSpec(
        "accept", "Accept prediction", "Edit", ("P", "Return", "Enter"), "accept",
        "Make the chosen predicted box, or the best one, a lesion box", Scope.ANNOTATE,
        lambda s: s.can_edit and s.has_prediction,
    ),
    ActionSpec("cancel", "Cancel", "", ("Esc",), "", "Stop drawing, or select nothing", Scope.ANNOTATE),
    ActionSpec("zoom_in", "Zoom in", "View", ("Ctrl++", "Ctrl+="), "zoom-in", "", Scope.ANNOTATE, _image, repeats=True),
    ActionSpec("zoom_out", "Zoom out", "View", ("Ctrl+-",), "zoom-out", "", Scope.ANNOTATE, _image, repeats=True),
    ActionSpec("actual_size", "Actual size", "View", ("Ctrl+0",), "actual", "Pixel for pixel", Scope.ANNOTATE, _image),
    ActionSpec("fit", "Fit photo", "View", ("F", "Ctrl+F"), "fit", "Show the whole photograph", Scope.ANNOTATE, _image),
    ActionSpec(
        "fit_selection", "Fit selection", "View|", ("Ctrl+Shift+F",), "", "Zoom to the selected boxes",
        Scope.ANNOTATE, lambda s: s.has_image and s.has_selection,
    ),
    ActionSpec("hold_hide", "Hide boxes while held", "", ("H",), "eye-off", "See bare skin", Scope.HELD),
    ActionSpec(
        "hold_pan", "Pan while held; tapped: verify and go on", "", ("Space",), "", "Drag the photograph", Scope.HELD
    ),
    ActionSpec(
        "show_predictions", "Show predictions", "View", ("Ctrl+P",), "predict", "Show the models' boxes",
        Scope.ANNOTATE, _image, checkable=True,
    ),
    ActionSpec(
        "heat", "Where it looked", "View|", ("G",), "heat", "Lay the best classifier's heat map over the photo",
        Scope.ANNOTATE, lambda s: s.has_image and s.can_explain, checkable=True,
    ),
    ActionSpec("next", "Next photo", "Photo", ("D", "PgDown"), "next", "", Scope.ANNOTATE, _image, repeats=True),
    ActionSpec(
        "previous", "Previous photo", "Photo", ("A", "PgUp"), "previous", "", Scope.ANNOTATE, _image, repeats=True
    ),
    ActionSpec(
        "next_unlabelled", "Next photo without labels", "Photo|", ("Ctrl+Right",), "", "", Scope.ANNOTATE, _image
    ),
    ActionSpec(
        "verify", "Verified, next", "Photo", ("Ctrl+Return",), "verify",
        "Mark the photograph verified and go on (or tap Space)", Scope.ANNOTATE, _edit,
    ),
    ActionSpec("reject", "Rejected", "Photo", (), "reject", "Leave the photograph out", Scope.ANNOTATE, _edit),
    ActionSpec(
        "noise", "Noise", "Photo|", (), "", "Keep the photograph, but not for training", Scope.ANNOTATE, _edit
    ),
    ActionSpec(
        "predict", "Predict this photo", "Photo", ("Ctrl+R",), "predict", "Ask the trained models about this photo",
        Scope.ANNOTATE, lambda s: s.can_edit and s.can_predict,
    ),
    ActionSpec("search", "Search photos", "Photo", ("Ctrl+L", "/"), "search", "", Scope.ANNOTATE, _project),
    ActionSpec("go_annotate", "Annotate", "Window", ("Ctrl+1",), "annotate", enabled=_project, checkable=True),
    ActionSpec("go_train", "Train", "Window", ("Ctrl+2",), "train", enabled=_project, checkable=True),
    ActionSpec("go_evaluate", "Evaluate", "Window|", ("Ctrl+3",), "evaluate", enabled=_project, checkable=True),
    ActionSpec("theme_system", "Look: as the system", "Window", checkable=True),
    ActionSpec("theme_light", "Look: light", "Window", checkable=True),
    ActionSpec("theme_dark", "Look: dark", "Window", checkable=True),
    ActionSpec("keys", "Keys", "Help", ("F1",), "keyboard", "List every key"),
    ActionSpec("about", "About DermDesk", "Help", icon="info"),
    *_digit_rows(),
    *_nudge_rows(),
)  # fmt: skip


def duplicate_keys(specs: tuple[ActionSpec, ...] = ACTIONS) -> list[str]:
    """Keys that two rows claim. All scopes lie within one another, so a key may appear once in the whole table."""
    owner: dict[str, str] = {}
    clashes = []
    for spec in specs:
        for key in spec.keys:
            normal = QKeySequence(key).toString()
            if normal in owner:
                clashes.append(f"{normal}: {owner[normal]}, {spec.id}")
            owner[normal] = spec.id
    return clashes


class Actions(QObject):
    """The QActions of the table, by id."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._specs = {spec.id: spec for spec in ACTIONS}
        self._actions = {spec.id: self._made(spec) for spec in ACTIONS if spec.scope is not Scope.HELD}
        self.update(Situation())

    def __getitem__(self, action_id: str) -> QAction:
        return self._actions[action_id]

    def connect_all(self, handlers: Mapping[str, Callable[[], object]]) -> None:
        """Connect actions to what they do."""
        for action_id, handler in handlers.items():
            self._actions[action_id].triggered.connect(lambda _checked=False, handler=handler: handler())

    def add_to(self, widget: QWidget, scope: Scope) -> None:
        """Make the keys of a scope work in this widget and what it holds."""
        widget.addActions([self._actions[spec.id] for spec in ACTIONS if spec.scope is scope])

    def menus(self) -> dict[str, list[QAction | None]]:
        """Menus in order, each with its actions; None is a separator."""
        menus: dict[str, list[QAction | None]] = {}
        for spec in ACTIONS:
            title = spec.menu.rstrip("|")
            if title:
                entries = menus.setdefault(title, [])
                entries.append(self._actions[spec.id])
                if spec.menu.endswith("|"):
                    entries.append(None)
        return menus

    def update(self, situation: Situation) -> None:
        """Enable what can be used now."""
        for action_id, action in self._actions.items():
            action.setEnabled(self._specs[action_id].enabled(situation))

    def _made(self, spec: ActionSpec) -> QAction:
        action = QAction(spec.text, self)
        action.setObjectName(spec.id)
        if spec.icon:
            action.setIcon(icon(spec.icon))
        action.setShortcuts([QKeySequence(key) for key in spec.keys])
        action.setShortcutContext(
            {
                Scope.WINDOW: Qt.ShortcutContext.WindowShortcut,
                Scope.ANNOTATE: Qt.ShortcutContext.WidgetWithChildrenShortcut,
                Scope.CANVAS: Qt.ShortcutContext.WidgetShortcut,
            }[spec.scope]
        )
        action.setAutoRepeat(spec.repeats)
        action.setCheckable(spec.checkable)
        title = spec.text.rstrip("…")
        first = f"{title} ({shown_key(spec.keys[0])})" if spec.keys else title
        action.setToolTip(f"{first}\n{spec.tip}" if spec.tip else first)
        action.setStatusTip("")
        return action


def shown_key(key: str) -> str:
    """A key as this system writes it."""
    return QKeySequence(key).toString(QKeySequence.SequenceFormat.NativeText)
