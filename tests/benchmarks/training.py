"""How fast training gets its photographs, against a plain torchvision loop that decodes each one each time.

    python tests/benchmarks/training.py [--photographs 60] [--size 224] [--threads N] [--model resnet18]
        [--device cpu|cuda] [--rounds 3]

Draws 12-megapixel JPEGs, and prints the photographs a second of: the plain loop; a first run, which fills the cache; a
second run's reading from disk; epochs from memory and from disk. Then, for a light network, whole epochs of both, with
all layers learning and with the backbone frozen, as the quick preset begins; on a GPU, how busy it was.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
import threading
import time
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

WIDTH, HEIGHT = 4000, 3000
BATCH = 16


def main() -> int:
    """Draw, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--photographs", type=int, default=60)
    parser.add_argument("--size", type=int, default=224)
    parser.add_argument("--threads", type=int, default=-1, help="that prepare photographs, in both; -1 as a run has")
    parser.add_argument("--model", default="resnet18")
    parser.add_argument("--device", default="cpu")
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    from core.inference.process import prepare_for_arithmetic

    prepare_for_arithmetic()
    import torch

    from trainers.device import choose_device, cpu_threads, loading_threads

    device = choose_device(options.device, precision="auto")
    options.threads = loading_threads(options.threads, device)
    torch.set_num_threads(cpu_threads())
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        images = draw(folder / "photos", options.photographs)
        megabytes = sum(image.path.stat().st_size for image in images) / 1e6 / len(images)
        print(
            f"{len(images)} JPEGs of {WIDTH} x {HEIGHT}, {megabytes:.1f} MB each; {options.threads} loading thread(s)"
        )
        rates = measure_input(folder, images, options.size, options.threads)
        plain = rates["plain torchvision loop, every epoch"]
        for name, rate in rates.items():
            print(f"{name:45} {rate:8.1f} photographs/s  {rate / plain:6.1f} x")
        measure_whole(images, folder / "cache", options, device)
    return 0


def draw(folder, count):
    """Photographs of skin-coloured noise with a lesion, as large as a telephone's, and their snapshot entries."""
    import cv2
    import numpy as np

    from core.images import content_hash
    from core.project.labels import ImageState, Split
    from core.project.snapshot import SnapshotImage

    folder.mkdir()
    random = np.random.default_rng(0)
    grain = random.integers(-14, 15, (HEIGHT, WIDTH, 3), dtype=np.int16)
    images = []
    for number in range(count):
        tint = np.array([150, 180, 225], np.int16) + random.integers(-20, 20, 3)
        photo = np.clip(np.roll(grain, number * 37, axis=1) + tint, 0, 255).astype(np.uint8)
        centre = (int(random.integers(900, WIDTH - 900)), int(random.integers(900, HEIGHT - 900)))
        cv2.ellipse(photo, centre, (600, 450), 20, 0, 360, (40 + 50 * (number % 3), 50, 90), -1)
        path = folder / f"{number}.jpg"
        cv2.imwrite(str(path), cv2.GaussianBlur(photo, (0, 0), 1.2), [cv2.IMWRITE_JPEG_QUALITY, 92])
        images.append(
            SnapshotImage(
                number + 1, path, content_hash(path), WIDTH, HEIGHT, 1, Split.TRAIN, number % 3 + 1, None,
                ImageState.LABELLED, (),
            )
        )  # fmt: skip
    return images


def plain_samples(images, size):
    """A dataset as torchvision's references write one: open, convert, crop, flip, rotate, normalise."""
    import torch
    from PIL import Image
    from torchvision.transforms import v2

    change = v2.Compose(
        [
            v2.PILToTensor(), v2.RandomResizedCrop(size, scale=(0.7, 1.0), antialias=True), v2.RandomHorizontalFlip(),
            v2.RandomVerticalFlip(), v2.RandomRotation(20), v2.ToDtype(torch.float32, scale=True),
            v2.Normalize((0.485, 0.456, 0.406), (0.229, 0.224, 0.225)),
        ]
    )  # fmt: skip

    def make(image):
        with Image.open(image.path) as opened:
            return change(opened.convert("RGB"))

    return make


def measure_input(folder, images, size, threads):
    """Photographs a second of each way to prepare an epoch's photographs."""
    import torch

    from trainers.disk_cache import DiskCache
    from trainers.loading import Loader
    from trainers.photos import Budget, read_all, roomy_cache

    groups = [images[start : start + BATCH] for start in range(0, len(images), BATCH)]

    def rate(make, rounds=1):
        with Loader(threads) as loader:
            started = time.perf_counter()
            for _ in range(rounds):
                for samples in loader.batches(groups, make):
                    torch.stack(samples)
        return rounds * len(images) / (time.perf_counter() - started)

    def cache(memory):
        return roomy_cache((size, size), Budget(memory), DiskCache(folder / "cache", limit=10**11))

    def reading(photos):
        started = time.perf_counter()
        entries = [(photos, image) for image in images]
        read_all(entries, threads=max(1, threads), progress=lambda _: None, should_end=lambda: False)
        return len(images) / (time.perf_counter() - started)

    task = task_of(images, "resnet18", size, cache(10**11))
    examples = {example.image.id: example for example in task.examples}
    photos = {"memory": cache(10**11), "disk": cache(0)}
    found = {"plain torchvision loop, every epoch": rate(plain_samples(images, size))}
    found["first run, reading: check, decode, keep"] = reading(photos["memory"])
    found["second run, reading: from disk"] = reading(cache(10**11))
    for name, kept in photos.items():
        task._train_photos = kept
        found[f"an epoch's photographs, from {name}"] = rate(
            lambda image: task.train_sample(examples[image.id], 0)[0], rounds=5
        )
    return found


