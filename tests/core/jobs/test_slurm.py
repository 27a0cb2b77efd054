"""The batch script asks for what was wanted, is valid bash, and starts the run's worker on every GPU."""

from __future__ import annotations

import subprocess

import pytest

from core.errors import JobError
from core.jobs.slurm import SlurmRequest, slurm_script


def test_the_script_asks_for_machines_gpus_and_time(run):
    script = slurm_script(run, SlurmRequest(nodes=2, gpus=4, time="1-12:00:00", cpus=6), python="/opt/py thon")
    for line in (
        "--nodes=2", "--ntasks-per-node=4", "--gpus-per-node=4", "--cpus-per-task=6", "--time=1-12:00:00",
        f'--output="{run.path}/slurm-%j.txt"',
    ):  # fmt: skip
        assert f"#SBATCH {line}\n" in script
    assert f"'/opt/py thon' -u -m trainers.worker {run.path} --detached" in script
    assert "#SBATCH --signal=TERM@" in script


def test_without_gpus_there_is_a_process_a_machine(run):
    script = slurm_script(run, SlurmRequest(nodes=3, gpus=0))
    assert "--gpus-per-node" not in script
    assert "--ntasks-per-node=1\n" in script


def test_bash_understands_it_and_starts_the_worker_with_the_folder_as_it_is_written(run, tmp_path):
    """srun is a stand-in that runs what it is given; so is the interpreter, which tells its arguments."""
    folder = tmp_path / "a folder; rm $HOME"
    run.path.rename(folder)
    moved = type(run)(folder)
    tools = tmp_path / "bin"
    tools.mkdir()
    (tools / "srun").write_text('#!/bin/bash\nwhile [[ "$1" == --* ]]; do shift; done\nexec "$@"\n')
    (tools / "python").write_text('#!/bin/bash\nprintf "%s\\n" "$PYTHONPATH" "$OMP_NUM_THREADS" "$@"\n')
    for tool in tools.iterdir():
        tool.chmod(0o755)
    script = tmp_path / "job.sh"
    script.write_text(slurm_script(moved, SlurmRequest(), python="python", root=tmp_path / "it's here"))
    subprocess.run(["bash", "-n", str(script)], check=True)
    said = subprocess.run(
        ["bash", str(script)], env={"PATH": f"{tools}:/usr/bin:/bin", "SLURM_CPUS_PER_TASK": "3"}, check=True,
        capture_output=True, text=True,
    ).stdout.splitlines()  # fmt: skip
    assert said == [str(tmp_path / "it's here"), "3", "-u", "-m", "trainers.worker", str(folder), "--detached"]


@pytest.mark.parametrize(
    "wrong", [{"nodes": 0}, {"gpus": 65}, {"cpus": 0}, {"time": "soon"}, {"time": "1\n#SBATCH --uid=0"}]
)
def test_impossible_requests_are_refused(wrong):
    with pytest.raises(JobError):
        SlurmRequest(**wrong)


def test_a_folder_that_would_break_the_script_is_refused(run, tmp_path):
    folder = tmp_path / 'a"\n#SBATCH --uid=0'
    run.path.rename(folder)
    with pytest.raises(JobError, match="can't be told"):
        slurm_script(type(run)(folder), SlurmRequest())
