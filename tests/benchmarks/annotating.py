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
        print_starts(place, options.rounds)
        print_large_photograph(Path(place), options.rounds)
        for size in options.sizes:
            folder = Path(place, str(size))
            started = time.perf_counter()
            make_project(folder, size)
            print(f"\n{size:,} photographs, made in {time.perf_counter() - started:.0f} s", flush=True)
            results = []
            for number in range(options.rounds):
                steps = options.steps if number == 0 else 0
                command = [
                    sys.executable,
                    "-X",
                    "faulthandler",
                    __file__,
                    "--child",
                    str(folder),
                    "--steps",
                    str(steps),
                ]
                done = subprocess.run(command, capture_output=True, text=True, env={**os.environ, "HOME": place})
                if done.returncode != 0:
                    raise SystemExit(f"{' '.join(command)} ended with {done.returncode}.\n{done.stderr[-3000:]}")
                results.append(json.loads(done.stdout.splitlines()[-1]))
            print_results(results)
    return 0


def print_results(results):
    """One table a size."""
    first = results[0]
    print("| milliseconds | median | p95 or max | CPU | baseline | ratio | peers |\n|---|---|---|---|---|---|---|")

    def row(name, samples, *, baseline=(), peers=""):
        wall, cpu = ([sample[place] for sample in samples] for place in (0, 1))
        before = statistics.median(entry[1] for entry in baseline) if baseline else 0.0
        worked = statistics.median(cpu)
        compared = f"{before:.1f} | {before / worked:.1f}" if baseline else " | "
        print(f"| {name} | {statistics.median(wall):.1f} | {worst(wall):.1f} | {worked:.1f} | {compared} | {peers} |")

    row("open, the first of the window", [r["open"] for r in results], peers=PEERS["open"])
    row("open, a later one", [r["again"] for r in results])
    row("of it: fill the list", [r["fill"] for r in results], baseline=[r["old_fill"] for r in results])
    row("next photograph, read ahead", first["next"], peers=PEERS["next"])
    row("edit, saved", first["edit"], peers=PEERS["edit"])
    for text, entry in first["queries"].items():
        row(f"`{text}` ({entry['found']:,})", entry["ours"], baseline=[entry["slow"]], peers=PEERS["query"])
        row("   and the list narrowed by it", entry["window"])
    gaps = ", ".join(f"{name} {gap:.0f} ({worked:.0f})" for name, (gap, worked) in first["gaps"].items())
    print(f"\nLongest gap of a 5 ms timer, and the most worked between two of its ticks: {gaps} ms.")
    print(f"Load while measuring: {os.getloadavg()[0]:.1f}", flush=True)


START = """
import sys, time
started = float(sys.argv[1])
import os
from PySide6.QtCore import QEvent, QObject, QTimer
from desktop import app
class Seen(QObject):
    def eventFilter(self, watched, event):
        if event.type() == QEvent.Type.Paint and watched.isWidgetType() and watched.window().isVisible():
            QTimer.singleShot(0, tell)
            watched.window().removeEventFilter(self)
        return False
def tell():
    print((time.monotonic() - started) * 1e3, time.process_time() * 1e3, flush=True)
    os._exit(0)
seen, shown = Seen(), app.MainWindow.showEvent
def show_event(window, event):
    window.installEventFilter(seen)
    shown(window, event)
app.MainWindow.showEvent = show_event
app.run()
"""
"""Runs the window as `dermdesk` does, and tells the milliseconds since it was asked for and those it
worked, once the window has been painted."""


def print_starts(place, rounds):
    """From the start of the process to the first painting of the window with its start page."""
    samples = []
    for _ in range(rounds):
        done = subprocess.run(
            [sys.executable, "-X", "faulthandler", "-c", START, str(time.monotonic())],
            capture_output=True, text=True, cwd=ROOT, env={**os.environ, "HOME": place}, timeout=60,
        )  # fmt: skip
        if done.returncode != 0:
            raise SystemExit(f"The window ended with {done.returncode}.\n{done.stderr[-3000:]}")
        samples.append([float(word) for word in done.stdout.splitlines()[-1].split()])
    wall, cpu = zip(*samples, strict=True)
    middle, worked = statistics.median(wall), statistics.median(cpu)
    print(f"Process start to window: {middle:.0f} ms, most {max(wall):.0f}; CPU {worked:.0f}", flush=True)


def print_large_photograph(place, rounds):
    """Reading a photograph of 12 megapixels for the screen, which is what a miss waits for, and painting it."""
    import cv2
    import numpy as np
    from PySide6.QtGui import QGuiApplication, QImage, QPainter

    from desktop.annotate.photos import SCREEN_SIDE, decode_photo

    rough = np.random.default_rng(0).integers(60, 220, (189, 252, 3), np.uint8)
    path = place / "large.jpg"
    cv2.imwrite(str(path), cv2.resize(rough, (4032, 3024), interpolation=cv2.INTER_CUBIC))
    application = QGuiApplication.instance() or QGuiApplication([])
    miss, hit = [], []
    screen = QImage(1100, 825, QImage.Format.Format_RGB32)
    for _ in range(2 * rounds + 1):
        found = []
        miss.append(timed(lambda found=found: found.append(decode_photo(path, SCREEN_SIDE))))

        def paint(photo=found[0]):
            painter = QPainter(screen)
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.drawImage(screen.rect(), photo.level_for(screen.width()))
            painter.end()

        hit.append(timed(paint))
    for name, samples in (("read for the screen", miss), ("painted when read ahead", hit)):
        wall, cpu = ([sample[part] for sample in samples] for part in (0, 1))
        middle, worked = statistics.median(wall), statistics.median(cpu)
        print(f"12 megapixels, {name}: {middle:.0f} ms, p95 {worst(wall):.0f}; CPU {worked:.0f}", flush=True)
    del application


