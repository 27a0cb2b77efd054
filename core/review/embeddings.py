"""What a trained classifier sees in each photograph, as a vector, to find those that look alike; kept in the project.

The vector is what the network's head is fed with. It is worked out in the inference process, once for each photograph,
and kept by the photograph's content in `PROJECT/features/RUN.npz`: not among the run's files, which are passed on.
"""

from __future__ import annotations

import time
import zipfile
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from core.errors import CheckpointError, JobError, ProjectError, UnsupportedOperation
from core.inference.card import read_card
from core.inference.catalogue import Task
from core.inference.features import features_from_text
from core.inference.requests import Cancel, ImageFailed, ModelRef, Predict, Predicted, Ready, RequestDone, WorkerFailed
from core.inference_process import InferenceProcess, worker_command
from core.jobs.runs import find_run
from core.predicting import image_refs
from core.replacing import replacing

if TYPE_CHECKING:
    import threading
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from core.inference.card import ModelCard
    from core.project.arrays import StoredArrays
    from core.project.project import Project

FOLDER = "features"
ALIKE = 0.55
"""How far apart two photographs that look alike may be, as a share of how far each is from its nearest ones.

From `tests/benchmarks/duplicates.py` with DenseNet121 and ImageNet's weights on 160 photographs of PAD-UFES-20: of 60
photographs each, all cropped and all tilted copies, 97 % of the lighter and 70 % of the smaller ones are nearer, and at
most 2 of 24,012 pairs of two patients; among 50 photographs, which lie further apart, 2 of 1,760. A share and no
cosine, since networks differ in how alike everything is to them; no other network was measured.
"""
NEAREST = 10
"""So many nearest photographs say how far apart photographs are where these two lie; the median is taken, so that up to
four copies among them don't count."""
LEAST_PHOTOGRAPHS = 20
"""With fewer, the nearest ones say nothing."""
_TINY = 1e-3
_BLOCK = 512
_KEPT_WITHIN = 60.0


@dataclass(frozen=True, slots=True, eq=False)
class Embeddings:
    """Vectors of a project's photographs, of one network.

    Attributes:
        run: The run whose network it is.
        ids: `(N,)` image ids, rising; those that it hasn't seen are left out.
        vectors: `(N, D)` float32 of length 1.
    """

    run: str
    ids: NDArray[np.int64]
    vectors: NDArray[np.float32]

    def nearest(self, image_id: int, *, count: int) -> list[int]:
        """Ids of the photographs that look most like one, the most alike first; empty where it isn't known."""
        place = int(np.searchsorted(self.ids, image_id))
        if place == len(self.ids) or self.ids[place] != image_id:
            return []
        order = np.argsort(-(self.vectors @ self.vectors[place]), kind="stable")
        found: list[int] = self.ids[order[order != place][:count]].tolist()
        return found


@dataclass(frozen=True, slots=True)
class EmbeddingReport:
    """What came of it.

    Attributes:
        run: The run.
        made: Photographs whose vector was made.
        known: Photographs whose vector was there before.
        problems: Photographs that gave none, and why.
        stopped: Whether a person ended it early; what came until then is kept.
    """

    run: str
    made: int
    known: int
    problems: tuple[tuple[Path, str], ...] = ()
    stopped: bool = False


def alike_pairs(embeddings: Embeddings, *, at_most: float = ALIKE) -> list[tuple[int, int, float]]:
    """Pairs of image ids that look alike, and the cosine of the angle between their vectors.

    Two are alike where they are much nearer to each other than photographs thereabouts are. All pairs are compared.
    """
    ids, vectors = embeddings.ids, embeddings.vectors
    if len(ids) < LEAST_PHOTOGRAPHS:
        return []
    usual = np.empty(len(ids), np.float32)
    for start in range(0, len(ids), _BLOCK):
        apart = 1 - vectors[start : start + _BLOCK] @ vectors.T
        rows = np.arange(len(apart))
        apart[rows, start + rows] = np.inf
        usual[start : start + _BLOCK] = np.median(np.partition(apart, NEAREST - 1, axis=1)[:, :NEAREST], axis=1)
    root = np.sqrt(np.maximum(usual, _TINY))
    found = []
    for start in range(0, len(ids), _BLOCK):
        alike = vectors[start : start + _BLOCK] @ vectors[start:].T
        rows, columns = np.nonzero(1 - alike < at_most * root[start : start + _BLOCK, None] * root[None, start:])
        later = columns > rows
        for row, column in zip(rows[later], columns[later], strict=True):
            found.append((int(ids[start + row]), int(ids[start + column]), min(1.0, float(alike[row, column]))))
    return found


def read_embeddings(project: Project) -> Embeddings | None:
    """The vectors of the run that knows most of a project's photographs; None where no run that is there knows any.

    Those of an earlier checkpoint of a run, and of a run that was deleted, don't count.
    """
    folder = project.folder / FOLDER
    paths = sorted(folder.glob("*.npz"), key=lambda path: path.stat().st_mtime_ns, reverse=True)
    best: Embeddings | None = None
    records = project.images() if paths else []
    for path in paths:
        try:
            known = _kept(path, read_card(project.runs_folder / path.stem))
        except CheckpointError:
            continue
        mine = sorted((record.id, record.sha256) for record in records if record.sha256 in known)
        if mine and (best is None or len(mine) > len(best.ids)):
            ids = np.array([image_id for image_id, _ in mine], np.int64)
            best = Embeddings(path.stem, ids, np.stack([known[sha256] for _, sha256 in mine]).astype(np.float32))
    return best


