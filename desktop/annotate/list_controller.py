"""Decisions about the list of photographs: which it shows, which of them comes next, where work goes on."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from core.errors import DermDeskError, QueryError
from core.project.labels import ImageState
from core.project.query import Flag, InState, Marked, Or
from desktop.annotate.image_list import ImageListModel
from desktop.annotate.listing import (
    Listed,
    ListFilter,
    Narrowed,
    Row,
    banner_text,
    filter_list,
    read_list,
    read_rows,
)
from desktop.annotate.order import Order
from desktop.translating import told

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from core.project.query import Query
    from core.project.query_fields import Words
    from desktop.annotate.view import AnnotateView
    from desktop.session import Session
    from desktop.thumbnails import Thumbnails


class ListController(QObject):
    """Fills the list, narrows it, and walks through it.

    Signals:
        open_again_wanted: The rows are new and the photograph with this id, still among them, is to be shown anew.
        emptied: There is no photograph to show.
    """

    open_again_wanted = Signal(int)
    emptied = Signal()

    def __init__(
        self, session: Session, view: AnnotateView, *, thumbnails: Thumbnails, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._view = view
        self.model = ImageListModel(self)
        self._filter = self._wanted = ListFilter()
        self._words: Words | None = None
        self._words_changed = 0

        # A row is painted again for its thumbnail at most every few milliseconds, not once a picture.
        self._ready_pictures: set[int] = set()
        self._repaint = QTimer(self)
        self._repaint.setSingleShot(True)
        self._repaint.setInterval(30)
        self._repaint.timeout.connect(self._repaint_rows)

        view.set_model(self.model)
        view.photo_asked.connect(session.select_image)
        view.filter_asked.connect(self.set_filter)
        view.narrowing_dropped.connect(lambda: self.narrow(None, ""))
        session.images_filtered.connect(self.narrow)
        # Each of these may bring a class, a model or an annotator that queries can name, or take one away.
        for changed in (
            session.project_changed,
            session.classes_changed,
            session.predictions_changed,
            session.runs_changed,
            session.images_changed,
            session.saving,
            session.saved,
        ):
            changed.connect(self._forget_words)
        thumbnails.ready.connect(self._picture_ready)

    # What is listed

    @property
    def filter(self) -> ListFilter:
        """What the list is narrowed to; one that is still being looked for doesn't count yet."""
        return self._filter

    def forget(self) -> None:
        """Another project was opened, whose list isn't known yet; it begins without a filter."""
        self.model.set_source(Order(), self._read_rows)
        self._filter = self._wanted = ListFilter()
        self._view.clear_filter()
        self._view.set_banner("")

    def tell_words(self) -> None:
        """Let the search field complete the classes, models and annotators there are now."""
        if not self._session.has_project:
            self._view.set_query_words(None)
            return
        project, known = self._session.project, self._words
        # Read once for many queries, since it takes a good part of a short one.
        self._session.questions.ask(
            "words", lambda: known or project.query_words(), self._take_words, failed=self._refused, aside=True
        )

    def _take_words(self, words: Words) -> None:
        self._words = words
        self._view.set_query_words(words)

    def _forget_words(self) -> None:
        self._words = None
        self._words_changed += 1

    def read_again(self, *, aside: bool = False) -> None:
        """Read the list again, and stay on the photograph shown where it is still there; `aside` as of `ask`."""
        if self._session.has_project:
            project, wanted, words = self._session.project, self._wanted, self._words
            self._ask(lambda: read_list(project, wanted, words), self._take_list, aside=aside)
        else:
            self._take_list(Listed())

    def _ask(self, work: Callable[[], Listed], then: Callable[[Listed], None], *, aside: bool = False) -> None:
        asked = self._words_changed

        def take(listed: Listed) -> None:
            if asked == self._words_changed:
                self._words = listed.words
            self._filter = self._wanted
            then(listed)

        self._session.questions.ask("list", work, take, failed=self._refused, aside=aside)

    def _refused(self, error: DermDeskError) -> None:
        self._wanted = self._filter
        if isinstance(error, QueryError):
            self._view.set_query_error(error)
        else:
            self._session.set_status(told(error), "error")

    def _take_list(self, listed: Listed) -> None:
        self.model.set_source(listed.everything, self._read_rows, shown=listed.shown)
        self._tell_size()
        current = self._session.image_id
        if current is not None and self.model.has(current):
            self.open_again_wanted.emit(current)
            return
        first = listed.remembered if self.model.total else None
        if first is None:
            self.emptied.emit()
        else:
            self._session.select_image(first)

    def _read_rows(self, ids: Sequence[int]) -> list[Row]:
        # While the project is lent to an import the list may still be painted.
        if not self._session.has_project or self._session.project.is_closed:
            return []
        try:
            return read_rows(self._session.project, ids)
        except DermDeskError as error:
            # Painting must go on; the rows stay empty and are asked for again with the next painting.
            self._session.set_status(told(error), "error")
            return []

    def set_filter(self, wanted: ListFilter) -> None:
        """Narrow the list; what another workspace asked for holds beside it.

        A text that can't be understood is told, and the list stays as it is.
        """
        self._wanted = replace(wanted, narrowed=self._wanted.narrowed)
        self._filter_list()

    def narrow(self, ids: Sequence[int] | None, reason: str) -> None:
        """Show only these photographs, whole; None for all again."""
        if ids is None:
            self._wanted = replace(self._wanted, narrowed=None)
        else:
            # What was asked for elsewhere is shown whole, so filters set before don't count.
            self._view.clear_filter()
            self._wanted = ListFilter(narrowed=Narrowed(frozenset(ids), reason))
        self._filter_list()

    def _filter_list(self) -> None:
        if not self._session.has_project:
            return
        if self._session.questions.is_asked("list") and not self.model.total:
            self.read_again()  # what would have been filtered is still being read
            return
        project, wanted, words, everything = self._session.project, self._wanted, self._words, self.model.everything
        self._ask(lambda: filter_list(project, everything, wanted, words), self._take_filtered)

    def _take_filtered(self, listed: Listed) -> None:
        self._view.set_query_error(None)
        self.model.show(listed.shown)
        narrowed = self._filter.narrowed
        self._view.set_banner("" if narrowed is None else banner_text(len(narrowed.ids), narrowed.reason))
        self._tell_size()
        current = self._session.image_id
        first = self.model.image_at(0)
        if (current is None or not self.model.index_of(current).isValid()) and first is not None:
            self._session.select_image(first)
        elif current is not None:
            self.show_place(current)

    def _tell_size(self) -> None:
        self._view.set_list_size(self.model.rowCount(), self.model.total)

    def show_place(self, image_id: int) -> None:
        """Mark the row of the photograph shown, and say which of how many it is."""
        index = self.model.index_of(image_id)
        self._view.show_current(index)
        shown = self.model.rowCount()
        self._view.set_place(
            self.tr("{0} of {1}").format(f"{index.row() + 1:,}", f"{shown:,}") if index.isValid() else ""
        )

    def _picture_ready(self, image_id: int) -> None:
        self._ready_pictures.add(image_id)
        if not self._repaint.isActive():
            self._repaint.start()

    def _repaint_rows(self) -> None:
        for image_id in self._ready_pictures:
            self.model.repaint_image(image_id)
        self._ready_pictures.clear()

    # Walking

    def go(self, step: int) -> None:
        """Show the photograph so many places on in the list."""
        following = self.model.beside(self._session.image_id, step)
        if following is not None:
            self._session.select_image(following)
        elif self.model.total:
            self._session.set_status(
                self.tr("The last photo of the list.") if step > 0 else self.tr("The first photo.")
            )

    def go_to_new(self) -> None:
        """Show the next photograph nobody has labelled."""
        self._go_among(InState(ImageState.NEW), self.tr("Every photo of the list is labelled."))

    def go_to_unverified(self) -> None:
        """Show the next photograph that is neither verified nor left out."""
        waiting = Or((InState(ImageState.NEW), InState(ImageState.LABELLED)))
        self._go_among(waiting, self.tr("Every photo of the list is verified or left out."))

    def go_to_flagged(self) -> None:
        """Show the next photograph somebody wanted to come back to."""
        self._go_among(Marked(Flag.FLAGGED), self.tr("No other photo of the list is flagged."))

    def _go_among(self, query: Query, otherwise: str) -> None:
        if not self._session.has_project:
            return
        project = self._session.project

        def go(found: set[int]) -> None:
            following = self.model.next_among(self._session.image_id, found)
            if following is None:
                self._session.set_status(otherwise)
            else:
                self._session.select_image(following)

        self._session.questions.ask("jump", lambda: project.matching(query), go, failed=self._refused)
