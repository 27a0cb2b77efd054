"""Every text of the window that can be translated, found in the sources by reading their syntax trees.

Qt's own `lupdate` reads Python too, but gives texts that follow a static `translate(...)` call a wrong context, misses
the second branch of `tr("a" if x else "b")`, and can't know the tables (actions, recipe fields) nor the sentences of
`core`, which has no Qt (docs/adr/0011-translations.md).
"""

from __future__ import annotations

import ast
import inspect
import string
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

REPOSITORY = Path(__file__).resolve().parents[2]
CORE = "core"
"""Context of what `core` and `trainers` say."""

TELLING_CALLS = frozenset(
    {
        "Phase",
        "Warned",
        "Failed",
        "Problem",
        "Edit",
        "_edit",
        "Finding",
        "reshape",
        "_change",
        "change_classes",
        "merge_classes",
        "_tell",
        "_answer_no",
        "_refused",
    }
)
"""Besides the error classes: calls whose texts reach a person."""

TELLING_NAMES = frozenset({"what", "warning"})
"""Variables whose texts do."""

CONTEXT_CALLS = frozenset({"translate", "QT_TRANSLATE_NOOP", "marked"})
"""Calls whose first argument is a context and whose second is a text."""

LEAST_OWN_LETTERS = 6
"""A sentence with fewer letters of its own between its places would be recognised in anything."""


@dataclass(frozen=True, slots=True, order=True)
class Text:
    """A text to be translated: its context, itself, and whether it has a form for each number."""

    context: str
    source: str
    numerus: bool = False


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A call of `tr` whose text isn't written there, so that nobody can translate it."""

    place: str


def all_texts(root: Path = REPOSITORY) -> tuple[list[Text], list[Unreadable]]:
    """All texts, sorted, and the calls that hide theirs."""
    texts: set[Text] = set(table_texts())
    hidden: list[Unreadable] = []
    for path in sorted((root / "desktop").rglob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        found, unreadable = window_texts(tree, str(path.relative_to(root)))
        texts |= found | told_texts(tree)
        hidden += unreadable
    for room in ("core", "trainers"):
        # The command line speaks English: its words are read by scripts, too.
        for path in sorted(path for path in (root / room).rglob("*.py") if not {"cli", "doctor.py"} & set(path.parts)):
            texts |= told_texts(ast.parse(path.read_text(encoding="utf-8")))
    return sorted(texts), hidden


def window_texts(tree: ast.Module, place: str) -> tuple[set[Text], list[Unreadable]]:
    """Texts of `self.tr("…")`, `translate("Context", "…")`, `QT_TRANSLATE_NOOP` and functions that only pass on."""
    passing = _passing_on(tree)
    found: set[Text] = set()
    hidden = []
    for call, class_name in _calls(tree):
        name = _name(call.func)
        if name == "tr" and isinstance(call.func, ast.Attribute):
            context, argument = class_name, call.args[:1]
        elif name in CONTEXT_CALLS and len(call.args) >= 2 and _constant(call.args[0]) is not None:
            context, argument = _constant(call.args[0]), call.args[1:2]
        elif name in passing and isinstance(call.func, ast.Name):
            context, argument = passing[name], call.args[:1]
        else:
            continue
        sources = _literals(argument[0]) if argument else None
        if context is None or sources is None:
            if context is None or not argument or not _is_looked_up(argument[0]):
                hidden.append(Unreadable(f"{place}:{call.lineno}"))
            continue
        found |= {Text(context, source, "%n" in source or "%Ln" in source) for source in sources}
    return found, hidden


def told_texts(tree: ast.Module) -> set[Text]:
    """What errors and events say, as sentences with numbered places for their values."""
    errors = _error_names()
    own = {
        node.name for node in ast.walk(tree) if isinstance(node, ast.ClassDef) and errors & set(map(_name, node.bases))
    }
    telling = TELLING_CALLS | errors | own
    found: set[str] = set()
    for call, _ in _calls(tree):
        name = _name(call.func)
        if name in telling:
            arguments = [*call.args, *(word.value for word in call.keywords if word.arg not in ("path", "code"))]
            for argument in arguments:
                found |= set(_templates(argument))
        elif name == "counted" and call.args and (verb := _constant(call.args[0])):
            found |= {f"{verb} box", f"{verb} {{0}} boxes"}
    for node in ast.walk(tree):
        # What is told is often put together before it is handed over.
        if isinstance(node, ast.Assign) and any(_name(target) in TELLING_NAMES for target in node.targets):
            found |= set(_templates(node.value))
    return {Text(CORE, source) for source in found if _is_sentence(source)}


def table_texts() -> Iterator[Text]:
    """Texts of the tables that the window is built from."""
    from core.jobs.recipe import recipe_fields
    from core.project.labels import ImageState, Split
    from core.project.query_fields import Kind
    from core.review.judging import WHAT
    from core.review.suspects import TITLES
    from desktop.action_table import ACTIONS

    for spec in ACTIONS:
        for source in (spec.text, spec.tip, spec.menu.rstrip("|")):
            if source:
                yield Text("actions", source)
    for entry in recipe_fields():
        for source in (entry.label, entry.help, entry.group, entry.unit, *entry.choices):
            if any(letter.isalpha() for letter in source) and source != "px":
                yield Text(CORE, source)
    for state in (*ImageState, *Split):
        yield Text(CORE, state.value)
        yield Text(CORE, f"Mark {state.value}")
    for kind in Kind:
        yield Text(CORE, kind.value)
    for noun in ("model", "state", "side", "annotator", "flag"):
        yield Text(CORE, noun)  # what a query names and the project hasn't
    for name in ("difficult", "truncated", "occluded", "locked"):
        yield Text(CORE, name.capitalize())
        yield Text(CORE, f"Not {name}")
    for what in ("Copy box from previous photo", "Copy {0} boxes from previous photo"):
        yield Text(CORE, what)
    for what in (*WHAT.values(), *TITLES.values(), "Review: accept {0} predicted boxes"):
        yield Text(CORE, what)
    for what in ("Undo: {0}", "on or off", "one of {0}", "a whole number from {0} to {1}", "a number from {0} to {1}"):
        yield Text(CORE, what)


def places(text: str) -> list[str]:
    """The `{0}`, `{name}` and `%n` of a text, sorted."""
    try:
        names = [name for _, name, _, _ in string.Formatter().parse(text) if name is not None]
    except ValueError:
        names = []
    return sorted(names + ["%n"] * (text.count("%n") + text.count("%Ln")))


def _calls(tree: ast.Module) -> Iterator[tuple[ast.Call, str | None]]:
    """All calls with the class they are written in."""

    def walk(node: ast.AST, class_name: str | None) -> Iterator[tuple[ast.Call, str | None]]:
        for child in ast.iter_child_nodes(node):
            if isinstance(child, ast.Call):
                yield child, class_name
            yield from walk(child, child.name if isinstance(child, ast.ClassDef) else class_name)

    return walk(tree, None)


def _passing_on(tree: ast.Module) -> dict[str, str]:
    """Functions of a module whose first parameter goes straight into `translate("Context", …)`, with that context."""
    found = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef) and node.args.args:
            first = node.args.args[0].arg
            for call in ast.walk(node):
                if isinstance(call, ast.Call) and _name(call.func) == "translate" and len(call.args) >= 2:
                    context, passed = _constant(call.args[0]), call.args[1]
                    if context is not None and isinstance(passed, ast.Name) and passed.id == first:
                        found[node.name] = context
    return found


