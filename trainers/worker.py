"""The only way training starts: `python -m trainers.worker RUN_DIR [--detached]`, whoever starts it."""

from __future__ import annotations

import argparse
import logging
import os
import signal
import sys
import time
import traceback
from pathlib import Path
from typing import TYPE_CHECKING

from core.errors import DermDeskError
from core.inference.card import installed_versions
from core.inference.process import prepare_for_arithmetic
from core.jobs.job import RunResult, RunState
from core.jobs.protocol import Failed, Finished, Hello, Phase
from core.jobs.run_folder import RunFolder
from core.jobs.worker_side import EventChannel

if TYPE_CHECKING:
    from collections.abc import Sequence

    from trainers.run import Outcome

_log = logging.getLogger("trainers")


def main(arguments: Sequence[str] | None = None) -> int:
    """Train the run of a folder; 0 where it completed or was stopped, 1 where it failed."""
    parser = argparse.ArgumentParser(prog="python -m trainers.worker", description="Train the run of a folder.")
    parser.add_argument("run_dir", type=Path, help="folder that holds job.json and snapshot.json")
    parser.add_argument("--detached", action="store_true", help="go on when the program that started this ends")
    options = parser.parse_args(arguments)
    prepare_for_arithmetic()
    folder = RunFolder(options.run_dir.resolve())
    if not folder.path.is_dir():
        parser.error(f"there is no folder {folder.path}")
    try:
        _claim(folder)
    except DermDeskError as error:
        parser.error(str(error))
    with EventChannel(folder, detached=options.detached) as channel:
        logging.basicConfig(level=logging.INFO, format="%(asctime)s %(name)s: %(message)s", stream=sys.stderr)
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: channel.stop_requested.set())
        return work(folder, channel)


def _claim(folder: RunFolder) -> None:
    """Make the run this process's own; its launcher may have noted that already.

    Raises:
        JobError: Another living process works on it, or the folder is damaged.
    """
    process = folder.process
    if process is None or process.pid != os.getpid() or not process.is_alive():
        folder.prepare_start()
        folder.record_process(os.getpid())


def work(folder: RunFolder, channel: EventChannel) -> int:
    """Train, write the result and tell it, whatever happens; the exit code."""
    started = time.monotonic()
    try:
        # torch takes seconds to import; by now the pipe is open and the heart beats.
        from trainers.device import choose_device
        from trainers.run import train_run

        job = folder.job
        device = choose_device(job.device, precision=job.recipe.precision)
        channel.emit(Hello(os.getpid(), device.title, installed_versions()))
        outcome = train_run(folder, job, device, channel)
    except BaseException as error:
        traceback.print_exc()
        return _fail(folder, channel, error, time.monotonic() - started)
    return _finish(folder, channel, outcome, time.monotonic() - started)


def _finish(folder: RunFolder, channel: EventChannel, outcome: Outcome, seconds: float) -> int:
    state = RunState.COMPLETED if outcome.completed else RunState.STOPPED
    channel.emit(Phase("saving", "Saved"))
    result = RunResult(
        state=state,
        best_epoch=outcome.best_epoch,
        best_metric=outcome.best_metric,
        metrics=outcome.metrics,
        epochs=outcome.epochs,
        seconds=seconds,
    )
    # The folder first: who hears the event may look at once.
    folder.write_result(result)
    channel.emit(Finished(state.value, outcome.best_epoch, outcome.best_metric, outcome.metrics))
    return 0


def _fail(folder: RunFolder, channel: EventChannel, error: BaseException, seconds: float) -> int:
    try:
        from trainers.faults import failure_of

        failure = failure_of(error)
    except ImportError as broken:
        failure = Failed("crashed", f"The training libraries can't be loaded: {broken}", "Run `dermdesk doctor`.")
    try:
        folder.write_result(RunResult(state=RunState.FAILED, failure=failure, seconds=seconds))
        channel.emit(failure)
    except OSError:
        # A full disk: the launcher notes the end by the exit code; the log has what it still took.
        _log.exception("the failure %s could not be written down", failure.code)
    return 1


if __name__ == "__main__":
    sys.exit(main())
