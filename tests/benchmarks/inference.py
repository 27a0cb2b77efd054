"""Images a second of DermDesk against stock scripts: `python tests/benchmarks/inference.py [--models …] [--images N]`.

Three processes, each at its default, take turns on the same 12-megapixel JPEGs with the same random weights:

- stock: Pillow, torchvision's or pretrainedmodels' own transforms and networks, one photograph at a time in eager
  float32; mmdet's DetInferencer for the detectors, at the paper's 400 x 400;
- float32: DermDesk's inference server with `--precision float32`;
- auto: the same as people get it.

Reading and decoding the file counts everywhere. Numbers are medians of the rounds.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
import warnings
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

CONTENDERS = ("stock", "float32", "auto")
ALL = "all together"
CLASSES = 10


def main() -> int:
    """Measure and print a table."""
    from core.inference.catalogue import architectures

    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--models", default=",".join(a.name for a in architectures() if a.paper))
    parser.add_argument("--images", type=int, default=8)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--device", default="cpu")
    parser.add_argument("--contenders", default=",".join(CONTENDERS))
    parser.add_argument("--child", help=argparse.SUPPRESS)
    parser.add_argument("--folder", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    names = options.models.split(",")
    if options.child:
        return serve_rounds(options.child, names, options.folder, options.device)
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        print(f"Drawing {options.images} photographs and {len(names)} networks …", flush=True)
        draw_photographs(folder / "photos", options.images)
        # In a process of its own, whose memory is free again before anything is measured.
        subprocess.run([*_command(options, "prepare"), "--folder", place], check=True)
        seconds = measure(options, names, folder)
    print_table(names, seconds, options.images)
    return 0


def measure(options, names, folder):
    """Seconds by contender and model, a number a round."""
    contenders = options.contenders.split(",")
    children = {}
    seconds = {contender: {name: [] for name in [*names, ALL]} for contender in contenders}
    try:
        for contender in contenders:
            children[contender] = subprocess.Popen(
                [*_command(options, contender), "--folder", str(folder)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=(log := (folder / f"{contender}.log").open("w")),
                text=True,
            )
            log.close()
            if children[contender].stdout.readline().strip() != "ready":
                raise SystemExit(f"{contender} failed: {(folder / f'{contender}.log').read_text()[-2000:]}")
            print(f"{contender} is warm", flush=True)
        for number in range(options.rounds):
            # Turn by turn, and each second round backwards, so that a busy or hot machine treats all alike.
            for name in [*names, ALL]:
                for contender in contenders if number % 2 == 0 else contenders[::-1]:
                    child = children[contender]
                    print(name, file=child.stdin, flush=True)
                    seconds[contender][name].append(float(child.stdout.readline()))
            print(f"round {number + 1} of {options.rounds}", flush=True)
    finally:
        for child in children.values():
            child.stdin.close()
            child.wait()
            child.stdout.close()
    return seconds


def print_table(names, seconds, images):
    """Images a second, and the ratio to stock."""
    first = next(iter(seconds))
    print("\n| images a second | " + " | ".join(seconds) + " | " + " | ".join(f"{c} / {first}" for c in seconds) + " |")
    print("|---" * (1 + 2 * len(seconds)) + "|")
    for name in [*names, ALL]:
        rates = {contender: images / statistics.median(times[name]) for contender, times in seconds.items()}
        cells = [f"{rate:.2f}" for rate in rates.values()] + [f"{rate / rates[first]:.2f}" for rate in rates.values()]
        print(f"| {name} | " + " | ".join(cells) + " |")


def draw_photographs(folder, count):
    """JPEGs of 4000 x 3000 pixels with the detail, and so the file size, of a camera's."""
    import cv2
    import numpy as np

    folder.mkdir()
    random = np.random.default_rng(0)
    for number in range(count):
        skin = cv2.resize(random.integers(90, 220, (30, 40, 3), np.uint8), (4000, 3000), interpolation=cv2.INTER_CUBIC)
        grain = cv2.resize(random.integers(0, 30, (1500, 2000, 3), np.uint8), (4000, 3000))
        cv2.circle(skin, (2000, 1500), 500 + 20 * number, (60, 70, 140), -1)
        cv2.imwrite(str(folder / f"{number}.jpg"), cv2.add(skin, grain), [cv2.IMWRITE_JPEG_QUALITY, 92])


def serve_rounds(contender, names, folder, device):
    """The child: warm up, then answer each name on stdin with the seconds it took."""
    warnings.simplefilter("ignore")
    if contender == "prepare":
        prepare(names, folder)
        return 0
    # What libraries print must not come between the numbers.
    out = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)
    photographs = sorted((folder / "photos").iterdir())
    run = stock(names, folder, device) if contender == "stock" else ours(names, folder, device, contender)
    for name in names:
        run([name], photographs[:2])
    print("ready", file=out, flush=True)
    for line in sys.stdin:
        name = line.strip()
        started = time.perf_counter()
        run(names if name == ALL else [name], photographs)
        print(time.perf_counter() - started, file=out, flush=True)
    return 0


