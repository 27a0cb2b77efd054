"""Runs that came to no good end: an aborted or failed one isn't asked about labels unless somebody names it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.errors import DermDeskError
from core.jobs.run_folder import RunFolder

if TYPE_CHECKING:
    from collections.abc import Iterable

    from core.project.project import Project


def unfinished_models(project: Project, names: Iterable[str] | None = None) -> frozenset[str]:
    """Models whose run neither completed nor was stopped by a person: killed, failed, lost, or still at work.

    Predictions without a run beside them, of another tool, of several folds or of a run that was tidied away, count
    as finished.

    Args:
        project: May be open read-only.
        names: Only of these models, which must have been noted; of all with predictions for None.
    """
    asked = [entry.name for entry in project.predicted_models()] if names is None else list(names)
    return frozenset(name for name in asked if not _is_finished(RunFolder(project.model_folder(name))))


def _is_finished(run: RunFolder) -> bool:
    if not (run.path / "job.json").is_file():
        return True
    try:
        return run.state.is_finished
    except (DermDeskError, OSError):
        return False  # a damaged run says nothing for itself
