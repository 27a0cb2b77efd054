"""The runs of a project: list them, broken ones included, and find the one a name means."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from core.errors import DermDeskError, UnknownModel
from core.jobs.run_folder import RunFolder

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class BrokenRun:
    """A folder among the runs that can't be read.

    Attributes:
        path: The folder.
        reason: What is wrong with it.
    """

    path: Path
    reason: str


@dataclass(frozen=True, slots=True)
class RunList:
    """The runs of a project; iterating gives those that can be read, the newest first.

    Attributes:
        runs: Those that can be read.
        broken: Those that can't.
    """

    runs: tuple[RunFolder, ...]
    broken: tuple[BrokenRun, ...]

    def __iter__(self) -> Iterator[RunFolder]:
        return iter(self.runs)

    def __len__(self) -> int:
        return len(self.runs)


def list_runs(runs_folder: Path) -> RunList:
    """The runs in a folder, the newest first. A folder that can't be read is reported, never a reason to fail."""
    runs, broken = [], []
    folders = sorted(entry for entry in runs_folder.iterdir() if entry.is_dir()) if runs_folder.is_dir() else []
    for path in folders:
        if path.name.startswith("."):
            continue
        folder = RunFolder(path)
        try:
            job = folder.job
            _ = folder.state
        except (DermDeskError, OSError) as error:
            broken.append(BrokenRun(path, str(error)))
        else:
            runs.append((job.created_at, folder))
    runs.sort(key=lambda entry: entry[0], reverse=True)
    return RunList(tuple(folder for _, folder in runs), tuple(broken))


def find_run(runs_folder: Path, name: str) -> RunFolder:
    """The run that a person means: a run by its own name, else the latest finished run of an architecture.

    Raises:
        UnknownModel: There is none with a model to predict with; the hint lists those there are.
    """
    usable = [folder for folder in list_runs(runs_folder) if folder.has_model]
    for folder in usable:
        if folder.name == name:
            return folder
    for folder in usable:
        if folder.job.architecture == name and folder.state.is_finished and not folder.job.fold_of:
            return folder
    if (runs_folder / name / "job.json").is_file():
        raise UnknownModel(
            f"The run {name!r} has no model yet.", hint="Let it train for an epoch, or look into its log.txt."
        )
    names = ", ".join(folder.name for folder in usable)
    raise UnknownModel(
        f"No trained model answers to {name!r}.",
        hint=f"There are: {names}." if names else "Train one first: `dermdesk train PROJECT --model NAME`.",
    )
