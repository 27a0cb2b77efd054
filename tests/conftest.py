"""Fixtures that every room's tests share."""

from __future__ import annotations

import os
import random
import sqlite3
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import psutil
import pytest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from contextlib import AbstractContextManager

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
if "PYTEST_XDIST_WORKER" in os.environ:
    # Each core has a process of its own already; torch's threads would only wait for each other.
    os.environ.setdefault("OMP_NUM_THREADS", "1")

SHARED = Path(__file__).resolve().parents[2] / "shared"
FEW_FILES = 25
"""So few test files are run by one process: starting more takes longer than they do."""
MEMORY_OF_A_PROCESS = 5 * 2**30
"""Bytes to have for each: the paper's largest networks and a trainer beside them take about 4 GiB."""


def pytest_xdist_auto_num_workers(config: pytest.Config) -> int:
    """How many processes `-n auto` means: none for a few files or for tests chosen by name, else one a core."""
    if config.option.keyword or config.option.collectonly or getattr(config.option, "lf", False):
        return 0
    folders = [Path(argument) for argument in config.args if Path(argument).is_dir()]
    if sum(1 for folder in folders for _ in folder.rglob("test_*.py")) <= FEW_FILES:
        return 0
    cores = len(psutil.Process().cpu_affinity()) if hasattr(psutil.Process, "cpu_affinity") else os.cpu_count() or 1
    count = min(cores, psutil.virtual_memory().total // MEMORY_OF_A_PROCESS)
    return int(count) if count > 1 else 0


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Let the files with slow tests be begun first, so that no process is left alone with one at the end."""
    if hasattr(config, "workerinput"):
        slow = {item.path for item in items if item.get_closest_marker("slow")}
        items.sort(key=lambda item: item.path not in slow)


@pytest.fixture(scope="session")
def pad() -> Path:
    """Folder of the PAD-UFES-20 photographs (images/, voc/, manifest.csv)."""
    folder = SHARED / "data" / "pad_ufes20"
    if not (folder / "manifest.csv").is_file():
        pytest.skip("the PAD-UFES-20 photographs are not beside this checkout (../shared/data/pad_ufes20)")
    return folder


@pytest.fixture(scope="session")
def densenet_weights() -> Path:
    """A real ImageNet DenseNet121 state dict."""
    path = SHARED / "weights" / "densenet121_keras_imagenet.pth"
    if not path.is_file():
        pytest.skip("the ImageNet DenseNet121 is not beside this checkout (../shared/weights)")
    return path


@pytest.fixture
def fresh_seed(request: pytest.FixtureRequest) -> int:
    """Another seed at each run, so that what one seed never meets is met by another; a failure says which it was."""
    seed = int(os.environ.get("DERMDESK_SEED") or random.SystemRandom().randrange(2**32))
    request.node.add_report_section("setup", "seed", f"DERMDESK_SEED={seed} makes this run again")
    return seed


@pytest.fixture(autouse=True)
def private_user_folders(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """No test reads or writes the weights, settings or caches of the person who runs it."""
    folder = tmp_path_factory.mktemp("home")
    for name in ("XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_STATE_HOME"):
        monkeypatch.setenv(name, str(folder / name.lower()))
    monkeypatch.setenv("DERMDESK_WEIGHTS", str(folder / "weights"))


@pytest.fixture
def hold_database() -> Callable[[Path], AbstractContextManager[None]]:
    """Holds a project's database, by its folder, as another program does that is writing."""

    @contextmanager
    def held(folder: Path) -> Iterator[None]:
        other = sqlite3.connect(folder / "dermdesk.sqlite", isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        try:
            yield
        finally:
            other.execute("ROLLBACK")
            other.close()

    return held
