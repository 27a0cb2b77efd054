"""The actions as Qt has them: QActions, keys and menus made from the table's rows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QObject, Qt, Signal
from PySide6.QtGui import QAction, QKeySequence

from desktop.action_spec import IN_ANNOTATE, Scope, Situation, scopes_overlap
from desktop.action_table import ACTIONS
from desktop.action_text import action_text, action_tip, normal_key, shown_key
from desktop.theme import icon

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from PySide6.QtGui import QKeyEvent
    from PySide6.QtWidgets import QWidget

    from desktop.action_spec import ActionSpec
    from desktop.keys.bindings import Bindings


def duplicate_keys(specs: tuple[ActionSpec, ...] = ACTIONS) -> list[str]:
    """Keys that two rows claim where both work."""
    owners: dict[str, list[ActionSpec]] = {}
    clashes = []
    for spec in specs:
        for key in spec.keys:
            others = owners.setdefault(normal_key(key), [])
            clashes += [
                f"{normal_key(key)}: {other.id}, {spec.id}"
                for other in others
                if scopes_overlap(other.scope, spec.scope)
            ]  # fmt: skip
            others.append(spec)
    return clashes


def _is_seen(scope: Scope, situation: Situation) -> bool:
    return (situation.annotating or scope not in IN_ANNOTATE) and (situation.reviewing or scope is not Scope.REVIEW)


class Actions(QObject):
    """The QActions of the table, by id.

    Signals:
        keys_changed: A person chose other keys.
    """

    keys_changed = Signal()

    def __init__(self, parent: QObject | None = None, *, bindings: Bindings | None = None) -> None:
        super().__init__(parent)
        self._bindings = bindings
        self._specs = {spec.id: spec for spec in ACTIONS}
        self._situation: Situation | None = None
        self._enabled: frozenset[str] | None = None
        self._notes: dict[str, str] = {}
        self._actions = {spec.id: self._made(spec) for spec in ACTIONS if spec.scope is not Scope.HELD}
        # Some twenty conditions for more than a hundred actions, asked at each edit.
        self._alike: dict[tuple[Scope, Callable[[Situation], bool]], list[str]] = {}
        for action_id in self._actions:
            spec = self._specs[action_id]
            self._alike.setdefault((spec.scope, spec.enabled), []).append(action_id)
        self.update(Situation())

    def __getitem__(self, action_id: str) -> QAction:
        return self._actions[action_id]

    def spec(self, action_id: str) -> ActionSpec:
        """The row of an action."""
        return self._specs[action_id]

    def keys_of(self, action_id: str) -> tuple[str, ...]:
        """The keys that work for an action now."""
        spec = self._specs[action_id]
        return self._bindings.keys_of(spec) if self._bindings is not None else spec.keys

    def set_bindings(self, bindings: Bindings) -> None:
        """Let these keys work from now on."""
        self._bindings = bindings
        for action_id, action in self._actions.items():
            self._dress(action, self._specs[action_id])
        self.keys_changed.emit()

    def set_note(self, action_id: str, note: str) -> None:
        """Say in an action's tooltip why it can't be used now; empty for what it does."""
        self._notes[action_id] = note
        self._dress(self._actions[action_id], self._specs[action_id])

    def is_held(self, action_id: str, event: QKeyEvent) -> bool:
        """Whether a key event is about the key that is held for this action."""
        pressed = QKeySequence(event.key()).toString()
        return any(pressed == normal_key(key) for key in self.keys_of(action_id))

    def connect_all(self, handlers: Mapping[str, Callable[[], object]]) -> None:
        """Connect actions to what they do."""
        for action_id, handler in handlers.items():
            self._actions[action_id].triggered.connect(lambda _checked=False, handler=handler: handler())

    def add_to(self, widget: QWidget, scope: Scope) -> None:
        """Make the keys of a scope work in this widget and what it holds."""
        widget.addActions([self._actions[spec.id] for spec in ACTIONS if spec.scope is scope])

    def menus(self) -> dict[str, list[QAction | None]]:
        """Menus in order under their English names, each with its actions; None is a separator."""
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
        """Enable what can be used now: an action of a workspace only while that workspace is shown."""
        if situation == self._situation:
            return
        self._situation = situation
        enabled = frozenset(
            action_id
            for (scope, may_be_used), alike in self._alike.items()
            if _is_seen(scope, situation) and may_be_used(situation)
            for action_id in alike
        )
        # Only those that differ: an edit changes the situation of a hundred actions for two of them.
        for action_id in self._actions if self._enabled is None else enabled ^ self._enabled:
            self._actions[action_id].setEnabled(action_id in enabled)
        self._enabled = enabled

    def _made(self, spec: ActionSpec) -> QAction:
        action = QAction(QCoreApplication.translate("actions", spec.text), self)
        action.setObjectName(spec.id)
        if spec.icon:
            action.setIcon(icon(spec.icon))
        action.setShortcutContext(
            {
                Scope.WINDOW: Qt.ShortcutContext.WindowShortcut,
                Scope.CANVAS: Qt.ShortcutContext.WidgetShortcut,
            }.get(spec.scope, Qt.ShortcutContext.WidgetWithChildrenShortcut)
        )
        action.setAutoRepeat(spec.repeats)
        action.setCheckable(spec.checkable)
        action.setStatusTip("")
        self._dress(action, spec)
        return action

    def _dress(self, action: QAction, spec: ActionSpec) -> None:
        action.setShortcuts([QKeySequence(key) for key in self.keys_of(spec.id)])
        action.setToolTip(self._tooltip(spec))

    def _tooltip(self, spec: ActionSpec) -> str:
        keys = self.keys_of(spec.id)
        title, tip = action_text(spec), self._notes.get(spec.id) or action_tip(spec)
        first = f"{title} ({shown_key(keys[0])})" if keys else title
        return f"{first}\n{tip}" if tip else first
