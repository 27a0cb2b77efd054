"""Listing imported weights, without torch."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest

from core.errors import MissingWeights, UnknownModel
from core.inference.weights_folder import (
    Part,
    WeightsFile,
    describe,
    description_path,
    find_weights,
    list_weights,
    require_weights,
    weights_folder,
)


def place(folder, architecture, name, *, day, part=Part.MODEL):
    path = folder / architecture / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"12345")
    entry = WeightsFile(architecture, path, "00", 5, part, datetime(2025, 1, day, tzinfo=UTC))
    description_path(path).write_text(json.dumps(describe(entry)), encoding="utf-8")
    return entry


def test_no_folder_is_no_weights():
    assert list_weights() == []
    assert find_weights("resnet50") is None


def test_whole_networks_come_before_backbones_and_new_before_old(tmp_path):
    place(tmp_path, "retinanet", "old.pth", day=1)
    new = place(tmp_path, "retinanet", "new.pth", day=2)
    place(tmp_path, "retinanet", "backbone.pth", day=3, part=Part.BACKBONE)
    place(tmp_path, "resnet50", "other.pth", day=4)
    assert find_weights("retinanet", folder=tmp_path) == new
    assert [entry.name for entry in list_weights(folder=tmp_path)] == [
        "other.pth",
        "backbone.pth",
        "new.pth",
        "old.pth",
    ]


def test_a_file_cut_off_or_never_described_does_not_count(tmp_path):
    cut = place(tmp_path, "resnet50", "cut.pth", day=1)
    cut.path.write_bytes(b"123")
    (tmp_path / "resnet50" / "loose.pth").write_bytes(b"1")
    (tmp_path / "resnet50" / "junk.pth.json").write_text("{", encoding="utf-8")
    assert list_weights(folder=tmp_path) == []


def test_nothing_found_says_how_to_bring_a_file():
    with pytest.raises(MissingWeights, match="weights import FILE --model resnet50"):
        require_weights("resnet50")
    with pytest.raises(UnknownModel):
        find_weights("resnet49")


def test_the_environment_chooses_the_folder(tmp_path, monkeypatch):
    monkeypatch.setenv("DERMDESK_WEIGHTS", str(tmp_path))
    assert weights_folder() == tmp_path
    monkeypatch.delenv("DERMDESK_WEIGHTS")
    assert weights_folder().name == "weights"
