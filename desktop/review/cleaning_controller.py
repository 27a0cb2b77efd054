"""Decisions about the cleaning round: what its bar shows, and what each step does."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from core.errors import DermDeskError
from core.jobs.run_folder import RunFolder
from core.review.cleaning import end_round, save_round
from core.review.cleaning_runs import queue_retrainings
from core.review.cleaning_status import RoundState
from desktop.jobs.background import Errand
from desktop.review.cleaning_bar import BROKEN, MENDED
from desktop.review.cleaning_dialogs import BeginDialog, ask_end, ask_retrain
from desktop.review.cleaning_reading import (
    CleaningReading,
    Kept,
    make_runs,
    prepare,
    read,
    read_candidates,
    read_comparison,
)
from desktop.review.cleaning_results import ResultsDialog
from desktop.review.cleaning_text import COMPARE, PREDICT, REVIEW, TRAIN, bar_content, title_of
from desktop.train.queueing import Queueing
from desktop.translating import told

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from core.jobs.job import RunState
    from core.review.cleaning import CleaningRound, Retraining
    from core.review.cleaning_comparison import RoundComparison
    from core.review.cleaning_runs import Candidate
    from core.review.cleaning_status import RoundStatus
    from desktop.review.cleaning_bar import CleaningBar
    from desktop.review.cleaning_results import Flips
    from desktop.session import Session

REFRESH = 800
"""Milliseconds after which a burst of changes is read once; counting may wait for a person who judges."""
LOOK = 3000
"""Milliseconds between two looks at runs that wait or train."""


class CleaningController(QObject):
    """Reads how far the round has come whenever somebody looks and something has changed, and does the steps.

    Args:
        session: The open project.
        bar: Shows the round.
        show: Shows photographs in Review, for a reason; None for all of them.
        parent: Owner.
    """

    def __init__(
        self,
        session: Session,
        bar: CleaningBar,
        show: Callable[[Sequence[int] | None, str], None],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._session, self._bar, self._show = session, bar, show
        self._queueing = Queueing(session)
        self._kept = Kept()
        self._reading: CleaningReading | None = None
        self._errand: Errand[CleaningReading] | None = None
        self._asked: set[Errand[object]] = set()
        self._again = False
        self._stale = True
        self._predicting: tuple[int, int] | None = None
        self._service: object | None = None
        self._refresh = _timer(self, REFRESH, self._read_if_seen)
        self._looking = QTimer(self)
        self._looking.setInterval(LOOK)
        self._looking.timeout.connect(self.look)
        for signal in (
            session.predictions_changed, session.runs_changed, session.classes_changed, session.images_changed,
        ):  # fmt: skip
            signal.connect(self._refresh.start)
        session.labels_changed.connect(lambda _image_id: self._refresh.start())
        session.project_changed.connect(self.reload)
        bar.begin_requested.connect(self.begin)
        bar.step_requested.connect(self.step)
        bar.flips_requested.connect(self._show_flips_of_lead)
        bar.again_requested.connect(lambda: self._retrain(again=True))
        bar.end_requested.connect(self._end)
        bar.earlier_requested.connect(self._show_earlier)
        self.reload()

    @property
    def reading(self) -> CleaningReading | None:
        """What the bar shows; None while nothing has been read."""
        return self._reading

    def reload(self) -> None:
        """Another project is open, or none."""
        self._errand, self._reading = None, None
        self._asked.clear()
        self._kept = Kept()
        self._predicting = None
        self._stale = True
        self._looking.stop()
        self._bar.hide()
        if self._session.has_project:
            self._refresh.start()

    def catch_up(self) -> None:
        """The bar is looked at: read what has changed meanwhile, and go on looking."""
        if self._stale:
            self.read()
        self._look_while_training()

    def stop(self) -> None:
        """Look no more."""
        self._refresh.stop()
        self._looking.stop()
        self._errand = None
        self._asked.clear()

    # Reading

    def read(self) -> None:
        """Work out how far the round has come."""
        if not self._session.has_project or self._session.project.is_closed:
            return
        if self._errand is not None:
            self._again = True  # what is kept is used by one thread at a time
            return
        folder, kept = self._session.project.folder, self._kept
        errand: Errand[CleaningReading] = Errand(lambda: read(folder, kept), self)
        self._errand = errand
        self._stale = False
        errand.done.connect(lambda reading: self._take(errand, reading))
        errand.failed.connect(lambda error: self._take_failure(errand, error))
        errand.start()

    def look(self) -> None:
        """Look at the runs of the round; what has ended since is read anew, and told to the other workspaces."""
        status = self._status
        if status is None or not self._session.has_project or self._session.project.is_closed:
            return
        if not self._bar.isVisible():
            self._looking.stop()  # begun again by whoever looks
            return
        self._queueing.look()
        runs_folder = self._session.project.runs_folder
        if any(_state(runs_folder, pair.run) is not pair.state for pair in status.pairs):
            self._session.runs_changed.emit()

    def _read_if_seen(self) -> None:
        # The bar is hidden until something is read, so its parent is asked.
        host = self._bar.parentWidget()
        if host is not None and host.isVisible():
            self.read()
        else:
            self._stale = True

    def _take(self, errand: Errand[CleaningReading], reading: CleaningReading) -> None:
        if errand is not self._errand:
            return
        self._end_reading()
        self._reading = reading
        self._fill()
        self._look_while_training()

    def _take_failure(self, errand: Errand[CleaningReading], error: Exception) -> None:
        if errand is self._errand:
            self._end_reading()
            self._session.set_status(told(error), "error")

    def _end_reading(self) -> None:
        self._errand = None
        if self._again:
            self._again = False
            self._refresh.start()

    def _look_while_training(self) -> None:
        status = self._status
        if status is not None and status.state is RoundState.TRAINING:
            if not self._looking.isActive():
                self._looking.start()
                self._queueing.look()
        else:
            self._looking.stop()

    @property
    def _status(self) -> RoundStatus | None:
        return None if self._reading is None else self._reading.status

    # What is shown

    def _fill(self) -> None:
        reading = self._reading
        if reading is None or not reading.photographs:
            self._bar.hide()
            return
        read_only = self._session.read_only
        earlier = [(entry.id, entry.name) for entry in reading.ended if entry.retrained]
        if reading.status is None:
            self._bar.set_menu(earlier, can_train_again=False, can_end=False)
            self._bar.set_invitation(can_begin=not read_only)
            return
        content = bar_content(reading, reading.status, predicting=self._predicting, read_only=read_only)
        self._bar.set_menu(earlier, can_train_again=content.can_train_again, can_end=not read_only)
        self._bar.set_content(content)

    # Steps

    def go_on(self) -> None:
        """Begin a round, or do what is next in the one under way."""
        if self._reading is None:
            return
        if self._status is None:
            self.begin()
            return
        place = next((number for number, button in enumerate(self._bar.steps) if button.isChecked()), REVIEW)
        if place == REVIEW and self._bar.steps[TRAIN].isEnabled():
            place = TRAIN
        if self._bar.steps[place].isEnabled():
            self.step(place)
        else:
            self._session.set_status(self.tr("Correct labels or mark noise first, then train again."))

    def step(self, place: int) -> None:
        """Do what the step with this number is for."""
        status = self._status
        if status is None:
            return
        if place == REVIEW:
            progress = status.progress
            changed = (progress.learning + progress.test + progress.of(None)).photographs
            self._show(changed, self.tr("changed in {0}").format(status.round.name))
        elif place == TRAIN:
            if all(pair.run and not pair.came_to_nothing for pair in status.pairs):
                self._session.workspace_requested.emit("train")
            else:
                self._retrain(again=False)
        elif place == PREDICT:
            self._predict(status)
        elif place == COMPARE:
            self._compare(status)

    def begin(self) -> None:
        """Ask which runs the round is to be compared with, and begin it."""
        if not self._can_write():
            return
        folder = self._session.project.folder
        self._do(lambda: read_candidates(folder), self._ask_begin)

    def _ask_begin(self, candidates: tuple[Candidate, ...]) -> None:
        number = 1 if self._reading is None else len(self._reading.ended) + 1
        dialog = BeginDialog(
            candidates, name=self.tr("Round {0}").format(number), parent=self._bar.window()
        )  # fmt: skip
        dialog.finished.connect(dialog.deleteLater)
        dialog.accepted.connect(lambda: self._begin(dialog.chosen, dialog.name.text() or dialog.name.placeholderText()))
        dialog.open()

    def _begin(self, runs: Sequence[str], name: str) -> None:
        folder, who = self._session.project.folder, self._session.annotator
        self._do(lambda: prepare(folder, who, runs, name), self._note_begun)

    def _note_begun(self, entry: CleaningRound) -> None:
        if self._save(lambda: save_round(self._session.project, entry)):
            self._session.set_status(self.tr("{0} has begun: correct labels and mark noise now.").format(entry.name))

    def _retrain(self, *, again: bool) -> None:
        status = self._status
        if status is None or not self._can_write() or not ask_retrain(self._bar.window(), status, again=again):
            return
        folder, entry = self._session.project.folder, status.round
        self._do(lambda: make_runs(folder, entry, again=again), lambda made: self._queue(entry, made))

    def _queue(self, entry: CleaningRound, made: tuple[Retraining, ...]) -> None:
        changed: list[CleaningRound] = []
        if not self._save(lambda: changed.append(queue_retrainings(self._session.project, entry, made))):
            return
        names = ", ".join(one.run for one in made)
        self._session.set_status(self.tr("Queued: {0}.").format(names) if made else self.tr("They wait already."))
        self._queueing.look()
        self._session.runs_changed.emit()

    def _predict(self, status: RoundStatus) -> None:
        service = self._session.prediction_service
        if service is None or not self._can_write():
            return
        self._listen_to(service)
        together: dict[tuple[int, ...], list[str]] = {}
        for run, ids in status.lacking.items():
            together.setdefault(ids, []).append(run)
        asked = sum(service.predict(ids, runs) for ids, runs in together.items())
        if asked:
            self._tell_predicting(0, asked)

    def _listen_to(self, service: object) -> None:
        if service is self._service:
            return
        self._service = service
        progressed, busy = getattr(service, "progressed", None), getattr(service, "busy_changed", None)
        if progressed is not None and busy is not None:
            progressed.connect(self._tell_predicting)
            busy.connect(self._predicting_changed)

    def _tell_predicting(self, done: int, total: int) -> None:
        status = self._status
        if status is not None and status.state is RoundState.PREDICT and total:
            self._predicting = (done, total)
            self._fill()

    def _predicting_changed(self, busy: bool) -> None:
        if not busy:
            self._predicting = None
            self._refresh.start()

    def _compare(self, status: RoundStatus) -> None:
        if self._reading is not None and self._reading.comparison is not None:
            self.show_results(self._reading.comparison)
        else:
            self._show_earlier(status.round.id)

    def _show_earlier(self, number: int) -> None:
        folder = self._session.project.folder
        self._do(lambda: read_comparison(folder, number), self.show_results)

    def show_results(self, found: RoundComparison) -> None:
        """Show what a round has brought, beside the window's work."""
        dialog = ResultsDialog(found, self._bar.window())
        dialog.flips_chosen.connect(self._show_flips)
        dialog.flips_chosen.connect(lambda _flips: dialog.accept())
        dialog.finished.connect(dialog.deleteLater)
        dialog.show()

    def _show_flips(self, flips: Flips) -> None:
        self._session.workspace_requested.emit("review")
        self._show(flips.ids, flips.reason)

    def _show_flips_of_lead(self, what: str) -> None:
        if self._reading is None or self._reading.comparison is None:
            return
        found = self._reading.comparison
        lead = found.today.lead
        if what == MENDED:
            self._show(lead.mended, self.tr("mended in {0}, {1}").format(found.round.name, title_of(lead)))
        elif what == BROKEN:
            self._show(lead.broken, self.tr("broken in {0}, {1}").format(found.round.name, title_of(lead)))

    def _end(self) -> None:
        status, reading = self._status, self._reading
        if status is None or reading is None or not self._can_write():
            return
        if ask_end(self._bar.window(), status.round.name, compared=reading.comparison is not None):
            self._save(lambda: end_round(self._session.project, status.round))

    # Doing

    def _can_write(self) -> bool:
        return self._session.has_project and not self._session.read_only

    def _save(self, change: Callable[[], object]) -> bool:
        """Change what the project keeps, and read it anew; what goes wrong is told."""
        try:
            change()
        except DermDeskError as error:
            self._session.set_status(told(error), "error")
            return False
        self.read()
        return True

    def _do(self, work: Callable[[], object], then: Callable[..., None]) -> None:
        """Work off the window's thread, then go on in it; dropped where another project is open by then."""
        errand: Errand[object] = Errand(work, self)
        self._asked.add(errand)

        def take(outcome: object) -> None:
            if errand in self._asked:
                self._asked.discard(errand)
                then(outcome)

        def fail(error: Exception) -> None:
            if errand in self._asked:
                self._asked.discard(errand)
                self._session.set_status(told(error), "error")

        errand.done.connect(take)
        errand.failed.connect(fail)
        errand.start()


def _state(runs_folder: Path, name: str) -> RunState | None:
    run = RunFolder(runs_folder / name)
    try:
        return run.state if name and (run.path / "job.json").is_file() else None
    except DermDeskError:
        return None


def _timer(parent: QObject, milliseconds: int, do: Callable[[], None]) -> QTimer:
    timer = QTimer(parent)
    timer.setSingleShot(True)
    timer.setInterval(milliseconds)
    timer.timeout.connect(do)
    return timer
