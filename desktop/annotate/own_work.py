"""A gentle word to whoever verifies what they labelled themselves: verified means that a second person has looked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from core.project.verifying import may_verify

if TYPE_CHECKING:
    from desktop.session import Session


class OwnWork(QObject):
    """Looks who labelled a photograph once its verification is on the disk, so that the next one isn't held up."""

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._verified: int | None = None
        session.saved.connect(self._saved)
        session.save_failed.connect(self._forget)

    def note_verified(self, image_id: int) -> None:
        """The photograph was just marked as verified."""
        self._verified = image_id
        if not self._session.is_saving:  # it was verified before
            self._saved(image_id)

    def _saved(self, image_id: int) -> None:
        if image_id != self._verified:
            return
        self._verified = None
        # One question to the history, asked only when somebody verifies and never for another edit.
        annotator = self._session.project.journal.annotators((image_id,))[image_id]
        if not may_verify(self._session.annotator, annotator):
            self._session.set_status(
                self.tr("Verified, but you labelled it yourself: a second reader sees what one overlooks.")
            )

    def _forget(self, _image_id: int) -> None:
        self._verified = None
