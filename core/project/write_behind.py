"""Writing in a thread of its own: one write after the other, and whoever reads meanwhile waits for it."""

from __future__ import annotations

import threading
from concurrent.futures import Future, ThreadPoolExecutor, wait
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

T = TypeVar("T")


class WriteBehind:
    """Runs writes in the order in which they were asked for.

    Its thread begins with the first of them. A program that ends without `close` still ends what was begun.
    """

    def __init__(self) -> None:
        self._executor: ThreadPoolExecutor | None = None
        self._thread: int | None = None
        self._last: Future[object] | None = None

    def submit(self, work: Callable[[], T]) -> Future[T]:
        """Run a function that writes; the future has what it returned or raised."""
        if self._executor is None:
            self._executor = ThreadPoolExecutor(1, "write behind", initializer=self._note_thread)
        begun = self._executor.submit(work)
        self._last = begun  # type: ignore[assignment]  # a future of anything is waited for
        return begun

    def wait(self) -> None:
        """Return once all that was asked for is done or has failed; at once in the thread that does it."""
        last = self._last
        if last is None or threading.get_ident() == self._thread:
            return
        wait((last,))
        if self._last is last:
            self._last = None

    def close(self) -> None:
        """End the thread, after what was asked for; may be called twice."""
        if self._executor is not None:
            self._executor.shutdown()
            self._executor = None
        self._last = None

    def _note_thread(self) -> None:
        self._thread = threading.get_ident()
