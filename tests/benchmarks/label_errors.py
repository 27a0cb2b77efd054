"""Plant errors into real labels and see where the review queue puts them.

    python tests/benchmarks/label_errors.py ../shared/data/pad_ufes20 --weights DENSENET121_IMAGENET.pth

Everything called *queue* is `core.review.queue.read_review` over a real project with stored predictions: what the
Review workspace and `dermdesk review` show.

**Labels.** Every tenth photograph gets another class (seeded, by chance). The stored out-of-fold probabilities are
those of a *linear probe*: linear discriminants (LDA; shrinkage 0.5, the best of 0.3, 0.5 and 0.7 here) on features of
an ImageNet DenseNet121 that never saw skin (the photograph, and the part in its boxes), fitted by folds that never
divide a patient, on the labels *with* the planted errors. A fine-tuned model would do better. The queue holds a part of
the photographs; a planted error outside it counts as found never. Beside it stand rankings of all photographs by the
same probabilities: `label_suspicion`'s, which is 1 less the self-confidence, the normalised margin and plain
confidence. The photographs' own labels are taken as right, which they are not all.

**Boxes.** Twenty boxes are shifted by more than half their size and twenty taken away. The predicted boxes are out of
fold as well, by a *light detector* (`light_detector.py`): three convolutions on the same frozen features. It was
fitted on the *unspoilt* boxes, and its boxes carry the photograph's *true* class, so that nothing here is about
classes. Counted is what is among the first 60 photographs with a reason about boxes, the detector's alone; and among
the first 60 of the whole queue, where the probe's probabilities are stored as well and its doubts about labels compete.
Many of these boxes are poor themselves: they come from masks that students drew (median IoU of two of them 0.75 to
0.84).
"""

from __future__ import annotations

import argparse
import csv
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from light_detector import CELLS, detector

SIDE = 224
PROJECTED = 192
FOLDS = 5
REPEATS = 3
SHRINKAGE = 0.5
CONTEXT = 0.25


@dataclass(frozen=True)
class Photos:
    """What the manifest says, and features."""

    folder: Path
    paths: list[str]
    truth: np.ndarray
    names: tuple[str, ...]
    patients: np.ndarray
    boxes: list[np.ndarray]
    sizes: np.ndarray
    whole: np.ndarray
    part: np.ndarray
    cells: np.ndarray


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path, help="images/ and manifest.csv")
    parser.add_argument("--weights", type=Path, required=True, help="an ImageNet DenseNet121 state dict")
    parser.add_argument("--seeds", type=int, default=5)
    parser.add_argument("--share", type=float, default=0.1, help="of labels that are made wrong")
    parser.add_argument("--keep", type=Path, help="a .npz that features are kept in from one time to the next")
    options = parser.parse_args()
    began = time.perf_counter()
    photos = read(options.data, options.weights, options.keep)
    print(
        f"{len(photos.paths)} photographs in {len(photos.names)} classes; features {time.perf_counter() - began:.0f} s"
    )
    labels(photos, seeds=options.seeds, share=options.share)
    boxes(photos)
    return 0


# Features


def read(data, weights, keep):
    """The manifest with features, from `keep` where they are there."""
    with (data / "manifest.csv").open(encoding="utf-8") as stream:
        rows = list(csv.DictReader(stream))
    names = tuple(sorted({row["diagnosis"] for row in rows}))
    drawn = [
        np.array([[float(n) for n in box.split(";")] for box in row["boxes"].split("|") if box]).reshape(-1, 4)
        for row in rows
    ]
    if keep is not None and keep.is_file():
        with np.load(keep) as stored:
            features = {key: stored[key] for key in ("whole", "part", "cells")}
    else:
        features = extract([data / row["file"] for row in rows], drawn, weights)
        if keep is not None:
            np.savez(keep, **features)
    return Photos(
        folder=data,
        paths=[row["file"] for row in rows],
        truth=np.array([names.index(row["diagnosis"]) for row in rows]),
        names=names,
        patients=np.unique([row["patient_id"] for row in rows], return_inverse=True)[1],
        boxes=drawn,
        sizes=np.array([[float(row["width"]), float(row["height"])] for row in rows]),
        **features,
    )


