"""K-fold training by patient: each run leaves one fold out and predicts it, so each photograph is judged unseen.

| file                             | holds                                                              |
|----------------------------------|--------------------------------------------------------------------|
| `runs/.folds/NAME.json`          | which runs belong together                                         |
| `runs/NAME-fold-2/`              | an ordinary run; the fold it leaves out is its snapshot's test side |
| `runs/NAME-fold-2/held-out.json` | what its best model says of that fold                              |

What they say together is stored in the project as one model called NAME whose card is marked as out of fold.
"""

from __future__ import annotations

import dataclasses
import json
import random
import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from core.errors import DermDeskError, JobError, ProjectError, ProjectLocked
from core.geometry import Box
from core.inference.catalogue import architecture as find_architecture
from core.jobs.job import AUTO, RunState
from core.jobs.run_folder import RunFolder, write_json
from core.project.labels import ImageState, Split
from core.project.records import PredictedBox, Prediction

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from core.jobs.recipe import Recipe
    from core.project.project import Project
    from core.project.snapshot import Snapshot, SnapshotImage

FOLDS_FOLDER = ".folds"
HELD_OUT_NAME = "held-out.json"
MARK = "out_of_fold"
"""Key in a stored model's card: true where none of its answers is about a photograph that it learned from."""
FOLDS = "folds"
"""Key beside it: the folds' number, runs and seed."""
FEWEST, MOST = 2, 20


@dataclass(frozen=True, slots=True)
class FoldSet:
    """Runs that belong together.

    Attributes:
        name: Also of the stored predictions, such as `densenet121-oof-1`.
        architecture: Name in the catalogue.
        runs: Names of the runs, in the order of their folds.
        seed: Of the shuffle.
        snapshot_digest: Of the labels before they were divided.
    """

    name: str
    architecture: str
    runs: tuple[str, ...]
    seed: int
    snapshot_digest: str


def fold_of_images(images: Sequence[SnapshotImage], folds: int, *, seed: int) -> dict[int, int]:
    """A fold, 0 to `folds` - 1, for each photograph; patients stay whole and classes are spread evenly.

    Groups go, the largest first and shuffled among equals, to the fold that lacks their classes most (the greedy rule
    of Sechidis et al. 2011, doi:10.1007/978-3-642-23808-6_10). The same photographs and seed give the same folds,
    whatever their order and ids.

    Raises:
        ProjectError: There are fewer patients than folds.
    """
    groups: dict[tuple[str, str], list[SnapshotImage]] = {}
    for image in sorted(images, key=lambda image: (image.sha256, image.id)):
        key = ("image", str(image.id)) if image.patient is None else ("patient", image.patient)
        groups.setdefault(key, []).append(image)
    if len(groups) < folds:
        raise ProjectError(
            f"{folds} folds need at least {folds} patients; there are {len(groups)}.", hint="Choose fewer folds."
        )
    ordered = list(groups.values())
    random.Random(seed).shuffle(ordered)
    ordered.sort(key=len, reverse=True)
    counts = [Counter[int | None]() for _ in range(folds)]
    sizes = [0] * folds
    chosen: dict[int, int] = {}
    for group in ordered:
        classes = Counter(image.image_class for image in group)

        # Adding g to c photographs of a class raises the sum of squares by 2 g c, and g^2 wherever it goes.
        def cost(fold: int, classes: Counter[int | None] = classes, size: int = len(group)) -> tuple[int, int]:
            by_class = sum(number * counts[fold][class_id] for class_id, number in classes.items())
            return by_class * folds + size * sizes[fold], fold

        fold = min(range(folds), key=cost)
        counts[fold].update(classes)
        sizes[fold] += len(group)
        chosen.update((image.id, fold) for image in group)
    return chosen


def fold_snapshots(snapshot: Snapshot, folds: int, *, seed: int) -> list[Snapshot]:
    """The snapshot once a fold, which is its test side; all else is for training, of which trainers hold some out.

    Raises:
        ProjectError: The number of folds is out of range, or there are fewer patients.
    """
    if not FEWEST <= folds <= MOST:
        raise ProjectError(f"The number of folds is from {FEWEST} to {MOST}, not {folds}.")
    usable = [image for image in snapshot.images if image.state is not ImageState.REJECTED]
    fold = fold_of_images(usable, folds, seed=seed)

    def divided(number: int) -> Snapshot:
        images = tuple(
            dataclasses.replace(image, split=Split.TEST if fold[image.id] == number else Split.TRAIN)
            for image in usable
        )
        return dataclasses.replace(snapshot, images=images)

    return [divided(number) for number in range(folds)]


