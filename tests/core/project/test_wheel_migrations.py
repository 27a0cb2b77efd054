"""The migrations are in the wheel and run from an installed package."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).resolve().parents[3]
MAKE = """
import sys
from pathlib import Path
import core.project
from core.classes import ClassTable
from core.project.project import Project

assert Path(core.project.__file__).is_relative_to(sys.argv[1]), core.project.__file__
with Project.create(Path(sys.argv[2]), ClassTable.from_names(["Nevus"])) as project:
    assert project.classes.names == ("Nevus",)
"""


@pytest.mark.skipif(shutil.which("uv") is None, reason="needs uv to build the wheel")
def test_a_project_is_made_from_an_unpacked_wheel(tmp_path):
    built = subprocess.run(
        ["uv", "build", "--wheel", "--out-dir", str(tmp_path / "dist")], cwd=REPOSITORY, capture_output=True, text=True
    )
    if built.returncode != 0 and "hatchling" in built.stderr:
        pytest.skip(f"hatchling can't be fetched here: {built.stderr.strip().splitlines()[-1]}")
    assert built.returncode == 0, built.stderr
    (wheel,) = (tmp_path / "dist").glob("*.whl")
    installed = tmp_path / "installed"
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(installed)

    made = subprocess.run(
        [sys.executable, "-c", MAKE, str(installed), str(tmp_path / "project")],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(installed)},
        capture_output=True,
        text=True,
    )
    assert made.returncode == 0, made.stderr
