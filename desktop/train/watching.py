"""Watches the trainings of the open project, with the Train workspace or without it.

Workspaces are built when they are first shown, but a queue is to go on, an end to be told, and a closing to be asked
about from the project's opening on. So this is apart from them, and light: it reads what is alive or waits, never the
whole list.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from core.errors import DermDeskError
from core.jobs.run_folder import RunFolder
from desktop.jobs.training import TrainingProcess
from desktop.train.farewell import farewell
from desktop.train.folds import FoldStoring
from desktop.train.notifying import Notifier
from desktop.train.questions import Closing, ask_closing
from desktop.train.queueing import Queueing

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from pathlib import Path

    from PySide6.QtWidgets import QWidget

    from core.jobs.job import RunState
    from desktop.session import Session

LOOK_FOR_RUNS = 3000
"""Milliseconds between two looks for runs that the command line or another window began."""
LOOK_WHILE_QUEUED = 700


class RunWatch(QObject):
    """Has the queue served, follows what is alive, tells how it ended, and asks about it at closing.

    Args:
        session: The open project.
        window: The window, or a widget in it.
        serve: Starts whoever works through the queue of a `runs` folder, in place of the real runner.
        notifier: Tells the desktop when a run has ended.
        ask_closing: What becomes of living runs when the window closes.

    Signals:
        looked: The runs were looked at, and the queue was read.
        updated: There is something new of the followed run of this name.

    Attributes:
        queueing: The queue.
        followed: What is read along, by name; runs that have ended may be among them.
    """

    looked = Signal()
    updated = Signal(str)

    def __init__(
        self,
        session: Session,
        window: QWidget,
        *,
        serve: Callable[[Path], object] | None = None,
        notifier: Notifier | None = None,
        ask_closing: Callable[[QWidget, Sequence[str], int], Closing] = ask_closing,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._session, self._window = session, window
        self._ask_closing = ask_closing
        self._notifier = notifier or Notifier(window)
        self._folds = FoldStoring(session)
        self.queueing = Queueing(session, serve=serve)
        self.followed: dict[str, TrainingProcess] = {}
        self._live: set[str] = set()
        self._awaited: set[str] = set()
        self._clock = QTimer(self)
        self._clock.timeout.connect(self.look)
        session.project_changed.connect(self.rest)
        session.runs_changed.connect(self.look)

    def look(self) -> None:
        """Look at the runs now, and from then on every few seconds, until the project is closed."""
        if not self._session.has_project:
            return
        self.queueing.look()
        entries = {entry.run for entry in self.queueing.queue.entries}
        states = self._states(entries | self._awaited)
        for name, state in states.items():
            # One that waited may have come and gone since the last look: its end is told all the same.
            if name not in self._live and (state.is_active or (state.is_over and name in self._awaited)):
                self._live.add(name)
                self.follow(self._run(name))
        # An entry stays in the queue while its fold is predicted; that its training ended is told once.
        self._awaited = {name for name in entries if name in states and not states[name].is_over}
        # What waits starts within a second or two: the list is to show it then, not three seconds later.
        self._clock.start(LOOK_WHILE_QUEUED if entries else LOOK_FOR_RUNS)
        self._folds.store_if_ready()
        self.looked.emit()

    def rest(self) -> None:
        """Look no more, and let go of all that was followed, which goes on."""
        self._clock.stop()
        for name in list(self.followed):
            self.let_go(name)
        self._live, self._awaited = set(), set()
        self._notifier.put_away()

    def wait_for(self, names: Iterable[str]) -> None:
        """Tell the ends of these, which are about to be queued, even where they begin and end between two looks."""
        self._awaited.update(names)

    def start(self, run: RunFolder, command: Sequence[str] | None = None) -> None:
        """Start a run at once, beside the queue.

        Args:
            run: Queued, or one that can be resumed.
            command: What to start instead of the real worker.

        Raises:
            JobError: It runs already, or can't be started.
        """
        self.process_of(run).start(command)
        self._live.add(run.name)

    def follow(self, run: RunFolder) -> TrainingProcess:
        """Read a run's events, and go on reading while it lives."""
        process = self.process_of(run)
        process.follow()
        return process

    def process_of(self, run: RunFolder) -> TrainingProcess:
        """What reads this run's events, made if need be."""
        process = self.followed.get(run.name)
        if process is None:
            process = self.followed[run.name] = TrainingProcess(run, self)
            process.updated.connect(lambda name=run.name: self.updated.emit(name))
            process.ended.connect(lambda name=run.name: self._ended(name))
        return process

    def let_go(self, name: str) -> None:
        """Stop following a run."""
        if process := self.followed.pop(name, None):
            process.let_go()
            process.deleteLater()

    def may_close(self) -> bool:
        """Whether the window may close; living runs are kept, stopped, or the closing is cancelled."""
        if not self._session.has_project or self._session.read_only:
            return True
        # Asked of the folders: one that just began may not be followed yet.
        living = [name for name, state in self._states(()).items() if state.is_active]
        if not living:
            return True
        self.queueing.look()
        waiting = [name for name in self.queueing.waiting() if name not in living]
        answer = self._ask_closing(self._window, living, len(waiting))
        if answer is Closing.STOP:
            self.queueing.set_paused(True)
            for name in living:
                self._run(name).request_stop()
        return answer is not Closing.CANCEL

    def _states(self, names: Iterable[str]) -> dict[str, RunState]:
        """Where these runs stand, and all that have a process and no result; without those that can't be read."""
        states = {}
        for name in {*names, *_at_work(self._session.project.runs_folder)}:
            try:
                states[name] = self._run(name).state
            except (DermDeskError, OSError):
                continue  # the list of runs leaves it out as well
        return states

    def _run(self, name: str) -> RunFolder:
        return RunFolder(self._session.project.runs_folder / name)

    def _ended(self, name: str) -> None:
        if name not in self._live:
            return
        self._live.discard(name)
        self._awaited.discard(name)
        process = self.followed[name]
        good = process.state.is_finished
        said = farewell(process)
        self._session.message.emit(said, "info" if good else "error")
        self._notifier.notify(self.tr("Training has ended"), said)
        self._session.runs_changed.emit()


def watch_of(session: Session, window: QWidget) -> RunWatch:
    """The watch of this session, made if need be; the window and the Train workspace share it."""
    return session.findChild(RunWatch) or RunWatch(session, window, parent=session)


def _at_work(runs_folder: Path) -> Iterator[str]:
    for path in runs_folder.glob("*/process.json"):
        if not path.with_name("result.json").exists():
            yield path.parent.name
