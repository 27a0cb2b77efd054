"""What this machine has and what it lacks, each lack with the line that mends it. Looks only; changes nothing."""

from __future__ import annotations

import ctypes
import json
import os
import platform
import shutil
import subprocess
import sys
from ctypes.util import find_library
from dataclasses import dataclass
from enum import StrEnum
from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING, Any

import psutil

from core.inference.catalogue import architectures
from core.inference.weights_folder import list_weights, weights_folder

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

PYTHONS = ((3, 11), (3, 12))
SCARCE_DISK = 5e9
"""Bytes; a run of the paper's largest network keeps about a gigabyte."""
_TORCH_WITHIN = 180.0
_NVIDIA_WITHIN = 20.0

# Qt's XCB platform plugin loads these; a bare Debian has none of them (name for the linker, file, package).
_WINDOW_LIBRARIES = (
    ("xcb-icccm", "libxcb-icccm.so.4", "libxcb-icccm4"),
    ("xcb-keysyms", "libxcb-keysyms.so.1", "libxcb-keysyms1"),
    ("xcb-cursor", "libxcb-cursor.so.0", "libxcb-cursor0"),
    ("xcb-image", "libxcb-image.so.0", "libxcb-image0"),
    ("xcb-render-util", "libxcb-render-util.so.0", "libxcb-render-util0"),
    ("xcb-shape", "libxcb-shape.so.0", "libxcb-shape0"),
    ("xkbcommon-x11", "libxkbcommon-x11.so.0", "libxkbcommon-x11-0"),
    ("xkbcommon", "libxkbcommon.so.0", "libxkbcommon0"),
    ("EGL", "libEGL.so.1", "libegl1"),
    ("GL", "libGL.so.1", "libgl1"),
    ("fontconfig", "libfontconfig.so.1", "libfontconfig1"),
    ("dbus-1", "libdbus-1.so.3", "libdbus-1-3"),
)

# Run in a child: importing torch takes seconds and memory, and a broken one may take the process down with it.
_ASK_TORCH = """
import json
import torch
found = {"torch": torch.__version__, "built_for": torch.version.cuda, "threads": torch.get_num_threads(), "gpus": []}
try:
    import torchvision
    torchvision.ops.nms(torch.zeros(1, 4), torch.zeros(1), 0.5)
    found["torchvision"] = torchvision.__version__
except Exception as error:
    found["torchvision_error"] = f"{type(error).__name__}: {error}"
if torch.cuda.is_available():
    for number in range(torch.cuda.device_count()):
        entry = torch.cuda.get_device_properties(number)
        found["gpus"].append({"name": entry.name, "memory": entry.total_memory, "level": [entry.major, entry.minor]})
print("\\n" + json.dumps(found))
"""


class Status(StrEnum):
    """How a part of the machine fares."""

    OK = "ok"
    LACKING = "lacking"
    """Something works less well, or not at all, but the rest does."""
    BROKEN = "broken"
    """DermDesk can't be used."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One part of the machine.

    Attributes:
        name: The part.
        status: How it fares.
        text: What was found.
        remedy: The line that mends it; empty where nothing needs mending.
    """

    name: str
    status: Status
    text: str
    remedy: str = ""


def examine(*, environment: Mapping[str, str] | None = None) -> tuple[Finding, ...]:
    """Look at everything; takes some seconds, since torch is imported in a child process.

    Args:
        environment: Variables that say which screen there is; this process's own where not given.
    """
    torch = _ask_torch()
    return (
        _python(),
        *_torch(torch),
        _graphics(torch, _ask_nvidia()),
        _detectors(),
        _processor(torch),
        *_window(os.environ if environment is None else environment),
        _weights(),
        _disk(weights_folder()),
    )


def is_usable(findings: tuple[Finding, ...]) -> bool:
    """Whether photographs can be labelled, trained on and predicted here, be it without a window."""
    return all(finding.status is not Status.BROKEN for finding in findings)


def _python() -> Finding:
    text = f"{platform.python_version()} on {platform.system()} {platform.machine()}, {sys.executable}"
    if sys.version_info[:2] in PYTHONS:
        return Finding("Python", Status.OK, text)
    return Finding("Python", Status.BROKEN, text, "uv python install 3.11 && uv sync --python 3.11")


def _installed(package: str) -> str | None:
    try:
        return version(package)
    except PackageNotFoundError:
        return None


def _ask_torch() -> dict[str, Any]:
    try:
        child = subprocess.run(
            [sys.executable, "-c", _ASK_TORCH], capture_output=True, text=True, timeout=_TORCH_WITHIN, check=False
        )
    except subprocess.TimeoutExpired:
        return {"error": f"importing it took more than {_TORCH_WITHIN:g} s"}
    try:
        found = json.loads(child.stdout.strip().splitlines()[-1])
        assert isinstance(found, dict)
        return found
    except (ValueError, IndexError):
        said = child.stderr.strip().splitlines()
        return {"error": said[-1] if said else f"it ended with code {child.returncode}"}


def _torch(found: Mapping[str, Any]) -> list[Finding]:
    if "error" in found:
        return [Finding("PyTorch", Status.BROKEN, f"can't be imported: {found['error']}", "uv sync")]
    findings = [Finding("PyTorch", Status.OK, str(found["torch"]))]
    if "torchvision" in found:
        findings.append(Finding("torchvision", Status.OK, str(found["torchvision"])))
    else:
        text = f"doesn't fit this PyTorch: {found['torchvision_error']}"
        findings.append(Finding("torchvision", Status.BROKEN, text, "uv sync --reinstall-package torchvision"))
    return findings


