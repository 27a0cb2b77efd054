"""The doctor: what it finds on this machine and on pretended ones."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest
from click.testing import CliRunner

from core import doctor
from core.cli import cli
from core.doctor import Finding, Status, is_usable

TORCH = {"torch": "2.13.0", "torchvision": "0.28.0", "built_for": "13.0", "threads": 2, "gpus": []}
GPU = {"name": "NVIDIA H200", "memory": 140e9, "level": [9, 0]}


@pytest.fixture
def quick(monkeypatch):
    """No child process is started: torch is what the test says."""
    monkeypatch.setattr(doctor, "_ask_torch", lambda: TORCH)
    monkeypatch.setattr(doctor, "_ask_nvidia", lambda: "")


def by_name(findings):
    return {finding.name: finding for finding in findings}


def test_it_looks_at_everything_and_names_a_remedy_for_each_lack(quick):
    findings = by_name(doctor.examine(environment={}))
    assert {"Python", "PyTorch", "torchvision", "GPU", "Networks", "Processor", "Window", "Weights", "Disk"} <= set(
        findings
    )
    assert all(bool(f.remedy) == (f.status is not Status.OK) for f in findings.values())
    assert "weights import FILE" in findings["Weights"].remedy
    assert "xvfb-run" in findings["Screen"].remedy


def test_a_screen_is_told(quick):
    assert by_name(doctor.examine(environment={"DISPLAY": ":7"}))["Screen"].text == ":7"
    offscreen = by_name(doctor.examine(environment={"QT_QPA_PLATFORM": "offscreen"}))["Screen"]
    assert (offscreen.status, "offscreen" in offscreen.text) == (Status.OK, True)


def test_missing_system_libraries_come_as_one_line_to_install_them():
    (window, *_) = doctor._window({}, find=lambda name, file: name not in ("xcb-icccm", "EGL"), system="linux")
    assert window.status is Status.LACKING
    assert window.remedy == "sudo apt install libxcb-icccm4 libegl1"
    assert doctor._window({}, system="darwin")[0].status is Status.OK


def test_a_library_that_only_the_loader_knows_is_found(monkeypatch):
    monkeypatch.setattr(doctor, "find_library", lambda name: None)
    assert doctor._has_library("c", "libc.so.6") == sys.platform.startswith("linux")
    assert not doctor._has_library("nonsense", "libnonsense.so.1")


@pytest.mark.parametrize(
    ("torch", "driver", "status", "said"),
    [
        (TORCH | {"gpus": [GPU]}, "NVIDIA H200, 570.1", Status.OK, "140 GB"),
        (TORCH, "", Status.OK, "CPU"),
        (TORCH, "NVIDIA H200, 570.1", Status.LACKING, "can't use it"),
        (TORCH | {"built_for": None}, "NVIDIA H200, 570.1", Status.LACKING, "built for the CPU alone"),
    ],
)
def test_graphics_cards(torch, driver, status, said):
    finding = doctor._graphics(torch, driver)
    assert finding.status is status
    assert said in finding.text
    assert bool(finding.remedy) == (status is not Status.OK)


def test_torch_that_cannot_be_imported_or_does_not_fit_makes_the_machine_unusable():
    assert not is_usable(tuple(doctor._torch({"error": "ImportError: libcudart"})))
    odd = {"torch": "2.13.0", "torchvision_error": "RuntimeError: operator torchvision::nms does not exist"}
    findings = doctor._torch(odd)
    assert not is_usable(tuple(findings))
    assert "nms does not exist" in findings[1].text


def test_scarce_disk_is_told(tmp_path, monkeypatch):
    assert doctor._disk(tmp_path / "not" / "yet").status in (Status.OK, Status.LACKING)
    monkeypatch.setattr(doctor, "SCARCE_DISK", float("inf"))
    assert doctor._disk(tmp_path).status is Status.LACKING


def test_the_command_exits_with_0_only_where_it_can_be_used(quick, monkeypatch):
    result = CliRunner().invoke(cli, ["doctor"])
    assert result.exit_code == 0, result.output
    assert "DermDesk can be used here." in result.output
    assert "-> " in result.output
    report = json.loads(CliRunner().invoke(cli, ["doctor", "--json"]).output)
    assert report["usable"] is True
    monkeypatch.setattr(doctor, "_detectors", lambda: Finding("Networks", Status.BROKEN, "not installed", "uv sync"))
    result = CliRunner().invoke(cli, ["doctor"])
    assert result.exit_code == 1
    assert "uv sync" in result.output


@pytest.mark.slow
def test_the_real_torch_is_asked_in_a_child_process():
    findings = {finding.name: finding for finding in doctor.examine()}
    assert findings["PyTorch"].status is Status.OK
    assert findings["torchvision"].status is Status.OK
    code = "import sys, core.doctor as d; d.examine(); sys.exit('torch' in sys.modules)"
    subprocess.run([sys.executable, "-c", code], check=True)
