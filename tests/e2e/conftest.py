"""A screen for the stories: a real X server where Xvfb is installed, else Qt's offscreen platform."""

from __future__ import annotations

import os
import shutil
import subprocess
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parents[2]


@contextmanager
def own_display() -> Iterator[str]:
    """Name of a display nobody else draws on, of 1600 x 1000 pixels; empty where Xvfb doesn't start."""
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
        yield f":{number}" if number else ""
    finally:
        server.terminate()
        server.wait(10)


@pytest.fixture(scope="session")
def x_display() -> Iterator[str | None]:
    """Name of a display of our own, None where there is no Xvfb."""
    if shutil.which("Xvfb") is None:
        yield None
        return
    with own_display() as name:
        yield name or None


@pytest.fixture
def hand_display() -> Iterator[str]:
    """A display for one test, whose mouse and keyboard are worked from outside by xdotool."""
    for tool in ("Xvfb", "xdotool"):
        if shutil.which(tool) is None:
            pytest.skip(f"{tool} is not installed, without which no hand is on the mouse")
    with own_display() as name:
        assert name, "Xvfb does not start"
        yield name


@pytest.fixture
def screen(x_display: str | None) -> dict[str, str]:
    """Environment for a process that opens a window."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": "1"}
    if x_display is None:
        environment["QT_QPA_PLATFORM"] = "offscreen"
    else:
        environment |= {"DISPLAY": x_display, "QT_QPA_PLATFORM": "xcb"}
    return environment