def extract(paths, drawn, weights):
    """Pooled features of each photograph and of its boxed part, and projected ones of 14 x 14 places."""
    import cv2
    import torch
    from torch.nn.functional import adaptive_avg_pool2d, interpolate, relu
    from torchvision.models import densenet121

    from core.images import decode

    network = densenet121()
    network.load_state_dict(torch.load(weights, weights_only=True))
    network = network.eval().features.to(memory_format=torch.channels_last)
    early, late = network[:9], network[9:]  # up to the third block, 14 x 14 places; and the rest, 7 x 7
    mean = torch.tensor([0.485, 0.456, 0.406])[:, None, None]
    std = torch.tensor([0.229, 0.224, 0.225])[:, None, None]
    mixed = torch.from_numpy(np.random.default_rng(0).normal(size=(2048, PROJECTED)).astype(np.float32)) / 45
    found = {"whole": [], "part": [], "cells": []}

    def prepared(pixels):
        small = cv2.resize(pixels, (SIDE, SIDE), interpolation=cv2.INTER_AREA)
        return (torch.from_numpy(small).permute(2, 0, 1).float() / 255 - mean) / std

    for place, (path, boxes) in enumerate(zip(paths, drawn, strict=True)):
        pixels = decode(path)
        views = torch.stack([prepared(pixels), prepared(_part(pixels, boxes))])
        with torch.inference_mode():
            middle = early(views.to(memory_format=torch.channels_last))
            last = relu(late(middle))
            pooled = adaptive_avg_pool2d(last, 1).flatten(1)
            fine = interpolate(last[:1], size=(CELLS, CELLS), mode="bilinear", align_corners=False)
            dense = torch.cat([relu(middle[:1]), fine], 1)[0].flatten(1).T @ mixed
        found["whole"].append(pooled[0].numpy())
        found["part"].append(pooled[1].numpy())
        found["cells"].append(dense.numpy().astype(np.float16))
        if place % 100 == 99:
            print(f"  {place + 1} photographs looked at", file=sys.stderr)
    return {key: np.stack(values) for key, values in found.items()}


def _part(pixels, boxes):
    """The part of a photograph that its boxes span, with a margin."""
    if not len(boxes):
        return pixels
    x1, y1, x2, y2 = *boxes[:, :2].min(0), *boxes[:, 2:].max(0)
    dx, dy = CONTEXT * (x2 - x1), CONTEXT * (y2 - y1)
    height, width = pixels.shape[:2]
    return pixels[
        int(max(0, y1 - dy)) : int(min(height, y2 + dy)) + 1, int(max(0, x1 - dx)) : int(min(width, x2 + dx)) + 1
    ]


def folds(patients, seed):
    """A fold for each photograph; patients are never divided."""
    number = np.random.default_rng(seed).permutation(patients.max() + 1) % FOLDS
    return number[patients]


# Labels


def labels(photos, *, seeds, share):
    """Print how well planted wrong labels are ranked by the queue and otherwise, mean and range over seeds."""
    from core.metrics.suspicion import label_suspicion, normalised_margin, plain_confidence

    features = probe_features(photos)
    count = len(photos.truth)
    results, right, flags, queued = {}, [], [], []
    for seed in range(seeds):
        draw = np.random.default_rng(seed)
        wrong = draw.permutation(count)[: round(share * count)]
        given = photos.truth.copy()
        given[wrong] = (given[wrong] + draw.integers(1, len(photos.names), len(wrong))) % len(photos.names)
        planted = np.zeros(count, dtype=bool)
        planted[wrong] = True
        values = out_of_fold(features, given, photos.patients, seed, len(photos.names))
        found = label_suspicion(given, values)
        in_queue = [row for row, _ in queue(photos, range(count), given=given, probabilities=values)]
        queued.append((len(in_queue), planted[in_queue].mean(), planted[in_queue].sum() / len(wrong)))
        orders = {
            "THE QUEUE": in_queue,
            "label_suspicion (1 - self-confidence)": np.argsort(-found.scores, kind="stable"),
            "normalised margin": np.argsort(normalised_margin(given, values), kind="stable"),
            "plain confidence": np.argsort(-plain_confidence(given, values), kind="stable"),
        }
        for name, rows in orders.items():
            order = planted[rows]
            row = (average_precision(order, len(wrong)), order[:50].mean(), order[: 2 * len(wrong)].sum() / len(wrong))
            results.setdefault(name, []).append(row)
        right.append((values.argmax(1) == photos.truth).mean())
        flags.append((planted[found.flagged].mean(), found.flagged[planted].mean()))
    print(f"\n{share:.0%} of the labels made wrong, {seeds} seeds; the LDA probe is right on {np.mean(right):.1%}")
    print(f"{'ranking':40} {'average precision':>24}  {'precision of first 50':>22}  {'recall at 2 N':>14}")
    for name, rows in results.items():
        mean, low, high = np.mean(rows, 0), np.min(rows, 0)[0], np.max(rows, 0)[0]
        print(f"{name:40} {mean[0]:10.3f} ({low:.3f} to {high:.3f})  {mean[1]:22.3f}  {mean[2]:14.3f}")
    print(f"{'chance':40} {share:10.3f}")
    size, precision, recall = np.mean(queued, 0)
    print(f"the whole queue: {size:.0f} of {count} photographs, precision {precision:.3f}, recall {recall:.3f}")
    precision, recall = np.mean(flags, 0)
    print(f"off the diagonal of the confident joint: precision {precision:.3f}, recall {recall:.3f}")


