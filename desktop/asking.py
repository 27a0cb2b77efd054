"""Questions to the project, answered in a thread, so that the window goes on however many photographs there are."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeVar

from PySide6.QtCore import QObject, Qt, QThreadPool, QTimer, Signal

from core.errors import DermDeskError
from desktop.task import start_in

if TYPE_CHECKING:
    from collections.abc import Callable

T = TypeVar("T")

PATIENCE = 0.012
"""Seconds for which a question is waited for: most are answered by then, and nothing flickers."""

ASIDE = 0.0
"""The same for what may come whenever it is known."""

FIRST = "list"
"""Kind of question that is answered before others that wait."""


@dataclass(slots=True)
class _Question:
    kind: str
    work: Callable[[], Any]
    then: Callable[[Any], None]
    failed: Callable[[DermDeskError], None]
    answer: Any = None
    error: Exception | None = None
    over: threading.Event = field(default_factory=threading.Event)

    def tell(self) -> None:
        if self.error is None:
            self.then(self.answer)
        elif isinstance(self.error, DermDeskError):
            self.failed(self.error)
        else:
            raise self.error


class Questions(QObject):
    """Asks one question after the other; of each kind only the newest is answered.

    Signals:
        waited: A question of this kind takes longer than a moment; its answer will be told.
    """

    waited = Signal(str)
    _over = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pool = QThreadPool(self)
        self._pool.setMaxThreadCount(1)
        self._pool.setExpiryTimeout(-1)
        self._open: dict[str, _Question] = {}
        self._over.connect(self._tell, Qt.ConnectionType.QueuedConnection)

    def ask(
        self,
        kind: str,
        work: Callable[[], T],
        then: Callable[[T], None],
        *,
        failed: Callable[[DermDeskError], None],
        aside: bool = False,
    ) -> None:
        """Ask, and tell the answer in the window's thread: before this returns where it comes quickly, else later.

        Args:
            kind: What the question is about; a newer one makes an older one's answer nobody's.
            work: Run in a thread; reads the project and touches nothing of the window's.
            then: Told what it returned.
            failed: Told the `DermDeskError` it raised; any other error is raised in the window's thread.
            aside: Whether the answer may come whenever it is known: it isn't waited for, and reading begins once the
                window has done what it is at, since a thread that reads takes the interpreter from it.
        """
        question = self._open[kind] = _Question(kind, work, then, failed)
        if aside and not ASIDE:
            QTimer.singleShot(0, self, lambda: self._start(question))
            return
        self._start(question)
        if question.over.wait(ASIDE if aside else PATIENCE):
            self._tell(question)
        else:
            self.waited.emit(kind)

    def _start(self, question: _Question) -> None:
        def run() -> None:
            try:
                if self._is_open(question):
                    question.answer = question.work()
            except Exception as error:
                question.error = error
            finally:
                question.over.set()
            try:
                self._over.emit(question)
            except RuntimeError:
                pass  # the window is gone, and nobody is left to be told

        # What is on the screen before what is told beside it.
        start_in(self._pool, run, priority=int(question.kind == FIRST))

    def is_asked(self, kind: str) -> bool:
        """Whether an answer of this kind is still to come."""
        return kind in self._open

    def forget(self) -> None:
        """No answer is wanted any more; returns once nothing reads the project."""
        self._open.clear()
        self._pool.waitForDone()

    def _is_open(self, question: _Question) -> bool:
        return self._open.get(question.kind) is question

    def _tell(self, question: _Question) -> None:
        if self._is_open(question):
            del self._open[question.kind]
            question.tell()
