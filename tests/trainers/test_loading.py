"""Samples come in order whatever the threads do, errors come through, and leaving early hangs nothing."""

from __future__ import annotations

import random
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
import torch

from trainers.loading import Loader
from trainers.task import groups_of


@pytest.mark.parametrize("threads", [0, 1, 4])
def test_order_is_kept(threads):
    def make(number):
        time.sleep(random.random() / 500)
        return number * 10

    with Loader(threads) as loader:
        groups = list(groups_of(list(range(50)), 8))
        for _ in range(2):
            assert list(loader.batches(groups, make)) == [[number * 10 for number in group] for group in groups]


@pytest.mark.parametrize("threads", [0, 2])
def test_an_error_comes_through(threads):
    def make(number):
        if number == 5:
            raise KeyError("five")
        return number

    with Loader(threads) as loader, pytest.raises(KeyError, match="five"):
        list(loader.batches([[1, 2], [3, 5], [6]], make))


def test_leaving_early_leaves_no_thread_and_does_not_prepare_everything():
    made = []
    with Loader(2) as loader:
        for batch in loader.batches([[number] for number in range(1000)], lambda number: made.append(number) or number):
            if batch == [3]:
                break
    assert len(made) < 50
    assert not [thread for thread in threading.enumerate() if thread.name.startswith("loading")]


def test_loading_threads_do_not_change_how_many_threads_the_network_has():
    before = torch.get_num_threads()
    with Loader(1) as loader:
        assert list(loader.batches([[0]], lambda _: torch.get_num_threads())) == [[1]]
        assert torch.get_num_threads() == before


def test_nor_where_nothing_was_computed_before():
    code = (
        "import torch; from trainers.loading import Loader; torch.set_num_threads(3)\n"
        "with Loader(1) as loader: list(loader.batches([[0]], lambda _: torch.zeros(9)))\n"
        "print(torch.get_num_threads())"
    )
    root = Path(__file__).resolve().parents[2]
    done = subprocess.run([sys.executable, "-c", code], cwd=root, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "3"


@pytest.mark.parametrize(
    ("count", "size", "sizes"), [(9, 4, [4, 4]), (10, 4, [4, 4, 2]), (1, 4, [1]), (3, 1, [1, 1, 1]), (0, 4, [])]
)
def test_a_lone_last_example_is_left_out(count, size, sizes):
    assert [len(group) for group in groups_of(list(range(count)), size)] == sizes
