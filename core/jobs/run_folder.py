"""The folder of a run: the whole truth about it, for whoever looks, whether its process lives or not.

| file            | written by            | holds                                                   |
|-----------------|-----------------------|---------------------------------------------------------|
| `job.json`      | `create`, last        | what was asked; a folder without it is broken           |
| `snapshot.json` | `create`              | the frozen photographs, boxes and classes               |
| `process.json`  | launcher, worker      | which process works on it                               |
| `stop.request`  | `request_stop`        | stop as soon as it's decent                             |
| `abort.request` | `request_abort`       | its process was killed because a person asked for it    |
| `events.jsonl`  | worker                | every event but heartbeats, which touch the file        |
| `log.txt`       | worker                | all that was printed                                    |
| `last.pt`       | worker                | where to go on                                          |
| `best.pt`       | worker                | the best model; `card.json` beside it                   |
| `best.before.pt`| worker                | the best of whole epochs, where a stopped one is better |
| `result.json`   | worker, else launcher | how it ended                                            |
| `reserve`       | worker, while it runs | nothing: room for the last words on a disk that is full |
"""

from __future__ import annotations

import json
import logging
import os
import re
import time
from typing import TYPE_CHECKING, Any

from core.errors import JobError
from core.inference.card import CARD_NAME, read_card
from core.inference.catalogue import architecture as find_architecture
from core.jobs.job import AUTO, Job, RunResult, RunState
from core.jobs.process_record import ProcessRecord
from core.jobs.protocol import Failed, decode
from core.project.snapshot import read_snapshot, write_snapshot
from core.replacing import replacing

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from core.inference.card import ModelCard
    from core.jobs.protocol import Event
    from core.jobs.recipe import Recipe
    from core.project.snapshot import Snapshot

_log = logging.getLogger(__name__)

REMOTE_SILENCE = 120.0
"""Seconds without a heartbeat after which a run on another machine counts as lost."""
_RESERVE = 64 * 1024
"""Bytes: the result and a few events, with what file systems round up to."""
DELETED = ".deleted"
"""Folder among the runs with an empty file a deleted run, so that no name is given twice."""


