"""Which of a run's processes this one is, as its environment says: alone, started beside another, by torchrun, or srun.

Imports no torch, so that the worker knows at once whether it is the one that speaks for the run.
"""

from __future__ import annotations

import os
import threading
import time
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

from core.errors import JobError

if TYPE_CHECKING:
    from collections.abc import Mapping, MutableMapping

_PARENT = "DERMDESK_FIRST_PROCESS"
_LOOK_EVERY = 1.0


class StartedBy(Enum):
    """Who starts the processes of a run that has several."""

    DERMDESK = "dermdesk"
    """The first process starts the others of its machine itself, where the recipe asks for them."""
    TORCHRUN = "torchrun"
    SLURM = "srun"


@dataclass(frozen=True, slots=True)
class Placement:
    """One process among those that train a run.

    Attributes:
        started_by: Who starts them.
        rank: Its number among all, 0 for the one that writes events and checkpoints.
        local_rank: Its number on this machine.
        on_machine: Processes on each machine, where somebody else starts them; 0 where the recipe decides.
        machines: How many machines.
    """

    started_by: StartedBy = StartedBy.DERMDESK
    rank: int = 0
    local_rank: int = 0
    on_machine: int = 0
    machines: int = 1

    @property
    def is_first(self) -> bool:
        """Whether it speaks for the run."""
        return self.rank == 0


def placement(environment: Mapping[str, str] | None = None, *, parent: int | None = None) -> Placement:
    """Where the environment puts this process.

    Args:
        environment: Variables; this process's own where not given.
        parent: Number of the process that started this one; looked up where not given.

    Raises:
        JobError: torchrun's or srun's variables contradict each other.

    >>> placement({"TORCHELASTIC_RUN_ID": "1", "RANK": "3", "LOCAL_RANK": "1", "WORLD_SIZE": "4",
    ...            "LOCAL_WORLD_SIZE": "2"}).machines
    2
    """
    values = os.environ if environment is None else environment
    parent = os.getppid() if parent is None else parent
    try:
        if "TORCHELASTIC_RUN_ID" in values:
            return _placed(
                StartedBy.TORCHRUN,
                rank=int(values["RANK"]),
                local_rank=int(values["LOCAL_RANK"]),
                world=int(values["WORLD_SIZE"]),
                on_machine=int(values["LOCAL_WORLD_SIZE"]),
            )
        # A shell of salloc, and the batch script itself, have SLURM_NTASKS as well; only srun makes steps.
        if "SLURM_STEP_ID" in values and int(values.get("SLURM_NTASKS", "1")) > 1:
            world, machines = int(values["SLURM_NTASKS"]), int(values.get("SLURM_NNODES", "1"))
            return _placed(
                StartedBy.SLURM,
                rank=int(values["SLURM_PROCID"]),
                local_rank=int(values["SLURM_LOCALID"]),
                world=world,
                on_machine=world // machines,
            )
        if values.get(_PARENT) == str(parent):
            number = int(values["LOCAL_RANK"])
            return Placement(rank=number, local_rank=number)
    except (KeyError, ValueError, ZeroDivisionError) as error:
        raise JobError(
            f"The variables that should say which process of the run this is can't be understood: {error!r}.",
            hint="Start it with srun or torchrun as `dermdesk train --write-slurm` writes it.",
        ) from error
    return Placement()


def _placed(started_by: StartedBy, *, rank: int, local_rank: int, world: int, on_machine: int) -> Placement:
    machines, over = divmod(world, on_machine)
    if over or not 0 <= local_rank < on_machine or not 0 <= rank < world:
        raise JobError(
            f"{world} processes can't be spread evenly over machines with {on_machine} each.",
            hint="Give every machine the same number of processes.",
        )
    return Placement(started_by, rank, local_rank, on_machine, machines)


def prepare_to_start_others(environment: MutableMapping[str, str] | None = None) -> None:
    """Let the processes that this one starts know that they belong to it, whatever was in the environment before."""
    values = os.environ if environment is None else environment
    for name in ("LOCAL_RANK", "NODE_RANK", "GROUP_RANK", "WORLD_SIZE", "MASTER_PORT"):
        values.pop(name, None)
    values["MASTER_ADDR"] = "127.0.0.1"
    values[_PARENT] = str(os.getpid())


def end_with_parent() -> None:
    """End this process soon after the one that started it has; it would wait for it for good."""
    parent = os.getppid()

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(_LOOK_EVERY)
        os._exit(1)

    threading.Thread(target=watch, name="parent watch", daemon=True).start()
