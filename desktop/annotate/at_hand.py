"""What is stored of the photograph shown and of those beside it, so that going on costs no query."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from core.errors import DermDeskError
from core.kept_weights import load_weights

if TYPE_CHECKING:
    from collections.abc import Sequence

    from core.project.labels import Edit, ImageLabels
    from core.project.records import Prediction
    from desktop.session import Session

logger = logging.getLogger(__name__)

READ_AFTER_MS = 40
"""A person who holds the next key down passes quicker than this, and the database is left alone."""


class AtHand(QObject):
    """Labels and predictions by photograph, as stored; asked for again where somebody may have changed them.

    Made before whoever listens to the session's signals and asks here, since what is stale must be dropped first.
    """

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._labels: dict[int, ImageLabels] = {}
        self._predictions: dict[int, list[Prediction]] = {}
        self._weights: dict[str, float] | None = None
        self._expected: Edit | None = None
        self._just_saved: int | None = None
        self._soon: tuple[int, ...] = ()
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(READ_AFTER_MS)
        self._pause.timeout.connect(self._read)
        for anything_changed in (session.project_changed, session.classes_changed, session.images_changed):
            anything_changed.connect(self._forget)
        session.weights_changed.connect(self._forget_weights)
        for predictions_changed in (session.predictions_changed, session.runs_changed):
            predictions_changed.connect(self._predictions.clear)
        session.saving.connect(self._saving)
        session.saved.connect(self._saved)
        session.save_failed.connect(self._drop)
        session.labels_changed.connect(self._labels_changed)

    def labels(self, image_id: int) -> ImageLabels:
        """The stored labels of a photograph.

        Raises:
            ProjectError: The project has none with this id.
        """
        if image_id not in self._labels:
            self._labels[image_id] = self._session.project.labels(image_id)
        return self._labels[image_id]

    def predictions(self, image_id: int) -> list[Prediction]:
        """What is stored of what models said of a photograph."""
        if image_id not in self._predictions:
            self._predictions[image_id] = self._session.project.predictions(image_id=image_id)
        return self._predictions[image_id]

    def weights(self) -> dict[str, float]:
        """Weights of the classifiers in EnsembleNet, by run name."""
        if self._weights is None:
            self._weights = load_weights(self._session.project)
        return self._weights

    def expect(self, edit: Edit | None) -> None:
        """This edit is about to be saved; what it says need not be read back."""
        self._expected = edit

    def read_soon(self, shown: int, beside: Sequence[int]) -> None:
        """Read those beside the photograph shown once the person pauses, and forget others."""
        self._soon = (shown, *beside)
        self._pause.start()

    def _read(self) -> None:
        for kept in (self._labels, self._predictions):
            for image_id in kept.keys() - set(self._soon):
                del kept[image_id]
        if not self._session.has_project:
            return
        try:
            missing = [image_id for image_id in self._soon if image_id not in self._labels]
            if missing:
                self._labels.update(self._session.project.labels_of(missing))
            for image_id in self._soon:
                self.predictions(image_id)
        except DermDeskError as error:
            # Whoever opens the photograph will be told; here nobody has asked yet.
            logger.warning("not read ahead: %s", error)

    def _forget(self) -> None:
        self._pause.stop()
        self._labels.clear()
        self._predictions.clear()
        self._forget_weights()

    def _forget_weights(self) -> None:
        self._weights = None

    def _saving(self, image_id: int) -> None:
        edit, self._expected = self._expected, None
        if edit is not None and edit.image_id == image_id:
            self._labels[image_id], self._just_saved = edit.after, image_id

    def _saved(self, image_id: int) -> None:
        if image_id == 0:
            self._labels.clear()  # several photographs at once

    def _drop(self, image_id: int) -> None:
        self._expected = None
        if image_id == 0:
            self._labels.clear()
        self._labels.pop(image_id, None)

    def _labels_changed(self, image_id: int) -> None:
        # What was saved a moment ago is known; any other change, such as an undo, is read back.
        just_saved, self._just_saved = self._just_saved, None
        if image_id != just_saved:
            self._labels.pop(image_id, None)