def kept_pairs(embeddings: Embeddings, stored: StoredArrays) -> Sequence[tuple[int, int, float]]:
    """As `alike_pairs`, worked out again only where vectors or photographs have changed."""
    version = (hash(embeddings.ids.tobytes()), hash(embeddings.vectors.tobytes()))
    found: Sequence[tuple[int, int, float]] = stored.get(
        "alike", embeddings.run, version, lambda: alike_pairs(embeddings)
    )
    return found


def embed(
    project: Project,
    model: str,
    *,
    device: str = "auto",
    progress: Callable[[int, int, str], None] | None = None,
    stop: threading.Event | None = None,
    command: Sequence[str] | None = None,
) -> EmbeddingReport:
    """Make the vectors that lack in a process of its own, and keep them in the project's folder.

    Args:
        project: May be open read-only.
        model: A run of a classifier, or an architecture for its latest finished run.
        device: `auto`, `cpu`, `cuda` or `cuda:1`.
        progress: Called with photographs done, photographs in all, and the one in hand.
        stop: Set it, from any thread, to end after the photographs in hand.
        command: What to start instead of the real worker.

    Raises:
        UnknownModel: No run answers to the name.
        UnsupportedOperation: It is a detector.
        ProjectError: The project's folder can't be written.
        JobError: The process failed; what came until then is kept.
    """
    run = find_run(project.runs_folder, model)
    card = run.card
    if card.task is not Task.CLASSIFICATION:
        raise UnsupportedOperation(f"{run.name!r} is a detector.", hint="Name a classifier.")
    keeping = _Keeping(project.folder / FOLDER / f"{run.name}.npz", card)
    images = {record.sha256: record for record in project.images()}
    lacking = {record.id: record for sha256, record in images.items() if sha256 not in keeping.known}
    known = len(images) - len(lacking)
    problems: list[tuple[Path, str]] = []
    made, stopped = 0, False
    if not lacking:
        return EmbeddingReport(run.name, 0, known)
    asked = Predict(1, (ModelRef(run.name, run.path.absolute()),), image_refs(list(lacking.values())), features=True)
    ready = False
    with suppress(_NothingInHand), InferenceProcess(command or worker_command(device=device)) as worker, keeping:
        worker.send(asked)
        while True:
            if stop is not None and stop.is_set() and not stopped:
                stopped = True
                if not ready:
                    raise _NothingInHand  # still importing its libraries, which nobody waits for
                worker.send(Cancel(asked.request))
            match worker.receive():
                case Ready():
                    ready = True
                case Predicted() as event:
                    record = lacking[event.image_id]
                    keeping.add(record.sha256, features_from_text(event.features))
                    made += 1
                    if progress is not None:
                        progress(made + len(problems), len(lacking), record.relative_path)
                case ImageFailed(image_id=None) as event:
                    raise JobError(event.message, hint=event.hint)
                case ImageFailed(image_id=int() as image_id) as event:
                    problems.append((lacking[image_id].path, f"{event.message} {event.hint}".strip()))
                case WorkerFailed() as event:
                    raise JobError(event.message, hint=event.hint or worker.last_words())
                case RequestDone():
                    break
    return EmbeddingReport(run.name, made, known, tuple(problems), stopped)


class _NothingInHand(Exception):
    """The process is to be ended at once; raised and taken here."""


class _Keeping:
    """Vectors by the content of their photograph, written now and then, and when the block ends, however it ends."""

    def __init__(self, path: Path, card: ModelCard) -> None:
        self._path, self._card = path, card
        self.known = _kept(path, card)
        self._written, self._written_at = len(self.known), time.monotonic()

    def __enter__(self) -> _Keeping:
        try:
            # Before any work is done: what can't be kept is told at once.
            self._path.parent.mkdir(exist_ok=True)
            self._write()
        except OSError as error:
            raise ProjectError(f"The features can't be kept: {error}.", path=self._path) from error
        return self

    def __exit__(self, *_: object) -> None:
        if len(self.known) > self._written:
            self._write()

    def add(self, sha256: str, vector: NDArray[np.float16]) -> None:
        self.known[sha256] = vector
        if time.monotonic() - self._written_at > _KEPT_WITHIN:
            self._write()

    def _write(self) -> None:
        with replacing(self._path) as stream:
            np.savez(
                stream,
                checkpoint=np.array(_identity(self._card)),
                hashes=np.array(list(self.known), "S64"),
                vectors=np.array(list(self.known.values()), np.float16),
            )
        self._written, self._written_at = len(self.known), time.monotonic()


def _identity(card: ModelCard) -> str:
    return f"{card.architecture} {card.created_at.isoformat()}"


def _kept(path: Path, card: ModelCard) -> dict[str, NDArray[np.float16]]:
    """What is kept of this checkpoint; nothing of another one's."""
    try:
        # Opened here, since numpy leaves a damaged file open.
        with path.open("rb") as stream, np.load(stream, allow_pickle=False) as data:
            if str(data["checkpoint"]) != _identity(card):
                return {}
            return {key.decode("ascii"): vector for key, vector in zip(data["hashes"], data["vectors"], strict=True)}
    except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile):
        return {}  # worked out again: it says nothing the photographs don't
