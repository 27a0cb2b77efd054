"""A screen for the stories: a real X server where Xvfb is installed, else Qt's offscreen platform."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="session")
def x_display() -> Iterator[str | None]:
    """Name of a display of our own, None where there is no Xvfb."""
    if shutil.which("Xvfb") is None:
        yield None
        return
    read, write = os.pipe()
    server = subprocess.Popen(
        ["Xvfb", "-displayfd", str(write), "-screen", "0", "1600x1000x24", "-nolisten", "tcp"],
        pass_fds=[write],
        stderr=subprocess.DEVNULL,
    )
    os.close(write)
    with os.fdopen(read) as answer:
        number = answer.readline().strip()
    try:
        yield f":{number}" if number else None
    finally:
        server.terminate()
        server.wait(10)


@pytest.fixture
def screen(x_display: str | None) -> dict[str, str]:
    """Environment for a process that opens a window."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": "1"}
    if x_display is None:
        environment["QT_QPA_PLATFORM"] = "offscreen"
    else:
        environment |= {"DISPLAY": x_display, "QT_QPA_PLATFORM": "xcb"}
    return environment
