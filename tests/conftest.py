"""Fixtures that every room's tests share."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

SHARED = Path(__file__).resolve().parents[2] / "shared"


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


@pytest.fixture(autouse=True)
def private_user_folders(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """No test reads or writes the weights, settings or caches of the person who runs it."""
    folder = tmp_path_factory.mktemp("home")
    for name in ("XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_STATE_HOME"):
        monkeypatch.setenv(name, str(folder / name.lower()))
    monkeypatch.setenv("DERMDESK_WEIGHTS", str(folder / "weights"))