def _ask_nvidia() -> str:
    """Names and driver of NVIDIA's GPUs as their own tool sees them; empty where there is none."""
    tool = shutil.which("nvidia-smi")
    if tool is None:
        return ""
    command = [tool, "--query-gpu=name,driver_version", "--format=csv,noheader"]
    try:
        child = subprocess.run(command, capture_output=True, text=True, timeout=_NVIDIA_WITHIN, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return "; ".join(child.stdout.strip().splitlines()) if child.returncode == 0 else ""


def _graphics(torch: Mapping[str, Any], driver: str) -> Finding:
    gpus = torch.get("gpus", [])
    if gpus:
        names = ", ".join(f"{gpu['name']} ({gpu['memory'] / 1e9:.0f} GB)" for gpu in gpus)
        return Finding(
            "GPU", Status.OK, f"{names}; CUDA {torch['built_for']}" + (f"; driver: {driver}" if driver else "")
        )
    if driver and torch.get("built_for") is None:
        text = f"{driver}, but this PyTorch is built for the CPU alone"
        return Finding("GPU", Status.LACKING, text, "uv sync --reinstall-package torch")
    if driver:
        text = f"{driver}, but PyTorch (CUDA {torch['built_for']}) can't use it"
        return Finding("GPU", Status.LACKING, text, "Install NVIDIA's current driver, then start the machine anew.")
    text = "none: networks run on the CPU, which is slow for training; choose light models or the preset quick"
    return Finding("GPU", Status.OK, text)


def _detectors() -> Finding:
    packages = ("onedl-mmdetection", "onedl-mmcv", "onedl-mmengine", "pretrainedmodels", "lightning-fabric")
    found = {package: _installed(package) for package in packages}
    lacking = [package for package, number in found.items() if number is None]
    if lacking:
        return Finding("Networks", Status.BROKEN, f"not installed: {', '.join(lacking)}", "uv sync")
    return Finding("Networks", Status.OK, ", ".join(f"{package} {number}" for package, number in found.items()))


def _processor(torch: Mapping[str, Any]) -> Finding:
    memory = psutil.virtual_memory()
    text = f"{os.cpu_count()} cores ({torch.get('threads', '?')} for PyTorch), "
    text += f"{memory.total / 1e9:.0f} GB memory, {memory.available / 1e9:.0f} GB of it free"
    return Finding("Processor", Status.OK, text)


def _window(
    environment: Mapping[str, str], *, find: Callable[[str, str], bool] | None = None, system: str = sys.platform
) -> list[Finding]:
    """Qt and what it needs from the system; without them the command line still works."""
    qt = _installed("PySide6-Essentials")
    if qt is None:
        return [Finding("Window", Status.LACKING, "Qt is not installed; the command line works", "uv sync")]
    if not system.startswith("linux"):
        return [Finding("Window", Status.OK, f"PySide6 {qt}")]
    find = find or _has_library
    packages = [package for name, file, package in _WINDOW_LIBRARIES if not find(name, file)]
    findings = [Finding("Window", Status.OK, f"PySide6 {qt}, with the system libraries it needs")]
    if packages:
        text = f"PySide6 {qt} lacks system libraries; the command line works"
        findings = [Finding("Window", Status.LACKING, text, f"sudo apt install {' '.join(packages)}")]
    chosen = environment.get("QT_QPA_PLATFORM")
    screen = environment.get("WAYLAND_DISPLAY") or environment.get("DISPLAY")
    if screen:
        findings.append(Finding("Screen", Status.OK, f"{screen}" + (f", Qt platform {chosen}" if chosen else "")))
    elif chosen:
        findings.append(Finding("Screen", Status.OK, f"none, Qt platform {chosen}"))
    else:
        remedy = "Log in at the screen, use `ssh -X`, or: sudo apt install xvfb && xvfb-run dermdesk"
        findings.append(Finding("Screen", Status.LACKING, "none for a window; the command line works", remedy))
    return findings


def _has_library(name: str, file: str) -> bool:
    # `find_library` needs ldconfig or a compiler, which slim containers lack; loading it is the proof then.
    if find_library(name) is not None:
        return True
    try:
        ctypes.CDLL(file)
    except OSError:
        return False
    return True


def _weights() -> Finding:
    found = {entry.architecture for entry in list_weights()}
    lacking = [entry.name for entry in architectures() if entry.paper and entry.name not in found]
    text = f"for {', '.join(sorted(found))}" if found else "none imported: training starts from scratch"
    text += f", in {weights_folder()}"
    if not lacking:
        return Finding("Weights", Status.OK, text)
    return Finding("Weights", Status.LACKING, text, f"dermdesk weights import FILE --model {lacking[0]}")


def _disk(folder: Path) -> Finding:
    while not folder.is_dir():
        folder = folder.parent
    free = shutil.disk_usage(folder).free
    text = f"{free / 1e9:.0f} GB free on the disk of {folder}"
    if free >= SCARCE_DISK:
        return Finding("Disk", Status.OK, text)
    return Finding("Disk", Status.LACKING, text, "Free some space: a training run may need several gigabytes.")