def create_folds(
    runs_folder: Path,
    architecture: str,
    recipe: Recipe,
    snapshot: Snapshot,
    *,
    folds: int,
    initial_weights: str = AUTO,
    device: str = AUTO,
) -> FoldSet:
    """Make the run folders of a set of folds, to be put into the queue under its name.

    Args:
        runs_folder: The project's `runs` folder.
        architecture: Name in the catalogue.
        recipe: How each trains; its seed shuffles the patients, too.
        snapshot: What to divide; the splits in it don't count.
        folds: 2 to 20.
        initial_weights: As of a run.
        device: As of a run.

    Raises:
        UnknownModel: There is no such architecture.
        ProjectError: The number of folds is out of range, or there are fewer patients.
    """
    chosen = find_architecture(architecture)
    snapshots = fold_snapshots(snapshot, folds, seed=recipe.seed)
    (runs_folder / FOLDS_FOLDER).mkdir(parents=True, exist_ok=True)
    path = _new_set(runs_folder, chosen.name)
    runs = [
        RunFolder.create(
            runs_folder,
            chosen.name,
            recipe,
            divided,
            initial_weights=initial_weights,
            device=device,
            name=f"{path.stem}-fold-{number}",
            fold_of=path.stem,
        )
        for number, divided in enumerate(snapshots, start=1)
    ]
    made = FoldSet(path.stem, chosen.name, tuple(run.name for run in runs), recipe.seed, snapshot.digest)
    write_json({**dataclasses.asdict(made), "runs": list(made.runs)}, path)
    return made


def read_folds(runs_folder: Path, name: str) -> FoldSet:
    """The set of this name.

    Raises:
        JobError: There is none, or its file is damaged.
    """
    path = runs_folder / FOLDS_FOLDER / f"{name}.json"
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
        return FoldSet(
            str(data["name"]),
            str(data["architecture"]),
            tuple(str(run) for run in data["runs"]),
            int(data["seed"]),
            str(data["snapshot_digest"]),
        )
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise JobError(f"There are no folds {name!r} that can be read: {error!r}.", path=path) from error


def list_folds(runs_folder: Path) -> list[FoldSet]:
    """The sets that can be read, by name; one whose making was cut short isn't there yet."""
    found = []
    for path in sorted((runs_folder / FOLDS_FOLDER).glob("*.json")):
        try:
            found.append(read_folds(runs_folder, path.stem))
        except JobError:
            continue
    return found


def predict_held_out(run: RunFolder, *, command: Sequence[str] | None = None) -> int:
    """Ask a fold's best model about the photographs it was kept from, and keep the answers beside it.

    Args:
        run: Finished.
        command: What to start instead of the real inference process.

    Returns:
        The number of answers; photographs that can't be read have none.

    Raises:
        CheckpointError, SnapshotError: The run can't be read.
        JobError: The process died or hung.
    """
    from core.inference.requests import ImageRef, ModelRef, Predict, Predicted, RequestDone, WorkerFailed
    from core.inference_process import InferenceProcess, worker_command
    from core.predicting import prediction_from_event

    card, job = run.card, run.job
    images = [image for image in run.snapshot.images if image.split is Split.TEST]
    hashes = {image.id: image.sha256 for image in images}
    refs = tuple(ImageRef(image.id, image.path, image.sha256, image.width, image.height) for image in images)
    rows: list[dict[str, Any]] = []
    with InferenceProcess(command or worker_command(device=job.device)) as worker:
        worker.send(Predict(1, (ModelRef(run.name, run.path.absolute()),), refs))
        while True:
            match worker.receive():
                case Predicted() as event:
                    rows.append(_to_json(prediction_from_event(event, card), hashes[event.image_id]))
                case RequestDone():
                    break
                case WorkerFailed() as event:
                    raise JobError(event.message, hint=event.hint or worker.last_words())
                case _:
                    continue
    data = {"model": run.name, "card_created_at": card.created_at.isoformat(), "rows": rows}
    write_json(data, run.path / HELD_OUT_NAME)
    return len(rows)


def store_out_of_fold(
    project: Project, name: str, *, predict: Callable[[RunFolder], object] = predict_held_out
) -> tuple[int, tuple[str, ...]]:
    """Store what the folds said as the predictions of one model; again, once more folds are done.

    A photograph that is no longer in the project, or whose file is another one now, is left out.

    Args:
        project: Open for writing.
        name: Of the folds.
        predict: Asks a finished fold that wasn't asked yet.

    Returns:
        The number of photographs with an answer, and the runs that have none yet, with the reason.

    Raises:
        JobError: There are no such folds, or none of them is done.
        ClassTableError, ProjectError: The project's classes are others now.
    """
    folds = read_folds(project.runs_folder, name)
    rows: list[dict[str, Any]] = []
    lacking: list[str] = []
    done: list[RunFolder] = []
    for run in (RunFolder(project.runs_folder / run) for run in folds.runs):
        try:
            state = run.state if run.path.is_dir() else None
            if state is None or not state.is_finished or not run.has_model:
                lacking.append(f"{run.name}: {'deleted' if state is None else state.value}")
                continue
            if not _is_current(run):
                predict(run)
            rows += _held_out(run)["rows"]
            done.append(run)
        except (DermDeskError, OSError) as error:
            lacking.append(f"{run.name}: {error}")
    if not done:
        raise JobError(f"None of the folds of {name!r} is done.", hint="; ".join(lacking), path=project.runs_folder)
    known = {image.id: image.sha256 for image in project.images()}
    predictions = [_from_json(row, name) for row in rows if known.get(row["image_id"]) == row["sha256"]]
    card = dataclasses.replace(done[0].card, name=name, metrics={}, snapshot_digest=folds.snapshot_digest)
    mark = {MARK: True, FOLDS: {"folds": len(folds.runs), "runs": [run.name for run in done], "seed": folds.seed}}
    if name in {entry.name for entry in project.predicted_models()}:
        project.clear_predictions(name)
    project.add_model(name, {**card.to_json(), **mark}, project.runs_folder / name)
    project.store_predictions(predictions)
    return len(predictions), tuple(lacking)


