"""Queries that were given a name, as the project keeps them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from core.project.project import Project

SETTING = "annotate.saved_views"


@dataclass(frozen=True, slots=True)
class SavedView:
    """A query with a name."""

    name: str
    query: str


def read_views(project: Project) -> tuple[SavedView, ...]:
    """The saved views of a project, in the order they were made; entries that make no sense are left out."""
    stored = project.get_setting(SETTING)
    rows = stored if isinstance(stored, list) else []
    return tuple(
        SavedView(row["name"], row["query"])
        for row in rows
        if isinstance(row, dict) and isinstance(row.get("name"), str) and isinstance(row.get("query"), str)
    )


def write_views(project: Project, views: Sequence[SavedView]) -> None:
    """Keep these views and no others."""
    project.set_setting(SETTING, [{"name": view.name, "query": view.query} for view in views])


def with_view(views: Sequence[SavedView], name: str, query: str) -> tuple[SavedView, ...]:
    """The views with one more, or with another query for a name that is there."""
    new = SavedView(name, query)
    if any(view.name == name for view in views):
        return tuple(new if view.name == name else view for view in views)
    return (*views, new)


def renamed(views: Sequence[SavedView], old: str, new: str) -> tuple[SavedView, ...]:
    """The views with another name for one; a view that had the new name gives way."""
    others = [view for view in views if view.name != new or view.name == old]
    return tuple(SavedView(new, view.query) if view.name == old else view for view in others)


def without(views: Sequence[SavedView], name: str) -> tuple[SavedView, ...]:
    """The views less one."""
    return tuple(view for view in views if view.name != name)
