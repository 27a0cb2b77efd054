"""A training outlives the window, and the next window finds and stops it; each window is a `main()` of its own."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from core.demo.creating import create_demo
from core.jobs.job import RunState
from core.jobs.launcher import abort
from core.jobs.recipe import Recipe
from core.jobs.run_folder import RunFolder
from core.project.snapshot import freeze

STORY = Path(__file__).parent / "stories" / "close_and_reopen.py"


def play(folder: Path, part: str, screen: dict[str, str]) -> None:
    done = subprocess.run(
        [sys.executable, str(STORY), str(folder), part],
        env=screen,
        capture_output=True,
        text=True,
        timeout=150,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-6000:]


@pytest.mark.slow
@pytest.mark.timeout(400)
def test_a_training_goes_on_without_the_window_and_is_found_and_stopped_by_the_next(tmp_path, screen):
    project = create_demo(tmp_path / "demo", photos=16)
    with project:
        run = RunFolder.create(project.runs_folder, "resnet18", Recipe.for_architecture("resnet18"), freeze(project))
    try:
        play(project.folder, "close", screen)
        assert run.state is RunState.RUNNING
        process = run.process
        play(project.folder, "reopen", screen)
        assert run.state is RunState.STOPPED
        assert run.process.pid == process.pid
        assert not process.is_alive()
    finally:
        abort(run)
