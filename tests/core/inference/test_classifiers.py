"""The CNNs: logits for our classes, no download, the pools that the paper's size needs."""

from __future__ import annotations

import socket

import pytest
import torch

from core.errors import UnknownModel
from core.inference.catalogue import Task, architectures
from core.inference.zoo.classifiers import build_classifier, classifier_head


@pytest.fixture(autouse=True)
def no_network(monkeypatch):
    def refuse(*args, **kwargs):
        raise AssertionError("a download was attempted")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(torch.hub, "load_state_dict_from_url", refuse)
    monkeypatch.setattr(torch.hub, "download_url_to_file", refuse)


def logits(name: str, side: int, *, classes: int = 5) -> torch.Tensor:
    torch.manual_seed(0)
    with torch.inference_mode():
        return build_classifier(name, classes).eval()(torch.randn(2, 3, side, side))


@pytest.mark.parametrize("name", ["resnet18", "resnet50", "densenet121", "mobilenet_v3_small"])
def test_torchvisions(name):
    out = logits(name, 64)
    assert out.shape == (2, 5)
    assert torch.isfinite(out).all()


@pytest.mark.slow
@pytest.mark.parametrize("name", ["nasnetamobile", "pnasnet5large"])
@pytest.mark.parametrize("side", [64, 224])
def test_the_nas_networks_take_the_papers_size_and_less(name, side):
    out = logits(name, side)
    assert out.shape == (2, 5)
    assert torch.isfinite(out).all()


def test_any_torchvision_classifier_by_name():
    assert logits("torchvision.squeezenet1_1", 64).shape == (2, 5)
    assert build_classifier("torchvision.googlenet", 3).training


def test_the_head_is_found_and_has_our_classes():
    for entry in architectures(Task.CLASSIFICATION):
        with torch.device("meta"):
            network = build_classifier(entry.name, 7)
        assert network.get_submodule(classifier_head(network)).out_features == 7, entry.name
    with torch.device("meta"):
        assert classifier_head(build_classifier("torchvision.squeezenet1_1", 7)) == "classifier.1"


def test_what_is_no_classifier():
    with pytest.raises(UnknownModel, match="resnet50"):
        build_classifier("retinanet", 3)
    with pytest.raises(UnknownModel, match="maskrcnn_resnet50_fpn"):
        build_classifier("torchvision.maskrcnn_resnet50_fpn", 3)
