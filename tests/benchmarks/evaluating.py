"""Evaluating stored rows, the old way against the new: `python tests/benchmarks/evaluating.py [--images N]`.

Old: JSON vectors and rows of boxes become a dataclass each, one dictionary finds the photograph of another, and boxes
are matched photograph by photograph, as DermDesk did at first. New: `core.evaluation` on packed bytes and arrays, once
with nothing read before (cold) and once where nothing changed since (warm). Both in this run, on the same numbers,
which are checked to give the same answers. The pages of the window are worked out with nothing kept (old) and as they
are after a tick (new), which changes nothing of boxes and metadata. The quickest of the rounds, since other programs
can only slow one.
"""

from __future__ import annotations

import argparse
import gc
import json
import sqlite3
import sys
import tempfile
import time
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import numpy as np

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from core.classes import load_template  # noqa: E402
from core.evaluation import evaluate, with_boxes  # noqa: E402
from core.geometry import Box  # noqa: E402
from core.inference.card import ModelCard  # noqa: E402
from core.inference.catalogue import architectures  # noqa: E402
from core.metrics.box_scores import box_matches  # noqa: E402
from core.metrics.detection import box_scores, detector_image_class  # noqa: E402
from core.metrics.matching import match_boxes  # noqa: E402
from core.project.arrays import StoredArrays  # noqa: E402
from core.project.labels import Split, new_box  # noqa: E402
from core.project.project import Project  # noqa: E402
from core.project.records import NewImage, PredictedBox, Prediction  # noqa: E402
from desktop.evaluate.pages import PAGES  # noqa: E402
from desktop.evaluate.reading import read  # noqa: E402
from desktop.evaluate.shown import Shown  # noqa: E402

CLASSES = load_template("skin10")
TINY = 1e-9
QUERIES = {
    "query by class": 'diagnosis:"Basal Cell Carcinoma"',
    "query by boxes": "boxes>=1",
    "query by patient": "patient:P1",
}
TICKED = "resnet50-1"
"""The tick that is taken away."""
Times = tuple[float, float]
"""Milliseconds of wall-clock, and of this process's own work: more of the first means that others were at work too."""


def main() -> int:
    """Measure and print a table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--images", type=int, default=20_000)
    parser.add_argument("--boxes", type=int, default=5, help="predicted boxes of a photograph and detector")
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / "clinic"
        print(f"Storing {options.images:,} photographs and 6 models' predictions ...", flush=True)
        detectors = fill(folder, options.images, options.boxes)
        write_old(folder)
        rows = measure(folder, detectors[0], options.rounds)
    print(f"\n{'milliseconds, (processor time)':50}{'old':>16}{'new':>16}{'ratio':>8}")
    for what, old, new in rows:
        before, ratio = ("", "") if old is None else (f"{old[0]:.0f} ({old[1]:.0f})", f"{old[0] / new[0]:.1f}x")
        print(f"{what:50}{before:>16}{f'{new[0]:.0f} ({new[1]:.0f})':>16}{ratio:>8}")
    return 0


def fill(folder: Path, images: int, boxes: int) -> list[str]:
    """A project with a box and a diagnosis a photograph, four classifiers and two detectors; the detectors' names."""
    rng = np.random.default_rng(0)
    photos = folder.parent / "photos"
    photos.mkdir()
    truth = rng.integers(0, len(CLASSES), images)
    corners = rng.uniform(0, 900, (images, 2))
    detectors = []
    with Project.create(folder, CLASSES, who="bench") as project:
        project.add_images(
            photos,
            (
                NewImage(
                    photos / f"{n:06}.jpg", f"{n:06}.jpg", f"{n:064x}", 2000, 2000, 1, 1,
                    diagnosis=CLASSES.ids[truth[n]], patient=f"P{n // 3}",
                    split=Split.TEST if n // 3 % 5 == 0 else Split.TRAIN,
                    boxes=(new_box(Box(x, y, x + 300, y + 300), CLASSES.ids[truth[n]]),),
                )
                for n, (x, y) in enumerate(corners.tolist())
            ),
        )  # fmt: skip
        ids = project.image_ids()
        for entry in (entry for entry in architectures() if entry.paper):
            card = ModelCard(
                name=f"{entry.name}-1", architecture=entry.name, task=entry.task, classes=CLASSES,
                image_size=entry.image_size, mean=entry.mean, std=entry.std,
                created_at=datetime(2026, 1, 1, tzinfo=UTC),
            )  # fmt: skip
            project.add_model(card.name, card.to_json(), project.runs_folder / card.name)
            if entry.task.value == "classification":
                table = rng.dirichlet(np.full(len(CLASSES), 0.3), images) * 0.6
                table[np.arange(images), truth] += 0.4 * rng.random(images)
                table /= table.sum(axis=1, keepdims=True)
                rows = [
                    Prediction(card.name, key, tuple(row), None, CLASSES.ids)
                    for key, row in zip(ids, table.tolist(), strict=True)
                ]
            else:
                detectors.append(card.name)
                rows = [
                    Prediction(card.name, key, None, _boxes(rng, *corners[n], boxes), CLASSES.ids)
                    for n, key in enumerate(ids)
                ]
            project.store_predictions(rows)
    return detectors


