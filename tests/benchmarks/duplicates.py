"""How well copies are found, by perceptual hashes and by a network's features, and what is called one that isn't.

    python tests/benchmarks/duplicates.py ../shared/data/pad_ufes20 --weights DENSENET121_IMAGENET.pth

Copies of some photographs, made as copies come about (smaller and saved anew, lighter, cropped to 85 %, turned by 10
degrees), are put beside all photographs, one kind of copy at a time. A copy and its original are to be found; a pair of
two *patients* is a false alarm. Pairs of one patient count neither way, since one lesion is photographed several times.
The features are those of DenseNet121 with ImageNet's weights, which never saw skin, through the predictor itself.
"""

from __future__ import annotations

import argparse
import csv
import sys
import tempfile
import time
from pathlib import Path

import cv2
import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

import torch

from core.classes import ClassTable
from core.images import decode
from core.inference.card import CARD_NAME, ModelCard, write_card
from core.inference.catalogue import architecture
from core.inference.checkpoint import BEST_NAME, save_checkpoint
from core.inference.predictor import Predictor, build_network
from core.inference.weights import load_into
from core.review.duplicates import NEAR, near_duplicates
from core.review.embeddings import ALIKE, Embeddings, alike_pairs
from core.review.looks import look_at

BATCH = 4
KINDS = ("smaller", "lighter", "cropped", "tilted")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path, help="images/ and manifest.csv")
    parser.add_argument("--weights", type=Path, required=True, help="a DenseNet121 of ImageNet")
    parser.add_argument("--photographs", type=int, default=160, help="at most so many, drawn by chance")
    parser.add_argument("--copied", type=int, default=60, help="photographs of which copies are made")
    parser.add_argument("--threads", type=int, default=2)
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    with (options.data / "manifest.csv").open(encoding="utf-8") as stream:
        rows = list(csv.DictReader(stream))
    rows = [rows[place] for place in np.random.default_rng(1).permutation(len(rows))[: options.photographs]]
    owners, kinds, pictures = [], [], []
    for number, row in enumerate(rows):
        pixels = decode(options.data / row["file"], max_side=512)
        for kind, picture in {"": pixels, **(copies(pixels) if number < options.copied else {})}.items():
            owners.append(number)
            kinds.append(kind)
            pictures.append(picture)
    began = time.perf_counter()
    vectors = features(pictures, options.weights)
    print(f"{len(pictures)} pictures, features in {time.perf_counter() - began:.0f} s", flush=True)
    patients = [row["patient_id"] for row in rows]
    tell(owners, kinds, patients, vectors, {place: look_at(picture) for place, picture in enumerate(pictures)})
    return 0


def copies(pixels):
    """Copies of a photograph by what was done to it."""
    height, width = pixels.shape[:2]
    top, left = round(height * 0.075), round(width * 0.075)
    small = cv2.resize(pixels, (width // 2, height // 2), interpolation=cv2.INTER_AREA)
    _, packed = cv2.imencode(".jpg", small, [cv2.IMWRITE_JPEG_QUALITY, 70])
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), 10, 1.0)
    return {
        "smaller": cv2.imdecode(packed, cv2.IMREAD_COLOR),
        "lighter": np.clip(pixels.astype(np.float32) * 1.25 + 10, 0, 255).astype(np.uint8),
        "cropped": pixels[top : height - top, left : width - left],
        "tilted": cv2.warpAffine(pixels, turn, (width, height), borderMode=cv2.BORDER_REFLECT),
    }


def features(pictures, weights):
    """`(N, 1024)` features of length 1, as the inference process gives them."""
    entry = architecture("densenet121")
    card = ModelCard(
        "densenet121-1", entry.name, entry.task, ClassTable.from_names(["a", "b"]), entry.image_size, entry.mean,
        entry.std,
    )  # fmt: skip
    network = build_network(card)
    load_into(network, weights)
    with tempfile.TemporaryDirectory() as folder:
        save_checkpoint(Path(folder) / BEST_NAME, {"model": network.state_dict(), "epoch": 1})
        write_card(card, Path(folder) / CARD_NAME)
        predictor = Predictor.load(Path(folder), device=torch.device("cpu"))
    starts = range(0, len(pictures), BATCH)
    answers = [row for start in starts for row in predictor.predict(pictures[start : start + BATCH], features=True)]
    return np.stack([answer.features for answer in answers])


def tell(owners, kinds, patients, vectors, looks):
    """Print, for each kind of copy and each way to find it, the share that is found and the false alarms."""
    kinds = np.array(kinds)
    print(f"{'':22}{''.join(f'{kind:>22}' for kind in KINDS)}")
    ways = [(f"hashes, {near} bits", near, None) for near in (NEAR, 12)]
    ways += [(f"features, {share:.2f}", None, share) for share in (0.5, ALIKE, 0.6, 0.7)]
    for name, near, share in ways:
        cells = []
        for kind in KINDS:
            places = np.flatnonzero((kinds == "") | (kinds == kind))
            if near is None:
                found = alike_pairs(Embeddings("", places, vectors[places].astype(np.float32)), at_most=share)
            else:
                found = near_duplicates({place: looks[place] for place in places.tolist()}, near=near)
            pairs = [(owners[one], owners[other]) for one, other, _ in found]
            hits = sum(one == other for one, other in pairs)
            alarms = sum(patients[one] != patients[other] for one, other in pairs)
            of = sum(
                patients[owners[one]] != patients[owners[other]]
                for position, one in enumerate(places) for other in places[:position]
            )  # fmt: skip
            cells.append(f"{hits / (kinds == kind).sum():.2f}, {alarms} of {of:,}")
        print(f"{name:22}{''.join(f'{cell:>22}' for cell in cells)}", flush=True)


if __name__ == "__main__":
    sys.exit(main())
