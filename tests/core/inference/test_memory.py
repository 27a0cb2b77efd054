"""The inference process stays as large as it is, however many photographs a request has."""

from __future__ import annotations

import subprocess
import sys

import cv2
import numpy as np
import psutil
import pytest

from core.inference.requests import ImageRef, ModelRef, Predict, Predicted, RequestDone, Shutdown, decode, encode

GROWTH = 50 * 2**20


@pytest.mark.slow
def test_memory_stays_flat_from_200_to_2000_photographs(classifier_run, tmp_path):
    random = np.random.default_rng(0)
    for number in range(2000):
        height, width = random.integers(60, 120, 2)
        cv2.imwrite(str(tmp_path / f"{number}.jpg"), random.integers(0, 255, (height, width, 3), np.uint8))
    images = tuple(ImageRef(number, tmp_path / f"{number}.jpg") for number in range(2000))
    command = [sys.executable, "-m", "core.inference.worker", "--device", "cpu", "--threads", "1"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as child:
        child.stdin.write(encode(Predict(1, (ModelRef("cnn", classifier_run),), images)).encode() + b"\n")
        child.stdin.flush()
        process, answers, sizes = psutil.Process(child.pid), 0, {}
        for line in child.stdout:
            event = decode(line)
            if isinstance(event, RequestDone):
                break
            if isinstance(event, Predicted):
                answers += 1
                if answers in (200, 2000):
                    sizes[answers] = process.memory_info().rss
        child.stdin.write(encode(Shutdown()).encode() + b"\n")
        child.stdin.flush()
    assert answers == 2000
    print(f"{(sizes[2000] - sizes[200]) / 2**20:.1f} MB grown from {sizes[200] / 2**20:.0f} MB")  # noqa: T201
    assert sizes[2000] - sizes[200] < GROWTH