def probe_features(photos):
    """What the probe sees of each photograph."""
    return _reduced(np.hstack([_scaled(photos.whole), _scaled(photos.part)]))


def out_of_fold(features, given, patients, seed, classes):
    """`(N, C)` probabilities of linear discriminants that never saw a photograph's patient, mean of three divisions."""
    from sklearn.discriminant_analysis import LinearDiscriminantAnalysis

    values = np.zeros((len(given), classes))
    for again in range(REPEATS):
        fold = folds(patients, seed + 100 * again)
        for number in range(FOLDS):
            rest = fold != number
            model = LinearDiscriminantAnalysis(solver="lsqr", shrinkage=SHRINKAGE).fit(features[rest], given[rest])
            values[np.ix_(~rest, model.classes_)] += model.predict_proba(features[~rest]) / REPEATS
    return values / values.sum(1, keepdims=True)


def average_precision(order, planted):
    """Of a ranking, whether each is one of so many planted, the most suspect first; those left out were not found."""
    found = np.cumsum(order)
    return float((found / np.arange(1, len(order) + 1))[order].sum() / planted)


def _scaled(features):
    return (features - features.mean(0)) / (features.std(0) + 1e-6)


def _reduced(features, size=256):
    centred = features - features.mean(0)
    _, _, directions = np.linalg.svd(centred, full_matrices=False)
    return centred @ directions[:size].T


# Boxes


def boxes(photos, *, first=60, planted=20, seeds=3):
    """Print how many planted box errors are among the first photographs of the queue."""
    began = time.perf_counter()
    found = detector(photos, folds(photos.patients, 0), seed=0)
    print(f"\nlight detector fitted and asked in {time.perf_counter() - began:.0f} s")
    heads = [row for row in range(len(photos.paths)) if len(photos.boxes[row])]
    good = [_iou(photos.boxes[row], found[row][:, :4]).max() if len(found[row]) else 0.0 for row in heads]
    print(
        f"light detector, out of fold: IoU of the best box {np.mean(good):.2f}, {np.mean(np.array(good) >= 0.5):.0%} "
        "at 0.5 or more"
    )
    values = out_of_fold(probe_features(photos), photos.truth, photos.patients, 0, len(photos.names))
    chance = f"by chance {first / len(heads) * planted:.1f} each"
    for seed in range(seeds):
        draw = np.random.default_rng(seed)
        chosen = draw.permutation(heads)[: 2 * planted]
        shifted, dropped = set(chosen[:planted].tolist()), set(chosen[planted:].tolist())
        drawn = [boxes.copy() for boxes in photos.boxes]
        for row in shifted:
            drawn[row][0] = _shifted(drawn[row][0], photos.sizes[row], draw)
        for row in dropped:
            drawn[row] = np.delete(drawn[row], draw.integers(len(drawn[row])), axis=0)
        alone = queue(photos, heads, drawn=drawn, found=found)
        whole = queue(photos, heads, drawn=drawn, found=found, probabilities=values)
        about_boxes = [row for row, suspect in alone if suspect.first.reason in _about_boxes()]
        for name, rows in (("reasons about boxes", about_boxes), ("whole queue", [row for row, _ in whole])):
            listed = list(dict.fromkeys(rows))
            top = set(listed[:first])
            print(
                f"seed {seed}, {name}: the first {first} of {len(listed)} photographs hold {len(shifted & top)} of "
                f"{planted} shifted and {len(dropped & top)} of {planted} dropped boxes ({chance})"
            )


