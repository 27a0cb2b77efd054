"""Decisions about the queue: what is in it, which row is shown, and what a verdict does."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from core.errors import DermDeskError
from core.project.verdicts import VerdictKind
from core.review.judging import corrected, judge
from core.review.ordering import Order
from core.review.queue import Narrowing
from desktop.annotate.listing import banner_text
from desktop.review.counting import Waiting
from desktop.review.features import FeatureAsking
from desktop.review.narrowing import choices, hint, order_title, wanted_narrowing
from desktop.review.queue_list import said
from desktop.review.queue_reader import QueueReader
from desktop.review.queue_rows import boxless_rows, is_aside, marked, photo_rows, suspect_rows
from desktop.review.reading import trained_on
from desktop.review.shown_photo import ShownPhoto
from desktop.review.suggesting import Suggesting
from desktop.review.view import BOXLESS, SUSPECTS
from desktop.translating import told

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from core.review.suspects import Suspect
    from desktop.action_spec import Situation
    from desktop.actions import Actions
    from desktop.annotate.photos import PhotoLoader
    from desktop.review.reading import QueueRow, Reading
    from desktop.review.view import ReviewView
    from desktop.session import Session
    from desktop.thumbnails import Thumbnails

AHEAD = 3
VERDICTS = {f"review_{kind.value}": kind for kind in VerdictKind if kind is not VerdictKind.NO_SUGGESTION}


class ReviewController(QObject):
    """Fills the queue and answers verdicts. The queue stays as it was read while a person works through it.

    Signals:
        situation_changed: Which actions make sense is to be asked again.
    """

    situation_changed = Signal()

    def __init__(
        self,
        session: Session,
        view: ReviewView,
        *,
        loader: PhotoLoader,
        thumbnails: Thumbnails,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._session, self._view = session, view
        self.shown = ShownPhoto(session, view, loader=loader, parent=self)
        self.suggesting = Suggesting(session, view, self.shown, self)
        self.reader = QueueReader(session, is_seen=view.isVisible, parent=self)
        self._reading: Reading | None = None
        self._waiting: Waiting | None = None
        self._mode = SUSPECTS
        self._only: tuple[frozenset[int], str] | None = None
        self._key: tuple[int, str] | None = None
        self._own_edit = False
        self._touched: set[int] = set()
        self._unseen: set[int] = set()
        self._action = ""
        self.reader.begun.connect(self._touched.clear)
        self.reader.taken.connect(self._take)
        self.reader.failed.connect(self._tell_failure)
        self.reader.looks_failed.connect(lambda error: session.set_status(told(error), "error"))
        self.reader.progressed.connect(view.set_busy)
        self.reader.working.connect(view.set_working)
        view.stop_asked.connect(self.reader.end_work)
        self.features = FeatureAsking(session, view, self.reader, self)
        session.project_changed.connect(self.reload)
        session.labels_changed.connect(self._labels_changed)
        session.step_turned.connect(self._go_to_turned)
        thumbnails.ready.connect(lambda _image_id: view.queue.viewport().update())
        thumbnails.ready.connect(lambda _image_id: view.inspector.neighbours.update())
        view.mode_asked.connect(self.set_mode)
        view.filter_asked.connect(lambda: self.fill())
        view.row_asked.connect(self.open_row)
        view.narrowing_dropped.connect(lambda: self.show(None, ""))
        view.annotate_asked.connect(self._annotate_all)
        view.threshold_asked.connect(self._set_threshold)
        session.photos_reviewed.connect(self.show)
        view.action_requested.connect(self._act)
        view.inspector.neighbours.chosen.connect(lambda image_id: session.show_images([image_id]))
        self.suggesting.answered.connect(lambda: self.go(1))
        self.suggesting.changed.connect(self._suggestions_changed)
        self.reload()

    def connect_actions(self, actions: Actions) -> None:
        """Let the table's actions do what they say."""
        actions.connect_all({name: partial(self.judge, kind) for name, kind in VERDICTS.items()})
        actions.connect_all(
            {
                "review_accept": self.suggesting.accept,
                "review_adjust": self.suggesting.adjust,
                "review_reject": self.suggesting.reject,
                "review_accept_all": self._accept_all,
                "review_next": lambda: self.go(1),
                "review_previous": lambda: self.go(-1),
                "review_fit": self._view.canvas.fit,
                "review_annotate": self._annotate,
                "review_again": self.reader.read,
                "review_looks": self.reader.take_looks,
                "review_features": self.features.ask,
            }
        )

    def described(self, situation: Situation) -> Situation:
        """The situation with what this workspace knows of it."""
        suspect = self._current_suspect()
        record = self.shown.record
        can = suspect is not None and record is not None and corrected(record, self.shown.labels, suspect) is not None
        return replace(
            situation,
            has_suspect=suspect is not None,
            has_suggestion=self.suggesting.any,
            has_reviewed=record is not None,
            can_correct=can,
        )

    # Reading

    def reload(self) -> None:
        """Another project: start over."""
        self._reading, self._waiting, self._only, self._key = None, None, None, None
        self.reader.forget()
        self._view.model.set_rows(())
        self._view.set_banner("")
        self.shown.clear()
        if self._session.has_project:
            self._view.set_empty(self.tr("Working out the queue…"), "")
            self.reader.read()
        else:
            self._view.set_empty(self.tr("No project is open"), self.tr("Open or create one to review its labels."))

    def _take(self, reading: Reading) -> None:
        self._reading, self._waiting = reading, Waiting(reading)
        self.shown.set_classes()
        self._view.set_choices(self._view.order, [(order.value, order_title(order)) for order in Order])
        for combo, offered in zip(
            (self._view.reason, self._view.class_, self._view.split, self._view.detector),
            choices(reading.review), strict=True,
        ):  # fmt: skip
            self._view.set_choices(combo, offered)
        self.fill()

    def _tell_failure(self, error: Exception) -> None:
        self._session.set_status(told(error), "error")
        if self._reading is None:
            self._view.set_empty(self.tr("The queue can't be worked out"), told(error))

    # What is shown

    def show(self, ids: Sequence[int] | None, reason: str = "") -> None:
        """Show these photographs, a row each, for this reason; the whole queue for None."""
        self._only = None if ids is None else (frozenset(ids), reason)
        if ids is not None:
            self._key = None
            for combo in (self._view.reason, self._view.class_, self._view.split, self._view.detector):
                combo.setCurrentIndex(0)
            self._mode = SUSPECTS
            self._view.set_mode(SUSPECTS)
        self.fill()

    def set_mode(self, mode: str) -> None:
        """Show suspects, or photographs without boxes."""
        self._mode, self._key = mode, None
        self._view.set_mode(mode)
        self.fill()

    def fill(self) -> None:
        """Fill the list with what is asked for, and stay on the row shown where it is still there."""
        if self._reading is None:
            return
        reading = self._reading
        rows = self._rows(reading)
        self._view.model.set_rows(rows)
        self._mark(*self._touched)
        only = None if self._mode == BOXLESS else self._only
        self._view.set_banner("" if only is None else banner_text(len(only[0] & reading.records.keys()), only[1]))
        self._view.set_hint(hint(reading) if self._mode == SUSPECTS and only is None else "")
        if self._show_empty(reading, rows):
            return
        place = next((number for number, row in enumerate(rows) if row.key == self._key), 0)
        self.open_row(place)

    def open_row(self, place: int) -> None:
        """Show a row of the queue."""
        rows = self._view.model.rows
        if not 0 <= place < len(rows):
            return
        row = rows[place]
        self._key = row.key
        self._view.show_row(place)
        ahead = [other.record for other in rows[place + 1 : place + 1 + AHEAD]]
        trained = frozenset() if self._reading is None else trained_on(self._reading, row.record.id)
        try:
            self.shown.show(row.record, ahead=ahead, trained=trained)
        except DermDeskError as error:
            self._session.set_status(told(error), "error")
            return
        text = said(row.text)
        if row.waiting > 1:
            text += " " + self.tr("Suspects on this photo: {0}.").format(row.waiting)
        self._view.set_head(said(row.title), text, f"{place + 1:,} / {len(rows):,}")
        if self._mode == BOXLESS:
            self.suggesting.show()
        else:
            self.suggesting.stop()
            self.shown.show_suspect(row.suspect)
        if self._reading is not None:
            self.shown.show_neighbours(self._reading)
        self.situation_changed.emit()

    def go(self, step: int) -> None:
        """Show the row so many places on."""
        here = self._place()
        if self._view.model.rows:
            self.open_row(max(0, min(here + step, len(self._view.model.rows) - 1)))

    def _wanted(self) -> Narrowing:
        return wanted_narrowing(self._view.reason, self._view.class_, self._view.split, self._view.detector)

    def _rows(self, reading: Reading) -> list[QueueRow]:
        if self._mode == BOXLESS:
            order = Order(self._view.order.currentData() or Order.UNCERTAINTY)
            return boxless_rows(reading, order, self.shown.styles)
        if self._only is not None:
            return photo_rows(reading, replace(self._wanted(), image_ids=self._only[0]), self.shown.styles)
        return suspect_rows(reading, self._wanted(), self.shown.styles)

    def _show_progress(self) -> None:
        rows = self._view.model.rows
        # A photograph that somebody asked to see and nothing speaks against has nothing to be judged.
        waiting = [row for row in rows if row.suspect is not None or self._mode == BOXLESS]
        self._view.set_progress(sum(row.judged for row in waiting), len(waiting))

    def _show_empty(self, reading: Reading, rows: Sequence[QueueRow]) -> bool:
        opinions = reading.review.opinions
        self._action = ""
        if not len(reading.records):
            self._view.set_nothing("")
            self._offer(self.tr("The project has no photos yet"), self.tr("Import some in Annotate first."), "annotate")
            return True
        answered = opinions.probabilities or opinions.found
        if not answered and not rows and self._mode == SUSPECTS and not reading.looked:
            self._offer(
                self.tr("Nothing to compare labels with yet"),
                self.tr("Train a model and predict in Evaluate. What people and models see differently comes up here."),
                "evaluate",
            )
            return True
        self._view.set_empty("", "")
        nothing = ""
        if not rows:
            nothing = self.tr("Every photo has boxes.") if self._mode == BOXLESS else self.tr("No suspect here.")
            if self._mode == SUSPECTS and self._wanted() != Narrowing():
                nothing = self.tr("No suspect fits these filters.")
            self._view.set_head("", "", "")
            self.shown.clear(nothing)
            self.situation_changed.emit()
        self._view.set_nothing(nothing)
        return not rows

    def _offer(self, title: str, text: str, workspace: str) -> None:
        self._action = workspace
        action = self.tr("Go to Annotate") if workspace == "annotate" else self.tr("Go to Evaluate")
        self._view.set_empty(title, text, action)

    def _act(self) -> None:
        if self._action:
            self._session.workspace_requested.emit(self._action)

    def _suggestions_changed(self) -> None:
        count = self.suggesting.count
        text = self.tr("{0} suggested").format(count) if count else self.tr("Nothing is suggested with this score.")
        rows = self._view.model.rows
        if self._mode == BOXLESS and rows:
            place = self._place()
            self._view.set_head(rows[place].name, text, f"{place + 1:,} / {len(rows):,}")
        self.situation_changed.emit()

    # Verdicts

    def judge(self, kind: VerdictKind) -> None:
        """Do what a verdict asks for, then show the next row nobody has judged."""
        suspect, record = self._current_suspect(), self.shown.record
        if suspect is None or record is None:
            return
        try:
            edit = judge(record, self.shown.labels, suspect, kind)
        except ValueError:
            self._session.set_status(self.tr("The models offer nothing to put in its place."), "info")
            return
        # The verdict alone changes the labels, so that each is a step to undo.
        self._own_edit = True
        saved = self._session.apply(edit)
        self._own_edit = False
        if not saved:
            return
        self._mark(record.id)
        if kind is VerdictKind.BOTH_WRONG:
            self._annotate()
        self._go_to_open()

    def _go_to_open(self) -> None:
        rows, here = self._view.model.rows, self._place()
        if rows[here].suspects and not rows[here].judged:
            self.open_row(here)  # something else on the same photograph
            return
        following = [*range(here + 1, len(rows)), *range(here)]
        place = next((number for number in following if not rows[number].judged), here)
        self.open_row(place)

    def _current_suspect(self) -> Suspect | None:
        rows = self._view.model.rows
        place = self._place()
        return rows[place].suspect if self._mode == SUSPECTS and place < len(rows) else None

    def _place(self) -> int:
        return next((number for number, row in enumerate(self._view.model.rows) if row.key == self._key), 0)

    def _mark(self, *image_ids: int) -> None:
        """Show which rows of photographs are judged now, as their labels say, and how many wait."""
        waiting = self._waiting
        if waiting is None:
            return
        known = {}
        for image_id in image_ids:
            labels = self._session.project.labels(image_id)
            answered = waiting.is_boxless(image_id) and (
                is_aside(labels) or self.suggesting.is_answered(image_id, labels)
            )
            waiting.note(image_id, labels, answered=answered)
            known[image_id] = labels, answered and self._mode == BOXLESS
        for number, row in enumerate(self._view.model.rows):
            if row.record.id in known:
                labels, answered = known[row.record.id]
                now = marked(row, labels, self.shown.styles, answered=answered)
                if now != row:
                    self._view.model.replace_row(number, now)
        self._view.set_counts(waiting.suspects, waiting.boxless)
        self._show_progress()

    def _set_threshold(self, score: float) -> None:
        """With another score a photograph has other suggestions left to answer."""
        self.reader.at_least = score
        self._mark(*self._touched)

    def _labels_changed(self, image_id: int) -> None:
        if self._reading is None or not self._session.has_project:
            return
        self._touched.add(image_id)
        if not self._view.isVisible():
            self._unseen.add(image_id)  # read once it is looked at: an edit of Annotate mustn't wait for it
            return
        self._show_changed({image_id})

    def catch_up(self) -> None:
        """Review is looked at: show what has changed meanwhile."""
        unseen, self._unseen = self._unseen, set()
        if unseen and self._reading is not None and self._session.has_project:
            self._show_changed(unseen)
        self.reader.catch_up()

    def _show_changed(self, image_ids: Collection[int]) -> None:
        self._mark(*image_ids)
        shown = self.shown.record
        if shown is not None and shown.id in image_ids and not self._own_edit:
            self.open_row(self._place())

    def _go_to_turned(self, _what: str, image_ids: Sequence[int], _forward: bool) -> None:
        """Show what was undone or made again, where it is in the queue and the queue can be seen."""
        rows = self._view.model.rows
        if not image_ids or not self._view.isVisible() or not rows or rows[self._place()].record.id in image_ids:
            return
        place = next((number for number, row in enumerate(rows) if row.record.id in image_ids), None)
        if place is not None:
            self.open_row(place)

    def _annotate(self) -> None:
        record = self.shown.record
        if record is not None:
            rows = self._view.model.rows
            reason = said(rows[self._place()].title) if rows else ""
            self._session.show_images([record.id], reason)
            self._session.select_image(record.id)

    def _annotate_all(self) -> None:
        if self._only is not None:
            ids, reason = self._only
            self._session.show_images(sorted(ids), reason)

    def _accept_all(self) -> None:
        if self._reading is not None:
            self.suggesting.accept_all(frozenset(row.record.id for row in self._view.model.rows))
