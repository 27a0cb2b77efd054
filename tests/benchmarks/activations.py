"""The table of core/jobs/memory_table.py, measured anew: what each network keeps for its backward pass.

    python tests/benchmarks/activations.py [NAME ...]

Counts the bytes of the tensors that autograd saves in one forward pass (torch's saved-tensor hooks; each storage
once, parameters and buffers left out), at two sizes, in 32 bits and under bfloat16 autocast; a line through both gives
bytes a photograph and bytes a pixel. Prints lines to be copied into the table.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

CLASSES = 10
PHOTOGRAPHS = 2
SIZES = {"classification": (96, 160), "detection": (128, 256)}


def main() -> int:
    """Measure the networks named, or all; print."""
    from core.inference.catalogue import architectures

    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("names", nargs="*")
    names = parser.parse_args().names
    for entry in architectures():
        if not names or entry.name in names:
            print(line(entry), flush=True)
    return 0


def line(entry):
    """The table's line of an architecture."""
    import torch

    network = build(entry)
    model = network.model
    parameters = sum(parameter.numel() for parameter in model.parameters())
    buffers = sum(buffer.numel() * buffer.element_size() for buffer in model.buffers())
    found = []
    for precision in (torch.float32, torch.bfloat16):
        small, large = SIZES[str(entry.task)]
        low, high = (saved(network, entry, size, precision) / PHOTOGRAPHS for size in (small, large))
        a_pixel = (high - low) / (large**2 - small**2)
        found += [round(a_pixel), max(0, round(high - a_pixel * large**2))]
    found.pop()  # autocast's copies of the weights are in it, which don't depend on the photographs
    numbers = ", ".join(f"{number:_}" for number in (parameters, buffers, *found))
    return f'    "{entry.name}": NetworkMemory({numbers}),'


def build(entry):
    """The network with its loss, as it is trained."""
    import torch

    from core.inference.catalogue import Task
    from core.inference.zoo.classifiers import build_classifier
    from trainers.classification import ClassifierNetwork

    if entry.task is Task.CLASSIFICATION:
        flat = torch.ones(CLASSES)
        network = ClassifierNetwork(
            build_classifier(entry.name, CLASSES), flat, torch.zeros(CLASSES), mean=entry.mean, std=entry.std
        )
    else:
        from core.inference.zoo.detectors import build_detector
        from trainers.detection import DetectorNetwork

        network = DetectorNetwork(build_detector(entry.name, CLASSES), mean=entry.mean, std=entry.std)
    return network.train()


def inputs(entry, size):
    """A batch of noise, with a box each for a detector."""
    import torch

    from core.inference.catalogue import Task

    images = torch.randint(0, 256, (PHOTOGRAPHS, 3, size, size), dtype=torch.uint8)
    if entry.task is Task.CLASSIFICATION:
        return images, torch.zeros(PHOTOGRAPHS, dtype=torch.int64)
    boxes = [torch.tensor([[0.2, 0.2, 0.7, 0.7]]) * size] * PHOTOGRAPHS
    return images, boxes, [torch.zeros(1, dtype=torch.int64)] * PHOTOGRAPHS


def saved(network, entry, size, precision):
    """Bytes that one forward pass keeps for the backward pass."""
    import torch

    own = {tensor.untyped_storage().data_ptr() for tensor in (*network.parameters(), *network.buffers())}
    kept = {}

    def keep(tensor):
        storage = tensor.untyped_storage()
        if storage.data_ptr() not in own:
            kept[storage.data_ptr()] = storage.nbytes()
        return tensor

    torch.manual_seed(0)
    with (
        torch.autograd.graph.saved_tensors_hooks(keep, lambda tensor: tensor),
        torch.autocast("cpu", dtype=torch.bfloat16, enabled=precision is torch.bfloat16),
    ):
        loss = network(*inputs(entry, size))
        total = sum(kept.values())
    del loss
    return total


if __name__ == "__main__":
    sys.exit(main())
