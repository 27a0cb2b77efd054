"""Packed convolutions give the same numbers, but for the order in which a CPU adds them up."""

from __future__ import annotations

import pytest
import torch
from torch import nn

from core.inference.packing import PackedConv2d, can_pack, pack_convolutions
from core.inference.zoo.classifiers import build_classifier
from core.inference.zoo.detectors import build_detector


def packed(network):
    return sum(isinstance(module, PackedConv2d) for module in network.modules())


@pytest.mark.parametrize("dtype", [torch.float32, torch.bfloat16])
@pytest.mark.parametrize("groups", [1, 4])
@pytest.mark.parametrize(("kernel", "stride", "padding", "dilation"), [(1, 1, 0, 1), (3, 2, 1, 1), (3, 1, (2, 1), 2)])
@pytest.mark.parametrize("bias", [True, False])
def test_a_packed_convolution_is_the_convolution(dtype, groups, kernel, stride, padding, dilation, bias):
    if not can_pack(dtype):
        pytest.skip(f"this CPU has no packed convolutions in {dtype}")
    torch.manual_seed(0)
    convolution = nn.Conv2d(8, 16, kernel, stride=stride, padding=padding, dilation=dilation, groups=groups, bias=bias)
    convolution = convolution.to(dtype=dtype, memory_format=torch.channels_last)
    images = torch.randn(4, 8, 17, 13).to(dtype=dtype, memory_format=torch.channels_last)
    with torch.inference_mode():
        found = PackedConv2d(convolution, images.shape)
        # Also for sizes that it was not packed for. Another layout of the weights may bring another kernel with it,
        # which adds up in another order: the type's own tolerance, since the bits differ on some CPUs.
        for some in (images, images[:1], images[..., :9, :8].contiguous(memory_format=torch.channels_last)):
            torch.testing.assert_close(found(some), convolution(some))


@pytest.mark.parametrize("name", ["mobilenet_v3_small", "densenet121", "nasnetamobile", "torchvision.convnext_tiny"])
def test_a_packed_classifier_says_the_same(name):
    torch.manual_seed(0)
    network = build_classifier(name, 5).eval().to(memory_format=torch.channels_last)
    images = torch.randn(2, 3, 64, 64).to(memory_format=torch.channels_last)
    convolutions = sum(isinstance(module, nn.Conv2d) for module in network.modules())
    with torch.inference_mode():
        expected = network(images)
        count = pack_convolutions(network, run=lambda: network(images))
        assert count == packed(network) >= 0.9 * convolutions
        torch.testing.assert_close(network(images), expected, rtol=0, atol=1e-6)


@pytest.mark.parametrize("name", ["retinanet_r18", "faster_rcnn_r18"])
def test_a_packed_detector_finds_the_same(name):
    torch.manual_seed(0)
    detector = build_detector(name, 3, min_score=0.0).eval().to(memory_format=torch.channels_last)
    images = torch.randn(1, 3, 96, 64).to(memory_format=torch.channels_last)
    expected = detector.detect(images)[0]
    assert len(expected.scores)
    assert pack_convolutions(detector, run=lambda: detector.detect(images)) == packed(detector) > 20
    found = detector.detect(images)[0]
    torch.testing.assert_close(found.boxes, expected.boxes, rtol=0, atol=1e-3)
    torch.testing.assert_close(found.scores, expected.scores, rtol=0, atol=1e-6)


def test_half_precision_is_packed_only_where_the_cpu_can_and_answers_everywhere():
    network = nn.Sequential(nn.Conv2d(3, 8, 3), nn.ReLU()).to(torch.bfloat16)
    images = torch.randn(1, 3, 16, 16).to(torch.bfloat16)
    with torch.inference_mode():
        expected = network(images)
        assert pack_convolutions(network, run=lambda: network(images)) == can_pack(torch.bfloat16)
        torch.testing.assert_close(network(images), expected, rtol=0, atol=0)


def test_what_is_no_plain_convolution_is_left_alone():
    class Counting(nn.Conv2d):
        pass

    network = nn.Sequential(
        Counting(3, 3, 1),
        nn.Conv2d(3, 3, 3, padding=1, padding_mode="reflect"),
        nn.Conv2d(3, 3, 3, padding="same"),
        nn.Conv2d(3, 3, 1),
    )
    never_run = nn.Conv2d(3, 3, 1)
    network[0].never_run = never_run
    images = torch.randn(1, 3, 8, 8)
    assert pack_convolutions(network, run=lambda: network(images)) == 1
    assert isinstance(network[3], PackedConv2d)
    assert network[0].never_run is never_run


def test_a_layer_under_two_names_is_packed_under_both():
    network = nn.Sequential(nn.Conv2d(3, 3, 1), nn.ReLU())
    network.append(network[0])
    assert pack_convolutions(network, run=lambda: network(torch.randn(1, 3, 4, 4))) == 1
    assert network[0] is network[2]
    assert isinstance(network[0], PackedConv2d)
