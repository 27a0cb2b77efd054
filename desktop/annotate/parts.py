"""The large widgets of the annotate workspace, which can be made one by one while nobody waits for them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from desktop.annotate.canvas import Canvas
from desktop.annotate.inspector import Inspector
from desktop.annotate.list_panel import ListPanel
from desktop.thumbnails import Thumbnails

if TYPE_CHECKING:
    from desktop.actions import Actions


@dataclass(frozen=True, slots=True)
class Parts:
    """What `AnnotateView` is put together from; it becomes the owner."""

    thumbnails: Thumbnails
    photos: ListPanel
    inspector: Inspector
    canvas: Canvas


class PartsMaker:
    """Makes the parts one by one: each takes some ten milliseconds, all together a pause one would see."""

    def __init__(self, actions: Actions) -> None:
        self._actions = actions
        self._thumbnails: Thumbnails | None = None
        self._photos: ListPanel | None = None
        self._inspector: Inspector | None = None
        self._canvas: Canvas | None = None

    def make_one(self) -> bool:
        """Make the next part; False where all are made."""
        if self._thumbnails is None or self._photos is None:
            self._thumbnails = Thumbnails()
            self._photos = ListPanel(self._thumbnails, self._actions["grid"])
        elif self._inspector is None:
            self._inspector = Inspector()
        elif self._canvas is None:
            self._canvas = Canvas()
        else:
            return False
        return True

    def finish(self) -> Parts:
        """All the parts, those made that weren't yet."""
        while self.make_one():
            pass
        assert self._thumbnails is not None
        assert self._photos is not None
        assert self._inspector is not None
        assert self._canvas is not None
        return Parts(self._thumbnails, self._photos, self._inspector, self._canvas)
