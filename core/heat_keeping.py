"""Keep of a heat map how much of it lies in the lesion boxes, so that the review queue knows where models look."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.errors import ProjectError, UnknownModel
from core.project.heat_rows import boxes_digest
from core.project.records import HeatShare

if TYPE_CHECKING:
    from collections.abc import Sequence

    from core.inference.requests import Explain, Explained
    from core.jobs.run_folder import RunFolder
    from core.project.project import Project


def heat_share(request: Explain, event: Explained) -> HeatShare | None:
    """The share of an answer; None where there was no box to compare the heat with, or no heat."""
    if event.energy is None:
        return None
    boxes = boxes_digest(box.as_tuple() for box in request.boxes)
    return HeatShare(event.model, event.image_id, event.class_id, event.energy, boxes)


def keep_heat(project: Project, run: RunFolder, shares: Sequence[HeatShare]) -> None:
    """Store shares of a run's heat maps; the run is noted as a model of the project where it isn't yet.

    Raises:
        ProjectError: What the project knows of this run an earlier network of it said.
        ProjectReadOnly: The project is open for reading alone.
    """
    if not shares:
        return
    card = run.card
    try:
        noted = project.model_card(run.name).get("created_at")
    except UnknownModel:
        noted = None
    if noted != card.created_at.isoformat():
        if any(entry.name == run.name for entry in project.predicted_models()):
            raise ProjectError(
                f"The stored predictions of {run.name!r} are an earlier network's, so where it looks now isn't kept "
                "beside them.",
                hint="Predict with it again first.",
            )
        project.add_model(run.name, card.to_json(), run.path)
    project.store_heat(shares)
