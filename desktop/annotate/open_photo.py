"""The photograph being worked on, as the annotate workspace's controllers share it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from core.project.labels import ImageLabels

if TYPE_CHECKING:
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
        labels: As stored.
        selected: Uids of the selected human boxes; always among those of `labels`.
    """

    session: Session
    at_hand: AtHand
    record: ImageRecord | None = None
    labels: ImageLabels = field(default_factory=ImageLabels)
    selected: frozenset[str] = frozenset()

    @property
    def editable(self) -> bool:
        return self.record is not None and not self.session.read_only

    def show(self, record: ImageRecord | None, labels: ImageLabels) -> None:
        """Make this the photograph; boxes that it doesn't have are selected no more."""
        if record is None or self.record is None or record.id != self.record.id:
            self.selected = frozenset()
        self.record, self.labels = record, labels
        self.selected &= {box.uid for box in labels.boxes}

    def apply(self, edit: Edit | None) -> bool:
        """Save an edit; True also where there was nothing to change."""
        if edit is None:
            return True
        if not self.editable:
            return False
        self.at_hand.expect(edit)
        try:
            return self.session.apply(edit)
        finally:
            self.at_hand.expect(None)
