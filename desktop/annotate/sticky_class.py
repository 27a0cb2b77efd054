"""Which class the next box gets: the one chosen last, taken back when the choice is undone."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from core.project.labels import Edit, ImageLabels

MOST_CHOICES = 1000


@dataclass(frozen=True, slots=True)
class _Choice:
    """An edit that gave boxes a class, and with it the next box; the classes before and since."""

    edit: Edit
    before: tuple[int | None, int | None]
    since: tuple[int | None, int | None]


class StickyClass:
    """The class of the next box.

    | what happens                                        | the next box's class                |
    |-----------------------------------------------------|-------------------------------------|
    | a class is chosen, for boxes or for the next        | that one, here and on other photos  |
    | a photograph with a diagnosis is opened             | its diagnosis, on this photo only   |
    | giving boxes a class is undone                      | what it was before                  |
    | it is redone                                        | the class given                     |
    """

    def __init__(self) -> None:
        self.next: int | None = None
        self._last: int | None = None
        self._done: deque[_Choice] = deque(maxlen=MOST_CHOICES)
        self._undone: list[_Choice] = []

    def keep_to(self, known: Sequence[int]) -> None:
        """These are the classes there are now."""
        if self._last not in known:
            self._last = known[0] if known else None
        if self.next not in known:
            self.next = self._last
        self._done = deque(
            (choice for choice in self._done if {*choice.before, *choice.since} <= {*known, None}),
            maxlen=MOST_CHOICES,
        )
        self._undone.clear()

    def open_photo(self, diagnosis: int | None) -> None:
        """Another photograph is shown; its boxes are most likely of its diagnosis."""
        self.next = self._last if diagnosis is None else diagnosis

    def choose(self, class_id: int, edit: Edit | None = None) -> None:
        """A class was chosen; `edit` where boxes get it too."""
        before = (self.next, self._last)
        self.next = self._last = class_id
        if edit is not None:
            self._done.append(_Choice(edit, before, (class_id, class_id)))
            self._undone.clear()

    def follow(self, image_id: int, labels: ImageLabels) -> bool:
        """Labels are stored anew; True where an undo or redo changed the next box's class."""
        if self._done and self._leads(self._done[-1].edit, image_id, labels, back=True):
            choice = self._done.pop()
            self._undone.append(choice)
            return self._turn(choice.since, choice.before)
        if self._undone and self._leads(self._undone[-1].edit, image_id, labels, back=False):
            choice = self._undone.pop()
            self._done.append(choice)
            return self._turn(choice.before, choice.since)
        return False

    @staticmethod
    def _leads(edit: Edit, image_id: int, labels: ImageLabels, *, back: bool) -> bool:
        return edit.image_id == image_id and labels == (edit.before if back else edit.after)

    def _turn(self, from_classes: tuple[int | None, int | None], to_classes: tuple[int | None, int | None]) -> bool:
        # A class chosen since by hand is what the person wants now.
        if self._last != from_classes[1]:
            return False
        self.next, self._last = to_classes
        return True