def _is_looked_up(argument: ast.expr) -> bool:
    """Whether a text comes from elsewhere, such as a table of marked texts, and isn't put together on the spot."""
    return not any(
        isinstance(node, (ast.JoinedStr, ast.BinOp)) or (isinstance(node, ast.Call) and _name(node.func) == "format")
        for node in ast.walk(argument)
    )


def _literals(node: ast.expr) -> list[str] | None:
    """The texts an expression can be, None where that isn't written there."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return [node.value]
    if isinstance(node, ast.IfExp):
        one, other = _literals(node.body), _literals(node.orelse)
        return None if one is None or other is None else one + other
    return None


def _templates(node: ast.expr) -> Iterator[str]:
    if isinstance(node, ast.IfExp):
        yield from _templates(node.body)
        yield from _templates(node.orelse)
    elif isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.JoinedStr):
        count = 0
        text = ""
        for piece in node.values:
            if isinstance(piece, ast.Constant):
                text += str(piece.value).replace("{", "{{").replace("}", "}}")
            else:
                text += f"{{{count}}}"
                count += 1
        yield text
    elif isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
        yield from _templates(node.left)
        yield from _templates(node.right)


def _is_sentence(source: str) -> bool:
    own = "".join(literal for literal, *_ in string.Formatter().parse(source)) if "{" in source else source
    return sum(letter.isalpha() for letter in own) >= LEAST_OWN_LETTERS and (" " in source.strip() or "{" in source)


def _error_names() -> frozenset[str]:
    from core import errors

    return frozenset(name for name, _ in inspect.getmembers(errors, inspect.isclass))


def _constant(node: ast.expr) -> str | None:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None


def _name(function: ast.expr) -> str:
    if isinstance(function, ast.Attribute):
        return function.attr
    return function.id if isinstance(function, ast.Name) else ""


def by_context(texts: Iterable[Text]) -> dict[str, list[Text]]:
    """Texts under their contexts, in order."""
    grouped: dict[str, list[Text]] = {}
    for text in texts:
        grouped.setdefault(text.context, []).append(text)
    return grouped
