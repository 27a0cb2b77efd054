"""Start the process of a run, follow it, stop it or end it: for the command line, and for cluster scripts."""

from __future__ import annotations

import os
import queue
import subprocess
import sys
import threading
import time
from typing import IO, TYPE_CHECKING

import psutil

from core.errors import JobError
from core.jobs.protocol import Failed, Heartbeat, Hello, Stop, decode, encode_command

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from core.jobs.job import RunState
    from core.jobs.protocol import Event
    from core.jobs.run_folder import RunFolder

HELLO_WITHIN = 120.0
"""Seconds for the first event: importing torch from a cold disk takes a while."""
SILENT_AFTER = 60.0
"""Seconds without a line, heartbeats included, after which a process counts as lost. It beats every two."""
_LOOK_EVERY = 0.1
_GONE_WITHIN = 1.5


def worker_command(run_folder: RunFolder, *, detached: bool = False) -> list[str]:
    """The command that trains this run.

    Args:
        run_folder: The run.
        detached: Whether it goes on when the program that started it ends.
    """
    # -u is for what libraries print: log.txt must not lose its last lines to a kill.
    command = [sys.executable, "-u", "-m", "trainers.worker", str(run_folder.path)]
    return [*command, "--detached"] if detached else command


def start_detached(
    run_folder: RunFolder,
    *,
    command: Sequence[str] | None = None,
    environment: Mapping[str, str] | None = None,
) -> int:
    """Start the run so that it outlives this program; its folder tells how it fares.

    Args:
        run_folder: The run, queued or resumable.
        command: What to start instead of the real worker.
        environment: Variables it gets besides this program's.

    Returns:
        Its process number.

    Raises:
        JobError: It runs already, or can't be started.
    """
    process = _start(
        run_folder, command or worker_command(run_folder, detached=True), detached=True, environment=environment
    )
    # While this program lives, it reaps the process and notes how it ended; afterwards the folder's files tell.
    reaper = threading.Thread(
        target=lambda: run_folder.close_after_exit(process.wait()), daemon=True, name="job reaper"
    )
    reaper.start()
    return process.pid


def run_job(
    run_folder: RunFolder,
    on_event: Callable[[Event], None],
    stop: threading.Event | None = None,
    *,
    command: Sequence[str] | None = None,
    hello_within: float = HELLO_WITHIN,
    silent_after: float = SILENT_AFTER,
) -> RunState:
    """Run a job to its end, in a process of its own.

    Args:
        run_folder: The run, queued or resumable.
        on_event: Called in this thread with each event but heartbeats.
        stop: Set it, from any thread, to stop the run: it finishes its step, validates and keeps the best model.
        command: What to start instead of the real worker.
        hello_within: Seconds for the first event.
        silent_after: Seconds without a sign of life after which the process is killed and the run counts as lost.

    Returns:
        The state it ended in.

    Raises:
        JobError: It runs already, or can't be started.
    """
    process = _start(run_folder, command or worker_command(run_folder), detached=False)
    assert process.stdout is not None
    lines: queue.SimpleQueue[bytes | None] = queue.SimpleQueue()
    reader = threading.Thread(target=_read_lines, args=(process.stdout, lines), daemon=True, name="job events")
    reader.start()
    try:
        told: list[Failed] = []
        failure = _follow(run_folder, process, lines, on_event, stop, hello_within, silent_after, told)
        if failure is not None:
            abort_tree(process.pid)
        exit_code = process.wait()
    except BaseException:  # a second Ctrl-C: nobody would follow the process any more
        run_folder.request_abort()
        abort_tree(process.pid)
        run_folder.close_after_exit(process.wait())
        raise
    finally:
        if process.stdin is not None:
            _close(process.stdin)
        reader.join(timeout=5)
        process.stdout.close()
    # What it said of its end counts where its disk took no result; the launcher's own reasons know nothing of why.
    return run_folder.close_after_exit(exit_code, failure=told[-1] if told else failure)


