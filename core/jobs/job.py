"""What a run was asked to do, how it ended, and the states between."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from core.errors import JobError
from core.inference.catalogue import Task
from core.jobs.protocol import Failed
from core.jobs.recipe import Recipe

if TYPE_CHECKING:
    from collections.abc import Mapping

JOB_VERSION = 1
AUTO = "auto"
"""As initial weights: the imported file for this architecture, else from scratch. As device: the GPU, else the CPU."""
FROM_SCRATCH = "none"


class RunState(StrEnum):
    """Where a run stands."""

    QUEUED = "queued"
    STARTING = "starting"
    RUNNING = "running"
    STOPPING = "stopping"
    COMPLETED = "completed"
    STOPPED = "stopped"
    FAILED = "failed"
    KILLED = "killed"
    LOST = "lost"

    @property
    def is_active(self) -> bool:
        """Whether a process works on it."""
        return self in (RunState.STARTING, RunState.RUNNING, RunState.STOPPING)

    @property
    def is_over(self) -> bool:
        """Whether it has ended, one way or another."""
        return self is not RunState.QUEUED and not self.is_active

    @property
    def is_finished(self) -> bool:
        """Whether it ended as it should: completed, or stopped by a person."""
        return self in (RunState.COMPLETED, RunState.STOPPED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """What a run was asked to do; written once when its folder is made.

    Attributes:
        name: Name of the run and of its folder, such as `densenet121-2`.
        architecture: Name in the catalogue.
        task: Classification or detection.
        recipe: How it trains.
        snapshot_digest: Digest of the snapshot beside it.
        initial_weights: `auto`, `none`, or the path of a weights file.
        device: `auto`, `cpu`, `cuda` or `cuda:1`.
        fold_of: Name of the folds it is one of; empty for a run of its own.
        created_at: UTC.
    """

    name: str
    architecture: str
    task: Task
    recipe: Recipe
    snapshot_digest: str
    initial_weights: str = AUTO
    device: str = AUTO
    fold_of: str = ""
    created_at: datetime = field(default_factory=lambda: datetime.now(UTC))

    def to_json(self) -> dict[str, Any]:
        """Plain data for `job.json`."""
        return {
            "job_version": JOB_VERSION,
            "name": self.name,
            "architecture": self.architecture,
            "task": self.task.value,
            "recipe": self.recipe.to_json(),
            "snapshot_digest": self.snapshot_digest,
            "initial_weights": self.initial_weights,
            "device": self.device,
            "fold_of": self.fold_of,
            "created_at": self.created_at.isoformat(),
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Job:
        """The job that `to_json` wrote.

        Raises:
            JobError: A field is missing or of the wrong kind, or a newer DermDesk wrote it.
            RecipeError: A recipe field is unknown or out of range.
        """
        try:
            if int(data["job_version"]) > JOB_VERSION:
                raise JobError("The run was made by a newer DermDesk.", hint="Update DermDesk.")
            return cls(
                name=str(data["name"]),
                architecture=str(data["architecture"]),
                task=Task(data["task"]),
                recipe=Recipe.from_json(data["recipe"]),
                snapshot_digest=str(data["snapshot_digest"]),
                initial_weights=str(data["initial_weights"]),
                device=str(data["device"]),
                fold_of=str(data.get("fold_of", "")),
                created_at=datetime.fromisoformat(data["created_at"]),
            )
        except (KeyError, TypeError, AttributeError) as error:
            raise JobError(f"This is no job: {type(error).__name__}: {error}.") from error


@dataclass(frozen=True, slots=True, kw_only=True)
class RunResult:
    """How a run ended; the last thing written.

    Attributes:
        state: Completed, stopped, failed, killed or lost.
        best_epoch: Epoch of the best model, 1 for the first; 0 where no model was validated.
        best_metric: Its validation result, 0 to 1.
        metrics: All its validation metrics by name.
        epochs: Epochs done.
        seconds: Time spent since it was last started.
        failure: What went wrong, for a failed, killed or lost run.
        ended_at: UTC.
    """

    state: RunState
    best_epoch: int = 0
    best_metric: float | None = None
    metrics: dict[str, float] = field(default_factory=dict)
    epochs: int = 0
    seconds: float = 0.0
    failure: Failed | None = None
    ended_at: datetime = field(default_factory=lambda: datetime.now(UTC))

    def to_json(self) -> dict[str, Any]:
        """Plain data for `result.json`."""
        failure = self.failure
        return {
            "state": self.state.value,
            "best_epoch": self.best_epoch,
            "best_metric": self.best_metric,
            "metrics": self.metrics,
            "epochs": self.epochs,
            "seconds": self.seconds,
            "failure": failure and {"code": failure.code, "message": failure.message, "hint": failure.hint},
            "ended_at": self.ended_at.isoformat(),
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> RunResult:
        """The result that `to_json` wrote.

        Raises:
            JobError: A field is missing or of the wrong kind.
        """
        try:
            failure = data["failure"]
            return cls(
                state=RunState(data["state"]),
                best_epoch=int(data["best_epoch"]),
                best_metric=None if data["best_metric"] is None else float(data["best_metric"]),
                metrics={str(name): float(value) for name, value in data["metrics"].items()},
                epochs=int(data["epochs"]),
                seconds=float(data["seconds"]),
                failure=failure and Failed(str(failure["code"]), str(failure["message"]), str(failure["hint"])),
                ended_at=datetime.fromisoformat(data["ended_at"]),
            )
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise JobError(f"This is no result of a run: {type(error).__name__}: {error}.") from error
