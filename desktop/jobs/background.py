"""Short work off the window's thread: one function, its result or its error back in the window's thread."""

from __future__ import annotations

from typing import TYPE_CHECKING, Generic, TypeVar

from PySide6.QtCore import QObject, QRunnable, QThreadPool, Signal, SignalInstance

if TYPE_CHECKING:
    from collections.abc import Callable

T = TypeVar("T")


class Errand(QObject, Generic[T]):
    """One run of a function in a pool thread. Keep it until `done` or `failed`; let it go to hear neither.

    Signals:
        done: With what the function returned.
        failed: With the exception it raised.
    """

    done = Signal(object)
    failed = Signal(object)

    def __init__(self, work: Callable[[], T], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._work = work

    def start(self) -> None:
        """Begin."""
        QThreadPool.globalInstance().start(_Runnable(self._work, self.done, self.failed))


class _Runnable(QRunnable):
    def __init__(self, work: Callable[[], object], done: SignalInstance, failed: SignalInstance) -> None:
        super().__init__()
        self._work, self._done, self._failed = work, done, failed

    def run(self) -> None:
        try:
            outcome, signal = self._work(), self._done
        except Exception as error:
            outcome, signal = error, self._failed
        try:
            signal.emit(outcome)
        except RuntimeError:
            pass  # whoever asked is gone, and with it the signal