def abort_tree(pid: int) -> None:
    """Kill a process and all it has started, at once. Nothing of the run folder is deleted."""
    try:
        parent = psutil.Process(pid)
        tree = [parent, *parent.children(recursive=True)]
    except psutil.NoSuchProcess:
        return
    for process in tree:
        try:
            process.kill()
        except psutil.NoSuchProcess:
            continue
    deadline = time.monotonic() + _GONE_WITHIN
    while any(_is_running(process) for process in tree) and time.monotonic() < deadline:
        time.sleep(0.01)


def _is_running(process: psutil.Process) -> bool:
    try:
        # A zombie is dead; it only waits for its parent to ask how it ended.
        return process.is_running() and process.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def abort(run_folder: RunFolder) -> None:
    """Kill the process of a run, whoever started it, if it lives on this machine. The folder keeps everything."""
    run_folder.request_abort()
    process = run_folder.process
    if process is not None and process.is_alive():
        abort_tree(process.pid)


def _start(
    run_folder: RunFolder, command: Sequence[str], *, detached: bool, environment: Mapping[str, str] | None = None
) -> subprocess.Popen[bytes]:
    run_folder.prepare_start()
    # A session of its own: Ctrl-C in the terminal reaches the launcher alone, which then stops the run decently.
    new_group = 0x200 if sys.platform == "win32" else 0  # CREATE_NEW_PROCESS_GROUP
    try:
        with run_folder.log_path.open("ab") as log:
            process = subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL if detached else subprocess.PIPE,
                stdout=subprocess.DEVNULL if detached else subprocess.PIPE,
                stderr=log,
                env={**os.environ, **(environment or {}), "PYTHONIOENCODING": "utf-8"},
                start_new_session=True,
                creationflags=new_group,
            )
    except OSError as error:
        raise JobError(f"The training process can't be started: {error}.", path=run_folder.path) from error
    try:
        run_folder.record_process(process.pid, detached=detached)
    except JobError:
        pass  # already gone: its exit code says why
    except OSError as error:  # a full disk: nobody would know of the process
        abort_tree(process.pid)
        process.wait()
        raise JobError(f"The training process can't be started: {error}.", path=run_folder.path) from error
    return process


def _follow(
    run_folder: RunFolder,
    process: subprocess.Popen[bytes],
    lines: queue.SimpleQueue[bytes | None],
    on_event: Callable[[Event], None],
    stop: threading.Event | None,
    hello_within: float,
    silent_after: float,
    told: list[Failed],
) -> Failed | None:
    """Pass events on until the pipe closes; what the launcher holds against the process, else None.

    What the process itself says of its failure is added to `told`.
    """
    deadline = time.monotonic() + hello_within
    greeted = asked = False
    while True:
        if stop is not None and stop.is_set() and not asked:
            asked = True
            _ask_to_stop(run_folder, process)
        try:
            line = lines.get(timeout=_LOOK_EVERY)
        except queue.Empty:
            if time.monotonic() < deadline:
                continue
            if not greeted:
                return Failed("no_hello", f"The training process said nothing for {hello_within:g} s.", "See log.txt.")
            return Failed("silent", f"The training process gave no sign of life for {silent_after:g} s.", "Resume it.")
        if line is None:
            return None
        event = decode(line)
        if event is None:
            continue
        greeted = greeted or isinstance(event, Hello)
        if greeted:
            deadline = time.monotonic() + silent_after
        if isinstance(event, Failed):
            told.append(event)
        if not isinstance(event, Heartbeat):
            on_event(event)


def _ask_to_stop(run_folder: RunFolder, process: subprocess.Popen[bytes]) -> None:
    run_folder.request_stop()
    assert process.stdin is not None
    try:
        process.stdin.write(encode_command(Stop()).encode() + b"\n")
        process.stdin.flush()
    except OSError:
        pass  # it has ended, or closed its ears: stop.request is there as well


def _read_lines(stream: IO[bytes], lines: queue.SimpleQueue[bytes | None]) -> None:
    for line in stream:
        lines.put(line)
    lines.put(None)


def _close(stream: IO[bytes]) -> None:
    try:
        stream.close()
    except OSError:
        pass  # what was left to flush had no reader
