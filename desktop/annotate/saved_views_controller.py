"""Saving, choosing, renaming and deleting queries with a name, in a menu beside the search field."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from core.errors import ClassTableError, DermDeskError, QueryError
from desktop.annotate.listing import ListFilter, as_text
from desktop.annotate.saved_views import SavedView, read_views, renamed, with_view, without, write_views
from desktop.translating import core_text, told

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from desktop.annotate.list_controller import ListController
    from desktop.annotate.view import AnnotateView
    from desktop.session import Session


class SavedViewsController(QObject):
    """Saves, shows, renames and deletes views."""

    def __init__(self, session: Session, view: AnnotateView, listed: ListController, parent: QObject) -> None:
        super().__init__(parent)
        self._session = session
        self._view = view
        self._list = listed
        session.project_changed.connect(self.tell)
        view.view_chosen.connect(self.choose)
        view.view_saved.connect(self.save)
        view.view_renamed.connect(lambda old, new: self._change(lambda views: renamed(views, old, new)))
        view.view_deleted.connect(lambda name: self._change(lambda views: without(views, name)))
        self.tell()

    @property
    def views(self) -> tuple[SavedView, ...]:
        return read_views(self._session.project) if self._session.has_project else ()

    def tell(self) -> None:
        """Show the views there are."""
        self._view.set_views(self.views, editable=self._session.has_project and not self._session.read_only)

    def choose(self, name: str) -> None:
        """Narrow the list to a view."""
        chosen = next((view for view in self.views if view.name == name), None)
        if chosen is not None:
            self._view.show_query(chosen.query)
            self._list.set_filter(ListFilter(text=chosen.query))

    def save(self, name: str) -> None:
        """Keep what the list is narrowed to now under a name."""
        if not self._session.has_project:
            return
        try:
            query = as_text(self._list.filter, self._session.project.query_words())
        except (ClassTableError, QueryError) as error:
            # A class, model or annotator the list is still narrowed to is gone meanwhile.
            text = self.tr(
                "The view can't be saved, since its query has no meaning any more: {0} Change the query first."
            )
            self._session.set_status(text.format(core_text(error.message)), "error")
            return
        self._change(lambda views: with_view(views, name, query))

    def _change(self, change: Callable[[Sequence[SavedView]], tuple[SavedView, ...]]) -> None:
        try:
            write_views(self._session.project, change(self.views))
        except DermDeskError as error:
            self._session.set_status(told(error), "error")
        self.tell()