def _shifted(box, size, draw):
    """The box moved by 60 to 100 % of its width or height, to where there is room."""
    x1, y1, x2, y2 = box
    width, height = x2 - x1, y2 - y1
    for _ in range(200):
        along = draw.uniform(0.6, 1.0) * draw.choice([-1, 1], 2)
        dx, dy = (along[0] * width, 0) if draw.random() < 0.5 else (0, along[1] * height)
        moved = np.array([x1 + dx, y1 + dy, x2 + dx, y2 + dy])
        if (moved >= 0).all() and moved[2] <= size[0] and moved[3] <= size[1]:
            return moved
    # No room: a quarter of the box, in the corner farthest from its middle.
    corner = np.where(np.array([x1 + x2, y1 + y2]) / 2 > size / 2, 0, size - np.array([width, height]) / 2)
    return np.array([*corner, *(corner + np.array([width, height]) / 2)])


def queue(photos, rows, *, given=None, drawn=None, found=None, probabilities=None):
    """Each suspect of the queue with its photograph's row, from a real project of these rows.

    Args:
        photos: All photographs.
        rows: Those in the project.
        given: `(N,)` classes that people gave; the true ones without.
        drawn: Boxes that people drew; none without.
        found: Boxes of a detector, out of fold; no detector without.
        probabilities: `(N, C)` of a classifier, out of fold; no classifier without.
    """
    from core.classes import ClassTable
    from core.geometry import Box
    from core.project.labels import new_box
    from core.project.project import Project
    from core.project.records import NewImage, PredictedBox, Prediction
    from core.review.queue import read_review

    given = photos.truth if given is None else given
    drawn = [[]] * len(photos.paths) if drawn is None else drawn
    with (
        tempfile.TemporaryDirectory() as folder,
        Project.create(Path(folder) / "clinic", ClassTable.from_names(photos.names)) as project,
    ):
        project.add_images(
            photos.folder,
            [
                NewImage(
                    photos.folder / photos.paths[row], photos.paths[row], f"{row:064x}", int(photos.sizes[row][0]),
                    int(photos.sizes[row][1]), 1, 1, diagnosis=int(given[row]) + 1,
                    boxes=tuple(new_box(Box(*box.tolist()), int(given[row]) + 1) for box in drawn[row]),
                )
                for row in rows
            ],
        )  # fmt: skip
        place = {path: row for row, path in enumerate(photos.paths)}
        row_of = {record.id: place[record.relative_path] for record in project.images()}
        ids = project.classes.ids
        answers = []
        if probabilities is not None:
            _add_model(project, "probe", "classification")
            answers += [
                Prediction("probe", key, tuple(probabilities[row].tolist()), None, ids) for key, row in row_of.items()
            ]
        if found is not None:
            _add_model(project, "light", "detection")
            answers += [
                Prediction(
                    "light", key, None,
                    tuple(
                        PredictedBox(Box(*box[:4].tolist()), int(photos.truth[row]) + 1, float(box[4]))
                        for box in found[row]
                    ),
                    ids,
                )
                for key, row in row_of.items()
            ]  # fmt: skip
        project.store_predictions(answers)
        return [(row_of[suspect.image_id], suspect) for suspect in read_review(project).suspects]


def _add_model(project, name, task):
    card = {"architecture": name, "task": task, "classes": project.classes.to_json(), "out_of_fold": True}
    project.add_model(name, card, project.runs_folder / name)


def _about_boxes():
    from core.review.suspects import Reason

    return {Reason.MISSED, Reason.EXTRA, Reason.OVERLAP, Reason.NO_DETECTION, Reason.SIZE, Reason.BARE}


def _iou(a, b):
    from core.box_arrays import iou_matrix

    return iou_matrix(a, b)


if __name__ == "__main__":
    sys.exit(main())
