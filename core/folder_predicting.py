"""Ask trained models about a plain folder of photographs: no project, no training, only answers."""

from __future__ import annotations

import shutil
import tempfile
import zipfile
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from core.errors import CheckpointError, ImageMissing, JobError
from core.images import PHOTO_SUFFIXES
from core.inference.card import CARD_NAME, read_card
from core.inference.requests import (
    Cancel,
    ImageFailed,
    ImageRef,
    ModelRef,
    Predict,
    Predicted,
    Ready,
    RequestDone,
    WorkerFailed,
)
from core.inference_process import InferenceProcess, worker_command
from core.prediction_files import FileBox, FilePrediction

if TYPE_CHECKING:
    import threading
    from collections.abc import Callable, Iterator, Sequence

    from core.classes import ClassTable
    from core.inference.card import ModelCard

    Progress = Callable[[int, int, str], None]

_CHECKPOINT_NAME = "best.pt"
_LARGEST_CARD = 16 * 2**20
_LARGEST_CHECKPOINT = 8 * 2**30


@dataclass(frozen=True, slots=True)
class TrainedModel:
    """A model outside a project.

    Attributes:
        name: Its run name, with a number behind it where two have the same.
        folder: Folder with card and checkpoint.
        card: The model card.
    """

    name: str
    folder: Path
    card: ModelCard


@dataclass(frozen=True, slots=True)
class FolderReport:
    """What came of it.

    Attributes:
        rows: Answers, one a photograph and model, in the order of the photographs.
        device: What the models ran on.
        problems: Photograph or model, and why it gave no answer.
        stopped: Whether a person ended it early.
    """

    rows: tuple[FilePrediction, ...]
    device: str = ""
    problems: tuple[tuple[str, str], ...] = ()
    stopped: bool = False


@contextmanager
def open_models(places: Sequence[Path]) -> Iterator[list[TrainedModel]]:
    """Models from run folders, or from zip files of them, which are unpacked until the block ends.

    Raises:
        CheckpointError: A place holds no model card and checkpoint.
    """
    with tempfile.TemporaryDirectory(prefix="dermdesk-models-") as unpacked:
        models: list[TrainedModel] = []
        for number, place in enumerate(places):
            folder = place.absolute() if place.is_dir() else _unpacked(place, Path(unpacked) / str(number))
            card = read_card(folder)
            if not (folder / _CHECKPOINT_NAME).is_file():
                raise CheckpointError("The model has no checkpoint.", hint=f"It needs {_CHECKPOINT_NAME}.", path=place)
            same = sum(model.card.name == card.name for model in models)
            models.append(TrainedModel(f"{card.name} ({same + 1})" if same else card.name, folder, card))
        yield models


def photographs_below(folder: Path) -> list[Path]:
    """Files below a folder that are called like photographs, in order of path; hidden ones are left out.

    Raises:
        ImageMissing: There is none.
    """
    found = sorted(
        path
        for path in folder.rglob("*")
        if path.suffix.lower() in PHOTO_SUFFIXES
        and not any(part.startswith(".") for part in path.relative_to(folder).parts)
        and path.is_file()
    )
    if not found:
        raise ImageMissing("There is no photograph in this folder.", path=folder)
    return found


