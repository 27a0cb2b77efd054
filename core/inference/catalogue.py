"""The architectures DermDesk knows, with the input each was made for. Imports no torch."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from core.errors import UnknownModel

IMAGENET_MEAN = (0.485, 0.456, 0.406)
IMAGENET_STD = (0.229, 0.224, 0.225)
HALF = (0.5, 0.5, 0.5)

TORCHVISION_PREFIX = "torchvision."
"""`torchvision.efficientnet_b0` names any other torchvision classifier by its builder function."""


class Task(StrEnum):
    """What a model answers: one class a photograph, or boxes with a class each."""

    CLASSIFICATION = "classification"
    DETECTION = "detection"


class Family(StrEnum):
    """The library an architecture, and its published weights, come from."""

    TORCHVISION = "torchvision"
    PRETRAINEDMODELS = "pretrainedmodels"
    MMDET = "mmdet"


@dataclass(frozen=True, slots=True)
class Architecture:
    """One network that can be trained and asked.

    Attributes:
        name: The name in commands, run folders and model cards.
        title: The name people see.
        task: Classification or detection.
        family: The library it comes from.
        image_size: Height and width in pixels photographs are stretched to, as in the paper.
        mean: Per-channel mean, RGB in 0 to 1, taken off before the network.
        std: Per-channel deviation, RGB in 0 to 1, divided by.
        paper: Whether it is one of the paper's six.
        light: Whether it trains in minutes without a GPU.
        backbone: For detectors, the name of the backbone; empty for classifiers.
    """

    name: str
    title: str
    task: Task
    family: Family
    image_size: tuple[int, int]
    mean: tuple[float, float, float] = IMAGENET_MEAN
    std: tuple[float, float, float] = IMAGENET_STD
    paper: bool = False
    light: bool = False
    backbone: str = ""


def _classifier(name: str, title: str, family: Family = Family.TORCHVISION, *, paper: bool = False) -> Architecture:
    # pretrainedmodels' NASNet family was trained on pixels in -1 to 1.
    mean, std = (HALF, HALF) if family is Family.PRETRAINEDMODELS else (IMAGENET_MEAN, IMAGENET_STD)
    return Architecture(name, title, Task.CLASSIFICATION, family, (224, 224), mean, std, paper, not paper)


def _detector(name: str, title: str, backbone: str, *, paper: bool = False) -> Architecture:
    return Architecture(
        name, title, Task.DETECTION, Family.MMDET, (400, 400), paper=paper, light=not paper, backbone=backbone
    )


_CATALOGUE = {
    entry.name: entry
    for entry in (
        _classifier("resnet50", "ResNet50", paper=True),
        _classifier("densenet121", "DenseNet121", paper=True),
        _classifier("nasnetamobile", "NASNet-A mobile", Family.PRETRAINEDMODELS, paper=True),
        _classifier("pnasnet5large", "PNASNet-5 large", Family.PRETRAINEDMODELS, paper=True),
        _detector("retinanet", "RetinaNet (ResNeXt101)", "resnext101_64x4d", paper=True),
        _detector("faster_rcnn", "Faster R-CNN (ResNeXt101)", "resnext101_64x4d", paper=True),
        _classifier("resnet18", "ResNet18 (light)"),
        _classifier("mobilenet_v3_small", "MobileNetV3 small (light)"),
        _detector("retinanet_r18", "RetinaNet (ResNet18, light)", "resnet18"),
        _detector("faster_rcnn_r18", "Faster R-CNN (ResNet18, light)", "resnet18"),
    )
}


def architectures(task: Task | None = None) -> tuple[Architecture, ...]:
    """All architectures of a task, the paper's first; of both tasks where none is given."""
    return tuple(entry for entry in _CATALOGUE.values() if task is None or entry.task is task)


def architecture(name: str) -> Architecture:
    """The architecture with this name; `torchvision.NAME` stands for any other torchvision classifier.

    Whether torchvision has a builder of that name is found out when the network is built.

    Raises:
        UnknownModel: There is none; the hint lists those there are.

    >>> architecture("pnasnet5large").mean
    (0.5, 0.5, 0.5)
    >>> architecture("torchvision.efficientnet_b0").task
    <Task.CLASSIFICATION: 'classification'>
    """
    if name in _CATALOGUE:
        return _CATALOGUE[name]
    builder = name.removeprefix(TORCHVISION_PREFIX)
    if builder != name and re.fullmatch(r"[a-z][a-z0-9_]*", builder):
        return _CATALOGUE.get(builder) or _classifier(name, f"{builder} (torchvision)")
    raise UnknownModel(
        f"There is no architecture {name!r}.",
        hint=f"There are: {', '.join(_CATALOGUE)}; and any torchvision classifier as {TORCHVISION_PREFIX}NAME.",
    )
