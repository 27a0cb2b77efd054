"""Texts a person sees that were written past `tr`, found in the syntax trees of the window's sources."""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING

from core import errors

if TYPE_CHECKING:
    from collections.abc import Iterator

TRANSLATING = frozenset({"tr", "translate", "marked", "QT_TRANSLATE_NOOP", "_tr", "_said", "_counted"})
SHOWING = frozenset(
    {
        "setText", "setToolTip", "setWindowTitle", "setPlaceholderText", "setAccessibleName", "setTitle",
        "setStatusTip", "setAccessibleDescription", "setSuffix", "setPrefix", "setSpecialValueText",
        "setInformativeText", "setLabel",
        "setHorizontalHeaderLabels", "QLabel", "QPushButton", "QCheckBox", "QRadioButton", "QGroupBox", "QAction",
        "QDockWidget", "QTableWidgetItem", "QListWidgetItem", "addTab", "addRow", "addItem", "addItems", "addMenu",
        "addAction", "addButton", "set_status", "set_notice", "set_text", "set_empty", "Notice", "Choice",
        "ElidedLabel",
    }
)  # fmt: skip
UNSEEN = frozenset(
    {
        "setObjectName", "setProperty", "property", "setStyleSheet", "debug", "info", "warning", "error", "critical",
        "exception", "getLogger", "compile", "icon", "setShortcut", "TypeVar", "TypeError", "ValueError", "KeyError",
        "RuntimeError", "AssertionError", "getattr", "toString", "strftime", "ActionSpec", "import_module", "option",
        "argument", "command", "echo", "progressbar",
        "Edit", "_edit", "counted", "reshape", "_change", "change_classes", "merge_classes", "_tell", "_answer_no",
        "ChartNotSaved",
        *(name for name, kind in vars(errors).items() if isinstance(kind, type)),
    }
)  # fmt: skip
"""Calls whose texts no person reads in the window, or that `core_text` translates where they are shown."""

PLAIN = frozenset(
    {
        "info", "warning", "error", "good", "bottom", "left", "top", "right", "muted", "problem", "DermDesk",
        " - DermDesk", " from previous photo",
    }
)  # fmt: skip
"""Names of looks and places, and the program's own."""

SENTENCE = re.compile(r"[A-Za-z][a-z']+ [a-z']{2,} [a-z']+|[A-Z][a-z']+ [a-z']+")
WORD = re.compile(r"[A-Za-z]{2,}")


def bypassing(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """Line and text of each."""
    yield from _walk(tree, shown=False)


def _walk(node: ast.AST, *, shown: bool) -> Iterator[tuple[int, str]]:
    body = getattr(node, "body", None)
    for child in ast.iter_child_nodes(node):
        is_docstring = isinstance(child, ast.Expr) and isinstance(child.value, ast.Constant) and isinstance(body, list)
        is_edit_s_name = isinstance(child, ast.Assign) and [_name(target) for target in child.targets] == ["what"]
        if is_docstring or is_edit_s_name or isinstance(child, (ast.Assert, ast.arg)) or _is_annotation(node, child):
            continue
        if isinstance(child, ast.Call):
            name = _name(child.func)
            if name in TRANSLATING or name in UNSEEN:
                continue
            if name == "format":
                # What is filled in was counted or named elsewhere; the text itself stands before the dot.
                yield from _walk(child.func, shown=shown)
                continue
            yield from _walk(child, shown=name in SHOWING)
        elif isinstance(child, ast.Constant) and isinstance(child.value, str):
            said = (WORD if shown else SENTENCE).search(child.value)
            if said and child.value not in PLAIN and not _is_markup(child.value):
                yield child.lineno, child.value
        elif isinstance(child, ast.Dict):
            # Keys are looked up, not shown.
            for value in child.values:
                yield from _walk(ast.Tuple(elts=[value]), shown=shown)
        elif isinstance(child, (ast.Lambda, ast.keyword, ast.Starred, ast.IfExp, ast.JoinedStr, ast.Tuple, ast.List)):
            yield from _walk(child, shown=shown)
        else:
            yield from _walk(child, shown=False)


def _is_annotation(node: ast.AST, child: ast.AST) -> bool:
    return child is getattr(node, "annotation", None) or child is getattr(node, "returns", None)


def _is_markup(text: str) -> bool:
    return text.lstrip().startswith(("<", "Q")) and ("<" in text or "{" in text)


def _name(function: ast.expr) -> str:
    if isinstance(function, ast.Attribute):
        return function.attr
    return function.id if isinstance(function, ast.Name) else ""
