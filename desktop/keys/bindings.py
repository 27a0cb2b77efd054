"""The keys a person chose in place of the table's. Pure values: conflicts are found before anything changes."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Self

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QKeySequence

from desktop.action_spec import ActionSpec, Scope, scopes_overlap
from desktop.action_table import ACTIONS
from desktop.action_text import action_text, normal_key, shown_key

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

MODIFIER_KEYS = frozenset(
    {
        Qt.Key.Key_Shift, Qt.Key.Key_Control, Qt.Key.Key_Alt, Qt.Key.Key_Meta, Qt.Key.Key_AltGr, Qt.Key.Key_CapsLock,
        Qt.Key.Key_NumLock, Qt.Key.Key_Super_L, Qt.Key.Key_Super_R, Qt.Key.Key_unknown,
    }
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Bindings:
    """Keys by action; actions that aren't named keep the table's.

    Attributes:
        changed: Action id to its keys, the first shown; none where the person took them all away.
        specs: The table they are for.
    """

    changed: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    specs: tuple[ActionSpec, ...] = ACTIONS

    def keys_of(self, spec: ActionSpec) -> tuple[str, ...]:
        """The keys that work for this row."""
        return self.changed.get(spec.id, spec.keys)

    def is_changed(self, spec: ActionSpec) -> bool:
        """Whether a person chose its keys."""
        return spec.id in self.changed

    def owners(self, key: str, spec: ActionSpec) -> list[ActionSpec]:
        """Other rows for which this key works where it would work for `spec`."""
        wanted = normal_key(key)
        return [
            other
            for other in self.specs
            if other.id != spec.id
            and scopes_overlap(other.scope, spec.scope)
            and wanted in map(normal_key, self.keys_of(other))
        ]

    def with_key(self, spec: ActionSpec, key: str, *, instead: bool = True) -> Self:
        """With a key for this row, in place of its first one or beside those it has; taken away from its owners."""
        wanted = normal_key(key)
        changed = dict(self.changed)
        for owner in self.owners(key, spec):
            changed[owner.id] = tuple(other for other in self.keys_of(owner) if normal_key(other) != wanted)
        mine = [other for other in self.keys_of(spec) if normal_key(other) != wanted]
        changed[spec.id] = (wanted, *mine[1:]) if instead else (*mine, wanted)
        return self._with(changed)

    def without_keys(self, spec: ActionSpec) -> Self:
        """With no key for this row."""
        return self._with({**self.changed, spec.id: ()})

    def reset(self, spec: ActionSpec) -> Self:
        """With the table's keys for this row; taken back from rows that were given one of them meanwhile."""
        changed = {name: keys for name, keys in self.changed.items() if name != spec.id}
        bare = self._with(changed)
        for key in spec.keys:
            for owner in bare.owners(key, spec):
                changed[owner.id] = tuple(k for k in bare.keys_of(owner) if normal_key(k) != normal_key(key))
        return self._with(changed)

    def clashes(self) -> list[tuple[str, ActionSpec, ActionSpec]]:
        """Keys that two rows claim in the same place, with both rows."""
        found = []
        for index, spec in enumerate(self.specs):
            for key in self.keys_of(spec):
                rivals = {other.id for other in self.owners(key, spec)}
                found += [(normal_key(key), spec, other) for other in self.specs[index + 1 :] if other.id in rivals]
        return found

    def to_json(self) -> dict[str, list[str]]:
        """Plain data for the settings."""
        return {name: list(keys) for name, keys in self.changed.items()}

    def _with(self, changed: Mapping[str, tuple[str, ...]]) -> Self:
        table = {spec.id: spec.keys for spec in self.specs}
        return type(self)({name: keys for name, keys in changed.items() if keys != table[name]}, self.specs)


def read_bindings(stored: object, specs: tuple[ActionSpec, ...] = ACTIONS) -> tuple[Bindings, list[str]]:
    """The bindings a settings file holds, and what of it could not be used, as sentences for the person.

    A file that a hand or a newer program wrote never leaves a key with two meanings, nor an action unreachable by
    accident: entries that make no sense are left out, and both sides of a conflict get the table's keys again.
    """
    if stored is None:
        return Bindings(specs=specs), []
    if not isinstance(stored, dict):
        return Bindings(specs=specs), [_said("The keys in the settings can't be read; the usual keys are used.")]
    table = {spec.id: spec for spec in specs}
    changed: dict[str, tuple[str, ...]] = {}
    problems = []
    for name, keys in stored.items():
        if name not in table:
            problems.append(_said("The settings give a key to {0}, which this version doesn't have.").format(name))
        elif not isinstance(keys, list) or not all(isinstance(key, str) and is_key(key) for key in keys):
            text = _said("The keys stored for {0} make no sense; it has its usual ones.")
            problems.append(text.format(action_text(table[name])))
        else:
            changed[name] = tuple(normal_key(key) for key in keys)
    bindings = Bindings(changed, specs)
    while clashes := bindings.clashes():
        key, one, other = clashes[0]
        text = _said("{0} was stored for both {1} and {2}; they have their usual keys.")
        problems.append(text.format(shown_key(key), action_text(one), action_text(other)))
        guilty = {spec.id for spec in (one, other)} & set(changed)
        changed = {name: keys for name, keys in changed.items() if name not in guilty}
        bindings = Bindings(changed, specs)
    return bindings, problems


def is_key(text: str) -> bool:
    """Whether this is one key with any modifiers, as Qt writes it."""
    sequence = QKeySequence(text)
    if sequence.count() != 1:
        return False
    key = sequence[0].key()  # type: ignore[index]  # the stubs don't know that a sequence has items
    return key not in MODIFIER_KEYS and bool(sequence.toString())


def may_have(key: str, spec: ActionSpec) -> bool:
    """Whether a row may have this key: what is done while a key is held can't need a second one."""
    return spec.scope is not Scope.HELD or "+" not in normal_key(key).rstrip("+")


def only_shown(bindings: Bindings, specs: Iterable[ActionSpec]) -> list[tuple[ActionSpec, str]]:
    """Rows with their keys as this system writes them; Return and Enter have one name in some languages."""
    return [(spec, ",  ".join(dict.fromkeys(shown_key(key) for key in bindings.keys_of(spec)))) for spec in specs]


def _said(text: str) -> str:
    return QCoreApplication.translate("Bindings", text)
