"""The CNNs: torchvision's by name, NASNet-A mobile and PNASNet-5 from pretrainedmodels. Nothing is ever downloaded."""

from __future__ import annotations

import importlib
import warnings
from typing import TYPE_CHECKING

import torchvision
from torch import nn

from core.errors import UnknownModel
from core.inference.catalogue import TORCHVISION_PREFIX, Family, Task, architecture, architectures

if TYPE_CHECKING:
    from collections.abc import Callable


def build_classifier(name: str, num_classes: int) -> nn.Module:
    """An untrained CNN that turns `(N, 3, H, W)` normalised images into `(N, num_classes)` logits.

    Args:
        name: A classifier of the catalogue, or `torchvision.NAME`.
        num_classes: Outputs of the last layer.

    Raises:
        UnknownModel: It is no classifier.
    """
    entry = architecture(name)
    if entry.task is not Task.CLASSIFICATION:
        names = ", ".join(other.name for other in architectures(Task.CLASSIFICATION))
        raise UnknownModel(f"{name!r} is no classifier.", hint=f"Classifiers: {names}.")
    if entry.family is Family.PRETRAINEDMODELS:
        return _pretrainedmodels(entry.name, num_classes)
    return _torchvision(entry.name.removeprefix(TORCHVISION_PREFIX), num_classes)


def classifier_head(model: nn.Module) -> str:
    """Name of the module that makes the logits: the last linear layer, or the last convolution where there is none."""
    linear = [str(name) for name, module in model.named_modules() if isinstance(module, nn.Linear)]
    convolutions = [str(name) for name, module in model.named_modules() if isinstance(module, nn.Conv2d)]
    return (linear or convolutions)[-1]


def _torchvision(name: str, num_classes: int) -> nn.Module:
    if name not in torchvision.models.list_models(module=torchvision.models):
        raise UnknownModel(
            f"torchvision has no classifier {name!r}.",
            hint="`torchvision.models.list_models()` names those it has.",
        )
    # These two carry a second output for training, which the paper's loss has no place for.
    without_second_output = {"aux_logits": False, "init_weights": True} if name in ("googlenet", "inception_v3") else {}
    network = torchvision.models.get_model(name, weights=None, num_classes=num_classes, **without_second_output)
    assert isinstance(network, nn.Module)
    return network


def _pretrainedmodels(name: str, num_classes: int) -> nn.Module:
    with warnings.catch_warnings():
        # One of its files compares with `is 'proj'`, a SyntaxWarning whenever it is compiled.
        warnings.simplefilter("ignore")
        build: Callable[..., nn.Module] = getattr(importlib.import_module("pretrainedmodels"), name)
    network = build(num_classes=num_classes, pretrained=None)
    # Its fixed pools fit 224 (NASNet-A mobile) or 331 pixels (PNASNet-5) only; the paper gives both 224.
    network.avg_pool = nn.AdaptiveAvgPool2d(1)
    return network
