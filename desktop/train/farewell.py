"""How a run has ended, in one sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from core.jobs.job import RunState
from desktop.translating import core_text

if TYPE_CHECKING:
    from desktop.jobs.training import TrainingProcess


def farewell(process: TrainingProcess) -> str:
    """The sentence for a run that is over."""
    name, failure = process.run.name, process.failure
    if process.state is RunState.COMPLETED:
        return _tr("{0} has finished training.").format(name)
    if process.state is RunState.STOPPED:
        return _tr("{0} has stopped and kept its best checkpoint.").format(name)
    if process.state is RunState.KILLED and failure is not None and failure.code == "aborted":
        return _tr("{0} was aborted.").format(name)
    if failure is not None:
        return _tr("{0} has failed: {1}").format(name, core_text(failure.message))
    return _tr("{0} has ended without a result.").format(name)


def _tr(text: str) -> str:
    return QCoreApplication.translate("Train", text)