def _boxes(rng: np.random.Generator, x: float, y: float, number: int) -> tuple[PredictedBox, ...]:
    shifts = rng.normal(0, 60, (number, 2)).tolist()
    scores = sorted(rng.random(number).tolist(), reverse=True)
    named = rng.integers(0, len(CLASSES), number).tolist()
    return tuple(
        PredictedBox(Box(x + dx, y + dy, x + dx + 300, y + dy + 300), CLASSES.ids[column], score)
        for (dx, dy), column, score in zip(shifts, named, scores, strict=True)
    )


def write_old(folder: Path) -> None:
    """The vectors as JSON beside the project, as they were kept before."""
    with Project.open(folder, read_only=True) as project, closing(sqlite3.connect(folder / "old.sqlite")) as old:
        old.execute("CREATE TABLE predictions (id INTEGER PRIMARY KEY, model TEXT, image_id INTEGER, vector TEXT)")
        old.execute("CREATE TABLE boxes (prediction_id INTEGER, x1, y1, x2, y2, class_id INTEGER, score REAL)")
        for key, entry in enumerate(project.predictions()):
            vector = None if entry.probabilities is None else json.dumps(entry.probabilities)
            old.execute("INSERT INTO predictions VALUES (?, ?, ?, ?)", (key, entry.model, entry.image_id, vector))
            old.executemany(
                "INSERT INTO boxes VALUES (?, ?, ?, ?, ?, ?, ?)",
                [(key, *found.box.as_tuple(), found.class_id, found.score) for found in entry.boxes or ()],
            )
        old.execute("CREATE INDEX by_prediction ON boxes (prediction_id)")
        old.commit()


def old_way(folder: Path) -> tuple[dict[str, float], dict[str, list[Prediction]]]:
    """Accuracy of each model, from dataclasses and dictionaries."""
    with Project.open(folder, read_only=True) as project:
        classes, records, labels = project.read_all()
    truth = {record.id: labels[record.id].image_class for record in records}
    found: dict[int, list[PredictedBox]] = {}
    rows: dict[str, list[Prediction]] = {}
    with closing(sqlite3.connect(folder / "old.sqlite")) as old:
        for key, x1, y1, x2, y2, class_id, score in old.execute("SELECT * FROM boxes ORDER BY prediction_id, rowid"):
            found.setdefault(key, []).append(PredictedBox(Box(x1, y1, x2, y2), class_id, score))
        for key, model, image_id, vector in old.execute("SELECT * FROM predictions ORDER BY model, image_id"):
            probabilities = None if vector is None else tuple(json.loads(vector))
            boxes = None if vector is not None else tuple(found.get(key, ()))
            rows.setdefault(model, []).append(Prediction(model, image_id, probabilities, boxes, classes.ids))
    accuracies = {}
    for model, entries in rows.items():
        by_image = {entry.image_id: entry for entry in entries}
        judged = [by_image[image_id] for image_id in truth]
        if judged[0].probabilities is not None:
            columns = np.asarray([entry.probabilities for entry in judged]).argmax(axis=1)
            said = [classes.ids[column] for column in columns]
        else:
            said = [
                detector_image_class([box.class_id for box in entry.boxes], [box.score for box in entry.boxes])
                for entry in judged
            ]
        accuracies[model] = float(np.mean([a == b for a, b in zip(said, truth.values(), strict=True)]))
    return accuracies, rows


def old_matching(folder: Path, entries: list[Prediction]) -> object:
    """Lesions found, photograph by photograph."""
    with Project.open(folder, read_only=True) as project:
        labels = project.labels_of()
    matchings = []
    for entry in entries:
        boxes = [box for box in entry.boxes if box.score >= 0.3]
        matchings.append(
            match_boxes(
                np.array([box.box.as_tuple() for box in boxes]).reshape(-1, 4),
                np.array([box.score for box in boxes]),
                np.array([box.box.as_tuple() for box in labels[entry.image_id].boxes]).reshape(-1, 4),
            )
        )
    return box_scores(matchings)