def worst(values):
    """The 95th percentile, or the largest of a few."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(0.95 * len(ordered)))]


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
    """The reading in Python of what a query needs, as it is without columns and indexes for it."""
    records, labels = project.images(), project.labels_of()
    predictions = {entry.image_id: entry for entry in project.predictions()} if "score" in query else {}
    return sum(1 for record in records if labels[record.id].boxes and record.id in predictions)


class Gaps:
    """The longest time a 5 ms timer was held up, and the most that this thread worked between two of its ticks.

    Other programs on the machine make the first longer and hardly the second.
    """

    def __init__(self, core):
        self.longest, self.busiest = {}, {}
        self._name, self._last, self._worked = "", time.perf_counter(), time.thread_time()
        self._timer = core.QTimer()
        self._timer.timeout.connect(self._tick)
        self._timer.start(5)

    def during(self, name):
        self._name, self._last, self._worked = name, time.perf_counter(), time.thread_time()

    def _tick(self):
        now, worked = time.perf_counter(), time.thread_time()
        for most, spent in ((self.longest, now - self._last), (self.busiest, worked - self._worked)):
            most[self._name] = max(most.get(self._name, 0.0), spent * 1e3)
        self._last, self._worked = now, worked


def measure(folder, steps):
    """The child: open, walk, edit, query, and print what it took as JSON, in milliseconds."""
    from PySide6 import QtCore
    from PySide6.QtWidgets import QApplication

    from core.geometry import Box
    from desktop.annotate.listing import ListFilter
    from desktop.annotate.order import Order
    from desktop.app import _keep_what_is_there, _Prepared, make_application
    from desktop.main_window import MainWindow
    from desktop.shell import Shell

    application = make_application()
    window = MainWindow()
    shell = Shell(window)
    window.resize(1600, 1000)
    window.show()
    # As `desktop.app.run` does while a person looks at the start page.
    _Prepared(application).read_ahead()
    _keep_what_is_there()
    gaps = Gaps(QtCore)
    gaps.during("start page")
    window.build_by_and_by()
    until(application, lambda: False, 0.5)
    assert "annotate" in window._built

    def shown():
        canvas = window.annotate.view.canvas
        return canvas._backdrop.photo is not None and window.session.image_id is not None

    class Painted(QtCore.QObject):
        """Whether the canvas was painted since it was asked to forget it."""

        seen = False

        def eventFilter(self, watched, event):
            self.seen = self.seen or event.type() == QtCore.QEvent.Type.Paint
            return False

    painted = Painted()
    window.annotate.view.canvas.installEventFilter(painted)

    def opened():
        shell.open_project(folder / "project")
        until(application, shown)
        window.annotate.view.canvas.repaint()

    gaps.during("open")
    found = {"open": timed(opened)}
    gaps.during("idle")
    until(application, lambda: False, 0.4)
    shell.close_project()
    until(application, lambda: False, 0.2)
    found["again"] = timed(opened)
    controller, project = window.annotate.controller, window.session.project

    def fill():
        controller.model.set_source(Order(project.image_ids()), controller.list._read_rows)
        controller.model.index(0).data()

    found["fill"] = min((timed(fill) for _ in range(5)), key=lambda sample: sample[1])
    found["old_fill"] = timed(lambda: old_fill(project))

    def step():
        painted.seen = False
        controller.list.go(1)
        until(application, lambda: painted.seen and shown())

    found["next"], found["edit"] = [], []
    gaps.during("next and edit")
    for _ in range(steps):
        until(application, lambda: False, 0.15)
        found["next"].append(timed(step))
        found["edit"].append(timed(lambda: controller.boxes.draw(Box(10, 10, 60, 60))))
    queries = {}
    gaps.during("query")
    for text in QUERIES if steps else ():
        ours, narrowed = [], []
        for _ in range(5):
            gaps.during("after")  # asked in this thread, as the window never does
            ours.append(timed(lambda text=text: queries.update({text: {"found": len(matching(project, text))}})))
            gaps.during("query")
            narrowed.append(timed(lambda text=text: controller.list.set_filter(ListFilter(text=text))))
            until(application, lambda: False, 0.02)
        queries[text] |= {"ours": ours, "window": narrowed}
    gaps.during("after")
    for text, entry in queries.items():
        entry["slow"] = timed(lambda text=text: slow_answer(project, text))
    found["queries"], found["gaps"] = (
        queries,
        {name: (gap, gaps.busiest[name]) for name, gap in gaps.longest.items() if name not in ("idle", "after", "")},
    )
    print(json.dumps(found), flush=True)
    window.close()
    QApplication.processEvents()


def matching(project, text):
    """Ids that fulfil a typed query."""
    from core.project.query_text import parse

    return project.matching(parse(text, project.query_words()))


def timed(act):
    """Milliseconds it takes, and of them those that this thread works."""
    started, worked = time.perf_counter(), time.thread_time()
    act()
    return (time.perf_counter() - started) * 1e3, (time.thread_time() - worked) * 1e3


def until(application, reached, seconds=20.0):
    """Handle events until something holds, or the time is over."""
    limit = time.perf_counter() + seconds
    while not reached() and time.perf_counter() < limit:
        application.processEvents()
        time.sleep(0.0005)


if __name__ == "__main__":
    sys.exit(main())
