"""A batch script that trains a run on a cluster under SLURM; srun starts as many processes as there are GPUs."""

from __future__ import annotations

import re
import shlex
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from core.errors import JobError

if TYPE_CHECKING:
    from core.jobs.run_folder import RunFolder

MAX_MACHINES = 1024
MAX_GPUS = 64
_TIMES = re.compile(r"\d+|\d+:[0-5]?\d|\d+:[0-5]?\d:[0-5]?\d|\d+-\d+(:[0-5]?\d){0,2}")
_WARN_BEFORE = 180
"""Seconds before the time is up at which SLURM asks the run to stop: enough to validate and save."""
_ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True, slots=True, kw_only=True)
class SlurmRequest:
    """What a run asks of a cluster.

    Attributes:
        nodes: Machines.
        gpus: GPUs of each machine, with a process each; 0 trains on CPUs, with one process a machine.
        time: As SLURM writes times: minutes, `hours:minutes:seconds`, `days-hours`.
        cpus: Cores a process gets, to prepare photographs with.

    Raises:
        JobError: A number is out of range, or the time none that SLURM understands.
    """

    nodes: int = 1
    gpus: int = 1
    time: str = "12:00:00"
    cpus: int = 8

    def __post_init__(self) -> None:
        for name, value, least, most in (
            ("nodes", self.nodes, 1, MAX_MACHINES),
            ("gpus", self.gpus, 0, MAX_GPUS),
            ("cpus", self.cpus, 1, 1024),
        ):
            if not least <= value <= most:
                raise JobError(f"{name} can't be {value}: it is a whole number from {least} to {most}.")
        if not _TIMES.fullmatch(self.time):
            raise JobError(
                f"SLURM understands no time {self.time!r}.", hint="Write minutes, HH:MM:SS, or days as 2-12:00:00."
            )


def slurm_script(run: RunFolder, request: SlurmRequest, *, python: str = sys.executable, root: Path = _ROOT) -> str:
    """The script to hand to `sbatch`. Handing it in again, after the time was up, goes on from the last checkpoint.

    Args:
        run: The run; its folder has to be on a disk that all machines share.
        request: What it asks for.
        python: The interpreter, on that disk as well.
        root: Folder the program is imported from.

    Raises:
        JobError: The folder's name has a line break or a quotation mark, which SLURM can't be told.
    """
    if any(letter in str(run.path) for letter in '\n\r"\\'):
        raise JobError("SLURM can't be told a folder of this name.", hint="Rename it.", path=run.path)
    lines = [
        "#!/bin/bash",
        f"#SBATCH --job-name=dermdesk-{run.name}",
        f"#SBATCH --nodes={request.nodes}",
        f"#SBATCH --ntasks-per-node={max(1, request.gpus)}",
        *([f"#SBATCH --gpus-per-node={request.gpus}"] if request.gpus else []),
        f"#SBATCH --cpus-per-task={request.cpus}",
        f"#SBATCH --time={request.time}",
        # To the steps alone: each process then finishes its step, validates, and keeps the best model.
        f"#SBATCH --signal=TERM@{_WARN_BEFORE}",
        f'#SBATCH --output="{run.path}/slurm-%j.txt"',
        "",
        f"# Trains {run.job.architecture} in {shlex.quote(str(run.path))}.",
        "# Partition and account, where your cluster asks for them: sbatch --partition=NAME --account=NAME THIS_FILE",
        "# Handed in again it goes on from the last checkpoint. To stop it decently: touch stop.request in the folder.",
        "set -euo pipefail",
        f'export PYTHONPATH={shlex.quote(str(root))}"${{PYTHONPATH:+:$PYTHONPATH}}"',
        'export OMP_NUM_THREADS="${SLURM_CPUS_PER_TASK:-1}"',
        'srun --kill-on-bad-exit=1 --cpus-per-task="${SLURM_CPUS_PER_TASK:-1}" \\',
        f"    {shlex.quote(python)} -u -m trainers.worker {shlex.quote(str(run.path))} --detached",
    ]
    return "\n".join(lines) + "\n"
