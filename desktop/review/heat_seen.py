"""How much of each heat map that was made lies in the lesion boxes, for the queue. Kept while the window is open."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from core.errors import DermDeskError
from desktop.predictions import PredictionService

if TYPE_CHECKING:
    from core.inference.requests import Explained
    from desktop.session import Session


class HeatSeen(QObject):
    """Listens to every answer about where a classifier looked, whoever asked."""

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._service: PredictionService | None = None
        self._inside: dict[tuple[str, int], float] = {}
        session.project_changed.connect(self._inside.clear)

    def so_far(self) -> dict[tuple[str, int], float]:
        """Share of the heat inside the boxes, 0 to 1, by model and image id, of what was asked so far."""
        service = self._session.prediction_service
        if isinstance(service, PredictionService) and service is not self._service:
            service.explained.connect(self._take)
            self._service = service
        return dict(self._inside)

    def _take(self, event: Explained) -> None:
        from core.inference.heat import energy_inside, heat_from_text  # brings in OpenCV

        project = self._session.project
        try:
            heat, record = heat_from_text(event.heat), project.image(event.image_id)
            boxes = [entry.box for entry in project.labels(event.image_id).boxes]
            share = energy_inside(heat, boxes, record.width, record.height)
        except DermDeskError:
            return  # who asked for the heat map is told
        if share is not None:
            self._inside[event.model, event.image_id] = share