def predict_folder(
    folder: Path,
    models: Sequence[TrainedModel],
    *,
    device: str = "auto",
    precision: str = "auto",
    test_time: str = "none",
    progress: Progress | None = None,
    stop: threading.Event | None = None,
    command: Sequence[str] | None = None,
) -> FolderReport:
    """Ask models about all photographs below a folder, in a process of its own; nothing is written there.

    Args:
        folder: Where the photographs are.
        models: Whom to ask.
        device: `auto`, `cpu`, `cuda` or `cuda:1`.
        precision: One of `PRECISIONS`.
        test_time: One of `TEST_TIME`.
        progress: Called with answers done, answers in all, and the photograph in hand.
        stop: Set it, from any thread, to end after the photograph in hand.
        command: What to start instead of the real worker.

    Raises:
        ImageMissing: There is no photograph.
        JobError: The process can't be started, died or hung.
    """
    paths = photographs_below(folder)
    names = [path.relative_to(folder).as_posix() for path in paths]
    tables = {model.name: model.card.classes for model in models}
    request = Predict(
        1,
        tuple(ModelRef(model.name, model.folder) for model in models),
        tuple(ImageRef(number, path.absolute()) for number, path in enumerate(paths)),
        test_time,
    )
    answers: dict[tuple[int, str], FilePrediction] = {}
    problems: list[tuple[str, str]] = []
    used, stopped, failed, at = "", False, 0, names[0]
    with InferenceProcess(command or worker_command(device=device, precision=precision)) as worker:
        worker.send(request)
        while True:
            if stop is not None and stop.is_set() and not stopped:
                stopped = True
                worker.send(Cancel(1))
            match worker.receive():
                case Ready() as event:
                    used = event.device
                case Predicted() as event:
                    at = names[event.image_id]
                    answers[event.image_id, event.model] = _row(event, at, tables[event.model])
                case ImageFailed() as event:
                    file = "" if event.image_id is None else names[event.image_id]
                    place = " with ".join(part for part in (file, event.model) if part)
                    problems.append((place, f"{event.message} {event.hint}".strip()))
                    failed += (len(models) if event.model is None else 1) * (len(paths) if not file else 1)
                case RequestDone():
                    break
                case WorkerFailed() as event:
                    raise JobError(event.message, hint=event.hint or worker.last_words())
                case _:
                    continue
            if progress is not None:
                progress(len(answers) + failed, len(paths) * len(models), at)
    order = {model.name: place for place, model in enumerate(models)}
    rows = [answers[key] for key in sorted(answers, key=lambda key: (key[0], order[key[1]]))]
    return FolderReport(tuple(rows), used, tuple(problems), stopped)


def _row(event: Predicted, file: str, classes: ClassTable) -> FilePrediction:
    if event.probabilities is not None:
        shares = {classes.get(i).name: share for i, share in zip(event.class_ids, event.probabilities, strict=True)}
        return FilePrediction(file, event.model, probabilities=shares)
    boxes = tuple(
        FileBox(row.x1, row.y1, row.x2, row.y2, classes.get(row.class_id).name, row.score) for row in event.boxes or ()
    )
    return FilePrediction(file, event.model, boxes=boxes)


def _unpacked(place: Path, folder: Path) -> Path:
    """Card and checkpoint out of a zip file, wherever in it they lie together; nothing else is taken out."""
    try:
        with zipfile.ZipFile(place) as archive:
            sizes = {entry.filename: entry.file_size for entry in archive.infolist()}
            cards = [name for name in sizes if name.rpartition("/")[2] == CARD_NAME]
            if len(cards) != 1:
                raise CheckpointError(
                    "The zip file holds no model." if not cards else "The zip file holds several models.",
                    hint=f"It needs one {CARD_NAME} with {_CHECKPOINT_NAME} beside it.",
                    path=place,
                )
            checkpoint = cards[0].removesuffix(CARD_NAME) + _CHECKPOINT_NAME
            limits = {cards[0]: _LARGEST_CARD, checkpoint: _LARGEST_CHECKPOINT}
            folder.mkdir()
            for name, limit in limits.items():
                if sizes.get(name, 0) > limit:
                    raise CheckpointError(f"{name} in the zip file is too large to be a model's.", path=place)
                if name not in sizes:
                    raise CheckpointError(f"The zip file holds no {checkpoint}.", path=place)
                # Opened by name and written under our own, so that no path in the archive leads anywhere.
                with archive.open(name) as packed, (folder / name.rpartition("/")[2]).open("wb") as out:
                    shutil.copyfileobj(packed, out)
    except FileNotFoundError as error:
        raise CheckpointError(
            "There is no model here.", hint="Give a run folder or its zip file.", path=place
        ) from error
    except (zipfile.BadZipFile, OSError, RuntimeError) as error:
        raise CheckpointError(f"The model's zip file can't be read: {error}.", path=place) from error
    return folder
