"""What must hold of the repository itself."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]


@pytest.fixture(scope="module")
def locked() -> dict[str, str]:
    """Version of each locked package; those overridden away stand there for a platform that never is."""
    lines = (ROOT / "requirements.lock").read_text(encoding="utf-8").splitlines()
    pins = [line.split("==", 1) for line in lines if re.match(r"[\w.-]+==", line) and "== 'never'" not in line]
    return {canonicalize_name(name): re.split(r"[ \\;]", rest)[0] for name, rest in pins}


@pytest.mark.parametrize("line", PROJECT["dependencies"])
def test_the_lock_has_each_dependency_in_an_allowed_version(line, locked):
    wanted = Requirement(line)
    assert wanted.specifier.contains(locked[canonicalize_name(wanted.name)])


def test_the_lock_names_no_registry():
    assert "://" not in (ROOT / "requirements.lock").read_text(encoding="utf-8")


def test_neither_opencv_with_its_own_qt_nor_what_needs_a_compiler_is_installed(locked):
    assert "opencv-python" not in locked
    assert "opencv-python-headless" in locked
    assert "mmcv" not in locked


def test_every_link_of_the_documents_leads_somewhere():
    broken = []
    for page in (ROOT / "README.md", *(ROOT / "docs").rglob("*.md")):
        for target in re.findall(r"\]\(([^)#]+)[^)]*\)", page.read_text(encoding="utf-8")):
            if "://" not in target and not (page.parent / target).exists():
                broken.append(f"{page.name}: {target}")
    assert not broken
