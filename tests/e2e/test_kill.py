"""kill -9 of the window during scripted edits: the project opens each time, and what was shown as saved is there."""

from __future__ import annotations

import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from core.demo.creating import create_demo
from core.project.project import Project

STORY = Path(__file__).parent / "stories" / "endless_edits.py"
KILLS = 20
"""Fifty were made once, by the same test; each starts a window."""


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_kills_lose_no_edit_that_was_shown_as_saved(tmp_path, screen):
    folder = tmp_path / "project"
    create_demo(folder, photos=24).close()
    chance = random.Random(4)
    kept: dict[str, int] = {}
    for kill in range(KILLS):
        child = subprocess.Popen(
            [sys.executable, str(STORY), str(folder), str(kill)], stdout=subprocess.PIPE, text=True, env=screen
        )
        try:
            first = child.stdout.readline()
            assert first, "the window ended by itself"
            time.sleep(chance.uniform(0.0, 0.6))
        finally:
            child.send_signal(signal.SIGKILL)
            rest, _ = child.communicate(timeout=30)
        for line in [first, *rest.splitlines(keepends=True)]:
            if line.endswith("\n"):
                image_id, uid = line.split()
                kept[uid] = int(image_id)
        with Project.open(folder) as project:
            stored = {box.uid: i for i, labels in project.labels_of().items() for box in labels.boxes}
        lost = {uid: image_id for uid, image_id in kept.items() if stored.get(uid) != image_id}
        assert not lost, f"kill {kill + 1}: {len(lost)} of {len(kept)} saved boxes are gone"
    assert len(kept) > KILLS