class RunFolder:
    """One run's folder. Holds no state of its own: each question reads the files.

    Args:
        path: The folder; it need not be complete.
    """

    def __init__(self, path: Path) -> None:
        self.path = path

    def __repr__(self) -> str:
        return f"RunFolder({str(self.path)!r})"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, RunFolder) and other.path == self.path

    def __hash__(self) -> int:
        return hash(self.path)

    @classmethod
    def create(
        cls,
        runs_folder: Path,
        architecture: str,
        recipe: Recipe,
        snapshot: Snapshot,
        *,
        initial_weights: str = AUTO,
        device: str = AUTO,
        name: str = "",
        fold_of: str = "",
    ) -> RunFolder:
        """Make the folder of a new run, queued: `densenet121-1`, then `-2`, and so on.

        Args:
            runs_folder: The project's `runs` folder; made where it's missing.
            architecture: Name in the catalogue.
            recipe: How to train.
            snapshot: What to train on.
            initial_weights: `auto` (the imported file, else from scratch), `none`, or the path of a weights file.
            device: `auto`, `cpu`, `cuda` or `cuda:1`.
            name: Name of the folder in place of the next number.
            fold_of: Name of the folds it is one of.

        Raises:
            UnknownModel: There is no such architecture.
            JobError: There is a run of that name already.
        """
        chosen = find_architecture(architecture)
        runs_folder.mkdir(parents=True, exist_ok=True)
        path = _named_folder(runs_folder, name) if name else new_run_folder(runs_folder, chosen.name)
        folder = cls(path)
        write_snapshot(snapshot, folder.snapshot_path)
        job = Job(
            name=path.name,
            architecture=chosen.name,
            task=chosen.task,
            recipe=recipe,
            snapshot_digest=snapshot.digest,
            initial_weights=initial_weights,
            device=device,
            fold_of=fold_of,
        )
        write_json(job.to_json(), path / "job.json")
        return folder

    @property
    def name(self) -> str:
        return self.path.name

    @property
    def snapshot_path(self) -> Path:
        return self.path / "snapshot.json"

    @property
    def events_path(self) -> Path:
        return self.path / "events.jsonl"

    @property
    def log_path(self) -> Path:
        return self.path / "log.txt"

    @property
    def last_path(self) -> Path:
        return self.path / "last.pt"

    @property
    def best_path(self) -> Path:
        return self.path / "best.pt"

    @property
    def card_path(self) -> Path:
        return self.path / CARD_NAME

    @property
    def job(self) -> Job:
        """What was asked.

        Raises:
            JobError: `job.json` is missing or damaged.
            RecipeError: Its recipe can't be understood.
        """
        data = _read_json(self.path / "job.json")
        if data is None:
            raise JobError("The run folder has no job.json.", hint="It was never complete: delete it.", path=self.path)
        return Job.from_json(data)

    @property
    def snapshot(self) -> Snapshot:
        """The frozen photographs, boxes and classes.

        Raises:
            SnapshotError: The file is missing, damaged or changed.
        """
        return read_snapshot(self.snapshot_path)

    @property
    def card(self) -> ModelCard:
        """The card of the best model.

        Raises:
            CheckpointError: There is none yet, or it can't be read.
        """
        return read_card(self.card_path)

    @property
    def result(self) -> RunResult | None:
        """How the run ended; None while it hasn't.

        Raises:
            JobError: `result.json` is damaged.
        """
        data = _read_json(self.path / "result.json")
        return None if data is None else RunResult.from_json(data)

    @property
    def process(self) -> ProcessRecord | None:
        """The process that works, or worked, on the run; None where none ever did.

        Raises:
            JobError: `process.json` is damaged.
        """
        data = _read_json(self.path / "process.json")
        return None if data is None else ProcessRecord.from_json(data)

    @property
    def state(self) -> RunState:
        """Where the run stands, from its files and from whether its process lives.

        Raises:
            JobError: A file is damaged.
        """
        if result := self.result:
            return result.state
        process = self.process
        if process is None:
            return RunState.QUEUED
        if process.is_alive() if process.is_local else self._is_fresh():
            if self.stop_requested:
                return RunState.STOPPING
            return RunState.RUNNING if process.said_hello else RunState.STARTING
        if result := self.result:  # it ended between the two looks
            return result.state
        return RunState.KILLED if (self.path / "abort.request").exists() else RunState.LOST

    @property
    def has_model(self) -> bool:
        """Whether there is a model to predict with."""
        return self.best_path.is_file() and self.card_path.is_file()

    @property
    def can_resume(self) -> bool:
        """Whether starting it again would go on where it ended."""
        state = self.state
        return self.last_path.is_file() and state.is_over and state is not RunState.COMPLETED

    @property
    def stop_path(self) -> Path:
        return self.path / "stop.request"

    @property
    def stop_requested(self) -> bool:
        return self.stop_path.exists()

    def events(self) -> Iterator[Event]:
        """All events so far, oldest first; a line cut off by a crash is passed over. Of all starts, after a resume."""
        try:
            stream = self.events_path.open("rb")
        except FileNotFoundError:
            return
        with stream:
            for line in stream:
                event = decode(line)
                if event is not None:
                    yield event

    def log_tail(self, *, characters: int = 10_000) -> str:
        """The end of what was printed; empty where nothing was."""
        try:
            with self.log_path.open("rb") as stream:
                size = stream.seek(0, os.SEEK_END)
                stream.seek(max(0, size - 4 * characters))
                return stream.read().decode("utf-8", errors="replace")[-characters:]
        except FileNotFoundError:
            return ""

    def record_process(self, pid: int, *, said_hello: bool = False, detached: bool = False) -> None:
        """Note which process works on the run. The launcher does so at once, the worker again when it says hello.

        Raises:
            JobError: There is no such process.
        """
        record = ProcessRecord.of(pid, said_hello=said_hello, detached=detached)
        known = self.process
        if known is not None and known.said_hello and known.pid == pid and not said_hello:
            return  # the worker was faster than its launcher
        write_json(record.to_json(), self.path / "process.json")

    def prepare_start(self) -> None:
        """Clear what the last start left behind, so that the run is queued again. Events, log and models stay.

        Raises:
            JobError: A living process works on the run.
        """
        if self.state.is_active:
            raise JobError(f"The run {self.name!r} is already running.", hint="Stop it first.", path=self.path)
        for name in ("result.json", "process.json", "stop.request", "abort.request"):
            (self.path / name).unlink(missing_ok=True)

    def request_stop(self) -> None:
        """Ask the worker to stop. It looks about once a second, so this reaches one whose pipe nobody holds."""
        self.stop_path.touch()

    def request_abort(self) -> None:
        """Note that a person asked for the process to be killed; the caller kills it (`launcher.abort_tree`)."""
        (self.path / "abort.request").touch()

    def take_reserve(self) -> None:
        """Fill a file with noise, so that there is room to say how the run ended when the disk is full by then.

        Raises:
            OSError: It is full already.
        """
        (self.path / "reserve").write_bytes(os.urandom(_RESERVE))  # zeros take no room on a disk that compresses

    def give_up_reserve(self) -> None:
        """Make that room free."""
        try:
            (self.path / "reserve").unlink(missing_ok=True)
        except OSError as error:
            _log.info("the room kept in %s stays taken: %s", self.path, error)

    def write_result(self, result: RunResult) -> None:
        """Note how the run ended."""
        write_json(result.to_json(), self.path / "result.json")

    def close_after_exit(self, exit_code: int | None, *, failure: Failed | None = None) -> RunState:
        """Note how a run ended whose worker couldn't do so itself; does nothing where it could.

        On a full disk nothing is noted, and the folder will show the run as lost; the state is returned all the same.

        Args:
            exit_code: As `subprocess` gives it: negative for the number of the signal that ended the process, None
                where nobody knows.
            failure: What the launcher knows better, such as that no hello came.

        Returns:
            The state the run is in now.
        """
        if result := self.result:
            return result.state
        if self.last_path.is_file():
            what = "Resume it to go on from its last checkpoint."
        else:
            what = "It had saved no checkpoint yet: start a new training."
        if (self.path / "abort.request").exists():
            state, failure = RunState.KILLED, Failed("aborted", "The run was aborted.", what)
        elif failure is not None:
            state = RunState.LOST if failure.code == "silent" else RunState.FAILED
        elif exit_code is None:
            state, failure = RunState.LOST, Failed("lost", "The training process vanished.", what)
        elif exit_code < 0:
            state = RunState.KILLED
            failure = Failed(
                "killed",
                f"The training process was ended from outside (signal {-exit_code}).",
                f"If memory ran out, choose a smaller batch or image size. {what}",
            )
        else:
            state = RunState.FAILED
            failure = Failed("crashed", f"The training process ended with code {exit_code}.", "See log.txt.")
        self.give_up_reserve()
        try:
            self.write_result(RunResult(state=state, failure=failure))
        except OSError as error:
            _log.warning("how the run %s ended can't be written down: %s", self.name, error)
        return state

    def _is_fresh(self) -> bool:
        try:
            return time.time() - self.events_path.stat().st_mtime < REMOTE_SILENCE
        except OSError:
            return False


