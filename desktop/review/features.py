"""Which classifier's features photographs alike are found by, and what came of it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint

from core.errors import DermDeskError
from core.inference.catalogue import Task
from core.jobs.runs import list_runs
from desktop.quiet_menu import QuietMenu
from desktop.wording import count_text

if TYPE_CHECKING:
    from core.jobs.run_folder import RunFolder
    from core.review.embeddings import EmbeddingReport
    from desktop.review.queue_reader import QueueReader
    from desktop.review.view import ReviewView
    from desktop.session import Session


class FeatureAsking(QObject):
    """Asks which classifier shall see the photographs, where there are several, and says what it has seen."""

    def __init__(self, session: Session, view: ReviewView, reader: QueueReader, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session, self._view, self._reader = session, view, reader
        reader.features_taken.connect(self._tell)

    def ask(self) -> None:
        """Begin, with the only classifier or the one that is chosen."""
        if not self._session.has_project:
            return
        names = [run.name for run in list_runs(self._session.project.runs_folder) if _is_classifier(run)]
        if not names:
            self._session.set_status(
                self.tr("Copies that were cropped or turned are found by what a classifier sees: train one first."),
                "warning",
            )
        elif len(names) == 1:
            self._reader.take_features(names[0])
        else:
            button = self._view.features_button
            menu = QuietMenu(button)
            menu.addSection(self.tr("Seen by"))
            for name in names:
                menu.addAction(name, partial(self._reader.take_features, name))
            menu.aboutToHide.connect(menu.deleteLater)
            menu.popup(button.mapToGlobal(QPoint(0, -menu.sizeHint().height())))

    def _tell(self, report: EmbeddingReport) -> None:
        said = self.tr("{0} has seen {1} anew; {2} were known before.").format(
            report.run, count_text(report.made, "photo"), f"{report.known:,}"
        )
        if report.problems:
            said += " " + self.tr("{0} could not be read.").format(count_text(len(report.problems), "photo"))
        self._session.set_status(said, "warning" if report.problems else "info")


def _is_classifier(run: RunFolder) -> bool:
    try:
        return run.has_model and run.card.task is Task.CLASSIFICATION
    except DermDeskError:
        return False  # a damaged run is listed as such in Train
