"""A trained model as a folder or zip file for another workstation: no photographs, no paths.

| file              | holds                                                                     |
|-------------------|---------------------------------------------------------------------------|
| `card.json`       | the model card: what it is and how photographs are prepared for it        |
| `best.pt`         | its weights                                                               |
| `classes.json`    | its class table, to be read without knowing cards                         |
| `model.json`      | format, and the SHA-256 of the other files; written last                  |

`dermdesk predict` and `dermdesk runs PROJECT import` read both forms.
"""

from __future__ import annotations

import dataclasses
import hashlib
import json
import os
import shutil
import tempfile
import zipfile
import zlib
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, Any

from core.errors import CheckpointError, JobError
from core.inference.card import CARD_NAME, read_card, write_card
from core.inference.catalogue import architecture as find_architecture
from core.jobs.job import FROM_SCRATCH, Job, RunResult, RunState
from core.jobs.recipe import Recipe
from core.jobs.run_folder import RunFolder, new_run_folder, write_json
from core.replacing import replacing

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import IO

    from core.inference.card import ModelCard

FORMAT = 1
MANIFEST_NAME = "model.json"
CLASSES_NAME = "classes.json"
CHECKPOINT_NAME = "best.pt"
_FILES = (CARD_NAME, CHECKPOINT_NAME, CLASSES_NAME)
_LARGEST = {CARD_NAME: 16 * 2**20, CLASSES_NAME: 16 * 2**20, MANIFEST_NAME: 2**20, CHECKPOINT_NAME: 8 * 2**30}
_BLOCK = 2**20


def export_model(run: RunFolder, target: Path) -> Path:
    """Write a run's best model to a folder, or to a zip file where the name ends in `.zip`.

    Args:
        run: A run with a model; it may still be training.
        target: What isn't there yet.

    Returns:
        `target`.

    Raises:
        CheckpointError: The run has no model, or what there is can't be read.
        JobError: There is something of this name already, or the place can't be written.
    """
    if not run.has_model:
        raise CheckpointError(f"The run {run.name!r} has no model yet.", hint="Let it train for an epoch.")
    if target.exists():
        raise JobError("There is something of this name already.", hint="Choose another name.", path=target)
    card = _without_paths(run.card)
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        if target.suffix.lower() == ".zip":
            with tempfile.TemporaryDirectory(dir=target.parent, prefix=f".{target.name}.") as folder:
                _write_files(run, card, Path(folder))
                with replacing(target) as stream, zipfile.ZipFile(stream, "w", zipfile.ZIP_STORED) as archive:
                    for name in (*_FILES, MANIFEST_NAME):  # weights don't get smaller by packing
                        archive.write(Path(folder) / name, f"{card.name}/{name}")
        else:
            part = Path(tempfile.mkdtemp(dir=target.parent, prefix=f".{target.name}."))
            try:
                _write_files(run, card, part)
                part.chmod(0o755)
                os.rename(part, target)
            finally:
                shutil.rmtree(part, ignore_errors=True)
    except OSError as error:
        raise JobError(f"The model can't be written: {error.strerror}.", path=target) from error
    return target


def import_model(runs_folder: Path, source: Path) -> RunFolder:
    """Take over a model that `export_model` wrote, as a completed run; under its own name where that is free.

    Args:
        runs_folder: The project's `runs` folder.
        source: Folder or zip file.

    Raises:
        CheckpointError: It holds no model, is damaged, or was altered since it was written.
        UnknownModel, RecipeError: It is of an architecture or recipe that this DermDesk doesn't know.
        JobError: The folder can't be written.
    """
    with tempfile.TemporaryDirectory(prefix="dermdesk-model-") as unpacked:
        folder = source if source.is_dir() else _unpack(source, Path(unpacked))
        _verify(folder, source)
        card = read_card(folder)
        entry = find_architecture(card.architecture)
        if entry.task is not card.task:
            raise CheckpointError(f"{entry.title} does {entry.task}, not {card.task}.", path=source)
        recipe = Recipe.from_json(card.recipe)
        try:
            runs_folder.mkdir(parents=True, exist_ok=True)
            path = new_run_folder(runs_folder, card.architecture, wanted=card.name)
            run = RunFolder(path)
            shutil.copyfile(folder / CHECKPOINT_NAME, run.best_path)
            write_card(dataclasses.replace(card, name=run.name), run.card_path)
            best = next(iter(card.metrics.values()), None)
            run.write_result(RunResult(state=RunState.COMPLETED, best_metric=best, metrics=dict(card.metrics)))
            job = Job(
                name=run.name,
                architecture=entry.name,
                task=entry.task,
                recipe=recipe,
                snapshot_digest=card.snapshot_digest,
                initial_weights=FROM_SCRATCH,
            )
            write_json(job.to_json(), path / "job.json")  # last: without it the folder is no run
        except OSError as error:
            raise JobError(f"The model can't be copied: {error.strerror}.", path=runs_folder) from error
    return run


