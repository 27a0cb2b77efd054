"""train, runs, weights."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from core.jobs.job import RunState
from core.jobs.memory_estimate import DeviceMemory
from core.jobs.recipe import recipe_fields
from core.jobs.run_folder import RunFolder

FAKE = Path(__file__).resolve().parents[2] / "fakes" / "fake_worker.py"


@pytest.fixture
def pretend(monkeypatch):
    """Lets a pretended process do the training: `pretend("succeed")`."""

    def use(mode):
        def command(run, *, detached=False):
            return [sys.executable, str(FAKE), mode, str(run.path)]

        monkeypatch.setattr("core.jobs.launcher.worker_command", command)

    return use


def test_training_prints_each_epoch_and_exits_with_0(project, run_cli, pretend):
    pretend("succeed")
    more = ("--set", "lr=0.02", "--set", "epochs=3", "--device", "cpu", "--devices", "all")
    result = run_cli("train", project, "--model", "resnet18", "--epochs", "3", *more)
    assert "Run resnet18-1 in" in result.stdout
    assert result.stdout.count("weighted accuracy 75.00 %") >= 3
    assert "completed" in result.stdout
    run = RunFolder(project / "runs" / "resnet18-1")
    assert run.state is RunState.COMPLETED
    assert (run.job.recipe.epochs, run.job.recipe.lr, run.job.device) == (3, 0.02, "cpu")
    assert run.job.recipe.devices == 0
    shown = run_cli("runs", project).stdout
    assert "resnet18-1" in shown
    assert "completed" in shown


@pytest.mark.parametrize(
    ("mode", "said"), [("out_of_memory", "Choose a smaller batch"), ("crash", "ended with code 3"), ("die", "signal 9")]
)
def test_a_failed_training_says_why_and_exits_with_1(project, run_cli, pretend, mode, said):
    pretend(mode)
    result = run_cli("train", project, "--model", "resnet18", code=1)
    assert "Error: " in result.stderr
    assert said in result.stderr
    assert "log.txt" in result.stderr
    assert "failed" in (shown := run_cli("runs", project).stdout) or "killed" in shown


def test_training_goes_on_while_the_window_has_the_project_open(project, run_cli, pretend):
    from core.project.project import Project

    pretend("succeed")
    with Project.open(project):
        run_cli("train", project, "--model", "resnet18")


@pytest.mark.parametrize(
    ("wrong", "code", "said"),
    [
        (["--model", "resnet999"], 1, "densenet121"),
        (["--model", "resnet18", "--set", "lr=fast"], 1, "a number from"),
        (["--model", "resnet18", "--set", "speed=9"], 1, "momentum"),
        (["--model", "resnet18", "--set", "lr"], 2, "NAME=VALUE"),
        (["--model", "resnet18", "--weights", "nowhere.pth"], 1, "nowhere.pth"),
        (["--model", "resnet18", "--device", "gpu"], 2, "cuda"),
        (["--model", "resnet18", "--devices", "many"], 1, "a whole number from 0 to 64"),
        (["--model", "resnet18", "--epochs", "0"], 1, "a whole number from 1 to 1000"),
        (["--model", "resnet18", "--epochs", "3", "--set", "epochs=5"], 2, "contradict each other"),
        (["--model", "resnet18", "--preset", "best"], 2, "quick"),
        ([], 2, "--model"),
        (["--resume", "resnet18-9"], 1, "dermdesk runs"),
        (["--resume", "resnet18-1", "--epochs", "3"], 2, "leave the other options out"),
    ],
)
def test_what_makes_no_run_is_refused_before_a_folder_is_made(project, run_cli, wrong, code, said):
    assert said in run_cli("train", project, *wrong, code=code).stderr
    assert not any((project / "runs").iterdir())


def test_help_explains_every_recipe_field(run_cli):
    shown = run_cli("train", "--help").stdout
    # Lines are broken at spaces and after hyphens, wherever the terminal ends.
    folded = "".join(shown.split())
    for field in recipe_fields():
        assert f"\n  {field.name} " in shown
        told = f"{field.name}{field.help}Itis{field.allowed}.["
        assert "".join(told.split()) in folded, field.name
    assert "0.01, detectors 0.001" in shown
    assert "retinanet_r18" in shown


def test_ctrl_c_stops_decently_and_a_second_one_at_once(project):
    first, shown = _train_and_interrupt(project, times=1)
    assert (first, "Stopping" in shown) == (130, True)
    assert RunFolder(project / "runs" / "resnet18-1").state is RunState.STOPPED
    # The silent one is deaf to a stop, so only the second Ctrl-C ends it.
    second, shown = _train_and_interrupt(project, times=2, mode="silent")
    assert second == 130, shown
    assert RunFolder(project / "runs" / "resnet18-2").state is RunState.KILLED


def _train_and_interrupt(project, *, times, mode="slow"):
    code = f"""
