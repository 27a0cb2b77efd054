"""Folding batch normalisation into convolutions."""

from __future__ import annotations

import pytest
import torch
from torch import nn
from torch.nn import functional

from core.inference.folding import fold_batchnorm
from core.inference.zoo.classifiers import build_classifier
from core.inference.zoo.detectors import build_detector

# In float32 the order of summation, which is each CPU's own, moves the deep layers by more than a wrong fold might.
EXACT = torch.float64


def with_statistics(network):
    random = torch.Generator().manual_seed(0)
    for norm in (module for module in network.modules() if isinstance(module, nn.BatchNorm2d)):
        norm.running_mean.normal_(0, 0.3, generator=random)
        norm.running_var.uniform_(0.5, 2, generator=random)
        nn.init.uniform_(norm.weight, 0.5, 1.5, generator=random)
        nn.init.normal_(norm.bias, 0, 0.3, generator=random)
    return network.eval()


def norms(network):
    return sum(isinstance(module, nn.BatchNorm2d) for module in network.modules())


@pytest.mark.parametrize(
    ("name", "left"),
    # DenseNet normalises sums of many layers, and NASNet-A mobile cuts a border off first: these stay.
    [("resnet18", 0), ("mobilenet_v3_small", 0), ("densenet121", 62), ("nasnetamobile", 19)],
)
def test_the_folded_classifier_says_the_same(name, left):
    torch.manual_seed(0)
    network = with_statistics(build_classifier(name, 5)).to(EXACT)
    images = torch.randn(2, 3, 64, 64, dtype=EXACT)
    before = norms(network)
    with torch.inference_mode():
        expected = network(images)
        assert fold_batchnorm(network, (64, 64)) == before - norms(network)
        torch.testing.assert_close(network(images), expected, rtol=1e-8, atol=1e-8)
    assert norms(network) == left


def test_the_folded_backbone_says_the_same():
    torch.manual_seed(0)
    detector = with_statistics(build_detector("retinanet_r18", 3)).to(EXACT)
    images = torch.randn(1, 3, 96, 64, dtype=EXACT)
    with torch.inference_mode():
        expected = detector.backbone(images)
        assert fold_batchnorm(detector.backbone, (96, 64)) == 20
        for found, wanted in zip(detector.backbone(images), expected, strict=True):
            torch.testing.assert_close(found, wanted, rtol=1e-8, atol=1e-8)


class Odd(nn.Module):
    """A convolution whose output is used in a way that `use` says, besides or before being normalised."""

    def __init__(self, use):
        super().__init__()
        self.conv, self.norm, self.use = nn.Conv2d(3, 4, 3, padding=1), nn.BatchNorm2d(4), use

    def forward(self, images):
        return self.use(self.conv, self.norm, images)


@pytest.mark.parametrize(
    "use",
    [
        lambda conv, norm, x: norm(conv(x)) + conv(x),
        lambda conv, norm, x: norm(y := conv(x)) + y,
        lambda conv, norm, x: norm(y := conv(x)).add(functional.relu(y)),
        lambda conv, norm, x: norm(conv(x).relu()),
        lambda conv, norm, x: norm(norm(conv(x))),
        lambda conv, norm, x: norm(conv(x)) + functional.conv2d(x, conv.weight, padding=1),
    ],
    ids=["run twice", "added", "read by another", "after relu", "normalised twice", "weights read"],
)
def test_what_is_read_elsewhere_too_is_left_alone(use):
    torch.manual_seed(0)
    network = with_statistics(Odd(use))
    images = torch.randn(1, 3, 8, 8)
    with torch.inference_mode():
        expected = network(images)
        assert fold_batchnorm(network, (8, 8)) == 0
        torch.testing.assert_close(network(images), expected)


def test_odd_sizes_of_memory_do_not_confuse_it():
    network = with_statistics(Odd(lambda conv, norm, x: norm(conv(x + 1) if x.shape[0] else x)))
    assert fold_batchnorm(network, (8, 8)) == 1
