"""A training process that only pretends: `python tests/fakes/fake_worker.py MODE RUN_DIR [--detached]`.

| mode          | what it does                                                                              |
|---------------|-------------------------------------------------------------------------------------------|
| succeed       | three epochs at once, a result, exit code 0                                               |
| slow          | steps twenty times a second until it is stopped or its parent goes                        |
| busy          | one step, then nothing but heartbeats: the next step takes an hour                        |
| out_of_memory | hello, then a typed failure, exit code 1                                                  |
| die           | hello and one epoch, then SIGKILL to itself                                               |
| crash         | hello, a traceback on standard error, exit code 3; no failure event, no result            |
| silent        | hello, then nothing at all, no heartbeat either, and deaf to stop                         |
| mute          | nothing from the start                                                                    |
| chatter       | junk, half a line, a line of 3 MB and prints between the events of `succeed`              |
| flood         | 10,000 step events as fast as they go, then as `succeed`                                  |
| torrent       | 10,000 step events a second for five seconds, then as `succeed`                           |
| children      | as silent, with a child process of its own                                                |
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from core.jobs.job import RunResult, RunState
from core.jobs.protocol import EpochEnd, Failed, Finished, Hello, Phase, Step, Warned, encode
from core.jobs.run_folder import RunFolder
from core.jobs.worker_side import EventChannel

EPOCHS = 3
FLOOD = 10_000
TORRENT = 10_000
TORRENT_SECONDS = 5
METRICS = {"weighted_accuracy": 0.75, "top_3": 0.9}
OUT_OF_MEMORY = Failed("out_of_memory", "The GPU has no memory left.", "Choose a smaller batch or image size.")


def main(mode: str, run_dir: str, *options: str) -> int:
    folder = RunFolder(Path(run_dir))
    if mode == "mute":
        time.sleep(3600)
    if mode in ("silent", "children"):
        return hang(folder, children=mode == "children")
    with EventChannel(folder, detached=True) if "--detached" in options else EventChannel(folder) as channel:
        channel.emit(Hello(os.getpid(), "pretended", {"fake": "1"}))
        channel.emit(Phase("training", "Training"))
        if mode == "slow":
            return go_on(folder, channel)
        if mode == "busy":
            channel.emit(Step(1, EPOCHS, 1, 2, 1.0, 0.01, 20.0))
            time.sleep(3600)
        if mode == "out_of_memory":
            channel.emit(OUT_OF_MEMORY)
            folder.write_result(RunResult(state=RunState.FAILED, failure=OUT_OF_MEMORY))
            return 1
        if mode == "die":
            channel.emit(epoch_end(1))
            time.sleep(0.3)
            os.kill(os.getpid(), signal.SIGKILL)
        if mode == "crash":
            os.write(2, b"Traceback (most recent call last):\nZeroDivisionError: pretended\n")
            os._exit(3)
        if mode == "flood":
            for step in range(FLOOD):
                channel.emit(Step(1, 1, step + 1, FLOOD, 1 / (step + 1), 0.01, 100.0))
        if mode == "torrent":
            pour(channel)
        if mode == "chatter":
            chatter(channel)
        return succeed(folder, channel)
    return 0


def pour(channel: EventChannel) -> None:
    started = time.monotonic()
    for step in range(TORRENT * TORRENT_SECONDS):
        channel.emit(Step(1, 1, step + 1, TORRENT * TORRENT_SECONDS, 1 / (step + 1), 0.01, 100.0))
        if step % 100 == 0 and (ahead := started + step / TORRENT - time.monotonic()) > 0:
            time.sleep(ahead)


def epoch_end(epoch: int) -> EpochEnd:
    return EpochEnd(epoch, EPOCHS, 1 / epoch, 1.1 / epoch, METRICS, 0.01, 0.1, epoch == EPOCHS)


def succeed(folder: RunFolder, channel: EventChannel) -> int:
    for epoch in range(1, EPOCHS + 1):
        channel.emit(Step(epoch, EPOCHS, 1, 1, 1 / epoch, 0.01, 12.0))
        channel.emit(epoch_end(epoch))
    finish(folder, channel, RunState.COMPLETED)
    return 0


def finish(folder: RunFolder, channel: EventChannel, state: RunState) -> None:
    best = METRICS["weighted_accuracy"]
    channel.emit(Finished(state.value, EPOCHS, best, METRICS))
    folder.write_result(
        RunResult(state=state, best_epoch=EPOCHS, best_metric=best, metrics=METRICS, epochs=EPOCHS, seconds=1.0)
    )


def go_on(folder: RunFolder, channel: EventChannel) -> int:
    step = 0
    while not channel.should_end:
        step += 1
        channel.emit(Step(1, EPOCHS, step, step, 1 / step, 0.01, 20.0))
        time.sleep(0.05)
    finish(folder, channel, RunState.STOPPED)
    return 0


def hang(folder: RunFolder, *, children: bool) -> int:
    os.write(1, encode(Hello(os.getpid(), "pretended")).encode() + b"\n")
    folder.record_process(os.getpid(), said_hello=True)
    if children:
        child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(3600)"])
        (folder.path / "child.pid").write_text(str(child.pid), encoding="ascii")
    time.sleep(3600)
    return 0


def chatter(channel: EventChannel) -> None:
    os.write(1, b"printed by a library\n")
    os.write(channel._pipe, b'{"event": "step", "epoch": \n\xff\xfe\n[1, 2]\n')
    channel.emit(Warned("x" * 3_000_000))


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
