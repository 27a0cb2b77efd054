"""The inference process, for real: a child on pipes, with small checkpoints of its own."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import threading
import time

import cv2
import numpy as np
import pytest
import torch

from core.geometry import Box
from core.images import content_hash
from core.inference.card import read_card
from core.inference.heat import energy_inside, heat_from_text
from core.inference.predictor import Predictor
from core.inference.requests import (
    Cancel,
    Explain,
    Explained,
    ImageFailed,
    ImageRef,
    ModelRef,
    Predict,
    Predicted,
    Ready,
    RequestDone,
    Shutdown,
    WorkerFailed,
    decode,
    encode,
)

PATIENCE = 120.0


class Worker:
    """The child process, spoken to in messages."""

    def __init__(self, *arguments, code=None):
        command = ["-c", code] if code else ["-m", "core.inference.worker"]
        options = ["--device", "cpu", "--threads", "1", *arguments]
        self.process = subprocess.Popen(
            [sys.executable, *command, *options], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE
        )
        self.log = b""
        self._drain = threading.Thread(target=self._read_log, daemon=True)
        self._drain.start()

    def _read_log(self):
        for line in self.process.stderr:
            self.log += line

    def send(self, *messages):
        for message in messages:
            line = message if isinstance(message, bytes) else encode(message).encode()
            self.process.stdin.write(line + b"\n")
        self.process.stdin.flush()

    def receive(self):
        line = self.process.stdout.readline()
        event = decode(line)
        assert event is not None, (line, self.log.decode(errors="replace"))
        return event

    def until_done(self, request):
        events = []
        while not (isinstance(event := self.receive(), RequestDone) and event.request == request):
            events.append(event)
        return events, event

    def close(self):
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait()
        self._drain.join()
        for pipe in (self.process.stdin, self.process.stdout, self.process.stderr):
            pipe.close()


@pytest.fixture(scope="module")
def worker():
    running = Worker()
    ready = running.receive()
    assert isinstance(ready, Ready)
    assert (ready.device, ready.pid) == ("cpu", running.process.pid)
    assert ready.versions["torch"]
    yield running
    running.close()


@pytest.fixture
def start():
    started = []

    def begin(*arguments, code=None):
        started.append(Worker(*arguments, code=code))
        return started[-1]

    yield begin
    for running in started:
        running.close()


def images(paths):
    return tuple(ImageRef(10 + index, path, content_hash(path)) for index, path in enumerate(paths))


def test_two_models_answer_for_every_photograph_nearest_first(worker, classifier_run, detector_run, photos):
    models = (ModelRef("cnn", classifier_run), ModelRef("detector", detector_run))
    worker.send(Predict(1, models, images(photos)))
    events, done = worker.until_done(1)
    assert done == RequestDone(1, 8)
    answered = [(event.image_id, event.model) for event in events]
    assert answered[:2] == [(10, "cnn"), (10, "detector")]
    for model in ("cnn", "detector"):
        assert [image_id for image_id, name in answered if name == model] == [10, 11, 12, 13]
    for event in events:
        assert event.class_ids == read_card(classifier_run).classes.ids == (5, 2, 9)
        if event.model == "cnn":
            assert event.boxes is None
            assert sum(event.probabilities) == pytest.approx(1.0, abs=1e-12)
        else:
            assert event.probabilities is None
            assert event.boxes
    width, height = 400, 300
    rows = next(event for event in events if event.image_id == 12 and event.model == "detector").boxes
    assert max(row.x2 for row in rows) > 0.6 * width
    assert all(0 <= row.x1 < row.x2 <= width and 0 <= row.y1 < row.y2 <= height for row in rows)


def test_the_answer_is_the_predictors(worker, classifier_run, photos):
    worker.send(Predict(2, (ModelRef("cnn", classifier_run),), images(photos[:1])))
    events, _ = worker.until_done(2)
    photo = cv2.imread(str(photos[0]))[..., ::-1]
    (expected,) = Predictor.load(classifier_run, device=torch.device("cpu")).predict([photo])
    np.testing.assert_allclose(events[0].probabilities, expected.probabilities, atol=1e-6)


def test_a_reduced_photograph_gives_boxes_in_original_upright_pixels(worker, detector_run, tmp_path):
    """3000 x 2000 stored pixels on their side: 2000 x 3000 upright, decoded at a fraction of it."""
    photo = np.full((2000, 3000, 3), (150, 180, 220), np.uint8)
    cv2.circle(photo, (700, 1200), 500, (40, 60, 90), -1)
    from PIL import Image

    exif = Image.Exif()
    exif[0x0112] = 6
    Image.fromarray(photo).save(tmp_path / "large.jpg", exif=exif)
    worker.send(Predict(3, (ModelRef("detector", detector_run),), images([tmp_path / "large.jpg"])))
    ((event,), _) = worker.until_done(3)
    assert max(row.x2 for row in event.boxes) <= 2000
    assert 1200 < max(row.x2 for row in event.boxes)
    assert 2000 < max(row.y2 for row in event.boxes) <= 3000


def test_a_bad_photograph_or_model_fails_alone(worker, classifier_run, photos, tmp_path):
    (tmp_path / "empty.jpg").write_bytes(b"")
    (tmp_path / "text.png").write_text("no photograph")
    asked = (
        ImageRef(1, tmp_path / "empty.jpg"),
        ImageRef(2, photos[0]),
        ImageRef(3, tmp_path / "gone.jpg"),
        ImageRef(4, tmp_path / "text.png"),
        ImageRef(5, photos[1], "00" * 32),
        ImageRef(6, photos[2]),
    )
    worker.send(Predict(4, (ModelRef("none", tmp_path), ModelRef("cnn", classifier_run)), asked))
    events, done = worker.until_done(4)
    assert done == RequestDone(4, 2)
    assert [event.image_id for event in events if isinstance(event, Predicted)] == [2, 6]
    failed = {(event.image_id, event.model): event.code for event in events if isinstance(event, ImageFailed)}
    assert failed == {
        (None, "none"): "checkpoint",
        (1, None): "bad_image",
        (3, None): "missing_image",
        (4, None): "bad_image",
        (5, None): "changed_image",
    }


def test_a_photograph_is_decoded_once_for_all_models(start, classifier_run, detector_run, photos):
    code = (
        "import sys, core.images as images; real = images.decode\n"
        "def decode(path, **options):\n"
        "    sys.stdout.write(f'DECODED {path.name}\\n')\n"
        "    return real(path, **options)\n"
        "images.decode = decode\n"
        "import sys; from core.inference.worker import main; sys.exit(main())"
    )
    worker = start(code=code)
    worker.receive()
    models = (ModelRef("a", classifier_run), ModelRef("b", detector_run), ModelRef("c", classifier_run))
    worker.send(Predict(1, models, images(photos)))
    _, done = worker.until_done(1)
    assert done.count == 12
    worker.send(Shutdown())
    assert worker.process.wait(PATIENCE) == 0
    worker._drain.join()
    # What was printed went to the log, not between the events.
    assert sorted(line.split()[1] for line in worker.log.decode().splitlines() if line.startswith("DECODED")) == [
        path.name for path in photos
    ]


def test_models_stay_loaded_until_their_checkpoint_changes(start, classifier_run, photos, tmp_path):
    code = (
        "import sys, core.inference.predictor as p; real = p.build_network\n"
        "def build_network(card):\n    print('BUILT', flush=True)\n    return real(card)\n"
        "p.build_network = build_network\n"
        "from core.inference.worker import main; sys.exit(main())"
    )
    run = shutil.copytree(classifier_run, tmp_path / "run")
    worker = start(code=code)
    worker.receive()
    request = (ModelRef("a", run),), images(photos[:1])
    for number in (1, 2):
        worker.send(Predict(number, *request))
        worker.until_done(number)
    os.utime(run / "best.pt", ns=(1, 1))
    worker.send(Predict(3, *request))
    worker.until_done(3)
    worker.send(Shutdown())
    worker.process.wait(PATIENCE)
    worker._drain.join()
    assert worker.log.count(b"BUILT") == 2


def test_cancel_takes_effect_between_photographs_and_drops_what_waits(worker, detector_run, classifier_run, photos):
    many = tuple(ImageRef(index, photos[index % 4]) for index in range(400))
    worker.send(Predict(20, (ModelRef("detector", detector_run),), many))
    worker.send(Predict(21, (ModelRef("cnn", classifier_run),), many))
    assert isinstance(worker.receive(), Predicted)
    worker.send(Cancel(20), Cancel(21))
    events, done = worker.until_done(20)
    assert done.cancelled
    assert done.count == len(events) + 1 < 100
    assert worker.until_done(21) == ([], RequestDone(21, 0, cancelled=True))
    worker.send(Predict(22, (ModelRef("cnn", classifier_run),), many[:3]))
    assert worker.until_done(22)[1] == RequestDone(22, 3)


def test_an_explanation_overtakes_a_long_request(worker, detector_run, classifier_run, photos):
    many = tuple(ImageRef(index, photos[index % 4]) for index in range(400))
    worker.send(Predict(40, (ModelRef("detector", detector_run),), many))
    assert isinstance(worker.receive(), Predicted)
    box = Box(0, 0, 200, 300)
    worker.send(Explain(41, ModelRef("cnn", classifier_run), images(photos)[2], 9, (box,)))
    events, done = worker.until_done(41)
    worker.send(Cancel(40))
    worker.until_done(40)
    assert done == RequestDone(41, 1)
    assert sum(isinstance(event, Predicted) for event in events) < 100
    (explained,) = (event for event in events if isinstance(event, Explained))
    heat = heat_from_text(explained.heat)
    assert heat.shape == (explained.height, explained.width) == (192, 256)
    assert (explained.model, explained.image_id, explained.class_id) == ("cnn", 12, 9)
    assert explained.energy == pytest.approx(energy_inside(heat, [box], 400, 300), abs=0.01)


def test_what_cannot_be_explained_fails_alone(worker, detector_run, classifier_run, photos, tmp_path):
    cnn, photo = ModelRef("cnn", classifier_run), images(photos)[0]
    worker.send(
        Explain(50, ModelRef("detector", detector_run), photo),
        Explain(51, cnn, ImageRef(1, tmp_path / "gone.jpg")),
        Explain(52, cnn, photo, 77),
    )
    for number, code in ((50, "unsupported_operation"), (51, "missing_image"), (52, "class_table")):
        (failed,), done = worker.until_done(number)
        assert (failed.code, done) == (code, RequestDone(number, 0))


def test_test_time_options_come_with_the_request(worker, classifier_run, photos):
    answers = {}
    for number, option in enumerate(("none", "flip", "crops", "dance"), start=60):
        worker.send(Predict(number, (ModelRef("cnn", classifier_run),), images(photos[:1]), option))
        ((answers[option],), _) = worker.until_done(number)
    assert answers["dance"].code == "error"
    assert len({answers[option].probabilities for option in ("none", "flip", "crops")}) == 3
    assert sum(answers["crops"].probabilities) == pytest.approx(1, abs=1e-12)


def test_a_line_that_is_no_command_is_answered_and_survived(worker, classifier_run, photos):
    worker.send(b"", b"hello", b'{"kind": "predict"}')
    assert [worker.receive().code, worker.receive().code] == ["bad_command", "bad_command"]
    worker.send(Predict(30, (ModelRef("cnn", classifier_run),), images(photos[:1])))
    assert worker.until_done(30)[1].count == 1


def test_it_leaves_when_its_parent_is_gone(start, detector_run, photos):
    worker = start()
    worker.receive()
    many = tuple(ImageRef(index, photos[index % 4]) for index in range(10_000))
    worker.send(Predict(1, (ModelRef("detector", detector_run),), many))
    worker.receive()
    begun = time.monotonic()
    worker.process.stdin.close()
    assert worker.process.wait(PATIENCE) == 0
    assert time.monotonic() - begun < 60
    worker._drain.join()
    assert worker.log == b""


def test_what_it_cannot_do_is_an_event_and_an_exit_code(start):
    worker = start("--device", "cuda:99")
    event = worker.receive()
    assert isinstance(event, WorkerFailed)
    assert "cuda:99" in event.message
    assert worker.process.wait(PATIENCE) == 1


def test_a_crash_is_told_and_logged(start, classifier_run, photos):
    code = (
        "import sys, core.inference.serving as s\n"
        "def probe(path):\n    raise ZeroDivisionError('by zero')\n"
        "s.probe = probe\n"
        "from core.inference.worker import main; sys.exit(main())"
    )
    worker = start(code=code)
    worker.receive()
    worker.send(Predict(1, (ModelRef("cnn", classifier_run),), images(photos[:1])))
    event = worker.receive()
    assert (event.code, "by zero" in event.message) == ("crashed", True)
    assert worker.process.wait(PATIENCE) == 1
    worker._drain.join()
    assert b"Traceback" in worker.log
