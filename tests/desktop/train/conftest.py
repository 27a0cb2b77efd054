"""Projects to train on, and a command that pretends to train."""

from __future__ import annotations

import sys
import threading
from pathlib import Path

import psutil
import pytest

from core.classes import ClassTable
from core.geometry import Box
from core.jobs.launcher import abort
from core.jobs.queue_runner import Pace, QueueRunner
from core.jobs.run_folder import RunFolder
from core.jobs.runs import list_runs
from core.project.labels import Split, new_box
from core.project.project import Project
from core.project.records import NewImage
from desktop.session import Session

ROOT = Path(__file__).resolve().parents[3]

# The fakes know no --detached; this starts one with an event channel that has no parent.
LAUNCH = f"""
import functools, sys
sys.path[:0] = [{str(ROOT)!r}, {str(ROOT / "tests" / "fakes")!r}]
import fake_worker
fake_worker.EventChannel = functools.partial(fake_worker.EventChannel, detached=True)
sys.exit(fake_worker.main(*sys.argv[1:]))
"""


@pytest.fixture
def command():
    """Makes the command of a run in one of the fake worker's modes."""
    return lambda mode: lambda run: [sys.executable, "-c", LAUNCH, mode, str(run.path)]


@pytest.fixture
def serve():
    """Makes what works through a queue in a thread, instead of a process that would outlive the test.

    `finish` is called after a run that finished, while its entry is still in the queue.
    """
    begun = []

    def make(command, finish=None):
        def begin(runs_folder):
            if any(thread.is_alive() for _, thread, _ in begun):
                return
            stop = threading.Event()
            runner = QueueRunner(runs_folder, lanes=("cpu",), command=command, finish=finish, pace=Pace(look=0.02))
            thread = threading.Thread(target=runner.work, args=(stop,), daemon=True)
            begun.append((stop, thread, runs_folder))
            thread.start()

        return begin

    yield make
    for stop, thread, runs_folder in begun:
        stop.set()
        for path in runs_folder.glob("*/process.json"):
            abort(RunFolder(path.parent))
        thread.join(timeout=20)


@pytest.fixture
def make_clinic(tmp_path):
    """Makes an open project of forty photographs in two classes of ten patients; closes it, and ends its runs."""
    opened = []

    def make(*, split=True, labelled=True, photos=40):
        folder = tmp_path / f"clinic{len(opened)}"
        source = tmp_path / f"photos{len(opened)}"
        source.mkdir()
        project = Project.create(folder, ClassTable.from_names(["Nevus", "Rosacea", "Stasis Ulcer"]))
        sides = [Split.TRAIN] * 6 + [Split.VAL] * 2 + [Split.TEST] * 2
        project.add_images(
            source,
            [
                NewImage(
                    source / f"{number:02}.jpg", f"{number:02}.jpg", f"{number:064x}", 400, 300, 1, 100,
                    diagnosis=1 + number % 2 if labelled else None,
                    patient=f"P{number % 10}",
                    split=sides[number % 10] if split else None,
                    boxes=(new_box(Box(10, 10, 90, 90), 1 + number % 2),) if labelled and number < 20 else (),
                )
                for number in range(photos)
            ],
        )  # fmt: skip
        opened.append(project)
        return project

    yield make
    for project in opened:
        for run in list_runs(project.runs_folder):
            if run.process is not None and run.process.is_alive():
                psutil.Process(run.process.pid).kill()
        project.close()


@pytest.fixture
def clinic(make_clinic):
    return make_clinic()


@pytest.fixture
def session(clinic, qtbot):
    return Session(clinic)
