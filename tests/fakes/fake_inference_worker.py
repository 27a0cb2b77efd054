"""An inference process that only pretends: `python tests/fakes/fake_inference_worker.py MODE`. It imports no torch.

| mode         | what it does                                                                                       |
|--------------|----------------------------------------------------------------------------------------------------|
| answer       | answers at once: the first class at 0.7, or a box and one without an area                          |
| slow         | as answer, ten answers a second, until cancelled                                                   |
| bad_photo    | as answer, but the first photograph of a request can't be read                                     |
| bad_model    | as answer, but the first model can't be loaded                                                     |
| chatter      | as answer, with junk between the lines                                                             |
| die          | three answers, then SIGKILL to itself                                                              |
| crash        | a traceback on standard error, exit code 3                                                         |
| fail         | a typed failure instead of answers                                                                 |

Asked where it looks, it looks at the upper left quarter, whatever the mode but for those that end it.
"""

from __future__ import annotations

import os
import queue
import signal
import sys
import threading
import time
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from core.inference.card import read_card
from core.inference.catalogue import Task
from core.inference.heat import energy_inside, heat_to_text
from core.inference.requests import (
    BoxRow,
    Cancel,
    Explain,
    Explained,
    ImageFailed,
    Predict,
    Predicted,
    Ready,
    RequestDone,
    Shutdown,
    WorkerFailed,
    decode,
    encode,
)


def main(mode: str) -> int:
    if mode == "crash":
        os.write(2, b"Traceback (most recent call last):\nZeroDivisionError: pretended\n")
        return 3
    cancelled: set[int] = set()
    requests: queue.SimpleQueue[Predict | Explain | None] = queue.SimpleQueue()
    threading.Thread(target=listen, args=(requests, cancelled), daemon=True).start()
    say(Ready("pretended", {"fake": "1"}, os.getpid()))
    while (request := requests.get()) is not None:
        if mode == "fail":
            say(WorkerFailed("out_of_memory", "No memory is left.", "Ask fewer models."))
            return 1
        if isinstance(request, Explain):
            explain(request, mode)
        else:
            serve(request, mode, cancelled)
    return 0


def listen(requests: queue.SimpleQueue[Predict | Explain | None], cancelled: set[int]) -> None:
    for line in sys.stdin.buffer:
        match decode(line):
            case Predict() | Explain() as request:
                requests.put(request)
            case Cancel(request=number):
                cancelled.add(number)
            case Shutdown():
                break
    requests.put(None)


def serve(request: Predict, mode: str, cancelled: set[int]) -> None:
    count = 0
    models = list(request.models)
    if mode == "bad_model":
        say(ImageFailed(request.request, None, models.pop(0).name, "checkpoint", "The checkpoint is damaged."))
    for place, image in enumerate(request.images):
        if mode == "bad_photo" and place == 0:
            say(ImageFailed(request.request, image.id, None, "missing_image", "The file is gone.", "Bring it back."))
            continue
        for model in models:
            if request.request in cancelled:
                break
            if mode == "slow":
                time.sleep(0.1)
            card = read_card(model.run_folder)
            ids = card.classes.ids
            detects = card.task is Task.DETECTION
            rest = 0.3 / (len(ids) - 1)
            boxes = (BoxRow(1, 2, 30, 40, ids[0], 0.9), BoxRow(5, 5, 5, 9, ids[1], 0.8))
            say(
                Predicted(
                    request.request,
                    model.name,
                    image.id,
                    ids,
                    None if detects else (0.7, *[rest] * (len(ids) - 1)),
                    boxes if detects else None,
                )
            )
            count += 1
            if mode == "chatter":
                os.write(1, b'{"half a li\nWARNING: from a library\n[1, 2]\n')
            if mode == "die" and count == 3:
                time.sleep(0.3)
                os.kill(os.getpid(), signal.SIGKILL)
    say(RequestDone(request.request, count, cancelled=request.request in cancelled))


def explain(request: Explain, mode: str) -> None:
    image = request.image
    if mode == "bad_photo" and request.request == 1:
        say(ImageFailed(1, image.id, request.model.name, "missing_image", "The file is gone.", "Bring it back."))
        say(RequestDone(1, 0))
        return
    if mode == "slow":
        time.sleep(0.1)
    heat = np.zeros((4, 6), np.float32)
    heat[:2, :3] = 1
    class_id = read_card(request.model.run_folder).classes.ids[0]
    energy = energy_inside(heat, request.boxes, image.width, image.height)
    text = heat_to_text(heat)
    say(Explained(request.request, request.model.name, image.id, class_id, 0.7, 6, 4, text, energy))
    say(RequestDone(request.request, 1))


def say(event: object) -> None:
    os.write(1, encode(event).encode() + b"\n")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