import sys
from core.jobs import launcher
launcher.worker_command = lambda run, detached=False: [sys.executable, {str(FAKE)!r}, {mode!r}, str(run.path)]
from core.cli import cli
cli(["train", {str(project)!r}, "--model", "resnet18"])
"""
    child = subprocess.Popen(
        [sys.executable, "-c", code], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, bufsize=1
    )
    said = []
    reader = threading.Thread(target=lambda: said.extend(iter(child.stdout.readline, "")))
    reader.start()

    def wait_for(text):
        deadline = time.monotonic() + 60
        while not any(text in line for line in list(said)):
            assert time.monotonic() < deadline, said
            time.sleep(0.05)

    wait_for("Training on")
    for _ in range(times):
        os.kill(child.pid, signal.SIGINT)
        wait_for("Stopping")
    code = child.wait(timeout=60)
    reader.join()
    child.stdout.close()
    return code, "".join(said)


def test_weights_are_listed_without_any(run_cli):
    assert "weights import FILE" in run_cli("weights", "list").stdout


def test_weights_that_are_not_there_or_for_nothing_are_refused(tmp_path, run_cli):
    assert (
        "no such weights file"
        in run_cli("weights", "import", tmp_path / "a.pth", "--model", "densenet121", code=1).stderr
    )
    assert "densenet121" in run_cli("weights", "import", tmp_path / "a.pth", "--model", "x", code=1).stderr
    assert "--model" in run_cli("weights", "import", tmp_path / "a.pth", code=2).stderr


@pytest.mark.slow
def test_real_weights_are_imported_once_checked(tmp_path, run_cli, densenet_weights):
    shown = run_cli("weights", "import", densenet_weights, "--model", "densenet121").stdout
    assert "the whole network" in shown
    assert densenet_weights.name in run_cli("weights", "list").stdout
    (tmp_path / "page.pth").write_text("<html>not found</html>", encoding="utf-8")
    assert (
        "no weights file"
        in run_cli("weights", "import", tmp_path / "page.pth", "--model", "densenet121", code=1).stderr
    )


def test_training_without_a_split_is_refused_at_once_with_the_next_step(tmp_path, photos, run_cli):
    folder = tmp_path / "unsplit"
    run_cli("init", folder)
    run_cli("import", folder, photos)
    result = run_cli("train", folder, "--model", "resnet18", code=1)
    assert "in the training split" in result.stderr
    assert "dermdesk split" in result.stderr
    assert not list((folder / "runs").glob("*"))


def test_a_script_for_a_cluster_is_written_and_its_run_waits(project, run_cli, tmp_path):
    script = tmp_path / "job.sh"
    more = ("--write-slurm", script, "--nodes", "2", "--gpus", "4", "--time", "1-00:00:00")
    shown = run_cli("train", project, "--model", "resnet18", *more).stdout
    assert f"sbatch {script}" in shown
    run = RunFolder(project / "runs" / "resnet18-1")
    assert run.state is RunState.QUEUED
    text = script.read_text(encoding="utf-8")
    assert "--nodes=2" in text
    assert str(run.path.resolve()) in text
    subprocess.run(["bash", "-n", str(script)], check=True)
    again = run_cli("train", project, "--model", "resnet18", *more, code=1)
    assert "such a file already" in again.stderr
    assert not (project / "runs" / "resnet18-2").exists()


@pytest.mark.parametrize(
    ("wrong", "code", "said"),
    [
        (["--nodes", "2"], 2, "--write-slurm"),
        (["--write-slurm", "job.sh", "--time", "soon"], 1, "HH:MM:SS"),
        (["--write-slurm", "nowhere/job.sh"], 1, "no such folder"),
    ],
)
def test_a_script_that_cannot_be_written_makes_no_run(project, run_cli, tmp_path, monkeypatch, wrong, code, said):
    monkeypatch.chdir(tmp_path)
    assert said in run_cli("train", project, "--model", "resnet18", *wrong, code=code).stderr
    assert not any((project / "runs").iterdir())


def test_whether_it_fits_into_the_memory_is_told_and_warned_of(project, run_cli, pretend, monkeypatch):
    pretend("succeed")
    arguments = ("train", project, "--model", "resnet18", "--device", "cpu")
    assert "Training needs about" in run_cli(*arguments).stdout
    little = DeviceMemory("cpu", 10**9, 10**9)
    monkeypatch.setattr("core.jobs.memory_estimate.device_memory", lambda device: little)
    assert "Warning: Training needs about" in run_cli(*arguments).stderr
