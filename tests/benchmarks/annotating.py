"""Opening, walking, editing and asking annotated projects: `python tests/benchmarks/annotating.py [--sizes 10000 …]`.

Projects of 640 x 480 JPEGs with three lesion boxes each are made in a temporary folder (sixteen files under as many
names as needed), with a history row for every third photograph and one classifier's predictions. Each opening is a
process of its own, offscreen, window 1600 x 1000, from the click on the start page until the photograph is painted.
Files are in the page cache. CPU is the window's thread alone. The peers' figures are those of X-AnyLabeling 4.2.1,
labelme 7.9.1 and LabelImg 1.8.6 on a machine of the same kind, with 10,000 images.

Two baselines run beside in the same process: filling the list by reading every record, as it was done before, and the
reading alone of what a query needs without columns and indexes for it (records and labels; predictions where asked).
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

QUERIES = (
    "state:new",
    'class:"class 3" boxes>=2',
    "split:test -state:verified (patient:P12 or patient:P13)",
    "boxsize<60px flag:difficult",
    "annotator:ana state:labelled",
    "score<0.3 disagrees:any",
    "predicted:none or boxes=0",
    '"left arm" photo0001',
    "boxes>0",
)
PEERS = {
    "open": "LabelImg 133, X-AnyLabeling 493, labelme 869",
    "next": "LabelImg 10.1, labelme 21.6, X-AnyLabeling 38.5",
    "edit": "LabelImg 0.8, labelme 0.7 (+ 73 to walk its list), X-AnyLabeling 2.7",
    "query": "X-AnyLabeling reads every file again; the others have none",
}
CLASSES = 10


def main() -> int:
    """Measure and print a table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--sizes", type=int, nargs="+", default=[10_000, 100_000])
    parser.add_argument("--rounds", type=int, default=5, help="Openings a size.")
    parser.add_argument("--steps", type=int, default=60, help="Photographs walked through.")
    parser.add_argument("--child", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.child:
        measure(Path(options.child), options.steps)
        return 0
    with tempfile.TemporaryDirectory() as place:
        for size in options.sizes:
            folder = Path(place, str(size))
            started = time.perf_counter()
            make_project(folder, size)
            print(f"\n{size:,} photographs, made in {time.perf_counter() - started:.0f} s", flush=True)
            results = []
            for number in range(options.rounds):
                steps = options.steps if number == 0 else 0
                command = [sys.executable, __file__, "--child", str(folder), "--steps", str(steps)]
                done = subprocess.run(command, capture_output=True, text=True, env={**os.environ, "HOME": place})
                if done.returncode != 0:
                    raise SystemExit(done.stderr[-3000:])
                results.append(json.loads(done.stdout.splitlines()[-1]))
            print_results(results)
    return 0


def print_results(results):
    """One table a size."""
    first = results[0]
    opened = sorted(entry["open"] for entry in results)
    print("| milliseconds | median | p95 or max | baseline | ratio | peers |\n|---|---|---|---|---|---|")

    def row(name, median, worst, baseline="", peers=""):
        ratio = f"{baseline / median:.1f}" if baseline else ""
        shown = f"{baseline:.1f}" if baseline else ""
        print(f"| {name} | {median:.1f} | {worst:.1f} | {shown} | {ratio} | {peers} |")

    row("open to the painted photograph", statistics.median(opened), opened[-1], peers=PEERS["open"])
    row("   CPU of the window's thread", *middle([r["open_cpu"] for r in results]))
    row(
        "of it: fill the list", *middle([r["fill"] for r in results]), statistics.median(r["old_fill"] for r in results)
    )
    row("open again in the same window", *middle([r["again"] for r in results]))
    row("   CPU of the window's thread", *middle([r["again_cpu"] for r in results]))
    row("next photograph, read ahead", *middle(first["next"]), peers=PEERS["next"])
    row("edit, the window's thread, saved", *middle(first["edit"]), peers=PEERS["edit"])
    for text, entry in first["queries"].items():
        row(f"`{text}` ({entry['found']:,})", *middle(entry["ours"]), entry["slow"], PEERS["query"])
        row("   and the list narrowed by it", *middle(entry["window"]))
    gaps = ", ".join(f"{name} {gap:.0f}" for name, gap in first["gaps"].items())
    print(f"\nLongest gap of a 5 ms timer: {gaps} ms", flush=True)


def middle(values):
    """Median and 95th percentile."""
    ordered = sorted(values)
    return statistics.median(ordered), ordered[min(len(ordered) - 1, int(0.95 * len(ordered)))]


def make_project(folder, size):
    """A project of so many annotated photographs, written in a few large transactions."""
    import random
    from datetime import UTC, datetime

    import cv2
    import numpy as np

    from core.classes import ClassTable
    from core.project import schema
    from core.project.image_facts import label_facts, searched_text
    from core.project.label_rows import _box_values
    from core.project.labels import ImageLabels, ImageState, new_box
    from core.project.project import Project

    photos = folder / "photos"
    dice = random.Random(0)
    noise = np.random.default_rng(0)
    pictures = []
    for _ in range(16):
        rough = noise.integers(90, 220, (30, 40, 3), np.uint8)
        pictures.append(cv2.imencode(".jpg", cv2.resize(rough, (640, 480), interpolation=cv2.INTER_CUBIC))[1].tobytes())
    sources = []
    folder.mkdir()
    for number, data in enumerate(pictures):
        sources.append(folder / f"source{number}.jpg")
        sources[-1].write_bytes(data)
    table = ClassTable.from_names([f"class {number}" for number in range(1, CLASSES + 1)])
    now = datetime.now(UTC)
    states = list(ImageState)
    with Project.create(folder / "project", table, who="ana") as project:
        photos.mkdir()
        root = project.add_root(photos)
        card = {"architecture": "resnet18", "task": "classification", "classes": table.to_json()}
        project.add_model("resnet18-1", card, project.runs_folder)
        with project._database.writing() as connection:
            images, boxes, history, predictions = [], [], [], []
            for key in range(1, size + 1):
                path = f"clinic{key % 7}/photo{key:06}.jpg"
                target = photos / path
                if key <= 7:
                    target.parent.mkdir(exist_ok=True)
                os.link(sources[key % 16], target)
                found = tuple(
                    new_box(_square(dice, side), 1 + key % CLASSES, difficult=dice.random() < 0.01)
                    for side in (40 + dice.randrange(100), 90, 200)
                )
                diagnosis = 1 + key % CLASSES if key % 2 else None
                labels = ImageLabels(found, diagnosis, states[key % 5])
                patient, further = f"P{key // 4}", {"site": ("left arm", "back", "face")[key % 3], "age": str(key % 90)}
                images.append(
                    {
                        "id": key, "root_id": root, "relative_path": path, "sha256": f"{key:064x}", "width": 640,
                        "height": 480, "orientation": 1, "file_size": len(pictures[key % 16]),
                        "split": ("train", "train", "val", "test")[key // 4 % 4], "patient": patient,
                        "diagnosis": diagnosis, "state": labels.state.value, "reason": "", "metadata": further,
                        "added_at": now, "search_text": searched_text(path, patient, further), **label_facts(labels),
                    }
                )  # fmt: skip
                boxes += [{"uid": box.uid, **_box_values(key, place, box)} for place, box in enumerate(found)]
                if key % 3 == 0:
                    history.append({"image_id": key, "at": now, "who": "ana", "kind": "edit", "what": "Draw box",
                                    "before": {}, "after": {}, "step_id": None})  # fmt: skip
                top, share = 1 + (key + (key % 5 == 0)) % CLASSES, 0.2 + 0.8 * dice.random()
                rest = (1 - share) / (CLASSES - 1)
                predictions.append(
                    {
                        "model_id": 1, "image_id": key, "detects": False, "predicted_at": now, "top_class": top,
                        "top_score": share, "image_class": None, "packed_boxes": None,
                        "probabilities": tuple(share if c == top else rest for c in range(1, CLASSES + 1)),
                    }
                )  # fmt: skip
            for name, rows in (
                ("images", images),
                ("boxes", boxes),
                ("history", history),
                ("predictions", predictions),
            ):
                connection.execute(schema.metadata.tables[name].insert(), rows)


def _square(dice, side):
    from core.geometry import Box

    x, y = dice.randrange(300), dice.randrange(200)
    return Box(x, y, x + side, y + side)


def old_fill(project):
    """How the list was filled before: every record, and the labels of those without a diagnosis, row by row."""
    from sqlalchemy import func, select

    from core.project import schema
    from core.project.image_rows import _SPLITS, _STATES, read_roots
    from core.project.records import ImageRecord

    images, boxes = schema.images, schema.boxes
    counted = select(boxes.c.image_id, func.count().label("box_count")).group_by(boxes.c.image_id).subquery()
    columns = [images.c[name] for name in (
        "id", "root_id", "relative_path", "sha256", "width", "height", "orientation", "split", "patient", "diagnosis",
        "state",
    )]  # fmt: skip
    query = (
        select(*columns, func.coalesce(counted.c.box_count, 0), images.c.metadata)
        .join_from(images, counted, counted.c.image_id == images.c.id, isouter=True)
        .order_by(images.c.relative_path, images.c.id)
    )
    with project._database.reading() as connection:
        roots = read_roots(connection, project.folder)
        records = [
            ImageRecord(row[0], roots[row[1]] / row[2], *row[2:7], _SPLITS[row[7]], row[8], row[9], _STATES[row[10]],
                        row[11], row[12])
            for row in connection.execute(query).all()
        ]  # fmt: skip
    labels = project.labels_of([record.id for record in records if record.diagnosis is None and record.box_count])
    return [(record, record.diagnosis or labels[record.id].image_class) for record in records]


def slow_answer(project, query):
    """Seconds of the reading in Python of what a query needs, as it is without columns and indexes for it."""
    started = time.perf_counter()
    records, labels = project.images(), project.labels_of()
    predictions = {entry.image_id: entry for entry in project.predictions()} if "score" in query else {}
    sum(1 for record in records if labels[record.id].boxes and predictions is not None)
    return time.perf_counter() - started


class Gaps:
    """The longest time a 5 ms timer was held up."""

    def __init__(self, core):
        self.longest = {}
        self._name, self._last = "", time.perf_counter()
        self._timer = core.QTimer()
        self._timer.timeout.connect(self._tick)
        self._timer.start(5)

    def during(self, name):
        self._name, self._last = name, time.perf_counter()

    def _tick(self):
        now = time.perf_counter()
        gap = (now - self._last) * 1e3
        self.longest[self._name] = max(self.longest.get(self._name, 0.0), gap)
        self._last = now


def measure(folder, steps):
    """The child: open, walk, edit, query, and print what it took as JSON, in milliseconds."""
    from PySide6 import QtCore
    from PySide6.QtWidgets import QApplication

    from core.geometry import Box
    from desktop.annotate.listing import ListFilter
    from desktop.app import _read_ahead, make_application
    from desktop.main_window import MainWindow
    from desktop.shell import Shell

    application = make_application()
    window = MainWindow()
    shell = Shell(window)
    window.resize(1600, 1000)
    window.show()
    # While a person looks at the start page, what opening needs is imported.
    _read_ahead()
    until(application, lambda: False, 0.3)
    gaps = Gaps(QtCore)

    def shown():
        canvas = window.annotate.view.canvas
        return canvas._backdrop.photo is not None and window.session.image_id is not None

    def opened():
        started, worked = time.perf_counter(), time.thread_time()
        shell.open_project(folder / "project")
        until(application, shown)
        window.annotate.view.canvas.repaint()
        return (time.perf_counter() - started) * 1e3, (time.thread_time() - worked) * 1e3

    gaps.during("open")
    found = {}
    found["open"], found["open_cpu"] = opened()
    gaps.during("idle")
    until(application, lambda: False, 0.4)
    shell.close_project()
    until(application, lambda: False, 0.2)
    found["again"], found["again_cpu"] = opened()
    controller, project = window.annotate.controller, window.session.project
    found["fill"] = timed(controller.list.read_again)
    found["old_fill"] = timed(lambda: old_fill(project))
    next_times, edit_times = [], []
    gaps.during("next and edit")
    for _ in range(steps):
        until(application, lambda: False, 0.15)
        started = time.perf_counter()
        controller.list.go(1)
        application.processEvents()
        until(application, shown)
        window.annotate.view.canvas.repaint()
        next_times.append((time.perf_counter() - started) * 1e3)
        edit_times.append(timed(lambda: controller.boxes.draw(Box(10, 10, 60, 60))))
    found["next"], found["edit"] = next_times, edit_times
    queries = {}
    gaps.during("query")
    for text in QUERIES if steps else ():
        ours, narrowed = [], []
        for _ in range(5):
            ours.append(timed(lambda text=text: queries.update({text: {"found": len(matching(project, text))}})))
            narrowed.append(timed(lambda text=text: controller.list.set_filter(ListFilter(text=text))))
            until(application, lambda: False, 0.02)
        queries[text] |= {"ours": ours, "window": narrowed}
    gaps.during("after")
    for text, entry in queries.items():
        entry["slow"] = slow_answer(project, text) * 1e3
    found["queries"], found["gaps"] = queries, {k: v for k, v in gaps.longest.items() if k not in ("idle", "after", "")}
    print(json.dumps(found), flush=True)
    window.close()
    QApplication.processEvents()


def matching(project, text):
    """Ids that fulfil a typed query."""
    from core.project.query_text import parse

    return project.matching(parse(text, project.query_words()))


def timed(act):
    """Milliseconds it takes."""
    started = time.perf_counter()
    act()
    return (time.perf_counter() - started) * 1e3


def until(application, reached, seconds=20.0):
    """Handle events until something holds, or the time is over."""
    limit = time.perf_counter() + seconds
    while not reached() and time.perf_counter() < limit:
        application.processEvents()
        time.sleep(0.0005)


if __name__ == "__main__":
    sys.exit(main())