def task_of(images, model, size, photos):
    """The classification task of these photographs, and its examples."""
    from core.classes import ClassTable
    from core.inference.catalogue import Task, architecture
    from core.jobs.recipe import Recipe
    from core.project.snapshot import Snapshot
    from trainers.classification import ClassificationTask
    from trainers.selection import select

    classes = ClassTable.from_names(["a", "b", "c"])
    images = [
        image.__class__(*[classes.ids[(image.id - 1) % 3] if name == "image_class" else getattr(image, name)
                          for name in image.__dataclass_fields__])
        for image in images
    ]  # fmt: skip
    snapshot = Snapshot("benchmark", datetime(2026, 1, 2, tzinfo=UTC), classes, tuple(images))
    recipe = Recipe(image_size=size, batch_size=BATCH, holdout=0.02)
    selection = select(snapshot, Task.CLASSIFICATION, recipe)
    task = ClassificationTask(
        architecture(model), recipe, train=selection.train, classes=3, train_photos=photos, val_photos=photos
    )
    task.examples = (*selection.train, *selection.val)
    return task


def measure_whole(images, folder, options, device):
    """Epochs of whole training steps, fed in either way, in turn: all layers learning, then the head alone.

    Prints the photographs a second of the best of each kind, and how busy the GPU was meanwhile.
    """
    import torch
    from torch.nn import functional

    from trainers.disk_cache import DiskCache
    from trainers.loading import Loader
    from trainers.optimizer import make_optimizer
    from trainers.photos import Budget, roomy_cache

    size = options.size
    photos = roomy_cache((size, size), Budget(10**11), DiskCache(folder, limit=10**11))
    task = task_of(images, options.model, size, photos)
    examples = {example.image.id: example for example in task.examples}
    network = task.network(task.build(), pretrained=False).to(torch.device(device.accelerator))
    network = network.to(memory_format=torch.channels_last).train()
    optimizer = make_optimizer(network, task.recipe)
    mixed = torch.autocast(device.accelerator, torch.bfloat16, enabled=device.precision == "bf16-mixed")
    groups = [images[start : start + BATCH] for start in range(0, len(images), BATCH)]

    def plain_loss(batch, classes):
        return functional.cross_entropy(network.model(batch), classes)

    def ours(image):
        return task.train_sample(examples[image.id], 0)[0]

    def epoch(make, loss_of):
        with Loader(options.threads) as loader:
            started = time.perf_counter()
            for samples in loader.batches(groups, make):
                classes = (torch.arange(len(samples)) % 3).to(device.accelerator)
                with mixed:
                    loss = loss_of(torch.stack(samples).to(device.accelerator), classes)
                loss.backward()
                float(loss.detach())
                optimizer.step()
                optimizer.zero_grad(set_to_none=True)
            return len(images) / (time.perf_counter() - started)

    print(
        f"whole training steps of {options.model} at {size} px, batches of {BATCH}, {device.title}, "
        f"{device.precision}, {torch.get_num_threads()} thread(s); the best of {options.rounds} epochs each, in turn:"
    )
    for frozen in (False, True):
        network.freeze_backbone(frozen)
        epoch(ours, network)  # fills the memory, warms up
        ways = {"plain": (plain_samples(images, size), plain_loss), "here": (ours, network)}
        rates, busy = {"plain": [], "here": []}, {"plain": [], "here": []}
        for _ in range(options.rounds):
            for name, (make, loss_of) in ways.items():
                with gpu_busy(device, busy[name]):
                    rates[name].append(epoch(make, loss_of))
        plain, here = max(rates["plain"]), max(rates["here"])
        what = "the head alone learns" if frozen else "all layers learn"
        print(f"  {what:22} plain {plain:.1f}, here {here:.1f} photographs/s: {here / plain:.1f} x")
        for name, shares in busy.items():
            if shares:
                print(f"    {name}: GPU busy {sum(shares) / len(shares):.0f} % of the time, by {len(shares)} samples")


@contextmanager
def gpu_busy(device, samples):
    """Adds what nvidia-smi says of the GPU's use to `samples`, per cent, five times a second; nothing without one."""
    if device.accelerator != "cuda":
        yield
        return
    query = ["nvidia-smi", "--query-gpu=utilization.gpu", "--format=csv,noheader,nounits", "-lms", "200", "-i", "0"]
    with subprocess.Popen(query, stdout=subprocess.PIPE, text=True) as asked:
        reader = threading.Thread(target=lambda: samples.extend(float(line) for line in asked.stdout if line.strip()))
        reader.start()
        try:
            yield
        finally:
            asked.terminate()
            reader.join()


if __name__ == "__main__":
    sys.exit(main())