def prepare(names, folder):
    """Run folders with random weights."""
    import torch

    from core.classes import ClassTable
    from core.inference.card import CARD_NAME, ModelCard, write_card
    from core.inference.catalogue import Task, architecture
    from core.inference.checkpoint import BEST_NAME, save_checkpoint
    from core.inference.zoo.classifiers import build_classifier
    from core.inference.zoo.detectors import build_detector

    classes = ClassTable.from_names([f"class {number}" for number in range(CLASSES)])
    for name in names:
        torch.manual_seed(0)
        entry = architecture(name)
        build = build_detector if entry.task is Task.DETECTION else build_classifier
        run = folder / "runs" / name
        run.mkdir(parents=True)
        save_checkpoint(run / BEST_NAME, {"model": build(name, CLASSES).state_dict()})
        write_card(ModelCard(name, name, entry.task, classes, entry.image_size, entry.mean, entry.std), run / CARD_NAME)


def ours(names, folder, device, precision):
    """DermDesk's inference server, set up as its worker does."""
    from core.inference.process import prepare_for_arithmetic

    prepare_for_arithmetic()
    import torch

    from core.inference.requests import ImageRef, ModelRef, Predict, Predicted
    from core.inference.serving import Server

    events = []
    server = Server(events.append, device=torch.device(device), precision=precision)

    def run(asked, photographs):
        events.clear()
        models = tuple(ModelRef(name, folder / "runs" / name) for name in asked)
        images = tuple(ImageRef(number, path) for number, path in enumerate(photographs))
        server.serve(Predict(1, models, images), cancelled=lambda: False)
        assert sum(isinstance(event, Predicted) for event in events) == len(models) * len(images), events[:3]

    return run


def stock(names, folder, device):
    """What one writes from the libraries' own examples."""
    from core.inference.catalogue import Task, architecture

    runs = {
        name: (stock_detector if architecture(name).task is Task.DETECTION else stock_classifier)(
            architecture(name), folder / "runs" / name / "best.pt", device
        )
        for name in names
    }

    def run(asked, photographs):
        for name in asked:
            runs[name](photographs)

    return run


def stock_classifier(entry, checkpoint, device):
    """torchvision's or pretrainedmodels' network behind Pillow and torchvision's transforms."""
    import torch
    from PIL import Image
    from torchvision import transforms

    from core.inference.zoo.classifiers import build_classifier

    network = build_classifier(entry.name, CLASSES)
    network.load_state_dict(torch.load(checkpoint, weights_only=True)["model"])
    network.eval().to(device)
    transform = transforms.Compose(
        [
            transforms.Resize(entry.image_size),
            transforms.ToTensor(),
            transforms.Normalize(entry.mean, entry.std),
        ]
    )

    def run(photographs):
        for path in photographs:
            with Image.open(path) as photo, torch.no_grad():
                images = transform(photo.convert("RGB"))[None].to(device)
                network(images).softmax(1).cpu().tolist()

    return run


def stock_detector(entry, checkpoint, device):
    """mmdet's DetInferencer, with a configuration written as mmdet's own are."""
    import torch

    from core.inference.zoo.detector_configs import detector_config
    from core.inference.zoo.mmdet_bridge import import_mmdet

    import_mmdet()
    from mmdet.apis import DetInferencer
    from mmengine.config import Config

    height, width = entry.image_size
    model = detector_config(entry, CLASSES, min_score=0.05, max_boxes=100)
    model["data_preprocessor"] = {
        "type": "DetDataPreprocessor",
        "mean": [255 * value for value in entry.mean],
        "std": [255 * value for value in entry.std],
        "bgr_to_rgb": True,
        "pad_size_divisor": 32,
    }
    pipeline = [
        {"type": "LoadImageFromFile"},
        {"type": "Resize", "scale": (width, height), "keep_ratio": False},
        {"type": "PackDetInputs", "meta_keys": ("img_path", "ori_shape", "img_shape", "scale_factor")},
    ]
    config = {
        "model": model,
        "test_dataloader": {"dataset": {"type": "CocoDataset", "pipeline": pipeline}},
        "default_scope": "mmdet",
        "visualizer": {"type": "DetLocalVisualizer", "name": entry.name},
    }
    inferencer = DetInferencer(Config(config), device=device, show_progress=False)
    state = torch.load(checkpoint, weights_only=True)["model"]
    inferencer.model.load_state_dict({name.removeprefix("network."): value for name, value in state.items()})

    def run(photographs):
        inferencer([str(path) for path in photographs], no_save_vis=True)

    return run


def _command(options, child):
    return [
        sys.executable, __file__, "--child", child, "--models", options.models, "--device", options.device,
    ]  # fmt: skip


if __name__ == "__main__":
    sys.exit(main())
