"""Keys a person chose: conflicts by scope, told before anything changes; a bad settings file never breaks the keys."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from desktop.action_spec import ActionSpec, Scope, scopes_overlap
from desktop.action_table import ACTIONS
from desktop.actions import duplicate_keys
from desktop.keys.bindings import Bindings, is_key, may_have, read_bindings

SPECS = (
    ActionSpec("one", "One", keys=("Ctrl+K", "F5")),
    ActionSpec("two", "Two", keys=("X",), scope=Scope.ANNOTATE),
    ActionSpec("three", "Three", keys=("Y",), scope=Scope.CANVAS),
    ActionSpec("hold", "Hold", keys=("H",), scope=Scope.HELD),
)
ONE, TWO, THREE, HOLD = SPECS


def test_no_key_has_two_meanings_where_both_work():
    assert duplicate_keys() == []
    assert Bindings().clashes() == []


@pytest.mark.parametrize(
    ("action", "key"),
    [
        ("draw", "W"), ("next", "D"), ("previous", "A"), ("hold_pan", "Space"), ("duplicate", "Ctrl+D"),
        ("delete", "Del"), ("undo", "Ctrl+Z"),
    ],
)  # fmt: skip
def test_the_keys_of_labelimg_work(action, key):
    spec = next(spec for spec in ACTIONS if spec.id == action)
    assert key in spec.keys


def test_every_action_has_what_the_table_promises():
    for spec in ACTIONS:
        assert spec.id.isidentifier()
        assert spec.text == spec.text.strip() != ""
        assert all(is_key(key) for key in spec.keys), spec.id


def test_a_workspace_s_key_is_taken_by_the_window_and_by_the_canvas_but_not_elsewhere():
    assert scopes_overlap(Scope.WINDOW, Scope.CANVAS)
    assert scopes_overlap(Scope.ANNOTATE, Scope.HELD)
    for scope in Scope:
        assert scopes_overlap(scope, scope)


def test_the_owner_of_a_key_is_known_before_it_loses_it():
    bindings = Bindings(specs=SPECS)
    assert [owner.id for owner in bindings.owners("ctrl+k", THREE)] == ["one"]
    assert bindings.owners("F9", THREE) == []
    after = bindings.with_key(THREE, "Ctrl+K")
    assert after.keys_of(THREE) == ("Ctrl+K",)
    assert after.keys_of(ONE) == ("F5",)
    assert bindings.keys_of(ONE) == ("Ctrl+K", "F5")
    assert after.clashes() == []


def test_a_new_key_replaces_the_first_or_stands_beside_it():
    bindings = Bindings(specs=SPECS)
    assert bindings.with_key(ONE, "Ctrl+J").keys_of(ONE) == ("Ctrl+J", "F5")
    assert bindings.with_key(ONE, "Ctrl+J", instead=False).keys_of(ONE) == ("Ctrl+K", "F5", "Ctrl+J")
    assert bindings.with_key(ONE, "F5").keys_of(ONE) == ("F5",)


def test_one_row_is_reset_and_takes_its_key_back():
    changed = Bindings(specs=SPECS).with_key(TWO, "Y")
    assert changed.keys_of(THREE) == ()
    again = changed.reset(THREE)
    assert again.keys_of(THREE) == ("Y",)
    assert again.keys_of(TWO) == ()
    assert again.clashes() == []
    assert again.reset(TWO) == Bindings(specs=SPECS)


def test_digits_can_be_chosen_and_held_keys_take_no_second_one():
    assert may_have("7", TWO)
    assert may_have("J", HOLD)
    assert not may_have("Ctrl+J", HOLD)
    assert may_have("+", HOLD)


def test_what_is_stored_is_read_back():
    bindings = Bindings(specs=SPECS).with_key(TWO, "Ctrl+Alt+2").without_keys(HOLD)
    assert read_bindings(bindings.to_json(), SPECS) == (bindings, [])


@pytest.mark.parametrize(
    ("stored", "said"),
    [
        ({"two": ["Ctrl+K"]}, "Ctrl+K was stored for both One and Two"),
        ({"two": ["Q"], "three": ["Q"]}, "Q was stored for both Two and Three"),
        ({"gone": ["Q"]}, "gone"),
        ({"two": "Q"}, "make no sense"),
        ({"two": ["Ctrl+K, Ctrl+B"]}, "make no sense"),
        ({"two": ["no such key"]}, "make no sense"),
        ({"two": [3]}, "make no sense"),
        ([1], "can't be read"),
    ],
)
def test_a_settings_file_that_makes_no_sense_gives_the_usual_keys_and_a_sentence(stored, said):
    bindings, problems = read_bindings(stored, SPECS)
    assert bindings == Bindings(specs=SPECS)
    assert len(problems) == 1
    assert said in problems[0]


def test_the_rest_of_a_partly_bad_file_is_kept():
    bindings, problems = read_bindings({"one": ["F6"], "two": ["Y"]}, SPECS)
    assert bindings.keys_of(ONE) == ("F6",)
    assert bindings.keys_of(TWO) == ("X",)
    assert len(problems) == 1


def test_nothing_but_the_table_sets_keys():
    repository = Path(__file__).resolve().parents[3]
    found = [
        str(path.relative_to(repository))
        for path in (repository / "desktop").rglob("*.py")
        if path.name != "actions.py" and {"QShortcut", "setShortcut", "setShortcuts"} & _names(path)
    ]
    assert found == []


def _names(path):
    tree = ast.parse(path.read_text(encoding="utf-8"))
    attributes = {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
    return attributes | {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
