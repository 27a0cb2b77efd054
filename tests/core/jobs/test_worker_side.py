"""The worker's end: signs of life while it is busy, and what becomes of events that nobody takes."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from core.jobs.protocol import Failed, Heartbeat, decode
from core.jobs.run_folder import RunFolder

ROOT = Path(__file__).resolve().parents[3]
BUSY = """
import sys, time
from pathlib import Path
from core.jobs.protocol import Finished
from core.jobs.run_folder import RunFolder
from core.jobs.worker_side import EventChannel

folder = RunFolder(Path(sys.argv[1]))
with EventChannel(folder, beat_every=0.05) as channel:
    while not (folder.path / "done").exists():  # busy, and says nothing itself
        time.sleep(0.01)
    {last_words}
"""
DEADLINE = 60.0


def wait_until(condition):
    deadline = time.monotonic() + DEADLINE
    while not condition():
        assert time.monotonic() < deadline, "it never came to that"
        time.sleep(0.01)


@pytest.fixture
def busy(run):
    """Starts a worker that is busy until there is a file `done`: `busy("channel.emit(…)")` says what it says then."""
    started = []

    def start(last_words="pass"):
        process = subprocess.Popen(
            [sys.executable, "-c", BUSY.format(last_words=last_words), str(run.path)],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)},
        )  # fmt: skip
        started.append(process)
        return process

    yield start
    for process in started:
        process.kill()
        process.stdin.close()
        process.stdout.close()
        process.wait()


def beats(process, lines):
    for line in process.stdout:
        lines.append(decode(line))


def test_a_busy_worker_beats_and_touches_its_events(run, busy):
    process = busy()
    lines = []
    reader = threading.Thread(target=beats, args=(process, lines))
    reader.start()
    wait_until(lambda: lines)
    os.utime(run.events_path, (0, 0))
    before = len(lines)
    wait_until(lambda: len(lines) >= before + 3)
    wait_until(lambda: run.events_path.stat().st_mtime > 0)
    (run.path / "done").touch()
    assert process.wait(timeout=DEADLINE) == 0
    reader.join()
    assert {type(line) for line in lines} == {Heartbeat}
    assert run.events_path.read_bytes() == b""  # they touch the file, and don't fill it


def test_a_worker_nobody_reads_any_more_writes_on(run, busy):
    process = busy('from core.jobs.protocol import Warned; [channel.emit(Warned("x" * 9000)) for _ in range(50)]')
    assert isinstance(decode(process.stdout.readline()), Heartbeat)
    process.stdout.close()
    (run.path / "done").touch()
    assert process.wait(timeout=DEADLINE) == 0, run.log_tail()
    assert [len(event.message) for event in run.events()] == [9000] * 50


def test_events_that_the_disk_does_not_take_go_over_the_pipe_all_the_same(run, busy):
    """The caller is told why the file didn't take them, and the channel can be left all the same."""
    pytest.importorskip("resource")
    process = busy(
        "import resource, signal; from core.jobs.protocol import Failed; "
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN); "
        "resource.setrlimit(resource.RLIMIT_FSIZE, (100, resource.RLIM_INFINITY)); told = []\n"
        "    for number in range(3):\n"
        "        try: channel.emit(Failed(str(number), 'x' * 200, ''))\n"
        "        except OSError as error: told.append(error.errno)\n"
        "    (folder.path / 'told').write_text(repr(told))"
    )
    (run.path / "done").touch()
    events = [decode(line) for line in process.stdout]
    assert process.wait(timeout=DEADLINE) == 0, run.log_tail()
    assert [event.code for event in events if isinstance(event, Failed)] == ["0", "1", "2"]
    assert (run.path / "told").read_text() == repr([errno.EFBIG] * 3)


def test_the_launcher_believes_what_a_process_said_of_its_failure_where_there_is_no_result(run):
    from core.jobs.job import RunState
    from core.jobs.launcher import run_job

    code = (
        "import sys; from pathlib import Path; from core.jobs.protocol import Failed, Hello;"
        "from core.jobs.run_folder import RunFolder; from core.jobs.worker_side import EventChannel\n"
        "with EventChannel(RunFolder(Path(sys.argv[1]))) as channel:\n"
        "    channel.emit(Hello(1, 'pretended', {})); channel.emit(Failed('disk_full', 'Full.', 'Make room.'))"
    )
    events = []
    state = run_job(run, events.append, command=[sys.executable, "-c", code, str(run.path)])
    assert state is run.state is RunState.FAILED
    assert run.result.failure == Failed("disk_full", "Full.", "Make room.") == events[-1]


def test_an_end_that_cannot_be_noted_is_returned_all_the_same(run, monkeypatch):
    from core.jobs.job import RunState

    def full(self, result):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(RunFolder, "write_result", full)
    failure = Failed("disk_full", "The disk is full.", "Make room.")
    assert run.close_after_exit(1, failure=failure) is RunState.FAILED
    assert run.result is None
