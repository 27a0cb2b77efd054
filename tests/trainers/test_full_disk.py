"""A disk that is really full: why the run ended is heard and noted, and its last good checkpoint stays."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.fakes.small_disk import NO_MOUNT

pytestmark = pytest.mark.slow

SMALL_DISK = Path(__file__).resolve().parents[1] / "fakes" / "small_disk.py"


@pytest.fixture
def train_on_small_disk(make_run, tmp_path):
    """Trains until the disk is full: `train_on_small_disk("once")`; skips where no disk may be mounted."""
    if shutil.which("unshare") is None:
        pytest.skip("there is no unshare here to mount a small disk with")

    def train(mode):
        run = make_run("resnet18", epochs=1000, batch_size=4, image_size=32)
        place = tmp_path / "disk"
        place.mkdir()
        done = subprocess.run(
            ["unshare", "--user", "--map-root-user", "--mount", sys.executable, str(SMALL_DISK), str(place),
             str(run.path), mode],
            capture_output=True, text=True, timeout=300, check=False,
        )  # fmt: skip
        if done.returncode == NO_MOUNT or "unshare:" in done.stderr:
            pytest.skip(f"a small disk can't be mounted here: {done.stderr.strip()}")
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout.splitlines()[-1])

    return train


def test_a_full_disk_is_told_and_noted_in_the_room_that_was_kept_for_it(train_on_small_disk):
    told = train_on_small_disk("once")
    assert told["state"] == "failed"
    assert told["failures"] == told["kept"] == ["disk_full"]
    assert told["result"] == "disk_full"
    assert told["epochs"] >= 3
    assert told["litter"] == []
    assert told["can_go_on"]


def test_the_launcher_hears_of_a_full_disk_that_takes_not_even_the_result(train_on_small_disk):
    told = train_on_small_disk("on-and-on")
    assert told["state"] == "failed"
    assert told["failures"] == ["disk_full"]
    assert told["epochs"] >= 3
    assert told["can_go_on"]
