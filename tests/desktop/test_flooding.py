"""The window stays at hand while a training tells ten thousand events a second."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

FLOODING = Path(__file__).resolve().parents[1] / "benchmarks" / "flooding.py"
BOUND = 100.0
"""Milliseconds; a person notices more."""


@pytest.mark.slow
@pytest.mark.timeout(300)
def test_no_gap_of_the_window_is_noticed_in_a_torrent_of_events():
    """The bound is what is promised, so it is measured: the best of three, without the time other programs took."""
    longest = []
    while len(longest) < 3 and min(longest, default=BOUND + 1) > BOUND:
        said = subprocess.run(
            [sys.executable, str(FLOODING), "torrent"], capture_output=True, text=True, check=True, timeout=90
        ).stdout
        found = re.search(r"(\S+) ms without", said)
        assert found, said
        longest.append(float(found[1]))
    assert min(longest) <= BOUND
