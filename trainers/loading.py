"""Prepare examples in threads while the network learns; batches come out in the order they were asked for.

Threads, not processes: decoding and resizing let go of Python's lock, the photographs in memory are shared, and
nothing is forked from a process that has threads.
"""

from __future__ import annotations

from collections import deque
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TYPE_CHECKING, Self, TypeVar

import torch

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

Example = TypeVar("Example")
Sample = TypeVar("Sample")

_AHEAD = 3
"""Batches prepared before they are asked for."""


class Loader:
    """A pool of threads that lives as long as a run; with none, examples are prepared on the spot.

    Args:
        threads: How many.
    """

    def __init__(self, threads: int) -> None:
        # A thread that has computed nothing yet would take over the number that a loading thread sets: settle it now.
        torch.get_num_threads()
        self._pool = (
            ThreadPoolExecutor(threads, thread_name_prefix="loading", initializer=_use_one_thread) if threads else None
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._pool is not None:
            self._pool.shutdown(cancel_futures=True)

    def batches(self, groups: Sequence[Sequence[Example]], make: Callable[[Example], Sample]) -> Iterator[list[Sample]]:
        """The samples of each group, in order.

        Args:
            groups: The examples of each batch.
            make: Makes a sample of an example; called from several threads. What it raises is raised here.
        """
        if self._pool is None:
            for group in groups:
                yield [make(example) for example in group]
            return
        waiting: deque[list[Future[Sample]]] = deque()
        try:
            for group in groups:
                waiting.append([self._pool.submit(make, example) for example in group])
                if len(waiting) > _AHEAD:
                    yield [future.result() for future in waiting.popleft()]
            while waiting:
                yield [future.result() for future in waiting.popleft()]
        finally:
            for future in (future for futures in waiting for future in futures):
                future.cancel()


def _use_one_thread() -> None:
    # Per thread under OpenMP: each would otherwise bring a team of its own to every small operation.
    torch.set_num_threads(1)