def _without_paths(card: ModelCard) -> ModelCard:
    """The card as it may leave this machine; weights were named by their file, which is made sure of."""
    return dataclasses.replace(card, initial_weights=PurePath(card.initial_weights.replace("\\", "/")).name)


def _write_files(run: RunFolder, card: ModelCard, folder: Path) -> None:
    shutil.copyfile(run.best_path, folder / CHECKPOINT_NAME)
    write_card(card, folder / CARD_NAME)
    write_json({"classes": card.classes.to_json()}, folder / CLASSES_NAME)
    hashes = {name: _sha256(folder / name) for name in _FILES}
    write_json({"format": FORMAT, "name": card.name, "sha256": hashes}, folder / MANIFEST_NAME)


def _verify(folder: Path, source: Path) -> None:
    """Whether each file is what the manifest says."""
    try:
        manifest = json.loads((folder / MANIFEST_NAME).read_text(encoding="utf-8"))
        if int(manifest["format"]) > FORMAT:
            raise CheckpointError("The model was exported by a newer DermDesk.", hint="Update DermDesk.", path=source)
        hashes = {name: str(manifest["sha256"][name]) for name in _FILES}
    except FileNotFoundError as error:
        raise CheckpointError(
            f"There is no exported model here: it has no {MANIFEST_NAME}.",
            hint="Export one with `dermdesk runs PROJECT export RUN FILE.zip`.",
            path=source,
        ) from error
    except (OSError, KeyError, TypeError, ValueError) as error:
        raise CheckpointError(f"{MANIFEST_NAME} can't be read: {error!r}.", path=source) from error
    for name, expected in hashes.items():
        try:
            found = _sha256(folder / name)
        except OSError as error:
            raise CheckpointError(f"The model has no {name}.", path=source) from error
        if found != expected:
            raise CheckpointError(
                f"{name} isn't the file that was exported.", hint="Copy the model anew from where it was.", path=source
            )


def _unpack(source: Path, folder: Path) -> Path:
    """The files of a model out of a zip file, written under our own names, so that no path in it leads anywhere."""
    try:
        with zipfile.ZipFile(source) as archive:
            manifests = [name for name in archive.namelist() if name.rpartition("/")[2] == MANIFEST_NAME]
            if len(manifests) != 1:
                raise CheckpointError(f"The zip file holds {len(manifests)} exported models, not one.", path=source)
            inside = manifests[0].removesuffix(MANIFEST_NAME)
            for name, limit in _LARGEST.items():
                with archive.open(inside + name) as packed, (folder / name).open("wb") as out:
                    for block in _limited(packed, limit, source):
                        out.write(block)
    except FileNotFoundError as error:
        raise CheckpointError("There is no such file or folder.", path=source) from error
    except KeyError as error:
        raise CheckpointError(f"The zip file lacks {error}.", path=source) from error
    except (zipfile.BadZipFile, OSError, RuntimeError, EOFError, NotImplementedError, zlib.error) as error:
        raise CheckpointError(f"The zip file can't be read: {error}.", path=source) from error
    return folder


def _limited(stream: IO[bytes], limit: int, source: Path) -> Iterator[bytes]:
    """Blocks of a stream; what a small archive unpacks to is counted, not believed."""
    left = limit
    while block := stream.read(_BLOCK):
        left -= len(block)
        if left < 0:
            raise CheckpointError("A file in the zip file is too large to be a model's.", path=source)
        yield block


def _sha256(path: Path) -> str:
    digest: Any = hashlib.sha256()
    with path.open("rb") as stream:
        while block := stream.read(_BLOCK):
            digest.update(block)
    return str(digest.hexdigest())
