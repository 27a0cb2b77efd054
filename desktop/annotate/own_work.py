"""A gentle word to whoever verifies what they labelled themselves: verified means that a second person has looked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from core.project.verifying import may_verify

if TYPE_CHECKING:
    from desktop.session import Session


def tell_own_work(session: Session, image_id: int) -> None:
    """Say in the status bar that the photograph just verified was labelled by the same person; else nothing."""
    # One question to the history, asked only when somebody verifies and never for an edit.
    annotator = session.project.journal.annotators((image_id,))[image_id]
    if not may_verify(session.annotator, annotator):
        session.set_status(
            QCoreApplication.translate(
                "OwnWork", "Verified, but you labelled it yourself: a second reader sees what one overlooks."
            )
        )
