"""docs/complaints.md says by which tests each complaint is shown: those are there, and no such test is left out."""

from __future__ import annotations

import ast
import re
from functools import lru_cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs" / "complaints.md"
NUMBERS = range(1, 26)
ROW = re.compile(r"^\| (\d+) \| ([^|]+) \| ([^|]+) \|$", re.MULTILINE)
ROWS = {int(number): shown for number, _, shown in ROW.findall(PAGE.read_text(encoding="utf-8"))}


def ids_in(shown: str) -> list[str]:
    return re.findall(r"`([^`]+)`", shown)


@lru_cache
def shown_in(file: Path) -> frozenset[str]:
    """Names of the tests a file holds, read without running it."""
    tree = ast.parse(file.read_text(encoding="utf-8"))
    return frozenset(
        node.name for node in tree.body if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")
    )


def test_all_complaints_are_listed_once():
    assert list(ROWS) == list(NUMBERS)


@pytest.mark.parametrize("number", NUMBERS)
def test_what_shows_a_complaint_is_there(number):
    named = ids_in(ROWS[number])
    assert named
    for name in named:
        file, _, test = name.partition("::")
        assert test in shown_in(ROOT / file), name
    mine = any(f"::test_complaint_{number}_" in name for name in named)
    assert mine or ROWS[number].startswith("not annotating: "), "neither a test of its own nor the reason why not"


def test_every_test_of_a_complaint_is_listed():
    found = {}
    for file in sorted((ROOT / "tests").rglob("test_*.py")):
        for name in shown_in(file):
            if match := re.match(r"test_complaint_(\d+)_", name):
                found[f"{file.relative_to(ROOT).as_posix()}::{name}"] = int(match[1])
    assert {name: number for name, number in found.items() if name not in ids_in(ROWS[number])} == {}
