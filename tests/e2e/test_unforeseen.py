"""An error nobody foresaw is shown with its details, and the window goes on to an ordinary end."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from core.demo.creating import create_demo
from core.project.project import Project

STORY = Path(__file__).parent / "stories" / "unforeseen.py"


@pytest.mark.slow
def test_errors_in_painting_and_in_slots_are_shown_and_the_window_goes_on(tmp_path, screen):
    folder = tmp_path / "project"
    create_demo(folder, photos=16).close()
    with Project.open(folder) as project:
        boxes = project.counts().boxes
    done = subprocess.run(
        [sys.executable, str(STORY), str(folder)], env=screen, capture_output=True, text=True, timeout=120, check=False
    )
    assert done.returncode == 0, done.stderr
    painting, slot, edit = map(json.loads, done.stdout.splitlines())
    # A painting fails with each frame, and is told of once at a time.
    for shown, error in (
        (painting, "ZeroDivisionError: raised while painting"),
        (slot, "KeyError: 'raised in a slot'"),
    ):
        assert shown["dialogs"] == 1
        assert "Something went wrong that DermDesk did not foresee." in shown["texts"]
        assert any("nothing is lost" in text for text in shown["texts"])
        assert error in shown["details"]
    assert edit == {"saved": True}
    with Project.open(folder) as project:
        assert project.counts().boxes == boxes + 1
    log = next(Path(screen["XDG_STATE_HOME"]).rglob("window.log")).read_text(encoding="utf-8")
    assert "unforeseen" in log
    assert "raised while painting" in log
