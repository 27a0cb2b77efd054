"""The demo from the command line, as a new user would run it: drawn, trained by its tiny recipe, predicted, judged."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from core.project.labels import Split
from core.project.project import Project

if TYPE_CHECKING:
    from pathlib import Path


def dermdesk(*arguments: str, environment: dict[str, str]) -> str:
    done = subprocess.run(
        [sys.executable, "-m", "desktop.entry", *arguments],
        env=environment,
        capture_output=True,
        text=True,
        timeout=500,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    return done.stdout


@pytest.mark.slow
def test_the_demo_recipe_learns_the_demo(tmp_path: Path, screen: dict[str, str]) -> None:
    folder = str(tmp_path / "demo")
    dermdesk("demo", folder, "--no-window", environment=screen)
    with Project.open(tmp_path / "demo", read_only=True) as project:
        assert len(project.images()) == 120
        assert len(project.classes) == 4
        assert len(project.images(split=Split.TEST)) >= 30
        assert all(labels.boxes for labels in project.labels_of().values())
    dermdesk("train", folder, "--model", "resnet18", "--preset", "demo", "--device", "cpu", environment=screen)
    dermdesk("predict", folder, "--models", "resnet18", "--split", "test", environment=screen)
    judged = json.loads(dermdesk("evaluate", folder, "--split", "test", "--json", environment=screen))
    (model,) = judged["models"].values()
    assert model["missing"] == 0
    assert model["weighted_accuracy"] >= 0.8
    assert sum(map(sum, model["confusion"])) == model["n"]
