"""How far half precision, folding and packing move the answers of real models from those of plain float32.

    python tests/benchmarks/agreement.py PHOTOGRAPHS RUN_FOLDER [RUN_FOLDER …]
    python tests/benchmarks/agreement.py PHOTOGRAPHS --untrained retinanet,faster_rcnn

The first asks trained models about a folder of photographs; the second makes networks of random weights of the
architectures named, for sizes nobody has trained here. Each model is asked twice, with `--precision float32`, unfolded
and unpacked, and as people ask it. Nothing is asserted; the tests have their own tolerances.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

STRONG = 0.3
"""Boxes of at least this score are compared; relative to the photograph's best one where the weights are random."""
SAME = 0.9
"""IoU from which two boxes are the same."""


def main() -> int:
    """Ask every model both ways and print a line each."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("photographs", type=Path)
    parser.add_argument("runs", type=Path, nargs="*")
    parser.add_argument("--untrained", default="", help="architectures to make with random weights")
    parser.add_argument("--most", type=int, default=40, help="photographs asked about, evenly spread")
    options = parser.parse_args()

    from core.images import PHOTO_SUFFIXES, decode
    from core.inference.process import prepare_for_arithmetic

    prepare_for_arithmetic()
    paths = sorted(path for path in options.photographs.rglob("*") if path.suffix.lower() in PHOTO_SUFFIXES)
    paths = paths[:: max(1, len(paths) // options.most)][: options.most]
    photographs = [decode(path, max_side=1024) for path in paths]
    print(f"{len(paths)} photographs")
    with tempfile.TemporaryDirectory() as place:
        made = [untrained(name, Path(place) / name) for name in filter(None, options.untrained.split(","))]
        for run in [*options.runs, *made]:
            print(compare(run, photographs, relative=run in made), flush=True)
    return 0


def compare(run, photographs, *, relative):
    """A line for one model."""
    import torch

    from core.inference.card import read_card
    from core.inference.catalogue import Task
    from core.inference.predictor import Predictor, load_network

    card, cpu = read_card(run), torch.device("cpu")
    plain = Predictor(card, load_network(card, run), device=cpu, batch_size=1)
    exact = [plain.predict([photo])[0] for photo in photographs]
    quick = Predictor.load(run, device=cpu)
    found = quick.predict(photographs)
    head = f"{card.name} ({card.architecture}, {str(quick.dtype).removeprefix('torch.')}):"
    if card.task is Task.CLASSIFICATION:
        same = sum(a.probabilities.argmax() == b.probabilities.argmax() for a, b in zip(exact, found, strict=True))
        moved = max(abs(a.probabilities - b.probabilities).max() for a, b in zip(exact, found, strict=True))
        return f"{head} the same top class on {same} of {len(photographs)}, largest change of a probability {moved:.4f}"
    strong = same = top = asked = 0
    moved = 0.0
    for a, b in zip(exact, found, strict=True):
        if not a.boxes:
            continue
        asked += 1
        top += bool(b.boxes) and a.boxes[0].class_id == b.boxes[0].class_id
        least = STRONG * (a.boxes[0].score if relative else 1.0)
        for row in (row for row in a.boxes if row.score >= least):
            strong += 1
            matches = [other for other in b.boxes if other.class_id == row.class_id and overlap(row, other) >= SAME]
            if matches:
                same += 1
                moved = max(moved, min(abs(row.score - other.score) for other in matches))
    return (
        f"{head} the same class of the best box on {top} of {asked}; {same} of {strong} strong boxes again at IoU >= "
        f"{SAME}, largest change of their scores {moved:.4f}"
    )


def overlap(a, b):
    """IoU of two boxes."""
    from core.geometry import Box

    return Box(a.x1, a.y1, a.x2, a.y2).iou(Box(b.x1, b.y1, b.x2, b.y2))


def untrained(name, folder):
    """A run folder with random weights; a RetinaNet is lifted so that it answers with boxes."""
    import torch

    from core.classes import ClassTable
    from core.inference.card import CARD_NAME, ModelCard, write_card
    from core.inference.catalogue import Task, architecture
    from core.inference.checkpoint import BEST_NAME, save_checkpoint
    from core.inference.zoo.classifiers import build_classifier
    from core.inference.zoo.detectors import build_detector

    torch.manual_seed(0)
    entry = architecture(name)
    network = (build_detector if entry.task is Task.DETECTION else build_classifier)(name, 10)
    if name.startswith("retinanet"):
        torch.nn.init.normal_(network.network.bbox_head.retina_cls.weight, std=0.2)
        torch.nn.init.constant_(network.network.bbox_head.retina_cls.bias, -1.0)
    classes = ClassTable.from_names([f"class {number}" for number in range(10)])
    folder.mkdir(parents=True)
    save_checkpoint(folder / BEST_NAME, {"model": network.state_dict()})
    write_card(ModelCard(name, name, entry.task, classes, entry.image_size, entry.mean, entry.std), folder / CARD_NAME)
    return folder


if __name__ == "__main__":
    sys.exit(main())
