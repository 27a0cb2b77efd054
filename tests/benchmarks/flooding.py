"""The longest gap of a 5 ms timer in the window while a training tells 10,000 events a second.

    python tests/benchmarks/flooding.py [MODE]

**How.** The real window with its Train workspace and the curves follows a run through its folder; the fake worker's
`torrent` writes 10,000 steps a second for five seconds (`flood`: as fast as they go). A timer of 5 ms in the window's
thread notes the time between two of its ticks, from the first event to the last; Linux tells for how long of it the
thread had work but no core, which is other programs' doing.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path

from PySide6.QtCore import QTimer

from core.classes import ClassTable
from core.jobs.launcher import start_detached
from core.jobs.recipe import Recipe
from core.jobs.run_folder import RunFolder
from core.project.project import Project
from core.project.snapshot import Snapshot
from desktop.app import make_application, spare_collections
from desktop.main_window import MainWindow
from desktop.shell import Shell
from desktop.train.watching import watch_of

FAKE = Path(__file__).resolve().parents[1] / "fakes" / "fake_worker.py"


def main(mode: str = "torrent") -> None:
    """Measure and print."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    with tempfile.TemporaryDirectory() as folder:
        for name in ("XDG_CONFIG_HOME", "XDG_STATE_HOME", "XDG_DATA_HOME"):
            os.environ[name] = str(Path(folder) / "home")
        application = make_application()
        with Project.create(Path(folder) / "clinic", ClassTable.from_names(["a", "b"])) as project:
            snapshot = Snapshot(project.id, datetime.now(UTC), project.classes, ())
            run = RunFolder.create(project.runs_folder, "resnet18", Recipe.for_architecture("resnet18"), snapshot)
        window = MainWindow()
        spare_collections(window)
        shell = Shell(window)
        window.resize(1280, 720)
        window.show()
        shell.open_project(project.folder)
        window.show_workspace("train")
        watch = watch_of(window.session, window)
        start_detached(run, command=[sys.executable, str(FAKE), mode, str(run.path), "--detached"])
        watch.look()
        ticks: list[float] = []
        waits: list[float] = []
        timer = QTimer()
        timer.setInterval(5)
        timer.timeout.connect(lambda: (ticks.append(time.monotonic()), waits.append(waited())))
        deadline = time.monotonic() + 60
        followed = None
        while time.monotonic() < deadline:
            application.processEvents()
            time.sleep(0.0005)
            followed = watch.followed.get(run.name)
            if followed is not None and followed.progress.step is not None and not timer.isActive():
                timer.start()
            if followed is not None and followed.progress.finished is not None:
                break
        timer.stop()
        pairs = [(1000 * (after - before)) for before, after in pairwise(ticks)]
        own = max(gap - 1000 * (after - before) for gap, (before, after) in zip(pairs, pairwise(waits), strict=True))
        gaps = sorted(pairs)
        print(f"{mode}: {len(gaps)} ticks over {ticks[-1] - ticks[0]:.1f} s")
        print(
            f"gap of a 5 ms timer: median {gaps[len(gaps) // 2]:.1f} ms, p99 {gaps[int(0.99 * len(gaps))]:.1f} ms, "
            f"longest {gaps[-1]:.1f} ms, {own:.1f} ms without what other programs took"
        )
        window.let_go()
        sys.stdout.flush()
        os._exit(0)


def waited() -> float:
    """Seconds for which this thread has waited for a core so far; 0 where the system doesn't tell."""
    try:
        return int(Path("/proc/thread-self/schedstat").read_text(encoding="ascii").split()[1]) / 1e9
    except OSError:
        return 0.0


if __name__ == "__main__":
    main(*sys.argv[1:])
