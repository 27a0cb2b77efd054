"""Trains a run of the plain classifier on a disk of 3 MB that fills up; to be started where it may mount one.

    unshare --user --map-root-user --mount python tests/fakes/small_disk.py MOUNT_POINT RUN_DIR once|on-and-on

Once its third epoch is over, all that is free is taken: once, or again and again as soon as anything gets free. Prints
as JSON what the launcher heard, and what the folder says afterwards.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import threading
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from core.inference.checkpoint import load_checkpoint
from core.jobs.launcher import run_job
from core.jobs.protocol import EpochEnd, Failed
from core.jobs.run_folder import RunFolder

PLAIN = Path(__file__).with_name("plain_classifier.py")
NO_MOUNT = 77


def main(mount_point: str, run_dir: str, mode: str) -> int:
    place = Path(mount_point)
    try:
        subprocess.run(["mount", "-t", "tmpfs", "-o", "size=3m", "tmpfs", mount_point], check=True)
    except (OSError, subprocess.CalledProcessError):
        return NO_MOUNT
    run = RunFolder(place / "run")
    shutil.copytree(run_dir, run.path)
    failures, ended = [], threading.Event()

    def fill():
        with (place / "filler").open("wb", buffering=0) as filler:
            while not ended.is_set():
                try:
                    filler.write(b"x" * 512)
                except OSError:
                    if mode == "once":
                        return

    filling = threading.Thread(target=fill)

    def listen(event):
        if isinstance(event, EpochEnd) and event.epoch == 3:
            filling.start()
        if isinstance(event, Failed):
            failures.append(event.code)

    try:
        state = run_job(run, listen, command=[sys.executable, str(PLAIN), str(run.path)])
    finally:
        ended.set()
    filling.join()
    result = run.result
    told = {
        "state": state.value,
        "failures": failures,
        "result": result and result.failure and result.failure.code,
        "kept": [event.code for event in run.events() if isinstance(event, Failed)],
        "epochs": load_checkpoint(run.last_path)["progress"]["epoch"],
        "litter": [path.name for path in run.path.iterdir() if path.name.startswith(".") or path.name == "reserve"],
    }
    (place / "filler").unlink()
    run.prepare_start()
    print(json.dumps({**told, "can_go_on": run.last_path.is_file()}))  # noqa: T201
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
