"""A run folder to try things on."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from core.classes import ClassTable
from core.jobs.recipe import Recipe
from core.jobs.run_folder import RunFolder
from core.project.snapshot import Snapshot

FAKE_WORKER = Path(__file__).resolve().parents[2] / "fakes" / "fake_worker.py"


@pytest.fixture
def snapshot():
    return Snapshot(
        project_id="p",
        created_at=datetime(2026, 1, 2, tzinfo=UTC),
        classes=ClassTable.from_names(["a", "b"]),
        images=(),
    )


@pytest.fixture
def new_run(tmp_path, snapshot):
    """Makes run folders: `new_run()` or `new_run("resnet50")`."""

    def make(architecture="resnet18", **more):
        recipe = Recipe.for_architecture(architecture, preset="quick")
        return RunFolder.create(tmp_path / "runs", architecture, recipe, snapshot, **more)

    return make


@pytest.fixture
def run(new_run):
    return new_run()


@pytest.fixture
def fake(run):
    """The command of a fake worker on `run`: `fake("succeed")`."""
    return lambda mode: [sys.executable, str(FAKE_WORKER), mode, str(run.path)]
