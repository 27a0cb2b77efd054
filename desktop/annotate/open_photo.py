"""The photograph being worked on, as the annotate workspace's controllers share it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from core.project.labels import ImageLabels

if TYPE_CHECKING:
    from collections.abc import Collection

    from core.project.labels import Edit
    from core.project.records import ImageRecord
    from desktop.annotate.at_hand import AtHand
    from desktop.session import Session


@dataclass(slots=True)
class OpenPhoto:
    """What is stored of the photograph shown, and which of its boxes are selected.

    Attributes:
        session: Where edits are saved.
        at_hand: Where what was saved is noted.
        record: None where no photograph is shown.
        labels: As stored, or as they are being saved.
        selected: Uids of the selected human boxes; always among those of `labels`.
        to_select: Uids that are selected as soon as the labels that are being saved are shown.
    """

    session: Session
    at_hand: AtHand
    record: ImageRecord | None = None
    labels: ImageLabels = field(default_factory=ImageLabels)
    selected: frozenset[str] = frozenset()
    to_select: frozenset[str] | None = None

    @property
    def editable(self) -> bool:
        return self.record is not None and not self.session.read_only

    def show(self, record: ImageRecord | None, labels: ImageLabels) -> None:
        """Make this the photograph; boxes that it doesn't have are selected no more."""
        if record is None or self.record is None or record.id != self.record.id:
            self.selected = frozenset()
        self.record, self.labels = record, labels
        uids = {box.uid for box in labels.boxes}
        # An edit that could not be saved leaves the selection as it was.
        if self.to_select is not None and self.to_select <= uids:
            self.selected = self.to_select
        self.selected &= uids

    def apply(self, edit: Edit | None, *, select: Collection[str] | None = None) -> bool:
        """Show an edit and save it, and select these boxes, where given; True also where nothing was to change.

        It is on the disk some milliseconds later; see `Session.apply_soon`.
        """
        if edit is None:
            return True
        if not self.editable:
            return False
        self.at_hand.expect(edit)
        # Selected when it is shown, and not afterwards: the panel would be filled twice.
        self.to_select = None if select is None else frozenset(select)
        try:
            return self.session.apply_soon(edit)
        finally:
            self.at_hand.expect(None)
            self.to_select = None
