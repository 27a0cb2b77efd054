"""Work in a pool's thread leaves nothing behind that a later widget could trip over."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import shiboken6
from PySide6.QtCore import QRunnable, QThreadPool

from desktop.task import start_in

if TYPE_CHECKING:
    from collections.abc import Callable

    from pytestqt.qtbot import QtBot

ROOT = Path(__file__).resolve().parents[2]
WALK = """
import sys
from pathlib import Path

from PySide6.QtTest import QTest

from core.geometry import Box
from desktop.app import make_application, open_window

application = make_application()
window = open_window(Path(sys.argv[1]))
window.resize(1200, 800)
window.show()
QTest.qWait(300)
controller = window.annotate.controller
for number in range(int(sys.argv[2])):
    QTest.qWait(20)
    assert controller.boxes.draw(Box(10, 10, 60, 60)) is not False
    controller.list.go(1)
    application.processEvents()
window.close()
application.processEvents()
print("walked")
"""


def test_no_runnable_outlives_its_work(qtbot: QtBot) -> None:
    pool, done = QThreadPool(), []
    for number in range(20):
        start_in(pool, lambda number=number: done.append(number))
    assert pool.waitForDone(5000)
    assert sorted(done) == list(range(20))
    assert not [kept for kept in shiboken6.getAllValidWrappers() if type(kept) is QRunnable]


def test_what_work_raises_is_reported(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[str] = []
    monkeypatch.setattr(sys, "excepthook", lambda _kind, error, _trace: told.append(str(error)))

    def fail() -> None:
        raise ValueError("no such picture")

    pool = QThreadPool()
    start_in(pool, fail)
    assert pool.waitForDone(5000)
    assert told == ["no such picture"]


@pytest.mark.slow
def test_a_long_walk_with_an_edit_on_each_photograph_ends_well(
    make_project: Callable[..., Path], tmp_path: Path
) -> None:
    # In a process of its own: what it guards against is a crash.
    folder = make_project(photos=150)
    walked = subprocess.run(
        [sys.executable, "-X", "faulthandler", "-c", WALK, str(folder), "150"],
        cwd=ROOT,
        env={**os.environ, "HOME": str(tmp_path), "QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert walked.returncode == 0, walked.stderr[-3000:]
    assert walked.stdout.endswith("walked\n")
