"""Checkpoints: whole or not there."""

from __future__ import annotations

import os

import pytest
import torch

from core.errors import CheckpointError
from core.inference.checkpoint import load_checkpoint, save_checkpoint


def test_round_trip_with_optimiser_and_plain_values(tmp_path):
    network = torch.nn.Linear(3, 2)
    optimiser = torch.optim.SGD(network.parameters(), lr=0.1, momentum=0.9)
    network(torch.ones(1, 3)).sum().backward()
    optimiser.step()
    payload = {"model": network.state_dict(), "optimizer": optimiser.state_dict(), "epoch": 4, "history": [0.5, None]}
    save_checkpoint(tmp_path / "best.pt", payload)
    loaded = load_checkpoint(tmp_path / "best.pt")
    assert loaded["epoch"] == 4
    assert loaded["history"] == [0.5, None]
    assert torch.equal(loaded["model"]["weight"], network.weight)
    assert torch.equal(loaded["optimizer"]["state"][0]["momentum_buffer"], network.weight.grad)


def test_a_failed_write_leaves_the_old_checkpoint_and_no_litter(tmp_path, monkeypatch):
    save_checkpoint(tmp_path / "best.pt", {"model": {}, "epoch": 1})

    def full_disk(handle):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full_disk)
    with pytest.raises(OSError, match="No space"):
        save_checkpoint(tmp_path / "best.pt", {"model": {}, "epoch": 2})
    assert load_checkpoint(tmp_path / "best.pt")["epoch"] == 1
    assert [path.name for path in tmp_path.iterdir()] == ["best.pt"]


def test_damaged_missing_and_foreign_files(tmp_path):
    path = tmp_path / "best.pt"
    with pytest.raises(CheckpointError, match="no weights file"):
        load_checkpoint(path)
    save_checkpoint(path, {"model": {"a": torch.zeros(1000)}})
    path.write_bytes(path.read_bytes()[:2000])
    with pytest.raises(CheckpointError, match="damaged"):
        load_checkpoint(path)
    torch.save({"weights": {}}, path)
    with pytest.raises(CheckpointError, match="no checkpoint of a DermDesk run"):
        load_checkpoint(path)
    torch.save(torch.nn.Linear(1, 1), path)
    with pytest.raises(CheckpointError, match="could run code"):
        load_checkpoint(path)