def is_out_of_fold(card: Mapping[str, Any]) -> bool:
    """Whether a stored model (`Project.model_card`) never learned from the photographs it answered about."""
    return card.get(MARK) is True


def folds_to_store(project: Project) -> list[str]:
    """Names of folds all of whose runs are over, with answers that aren't stored yet."""
    stored = {entry.name for entry in project.predicted_models()}
    ready = []
    for folds in list_folds(project.runs_folder):
        runs = [run for run in (RunFolder(project.runs_folder / run) for run in folds.runs) if run.path.is_dir()]
        done = {run.name for run in runs if (run.path / HELD_OUT_NAME).is_file()}
        known = set(project.model_card(folds.name)[FOLDS]["runs"]) if folds.name in stored else set()
        if done - known and all(run.state.is_over or run.state is RunState.QUEUED for run in runs):
            waiting = any(run.state is RunState.QUEUED for run in runs)
            if not waiting:
                ready.append(folds.name)
    return ready


def store_ready_folds(
    project: Path, tell: Callable[[str], object], *, predict: Callable[[RunFolder], object] = predict_held_out
) -> list[str]:
    """Store what all folds said that `folds_to_store` names; their names.

    Args:
        project: Its folder. Where the window has it open, nothing is stored: the window does so itself.
        tell: Told each sentence about it.
        predict: Asks a finished fold that wasn't asked yet.
    """
    from core.project.project import Project

    with Project.open(project, read_only=True) as opened:
        ready = folds_to_store(opened)
    if not ready:
        return ready
    try:
        with Project.open(project) as opened:
            for name in ready:
                stored, lacking = store_out_of_fold(opened, name, predict=predict)
                number = "1 out-of-fold prediction" if stored == 1 else f"{stored} out-of-fold predictions"
                tell(f"Stored {number} as {name}.")
                for reason in lacking:
                    tell(f"  without {reason}")
    except ProjectLocked:
        tell(f"The window has the project open, and stores the predictions of {', '.join(ready)} itself.")
    return ready


def _new_set(runs_folder: Path, architecture: str) -> Path:
    """Claim the file of `ARCHITECTURE-oof-N`, empty at first."""
    pattern = re.compile(re.escape(architecture) + r"-oof-(\d+)")
    while True:
        taken = [
            int(found[1]) for path in (runs_folder / FOLDS_FOLDER).iterdir() if (found := pattern.fullmatch(path.stem))
        ]
        path = runs_folder / FOLDS_FOLDER / f"{architecture}-oof-{max(taken, default=0) + 1}.json"
        try:
            path.touch(exist_ok=False)
        except FileExistsError:
            continue
        return path


def _held_out(run: RunFolder) -> dict[str, Any]:
    try:
        data: dict[str, Any] = json.loads((run.path / HELD_OUT_NAME).read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except (OSError, ValueError) as error:
        raise JobError(f"The answers of the fold can't be read: {error}.", path=run.path / HELD_OUT_NAME) from error
    return data


def _is_current(run: RunFolder) -> bool:
    """Whether the answers are those of the best model as it is now; the run may have been gone on with."""
    return _held_out(run).get("card_created_at") == run.card.created_at.isoformat()


def _to_json(prediction: Prediction, sha256: str) -> dict[str, Any]:
    boxes = prediction.boxes
    return {
        "image_id": prediction.image_id,
        "sha256": sha256,
        "class_ids": list(prediction.class_ids),
        "probabilities": None if prediction.probabilities is None else list(prediction.probabilities),
        "boxes": None if boxes is None else [[*row.box.as_tuple(), row.class_id, row.score] for row in boxes],
    }


def _from_json(row: Mapping[str, Any], model: str) -> Prediction:
    boxes = row["boxes"]
    return Prediction(
        model=model,
        image_id=int(row["image_id"]),
        probabilities=None if row["probabilities"] is None else tuple(float(p) for p in row["probabilities"]),
        boxes=None
        if boxes is None
        else tuple(PredictedBox(Box(*map(float, box[:4])), int(box[4]), float(box[5])) for box in boxes),
        class_ids=tuple(int(class_id) for class_id in row["class_ids"]),
    )
