"""The only way training starts: `python -m trainers.worker RUN_DIR [--detached]`, whoever starts it."""

from __future__ import annotations

import argparse
import json
import logging
import os
import signal
import sys
import threading
import time
import traceback
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from core.errors import DermDeskError
from core.inference.card import installed_versions
from core.inference.process import prepare_for_arithmetic
from core.jobs.job import RunResult, RunState
from core.jobs.protocol import Failed, Finished, Hello, Phase
from core.jobs.run_folder import RunFolder, write_json
from core.jobs.worker_side import EventChannel
from trainers.placement import StartedBy, end_with_parent, placement
from trainers.story import LoggedChannel

if TYPE_CHECKING:
    from collections.abc import Sequence

    from core.jobs.protocol import Event
    from trainers.placement import Placement
    from trainers.run import Channel, Outcome

_TRACES = "failure-*.json"
"""Why a process that doesn't speak for the run has ended."""
_LOOK_EVERY = 0.5
_GRACE = 2.0
_FAREWELL = 10.0
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
        placed = placement()
        if not placed.is_first:
            return work_along(folder, placed)
        _claim(folder)
    except DermDeskError as error:
        parser.error(str(error))
    with EventChannel(folder, detached=options.detached or placed.started_by is not StartedBy.DERMDESK) as channel:
        _log_to_stderr()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: channel.stop_requested.set())
        return work(folder, LoggedChannel(channel), placed)


def _log_to_stderr() -> None:
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(name)s: %(message)s", stream=sys.stderr)


def _claim(folder: RunFolder) -> None:
    """Make the run this process's own; its launcher may have noted that already.

    Raises:
        JobError: Another living process works on it, or the folder is damaged.
    """
    process = folder.process
    if process is None or process.pid != os.getpid() or not process.is_alive():
        folder.prepare_start()
        folder.record_process(os.getpid())
    for trace in folder.path.glob(_TRACES):
        trace.unlink()


def work(folder: RunFolder, channel: Channel, placed: Placement | None = None) -> int:
    """Train, write the result and tell it, whatever happens; the exit code.

    Args:
        folder: The run.
        channel: Where to tell it.
        placed: Which process this is; one that speaks for the run.
    """
    started = time.monotonic()
    try:
        # torch takes seconds to import; by now the pipe is open and the heart beats.
        from trainers.device import choose_device
        from trainers.run import train_run

        job = folder.job
        folder.take_reserve()
        device = choose_device(job.device, precision=job.recipe.precision, count=job.recipe.devices, placement=placed)
        channel.emit(Hello(os.getpid(), device.title, installed_versions()))
        if device.world > 1:
            _watch_others(folder, channel, started)
        outcome = train_run(folder, job, device, channel)
        return _finish(folder, channel, outcome, time.monotonic() - started)
    except BaseException as error:
        _log_traceback()
        return _fail(folder, channel, error, time.monotonic() - started)
    finally:
        folder.give_up_reserve()


def _log_traceback() -> None:
    try:
        traceback.print_exc()
    except OSError:
        pass  # the log is on a full disk: why the run ended is told over the pipe as well


def work_along(folder: RunFolder, placed: Placement) -> int:
    """Train beside the process that speaks for the run; 0 where it went well.

    Never returns where it didn't: what waits for the others would keep the process from ending.
    """
    _log_to_stderr()
    if placed.started_by is StartedBy.DERMDESK:
        end_with_parent()
    channel = _Quiet()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: channel.stop_requested.set())
    try:
        from trainers.device import choose_device
        from trainers.faults import failure_of
        from trainers.run import train_run

        job = folder.job
        device = choose_device(job.device, precision=job.recipe.precision, count=job.recipe.devices, placement=placed)
        train_run(folder, job, device, channel)
    except BaseException as error:
        _log_traceback()
        failure = failure_of(error)
        write_json(
            {"code": failure.code, "message": failure.message, "hint": failure.hint},
            folder.path / _TRACES.replace("*", str(placed.rank)),
        )
        sys.stderr.flush()
        # Whoever started this process kills all others once it ends: the first one is to say why before that.
        time.sleep(_FAREWELL)
        os._exit(1)
    return 0


class _Quiet:
    """Stands for the channel in a process that doesn't speak for the run."""

    def __init__(self) -> None:
        self.stop_requested = threading.Event()
        self.parent_gone = threading.Event()

    @property
    def should_end(self) -> bool:
        return self.stop_requested.is_set()

    def emit(self, event: Event) -> None:
        """Nothing: the first process tells it."""


def _watch_others(folder: RunFolder, channel: Channel, started: float) -> None:
    """End the run when another of its processes has failed: this one may wait for it in vain."""

    def watch() -> None:
        while True:
            time.sleep(_LOOK_EVERY)
            for trace in folder.path.glob(_TRACES):
                time.sleep(_GRACE)  # the failure may be this process's as well, which then tells it itself
                data = json.loads(trace.read_text(encoding="utf-8"))
                failure = Failed(data["code"], data["message"], data["hint"])
                if folder.result is None:
                    _tell_failure(folder, channel, failure, time.monotonic() - started)
                    time.sleep(_LOOK_EVERY)  # the pipe is written by a thread
                os._exit(1)

    threading.Thread(target=watch, name="other processes", daemon=True).start()


def _finish(folder: RunFolder, channel: Channel, outcome: Outcome, seconds: float) -> int:
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
    folder.give_up_reserve()
    # The folder first: who hears the event may look at once.
    folder.write_result(result)
    try:
        channel.emit(Finished(state.value, outcome.best_epoch, outcome.best_metric, outcome.metrics))
    except OSError as error:
        _log.info("that the run has ended could not be added to its events: %s", error)
    return 0


def _fail(folder: RunFolder, channel: Channel, error: BaseException, seconds: float) -> int:
    try:
        from trainers.faults import failure_of

        failure = failure_of(error)
    except ImportError as broken:
        failure = Failed("crashed", f"The training libraries can't be loaded: {broken}", "Run `dermdesk doctor`.")
    return _tell_failure(folder, channel, failure, seconds)


def _tell_failure(folder: RunFolder, channel: Channel, failure: Failed, seconds: float) -> int:
    folder.give_up_reserve()
    # Each whatever becomes of the other: on a full disk the launcher hears it over the pipe, and notes it if it can.
    result = RunResult(state=RunState.FAILED, failure=failure, seconds=seconds)
    for tell in (partial(folder.write_result, result), partial(channel.emit, failure)):
        try:
            tell()
        except OSError as error:
            _log.info("the failure %s could not be written down: %s", failure.code, error)
    return 1


if __name__ == "__main__":
    sys.exit(main())
