"""Memory and time of the inference process over 10,000 photographs of one request.

    python tests/benchmarks/memory.py [--photographs 10000]

Prints the resident size after 100, 1,000 and all answers, and the photographs a second of each tenth: the first must
not grow, the second not fall.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
import time
from itertools import pairwise
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))


def main() -> int:
    """Draw the photographs, ask one small network about all of them, print two tables."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--photographs", type=int, default=10_000)
    count = parser.parse_args().photographs
    with tempfile.TemporaryDirectory() as place:
        sizes, ends = measure(Path(place), count)
    first = min(sizes)
    for answers, size in sizes.items():
        change = (size - sizes[first]) / 2**20
        print(f"after {answers:>6,} photographs: {size / 2**20:.0f} MB resident ({change:+.1f} MB)")
    rates = [count / 10 / (end - start) for start, end in pairwise(ends)]
    print("photographs a second, tenth by tenth:", " ".join(f"{rate:.0f}" for rate in rates))
    print(f"last tenth / second tenth: {rates[-1] / rates[0]:.2f}")
    return 0


def measure(folder, count):
    """Resident bytes by answers, and the time at the end of each tenth but the first."""
    import cv2
    import numpy as np
    import psutil

    from core.inference.requests import ImageRef, ModelRef, Predict, Predicted, RequestDone, Shutdown, decode, encode
    from tests.benchmarks.agreement import untrained

    random = np.random.default_rng(0)
    for number in range(count):
        height, width = random.integers(60, 120, 2)
        cv2.imwrite(str(folder / f"{number}.jpg"), random.integers(0, 255, (height, width, 3), np.uint8))
    run = untrained("mobilenet_v3_small", folder / "run")
    images = tuple(ImageRef(number, folder / f"{number}.jpg") for number in range(count))
    child = subprocess.Popen(
        [sys.executable, "-m", "core.inference.worker", "--device", "cpu"],
        cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    sizes, ends, answers = {}, [], 0
    with child:
        child.stdin.write(encode(Predict(1, (ModelRef("cnn", run),), images)).encode() + b"\n")
        child.stdin.flush()
        process = psutil.Process(child.pid)
        for line in child.stdout:
            event = decode(line)
            if isinstance(event, RequestDone):
                break
            if isinstance(event, Predicted):
                answers += 1
                if answers in (100, 1000, count):
                    sizes[answers] = process.memory_info().rss
                if answers % (count // 10) == 0:
                    ends.append(time.perf_counter())
        child.stdin.write(encode(Shutdown()).encode() + b"\n")
        child.stdin.flush()
    assert answers == count
    return sizes, ends


if __name__ == "__main__":
    sys.exit(main())