def measure(folder: Path, detector: str, rounds: int) -> list[tuple[str, Times | None, Times]]:
    """What was timed, the old way where there was one, and the new."""
    times: dict[str, list[tuple[float, float]]] = {}

    def clock(what, work):
        wall, processor = time.perf_counter(), time.process_time()
        answer = work()
        times.setdefault(what, []).append((time.perf_counter() - wall, time.process_time() - processor))
        return answer

    def cold():
        with Project.open(folder, read_only=True) as project:
            return evaluate(project, None, boxes=False, stored=StoredArrays())

    def one_round():
        accuracies, rows = clock("old", lambda: old_way(folder))
        theirs = clock("old matching", lambda: old_matching(folder, rows[detector]))
        # A hundred thousand objects would slow Python's own housekeeping while the new way is measured.
        rows.clear()
        gc.collect()
        evaluation = clock("cold", cold)
        for entry in evaluation.models:
            assert abs(entry.weighted_accuracy - accuracies[entry.name]) < TINY, entry.name
        with Project.open(folder, read_only=True) as project:
            stored = StoredArrays()
            whole = evaluate(project, None, boxes=False, stored=stored)
            clock("warm, all", lambda: evaluate(project, None, boxes=False, stored=stored))
            clock("warm, test", lambda: evaluate(project, Split.TEST, boxes=False, stored=stored))
            half = whole.image_ids[::2]
            clock("warm, filter", lambda: evaluate(project, None, boxes=False, among=half, stored=stored))
            clock("warm, models", lambda: evaluate(project, None, ["resnet50", detector], boxes=False, stored=stored))
            for what, query in QUERIES.items():
                clock(what, lambda query=query: read(project, None, stored, query=query))
            judged = clock("boxes", lambda: with_boxes(project, whole.model(detector), stored))
        clock("numbers", lambda: [_shown(entry) for entry in whole.all()])
        clock("subsets", whole.subsets)
        ours = clock("matching", lambda: box_matches(judged.drawn, judged.found))
        assert theirs == ours
        clock("mAP", lambda: judged.boxes)

    def pages_round():
        with Project.open(folder, read_only=True) as project:
            stored = StoredArrays()
            whole = read(project, None, stored)
            reading = whole.with_ensemble(list(whole.models))
            shown = Shown(reading, tuple(reading.models), dict.fromkeys(reading.models, "#0072b2"), "all")
            fewer = whole.with_ensemble([name for name in whole.models if name != TICKED])
            ticked = replace(shown, reading=fewer, drawn=tuple(name for name in shown.drawn if name != TICKED))
            for spec in (spec for spec in PAGES if spec.load is not None):
                clock(f"{spec.key} first", lambda spec=spec: spec.load(project, reading, shown.drawn, StoredArrays()))
                spec.load(project, reading, shown.drawn, stored)
                loaded = clock(spec.key, lambda spec=spec: spec.load(project, fewer, ticked.drawn, stored))
                clock(
                    f"{spec.key} drawn", lambda spec=spec, loaded=loaded: spec.present(replace(ticked, loaded=loaded))
                )
            for spec in (spec for spec in PAGES if spec.load is None):
                clock(f"{spec.key} drawn", lambda spec=spec: spec.present(shown))

    for _ in range(rounds):
        one_round()
        pages_round()
    best = {what: tuple(1000 * min(column) for column in zip(*values, strict=True)) for what, values in times.items()}
    both = tuple(a + b for a, b in zip(best["matching"], best["boxes"], strict=True))
    return [
        ("evaluate all, cold", best["old"], best["cold"]),
        ("evaluate all, warm", best["old"], best["warm, all"]),
        ("another split, warm", best["old"], best["warm, test"]),
        ("half of the photographs by id, warm", best["old"], best["warm, filter"]),
        ("two of the models, warm", best["old"], best["warm, models"]),
        *((f"typed: {query}", best["old"], best[what]) for what, query in QUERIES.items()),
        ("match one detector's boxes", best["old matching"], best["matching"]),
        ("... with reading them", best["old matching"], both),
        ("mAP, matches and IoU of a detector", None, best["mAP"]),
        ("numbers of the window's table", None, best["numbers"]),
        ("all 15 ensembles", None, best["subsets"]),
        *(
            (f"page {spec.key}, worked out in the background", best[f"{spec.key} first"], best[spec.key])
            for spec in PAGES
            if spec.load is not None
        ),
        *((f"page {spec.key}, in the window's thread", None, best[f"{spec.key} drawn"]) for spec in PAGES),
    ]


def _shown(entry):
    return (entry.weighted_accuracy, entry.balanced_accuracy, entry.patient_interval, entry.top_3, entry.confusion)


if __name__ == "__main__":
    sys.exit(main())