def write_json(data: dict[str, Any], path: Path) -> None:
    """Write a JSON file through a temporary one beside it, so that a reader sees the old or the new."""
    with replacing(path) as stream:
        stream.write(json.dumps(data, ensure_ascii=False, indent=2).encode())


def _read_json(path: Path) -> dict[str, Any] | None:
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None
    except (OSError, ValueError) as error:
        raise JobError(f"{path.name} can't be read: {error}.", path=path) from error
    if not isinstance(data, dict):
        raise JobError(f"{path.name} isn't what DermDesk writes.", path=path)
    return data


def new_run_folder(runs_folder: Path, architecture: str, *, wanted: str = "") -> Path:
    """Make a folder `ARCHITECTURE-N` with the number after the highest given so far; two programs never get the same.

    Args:
        runs_folder: The project's `runs` folder.
        architecture: Name in the catalogue.
        wanted: Name to be used where it has this form and was never given.
    """
    pattern = re.compile(re.escape(architecture) + r"-(\d+)")
    while True:
        names = [entry.name for entry in runs_folder.iterdir()]
        if (runs_folder / DELETED).is_dir():  # what was predicted by a deleted run stays under its name
            names += [entry.name for entry in (runs_folder / DELETED).iterdir()]
        taken = [int(found[1]) for name in names if (found := pattern.fullmatch(name))]
        is_free = pattern.fullmatch(wanted) is not None and wanted not in names
        path = runs_folder / (wanted if is_free else f"{architecture}-{max(taken, default=0) + 1}")
        try:
            path.mkdir()
        except FileExistsError:
            continue
        return path


def _named_folder(runs_folder: Path, name: str) -> Path:
    path = runs_folder / name
    try:
        path.mkdir()
    except FileExistsError:
        raise JobError(f"There is a run {name!r} already.", path=path) from None
    return path
