"""Which process this is, from the variables that torchrun, srun and DermDesk itself set."""

from __future__ import annotations

import os

import pytest
import torch

from core.errors import JobError
from trainers.device import choose_device
from trainers.placement import Placement, StartedBy, placement, prepare_to_start_others

TORCHRUN = {"TORCHELASTIC_RUN_ID": "7", "RANK": "5", "LOCAL_RANK": "1", "WORLD_SIZE": "8", "LOCAL_WORLD_SIZE": "4"}
SRUN = {
    "SLURM_STEP_ID": "0", "SLURM_NTASKS": "8", "SLURM_NNODES": "2", "SLURM_PROCID": "5", "SLURM_LOCALID": "1",
}  # fmt: skip


def test_torchrun_and_srun_say_who_this_is():
    assert placement(TORCHRUN) == Placement(StartedBy.TORCHRUN, 5, 1, 4, 2)
    assert placement(SRUN) == Placement(StartedBy.SLURM, 5, 1, 4, 2)
    assert not placement(SRUN).is_first


@pytest.mark.parametrize(
    "environment",
    [
        {},
        {"LOCAL_RANK": "1", "WORLD_SIZE": "2"},  # left over from somebody else's program
        {name: value for name, value in SRUN.items() if name != "SLURM_STEP_ID"},  # a batch script, a shell of salloc
        {**SRUN, "SLURM_NTASKS": "1"},
    ],
)
def test_without_them_the_process_is_alone(environment):
    assert placement(environment) == Placement()


def test_a_process_knows_the_one_that_started_it_and_no_other():
    environment = {"LOCAL_RANK": "3", "MASTER_PORT": "1", "SLURM_NTASKS": "4"}
    prepare_to_start_others(environment)
    assert "LOCAL_RANK" not in environment
    environment["LOCAL_RANK"] = "2"
    assert placement(environment, parent=os.getpid()) == Placement(rank=2, local_rank=2)
    assert placement(environment, parent=os.getpid() + 1) == Placement()


@pytest.mark.parametrize(
    "environment", [{**TORCHRUN, "LOCAL_WORLD_SIZE": "3"}, {**TORCHRUN, "RANK": "x"}, {"TORCHELASTIC_RUN_ID": "1"}]
)
def test_variables_that_contradict_each_other_are_refused(environment):
    with pytest.raises(JobError):
        placement(environment)


@pytest.fixture
def four_gpus(monkeypatch):
    monkeypatch.setattr(torch.cuda, "is_available", lambda: True)
    monkeypatch.setattr(torch.cuda, "device_count", lambda: 4)
    monkeypatch.setattr(torch.cuda, "get_device_name", lambda index: "GPU")
    monkeypatch.setattr(torch.cuda, "is_bf16_supported", lambda: True)


def test_one_several_and_all_gpus(four_gpus):
    assert choose_device("auto", precision="auto").devices == [0]
    assert choose_device("cuda:2", precision="auto").devices == [2]
    assert choose_device("cuda:2", precision="auto", count=0).devices == [2]
    some = choose_device("auto", precision="auto", count=3)
    assert (some.devices, some.title, some.world) == ([0, 1, 2], "3 x GPU", 3)
    assert choose_device("cuda", precision="auto", count=0).devices == [0, 1, 2, 3]
    with pytest.raises(JobError, match="5 GPUs are asked for: torch sees 4"):
        choose_device("auto", precision="auto", count=5)
    with pytest.raises(JobError, match="is one GPU"):
        choose_device("cuda:1", precision="auto", count=2)


def test_a_cluster_decides_how_many(four_gpus):
    device = choose_device("auto", precision="auto", count=1, placement=placement(SRUN))
    assert (device.devices, device.machines, device.world) == ([0, 1, 2, 3], 2, 8)
    assert "2 machines" in device.title


def test_all_gpus_of_a_machine_without_any_is_one_process():
    assert choose_device("cpu", precision="auto", count=0).world == 1
