"""Hears in the window's thread how saves ended that the store makes in its own, so that the window never waits."""

from __future__ import annotations

from concurrent.futures import wait
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal

from core.errors import DermDeskError

if TYPE_CHECKING:
    from collections.abc import Callable
    from concurrent.futures import Future


@dataclass(frozen=True, slots=True)
class _Save:
    ending: Future[int | None]
    done: Callable[[int | None], None]
    failed: Callable[[Exception], None]

    def tell(self) -> None:
        error = self.ending.exception()
        if error is None:
            self.done(self.ending.result())
        elif isinstance(error, (DermDeskError, OSError)):
            self.failed(error)
        else:
            raise error


class Saver(QObject):
    """Tells of one save after the other; the next one waits until the one before was told of."""

    _over = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._save: _Save | None = None
        self._over.connect(self._end, Qt.ConnectionType.QueuedConnection)

    @property
    def is_busy(self) -> bool:
        """Whether there is a save that hasn't been told of yet."""
        return self._save is not None

    def follow(
        self, ending: Future[int | None], *, done: Callable[[int | None], None], failed: Callable[[Exception], None]
    ) -> None:
        """Tell how a save ended.

        Args:
            ending: Of the save.
            done: Told what it returned, in the window's thread.
            failed: Told the `DermDeskError` or `OSError` it raised, likewise; any other error is raised there.
        """
        self.settle()
        save = self._save = _Save(ending, done, failed)
        ending.add_done_callback(lambda _ending: self._say_over(save))

    def settle(self) -> None:
        """Wait for the end of the save that is followed, and tell it now. Costs nothing while there is none."""
        if self._save is not None:
            wait((self._save.ending,))
            self._end(self._save)

    def _say_over(self, save: _Save) -> None:
        try:
            self._over.emit(save)
        except RuntimeError:
            pass  # the window is gone, and nobody is left to be told

    def _end(self, save: _Save) -> None:
        if save is self._save:  # else it was settled before its signal came
            self._save = None
            save.tell()
