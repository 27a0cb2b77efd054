"""Plant errors into real labels and see where the review queue puts them.

    python tests/benchmarks/label_errors.py ../shared/data/pad_ufes20 --weights DENSENET121_IMAGENET.pth

**Labels.** Every tenth photograph gets another class (seeded, by chance). Out-of-fold probabilities are those of a
*linear probe*: linear discriminants (shrinkage 0.5, the best of 0.3, 0.5 and 0.7 here) on features of an ImageNet
DenseNet121 that never saw skin (the photograph, and the part in its boxes), fitted by folds that never divide a
patient, on the labels *with* the planted errors. A fine-tuned model would do better. Average precision and more are
printed beside plain confidence and chance, over several seeds. The photographs' own labels are taken as right, which
they are not all.

**Boxes.** Twenty boxes are shifted by more than half their size and twenty taken away. The predicted boxes are out of
fold as well, by a *light detector*: three convolutions on the same frozen features, fitted on the unspoilt boxes. The
queue is `core.review`'s, over a real project made of the photographs that have boxes. Many of these boxes are poor
themselves: they come from masks that students drew (median IoU of two of them 0.75 to 0.84).
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

SIDE = 224
CELLS = 14
PROJECTED = 192
FOLDS = 5
REPEATS = 3
SHRINKAGE = 0.5
CONTEXT = 0.25


@dataclass(frozen=True)
class Photos:
    """What the manifest says, and features."""

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
    boxes(photos, options.data)
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
    """Print how well planted wrong labels are ranked, mean and range over seeds."""
    from core.metrics.suspicion import label_suspicion, normalised_margin, plain_confidence, self_confidence

    features = _reduced(np.hstack([_scaled(photos.whole), _scaled(photos.part)]))
    count = len(photos.truth)
    results, chance, right, flags = {}, [], [], []
    for seed in range(seeds):
        draw = np.random.default_rng(seed)
        wrong = draw.permutation(count)[: round(share * count)]
        given = photos.truth.copy()
        given[wrong] = (given[wrong] + draw.integers(1, len(photos.names), len(wrong))) % len(photos.names)
        planted = np.zeros(count, dtype=bool)
        planted[wrong] = True
        values = out_of_fold(features, given, photos.patients, seed, len(photos.names))
        found = label_suspicion(given, values)
        for name, scores in {
            "queue (1 - self-confidence)": found.scores,
            "normalised margin": -normalised_margin(given, values),
            "plain confidence": plain_confidence(given, values),
        }.items():
            order = planted[np.argsort(-scores, kind="stable")]
            row = (
                average_precision(order),
                order[:50].mean(),
                order[: len(wrong)].mean(),
                order[: 2 * len(wrong)].sum() / len(wrong),
            )
            results.setdefault(name, []).append(row)
        assert np.allclose(found.scores, 1 - self_confidence(given, values))
        chance.append(planted.mean())
        right.append((values.argmax(1) == photos.truth).mean())
        flags.append((planted[found.flagged].mean(), found.flagged[planted].mean()))
    print(f"\n{share:.0%} of the labels made wrong, {seeds} seeds; the linear probe is right on {np.mean(right):.1%}")
    print(
        f"{'ranking':30} {'average precision':>24}  {'precision of first 50':>22}  {'of first N wrong':>17}  "
        f"{'recall at 2 N':>14}"
    )
    for name, rows in results.items():
        mean, low, high = np.mean(rows, 0), np.min(rows, 0)[0], np.max(rows, 0)[0]
        print(f"{name:30} {mean[0]:10.3f} ({low:.3f} to {high:.3f})  {mean[1]:22.3f}  {mean[2]:17.3f}  {mean[3]:14.3f}")
    print(f"{'chance':30} {np.mean(chance):10.3f}")
    precision, recall = np.mean(flags, 0)
    print(f"off the diagonal of the confident joint: precision {precision:.3f}, recall {recall:.3f}")


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
    return values


def average_precision(order):
    """Of a ranking, whether each is planted, the most suspect first."""
    found = np.cumsum(order)
    return float((found / np.arange(1, len(order) + 1))[order].mean())


def _scaled(features):
    return (features - features.mean(0)) / (features.std(0) + 1e-6)


def _reduced(features, size=256):
    centred = features - features.mean(0)
    _, _, directions = np.linalg.svd(centred, full_matrices=False)
    return centred @ directions[:size].T


# Boxes


def boxes(photos, data, *, first=60, planted=20, seeds=3):
    """Print how many planted box errors are among the first of the queue's reasons about boxes."""
    began = time.perf_counter()
    found = detector(photos, seed=0)
    print(f"\nlight detector fitted and asked in {time.perf_counter() - began:.0f} s")
    heads = [row for row in range(len(photos.paths)) if len(photos.boxes[row])]
    good = [_iou(photos.boxes[row], found[row][:, :4]).max() if len(found[row]) else 0.0 for row in heads]
    print(
        f"light detector, out of fold: IoU of the best box {np.mean(good):.2f}, {np.mean(np.array(good) >= 0.5):.0%} "
        "at 0.5 or more"
    )
    for seed in range(seeds):
        draw = np.random.default_rng(seed)
        chosen = draw.permutation(heads)[: 2 * planted]
        shifted, dropped = set(chosen[:planted].tolist()), set(chosen[planted:].tolist())
        drawn = [boxes.copy() for boxes in photos.boxes]
        for row in shifted:
            drawn[row][0] = _shifted(drawn[row][0], photos.sizes[row], draw)
        for row in dropped:
            drawn[row] = np.delete(drawn[row], draw.integers(len(drawn[row])), axis=0)
        rows = queue(photos, heads, drawn, found, data)
        top = list(dict.fromkeys(rows))[:first]
        print(
            f"seed {seed}: of {len(set(rows))} photographs in the box queue the first {first} hold "
            f"{len(shifted & set(top))} of {planted} shifted and {len(dropped & set(top))} of {planted} dropped boxes "
            f"(by chance {first / len(heads) * planted:.1f} each)"
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


def detector(photos, seed):
    """Boxes x1 y1 x2 y2 score of each photograph, by small heads on frozen features that never saw its patient.

    As FCOS (arXiv 1904.01355) on one level: each of 14 x 14 places says whether it lies in the middle of a lesion, and
    how far it is to the lesion's four sides.
    """
    import torch

    torch.manual_seed(seed)
    cells = torch.from_numpy(photos.cells.astype(np.float32)).permute(0, 2, 1).reshape(-1, PROJECTED, CELLS, CELLS)
    cells = (cells - cells.mean((0, 2, 3), keepdim=True)) / cells.std((0, 2, 3), keepdim=True)
    inside, sides = (torch.from_numpy(array) for array in _targets(photos))
    fold = folds(photos.patients, seed)
    known = np.array([len(boxes) > 0 for boxes in photos.boxes])
    found = [None] * len(known)
    for number in range(FOLDS):
        head = _learned(cells, inside, sides, np.flatnonzero((fold != number) & known), seed)
        with torch.inference_mode():
            for row in np.flatnonzero(fold == number):
                found[row] = _peaks(head(cells[row : row + 1])[0], np.tile(photos.sizes[row], 2))
    return found


def _targets(photos):
    """`(N, 14, 14)` middle of a lesion or not, and `(N, 4, 14, 14)` its sides, in shares of the photograph."""
    middle = (np.arange(CELLS) + 0.5) / CELLS
    inside = np.zeros((len(photos.paths), CELLS, CELLS), dtype=np.float32)
    sides = np.zeros((len(photos.paths), 4, CELLS, CELLS), dtype=np.float32)
    for row, boxes in enumerate(photos.boxes):
        for x1, y1, x2, y2 in boxes / np.tile(photos.sizes[row], 2):
            dx, dy = max(0.25 * (x2 - x1), 0.51 / CELLS), max(0.25 * (y2 - y1), 0.51 / CELLS)
            across = abs(middle - (x1 + x2) / 2) <= dx
            down = abs(middle - (y1 + y2) / 2) <= dy
            core = np.outer(down, across)
            inside[row][core] = 1
            sides[row][:, core] = np.array([x1, y1, x2, y2], dtype=np.float32)[:, None]
    return inside, sides


def _learned(cells, inside, sides, rows, seed, epochs=14):
    """A head of three convolutions, fitted on some photographs."""
    import torch
    from torch.nn import Conv2d, Dropout2d, ReLU, Sequential
    from torch.nn.functional import binary_cross_entropy_with_logits as entropy

    torch.manual_seed(seed)
    head = Sequential(
        Dropout2d(0.2), Conv2d(PROJECTED, 64, 3, padding=1), ReLU(), Conv2d(64, 64, 3, padding=1), ReLU(),
        Conv2d(64, 5, 1),
    )  # fmt: skip
    steps = epochs * (len(rows) // 32 + 1)
    learning = torch.optim.AdamW(head.parameters(), lr=2e-3, weight_decay=1e-3)
    slower = torch.optim.lr_scheduler.OneCycleLR(learning, 4e-3, total_steps=steps)
    draw = np.random.default_rng(seed)
    for _ in range(epochs):
        for some in np.array_split(draw.permutation(rows), len(rows) // 32 + 1):
            x, middle, wanted = cells[some], inside[some], sides[some]
            if draw.random() < 0.5:
                x, middle, wanted = x.flip(3), middle.flip(2), wanted.flip(3)
                wanted = torch.stack([1 - wanted[:, 2], wanted[:, 1], 1 - wanted[:, 0], wanted[:, 3]], 1)
            said = head(x)
            loss = entropy(said[:, 0], middle) + 2 * (1 - _overlap(_corners(said[:, 1:]), wanted)[middle > 0]).mean()
            learning.zero_grad()
            loss.backward()
            learning.step()
            slower.step()
    return head.eval()


def _corners(said):
    """Sides in shares of the photograph, from distances to each place."""
    import torch

    middle = (torch.arange(CELLS) + 0.5) / CELLS
    x, y = middle[None, None, :], middle[None, :, None]
    away = 0.25 * torch.nn.functional.softplus(said)
    return torch.stack([x - away[:, 0], y - away[:, 1], x + away[:, 2], y + away[:, 3]], 1)


def _overlap(a, b):
    import torch

    low, high = torch.maximum(a[:, :2], b[:, :2]), torch.minimum(a[:, 2:], b[:, 2:])
    common = (high - low).clamp(min=0).prod(1)
    both = (a[:, 2:] - a[:, :2]).prod(1) + (b[:, 2:] - b[:, :2]).clamp(min=0).prod(1) - common
    return common / both.clamp(min=1e-6)


def _peaks(said, scale, least=0.2):
    """`(K, 5)` boxes of one photograph with scores, the surest of those that overlap."""
    from torchvision.ops import nms

    scores = said[0].sigmoid().flatten()
    corners = _corners(said[None, 1:])[0].flatten(1).T.clamp(0, 1)
    kept = nms(corners, scores, 0.3)
    kept = kept[scores[kept] >= least][:5].numpy()
    rows = np.c_[corners.numpy()[kept] * scale, scores.numpy()[kept]].astype(np.float64)
    return rows[((rows[:, 2:4] - rows[:, :2]) >= 3).all(1)]


def queue(photos, heads, drawn, found, data):
    """Rows of the photographs in the order of the queue's reasons about boxes, from a real project."""
    from core.classes import ClassTable
    from core.geometry import Box
    from core.project.labels import new_box
    from core.project.project import Project
    from core.project.records import NewImage, PredictedBox, Prediction
    from core.review.queue import read_review
    from core.review.suspects import Reason

    about_boxes = {Reason.MISSED, Reason.EXTRA, Reason.OVERLAP, Reason.NO_DETECTION, Reason.SIZE, Reason.BARE}
    with (
        tempfile.TemporaryDirectory() as folder,
        Project.create(Path(folder), ClassTable.from_names(photos.names)) as project,
    ):
        project.add_images(
            data,
            [
                NewImage(
                    data / path, path, f"{row:064x}", int(photos.sizes[row][0]), int(photos.sizes[row][1]), 1, 1,
                    diagnosis=int(photos.truth[row]) + 1,
                    boxes=tuple(new_box(Box(*box.tolist()), int(photos.truth[row]) + 1) for box in drawn[row]),
                )
                for row, path in enumerate(photos.paths)
                if row in heads
            ],
        )  # fmt: skip
        ids = {record.relative_path: record.id for record in project.images()}
        rows = {ids[path]: row for row, path in enumerate(photos.paths) if path in ids}
        classes = project.classes
        card = {"architecture": "probe", "task": "detection", "classes": classes.to_json(), "out_of_fold": True}
        project.add_model("probe", card, project.runs_folder / "probe")
        project.store_predictions(
            [
                Prediction(
                    "probe", key, None,
                    tuple(
                        PredictedBox(Box(*box[:4].tolist()), int(photos.truth[row]) + 1, float(box[4]))
                        for box in found[row]
                    ),
                    classes.ids,
                )
                for key, row in rows.items()
            ]
        )  # fmt: skip
        review = read_review(project)
        return [rows[suspect.image_id] for suspect in review.suspects if suspect.first.reason in about_boxes]


def _iou(a, b):
    from core.box_arrays import iou_matrix

    return iou_matrix(a, b)


if __name__ == "__main__":
    sys.exit(main())
